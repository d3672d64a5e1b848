package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
	"lossreplay/datasets/importing"
	"lossreplay/datasets/intake"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// importFlags are the flags of import.
type importFlags struct {
	out, mapping string
	operations   string
	mapInit      string
	date, zone   string
	force        bool
	json, quiet  bool
}

// newImport returns the verb import: logs of others as a day's folder.
func newImport(a *app) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FORMAT SOURCE... --out DIR [flags]",
		Short: "Take logs of orders and executions to the folder of a recorded day.",
		Long: "FORMAT is " + orList(formatWords()) + ". Sources may be packed (gzip, zstd, zip of one file). Every row is kept,\n" +
			"refused (refused.parquet says where and why), or counted as left alone. What no log says is inferred or\n" +
			"assumed, and named so in incident.yaml.",
		Example: `  # what an engine logged on one day, then the answer
  lossreplay import fix logs/*.log.gz --zone America/New_York --out days/2024-05-06
  lossreplay run days/2024-05-06

  # tables of your own: guess a mapping, correct it, import
  lossreplay import csv orders.csv fills.csv --map-init map.yaml
  lossreplay import csv orders.csv fills.csv --map map.yaml --operations timeline.csv --out days/2024-05-06

  # with what no log says: which orders nobody wanted, how the rest was closed
  lossreplay import fix logs/*.log --map map.yaml --out days/2024-05-06`,
		Args:              words(2, 1<<16, "a FORMAT and at least one SOURCE"),
		ValidArgsFunction: completeFormat,
		RunE: typed(func(cmd *cobra.Command, args []string) error {
			return a.importDay(cmd.Context(), args[0], args[1:], f)
		}),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.mapping, "map", "", "`FILE` the mapping file: what columns and tags mean, and what no log says")
	flags.StringVar(&f.operations, "operations", "", "`FILE` what people and machines did, as CSV or JSON lines: at, kind, server, build, reaction, text")
	flags.StringVar(&f.date, "date", "", "`YYYY-MM-DD` the day to take (default the day with most orders)")
	flags.StringVar(&f.zone, "zone", "", "`ZONE` of the day, as America/New_York (default UTC)")
	group(flags, "What to take", "map", "operations", "date", "zone")
	flags.StringVar(&f.out, "out", "", "`DIR` new folder for the day; needed")
	flags.StringVar(&f.mapInit, "map-init", "", "`FILE` only guess a mapping file from the first rows of CSV sources, to be corrected")
	flags.BoolVar(&f.force, "force", false, "replace the folder or the mapping file if it is there")
	flags.BoolVar(&f.json, "json", false, "standard output is one JSON document, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "out", "map-init", "force", "json", "quiet")
	return cmd
}

// importMemory is what an import may use before it collects garbage more often: a machine with 1 GiB should do for a log of 10 GB.
const importMemory = 900 << 20

func (a *app) importDay(ctx context.Context, format string, sources []string, f importFlags) error {
	if f.mapInit != "" {
		return a.guessMapping(format, sources, f)
	}
	if f.out == "" {
		return badInput("name the folder to write: --out days/2024-05-06", "--out is missing")
	}
	if debug.SetMemoryLimit(-1) == math.MaxInt64 { // the user has set none
		debug.SetMemoryLimit(importMemory)
	}
	p := &progress{a: a, quiet: f.quiet}
	p.phase("reading %d sources", len(sources))
	defer p.stop()
	sum, day, err := importing.Import(importing.Request{
		Format: format, Sources: sources, Map: f.mapping, Operations: f.operations, Date: f.date, Zone: f.zone, Out: f.out, Force: f.force,
		Canceled: ctx.Err, Progress: p.reading(), Sorted: func() {
			p.stop()
			p.phase("putting the day together")
		},
	})
	p.stop()
	if err != nil {
		return badImport(err, sum)
	}
	not, err := replay.CannotJudge(day, control.All())
	if err != nil {
		return err
	}
	answer := importAnswer{Out: f.out, Summary: sum, NotEvaluable: lacking(not)}
	if f.json {
		return a.json(answer)
	}
	a.imported(&answer)
	return nil
}

// importAnswer is the answer of import.
type importAnswer struct {
	Out string `json:"out"`
	*intake.Summary
	NotEvaluable []lack `json:"not_evaluable"`
}

// lack is what a day lacks and the controls that it cannot judge without.
type lack struct {
	Missing  string   `json:"missing"`
	Controls []string `json:"controls"`
}

// lacking lists the controls that a day cannot judge by what it lacks. Those that ask for the closed loop lack nothing.
func lacking(not []replay.NotEvaluable) []lack {
	all := []lack{}
	at := map[string]int{}
	for _, c := range not {
		for _, what := range c.Missing {
			i, ok := at[what]
			if !ok {
				i = len(all)
				at[what] = i
				all = append(all, lack{Missing: what})
			}
			all[i].Controls = append(all[i].Controls, c.Instance.Name)
		}
	}
	return all
}

// badImport returns why an import failed, as a fault of the user where it is one.
func badImport(err error, sum *intake.Summary) error {
	var problems *datasets.Problems
	var unknown *importing.UnknownFormat
	switch {
	case errors.As(err, &unknown):
		hint := "FORMAT is " + orList(formatWords())
		if unknown.Near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", unknown.Near, hint)
		}
		return badInput(hint, "%w", err)
	case errors.Is(err, intake.ErrNoOrders):
		f := &fault{status: statusInput, err: fmt.Errorf("%w: %s", err, sum.Found()),
			hints: []string{"check the format, the mapping file and --date; lossreplay import --help has examples"}}
		for i, c := range sum.Refused {
			if i < 3 {
				f.hints = append(f.hints, fmt.Sprintf("%d rows refused: %s; first %s line %d", c.Rows, c.Reason, c.File, c.Line))
			}
		}
		return f
	case errors.As(err, &problems):
		return &fault{status: statusInput, err: fmt.Errorf("the sources cannot be imported so (problems: %d)", problems.Count()),
			lines: problems.Lines(), hints: problems.Hints()}
	}
	return notThere(err)
}

func formatWords() []string {
	names, _ := importing.Formats()
	return names
}

// orList returns words as a sentence lists them.
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// completeFormat offers the formats, then files.
func completeFormat(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	names, docs := importing.Formats()
	for i := range names {
		names[i] += "\t" + docs[i]
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
