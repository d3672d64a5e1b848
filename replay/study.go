package replay

import (
	"context"
	"errors"

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

// NotEvaluable is a control that this replay cannot judge: the tables and columns that the day lacks, or, where it lacks none,
// a setting that asks for the closed loop. It is not a control that prevents nothing.
type NotEvaluable struct {
	Instance control.Instance
	Missing  []string // "quotes", "securities.halt_move"
}

// Plan is what to examine a day with.
type Plan struct {
	Controls, Variants []control.Instance
	// Fallback returns, from the controls that can be judged and what each prevents alone, the coalitions to keep to where all are too
	// many.
	Fallback func(controls []control.Instance, prevented []model.Money) []uint64
	// WorldsMax is as in [Config].
	WorldsMax int
	Progress  func(Progress)
}

// Examine replays day with every combination of controls, then each variant alone, and holds the baseline against the
// record. Controls and variants that cannot be judged are left out and listed. Errors are those of Run and Account.
func Examine(ctx context.Context, day Day, plan Plan) (*Study, error) {
	lacks, err := missing(day)
	if err != nil {
		return nil, err
	}
	st := &Study{}
	controls, not := evaluable(plan.Controls, lacks)
	variants, neither := evaluable(plan.Variants, lacks)
	st.NotEvaluable = append(not, neither...)
	cfg := Config{Controls: controls, WorldsMax: plan.WorldsMax, Progress: plan.Progress}
	if st.Main, err = Run(ctx, day, cfg); errors.Is(err, ErrTooManyWorlds) && plan.Fallback != nil {
		st.Main, err = sampled(ctx, day, cfg, plan.Fallback)
	}
	if err != nil {
		return nil, err
	}
	if len(variants) > 0 {
		if st.Variants, err = Run(ctx, day, Config{Controls: variants, Coalitions: EachAlone(len(variants)), NoCourse: true}); err != nil {
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

// sampled replays day with each control alone, and then with the coalitions that the fallback makes of that.
func sampled(ctx context.Context, day Day, cfg Config, fallback func([]control.Instance, []model.Money) []uint64) (*Result, error) {
	n := len(cfg.Controls)
	first := cfg
	first.Coalitions, first.ImpactOnly, first.NoCourse = EachAlone(n), true, true
	alone, err := Run(ctx, day, first)
	if err != nil {
		return nil, err
	}
	cfg.Coalitions, cfg.HeldCoalitions = fallback(cfg.Controls, alone.Prevented()), append(EachAlone(n), 1<<n-1)
	return Run(ctx, day, cfg)
}

// Prevented returns what each control of a run prevents alone.
func (r *Result) Prevented() []model.Money {
	prevented := make([]model.Money, len(r.Controls))
	for i := range prevented {
		prevented[i] = r.Baseline().Total() - r.Alone(i).Total()
	}
	return prevented
}

// EachOf replays day with each of the controls alone, in one pass, under both price assumptions. It returns nil if the day
// cannot judge one of them. Errors are those of Run.
func EachOf(ctx context.Context, day Day, controls []control.Instance, progress func(Progress)) (*Result, error) {
	lacks, err := missing(day)
	if err != nil {
		return nil, err
	}
	if kept, _ := evaluable(controls, lacks); len(kept) < len(controls) {
		return nil, nil
	}
	return Run(ctx, day, Config{Controls: controls, Coalitions: EachAlone(len(controls)), NoCourse: true, Progress: progress})
}

// EachAlone returns the coalitions of no control and of each of n alone.
func EachAlone(n int) []uint64 {
	sets := []uint64{0}
	for i := range n {
		sets = append(sets, 1<<i)
	}
	return sets
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
