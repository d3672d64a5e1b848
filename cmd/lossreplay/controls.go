package main

import (
	"github.com/spf13/cobra"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/controlfile"
)

// controlsFlags are the flags of controls.
type controlsFlags struct {
	init   bool
	preset string
}

// newControls returns the verb controls: the catalogue.
func newControls(a *app) *cobra.Command {
	var f controlsFlags
	cmd := &cobra.Command{
		Use:   "controls [ID] [flags]",
		Short: "List the controls of the catalogue, or show one in full.",
		Example: `  # the catalogue
  lossreplay controls

  # all there is to say about the kill switch
  lossreplay controls A41

  # what a firm could have had in August 2012
  lossreplay controls --preset 2012

  # a commented file of every control and parameter, to change and to give to run
  lossreplay controls --init >controls.yaml`,
		Args:              words(0, 1, "one control ID"),
		ValidArgsFunction: cobra.FixedCompletions(controlIDs(), cobra.ShellCompDirectiveNoFileComp),
		RunE: typed(func(_ *cobra.Command, args []string) error {
			switch {
			case f.init && len(args) > 0:
				return badInput("lossreplay controls --init writes all of them", "--init and a control ID do not go together")
			case f.preset != "" && len(args) > 0:
				return badInput("lossreplay controls --preset NAME lists a preset", "--preset and a control ID do not go together")
			case len(args) == 1:
				return showControl(a, args[0])
			}
			return listControls(a, f)
		}),
	}
	cmd.Flags().SortFlags = false
	addPreset(cmd, &f.preset, "only the controls of a preset")
	cmd.Flags().BoolVar(&f.init, "init", false, "write them as a commented controls file, with all defaults, to standard output")
	return cmd
}

// listControls shows the controls of a preset, or all of the catalogue where none is named, or writes them as a file.
func listControls(a *app, f controlsFlags) error {
	controls, about := control.All(), "Every control of the catalogue, with its parameters at their defaults."
	if f.preset != "" {
		var err error
		if controls, err = preset(f.preset); err != nil {
			return err
		}
		about = "Preset " + f.preset + ", at the defaults: " + aboutPreset(f.preset) + "."
	}
	if f.init {
		return controlfile.Write(a.out, about, controls)
	}
	var specs []*control.Spec
	for _, c := range controls {
		specs = append(specs, c.Spec)
	}
	if f.preset != "" {
		for _, line := range wrap(about, columnsMax) {
			a.say("%s\n", line)
		}
		a.say("\n")
	}
	a.catalogue(specs)
	if f.preset == "" {
		a.presets()
	}
	return nil
}

func showControl(a *app, id string) error {
	spec, err := control.Find(id)
	if err != nil {
		hint := "lossreplay controls lists them"
		if near := model.Nearest(id, controlIDs()); near != "" {
			hint = "did you mean lossreplay controls " + near + "? " + hint
		}
		return badInput(hint, "no control %q in the catalogue", id)
	}
	a.control(spec)
	return nil
}

func controlIDs() []string {
	var ids []string
	for _, s := range control.Catalogue() {
		ids = append(ids, s.ID)
	}
	return ids
}
