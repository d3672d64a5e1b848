package controlfile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"lossreplay/model/control"
)

// nameForm is what a name may be: it stands in tables, in file names and on command lines.
var nameForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,38}[A-Za-z0-9._-])?$`)

// item reads one control of the list and reports whether it comes on top of the preset's; one with faults does.
func (r *reader) item(n ast.Node) (added bool) {
	entries, ok := entriesOf(n)
	if !ok {
		r.fault(n.GetToken(), "", "write a control as \"- control: A16\", with its parameters below")
		return true
	}
	spec, at := r.spec(n, entries)
	if spec == nil {
		return true
	}
	entries, name := r.distinct(entries, spec.ID), spec.ID
	if i := slices.IndexFunc(entries, func(e entry) bool { return e.key == "name" }); i >= 0 {
		at = entries[i].value.GetToken()
		name = r.name(spec, entries[i])
	}
	c, added := r.base(spec, name, at)
	for _, e := range entries {
		if e.key != "control" && e.key != "name" {
			r.param(c, e)
		}
	}
	if added {
		r.controls = append(r.controls, c)
	}
	return added
}

// spec returns the control that an item is about and the place that says so; nil, after a fault, if there is none.
func (r *reader) spec(n ast.Node, entries []entry) (*control.Spec, *token.Token) {
	i := slices.IndexFunc(entries, func(e entry) bool { return e.key == "control" })
	if i < 0 {
		r.fault(start(n, entries), "", "this item names no control; begin it with \"- control: A16\"")
		return nil, nil
	}
	id, ok := r.scalar(entries[i], "")
	if !ok {
		return nil, nil
	}
	at := entries[i].value.GetToken()
	spec, err := control.Find(id)
	if err != nil {
		mend := "; lossreplay controls lists them"
		if _, err := control.Find(strings.ToUpper(id)); err == nil {
			mend = fmt.Sprintf("; did you mean %q?", strings.ToUpper(id))
		}
		r.fault(at, "", "unknown control %q%s", id, mend)
		return nil, nil
	}
	return spec, at
}

// name returns an item's own name; "" after a fault.
func (r *reader) name(spec *control.Spec, e entry) string {
	name, ok := r.scalar(e, spec.ID)
	if !ok {
		return ""
	}
	if !nameForm.MatchString(name) {
		r.fault(e.value.GetToken(), spec.ID, "%q is no name; use up to 40 letters, digits, spaces and . _ -", name)
		return ""
	}
	return name
}

// param sets a parameter of c.
func (r *reader) param(c control.Instance, e entry) {
	i := slices.IndexFunc(c.Spec.Params, func(p control.Param) bool { return p.Name == e.key })
	if i < 0 {
		known := []string{"name"}
		for _, p := range c.Spec.Params {
			known = append(known, p.Name)
		}
		r.fault(e.at, c.Spec.ID, "unknown parameter %q%s", e.key, suggest(e.key, known))
		return
	}
	text, ok := r.scalar(e, c.Spec.ID)
	if !ok {
		return
	}
	v, err := c.Spec.Params[i].Parse(text)
	if err != nil {
		r.fault(e.value.GetToken(), c.Spec.ID, "%v", err)
		return
	}
	c.Values[e.key] = v
}

// scalar returns the value of e as it is written, without quotes, and false, after a fault, if it is no single plain value.
func (r *reader) scalar(e entry, id string) (string, bool) {
	switch n := e.value.(type) {
	case *ast.NullNode:
		r.fault(e.at, id, "%s: has no value", e.key)
		return "", false
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	r.fault(e.value.GetToken(), id, "%s: takes one plain value, no list, block, alias or tag", e.key)
	return "", false
}
