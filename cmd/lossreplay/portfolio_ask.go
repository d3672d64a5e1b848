package main

import (
	"fmt"
	"slices"
	"strings"

	"lossreplay/model"
	"lossreplay/replay/portfolio"
	"lossreplay/replay/report"
)

// asked is what the flags of portfolio ask for, as far as they do not depend on the run.
type asked struct {
	objective portfolio.Objective
	budget    model.Money
	capital   *model.Money
}

// ask returns what the flags ask for. The error lists everything that is wrong with them.
func (f *portfolioFlags) ask() (asked, error) {
	q := asked{budget: portfolio.Unlimited}
	wrong := wrongFlags()
	if f.costs == "" {
		wrong.complain("--costs: name the file that says what controls cost")
		wrong.hints = append(wrong.hints, "lossreplay portfolio --init >costs.yaml writes one to begin with")
	}
	i := slices.Index(portfolio.ObjectiveNames, f.objective)
	if i < 0 {
		meant := ""
		if near := model.Nearest(f.objective, portfolio.ObjectiveNames); near != "" {
			meant = fmt.Sprintf("; did you mean %q?", near)
		}
		wrong.complain("--objective %q: it is one of %s%s", f.objective, strings.Join(portfolio.ObjectiveNames, ", "), meant)
	}
	q.objective = portfolio.Objective(max(i, 0))
	if v, ok := wrong.amount("--budget", f.budget); ok {
		q.budget = v
	}
	if v, ok := wrong.amount("--capital", f.capital); ok {
		q.capital = &v
	}
	return q, wrong.err()
}

// asFlags collects what is wrong with flags.
type asFlags struct{ fault }

func wrongFlags() *asFlags {
	return &asFlags{fault{status: statusInput}}
}

func (w *asFlags) complain(format string, args ...any) {
	w.lines = append(w.lines, fmt.Sprintf(format, args...))
}

// amount returns what a flag says, false if it says nothing.
func (w *asFlags) amount(name, text string) (model.Money, bool) {
	if text == "" {
		return 0, false
	}
	v, err := model.ParseMoney(text)
	switch {
	case err != nil:
		w.complain("%s: %v", name, err)
	case v < 0:
		w.complain("%s %s: it is negative", name, text)
	}
	return v, true
}

// err returns what was collected as one fault, nil if there is nothing.
func (w *asFlags) err() error {
	if len(w.lines) == 0 {
		return nil
	}
	w.fault.err = fmt.Errorf("the flags of portfolio cannot be used so (problems: %d): %s", len(w.lines), strings.Join(w.lines, "; "))
	return &w.fault
}

// chosenSets are the controls that flags name, by position in the run.
type chosenSets struct {
	labels            []string
	must, never, have uint64
}

// sets returns the controls that the flags name. The error lists those that the run does not have, and contradictions.
func (f *portfolioFlags) sets(run *report.Run) (chosenSets, error) {
	labels, _ := run.Controls()
	s := chosenSets{labels: labels}
	wrong := wrongFlags()
	for _, list := range []struct {
		flag  string
		words []string
		set   *uint64
	}{{"--must", f.must, &s.must}, {"--never", f.never, &s.never}, {"--have", f.have, &s.have}} {
		for _, word := range list.words {
			i := slices.Index(labels, word)
			if i < 0 {
				meant := ""
				if near := model.Nearest(word, labels); near != "" {
					meant = fmt.Sprintf("; did you mean %q?", near)
				}
				wrong.complain("%s %s: the run has no such control%s", list.flag, word, meant)
				continue
			}
			*list.set |= 1 << i
		}
	}
	for i, label := range labels {
		if s.never>>i&1 != 0 && s.must>>i&1 != 0 {
			wrong.complain("--must and --never both name %s", label)
		}
		if s.never>>i&1 != 0 && s.have>>i&1 != 0 {
			wrong.complain("--have and --never both name %s", label)
		}
	}
	if len(wrong.lines) > 0 {
		wrong.hints = append(wrong.hints, "the run has "+strings.Join(labels, ", "))
	}
	return s, wrong.err()
}
