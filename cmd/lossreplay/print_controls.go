package main

import (
	"fmt"
	"strings"

	"lossreplay/model/control"
)

// columnsMax is the width of what we print.
const columnsMax = 100

// catalogue writes the controls as a table.
func (a *app) catalogue(specs []*control.Spec) {
	var rows [][]string
	for _, s := range specs {
		rows = append(rows, []string{s.ID, s.Name, s.Family.String(), yesNo(s.Existed), keyParams(s)})
	}
	a.table([]column{{name: "id"}, {name: "control"}, {name: "family"}, {name: "in 2012"}, {name: "parameters"}}, rows)
	a.say("\nlossreplay controls ID shows one in full, with what it sees, what it does, its sources.\n")
}

// keyParams returns the first parameters with their defaults, and how many more there are.
func keyParams(s *control.Spec) string {
	const shown = 2
	var parts []string
	for i := range s.Params[:min(shown, len(s.Params))] {
		p := &s.Params[i]
		parts = append(parts, p.Name+"="+p.Text(p.Default))
	}
	if more := len(s.Params) - shown; more > 0 {
		parts = append(parts, fmt.Sprintf("(+%d)", more))
	}
	return strings.Join(parts, " ")
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
	a.field("in 2012", yesNo(s.Existed))
	a.field("availability", s.Availability)
	if len(s.Needs) > 0 {
		a.field("needs tables", strings.Join(s.Needs, ", "))
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

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
