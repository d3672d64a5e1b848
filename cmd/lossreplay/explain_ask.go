package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/report"
	"lossreplay/replay/testimony"
)

// nobody is the word of --world for no control.
const nobody = "none"

// question returns what the flags ask of a run. The controls stand as the run had them; one of the catalogue that it had not
// is taken with its defaults. The error lists everything that is wrong with the flags.
func (f *explainFlags) question(dir string, m *report.Manifest, p *progress) (*testimony.Question, error) {
	wrong := wrongFlags()
	q := &testimony.Question{}
	add := func(flag, name string) int {
		c, note, err := find(m, name)
		if err != nil {
			wrong.complain("%s %q: %v", flag, name, err)
			return 0
		}
		if i := slices.IndexFunc(q.Controls, func(o control.Instance) bool { return o.Name == c.Name }); i >= 0 {
			return i
		}
		if note != "" {
			p.warn("%s", note)
		}
		q.Controls = append(q.Controls, c)
		return len(q.Controls) - 1
	}
	if f.control == "" {
		wrong.complain("--control: name the control to explain")
	} else {
		q.Control = add("--control", f.control)
	}
	q.World = 1 << q.Control
	if f.given() {
		q.World = 0
		for _, name := range f.world {
			if name != nobody || len(f.world) > 1 {
				q.World |= 1 << add("--world", name)
			}
		}
	}
	if len(q.Controls) > worldMax {
		wrong.complain("--world: %d controls; explain takes at most %d", len(q.Controls), worldMax)
	}
	if len(wrong.lines) > 0 {
		wrong.hints = append(wrong.hints, "lossreplay controls lists the catalogue; "+dir+"/manifest.json lists the controls of the run")
	}
	return q, wrong.err()
}

// worldMax is the largest number of controls of a question: it leaves room for the copies that find out how close one came.
const worldMax = 44

// find returns the control of that label or number, whatever its case: as the run had it, else of the catalogue, with a note.
func find(m *report.Manifest, name string) (c control.Instance, note string, err error) {
	var numbered []report.Configured
	for _, had := range slices.Concat(m.Controls, m.Variants) {
		if strings.EqualFold(had.Label, name) {
			c, err := rebuilt(had)
			return c, "", err
		}
		if strings.EqualFold(had.ID, name) {
			numbered = append(numbered, had)
		}
	}
	switch {
	case len(numbered) == 1:
		c, err := rebuilt(numbered[0])
		return c, "", err
	case len(numbered) > 1:
		var labels []string
		for _, had := range numbered {
			labels = append(labels, had.Label)
		}
		return c, "", fmt.Errorf("the run has it several times; name one of %s", strings.Join(labels, ", "))
	}
	spec, err := control.Find(strings.ToUpper(name))
	if err != nil {
		return c, "", fmt.Errorf("there is no such control in the run or in the catalogue%s", nearControl(m, name))
	}
	return spec.Default(), fmt.Sprintf("%s %s was not in the run; it is taken with the catalogue's defaults", spec.ID, spec.Name), nil
}

// nearControl returns "; did you mean ...?" where a control of the run or of the catalogue has nearly that name.
func nearControl(m *report.Manifest, name string) string {
	names := controlIDs()
	for _, c := range slices.Concat(m.Controls, m.Variants) {
		names = append(names, c.Label)
	}
	for _, spelt := range []string{name, strings.ToUpper(name)} {
		if near := model.Nearest(spelt, names); near != "" {
			return "; did you mean " + near + "?"
		}
	}
	return ""
}

// rebuilt returns a control as a manifest says that it ran.
func rebuilt(had report.Configured) (control.Instance, error) {
	spec, err := control.Find(had.ID)
	if err != nil {
		return control.Instance{}, fmt.Errorf("this version has no control %s", had.ID)
	}
	c := spec.Default()
	c.Name = had.Label
	for i := range spec.Params {
		p := &spec.Params[i]
		text, ok := had.Values[p.Name]
		if !ok {
			return c, fmt.Errorf("the run does not say what %s was: another version wrote it", p.Name)
		}
		if c.Values[p.Name], err = p.Parse(text); err != nil {
			return c, fmt.Errorf("the run has it with %w: another version wrote it", err)
		}
	}
	return c, nil
}

// sameDay returns the day that a run was of: an embedded incident by the choices in its manifest, or the folder. Its tables
// must be those that the run read.
func sameDay(ctx context.Context, dir string, m *report.Manifest, folder string, p *progress) (*datasets.Day, error) {
	var args []string
	f := incidentFlags{seed: m.Seed, set: func() bool { return false }}
	switch {
	case folder != "":
		args = []string{folder}
		if folder == defaultIncident {
			args[0] = "./" + folder // the folder, not the embedded incident
		}
	case m.Incident == defaultIncident && len(m.Scenario) > 0:
		for _, key := range knight.Keys() {
			for _, s := range m.Scenario {
				if s.Key == key.Name {
					f.scenario = append(f.scenario, s.Key+"="+s.Value)
				}
			}
		}
	default:
		return nil, badInput(fmt.Sprintf("lossreplay explain %s --incident FOLDER ...", dir),
			"%s is of the recorded day %s: name its folder with --incident", dir, m.Incident)
	}
	day, err := openIncident(ctx, args, f, p)
	if err != nil {
		return nil, err
	}
	return day, sameTables(dir, m, day)
}

// sameTables refuses a day whose tables are not those that the run read.
func sameTables(dir string, m *report.Manifest, day *datasets.Day) error {
	read := map[string]string{}
	for _, t := range m.Inputs {
		read[t.Name] = t.SHA256
	}
	f := &fault{status: statusInput, err: fmt.Errorf("%s is not of this day", dir),
		hints: []string{"explain the day that was run: name its folder with --incident, or run this one again"}}
	if len(m.Inputs) == 0 {
		f.lines = append(f.lines, fmt.Sprintf("%s: its manifest names no input, so nothing says which day it is of", dir))
	}
	for _, t := range tableSums(day) {
		switch sum, ok := read[t.Name]; {
		case !ok && len(m.Inputs) > 0:
			f.lines = append(f.lines, fmt.Sprintf("table %s: the run read none", t.Name))
		case ok && sum != t.SHA256:
			f.lines = append(f.lines, fmt.Sprintf("table %s: its sha256 is %s, that of the run %s", t.Name, t.SHA256, sum))
		}
		delete(read, t.Name)
	}
	for _, t := range m.Inputs {
		if _, left := read[t.Name]; left {
			f.lines = append(f.lines, fmt.Sprintf("table %s: the run read one, and there is none", t.Name))
		}
	}
	if len(f.lines) > 0 {
		return f
	}
	return nil
}
