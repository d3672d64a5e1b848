package main

import (
	"github.com/spf13/cobra"

	"lossreplay/replay/uncertaintyfile"
)

// newUncertainty returns the verb uncertainty: what no source settles.
func newUncertainty(a *app) *cobra.Command {
	var init bool
	var controls, preset string
	cmd := &cobra.Command{
		Use:   "uncertainty [flags]",
		Short: "List what no source settles and how it is drawn, or write it as a file to edit.",
		Example: `  # what varies between the draws of a run
  lossreplay uncertainty

  # a commented file with every distribution and its reason, to change and to give to run
  lossreplay uncertainty --init >uncertainty.yaml
  lossreplay run --draws 64 --uncertainty uncertainty.yaml`,
		Args: words(0, 0, ""),
		RunE: typed(func(*cobra.Command, []string) error {
			chosen, err := a.chooseControls(controls, preset)
			if err != nil {
				return err
			}
			known := unknowns(chosen.controls)
			if init {
				return uncertaintyfile.Write(a.out, known)
			}
			a.unknowns(known)
			return nil
		}),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&controls, "controls", "", "`FILE` a controls file, whose controls stand there too under their names")
	addPreset(cmd, &preset, "the same of a preset")
	flags.BoolVar(&init, "init", false, "write them as a commented file, with all defaults, to standard output")
	return cmd
}
