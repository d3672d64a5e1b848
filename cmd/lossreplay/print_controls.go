package main

import (
	"fmt"
	"strings"

	"lossreplay/model/control"
	"lossreplay/replay/controlfile"
)

// columnsMax is the width of what we print.
const columnsMax = 100

// families are the headings of the catalogue, in order.
var families = []struct {
	family control.Family
	about  string
}{
	{control.Prevent, "before the fault can act"},
	{control.Detect, "by machine, while orders flow"},
	{control.Respond, "by people"},
}

// catalogue writes the controls as a table, by family.
func (a *app) catalogue(specs []*control.Spec) {
	var rows [][]string
	for _, f := range families {
		var group [][]string
		for _, s := range specs {
			if s.Family == f.family {
				group = append(group, []string{s.ID, s.Name, s.In2012(), strings.Join(s.Rules, " "), controlfile.Needs(s)})
			}
		}
		if len(group) > 0 {
			rows = append(append(rows, []string{""}, []string{f.family.String() + ": " + f.about}), group...)
		}
	}
	columns := []column{{name: "id"}, {name: "control"}, {name: "in 2012"}, {name: "asked for by"}, {name: "needs"}}
	a.table(columns, wrapLast(rows, columns))
	a.say("\nlossreplay controls ID shows one in full: what it sees, what it does, its parameters and sources.\n")
}

// presets writes the presets with what is in them.
func (a *app) presets() {
	a.say("\nPresets, for --preset:\n")
	var rows [][2]string
	for _, p := range control.Presets() {
		rows = append(rows, [2]string{p.Name, p.About})
	}
	a.list(rows)
}

// wrapLast breaks the last cells of a table's rows so that it has at most columnsMax columns, into rows of their own.
func wrapLast(rows [][]string, columns []column) [][]string {
	last := len(columns) - 1
	left := columnsMax
	for i := range last {
		width := len(columns[i].name)
		for _, row := range rows {
			if len(row) > 1 {
				width = max(width, len(row[i]))
			}
		}
		left -= width + 2
	}
	var wrapped [][]string
	for _, row := range rows {
		if len(row) == 1 {
			wrapped = append(wrapped, row)
			continue
		}
		for i, text := range wrap(row[last], left) {
			cells := make([]string, len(columns))
			if i == 0 {
				copy(cells, row)
			}
			cells[last] = text
			wrapped = append(wrapped, cells)
		}
	}
	return wrapped
}

// control writes one control's whole declaration.
func (a *app) control(s *control.Spec) {
	a.say("%s %s\n\n", s.ID, s.Name)
	a.field("family", s.Family.String())
	a.field("observes", s.Observes)
	a.field("trigger", s.Trigger)
	a.field("scope", s.Scope)
	a.field("action", s.Action)
	a.field("latency", s.Latency)
	a.field("re-arm", s.Rearm)
	a.field("coverage", s.Coverage)
	a.field("in 2012", s.In2012())
	a.field("availability", s.Availability)
	if len(s.Rules) > 0 {
		a.field("asked for by", strings.Join(s.Rules, ", "))
	}
	if len(s.Needs) > 0 {
		a.field("needs", strings.Join(s.Needs, ", "))
	}
	if loop := s.ClosedLoop(); loop != "" {
		a.field("closed loop", "needed by "+loop)
	}
	a.field("source", s.Source)
	for i := range s.Params {
		p := &s.Params[i]
		a.say("\nparameter %s\n", p.Name)
		a.field("meaning", p.Doc)
		a.field("default", fmt.Sprintf("%s (%s)", p.Text(p.Default), p.Tag))
		if len(p.Choices) > 0 {
			a.field("one of", strings.Join(p.Choices, ", "))
		} else {
			a.field("range", p.Text(p.Min)+" .. "+p.Text(p.Max))
		}
		a.field("source", p.Source)
		if p.Spread != nil {
			a.field("varies", fmt.Sprintf("%s (%s)", p.Varies(), p.Spread.Tag))
			a.field("", p.Spread.Source)
		}
	}
}

// field writes a name and its text, wrapped.
func (a *app) field(name, text string) {
	const indent = 14
	lead := fmt.Sprintf("%-*s", indent, name)
	for _, line := range wrap(text, columnsMax-indent) {
		a.say("%s\n", strings.TrimRight(lead+line, " "))
		lead = strings.Repeat(" ", indent)
	}
}

// wrap returns text as lines of at most width bytes, cut at spaces. It returns one line at least.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len(*last)+1+len(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
