package controlfile

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/internal/remark"
)

func TestWriteIsReadBackAsItWas(t *testing.T) {
	files := map[string][]control.Instance{"defaults": control.All(), "variants": control.Variants()}
	for _, p := range control.Presets() {
		chosen, err := control.Preset(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		files[p.Name] = chosen
	}
	for name, controls := range files {
		t.Run(name, func(t *testing.T) { checkReadBack(t, controls) })
	}
}

// TestWriteIsReadBackWhateverItHolds draws lists of controls with names and values from the whole of their ranges, among
// them names that YAML takes for something else.
func TestWriteIsReadBackWhateverItHolds(t *testing.T) {
	catalogue := control.Catalogue()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.OneOf(rapid.StringMatching(nameForm.String()),
			rapid.SampledFrom([]string{"true", "null", "1e3", "0x1F", "2012", "no", "A16", "a - b", "x_"})), 1, 8, rapid.ID[string]).Draw(t, "names")
		var controls []control.Instance
		for _, name := range names {
			c := rapid.SampledFrom(catalogue).Draw(t, "control").Default()
			c.Name = name
			for _, p := range c.Spec.Params {
				c.Values[p.Name] = rapid.Int64Range(p.Min, p.Max).Draw(t, p.Name)
			}
			controls = append(controls, c)
		}
		checkReadBack(t, controls)
	})
}

func checkReadBack(t interface{ Fatalf(string, ...any) }, want []control.Instance) {
	var b bytes.Buffer
	if err := Write(&b, "About.", want); err != nil {
		t.Fatalf("%v", err)
	}
	got, err := Parse("controls.yaml", b.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, &b)
	}
	if diff := difference(got, want); diff != "" {
		t.Fatalf("%s\n%s", diff, &b)
	}
	for i, line := range strings.Split(b.String(), "\n") {
		if len(line) > remark.ColumnsMax {
			t.Fatalf("line %d has %d columns", i+1, len(line))
		}
	}
}

// difference returns what differs between two lists of controls, "" if nothing does.
func difference(got, want []control.Instance) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d controls, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Name != want[i].Name || got[i].Spec != want[i].Spec || !reflect.DeepEqual(got[i].Values, want[i].Values) {
			return fmt.Sprintf("control %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	return ""
}

func TestWriteSaysWhatAnEditorOfItNeeds(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, "All of them.", control.All()); err != nil {
		t.Fatal(err)
	}
	// Comments are broken between words, so they are compared as words.
	words := strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "#", " ")), " ")
	for _, s := range control.Catalogue() {
		want := []string{s.ID + " " + s.Name + " (" + s.Family.String() + ")", "trips when: " + s.Trigger, "does: " + s.Action, "in 2012: " + s.In2012(), "source: " + s.Source}
		if s.ClosedLoop() != "" {
			want = append(want, "closed loop only: "+s.ClosedLoop())
		}
		for _, p := range s.Params {
			want = append(want, p.Doc, p.Limits(), "default "+p.Text(p.Default), string(p.Tag)+": "+p.Source, p.Varies())
		}
		for _, text := range want {
			if !strings.Contains(words, strings.Join(strings.Fields(text), " ")) {
				t.Errorf("%s: the file does not say %q", s.ID, text)
			}
		}
	}
}

func TestWriteFailsWithItsWriter(t *testing.T) {
	if err := Write(failing{}, "About.", control.All()); err == nil {
		t.Error("no error")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// rare has what few controls have: a spread, settings for the closed loop, characters that Markdown reads as its own.
var rare = control.Spec{
	ID: "A99", Name: "Rare_one", Family: control.Detect, Trigger: "|pos| < limit", Rules: []string{"rts6"}, Needs: []string{"bars"},
	LoopOnly: func(v control.Values) bool { return v["action"] == 1 },
	Params: []control.Param{
		{Name: "action", Doc: "what it does", Unit: control.Choice, Choices: []string{"block", "delay"}, Max: 1, Source: "s", Tag: model.Assumed},
		{Name: "decide", Doc: "how long", Unit: control.Nanoseconds, Default: 60e9, Max: 3600e9, Source: "s", Tag: model.Assumed,
			Spread: &control.Spread{Shape: control.Triangular, Low: 30e9, High: 120e9, Source: "a range", Tag: model.Derived}},
	},
}

func TestWriteAndPageSayWhatFewControlsHave(t *testing.T) {
	var file, section bytes.Buffer
	if err := Write(&file, "About.", []control.Instance{rare.Default()}); err != nil {
		t.Fatal(err)
	}
	controlSection(&section, &rare)
	for _, c := range []struct{ text, want string }{
		{file.String(), "# asked for by: rts6\n"}, {file.String(), "# needs: bars\n"}, {file.String(), "# closed loop only: action delay\n"},
		{file.String(), "    # varies, triangular: 5 % of days below 30s, 5 % above 2m; derived: a range\n    decide: 1m\n"},
		{section.String(), `## A99 Rare\_one`}, {section.String(), `- **Trips when:** \|pos\| &lt; limit` + "\n"}, {section.String(), "- **Closed loop only:** action delay\n"},
		{section.String(), "| `decide` | how long | 1m | 0s to 1h | time | assumed | s | triangular: 5 % of days below 30s, 5 % above 2m (derived: a range) |\n"},
	} {
		if !strings.Contains(c.text, c.want) {
			t.Errorf("%q is not in\n%s", c.want, c.text)
		}
	}
	if got := Needs(&rare); got != "bars" {
		t.Errorf("needs %q", got)
	}
	always := rare
	always.LoopOnly = func(control.Values) bool { return true }
	if got := Needs(&always); got != "bars, closed loop" {
		t.Errorf("needs %q", got)
	}
	if always.Needs = nil; Needs(&always) != "closed loop" {
		t.Errorf("needs %q", Needs(&always))
	}
}
