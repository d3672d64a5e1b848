package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lossreplay/datasets/knight"
	"lossreplay/replay"
)

// defaultIncident is what run and verify replay if no incident is named. It is the only embedded one so far.
const defaultIncident = "knight"

// defaultSeed is the seed of a reconstruction unless --seed gives another.
const defaultSeed = 1

// incidentFlags choose among the reconstructions of an embedded incident.
type incidentFlags struct {
	scenario []string
	seed     uint64
}

func (f *incidentFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.scenario, "scenario", nil, "`KEY=VALUE` a choice of an embedded reconstruction; may be repeated")
	flags.Uint64Var(&f.seed, "seed", defaultSeed, "`N` the seed of an embedded reconstruction")
}

// openIncident returns the day that the words name. So far there is one, made in memory each time.
func openIncident(ctx context.Context, args []string, f incidentFlags, p *progress) (replay.Day, error) {
	if len(args) > 0 && args[0] != defaultIncident {
		return nil, noIncident(args[0])
	}
	params, err := knightParams(f.scenario)
	if err != nil {
		return nil, err
	}
	p.phase("making %s with seed %d", defaultIncident, f.seed)
	day, err := knight.Generate(params, f.seed)
	if err != nil {
		return nil, badInput("lossreplay incidents lists the keys", "%w", err)
	}
	return day, ctx.Err()
}

// noIncident is the fault of a name that is no incident.
func noIncident(name string) error {
	hint := "lossreplay incidents lists the embedded ones"
	if near := nearest(name, []string{defaultIncident}); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	return badInput(hint, "no incident %q", name)
}

// completeIncident offers the embedded incidents and folders.
func completeIncident(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return []string{defaultIncident}, cobra.ShellCompDirectiveDefault
}

// knightParams returns the parameters that KEY=VALUE words make of the defaults.
func knightParams(scenario []string) (knight.Params, error) {
	params := knight.Defaults()
	given := map[string]bool{}
	for _, word := range scenario {
		key, value, ok := strings.Cut(word, "=")
		if !ok {
			return params, badInput("write it as in --scenario stop=958", "--scenario %q has no value", word)
		}
		if given[key] {
			return params, badInput("give each key once", "--scenario %s is given twice", key)
		}
		given[key] = true
		if err := params.Set(key, value); err != nil {
			return params, badInput("lossreplay incidents lists the keys", "%w", err)
		}
	}
	return params, nil
}
