package datasets

import (
	"encoding"
	"reflect"

	"github.com/goccy/go-yaml/ast"
)

// form puts node into v and returns true if v's type has a form of its own: a mapping of words to words, or a type that may be
// written as a single value because it is an encoding.TextUnmarshaler. The long form of such a type is read as ever.
func (r *yamlReader) form(node ast.Node, v reflect.Value, path string) bool {
	if v.Type() == reflect.TypeFor[map[string]string]() {
		v.Set(reflect.ValueOf(r.words(node, path)))
		return true
	}
	short, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	text, single := scalar(node)
	if !ok || !single {
		return false
	}
	if err := short.UnmarshalText([]byte(text)); err != nil {
		r.report(node, path, quote(text), FaultType, err.Error(), "")
	}
	return true
}

// words returns a mapping of single values to single values, both as they stand in the file.
func (r *yamlReader) words(node ast.Node, path string) map[string]string {
	var pairs []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		r.report(node, path, "", FaultType, "is no mapping of words to words", "write one line a word, such as B: buy")
	}
	words := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		key, ok := scalar(pair.Key)
		value, single := scalar(pair.Value)
		_, twice := words[key]
		switch {
		case !ok || !single:
			r.report(pair.Key, join(path, key), "", FaultType, "is no single word for a single word", "write a line such as B: buy; put odd words in quotes")
		case twice:
			r.report(pair.Key, join(path, key), "", FaultDuplicate, "is here a second time", "keep one")
		default:
			words[key] = value
		}
	}
	return words
}

// formSchema returns the JSON schema of a type with a form of its own, nil if it has none.
func formSchema(t reflect.Type, long func(reflect.Type) map[string]any) map[string]any {
	single := map[string]any{"type": []string{"string", "number", "boolean"}}
	switch {
	case t == reflect.TypeFor[map[string]string]():
		return map[string]any{"type": "object", "additionalProperties": single}
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return map[string]any{"anyOf": []any{single, long(t)}}
	}
	return nil
}
