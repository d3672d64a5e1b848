package main

import (
	"bytes"
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/replay/costfile"
	"lossreplay/replay/portfolio"
	"lossreplay/replay/report"
	"lossreplay/replay/report/page"
	"lossreplay/replay/report/paper"
)

// reportFlags are the flags of report.
type reportFlags struct {
	costs   string
	capital string
	output  outputFlags
	quiet   bool
}

// newReport returns the verb report: the pages of a folder of results, made anew.
func newReport(a *app) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report DIR [flags]",
		Short: "Make the report of a folder of results anew, without replaying: with your own costs and capital.",
		Long:  "DIR is a folder of results that lossreplay run wrote, which holds a report already. Nothing in it is changed.",
		Example: `  # the same report again, in a folder beside
  lossreplay report out/knight

  # with what controls cost your firm, and what it could lose
  lossreplay portfolio --init >costs.yaml
  lossreplay report out/knight --costs costs.yaml --capital 80000000`,
		Args: words(1, 1, "one folder of results"),
		RunE: typed(func(cmd *cobra.Command, args []string) error { return a.report(cmd.Context(), args[0], f) }),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.costs, "costs", "", "`FILE` what controls cost and how often they work, - for standard input (default what portfolio --init writes)")
	flags.StringVar(&f.capital, "capital", "", "`X` what the firm can lose (default of knight "+model.Money(knight.Cash).String()+")")
	group(flags, "What is asked", "costs", "capital")
	f.output.add(flags, "out/INCIDENT-report")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "out", "force", "quiet")
	return cmd
}

func (a *app) report(ctx context.Context, dir string, f reportFlags) error {
	wrong := wrongFlags()
	var capital *model.Money
	if v, ok := wrong.amount("--capital", f.capital); ok {
		capital = &v
	}
	if err := together(wrong.err(), f.output.check(ctx)); err != nil {
		return err
	}
	p := &progress{a: a, quiet: f.quiet}
	p.phase("reading %s", dir)
	results, err := report.Read(dir)
	if err != nil {
		return badRun(dir, err)
	}
	pages, err := a.pages(results, f.costs, capital)
	if err != nil {
		return err
	}
	out, err := f.output.write(ctx, filepath.Join("out", results.Incident+"-report"), pages, p)
	if err != nil {
		return err
	}
	a.say("%s\n", filepath.Join(out, page.Name))
	return nil
}

// pages returns what people read of results. costs names a file of costs, "" for the defaults; capital is what the firm can lose, nil for
// what is published.
func (a *app) pages(results *report.Results, costs string, capital *model.Money) (report.Pages, error) {
	pages := report.Pages{Of: results}
	run, err := results.AsRun()
	if err != nil {
		return pages, err
	}
	in := page.Inputs{Results: results, Run: run, Capital: capitalOf(results.Incident, capital)}
	if run != nil {
		file, text, err := a.costsOf(costs, run)
		if err != nil {
			return pages, err
		}
		pages.Costs = text
		purchase, err := report.NewPurchase(report.PortfolioInputs{Run: run, Costs: file, CostsText: text, Objective: portfolio.Expected, Budget: portfolio.Unlimited,
			Capital: in.Capital, Version: version})
		if err != nil {
			return pages, badInput("lower the amounts in "+costs, "%w", err)
		}
		in.Offer = purchase.Offer()
	}
	pages.Files = []report.File{page.File(in), paper.File(paper.Inputs{Results: results, Offer: in.Offer, Capital: in.Capital})}
	return pages, nil
}

// costsOf returns the costs of that file, "" for the defaults, and its text.
func (a *app) costsOf(name string, run *report.Run) (*costfile.File, string, error) {
	if name != "" {
		return a.readCosts(name, run)
	}
	var b bytes.Buffer
	if err := costfile.Write(&b); err != nil {
		return nil, "", err
	}
	labels, ids := run.Controls()
	file, err := costfile.Parse("the default costs", b.Bytes(), costfile.Run{Labels: labels, IDs: ids})
	return file, b.String(), err
}
