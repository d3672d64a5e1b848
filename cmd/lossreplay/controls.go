package main

import (
	"github.com/spf13/cobra"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/controlfile"
)

// newControls returns the verb controls: the catalogue.
func newControls(a *app) *cobra.Command {
	var initFile bool
	cmd := &cobra.Command{
		Use:   "controls [ID] [flags]",
		Short: "List the controls of the catalogue, or show one in full.",
		Example: `  # the catalogue
  lossreplay controls

  # all there is to say about the kill switch
  lossreplay controls A41

  # a commented file of every control and parameter, to change and to give to run
  lossreplay controls --init >controls.yaml`,
		Args:              words(0, 1, "one control ID"),
		ValidArgsFunction: cobra.FixedCompletions(controlIDs(), cobra.ShellCompDirectiveNoFileComp),
		RunE: typed(func(_ *cobra.Command, args []string) error {
			switch {
			case initFile && len(args) > 0:
				return badInput("lossreplay controls --init writes all of them", "--init and a control ID do not go together")
			case initFile:
				return controlfile.Write(a.out)
			case len(args) == 1:
				return showControl(a, args[0])
			}
			a.catalogue(control.Catalogue())
			return nil
		}),
	}
	cmd.Flags().BoolVar(&initFile, "init", false, "write the commented controls file of all defaults to standard output")
	return cmd
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
