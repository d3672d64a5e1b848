package replay

import (
	"context"
	"errors"
	"io"

	"lossreplay/model"
	"lossreplay/model/control"
)

// Study is all that one command computes of a day: the lattice of its controls, the variants each alone, the fidelity
// identity.
type Study struct {
	Main *Result
	// Variants is a run of the variants; only its coalitions of one are of interest. Nil if there are none.
	Variants *Result
	Fidelity Fidelity
	// NotEvaluable lists the controls that were left out because the day lacks what they observe.
	NotEvaluable []NotEvaluable
}

// NotEvaluable is a control that this day cannot judge, with the tables that are missing. It is not a control that
// prevents nothing.
type NotEvaluable struct {
	Instance control.Instance
	Missing  []string
}

// Examine replays day with every combination of controls, then each variant alone, and holds the baseline against the
// record. Controls and variants that the day lacks tables for are left out and listed. Errors are those of Run and Account.
func Examine(ctx context.Context, day Day, controls, variants []control.Instance, progress func(Progress)) (*Study, error) {
	missing, err := missingTables(day)
	if err != nil {
		return nil, err
	}
	st := &Study{}
	controls = st.evaluable(controls, missing)
	variants = st.evaluable(variants, missing)
	if st.Main, err = Run(ctx, day, Config{Controls: controls, Progress: progress}); err != nil {
		return nil, err
	}
	if len(variants) > 0 {
		if st.Variants, err = Run(ctx, day, Config{Controls: variants}); err != nil {
			return nil, err
		}
	}
	recorded, err := Account(day)
	if err != nil {
		return nil, err
	}
	st.Fidelity = Check(recorded, st.Main.Baseline())
	return st, nil
}

// Baseline returns the leaf with no control in it, prices freed of nothing: the recorded day.
func (r *Result) Baseline() *Leaf { return r.Alone(-1) }

// Alone returns the leaf of the world in which control c is on and no other; c < 0 is the baseline.
func (r *Result) Alone(c int) *Leaf { return find(r.Impact, c) }

// AloneHeld is Alone with recorded prices held. It returns nil in a run without controls, which has no such leaves.
func (r *Result) AloneHeld(c int) *Leaf { return find(r.Held, c) }

func find(leaves []Leaf, c int) *Leaf {
	var set uint64
	if c >= 0 {
		set = 1 << c
	}
	for i := range leaves {
		if l := &leaves[i]; l.In&^set == 0 && l.Out&set == 0 {
			return l
		}
	}
	return nil
}

// evaluable returns those controls whose tables are there and notes the others.
func (s *Study) evaluable(all []control.Instance, missing map[string]bool) []control.Instance {
	var kept []control.Instance
	for _, c := range all {
		var lacks []string
		for _, table := range c.Spec.Needs {
			if missing[table] {
				lacks = append(lacks, table)
			}
		}
		if len(lacks) > 0 {
			s.NotEvaluable = append(s.NotEvaluable, NotEvaluable{c, lacks})
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// missingTables returns the optional tables that are not there or empty.
func missingTables(day Day) (map[string]bool, error) {
	quotes, err := day.Quotes()
	if err != nil {
		return nil, err
	}
	defer quotes.Close()
	var first model.QuoteColumns
	err = quotes.Next(&first)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return map[string]bool{
		"quotes":      first.Len() == 0,
		"bars":        len(day.Bars()) == 0,
		"operations":  len(day.Operations()) == 0,
		"liquidation": len(day.Closings()) == 0,
	}, nil
}
