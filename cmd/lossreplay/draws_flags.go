package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"lossreplay/datasets/knight"
	"lossreplay/model/control"
	"lossreplay/model/doubt"
	"lossreplay/replay/uncertainty"
	"lossreplay/replay/uncertaintyfile"
)

// drawFlags ask how sure the answer is.
type drawFlags struct {
	n      int
	file   string
	resume bool
	set    func() bool // whether --draws was given
	own    bool        // the file says something else than the default unknowns
}

// drawsMax is the largest number of draws: a hundred days of work.
const drawsMax = 1_000_000

func (f *drawFlags) add(flags *pflag.FlagSet) {
	flags.IntVar(&f.n, "draws", 0, "`N` draws of what no source settles, each replayed with every combination: ranges (default none)")
	flags.StringVar(&f.file, "uncertainty", "", "`FILE` what is uncertain and how, - for standard input (default what uncertainty --init writes)")
	flags.BoolVar(&f.resume, "resume", false, "go on with the draws of a run that was ended, from the journal beside its output")
	f.set = func() bool { return flags.Changed("draws") }
}

func (f *drawFlags) check(mode string) error {
	switch {
	case f.set() && (f.n < 1 || f.n > drawsMax):
		return badInput("256 takes about a quarter of an hour on two cores", "--draws %d is outside 1..%d", f.n, drawsMax)
	case f.n == 0 && f.file != "":
		return badInput("add --draws 256", "--uncertainty needs --draws")
	case f.n == 0 && f.resume:
		return badInput("repeat the command of the run that was ended, with --resume added", "--resume needs --draws")
	case f.n > 0 && mode == modeLoop:
		return badInput("use --mode trace or both", "--draws and --mode closed-loop do not go together: a draw replays the record")
	}
	return nil
}

// plan returns what is drawn, with the text that declares it; nil if nothing is.
func (f *drawFlags) plan(a *app, c choice, incident *incidentFlags) (*uncertainty.Plan, string, error) {
	if f.n == 0 {
		return nil, "", nil
	}
	known := unknowns(c.controls)
	name, text := "the default unknowns", []byte(nil)
	var b bytes.Buffer
	if err := uncertaintyfile.Write(&b, known); err != nil {
		return nil, "", err
	}
	if f.file != "" {
		var err error
		if text, err = a.readFile(f.file); err != nil {
			return nil, "", badInput("lossreplay uncertainty --init writes a file to begin with", "uncertainty: %w", err)
		}
		name, f.own = f.file, !bytes.Equal(text, b.Bytes())
	} else {
		text = b.Bytes()
	}
	plan, err := uncertaintyfile.Parse(name, text, known)
	var problems uncertaintyfile.Problems
	if errors.As(err, &problems) {
		bad := &fault{status: statusInput, err: fmt.Errorf("%s does not say what is uncertain (problems: %d)", name, len(problems)),
			hints: []string{"lossreplay uncertainty --init writes a file to begin with"}}
		for _, p := range problems {
			bad.lines = append(bad.lines, p.String())
			if p.Mend != "" && !slices.Contains(bad.hints, p.Mend) {
				bad.hints = append(bad.hints, p.Mend)
			}
		}
		return nil, "", bad
	}
	if err != nil {
		return nil, "", err
	}
	return plan, string(text), incident.hold(plan)
}

// hold keeps what the user has chosen of a reconstruction in all draws.
func (f *incidentFlags) hold(plan *uncertainty.Plan) error {
	for _, word := range f.scenario {
		key, text, _ := strings.Cut(word, "=")
		i := slices.IndexFunc(plan.Unknowns, func(u doubt.Unknown) bool { return u.Name == key })
		if i < 0 {
			continue // not drawn: it is held as it is
		}
		v, err := plan.Unknowns[i].Parse(text)
		if err != nil {
			return badInput("lossreplay incidents lists the keys", "--scenario %s: %w", key, err)
		}
		plan.Hold(key, v)
	}
	if f.seedSet() {
		plan.Hold(knight.SeedUnknown, float64(f.seed))
	}
	return nil
}

// unknowns returns all that may be drawn: of the reconstruction, of the controls of core, of the other controls of the catalogue, of
// the run's own. A control of the run stands in the place of the one whose name it has.
func unknowns(controls []control.Instance) []doubt.Unknown {
	list := knight.Unknowns()
	all := slices.Concat(control.Defaults(), control.All(), controls)
	seen := map[string]bool{}
	for _, c := range all {
		if seen[c.Name] {
			continue
		}
		seen[c.Name] = true
		if i := slices.IndexFunc(controls, func(own control.Instance) bool { return own.Name == c.Name }); i >= 0 {
			c = controls[i]
		}
		list = append(list, c.Unknowns()...)
	}
	return list
}
