package controlfile

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"testing"

	"lossreplay/model"
	"lossreplay/model/control"
)

var rewrite = flag.Bool("rewrite", false, "write controls.schema.json anew from the catalogue")

// object is a JSON object; encoding/json writes its keys sorted.
type object = map[string]any

// generated returns the schema that the catalogue makes.
func generated(t *testing.T) []byte {
	t.Helper()
	var items []object
	for _, s := range control.Catalogue() {
		properties := object{
			"control": object{"const": s.ID},
			"name":    object{"type": "string", "pattern": nameForm.String(), "description": "unique in the file; " + s.ID + " if not given"},
		}
		for _, p := range s.Params {
			property := typeOf(p)
			property["description"] = fmt.Sprintf("%s; default %s (%s: %s)", p.Doc, p.Text(p.Default), p.Tag, p.Source)
			properties[p.Name] = property
		}
		items = append(items, object{
			"type": "object", "title": s.ID + " " + s.Name, "description": s.Trigger + ": " + s.Action,
			"properties": properties, "required": []string{"control"}, "additionalProperties": false,
		})
	}
	text, err := json.MarshalIndent(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "The controls of a run of lossreplay",
		"type":    "object", "required": []string{"controls"}, "additionalProperties": false,
		"properties": object{"controls": object{
			"type": "array", "minItems": 1, "maxItems": controlsMax, "items": object{"oneOf": items},
		}},
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// typeOf returns what JSON can say of a parameter's values.
func typeOf(p control.Param) object {
	switch p.Unit {
	case control.Micros:
		return object{"type": "number", "minimum": model.Money(p.Min).Float(), "maximum": model.Money(p.Max).Float()}
	case control.Nanoseconds:
		return object{"type": "string", "pattern": `^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$`}
	case control.BasisPoints:
		return object{"type": "string", "pattern": `^([0-9]+ ?bp|[0-9]+(\.[0-9]{1,2})? ?%)$`}
	case control.Choice:
		return object{"enum": p.Choices}
	}
	return object{"type": "integer", "minimum": p.Min, "maximum": p.Max}
}

func TestSchemaIsThatOfTheCatalogue(t *testing.T) {
	want := generated(t)
	if *rewrite {
		if err := os.WriteFile("controls.schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(Schema(), want) {
		t.Error("controls.schema.json is stale: go test ./replay/controlfile -rewrite")
	}
}

func TestSchemaTakesWhatIsWritten(t *testing.T) {
	for _, s := range control.Catalogue() {
		for _, p := range s.Params {
			pattern, ok := typeOf(p)["pattern"].(string)
			if !ok {
				continue
			}
			for _, v := range []int64{p.Min, p.Default, p.Max} {
				if !regexp.MustCompile(pattern).MatchString(p.Text(v)) {
					t.Errorf("%s %s: %q does not match %s", s.ID, p.Name, p.Text(v), pattern)
				}
			}
		}
	}
}
