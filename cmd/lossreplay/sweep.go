package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/report"
)

// sweepFlags are the flags of sweep.
type sweepFlags struct {
	incident incidentFlags
	control  string
	param    string
	values   []string
	with     []string
	normal   normalFlags
	output   outputFlags
	json     bool
	quiet    bool
}

// newSweep returns the verb sweep: one control, one limit, many values.
func newSweep(a *app) *cobra.Command {
	var f sweepFlags
	cmd := &cobra.Command{
		Use:   "sweep [INCIDENT] --control ID --param NAME --values V,V,... [flags]",
		Short: "Move one limit of one control: what it prevents against what it costs.",
		Long: "All values are evaluated in one pass over the day, each alone. The catalogue's default is added if it\nis not among them.\n\n" +
			"INCIDENT is the name of an embedded incident (default knight) or a folder with incident.yaml and tables.",
		Example: `  # how tight would the order-rate throttle have to be
  lossreplay sweep --control A16 --param limit --values 10,20,50,200,500,1000

  # the position limit, with its cost on twenty ordinary days
  lossreplay sweep --control A18 --param limit --values 1000000.00,5000000.00,20000000.00 --normal 20

  # the throttle again, over ten seconds
  lossreplay sweep --control A16 --param limit --values 100,1000 --with window=10s`,
		Args:              words(0, 1, "one INCIDENT"),
		ValidArgsFunction: completeIncident,
		RunE:              typed(func(cmd *cobra.Command, args []string) error { return a.sweep(cmd.Context(), args, f) }),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.control, "control", "", "`ID` the control")
	flags.StringVar(&f.param, "param", "", "`NAME` the parameter that moves")
	flags.StringSliceVar(&f.values, "values", nil, "`V,V,...` its values, as in a controls file")
	flags.StringArrayVar(&f.with, "with", nil, "`NAME=VALUE` another parameter's value; may be repeated")
	f.incident.add(flags)
	f.normal.add(flags)
	group(flags, "What to replay", "control", "param", "values", "with", "scenario", "seed", "normal")
	f.output.add(flags, "out/INCIDENT-sweep-ID-NAME")
	flags.BoolVar(&f.json, "json", false, "standard output is sweep.json and nothing else, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "out", "force", "json", "quiet")
	cmd.RegisterFlagCompletionFunc("control", cobra.FixedCompletions(controlIDs(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) sweep(ctx context.Context, args []string, f sweepFlags) error {
	controls, param, err := sweepControls(f)
	if err != nil {
		return err
	}
	if err := together(f.normal.check(), f.output.check(ctx)); err != nil {
		return err
	}
	f.normal.choose(args)
	p := &progress{a: a, quiet: f.quiet}
	day, err := openIncident(ctx, args, f.incident, p)
	if err != nil {
		return err
	}
	p.phase("replaying %s with %s at %d values of %s", day.Incident().Name, controls[0].Spec.ID, len(controls), param.Name)
	run, err := replay.EachOf(ctx, day, controls, p.start(eventsOf(day)))
	p.stop()
	if err != nil {
		return err
	}
	if run == nil {
		return badInput("lossreplay controls "+controls[0].Spec.ID+" says what it needs", "%s cannot be judged on this day: %s", controls[0].Spec.ID,
			"the day lacks what the control observes, or its setting needs the closed loop")
	}
	costs, err := f.normal.costs(ctx, controls, p)
	if err != nil {
		return err
	}
	sweep := report.BuildSweep(report.SweepInputs{Day: day, Param: param, Run: run, Normal: costs, Version: version, Tables: tableSums(day)})
	name := fmt.Sprintf("%s-sweep-%s-%s", day.Incident().Name, sweep.ID, sweep.Parameter)
	out, err := f.output.write(ctx, filepath.Join("out", name), sweep, p)
	if err != nil {
		return err
	}
	if f.json {
		return a.json(sweep)
	}
	if err := sweep.Table(a.out); err != nil {
		return err
	}
	a.say("\n%s: sweep.csv, sweep.json, figures/sweep.svg, .png, .pdf, manifest.json\n", out)
	return nil
}

// sweepControls returns the control at each value, in ascending order of the values, the default among them, and the parameter
// that moves. The error lists everything that is wrong with the flags.
func sweepControls(f sweepFlags) ([]control.Instance, *control.Param, error) {
	spec, err := control.Find(f.control)
	if err != nil {
		hint := "lossreplay controls lists them"
		if near := model.Nearest(f.control, controlIDs()); near != "" {
			hint = "did you mean " + near + "? " + hint
		}
		return nil, nil, badInput(hint, "--control %q: there is no such control", f.control)
	}
	wrong := &fault{status: statusInput, err: fmt.Errorf("%s cannot be swept so", spec.ID),
		hints: []string{"lossreplay controls " + spec.ID + " shows its parameters with their ranges"}}
	complain := func(format string, args ...any) { wrong.lines = append(wrong.lines, fmt.Sprintf(format, args...)) }
	base := spec.Default()
	for _, word := range f.with {
		name, text, ok := strings.Cut(word, "=")
		if p := spec.Param(name); !ok || p == nil || name == f.param {
			complain("--with %s: write NAME=VALUE with a parameter of %s that does not move", word, spec.ID)
		} else if v, err := p.Parse(text); err != nil {
			complain("--with %s: %v", word, err)
		} else {
			base = base.With(base.Name, name, v)
		}
	}
	param := spec.Param(f.param)
	var values []int64
	if param == nil {
		complain("--param %q: %s has no such parameter%s", f.param, spec.ID, meant(f.param, spec))
	} else {
		values = append(values, param.Default)
		for _, text := range f.values {
			v, err := param.Parse(text)
			if err != nil {
				complain("--values: %v", err)
			}
			values = append(values, v)
		}
		if len(f.values) == 0 {
			complain("--values: name at least one value")
		}
		slices.Sort(values)
		values = slices.Compact(values)
		if len(values) > replay.ControlsMax {
			complain("--values: %d values, the default among them; a sweep takes at most %d", len(values), replay.ControlsMax)
		}
	}
	if len(wrong.lines) > 0 {
		return nil, nil, wrong
	}
	var all []control.Instance
	for _, v := range values {
		all = append(all, base.With(spec.ID+" "+param.Name+" "+param.Text(v), param.Name, v))
	}
	return all, param, nil
}

// meant returns "; did you mean ...?" where a parameter of the control has nearly that name.
func meant(name string, spec *control.Spec) string {
	var names []string
	for i := range spec.Params {
		names = append(names, spec.Params[i].Name)
	}
	if near := model.Nearest(name, names); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
