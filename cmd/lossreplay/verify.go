package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/replay/report"
)

// verifyFlags are the flags of verify.
type verifyFlags struct {
	incident    incidentFlags
	json, quiet bool
}

// newVerify returns the verb verify: may one believe the replay of this day.
func newVerify(a *app) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify [INCIDENT] [flags]",
		Short: "Check that the replay returns the recorded loss exactly and that the day meets its facts.",
		Long: "INCIDENT is the name of an embedded incident (default knight) or a folder with incident.yaml and tables.\n" +
			"The status is 1 if the identity or a fact fails; a soft fact only warns.",
		Example: `  # the embedded Knight day
  lossreplay verify

  # a reconstruction that ends at 09:58
  lossreplay verify --scenario stop=958`,
		Args:              words(0, 1, "one INCIDENT"),
		ValidArgsFunction: completeIncident,
		RunE: typed(func(cmd *cobra.Command, args []string) error {
			return a.verify(cmd.Context(), args, f)
		}),
	}
	flags := cmd.Flags()
	f.incident.add(flags)
	group(flags, "What to check", "scenario", "seed")
	flags.BoolVar(&f.json, "json", false, "standard output is one JSON document, also on failure")
	flags.BoolVar(&f.quiet, "quiet", false, "no progress")
	group(flags, "What comes out", "json", "quiet")
	return cmd
}

func (a *app) verify(ctx context.Context, args []string, f verifyFlags) error {
	p := &progress{a: a, quiet: f.quiet}
	day, err := openIncident(ctx, args, f.incident, p)
	if err != nil {
		return err
	}
	study, err := examine(ctx, day, choice{}, p)
	if err != nil {
		return err
	}
	results, err := report.Build(report.Inputs{Day: day, Study: study, Version: version})
	if err != nil {
		return err
	}
	v := newVerdict(results)
	for _, fact := range v.Facts {
		if !fact.Met && fact.Soft {
			p.warn("fact %s, %s, is missed; it is soft: its sources are vague or conflict", fact.ID, fact.Quantity)
		}
	}
	if f.json {
		err = a.json(v)
	} else {
		a.verdict(v)
	}
	if err != nil || v.Holds {
		return err
	}
	return &fault{
		status: statusFailed, answered: true,
		err:   fmt.Errorf("%s does not hold: %s", v.Incident, strings.Join(v.failing(), ", ")),
		hints: []string{"do not use results of this day: its tables or its facts are not what they claim"},
	}
}

// verdict is the answer of verify.
type verdict struct {
	Incident string          `json:"incident"`
	Seed     uint64          `json:"seed"`
	Holds    bool            `json:"holds"`
	Fidelity report.Fidelity `json:"fidelity"`
	Facts    []report.Fact   `json:"facts"`
}

func newVerdict(r *report.Results) *verdict {
	v := &verdict{Incident: r.Incident, Seed: r.Seed, Fidelity: r.Fidelity, Facts: r.Facts}
	v.Holds = len(v.failing()) == 0
	return v
}

// failing names what does not hold: the identity, and facts that are neither met nor soft.
func (v *verdict) failing() []string {
	var names []string
	if !v.Fidelity.Exact {
		names = append(names, "the fidelity identity")
	}
	for _, f := range v.Facts {
		if !f.Met && !f.Soft {
			names = append(names, "fact "+f.ID)
		}
	}
	return names
}
