package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/report"
	"lossreplay/replay/testimony"
)

// explainFlags are the flags of explain.
type explainFlags struct {
	control  string
	world    []string
	given    func() bool // whether a world was
	incident string
	json     bool
	quiet    bool
}

// newExplain returns the verb explain: what one control did.
func newExplain(a *app) *cobra.Command {
	var f explainFlags
	cmd := &cobra.Command{
		Use:   "explain DIR --control ID [flags]",
		Short: "Say in words and numbers what one control did: why it tripped, what it blocked, what got through.",
		Long: "DIR is a folder of results that lossreplay run wrote. One world is replayed, by default that in which\n" +
			"the control is on alone. If it never tripped: how close it came.",
		Example: `  # the overfill check of the last run
  lossreplay explain out/knight --control A14

  # the kill switch where a gross limit is on as well
  lossreplay explain out/knight --control A41 --world A19,A41

  # a recorded day
  lossreplay explain out/may --control A16 --incident days/2024-05-06`,
		Args: words(1, 1, "one folder of results"),
		RunE: typed(func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), args[0], f) }),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.control, "control", "", "`ID` the control, by its label in the run or its number")
	flags.StringSliceVar(&f.world, "world", nil, "`A,B` the controls that are on, none for no control (default the control alone)")
	flags.StringVar(&f.incident, "incident", "", "`FOLDER` the recorded day that the results are of")
	f.given = func() bool { return flags.Changed("world") }
	group(flags, "What is asked", "control", "world", "incident")
	flags.BoolVar(&f.json, "json", false, "standard output is one JSON document, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "json", "quiet")
	completeWords(cmd, "control", controlIDs())
	return cmd
}

func (a *app) explain(ctx context.Context, dir string, f explainFlags) error {
	run, err := told(dir)
	if err != nil {
		return err
	}
	p := &progress{a: a, quiet: f.quiet}
	q, err := f.question(dir, run.Manifest, p)
	if err != nil {
		return err
	}
	if run.Version != version {
		p.warn("%s was written by version %s; this is %s", dir, run.Version, version)
	}
	day, err := sameDay(ctx, dir, run.Manifest, f.incident, p)
	if err != nil {
		return err
	}
	if err := judgeable(day, q.Controls); err != nil {
		return err
	}
	p.phase("replaying %s with %s", day.Incident().Name, worldText(q))
	answer, err := testimony.Ask(ctx, day, *q, p.start(eventsOf(day)))
	p.stop()
	if err != nil {
		return err
	}
	e := report.BuildExplanation(day, answer, version)
	if said := run.Contradicts(e); said != "" {
		return badInput("the results are of another version; run again, then explain", "%s: %s", dir, said)
	}
	if f.json {
		return a.json(e)
	}
	return e.Table(a.out)
}

// worldText says which controls are on.
func worldText(q *testimony.Question) string {
	text := ""
	for i, c := range q.Controls {
		if q.World>>i&1 != 0 {
			text += " " + c.Name
		}
	}
	if text == "" {
		return "no control on"
	}
	return text[1:] + " on"
}

// judgeable refuses controls that the day cannot judge.
func judgeable(day *datasets.Day, controls []control.Instance) error {
	not, err := replay.CannotJudge(day, controls)
	if err != nil || len(not) == 0 {
		return err
	}
	f := &fault{status: statusInput, err: fmt.Errorf("%s cannot be judged on this day", not[0].Instance.Name),
		hints: []string{"lossreplay controls ID says what a control needs"}}
	for _, c := range not {
		f.lines = append(f.lines, fmt.Sprintf("%s %s cannot be judged on this day: %s", c.Instance.Name, c.Instance.Spec.Name, report.Because(c)))
	}
	return f
}
