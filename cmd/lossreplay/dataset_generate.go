package main

import (
	"context"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
)

// generateFlags are the flags of dataset generate.
type generateFlags struct {
	incident incidentFlags
	format   string
	force    bool
	quiet    bool
}

// newGenerate returns the verb dataset generate.
func newGenerate(a *app) *cobra.Command {
	var f generateFlags
	cmd := &cobra.Command{
		Use:   "generate [INCIDENT] DIR [flags]",
		Short: "Write an embedded incident as a folder of tables.",
		Example: `  # the Knight day
  lossreplay dataset generate knight days/knight

  # another reading of the sources, in Arrow IPC files
  lossreplay dataset generate days/strict --scenario reading=strict --format arrow`,
		Args:              words(1, 2, "a new folder, after the incident if it is not knight,"),
		ValidArgsFunction: completeIncident,
		RunE: typed(func(cmd *cobra.Command, args []string) error {
			return a.generate(cmd.Context(), args, f)
		}),
	}
	flags := cmd.Flags()
	f.incident.add(flags)
	group(flags, "What to make", "scenario", "seed")
	flags.StringVar(&f.format, "format", "parquet", "`FORMAT` parquet or arrow")
	flags.BoolVar(&f.force, "force", false, "replace the folder if it is there")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "format", "force", "quiet")
	return cmd
}

func (a *app) generate(ctx context.Context, args []string, f generateFlags) error {
	dir := args[len(args)-1]
	if len(args) == 2 && args[0] != defaultIncident {
		return noIncident(args[0])
	}
	opts := datasets.WriteOptions{Force: f.force, Canceled: ctx.Err}
	switch f.format {
	case "parquet":
	case "arrow":
		opts.IPC = true
	default:
		return badInput("--format takes parquet or arrow", "%q is no format of tables", f.format)
	}
	params, err := knightParams(f.incident.scenario)
	if err != nil {
		return err
	}
	if err := notThere(datasets.MayWrite(dir, opts)); err != nil {
		return err
	}
	p := &progress{a: a, quiet: f.quiet}
	p.phase("making %s with seed %d", defaultIncident, f.incident.seed)
	if err := makeEmbedded(params, f.incident.seed, dir, opts); err != nil {
		return notThere(err)
	}
	a.say("%s\n", dir)
	return nil
}
