package controlfile

import (
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"lossreplay/model/control"
)

// preset is what a file begins with: the controls of the preset it names, less those that it leaves out. Without a preset
// it is empty.
type preset struct {
	name     string         // "" if the file names none
	unknown  bool           // it names one that there is not
	controls []string       // the names of all its controls
	without  map[string]int // line that leaves out the control of that name
}

// begin reads the entries preset and without; nil stands for one that the file does not have. The preset's controls, less
// those left out, become the first of the run.
func (r *reader) begin(named, without *entry) {
	r.preset.without = map[string]int{}
	if named != nil {
		r.preset.unknown = true // until it is found
		if name, ok := r.scalar(*named, ""); ok {
			chosen, err := control.Preset(name)
			if err != nil {
				r.fault(named.value.GetToken(), "", "%v", err)
			} else {
				r.preset.name, r.preset.unknown, r.controls = name, false, chosen
			}
		}
	}
	for _, c := range r.controls {
		r.preset.controls = append(r.preset.controls, c.Name)
	}
	if without != nil {
		r.leaveOut(*without, named != nil)
	}
	r.controls = slices.DeleteFunc(r.controls, func(c control.Instance) bool { return r.preset.without[c.Name] > 0 })
	r.begun = len(r.controls)
}

// leaveOut reads the list of names under without.
func (r *reader) leaveOut(e entry, hasPreset bool) {
	if !hasPreset {
		r.fault(e.at, "", "without: leaves controls of a preset out, and there is no preset:")
		return
	}
	items, ok := e.value.(*ast.SequenceNode)
	if !ok || len(items.Values) == 0 {
		r.fault(e.at, "", "without: holds no list; name at least one control, as in \"without: [A16]\"")
		return
	}
	for _, item := range items.Values {
		at := item.GetToken()
		name, ok := r.scalar(entry{"without", at, item}, "")
		switch line := r.preset.without[name]; {
		case !ok:
		case line > 0:
			r.fault(at, "", "%q is left out twice, first on line %d", name, line)
		case !slices.Contains(r.preset.controls, name) && !r.preset.unknown:
			r.fault(at, "", "preset %s has no control %q to leave out%s", r.preset.name, name, r.meant(name))
		default:
			r.preset.without[name] = at.Position.Line
		}
	}
}

// meant suggests a control of the preset for a name that is none at all.
func (r *reader) meant(name string) string {
	if _, err := control.Find(name); err == nil {
		return ""
	}
	return suggest(name, r.preset.controls)
}

// base returns the control that an item changes: the preset's of that name, else a new one, which add says, with its
// parameters at their defaults. at is the place of the name.
func (r *reader) base(spec *control.Spec, name string, at *token.Token) (c control.Instance, add bool) {
	c = spec.Default()
	c.Name = name
	if line, taken := r.names[name]; taken {
		r.fault(at, spec.ID, "the control on line %d is called %q already; give this one a name of its own", line, name)
		return c, true
	}
	if name == "" {
		return c, true // its fault is noted
	}
	r.names[name] = at.Position.Line
	if line := r.preset.without[name]; line > 0 {
		r.fault(at, spec.ID, "%q is left out on line %d; take it out of without:, or give this one a name of its own", name, line)
		return c, true
	}
	i := slices.IndexFunc(r.controls[:r.begun], func(c control.Instance) bool { return c.Name == name })
	switch {
	case i < 0:
		return c, true
	case r.controls[i].Spec != spec:
		r.fault(at, spec.ID, "%q is control %s of preset %s; give this one a name of its own", name, r.controls[i].Spec.ID, r.preset.name)
		return c, true
	}
	return r.controls[i], false
}
