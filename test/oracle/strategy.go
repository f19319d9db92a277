package main

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/storage/names"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// strategy creates objects of a kind whose own strategy would compile half of the server in. What it does before the
// server's validation is what the server's strategy does, as far as validation sees it.
type strategy[T runtime.Object] struct {
	runtime.ObjectTyper
	names.NameGenerator
	namespaced bool
	prepare    func(object T)
	validate   func(object T) field.ErrorList
}

func strategyOf[T runtime.Object](namespaced bool, prepare func(T), validate func(T) field.ErrorList) strategy[T] {
	return strategy[T]{
		ObjectTyper:   legacyscheme.Scheme,
		NameGenerator: names.SimpleNameGenerator,
		namespaced:    namespaced,
		prepare:       prepare,
		validate:      validate,
	}
}

// asItIs prepares nothing.
func asItIs[T runtime.Object](T) {}

func (s strategy[T]) NamespaceScoped() bool { return s.namespaced }

func (s strategy[T]) PrepareForCreate(_ context.Context, object runtime.Object) {
	s.prepare(object.(T))
}

func (s strategy[T]) Validate(_ context.Context, object runtime.Object) field.ErrorList {
	return s.validate(object.(T))
}

func (s strategy[T]) WarningsOnCreate(context.Context, runtime.Object) []string { return nil }

func (s strategy[T]) Canonicalize(runtime.Object) {}
