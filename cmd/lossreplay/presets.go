package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/model/control"
)

// presetFlag is the name of the flag of run and controls that names a preset.
const presetFlag = "preset"

// addPreset declares the flag of a preset, with what it means there, and completes its value.
func addPreset(cmd *cobra.Command, name *string, meaning string) {
	var names, described []string
	for _, p := range control.Presets() {
		names = append(names, p.Name)
		described = append(described, p.Name+"\t"+p.About)
	}
	cmd.Flags().StringVar(name, presetFlag, "", "`NAME` "+meaning+": "+strings.Join(names, ", "))
	if err := cmd.RegisterFlagCompletionFunc(presetFlag, cobra.FixedCompletions(described, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic("lossreplay: " + err.Error())
	}
}

// aboutPreset returns what is in a preset.
func aboutPreset(name string) string {
	i := slices.IndexFunc(control.Presets(), func(p control.PresetInfo) bool { return p.Name == name })
	return control.Presets()[i].About
}

// preset returns the controls of the preset with that name.
func preset(name string) ([]control.Instance, error) {
	controls, err := control.Preset(name)
	if err != nil {
		return nil, badInput("lossreplay controls lists the presets", "%w", err)
	}
	return controls, nil
}
