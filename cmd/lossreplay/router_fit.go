package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/replay/fit"
)

// routerFitFlags are the flags of router fit.
type routerFitFlags struct {
	incident           incidentFlags
	router, apply, out string
	force, json, quiet bool
}

// newRouterFit returns the verb router fit: which build explains each server.
func newRouterFit(a *app) *cobra.Command {
	var f routerFitFlags
	cmd := &cobra.Command{
		Use:   "fit [INCIDENT] [flags]",
		Short: "Find out from the orders alone which build each server ran, and since when.",
		Long: "INCIDENT is the name of an embedded incident (default knight) or a folder with incident.yaml and tables.\n" +
			"Labels and operations of the day are not read but to be compared with what is found. The log brackets a\n" +
			"change: after the last sign of the build before, by the first sign of the next.",
		Example: `  # the embedded Knight day: a server that the release missed, and the roll-back
  lossreplay router fit

  # a day of your own, against what was deployed by your records
  lossreplay router fit days/2024-05-06 --router router.yaml

  # what was found as a router file, for the record
  lossreplay router fit days/2024-05-06 --out found.yaml

  # write the day again, with the orders that no correct build would have sent marked as rogue
  lossreplay router fit days/2024-05-06 --apply days/2024-05-06-derived`,
		Args:              words(0, 1, "one INCIDENT"),
		ValidArgsFunction: completeIncident,
		RunE: typed(func(cmd *cobra.Command, args []string) error {
			return a.routerFit(cmd.Context(), args, f)
		}),
	}
	flags := cmd.Flags()
	f.incident.add(flags)
	flags.StringVar(&f.router, "router", "", "`FILE` the fleet, its builds and deploys as YAML (default what incident.yaml says)")
	group(flags, "What to explain", "router", "scenario", "seed")
	flags.StringVar(&f.apply, "apply", "", "`DIR` new folder for the day with its rogue labels derived")
	flags.StringVar(&f.out, "out", "", "`FILE` new router file with what each server ran, to check and to give back with --router")
	flags.BoolVar(&f.force, "force", false, "replace the folder that --apply names")
	flags.BoolVar(&f.json, "json", false, "standard output is one JSON document, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "apply", "out", "force", "json", "quiet")
	return cmd
}

func (a *app) routerFit(ctx context.Context, args []string, f routerFitFlags) error {
	if f.force && f.apply == "" {
		return badInput("name the folder with --apply, or leave --force out", "--force replaces the folder of --apply")
	}
	opts := datasets.WriteOptions{Force: f.force, Canceled: ctx.Err}
	if f.apply != "" {
		if err := datasets.MayWrite(f.apply, opts); err != nil {
			return notThere(err)
		}
	}
	if f.out != "" {
		if err := free(f.out); err != nil {
			return err
		}
	}
	p := &progress{a: a, quiet: f.quiet}
	day, err := openIncident(ctx, args, f.incident, p)
	if err != nil {
		return err
	}
	spec, ops, err := routerOf(day, f.router)
	if err != nil {
		return err
	}
	p.phase("reading the orders of %s", day.Incident().Name)
	found, err := fit.Day(day, spec, ops)
	if err != nil {
		return err
	}
	if f.apply != "" {
		p.phase("writing %s", f.apply)
		if err := relabel(day, found, f.apply, opts); err != nil {
			return notThere(err)
		}
	}
	if f.out != "" {
		if err := writeRouter(f.out, day.Incident().Session.Zone, found); err != nil {
			return err
		}
	}
	view := newFitView(day.Incident(), found, ops)
	view.Applied, view.Out = f.apply, f.out
	if f.json {
		return a.json(view)
	}
	a.fit(view)
	return nil
}

// routerOf returns the router that the file describes, or else the day itself.
func routerOf(day *datasets.Day, file string) (model.RouterSpec, []model.Operation, error) {
	about := day.Incident()
	if file == "" {
		return about.Router, day.Operations(), nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return model.RouterSpec{}, nil, badInput("give a router file: docs/router.schema.json lists its keys", "%w", err)
	}
	spec, ops, err := datasets.ReadRouter(file, data, &about.Router)
	var problems *datasets.Problems
	if errors.As(err, &problems) {
		return spec, nil, &fault{status: statusInput, err: fmt.Errorf("%s is no router file (problems: %d)", file, problems.Count()),
			lines: problems.Lines(), hints: problems.Hints()}
	}
	return spec, ops, err
}

// writeRouter writes what was found as a router file.
func writeRouter(file, zone string, found *fit.Result) error {
	spec := found.Router
	initial, ops := found.Timeline()
	spec.Initial = initial
	text, err := datasets.RouterText(&spec, ops, zone)
	if err != nil {
		return err
	}
	return writeNew(file, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// relabel writes day with what no correct build would have sent marked as rogue.
func relabel(day *datasets.Day, found *fit.Result, dir string, opts datasets.WriteOptions) error {
	labels, err := fit.Labels(day)
	if err != nil {
		return err
	}
	return datasets.Relabel(dir, day, labels, model.Setting{Key: "rogue", Value: "derived from the orders", Tag: model.Derived,
		Reason: fmt.Sprintf("a child beyond its parent is one that no build whose paths count would have sent: %d of %d", found.Beyond, found.Children)}, opts)
}
