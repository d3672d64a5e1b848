package main

import (
	"errors"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
)

// newValidate returns the verb dataset validate.
func newValidate(a *app) *cobra.Command {
	var problems string
	cmd := &cobra.Command{
		Use:   "validate DIR [flags]",
		Short: "Check every row of a day's folder and list what is wrong.",
		Example: `  # five problems of a kind on the terminal, all of them in a file
  lossreplay dataset validate days/2024-05-06 --problems problems.csv`,
		Args: words(1, 1, "one folder"),
		RunE: typed(func(_ *cobra.Command, args []string) error { return a.validate(args[0], problems) }),
	}
	cmd.Flags().StringVar(&problems, "problems", "", "`FILE` new CSV file for every problem, with a header alone if there is none")
	return cmd
}

func (a *app) validate(dir, csv string) error {
	day, err := datasets.Open(dir)
	found := &datasets.Problems{}
	if err != nil && !errors.As(err, &found) {
		return err
	}
	if csv != "" {
		if err := writeNew(csv, found.WriteCSV); err != nil {
			return err
		}
	}
	if err != nil {
		return badDay(err, csv)
	}
	a.valid(dir, datasets.Describe(day))
	return nil
}
