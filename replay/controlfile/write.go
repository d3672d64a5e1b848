package controlfile

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"lossreplay/model/control"
	"lossreplay/replay/internal/remark"
)

// example is a file that begins with a preset and changes it. It stands in the header of every file that [Write] writes.
const example = `preset: 2012            # begin with these controls, at their defaults
without: [A16, A34]     # less these, by name
controls:               # and with these; the list may be left out
  - control: A12        # a name of the preset: what is given is changed, the rest stays
    band: 9.5%
  - control: A16        # left out above; under another name it is one more control
    name: slow throttle
    window: 10s
`

// Write writes the controls with all their parameters, and what there is to say about each as comments. about, one
// sentence, says which they are. [Parse] reads them back as they are. Their names have the form that a file asks for.
func Write(w io.Writer, about string, controls []control.Instance) error {
	var b bytes.Buffer
	remark.Write(&b, "", about)
	remark.Write(&b, "", "A controls file, for lossreplay run --controls FILE. Delete what you do not want, change what you do. Parameters that "+
		"are not given have their defaults. A control may stand here more than once, each time under a name: of its own.")
	remark.Write(&b, "", "Amounts need a decimal point (2000000.00), durations and widths a unit (500ms, 7m; 950bp or 9.5%).")
	remark.Write(&b, "", "A file may also begin with a preset and say only what is to be different:")
	for line := range strings.Lines(example) {
		b.WriteString("#   " + line)
	}
	b.WriteString("controls:\n")
	for _, c := range controls {
		writeControl(&b, c)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeControl(b *bytes.Buffer, c control.Instance) {
	s := c.Spec
	b.WriteString("\n")
	remark.Write(b, "  ", s.ID+" "+s.Name+" ("+s.Family.String()+")")
	for _, line := range facts(s) {
		if line.text != "" {
			remark.Write(b, "  ", line.what+": "+line.text)
		}
	}
	fmt.Fprintf(b, "  - control: %s\n", s.ID)
	if c.Name != s.ID {
		fmt.Fprintf(b, "    name: %q\n", c.Name) // true, null and 1e3 are no text to readers of YAML
	}
	for i := range s.Params {
		p := &s.Params[i]
		remark.Write(b, "    ", fmt.Sprintf("%s (%s): %s; default %s, %s: %s", p.Doc, p.Unit.Words(), p.Limits(), p.Text(p.Default), p.Tag, p.Source))
		if p.Spread != nil {
			remark.Write(b, "    ", fmt.Sprintf("varies, %s; %s: %s", p.Varies(), p.Spread.Tag, p.Spread.Source))
		}
		text := p.Text(c.Values[p.Name])
		if p.Unit == control.Choice {
			text = fmt.Sprintf("%q", text) // yes and no are truth values to other readers
		}
		fmt.Fprintf(b, "    %s: %s\n", p.Name, text)
	}
}

type fact struct{ what, text string }

// facts returns what somebody who edits a file has to know of a control; what does not apply is "".
func facts(s *control.Spec) []fact {
	return []fact{
		{"trips when", s.Trigger},
		{"does", s.Action},
		{"covers", s.Coverage},
		{"in 2012", s.In2012() + "; " + s.Availability},
		{"asked for by", strings.Join(s.Rules, ", ")},
		{"needs", strings.Join(s.Needs, ", ")},
		{"closed loop only", s.ClosedLoop()},
		{"source", s.Source},
	}
}
