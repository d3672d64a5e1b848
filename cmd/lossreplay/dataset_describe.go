package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/datasets/quality"
	"lossreplay/datasets/reconcile"
	"lossreplay/datasets/tabular"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// describeFlags are the flags of dataset describe.
type describeFlags struct {
	positions string
	json      bool
}

// newDescribe returns the verb dataset describe.
func newDescribe(a *app) *cobra.Command {
	var f describeFlags
	cmd := &cobra.Command{
		Use:   "describe DIR [flags]",
		Short: "Say what a day's folder holds, how good the record is, and whether it adds up.",
		Long: "The positions file is CSV with a header: symbol, shares, and if wanted cash (what the trades brought,\n" +
			"fees taken off), account (empty for the firm, else the error account's name) and opening (shares\n" +
			"held before). The status is 1 if one differs by a share or a millionth of the currency.",
		Example: `  # what is in it, and which controls it can judge
  lossreplay dataset describe days/2024-05-06

  # do the executions make the positions that the back office has
  lossreplay dataset describe days/2024-05-06 --positions positions.csv`,
		Args: words(1, 1, "one folder"),
		RunE: typed(func(cmd *cobra.Command, args []string) error { return a.describe(cmd.Context(), args[0], f) }),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.positions, "positions", "", "`FILE` CSV of positions to hold the executions against")
	group(flags, "What to check", "positions")
	flags.BoolVar(&f.json, "json", false, "standard output is one JSON document, also on failure")
	group(flags, "What comes out", "json")
	return cmd
}

// described is all that dataset describe says of a folder.
type described struct {
	datasets.Description
	Quality      *quality.Report
	Side         []sideTable
	Judged       []control.Instance
	NotEvaluable []replay.NotEvaluable
	Positions    *reconcile.Result // nil if none were supplied
}

// sideTable is a table that an import left beside the day's.
type sideTable struct {
	File   string          `json:"file"`
	Rows   int64           `json:"rows"`
	Column string          `json:"column"` // by which the rows are counted
	Counts []tabular.Count `json:"counts"`
}

func (a *app) describe(ctx context.Context, dir string, f describeFlags) error {
	day, err := datasets.Open(dir)
	if err != nil {
		return badDay(err, "")
	}
	var positions []reconcile.Position
	if f.positions != "" {
		if positions, err = readPositions(f.positions, day); err != nil {
			return err
		}
	}
	d := &described{Description: datasets.Describe(day)}
	if d.Quality, err = quality.Measure(day, ctx.Err); err != nil {
		return err
	}
	if d.Side, err = sideTables(dir); err != nil {
		return err
	}
	if err := d.judge(day); err != nil {
		return err
	}
	if f.positions != "" {
		if d.Positions, err = reconcile.Compare(day.Securities(), d.Quality, positions); err != nil {
			return err
		}
	}
	if f.json {
		err = a.json(d.answer())
	} else {
		a.describedDay(d)
	}
	if err != nil || d.Positions == nil || d.Positions.Differ == 0 {
		return err
	}
	return &fault{status: statusFailed, answered: true,
		err:   fmt.Errorf("%d of %d positions differ from what the executions make", d.Positions.Differ, len(d.Positions.Lines)),
		hints: []string{"fills may be missing or told twice, an opening position may be left out, or the file may count fees otherwise"}}
}

// readPositions reads a positions file for the day.
func readPositions(name string, day *datasets.Day) ([]reconcile.Position, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, badInput("--positions names a CSV file with the columns symbol and shares", "%w", err)
	}
	defer file.Close()
	positions, err := reconcile.Parse(name, file, day.Incident().Error.Name)
	var problems *datasets.Problems
	if errors.As(err, &problems) {
		return nil, &fault{status: statusInput, err: fmt.Errorf("%s holds no positions (problems: %d)", name, problems.Count()),
			lines: problems.Lines(), hints: problems.Hints()}
	}
	return positions, err
}

// sideTables counts what an import left beside the tables.
func sideTables(dir string) ([]sideTable, error) {
	all := []sideTable{}
	for _, t := range []sideTable{{File: intake.RefusedFile, Column: "reason"}, {File: intake.CorrectionsFile, Column: "kind"}} {
		err := t.count(filepath.Join(dir, t.File))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// count counts the rows of the table in that file.
func (t *sideTable) count(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	const hint = "import the day again, or take the file out of the folder: no replay reads it"
	if !info.Mode().IsRegular() {
		return badInput(hint, "%s: is no regular file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if t.Rows, t.Counts, err = tabular.CountParquet(file, info.Size(), t.Column); err != nil {
		return badInput(hint, "%s: %w", path, err)
	}
	return nil
}

// judge parts the catalogue into the controls that a replay of the day can judge and the others.
func (d *described) judge(day *datasets.Day) (err error) {
	all := control.All()
	if d.NotEvaluable, err = replay.CannotJudge(day, all); err != nil {
		return err
	}
	not := map[string]bool{}
	for _, c := range d.NotEvaluable {
		not[c.Instance.Name] = true
	}
	for _, c := range all {
		if !not[c.Name] {
			d.Judged = append(d.Judged, c)
		}
	}
	return nil
}
