package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/controlfile"
	"lossreplay/replay/journal"
	"lossreplay/replay/report"
	"lossreplay/replay/uncertainty"
)

// runFlags are the flags of run.
type runFlags struct {
	incident incidentFlags
	controls string
	preset   string
	normal   normalFlags
	mode     modeFlag
	draws    drawFlags
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

  # with what a rule book asks for
  lossreplay run --preset rts6

  # how sure: 64 draws of what no source settles
  lossreplay run --draws 64

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
	flags.StringVar(&f.controls, "controls", "", "`FILE` the controls and their parameters, - for standard input (default core)")
	addPreset(cmd, &f.preset, "the controls of a preset instead")
	f.normal.add(flags)
	f.mode.add(cmd, flags)
	group(flags, "What to replay", "scenario", "seed", "controls", presetFlag, "normal", "mode")
	f.draws.add(flags)
	group(flags, "How sure", "draws", "uncertainty", "resume")
	f.output.add(flags, "out/INCIDENT")
	flags.BoolVar(&f.json, "json", false, "standard output is results.json and nothing else, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "out", "force", "json", "quiet")
	return cmd
}

func (a *app) run(ctx context.Context, args []string, f runFlags) error {
	chosen, err := a.chooseControls(f.controls, f.preset)
	if err != nil {
		return err
	}
	if err := together(f.normal.check(), f.mode.check(), f.draws.check(f.mode.mode), f.output.check(ctx)); err != nil {
		return err
	}
	plan, declared, err := f.draws.plan(a, chosen, &f.incident)
	if err != nil {
		return err
	}
	f.normal.choose(args)
	p := &progress{a: a, quiet: f.quiet}
	day, err := openIncident(ctx, args, f.incident, p)
	if err != nil {
		return err
	}
	study, err := examine(ctx, day, f.mode.traced(chosen), p)
	if err != nil {
		return err
	}
	for _, c := range study.NotEvaluable {
		p.warn("%s %s is not evaluable: %s; it is left out, not counted as 0", c.Instance.Name, c.Instance.Spec.Name, report.Because(c))
	}
	costs, err := f.normal.costs(ctx, judged(study), p)
	if err != nil {
		return err
	}
	generated, err := f.mode.closedLoop(ctx, day, chosen, p)
	if err != nil {
		return err
	}
	first := filepath.Join("out", day.Incident().Name)
	drawn, finished, err := f.drawn(ctx, args, plan, declared, day, study, f.output.first(first), p)
	if err != nil {
		return err
	}
	results, err := report.Build(report.Inputs{Day: day, Study: study, Normal: costs, Loop: generated, Draws: drawn, Version: version,
		Tables: tableSums(day), Controls: chosen.text, Reproduce: f.command(day.Incident().Name, chosen)})
	if err != nil {
		return errors.Join(err, finished.close())
	}
	pages, err := a.pages(results, "", nil)
	if err != nil {
		return errors.Join(err, finished.close())
	}
	f.output.also = pages.Files
	out, err := f.output.write(ctx, first, results, p)
	if err != nil {
		return errors.Join(err, finished.close())
	}
	if err := finished.remove(); err != nil {
		return err
	}
	if f.json {
		return a.json(results)
	}
	return a.results(results, out)
}

// command returns the command that makes the run again. Files of the user's own are named by what they are: their texts are in the
// manifest.
func (f *runFlags) command(incident string, chosen choice) string {
	words := []string{"lossreplay run", incident}
	add := func(set bool, word string) {
		if set {
			words = append(words, word)
		}
	}
	for _, s := range f.incident.scenario {
		words = append(words, "--scenario "+s)
	}
	add(f.incident.seedSet(), fmt.Sprintf("--seed %d", f.incident.seed))
	// A file that names a preset and nothing else is that preset, and the same choice gives the same bytes.
	name, isPreset := strings.CutPrefix(strings.TrimSpace(chosen.text), "preset: ")
	isPreset = isPreset && len(strings.Fields(name)) == 1
	add(isPreset, "--preset "+name)
	add(chosen.text != "" && !isPreset, "--controls controls.yaml")
	add(f.normal.set(), fmt.Sprintf("--normal %d", f.normal.days))
	add(f.mode.mode != modeTrace, "--mode "+f.mode.mode)
	add(f.draws.n > 0, fmt.Sprintf("--draws %d", f.draws.n))
	add(f.draws.own, "--uncertainty uncertainty.yaml")
	return strings.Join(words, " ")
}

// drawn makes the draws of a run, if there are to be any, and returns what they say and their journal.
func (f *runFlags) drawn(ctx context.Context, args []string, plan *uncertainty.Plan, declared string, day *datasets.Day, study *replay.Study, out string, p *progress) (*report.DrawInputs, *keptDraws, error) {
	if plan == nil {
		return nil, nil, nil
	}
	if study.Main.Coalitions != nil {
		return nil, nil, badInput("take fewer controls, as --preset core does", "--draws needs every combination of the controls, and of %d there are too many", len(study.Main.Controls))
	}
	var params *knight.Params
	if len(args) == 0 || args[0] == defaultIncident {
		own, err := knightParams(f.incident.scenario)
		if err != nil {
			return nil, nil, err
		}
		params = &own
	}
	d := newDrawing(plan, declared, f.draws.n, day, params, study.Main.Controls)
	in, j, err := d.run(ctx, &f.draws, out, p)
	return in, &keptDraws{j}, err
}

// keptDraws is the journal of draws whose results are not written yet; nil without draws.
type keptDraws struct{ journal *journal.Journal }

func (k *keptDraws) close() error {
	if k == nil || k.journal == nil {
		return nil
	}
	return k.journal.Close()
}

func (k *keptDraws) remove() error {
	if k == nil || k.journal == nil {
		return nil
	}
	return k.journal.Remove()
}

// judged returns the controls that a study ran, then its variants.
func judged(study *replay.Study) []control.Instance {
	all := slices.Clone(study.Main.Controls)
	if study.Variants != nil {
		all = append(all, study.Variants.Controls...)
	}
	return all
}

// choice is what a run switches on. text is the controls file as it was read, or one that says the same; "" for those
// of core.
type choice struct {
	controls, variants []control.Instance
	text               string
}

// chooseControls returns the controls of a file or a preset, or those of core and the variants where neither is
// named.
func (a *app) chooseControls(file, presetName string) (choice, error) {
	switch {
	case file != "" && presetName != "":
		return choice{}, badInput("leave --preset out and begin the file with preset: "+presetName+", which it then changes", "--controls and --preset do not go together")
	case file != "":
		return a.readControls(file)
	case presetName != "":
		controls, err := preset(presetName)
		return choice{controls: controls, text: "preset: " + presetName + "\n"}, err
	}
	return choice{controls: control.Defaults(), variants: control.Variants()}, nil
}

// readControls returns the controls of a file.
func (a *app) readControls(name string) (choice, error) {
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
	return replay.Examine(ctx, day, replay.Plan{Controls: c.controls, Variants: c.variants, Fallback: report.Fallback, Progress: p.start(eventsOf(day))})
}
