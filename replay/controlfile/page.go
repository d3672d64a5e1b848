package controlfile

import (
	"bytes"
	"fmt"
	"strings"

	"lossreplay/model/control"
)

//go:generate go test -run Generated -update

// page returns docs/controls.md.
func page() []byte {
	var b bytes.Buffer
	b.WriteString(`# The catalogue of controls

<!-- Generated from model/control by: go test ./replay/controlfile -run Generated -update -->

Every control that a run can switch on: what it sees, when it trips, what it then does, what it does not see, and where each of
its figures comes from. *in 2012* says whether a firm could have had it on 1 August 2012, or that it was in force for everybody.
A default is *published* if a source gives the figure, *assumed* if it is ours, *derived* if it follows from published ones.
Rule books say which controls there must be; hardly any gives a figure, so limits are to be varied, not believed.

` + "`lossreplay controls ID`" + ` shows one of them, ` + "`lossreplay controls --init`" + ` writes all of them as a file to edit. The JSON schema of that
file, for editors, is [controls.schema.json](controls.schema.json). Both follow from the catalogue; after a change of it,
` + "`go test ./replay/controlfile -run Generated -update`" + ` writes them anew.

`)
	presetSection(&b)
	b.WriteString("## Controls\n\n| id | control | family | in 2012 | rule books | needs |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, s := range control.Catalogue() {
		row(&b, fmt.Sprintf("[%s](#%s)", s.ID, strings.ToLower(s.ID)), s.Name, s.Family.String(), s.In2012(), strings.Join(s.Rules, ", "), Needs(s))
	}
	for _, s := range control.Catalogue() {
		controlSection(&b, s)
	}
	return b.Bytes()
}

// Needs returns what a control cannot be evaluated without: tables, columns, and the closed loop if its defaults ask for it.
func Needs(s *control.Spec) string {
	needs := strings.Join(s.Needs, ", ")
	if s.Default().LoopOnly() {
		needs = strings.TrimPrefix(needs+", closed loop", ", ")
	}
	return needs
}

func presetSection(b *bytes.Buffer) {
	b.WriteString("## Presets\n\nA preset is a choice of controls at their defaults, for `--preset` and for a controls file. Controls that only the closed loop\n" +
		"can evaluate are in none.\n\n| preset | holds | controls |\n| --- | --- | --- |\n")
	for _, p := range control.Presets() {
		chosen, err := control.Preset(p.Name)
		if err != nil {
			panic("controlfile: " + err.Error())
		}
		var ids []string
		for _, c := range chosen {
			ids = append(ids, c.Name)
		}
		row(b, p.Name, p.About, strings.Join(ids, " "))
	}
	b.WriteString("\nA controls file may begin with a preset and say only what is to be different:\n\n```yaml\n" + example + "```\n\n" +
		"The preset's controls come first, each under its id, less those that `without` names. An item of `controls` whose name is that of\n" +
		"one of them changes the parameters it gives; any other adds a control. What is left out cannot be changed as well, a name is\n" +
		"used once, and at most 63 controls come out.\n\n")
}

func controlSection(b *bytes.Buffer, s *control.Spec) {
	fmt.Fprintf(b, "\n<a id=\"%s\"></a>\n\n## %s %s\n\n", strings.ToLower(s.ID), s.ID, plain.Replace(s.Name))
	for _, f := range []fact{
		{"Family", s.Family.String()}, {"Observes", s.Observes}, {"Trips when", s.Trigger}, {"Acts on", s.Scope}, {"Does", s.Action},
		{"Takes", s.Latency}, {"Re-arms", s.Rearm}, {"Covers", s.Coverage}, {"In 2012", s.In2012() + "; " + s.Availability},
		{"Asked for by", strings.Join(s.Rules, ", ")}, {"Needs", strings.Join(s.Needs, ", ")},
		{"Closed loop only", s.ClosedLoop()}, {"Source", s.Source},
	} {
		if f.text != "" {
			fmt.Fprintf(b, "- **%s:** %s\n", f.what, plain.Replace(f.text))
		}
	}
	if len(s.Params) == 0 {
		b.WriteString("\nNo parameters.\n")
		return
	}
	b.WriteString("\n| parameter | meaning | default | range | unit | tag | source | varies |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for i := range s.Params {
		p := &s.Params[i]
		varies := p.Varies()
		if p.Spread != nil {
			varies += fmt.Sprintf(" (%s: %s)", p.Spread.Tag, p.Spread.Source)
		}
		row(b, "`"+p.Name+"`", p.Doc, p.Text(p.Default), p.Limits(), p.Unit.Words(), string(p.Tag), p.Source, varies)
	}
}

// plain keeps what Markdown would read as its own.
var plain = strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`")

// row writes a row of a table. The first cell may be a link.
func row(b *bytes.Buffer, first string, cells ...string) {
	b.WriteString("| " + first)
	for _, cell := range cells {
		b.WriteString(" | " + plain.Replace(cell))
	}
	b.WriteString(" |\n")
}
