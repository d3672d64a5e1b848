package main

import "github.com/spf13/cobra"

// newRouter returns the verb router: what a day's orders say of the code that sent them.
func newRouter(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "router",
		Short: "Say what a day's orders tell of the code that sent them.",
		Example: `  # which build did each server run, and since when
  lossreplay router fit days/2024-05-06`,
		Args: knownVerb,
		RunE: typed(func(cmd *cobra.Command, _ []string) error {
			return badInput(cmd.CommandPath()+" --help lists them", "%s needs a command: fit", cmd.CommandPath())
		}),
	}
	cmd.AddCommand(newRouterFit(a))
	return cmd
}
