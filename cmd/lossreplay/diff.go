package main

import (
	"github.com/spf13/cobra"

	"lossreplay/replay/report"
)

// newDiff returns the verb diff: what changed between two runs.
func newDiff(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "diff DIR1 DIR2 [flags]",
		Short: "Say what changed between two runs: settings, inputs, results.",
		Long: "DIR1 and DIR2 are folders of results that lossreplay run wrote, the older first. Nothing is replayed.\n" +
			"The status is 0 whether they differ or not.",
		Example: `  # what if the position limit were 2 million
  lossreplay controls --init >limit.yaml      # change the limit of A18 in it
  lossreplay run --controls limit.yaml --out out/limit
  lossreplay diff out/knight out/limit`,
		Args: words(2, 2, "two folders of results"),
		RunE: typed(func(_ *cobra.Command, args []string) error { return a.diff(args[0], args[1], asJSON) }),
	}
	flags := cmd.Flags()
	flags.BoolVar(&asJSON, "json", false, "standard output is one JSON document, also on failure")
	group(flags, "What comes out", "json")
	return cmd
}

func (a *app) diff(older, newer string, asJSON bool) error {
	before, err := told(older)
	after, errAfter := told(newer)
	if err := together(err, errAfter); err != nil {
		return err
	}
	d := report.Compare(before, after)
	if asJSON {
		return a.json(d)
	}
	return d.Table(a.out)
}

// told reads a folder of results as far as a comparison needs it.
func told(dir string) (*report.Told, error) {
	t, err := report.ReadManifest(dir)
	if err != nil {
		return nil, badRun(dir, err)
	}
	return t, nil
}
