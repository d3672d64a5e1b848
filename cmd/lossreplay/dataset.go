package main

import (
	"github.com/spf13/cobra"
)

// newDataset returns the verb dataset: recorded days as folders.
func newDataset(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "dataset",
		Short: "Write, describe, validate or anonymise the folder of a recorded day.",
		Example: `  # the Knight day as a folder, to look at with DuckDB or pandas
  lossreplay dataset generate knight days/knight

  # does a folder of your own hold a day
  lossreplay dataset validate days/2024-05-06`,
		Args: knownVerb,
		RunE: typed(func(cmd *cobra.Command, _ []string) error {
			return badInput(cmd.CommandPath()+" --help lists them", "%s needs a command: generate, describe, validate or anonymise", cmd.CommandPath())
		}),
	}
	cmd.AddCommand(newGenerate(a), newDescribe(a), newValidate(a), newAnonymise(a))
	return cmd
}
