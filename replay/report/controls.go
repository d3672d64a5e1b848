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
	shapley, errors := b.impact.shapley(b.labels)
	var banzhaf []model.Money
	if b.impact.lattice != nil {
		banzhaf = b.impact.lattice.Banzhaf()
	}
	for i := range b.main.Controls {
		subject := b.subject(b.main, i)
		subject.Normal = costOf(b.days, i)
		list = append(list, Control{
			Subject: subject, LastLine: &LastLine{Decimal(b.impact.lastLine(i))}, Shapley: entry(shapley, i),
			ShapleyError: entry(errors, i), Banzhaf: entry(banzhaf, i),
		})
	}
	for _, c := range b.study.NotEvaluable {
		s := describe(c.Instance)
		s.NotEvaluableBecause = Because(c)
		list = append(list, Control{Subject: s})
	}
	return list
}

// entry returns amount i of a list; nil if there is no list.
func entry(list []model.Money, i int) *Decimal {
	if list == nil {
		return nil
	}
	d := Decimal(list[i])
	return &d
}

// Because says why a control cannot be judged.
func Because(c replay.NotEvaluable) string {
	if len(c.Missing) == 0 {
		return "its setting delays orders, which a record cannot show: it needs the closed loop"
	}
	return "the day has no " + enumerate(c.Missing)
}

func (b *builder) variants() []Subject {
	list := []Subject{}
	if b.study.Variants != nil {
		for i := range b.study.Variants.Controls {
			s := b.subject(b.study.Variants, i)
			s.Normal = costOf(b.days, len(b.labels)+i)
			list = append(list, s)
		}
	}
	return list
}

// describe returns what there is to say about a control before any day.
func describe(c control.Instance) Subject {
	s := Subject{ID: c.Spec.ID, Name: c.Spec.Name, Label: c.Name, Family: c.Spec.Family.String(), Existed: c.Spec.Existed, InForce: c.Spec.InForce,
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
	s.Standalone, s.FirstTrip = b.figures(run, i)
	s.Explanation = b.explain(&s, run.Alone(i), i)
	return s
}

// figures returns the world in which control i of a run is on alone, and its first trip there.
func (b *builder) figures(run *replay.Result, i int) (*Standalone, *Timestamp) {
	alone, held := run.Alone(i), run.AloneHeld(i)
	loss := b.baseline.Total()
	prevented, atHeld := loss-alone.Total(), loss-held.Total()
	return &Standalone{
		Loss: Decimal(alone.Total()), Prevented: Decimal(prevented), PreventedPercent: percent(prevented, loss),
		PreventedNoImpact: Decimal(atHeld), PreventedNoImpactPercent: percent(atHeld, loss),
		Trips: len(alone.Trips[i]), Halted: stamp(alone.Halted),
		Executions: alone.Flow.UnmatchedExecutions, Shares: alone.Flow.UnmatchedShares, Unmarketable: alone.Flow.Unmarketable,
		Unprovoked:       alone.Flow.Unprovoked,
		CollateralOrders: alone.Collateral.Orders, CollateralShares: alone.Collateral.Shares,
		CollateralNotional: Decimal(alone.Collateral.Notional), CollateralMinutes: alone.Collateral.Minutes,
	}, firstTrip(alone.Trips[i])
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
