package controlfile

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"lossreplay/model/control"
)

// columnsMax is how wide the comments are written.
const columnsMax = 100

// Write writes every control of the catalogue with every parameter at its default, and what there is to say about each as
// comments. [Parse] reads it back as [control.Defaults].
func Write(w io.Writer) error {
	var b bytes.Buffer
	comment(&b, "", "The controls of a run, for lossreplay run --controls FILE. Delete what you do not want, change what you do. "+
		"A control may stand here more than once, each time under a name: of its own.")
	comment(&b, "", "Amounts need a decimal point (2000000.00), durations and widths a unit (500ms, 7m; 950bp or 9.5%).")
	b.WriteString("controls:\n")
	for _, c := range control.Defaults() {
		writeControl(&b, c)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeControl(b *bytes.Buffer, c control.Instance) {
	s := c.Spec
	b.WriteString("\n")
	comment(b, "  ", s.ID+" "+s.Name+" ("+s.Family.String()+")")
	for _, line := range [...]struct{ what, text string }{
		{"sees", s.Observes}, {"trips when", s.Trigger}, {"acts on", s.Scope}, {"does", s.Action}, {"takes", s.Latency},
		{"re-arms", s.Rearm}, {"covers", s.Coverage}, {"available", s.Availability}, {"source", s.Source},
		{"needs", strings.Join(s.Needs, ", ")},
	} {
		if line.text != "" {
			comment(b, "  ", line.what+": "+line.text)
		}
	}
	fmt.Fprintf(b, "  - control: %s\n", s.ID)
	for _, p := range s.Params {
		limits := p.Text(p.Min) + " to " + p.Text(p.Max)
		if p.Unit == control.Choice {
			limits = strings.Join(p.Choices, " or ")
		}
		comment(b, "    ", fmt.Sprintf("%s; %s; %s: %s", p.Doc, limits, p.Tag, p.Source))
		text := p.Text(c.Values[p.Name])
		if p.Unit == control.Choice {
			text = fmt.Sprintf("%q", text) // yes and no are truth values to other readers
		}
		fmt.Fprintf(b, "    %s: %s\n", p.Name, text)
	}
}

// comment writes text as comment lines of at most columnsMax, broken between words; what follows the first is indented.
func comment(b *bytes.Buffer, indent, text string) {
	line := indent + "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > columnsMax {
			b.WriteString(line + "\n")
			line = indent + "#  "
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}
