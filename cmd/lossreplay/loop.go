package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/loop"
	"lossreplay/replay/report"
)

// The modes of a run.
const (
	modeTrace = "trace"
	modeLoop  = "closed-loop"
	modeBoth  = "both"
)

var modes = []string{modeTrace, modeLoop, modeBoth}

// modeFlag says whether recorded orders are thinned, the router model makes its own, or both.
type modeFlag struct{ mode string }

func (f *modeFlag) add(cmd *cobra.Command, flags *pflag.FlagSet) {
	flags.StringVar(&f.mode, "mode", modeTrace, "`MODE` trace: recorded orders, thinned; closed-loop: the router model makes its own; both")
	cmd.RegisterFlagCompletionFunc("mode", cobra.FixedCompletions(modes, cobra.ShellCompDirectiveNoFileComp))
}

func (f *modeFlag) check() error {
	if slices.Contains(modes, f.mode) {
		return nil
	}
	hint := "use trace, closed-loop or both"
	if near := model.Nearest(f.mode, modes); near != "" {
		hint = "did you mean --mode " + near + "? " + hint
	}
	return badInput(hint, "--mode %q: there is no such mode", f.mode)
}

// traced returns what the lattice is to hold: nothing in the closed loop alone.
func (f *modeFlag) traced(c choice) choice {
	if f.mode == modeLoop {
		return choice{text: c.text}
	}
	return c
}

// closedLoop fits the closed loop to the day and runs it with each control alone; nil for a trace.
func (f *modeFlag) closedLoop(ctx context.Context, day *datasets.Day, c choice, p *progress) (*report.LoopInputs, error) {
	if f.mode == modeTrace {
		return nil, nil
	}
	controls := slices.Concat(c.controls, c.variants)
	if c.variants != nil {
		controls = append(controls, control.LoopVariants()...)
	}
	controls, err := replay.InLoop(day, controls)
	if err != nil {
		return nil, err
	}
	p.phase("fitting the closed loop to %s", day.Incident().Name)
	m, err := loop.Calibrate(ctx, day)
	if err != nil {
		return nil, err
	}
	p.phase("generating the day with each of %d controls alone", len(controls))
	outcomes, err := loop.EachAlone(ctx, m, controls)
	return &report.LoopInputs{Model: m, Controls: controls, Outcomes: outcomes}, err
}
