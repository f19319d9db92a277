package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/unstructuredscheme"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kjson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

type customKinds map[schema.GroupVersionKind]customKind

// customKind is one served version of a custom resource.
type customKind struct {
	structure *structuralschema.Structural
	strategy  rest.RESTCreateStrategy
}

// readDefinitions reads the definitions in files and below folders; other objects there are left out.
func readDefinitions(places []string) (customKinds, error) {
	kinds := customKinds{}
	for _, place := range places {
		err := filepath.WalkDir(place, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !isManifest(path) {
				return err
			}
			return kinds.readFile(path)
		})
		if err != nil {
			return nil, err
		}
	}
	return kinds, nil
}

func isManifest(path string) bool {
	extension := filepath.Ext(path)
	return extension == ".yaml" || extension == ".yml" || extension == ".json"
}

func (kinds customKinds) readFile(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, document := range strings.Split("\n"+string(text), "\n---\n") {
		object, err := yaml.ToJSON([]byte(document))
		if err != nil || !strings.Contains(document, "CustomResourceDefinition") {
			continue
		}
		if err := kinds.add(object); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

func (kinds customKinds) add(text []byte) error {
	object, _, err := decoder.Decode(text, nil, nil)
	definition, isDefinition := object.(*apiextensions.CustomResourceDefinition)
	if err != nil || !isDefinition {
		return err
	}
	for _, version := range definition.Spec.Versions {
		if !version.Served {
			continue
		}
		kind, err := customKindOf(definition, version.Name)
		if err != nil {
			return err
		}
		kinds[schema.GroupVersionKind{Group: definition.Spec.Group, Version: version.Name, Kind: definition.Spec.Names.Kind}] = kind
	}
	return nil
}

func customKindOf(definition *apiextensions.CustomResourceDefinition, version string) (customKind, error) {
	given, err := apiextensions.GetSchemaForVersion(definition, version)
	if err != nil {
		return customKind{}, err
	}
	structure, err := structuralschema.NewStructural(given.OpenAPIV3Schema)
	if err != nil {
		return customKind{}, err
	}
	validator, _, err := validation.NewSchemaValidator(given.OpenAPIV3Schema)
	if err != nil {
		return customKind{}, err
	}
	namespaced := definition.Spec.Scope == apiextensions.NamespaceScoped
	rules := cel.NewValidator(structure, true, celconfig.PerCallLimit)
	creation := strategyOf(namespaced, asItIs, func(object *unstructured.Unstructured) field.ErrorList {
		path := field.NewPath("metadata")
		said := metavalidation.ValidateObjectMetaAccessor(object, namespaced, metavalidation.NameIsDNSSubdomain, path)
		said = append(said, validation.ValidateCustomResource(nil, object.Object, validator)...)
		said = append(said, objectmeta.Validate(nil, object.Object, structure, false)...)
		said = append(said, listtype.ValidateListSetsAndMaps(nil, structure, object.Object)...)
		// the server asks the rules of objects that its schema takes
		if rules == nil || len(said) > 0 {
			return said
		}
		broken, _ := rules.Validate(context.Background(), nil, structure, object.Object, nil, celconfig.RuntimeCELCostBudget)
		return append(said, broken...)
	})
	creation.ObjectTyper = unstructuredscheme.NewUnstructuredObjectTyper()
	return customKind{structure: structure, strategy: creation}, nil
}

// errorsOf decodes strictly, applies defaults and validates, in the server's order.
func (c customKind) errorsOf(text []byte, namespace string) []string {
	object := &unstructured.Unstructured{}
	reader := kjson.NewSerializerWithOptions(kjson.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme, kjson.SerializerOptions{Strict: true})
	if _, _, err := reader.Decode(text, nil, object); err != nil {
		return []string{err.Error()}
	}
	defaulting.Default(object.Object, c.structure)
	if said := c.prune(object); len(said) > 0 {
		return said
	}
	return create(c.strategy, object, namespace)
}

// prune answers the fields that strict validation refuses, which the server would leave out otherwise.
func (c customKind) prune(object *unstructured.Unstructured) []string {
	meta, _, unknown, err := objectmeta.GetObjectMetaWithOptions(object.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return []string{err.Error()}
	}
	kind, version := object.GetKind(), object.GetAPIVersion()
	options := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown = append(unknown, pruning.PruneWithOptions(object.Object, c.structure, true, options)...)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, c.structure)
	failure, more := objectmeta.CoerceWithOptions(nil, object.Object, c.structure, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if failure != nil {
		return []string{failure.Error()}
	}
	said := []string{}
	for _, path := range append(unknown, more...) {
		said = append(said, fmt.Sprintf("unknown field %q", path))
	}
	object.SetKind(kind)
	object.SetAPIVersion(version)
	if meta != nil {
		if err := objectmeta.SetObjectMeta(object.Object, meta); err != nil {
			return []string{err.Error()}
		}
	}
	return said
}
