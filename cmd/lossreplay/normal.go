package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"lossreplay/datasets/normal"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// normalFlags say on how many ordinary days controls are to show their cost.
type normalFlags struct {
	days int
	set  func() bool
}

func (f *normalFlags) add(flags *pflag.FlagSet) {
	flags.IntVar(&f.days, "normal", 0, fmt.Sprintf("`N` ordinary days to replay each control on alone, 0 to %d: its cost (default all for an "+
		"embedded incident, whose fleet they have, else 0)", len(normal.Days())))
	f.set = func() bool { return flags.Changed("normal") }
}

// check refuses a number of days that there are not.
func (f *normalFlags) check() error {
	if most := len(normal.Days()); f.days < 0 || f.days > most {
		return badInput("docs/normal.md describes the days", "--normal %d: there are %d ordinary days", f.days, most)
	}
	return nil
}

// choose settles the number of days for an incident that the words name.
func (f *normalFlags) choose(args []string) {
	if !f.set() && (len(args) == 0 || args[0] == defaultIncident) {
		f.days = len(normal.Days())
	}
}

// week is how many ordinary days pass between two words about them.
const week = 7

// costs makes the first days, one after the other in memory, and replays each with each control alone.
func (f *normalFlags) costs(ctx context.Context, controls []control.Instance, p *progress) ([]replay.DayCost, error) {
	var costs []replay.DayCost
	for i := range f.days {
		if i%week == 0 {
			p.phase("ordinary days %d to %d of %d: each of %d controls alone", i+1, min(i+week, f.days), f.days, len(controls))
		}
		day, err := normal.Generate(i, defaultSeed)
		if err != nil {
			return nil, err
		}
		cost, err := replay.Costs(ctx, day, controls)
		if err != nil {
			return nil, err
		}
		costs = append(costs, *cost)
	}
	return costs, nil
}
