package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lossreplay/datasets"
	"lossreplay/datasets/embedded"
	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/replay/report"
)

// defaultIncident is what run and verify replay if no incident is named. It is the only embedded one so far.
const defaultIncident = "knight"

// defaultSeed is the seed of a reconstruction unless --seed gives another.
const defaultSeed = embedded.Seed

// incidentFlags choose among the reconstructions of an embedded incident.
type incidentFlags struct {
	scenario []string
	seed     uint64
	set      func() bool // whether either was given
	seedSet  func() bool
}

func (f *incidentFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.scenario, "scenario", nil, "`KEY=VALUE` a choice of an embedded reconstruction; may be repeated")
	flags.Uint64Var(&f.seed, "seed", defaultSeed, "`N` the seed of an embedded reconstruction")
	f.set = func() bool { return flags.Changed("scenario") || flags.Changed("seed") }
	f.seedSet = func() bool { return flags.Changed("seed") }
}

// openIncident returns the day that the words name: an embedded incident, made if it is not in the cache, or a folder.
func openIncident(ctx context.Context, args []string, f incidentFlags, p *progress) (*datasets.Day, error) {
	name := defaultIncident
	if len(args) > 0 {
		name = args[0]
	}
	if name == defaultIncident {
		return openEmbedded(ctx, f, p)
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, noIncident(name)
	}
	if f.set() {
		return nil, badInput("leave --scenario and --seed out, or name an embedded incident: lossreplay incidents lists them",
			"--scenario and --seed make a reconstruction; %s is a recorded day", name)
	}
	p.phase("checking %s", name)
	day, err := datasets.Open(name)
	if err != nil {
		return nil, badDay(err, "")
	}
	return day, ctx.Err()
}

// badDay returns what is wrong with a folder as a fault: one line a problem, with what mends them. csv is the file that has
// all problems, "" if none was written.
func badDay(err error, csv string) error {
	var problems *datasets.Problems
	if !errors.As(err, &problems) {
		return err
	}
	f := &fault{status: statusInput, err: fmt.Errorf("%s is no valid day (problems: %d)", problems.Dir, problems.Count()),
		lines: problems.Lines(), hints: problems.Hints()}
	switch {
	case csv != "":
		f.hints = append(f.hints, fmt.Sprintf("%s holds all %d problems", csv, problems.Count()))
	case int64(len(f.lines)) < problems.Count():
		f.hints = append(f.hints, fmt.Sprintf("lossreplay dataset validate %s --problems FILE.csv writes all %d problems", problems.Dir, problems.Count()))
	}
	return f
}

// tableSums returns the files that a day was read from, for the manifest of the results.
func tableSums(day *datasets.Day) []report.TableSum {
	var sums []report.TableSum
	for _, t := range datasets.Describe(day).Tables {
		sums = append(sums, report.TableSum{Name: t.Name, File: t.File, SHA256: t.SHA256, Rows: t.Rows})
	}
	return sums
}

// noIncident is the fault of a name that is neither embedded nor a folder.
func noIncident(name string) error {
	hint := "lossreplay incidents lists the embedded ones; else name a folder that holds an incident.yaml"
	if near := model.Nearest(name, []string{defaultIncident}); near != "" {
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
