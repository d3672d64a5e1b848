package datasets

import (
	_ "embed"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"lossreplay/model"
)

//go:generate go test -run Generated -update

//go:embed incident.schema.json
var incidentSchema []byte

var emptyIncident model.Incident

// IncidentSchema returns the JSON schema of incident.yaml, for editors and other programs.
func IncidentSchema() []byte { return append([]byte(nil), incidentSchema...) }

// manifestKey is one key of incident.yaml.
type manifestKey struct{ path, kind, doc string }

// manifestKeys returns all keys of incident.yaml in their order; members of a list have [] in their path.
func manifestKeys() []manifestKey {
	var keys []manifestKey
	var walk func(t reflect.Type, path string)
	walk = func(t reflect.Type, path string) {
		for i := range t.NumField() {
			f := t.Field(i)
			at, kind, inner := join(path, f.Tag.Get("yaml")), yamlKind(f.Type), f.Type
			if f.Type.Kind() == reflect.Slice {
				inner = f.Type.Elem()
			}
			shown := at
			if f.Tag.Get("opt") != "" {
				shown += " ?"
			}
			keys = append(keys, manifestKey{shown, kind, f.Tag.Get("doc")})
			if inner.Kind() == reflect.Struct {
				if f.Type.Kind() == reflect.Slice {
					at += "[]"
				}
				walk(inner, at)
			}
		}
	}
	walk(reflect.TypeFor[manifest](), "")
	return keys
}

// yamlKind names a type of value.
func yamlKind(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[model.Money]():
		return "amount"
	case reflect.TypeFor[model.Time]():
		return "time"
	case reflect.TypeFor[time.Duration]():
		return "length of time"
	case reflect.TypeFor[model.Tag]():
		return "tag"
	}
	switch t.Kind() {
	case reflect.Struct:
		return "keys"
	case reflect.Slice:
		return "list of " + strings.TrimSuffix(yamlKind(t.Elem()), "s") + "s"
	case reflect.Bool:
		return "true or false"
	case reflect.Int64, reflect.Uint64:
		return "whole number"
	case reflect.Float64:
		return "number"
	}
	return "text"
}

// makeSchema returns the JSON schema of incident.yaml from the tags of manifest.
func makeSchema() ([]byte, error) {
	return YAMLSchema(reflect.TypeFor[manifest](), "incident.yaml of a recorded day")
}

// YAMLSchema returns the JSON schema of what [ReadYAML] takes for a struct of type t.
func YAMLSchema(t reflect.Type, title string) ([]byte, error) {
	schema := objectSchema(t)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = title
	text, err := json.MarshalIndent(schema, "", "  ")
	return append(text, '\n'), err
}

func objectSchema(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		property := valueSchema(f.Type)
		property["description"] = f.Tag.Get("doc")
		properties[f.Tag.Get("yaml")] = property
		if f.Tag.Get("opt") == "" {
			required = append(required, f.Tag.Get("yaml"))
		}
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func valueSchema(t reflect.Type) map[string]any {
	switch t {
	case reflect.TypeFor[model.Money]():
		return map[string]any{"type": "number", "multipleOf": 0.000001}
	case reflect.TypeFor[model.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.TypeFor[time.Duration]():
		return map[string]any{"type": "string", "pattern": `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`}
	case reflect.TypeFor[model.Tag]():
		return map[string]any{"type": "string", "enum": tags}
	}
	if schema := formSchema(t, plainSchema); schema != nil {
		return schema
	}
	return plainSchema(t)
}

func plainSchema(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Struct:
		return objectSchema(t)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": valueSchema(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Uint64:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	return map[string]any{"type": "string"}
}
