package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/controlfile"
	"lossreplay/replay/report"
)

// runFlags are the flags of run.
type runFlags struct {
	incident incidentFlags
	controls string
	output   outputFlags
	json     bool
	quiet    bool
}

// newRun returns the verb run: the whole answer.
func newRun(a *app) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [INCIDENT] [flags]",
		Short: "Replay an incident with every combination of the controls and write the results.",
		Long:  "INCIDENT is the name of an embedded incident (default knight) or a folder with incident.yaml and tables.",
		Example: `  # the embedded Knight day; results in out/knight
  lossreplay run

  # your own day with your own thresholds
  lossreplay run days/2024-05-06 --controls controls.yaml --out out/may

  # had it ended at 09:58, as JSON
  lossreplay run --scenario stop=958 --json --quiet`,
		Args:              words(0, 1, "one INCIDENT"),
		ValidArgsFunction: completeIncident,
		RunE: typed(func(cmd *cobra.Command, args []string) error {
			return a.run(cmd.Context(), args, f)
		}),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	f.incident.add(flags)
	flags.StringVar(&f.controls, "controls", "", "`FILE` the controls and their parameters, - for standard input (default all, as they are)")
	group(flags, "What to replay", "scenario", "seed", "controls")
	f.output.add(flags)
	flags.BoolVar(&f.json, "json", false, "standard output is results.json and nothing else, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "out", "force", "json", "quiet")
	return cmd
}

func (a *app) run(ctx context.Context, args []string, f runFlags) error {
	chosen, err := a.chooseControls(f.controls)
	if err != nil {
		return err
	}
	if err := f.output.check(ctx); err != nil {
		return err
	}
	p := &progress{a: a, quiet: f.quiet}
	day, err := openIncident(ctx, args, f.incident, p)
	if err != nil {
		return err
	}
	study, err := examine(ctx, day, chosen, p)
	if err != nil {
		return err
	}
	for _, c := range study.NotEvaluable {
		p.warn("%s %s is not evaluable: this day has no %s; it is left out, not counted as 0", c.Instance.Name, c.Instance.Spec.Name,
			strings.Join(c.Missing, ", no "))
	}
	results, err := report.Build(report.Inputs{Day: day, Study: study, Version: version, Tables: tableSums(day), Controls: chosen.text})
	if err != nil {
		return err
	}
	out, err := f.output.write(ctx, results, p)
	if err != nil {
		return err
	}
	if f.json {
		return a.json(results)
	}
	return a.results(results, out)
}

// choice is what a run switches on. text is the controls file as it was read.
type choice struct {
	controls, variants []control.Instance
	text               string
}

// chooseControls returns the controls of a file, or all of the catalogue and its variants where no file is named.
func (a *app) chooseControls(name string) (choice, error) {
	if name == "" {
		return choice{controls: control.Defaults(), variants: control.Variants()}, nil
	}
	text, err := a.readFile(name)
	if err != nil {
		return choice{}, badInput("lossreplay controls --init writes a file to begin with", "controls: %w", err)
	}
	controls, err := controlfile.Parse(name, text)
	var problems controlfile.Problems
	if errors.As(err, &problems) {
		return choice{}, badControls(name, problems)
	}
	return choice{controls: controls, text: string(text)}, err
}

// badControls is the fault of a controls file.
func badControls(name string, problems controlfile.Problems) error {
	f := &fault{status: statusInput, err: fmt.Errorf("%s is no valid controls file (problems: %d)", name, len(problems)),
		hints: []string{"lossreplay controls ID shows a control's parameters with their ranges"}}
	for _, p := range problems {
		f.lines = append(f.lines, p.String())
	}
	return f
}

// readFile returns the content of a file, of standard input for "-".
func (a *app) readFile(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.in)
	}
	return os.ReadFile(name)
}

// examine replays the day under a progress bar.
func examine(ctx context.Context, day *datasets.Day, c choice, p *progress) (*replay.Study, error) {
	if len(c.controls) == 0 {
		p.phase("replaying %s as it was recorded", day.Incident().Name)
	} else {
		p.phase("replaying %s with every combination of %d controls", day.Incident().Name, len(c.controls))
	}
	defer p.stop()
	return replay.Examine(ctx, day, c.controls, c.variants, p.start(eventsOf(day)))
}
