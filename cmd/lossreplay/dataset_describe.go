package main

import (
	"github.com/spf13/cobra"

	"lossreplay/datasets"
)

// newDescribe returns the verb dataset describe.
func newDescribe(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "describe DIR",
		Short: "Say what a day's folder holds: tables, rows, times, names.",
		Example: `  # a folder that dataset generate wrote
  lossreplay dataset describe days/knight`,
		Args: words(1, 1, "one folder"),
		RunE: typed(func(_ *cobra.Command, args []string) error {
			day, err := datasets.Open(args[0])
			if err != nil {
				return badDay(err, "")
			}
			a.description(datasets.Describe(day))
			return nil
		}),
	}
}
