package control

import (
	"fmt"
	"slices"
)

// catalogue holds every control in order of its number. To add one: one file with its Spec and monitor, its test, and its
// line here.
var catalogue = []*Spec{
	&repeatedExecutions,
}

// Catalogue returns every control in order of its number. The caller does not write to it.
func Catalogue() []*Spec { return slices.Clip(catalogue) }

// Find returns the control with that number; the error suggests what to do if there is none.
func Find(id string) (*Spec, error) {
	for _, s := range catalogue {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, fmt.Errorf("no control %q in the catalogue; lossreplay controls lists them", id)
}
