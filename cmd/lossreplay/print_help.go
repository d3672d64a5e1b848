package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// help writes the help of cmd: a sentence, usage, flags in groups, examples. It fits a screen.
func (a *app) help(cmd *cobra.Command) {
	a.say("%s\n", cmd.Short)
	if cmd.Long != "" {
		a.say("\n%s\n", cmd.Long)
	}
	usage := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		usage = cmd.CommandPath() + " COMMAND"
	}
	a.say("\nUsage:\n  %s\n", usage)
	if cmd.HasAvailableSubCommands() {
		a.say("\nCommands:\n")
		var rows [][2]string
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				rows = append(rows, [2]string{c.Name(), c.Short})
			}
		}
		a.list(rows)
	}
	for _, group := range groups(cmd) {
		a.say("\n%s:\n", group.name)
		a.list(group.rows)
	}
	if cmd.Example != "" {
		a.say("\nExamples:\n%s\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		a.say("\n%s COMMAND --help shows one command.\n", cmd.CommandPath())
	}
}

// list writes names with their texts in line.
func (a *app) list(rows [][2]string) {
	width := 0
	for _, row := range rows {
		width = max(width, len(row[0]))
	}
	for _, row := range rows {
		lead := row[0]
		for _, line := range wrap(row[1], columnsMax-width-4) {
			a.say("  %-*s  %s\n", width, lead, line)
			lead = ""
		}
	}
}

// groupKey is the annotation of a flag that says under which heading of the help it stands.
const groupKey = "group"

// group puts the flags of those names under one heading of the help.
func group(flags *pflag.FlagSet, heading string, names ...string) {
	for _, name := range names {
		if err := flags.SetAnnotation(name, groupKey, []string{heading}); err != nil {
			panic("lossreplay: " + err.Error())
		}
	}
}

type flagGroup struct {
	name string
	rows [][2]string
}

// groups returns the flags of cmd under their headings, in the order in which they were declared.
func groups(cmd *cobra.Command) []flagGroup {
	var all []flagGroup
	flags := cmd.LocalFlags()
	flags.SortFlags = false
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" || f.Hidden {
			return
		}
		heading := "Flags"
		if own := f.Annotations[groupKey]; len(own) > 0 {
			heading = own[0]
		}
		if len(all) == 0 || all[len(all)-1].name != heading {
			all = append(all, flagGroup{name: heading})
		}
		last := &all[len(all)-1]
		last.rows = append(last.rows, flagRow(f))
	})
	return all
}

// flagRow returns a flag as "--long VALUE" and "text (default X)". In the declaration of a flag its value comes first, in
// backquotes.
func flagRow(f *pflag.Flag) [2]string {
	value, text := pflag.UnquoteUsage(f)
	name := "--" + f.Name
	if value != "" {
		name += " " + value
		text = strings.TrimPrefix(text, value+" ")
	}
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" {
		text += " (default " + f.DefValue + ")"
	}
	return [2]string{name, text}
}
