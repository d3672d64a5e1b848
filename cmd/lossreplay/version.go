package main

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version goes into every result. It is not taken from the build, so that a checkout gives the same bytes however it was
// built.
const version = "devel"

// newVersion returns the verb version.
func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Show the version.",
		Example: `  # version, commit where known, Go release
  lossreplay version`,
		Args: words(0, 0, ""),
		RunE: typed(func(*cobra.Command, []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				info = &debug.BuildInfo{}
			}
			a.version(info)
			return nil
		}),
	}
}
