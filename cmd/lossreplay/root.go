package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lossreplay/model"
)

// newRoot returns the tree of commands. args are the words it will get.
func newRoot(a *app, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "lossreplay",
		Short: "Replay a trading incident and say how much of its loss each control would have prevented.",
		Example: `  # replay the Knight Capital day and write a report
  lossreplay run

  # the same with your own thresholds
  lossreplay controls --init >controls.yaml
  lossreplay run --controls controls.yaml`,
		SilenceErrors: true, SilenceUsage: true,
		Args: knownVerb,
		RunE: typed(func(cmd *cobra.Command, _ []string) error { return cmd.Help() }),
	}
	cobra.EnableCommandSorting = false // in order of use
	root.AddCommand(newRun(a), newExplain(a), newDiff(a), newSweep(a), newPortfolio(a), newReport(a), newVerify(a), newIncidents(a), newControls(a),
		newUncertainty(a), newImport(a), newDataset(a),
		newRouter(a), newVersion(a))
	root.SetHelpCommand(newHelp(root))
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if verb := firstWord(args); cmd == root && verb != "" {
			return knownVerb(cmd, []string{verb})
		}
		return flagFault(cmd, err)
	})
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	return root
}

// newHelp returns the verb help, which unlike cobra's own refuses what it does not know.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]...",
		Short: "Show the help of a command.",
		Example: `  # the help of run
  lossreplay help run`,
		RunE: typed(func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return knownVerb(cmd, rest)
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		}),
	}
}

// knownVerb is the check of the words of a command that only has verbs below it.
func knownVerb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := cmd.CommandPath() + " --help lists the commands"
	if near := model.Nearest(args[0], verbs(cmd)); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", cmd.CommandPath()+" "+near, hint)
	}
	return badInput(hint, "unknown command %q", cmd.CommandPath()+" "+args[0])
}

// verbs returns the names of the commands below cmd.
func verbs(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// words returns the check that a verb gets at least min and at most max words; what says what they are.
func words(min, max int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= min && len(args) <= max {
			return nil
		}
		hint := fmt.Sprintf("usage: %s", cmd.UseLine())
		if len(args) < min {
			return badInput(hint, "%s needs %s", cmd.CommandPath(), what)
		}
		if max == 0 {
			return badInput(hint, "%s takes no words, but got %q", cmd.CommandPath(), args[0])
		}
		return badInput(hint, "%s takes %s only, but got %q as well", cmd.CommandPath(), what, args[max])
	}
}

// firstWord returns the first of args that is no flag.
func firstWord(args []string) string {
	for _, arg := range args {
		if !strings.HasPrefix(arg, "-") {
			return arg
		}
	}
	return ""
}

// flagFault returns the fault of a flag that could not be parsed, with the flag that may have been meant.
func flagFault(cmd *cobra.Command, err error) error {
	hint := cmd.CommandPath() + " --help lists the flags"
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := model.Nearest(unknown.GetSpecifiedName(), known); near != "" {
			hint = fmt.Sprintf("did you mean --%s? %s", near, hint)
		}
	}
	return badInput(hint, "%s: %w", cmd.CommandPath(), err)
}
