package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"lossreplay/datasets/knight"
	"lossreplay/model/control"
	"lossreplay/replay/journal"
	"lossreplay/replay/report"
)

// inputs identifies what the draws follow from, but for their number.
func (d *drawing) inputs() []journal.Input {
	digest := func(what any) string {
		text, err := json.Marshal(what)
		if err != nil {
			panic("lossreplay: " + err.Error())
		}
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:])
	}
	type configured struct {
		Name, ID string
		Values   control.Values
	}
	var controls []configured
	for _, c := range d.controls {
		controls = append(controls, configured{c.Name, c.Spec.ID, c.Values})
	}
	var drawn []any
	for i := range d.plan.Unknowns {
		u := &d.plan.Unknowns[i]
		drawn = append(drawn, u.Name, u.Dist)
	}
	about := d.day.Incident()
	return []journal.Input{
		{Name: "the program's version", Digest: fmt.Sprintf("%s, reconstruction %d", version, knight.Version)},
		{Name: "the incident", Digest: digest([]any{fmt.Sprintf("%+v", *about), tableSums(d.day)})},
		{Name: "the controls", Digest: digest(controls)},
		{Name: "what is uncertain", Digest: digest([]any{d.plan.Seed, d.plan.Randomisations, drawn, d.plan.Factors})},
	}
}

// journalName returns where the draws of a run are kept until its output is written.
func journalName(out string) string { return out + ".journal" }

// openJournal makes the journal of a run, or with resume goes on with the one that is there.
func openJournal(out string, resume bool, inputs []journal.Input, record func(json.RawMessage) error) (*journal.Journal, error) {
	name := journalName(out)
	if resume {
		j, err := journal.Open(name, inputs, record)
		switch {
		case errors.Is(err, journal.ErrChanged):
			return nil, badInput("repeat the command of the run that was ended, or remove "+name+" to begin anew", "--resume: %w", err)
		case !errors.Is(err, fs.ErrNotExist):
			return j, err
		}
	}
	j, err := journal.Create(name, inputs)
	if errors.Is(err, fs.ErrExist) {
		return nil, badInput("go on with them by --resume, or remove the file to begin anew", "%s holds the draws of a run that was ended", name)
	}
	return j, err
}

// first returns the folder that write would take.
func (f *outputFlags) first(name string) string {
	for n, dir := 2, cmp.Or(f.out, name); ; n++ {
		if f.out != "" || !errors.Is(report.MayWrite(dir, report.WriteOptions{}), fs.ErrExist) {
			return filepath.Clean(dir)
		}
		dir = fmt.Sprintf("%s-%d", name, n)
	}
}
