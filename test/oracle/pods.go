package main

import (
	"fmt"
	"maps"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/apis/core"
)

// hash stands for that which a controller writes at the end of names and into labels.
const hash = "5d4f8c7b9f"

// minutes stands for the time that the CronJob controller writes at the end of names.
const minutes = "-29012345"

// made is what the controllers make of an object: a chain that ends in a pod.
type made struct {
	title  string
	create func(namespace string) []string
}

type chain []made

// errors are those of the first object that would be refused.
func (c chain) errors(namespace string) []string {
	for _, object := range c {
		if said := object.create(namespace); len(said) > 0 {
			for index := range said {
				said[index] = fmt.Sprintf("%s: %s", object.title, said[index])
			}
			return said
		}
	}
	return []string{}
}

// madeFrom is what the controllers make of an object of the server's own kinds.
func madeFrom(object runtime.Object) (chain, error) {
	switch owner := object.(type) {
	case *apps.Deployment:
		return deploymentMakes(owner)
	case *apps.ReplicaSet:
		return podOf(owner.Name+"-", owner.Spec.Template, nil)
	case *apps.DaemonSet:
		return podOf(owner.Name+"-", owner.Spec.Template, map[string]string{"controller-revision-hash": hash, "pod-template-generation": "1"})
	case *apps.StatefulSet:
		return statefulSetMakes(owner)
	case *batch.Job:
		return podOf(owner.Name+"-", owner.Spec.Template, map[string]string{"batch.kubernetes.io/job-name": owner.Name, "job-name": owner.Name})
	case *batch.CronJob:
		return cronJobMakes(owner)
	}
	return nil, nil
}

func deploymentMakes(owner *apps.Deployment) (chain, error) {
	labels := map[string]string{"pod-template-hash": hash}
	set := &apps.ReplicaSet{
		Spec: apps.ReplicaSetSpec{Replicas: owner.Spec.Replicas, MinReadySeconds: owner.Spec.MinReadySeconds, Template: *owner.Spec.Template.DeepCopy()},
	}
	set.Name = owner.Name + "-" + hash
	set.Namespace = owner.Namespace
	set.Spec.Template.Labels = with(owner.Spec.Template.Labels, labels)
	set.Labels = set.Spec.Template.Labels
	if owner.Spec.Selector != nil {
		set.Spec.Selector = owner.Spec.Selector.DeepCopy()
		set.Spec.Selector.MatchLabels = with(set.Spec.Selector.MatchLabels, labels)
	}
	then, err := podOf(set.Name+"-", owner.Spec.Template, labels)
	replicas := made{"its ReplicaSet", func(namespace string) []string { return create(replicaSets, set, namespace) }}
	return append(chain{replicas}, then...), err
}

func statefulSetMakes(owner *apps.StatefulSet) (chain, error) {
	name := owner.Name + "-0"
	return podOf("", owner.Spec.Template, map[string]string{
		"apps.kubernetes.io/pod-index":       "0",
		"controller-revision-hash":           owner.Name + "-" + hash,
		"statefulset.kubernetes.io/pod-name": name,
	}, func(pod *corev1.Pod) {
		pod.Name = name
		pod.Spec.Hostname = name
		pod.Spec.Subdomain = owner.Spec.ServiceName
		for _, claim := range owner.Spec.VolumeClaimTemplates {
			pod.Spec.Volumes = append(pod.Spec.Volumes, claimed(claim.Name, name))
		}
	})
}

// claimed is the volume of a claim template in the pod of a StatefulSet.
func claimed(volume, pod string) corev1.Volume {
	return corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: volume + "-" + pod},
	}}
}

func cronJobMakes(owner *batch.CronJob) (chain, error) {
	var once batchv1.Job
	template := &batch.Job{ObjectMeta: owner.Spec.JobTemplate.ObjectMeta, Spec: owner.Spec.JobTemplate.Spec}
	if err := legacyscheme.Scheme.Convert(template, &once, nil); err != nil {
		return nil, err
	}
	once.Name = owner.Name + minutes
	once.Namespace = owner.Namespace
	legacyscheme.Scheme.Default(&once)
	internal := &batch.Job{}
	if err := legacyscheme.Scheme.Convert(&once, internal, nil); err != nil {
		return nil, err
	}
	then, err := madeFrom(internal.DeepCopyObject())
	return append(chain{{"its Job", func(namespace string) []string { return create(jobs, internal, namespace) }}}, then...), err
}

// podOf is the pod of a template, with the defaults of pods, which go further than those of templates.
func podOf(prefix string, template core.PodTemplateSpec, labels map[string]string, edits ...func(*corev1.Pod)) (chain, error) {
	var external corev1.PodTemplateSpec
	if err := legacyscheme.Scheme.Convert(&template, &external, nil); err != nil {
		return nil, err
	}
	single := &corev1.Pod{Spec: external.Spec}
	single.GenerateName = prefix
	single.Labels = with(external.Labels, labels)
	single.Annotations = external.Annotations
	single.Finalizers = external.Finalizers
	for _, edit := range edits {
		edit(single)
	}
	legacyscheme.Scheme.Default(single)
	internal := &core.Pod{}
	if err := legacyscheme.Scheme.Convert(single, internal, nil); err != nil {
		return nil, err
	}
	return chain{{"its Pod", func(namespace string) []string { return create(pods, internal, namespace) }}}, nil
}

func with(labels, more map[string]string) map[string]string {
	all := maps.Clone(labels)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, more)
	return all
}
