package datasets

import (
	"reflect"

	"github.com/goccy/go-yaml/token"
)

// Place is where a value stands in a YAML file, 1-based.
type Place struct{ Line, Column int }

// ReadYAMLPlaces does what [ReadYAML] does and returns where each value stands, by its path ("controls[2].works"), so that what
// is wrong with its meaning can be reported there too. Values that are not in the file have no place.
func ReadYAMLPlaces(file string, data []byte, into any) (map[string]Place, error) {
	ps := &Problems{}
	r := &yamlReader{file: file, ps: ps, where: map[string]*token.Position{}}
	if root, ok := r.parse(data); ok {
		r.value(root, reflect.ValueOf(into).Elem(), "")
	}
	places := make(map[string]Place, len(r.where))
	for path, at := range r.where {
		if at != nil {
			places[path] = Place{at.Line, at.Column}
		}
	}
	return places, ps.err()
}
