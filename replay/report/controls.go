package report

import (
	"strings"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// controls returns the lattice's controls in the order of the run, then those that the day cannot judge.
func (b *builder) controls() []Control {
	list := []Control{}
	shapley, banzhaf := b.impact.Shapley(b.labels), b.impact.Banzhaf()
	for i := range b.main.Controls {
		share, power := Decimal(shapley[i]), Decimal(banzhaf[i])
		list = append(list, Control{
			Subject: b.subject(b.main, i), LastLine: &LastLine{Decimal(b.impact.LastLine(i))}, Shapley: &share, Banzhaf: &power,
		})
	}
	for _, c := range b.study.NotEvaluable {
		s := describe(c.Instance)
		s.NotEvaluableBecause = "the day has no " + enumerate(c.Missing) + " table"
		if len(c.Missing) > 1 {
			s.NotEvaluableBecause += "s"
		}
		list = append(list, Control{Subject: s})
	}
	return list
}

func (b *builder) variants() []Subject {
	list := []Subject{}
	if b.study.Variants != nil {
		for i := range b.study.Variants.Controls {
			list = append(list, b.subject(b.study.Variants, i))
		}
	}
	return list
}

// describe returns what there is to say about a control before any day.
func describe(c control.Instance) Subject {
	s := Subject{ID: c.Spec.ID, Name: c.Spec.Name, Label: c.Name, Family: c.Spec.Family.String(), Existed: c.Spec.Existed,
		Availability: c.Spec.Availability, Coverage: c.Spec.Coverage, Parameters: []Parameter{}}
	for i := range c.Spec.Params {
		p := &c.Spec.Params[i]
		s.Parameters = append(s.Parameters, Parameter{Name: p.Name, Doc: p.Doc, Unit: p.Unit.String(), Value: p.Text(c.Values[p.Name]),
			Default: p.Text(p.Default), Source: p.Source, Tag: string(p.Tag)})
	}
	return s
}

// subject returns control i of a run, with the world in which it is on alone.
func (b *builder) subject(run *replay.Result, i int) Subject {
	s := describe(run.Controls[i])
	s.Evaluable = true
	alone, held := run.Alone(i), run.AloneHeld(i)
	loss := b.baseline.Total()
	prevented, atHeld := loss-alone.Total(), loss-held.Total()
	s.FirstTrip = firstTrip(alone.Trips[i])
	s.Standalone = &Standalone{
		Loss: Decimal(alone.Total()), Prevented: Decimal(prevented), PreventedPercent: percent(prevented, loss),
		PreventedNoImpact: Decimal(atHeld), PreventedNoImpactPercent: percent(atHeld, loss),
		Trips: len(alone.Trips[i]), Halted: stamp(alone.Halted),
		Executions: alone.Flow.UnmatchedExecutions, Shares: alone.Flow.UnmatchedShares, Unmarketable: alone.Flow.Unmarketable,
		Unprovoked:       alone.Flow.Unprovoked,
		CollateralOrders: alone.Collateral.Orders, CollateralShares: alone.Collateral.Shares,
		CollateralNotional: Decimal(alone.Collateral.Notional), CollateralMinutes: alone.Collateral.Minutes,
	}
	s.Explanation = b.explain(&s, alone, i)
	return s
}

// firstTrip returns when the earliest trip of a log was; nil if there is none.
func firstTrip(trips []control.Trip) *Timestamp {
	first := model.Never
	for _, t := range trips {
		first = min(first, t.At)
	}
	return stamp(first)
}

// enumerate joins words as a sentence does: "a", "a and b", "a, b and c".
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
