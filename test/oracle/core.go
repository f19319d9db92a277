package main

import (
	"context"
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	definitions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/api/persistentvolumeclaim"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/api/service"
	"k8s.io/kubernetes/pkg/apis/admissionregistration"
	"k8s.io/kubernetes/pkg/apis/apps"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/batch"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	volumes "k8s.io/kubernetes/pkg/volume/validation"
)

var (
	configMaps      = strategyOf(true, asItIs, validation.ValidateConfigMap)
	secrets         = strategyOf(true, asItIs, validation.ValidateSecret)
	serviceAccounts = strategyOf(true, asItIs, validation.ValidateServiceAccount)
	namespaces      = strategyOf(false, prepareNamespace, validation.ValidateNamespace)
	services        = strategyOf(true, prepareService, validation.ValidateServiceCreate)
	pods            = strategyOf(true, preparePod, validatePod)
	claims          = strategyOf(true, prepareClaim, validateClaim)
	persistent      = strategyOf(false, asItIs, validateVolume)
	replicaSets     = strategyOf(true, prepareReplicaSet, validateReplicaSet)
	jobs            = strategyOf(true, prepareJob, validateJob)
	crds            = strategyOf(false, prepareDefinition, validateDefinition)

	// the validation of webhooks compiles the clients of all kinds in, for conditions in CEL which nobody here writes:
	// these are held to their types, fields and metadata alone
	mutatingWebhooks   = strategyOf(false, asItIs, unheld[*admissionregistration.MutatingWebhookConfiguration])
	validatingWebhooks = strategyOf(false, asItIs, unheld[*admissionregistration.ValidatingWebhookConfiguration])
)

func unheld[T runtime.Object](T) field.ErrorList { return nil }

func prepareNamespace(object *core.Namespace) {
	object.Status = core.NamespaceStatus{Phase: core.NamespaceActive}
	if !slices.Contains(object.Spec.Finalizers, core.FinalizerKubernetes) {
		object.Spec.Finalizers = append(object.Spec.Finalizers, core.FinalizerKubernetes)
	}
}

// prepareService also does what the storage of Services does before it validates.
func prepareService(object *core.Service) {
	object.Status = core.ServiceStatus{}
	if object.Spec.ClusterIP != "" && len(object.Spec.ClusterIPs) == 0 {
		object.Spec.ClusterIPs = []string{object.Spec.ClusterIP}
	}
	if object.Spec.HealthCheckNodePort == 0 && service.NeedsHealthCheck(object) {
		object.Spec.HealthCheckNodePort = 30000
	}
}

func preparePod(object *core.Pod) {
	object.Status = core.PodStatus{Phase: core.PodPending}
	podutil.DropDisabledPodFields(object, nil)
}

func validatePod(object *core.Pod) field.ErrorList {
	options := podutil.GetValidationOptionsFromPodSpecAndMeta(&object.Spec, nil, &object.ObjectMeta, nil)
	options.ResourceIsPod = true
	return validation.ValidatePodCreate(object, options)
}

func prepareClaim(object *core.PersistentVolumeClaim) {
	object.Status = core.PersistentVolumeClaimStatus{}
	persistentvolumeclaim.DropDisabledFields(&object.Spec, nil)
	persistentvolumeclaim.EnforceDataSourceBackwardsCompatibility(&object.Spec, nil)
	persistentvolumeclaim.NormalizeDataSources(&object.Spec)
}

func validateClaim(object *core.PersistentVolumeClaim) field.ErrorList {
	return validation.ValidatePersistentVolumeClaim(object, validation.ValidationOptionsForPersistentVolumeClaim(object, nil))
}

func validateVolume(object *core.PersistentVolume) field.ErrorList {
	said := validation.ValidatePersistentVolume(object, validation.ValidationOptionsForPersistentVolume(object, nil))
	return append(said, volumes.ValidatePersistentVolume(object)...)
}

func prepareReplicaSet(object *apps.ReplicaSet) {
	object.Status = apps.ReplicaSetStatus{}
	podutil.DropDisabledTemplateFields(&object.Spec.Template, nil)
}

func validateReplicaSet(object *apps.ReplicaSet) field.ErrorList {
	return appsvalidation.ValidateReplicaSet(object, podutil.GetValidationOptionsFromPodTemplate(&object.Spec.Template, nil))
}

// prepareJob writes the labels and the selector that the server writes into Jobs which do not select by themselves.
func prepareJob(object *batch.Job) {
	object.Status = batch.JobStatus{}
	podutil.DropDisabledTemplateFields(&object.Spec.Template, nil)
	if object.Spec.ManualSelector != nil && *object.Spec.ManualSelector {
		return
	}
	uid := string(object.UID)
	written := map[string]string{
		batch.LegacyJobNameLabel: object.Name, batch.JobNameLabel: object.Name,
		batch.LegacyControllerUidLabel: uid, batch.ControllerUidLabel: uid,
	}
	object.Spec.Template.Labels = with(written, object.Spec.Template.Labels)
	if object.Spec.Selector == nil {
		object.Spec.Selector = &metav1.LabelSelector{}
	}
	object.Spec.Selector.MatchLabels = with(map[string]string{batch.ControllerUidLabel: uid}, object.Spec.Selector.MatchLabels)
}

func validateJob(object *batch.Job) field.ErrorList {
	return batchvalidation.ValidateJob(object, batchvalidation.JobValidationOptions{
		PodValidationOptions:  podutil.GetValidationOptionsFromPodTemplate(&object.Spec.Template, nil),
		RequirePrefixedLabels: true,
	})
}

func prepareDefinition(object *apiextensions.CustomResourceDefinition) {
	object.Status = apiextensions.CustomResourceDefinitionStatus{}
	for _, version := range object.Spec.Versions {
		if version.Storage {
			object.Status.StoredVersions = []string{version.Name}
		}
	}
}

func validateDefinition(object *apiextensions.CustomResourceDefinition) field.ErrorList {
	return definitions.ValidateCustomResourceDefinition(context.Background(), object)
}
