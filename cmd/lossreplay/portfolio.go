package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/replay/costfile"
	"lossreplay/replay/portfolio"
	"lossreplay/replay/report"
)

// portfolioFlags are the flags of portfolio. Amounts are text until they are checked.
type portfolioFlags struct {
	init      bool
	costs     string
	budget    string
	objective string
	must      []string
	never     []string
	have      []string
	capital   string
	output    outputFlags
	json      bool
	quiet     bool
}

// newPortfolio returns the verb portfolio: which controls to buy.
func newPortfolio(a *app) *cobra.Command {
	var f portfolioFlags
	cmd := &cobra.Command{
		Use:   "portfolio DIR --costs FILE [flags]",
		Short: "Say which controls to buy: the best set for a budget, where controls cost and may fail.",
		Long: "DIR is a folder of results that lossreplay run wrote; if that has draws, over all of them. The set\n" +
			"is the best there is, by branch and bound. Costs and reliabilities come from FILE; those of --init\nare assumed.",
		Example: `  # a commented file of costs and reliabilities, to change
  lossreplay portfolio --init >costs.yaml

  # the best set for a million
  lossreplay portfolio out/knight --costs costs.yaml --budget 1000000

  # what to add to what the firm has, if the worst 5 % matter
  lossreplay portfolio out/knight --costs costs.yaml --have A12,A34 --objective cvar`,
		Args: words(0, 1, "one folder of results"),
		RunE: typed(func(cmd *cobra.Command, args []string) error { return a.portfolio(cmd.Context(), args, f) }),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&f.init, "init", false, "write a costs file for every control of the catalogue to standard output")
	flags.StringVar(&f.costs, "costs", "", "`FILE` what controls cost and how often they work, - for standard input")
	group(flags, "Costs", "init", "costs")
	flags.StringVar(&f.budget, "budget", "", "`X` what the set may cost over the years of the file (default no limit)")
	flags.StringVar(&f.objective, "objective", portfolio.Expected.String(), "`NAME` what the best set has least of: "+strings.Join(portfolio.ObjectiveNames, ", "))
	flags.StringSliceVar(&f.must, "must", nil, "`A,B` controls that have to be in")
	flags.StringSliceVar(&f.never, "never", nil, "`A,B` controls that may not")
	flags.StringSliceVar(&f.have, "have", nil, "`A,B` controls that the firm has: in, and paid for")
	flags.StringVar(&f.capital, "capital", "", "`X` what the firm can lose (default of knight "+model.Money(knight.Cash).String()+")")
	group(flags, "What is asked", "budget", "objective", "must", "never", "have", "capital")
	f.output.add(flags, "out/INCIDENT-portfolio")
	flags.BoolVar(&f.json, "json", false, "standard output is portfolio.json and nothing else, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "out", "force", "json", "quiet")
	completeWords(cmd, "objective", portfolio.ObjectiveNames)
	return cmd
}

// completeWords completes the value of a flag.
func completeWords(cmd *cobra.Command, flag string, words []string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic("lossreplay: " + err.Error())
	}
}

func (a *app) portfolio(ctx context.Context, args []string, f portfolioFlags) error {
	switch {
	case f.init && len(args) > 0:
		return badInput("lossreplay portfolio --init writes a costs file for all of the catalogue", "--init and a folder of results do not go together")
	case f.init:
		return costfile.Write(a.out)
	case len(args) == 0:
		return badInput("lossreplay run writes one; lossreplay portfolio --init writes a costs file", "lossreplay portfolio needs one folder of results")
	}
	asked, err := f.ask()
	if err := together(err, f.output.check(ctx)); err != nil {
		return err
	}
	p := &progress{a: a, quiet: f.quiet}
	p.phase("reading %s", args[0])
	run, err := report.ReadRun(args[0])
	if err != nil {
		return badRun(args[0], err)
	}
	file, text, fileErr := a.readCosts(f.costs, run)
	sets, setsErr := f.sets(run)
	if err := together(fileErr, setsErr); err != nil {
		return err
	}
	purchase, err := report.NewPurchase(report.PortfolioInputs{Run: run, Costs: file, CostsText: text, Objective: asked.objective, Budget: asked.budget,
		Must: sets.must, Never: sets.never, Have: sets.have, Capital: capitalOf(run.Incident, asked.capital), Version: version})
	if err != nil {
		return badInput("lower the amounts in "+f.costs, "%w", err)
	}
	if price := purchase.Price(sets.must); model.Money(price) > asked.budget {
		return badInput(fmt.Sprintf("raise --budget to %s, or ask for less with --must", price), "--budget %s: what --must asks for alone costs %s over %d years",
			asked.budget, price, file.Years)
	}
	p.phase("searching sets of %d controls", len(sets.labels))
	answer := purchase.Answer()
	out, err := f.output.write(ctx, filepath.Join("out", answer.Incident+"-portfolio"), answer, p)
	if err != nil {
		return err
	}
	if f.json {
		return a.json(answer)
	}
	if err := answer.Table(a.out); err != nil {
		return err
	}
	a.say("\n%s: portfolio.json, portfolio.csv, figures of pareto and exceedance, manifest.json\n", out)
	return nil
}

// badRun is the fault of a folder of results; an error of the machine stays one.
func badRun(dir string, err error) error {
	var unusable *report.Unusable
	if !errors.As(err, &unusable) {
		return err
	}
	f := &fault{status: statusInput, err: fmt.Errorf("%s is no folder of results that can be used (problems: %d)", dir, len(unusable.Problems)),
		hints: []string{"lossreplay run --out DIR writes a folder of results"}}
	f.lines = unusable.Problems
	return f
}

// readCosts returns the costs file, and its text.
func (a *app) readCosts(name string, run *report.Run) (*costfile.File, string, error) {
	text, err := a.readFile(name)
	if err != nil {
		return nil, "", badInput("lossreplay portfolio --init writes a file to begin with", "costs: %w", err)
	}
	labels, ids := run.Controls()
	file, err := costfile.Parse(name, text, costfile.Run{Labels: labels, IDs: ids})
	var problems costfile.Problems
	if !errors.As(err, &problems) {
		return file, string(text), err
	}
	f := &fault{status: statusInput, err: fmt.Errorf("%s is no valid costs file (problems: %d)", name, len(problems))}
	seen := map[string]bool{}
	for _, p := range problems {
		f.lines = append(f.lines, p.String())
		if p.Mend != "" && !seen[p.Mend] {
			seen[p.Mend] = true
			f.hints = append(f.hints, p.Mend)
		}
	}
	return nil, "", f
}

// capitalOf returns what the firm can lose: what --capital says, else what is published of the incident; nil if nothing is.
func capitalOf(incident string, given *model.Money) *report.Capital {
	switch {
	case given != nil:
		return &report.Capital{Amount: report.Decimal(*given), Source: "--capital", Tag: "chosen"}
	case incident == defaultIncident:
		return &report.Capital{Amount: report.Decimal(knight.Cash), Source: knight.CashSource, Tag: string(model.Published)}
	}
	return nil
}
