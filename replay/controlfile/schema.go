package controlfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"lossreplay/model/control"
)

// object is a JSON object; encoding/json writes its keys sorted.
type object = map[string]any

// What a duration and a width may look like.
const (
	durationForm = `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	widthForm    = `^([0-9]+ ?bp|[0-9]+(\.[0-9]{1,2})? ?%)$`
)

// Schema returns the JSON schema (2020-12) of a controls file, for editors. It is looser than [Parse] where JSON cannot say
// it: 2000000 and 2000000.00 are one number to it, a duration's range is in the description only, and it does not know
// which names a preset has. It is stricter in one: an amount stands without quotes.
func Schema() []byte {
	defs := object{}
	var items []object
	for _, s := range control.Catalogue() {
		defs[s.ID] = controlSchema(s)
		items = append(items, object{"$ref": "#/$defs/" + s.ID})
	}
	about := "the controls to begin with, at their defaults"
	for _, p := range control.Presets() {
		about += "; " + p.Name + ": " + p.About
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "The controls of a run of lossreplay",
		"$defs":   defs,
		"type":    "object", "additionalProperties": false,
		"anyOf":             []object{{"required": []string{"controls"}}, {"required": []string{"preset"}}},
		"dependentRequired": object{"without": []string{"preset"}},
		"properties": object{
			"preset": object{"enum": presetValues(), "description": about},
			"without": object{"type": "array", "minItems": 1, "uniqueItems": true, "items": object{"enum": controlIDs()},
				"description": "names of controls of the preset that are left out"},
			"controls": object{"type": "array", "minItems": 1, "maxItems": controlsMax, "items": object{"oneOf": items},
				"description": "the controls; those with a name of the preset change that one, others come on top"},
		},
	})
	if err != nil {
		panic("controlfile: the catalogue makes no schema: " + err.Error())
	}
	return text.Bytes()
}

func controlSchema(s *control.Spec) object {
	properties := object{
		"control": object{"const": s.ID},
		"name": object{"type": "string", "pattern": nameForm.String(), "default": s.ID,
			"description": "unique in the file; " + s.ID + " if not given"},
	}
	for i := range s.Params {
		p := &s.Params[i]
		property := paramSchema(p)
		property["description"] = fmt.Sprintf("%s; %s; default %s (%s: %s)", p.Doc, p.Limits(), p.Text(p.Default), p.Tag, p.Source)
		properties[p.Name] = property
	}
	return object{
		"type": "object", "title": s.ID + " " + s.Name, "description": s.Trigger + ": " + s.Action,
		"properties": properties, "required": []string{"control"}, "additionalProperties": false,
	}
}

// paramSchema returns what JSON can say of a parameter's values. Amounts are written as they are read, not through floats.
func paramSchema(p *control.Param) object {
	switch p.Unit {
	case control.Micros:
		return object{"type": "number", "minimum": json.RawMessage(p.Text(p.Min)), "maximum": json.RawMessage(p.Text(p.Max)),
			"default": json.RawMessage(p.Text(p.Default))}
	case control.Nanoseconds:
		return object{"type": "string", "pattern": durationForm, "default": p.Text(p.Default)}
	case control.BasisPoints:
		return object{"type": "string", "pattern": widthForm, "default": p.Text(p.Default)}
	case control.Choice:
		return object{"enum": p.Choices, "default": p.Text(p.Default)}
	}
	return object{"type": "integer", "minimum": p.Min, "maximum": p.Max, "default": p.Default}
}

// presetValues returns the presets as a file may name them: 2012 is a number to readers of YAML, and "2012" is not.
func presetValues() []any {
	var values []any
	for _, p := range control.Presets() {
		values = append(values, p.Name)
		if n, err := strconv.Atoi(p.Name); err == nil {
			values = append(values, n)
		}
	}
	return values
}

func controlIDs() []string {
	var ids []string
	for _, s := range control.Catalogue() {
		ids = append(ids, s.ID)
	}
	return ids
}
