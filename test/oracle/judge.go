package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

// anyNamespace is where an object without a namespace goes, as kubectl sends it to that of its context.
const anyNamespace = "default"

// judge knows the server's own kinds and those of custom resources.
type judge struct {
	customs customKinds
}

// head is what tells an object's kind and place.
type head struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Namespace string `json:"namespace"`
	} `json:"metadata"`
}

func (j judge) line(line []byte) answer {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{ID: json.RawMessage("null"), Errors: []string{err.Error()}}
	}
	said, known := j.object(asked.Object)
	if known == "" {
		return answer{ID: asked.ID, Errors: said}
	}
	return answer{ID: asked.ID, Errors: []string{}, Unknown: known}
}

// object answers the errors of one object, or the kind that nothing is known of.
func (j judge) object(text []byte) (said []string, unknown string) {
	defer func() {
		if failure := recover(); failure != nil {
			said = []string{fmt.Sprintf("the validation panics: %v", failure)}
		}
	}()
	var top head
	if err := json.Unmarshal(text, &top); err != nil {
		return []string{err.Error()}, ""
	}
	kind := schema.FromAPIVersionAndKind(top.APIVersion, top.Kind)
	if strategy, found := builtIns[kind.GroupKind()]; found {
		return builtInErrors(text, strategy, top.Metadata.Namespace), ""
	}
	if custom, found := j.customs[kind]; found {
		return custom.errorsOf(text, top.Metadata.Namespace), ""
	}
	return nil, fmt.Sprintf("%s %s", top.APIVersion, top.Kind)
}

// create holds a decoded object to what a create request of its kind is held to.
func create(strategy rest.RESTCreateStrategy, object runtime.Object, namespace string) []string {
	request := requestOf(object, namespace, strategy.NamespaceScoped())
	metadata, err := meta.Accessor(object)
	if err != nil {
		return []string{err.Error()}
	}
	// the server sets time and identity, and names from a prefix
	rest.FillObjectMetaSystemFields(metadata)
	if metadata.GetName() == "" && metadata.GetGenerateName() != "" {
		metadata.SetName(strategy.GenerateName(metadata.GetGenerateName()))
	}
	if err := rest.BeforeCreate(strategy, request, object); err != nil {
		return causes(err)
	}
	return []string{}
}

// requestOf is the context of a request into a namespace, or into none.
func requestOf(object runtime.Object, namespace string, namespaced bool) context.Context {
	kind := object.GetObjectKind().GroupVersionKind()
	request := genericapirequest.WithRequestInfo(context.Background(), &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: kind.Group, APIVersion: kind.Version,
	})
	switch {
	case !namespaced:
		return genericapirequest.WithNamespace(request, metav1.NamespaceNone)
	case namespace == "":
		return genericapirequest.WithNamespace(request, anyNamespace)
	default:
		return genericapirequest.WithNamespace(request, namespace)
	}
}

// causes are the errors of a refusal, each with its field.
func causes(err error) []string {
	var status *apierrors.StatusError
	if !errors.As(err, &status) || status.ErrStatus.Details == nil || len(status.ErrStatus.Details.Causes) == 0 {
		return []string{err.Error()}
	}
	said := []string{}
	for _, cause := range status.ErrStatus.Details.Causes {
		said = append(said, fmt.Sprintf("%s: %s", cause.Field, cause.Message))
	}
	return said
}
