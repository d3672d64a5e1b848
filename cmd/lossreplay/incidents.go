package main

import "github.com/spf13/cobra"

// newIncidents returns the verb incidents: what is embedded.
func newIncidents(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "incidents",
		Short: "List the embedded incidents with their dates, seeds, sources and scenario keys.",
		Example: `  # what run and verify can replay by name
  lossreplay incidents`,
		Args: words(0, 0, ""),
		RunE: typed(func(*cobra.Command, []string) error {
			a.incidents()
			return nil
		}),
	}
}
