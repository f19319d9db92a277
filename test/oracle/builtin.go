package main

import (
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsinstall "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/admissionregistration"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/apis/node"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	"k8s.io/kubernetes/pkg/apis/policy"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	"k8s.io/kubernetes/pkg/apis/rbac"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/apis/scheduling"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	"k8s.io/kubernetes/pkg/apis/storage"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/node/runtimeclass"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
)

// builtIns are the server's own strategies of creation, by kind.
var builtIns = map[schema.GroupKind]rest.RESTCreateStrategy{
	admissionregistration.Kind("MutatingWebhookConfiguration"):   mutatingWebhooks,
	admissionregistration.Kind("ValidatingWebhookConfiguration"): validatingWebhooks,
	apiextensions.Kind("CustomResourceDefinition"):               crds,
	apps.Kind("DaemonSet"):                                       daemonset.Strategy,
	apps.Kind("Deployment"):                                      deployment.Strategy,
	apps.Kind("ReplicaSet"):                                      replicaSets,
	apps.Kind("StatefulSet"):                                     statefulset.Strategy,
	autoscaling.Kind("HorizontalPodAutoscaler"):                  horizontalpodautoscaler.Strategy,
	batch.Kind("CronJob"):                                        cronjob.Strategy,
	batch.Kind("Job"):                                            jobs,
	core.Kind("ConfigMap"):                                       configMaps,
	core.Kind("LimitRange"):                                      limitrange.Strategy,
	core.Kind("Namespace"):                                       namespaces,
	core.Kind("PersistentVolume"):                                persistent,
	core.Kind("PersistentVolumeClaim"):                           claims,
	core.Kind("Pod"):                                             pods,
	core.Kind("ResourceQuota"):                                   resourcequota.Strategy,
	core.Kind("Secret"):                                          secrets,
	core.Kind("Service"):                                         services,
	core.Kind("ServiceAccount"):                                  serviceAccounts,
	networking.Kind("Ingress"):                                   ingress.Strategy,
	networking.Kind("IngressClass"):                              ingressclass.Strategy,
	networking.Kind("NetworkPolicy"):                             networkpolicy.Strategy,
	node.Kind("RuntimeClass"):                                    runtimeclass.Strategy,
	policy.Kind("PodDisruptionBudget"):                           poddisruptionbudget.Strategy,
	rbac.Kind("ClusterRole"):                                     clusterrole.Strategy,
	rbac.Kind("ClusterRoleBinding"):                              clusterrolebinding.Strategy,
	rbac.Kind("Role"):                                            role.Strategy,
	rbac.Kind("RoleBinding"):                                     rolebinding.Strategy,
	scheduling.Kind("PriorityClass"):                             priorityclass.Strategy,
	storage.Kind("StorageClass"):                                 storageclass.Strategy,
}

// decoder refuses unknown and repeated fields, applies the defaults of the object's version and makes it internal.
var decoder = strictDecoder()

func strictDecoder() runtime.Decoder {
	apiextensionsinstall.Install(legacyscheme.Scheme)
	return serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()
}

func builtInErrors(text []byte, strategy rest.RESTCreateStrategy, namespace string) []string {
	object, _, err := decoder.Decode(text, nil, nil)
	if err != nil {
		return []string{err.Error()}
	}
	// before it is created, which drops what the server does not store
	made, err := madeFrom(object.DeepCopyObject())
	if err != nil {
		return []string{err.Error()}
	}
	said := create(strategy, object, namespace)
	if len(said) > 0 {
		return said
	}
	return made.errors(namespace)
}
