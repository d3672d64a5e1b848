package report

import (
	"math/bits"
	"strings"
	"time"

	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/replay"
)

// The price assumptions, as rows name them.
const (
	pricesImpact = "impact" // freed of the impact of missing flow
	pricesHeld   = "held"   // as recorded, whatever flow is missing
)

// LeafRow is one leaf of the lattice: the outcome of Coalitions coalitions, those that contain In and nothing of Out.
type LeafRow struct {
	Prices        string
	Leaf          int    // counted from 0 within one price assumption
	In, Out       string // labels joined by "+"; empty for the empty set
	InSet, OutSet uint64 // the same by position in controls[]
	Coalitions    uint64
	Total         model.Money
	Loss          ledger.Loss
	Flow          replay.Flow
	Collateral    replay.Collateral
	Halted        model.Time // Never if nothing stopped everything
}

// Held reports whether the leaf is one with recorded prices held.
func (l *LeafRow) Held() bool { return l.Prices == pricesHeld }

// TripRow is one trip of a control in one leaf. Acted says that the control is in the leaf's in-set; otherwise it tripped and
// changed nothing. Seen and Limit are in Unit: count, shares, money (millionths), bp or ns.
type TripRow struct {
	Prices         string
	Leaf           int
	In             string
	Control        string
	Acted          bool
	At, Effect     model.Time
	Scope, ScopeOf string // firm, server, symbol, parent, venue; and which
	Seen, Limit    int64
	Unit           string
}

// SecondRow is how a world stood at At, and what it executed since the row before: one row a second, or a tick where ticks are
// longer.
type SecondRow struct {
	World                  string // baseline, or the label of the one control that is on
	At                     model.Time
	LossMid, LossFree      model.Money
	Gross, Net             model.Money
	RogueShares            int64 // since the row before
	LegitShares            int64
	RogueTotal, LegitTotal int64 // since the open
}

// Baseline reports whether the row is of the world without controls.
func (s *SecondRow) Baseline() bool { return s.World == baselineWorld }

// baselineWorld is the name of the world without controls.
const baselineWorld = "baseline"

// partition is the leaves under one price assumption.
type partition struct {
	prices string
	leaves []replay.Leaf
}

func (b *builder) partitions() []partition {
	return []partition{{pricesImpact, b.main.Impact}, {pricesHeld, b.main.Held}}
}

func (b *builder) leafRows() []LeafRow {
	rows := []LeafRow{}
	n := len(b.labels)
	for _, p := range b.partitions() {
		for i := range p.leaves {
			l := &p.leaves[i]
			rows = append(rows, LeafRow{
				Prices: p.prices, Leaf: i, In: b.join(l.In), Out: b.join(l.Out), InSet: l.In, OutSet: l.Out,
				Coalitions: 1 << (n - bits.OnesCount64(l.In|l.Out)), Total: l.Total(), Loss: l.Loss, Flow: l.Flow,
				Collateral: l.Collateral, Halted: l.Halted,
			})
		}
	}
	return rows
}

func (b *builder) join(set uint64) string { return strings.Join(b.names(set), "+") }

func (b *builder) tripRows() []TripRow {
	rows := []TripRow{}
	for _, p := range b.partitions() {
		for i := range p.leaves {
			l := &p.leaves[i]
			in := b.join(l.In)
			for c, trips := range l.Trips {
				for _, t := range trips {
					rows = append(rows, TripRow{
						Prices: p.prices, Leaf: i, In: in, Control: b.labels[c], Acted: l.In>>c&1 != 0, At: t.At, Effect: t.Effect,
						Scope: t.Scope.Kind.String(), ScopeOf: scopeName(b.day, t.Scope), Seen: t.Seen, Limit: t.Limit, Unit: t.Unit.String(),
					})
				}
			}
		}
	}
	return rows
}

// shown returns the leaves whose course over time is kept, with their names: the baseline, then each control's own world. A
// control that alone changes nothing lives in the baseline and is not shown again.
func (b *builder) shown() (leaves []*replay.Leaf, worlds []string) {
	leaves, worlds = append(leaves, b.baseline), append(worlds, baselineWorld)
	for i, label := range b.labels {
		if alone := b.main.Alone(i); alone.In != 0 {
			leaves, worlds = append(leaves, alone), append(worlds, label)
		}
	}
	return leaves, worlds
}

func (b *builder) secondRows() []SecondRow {
	rows := []SecondRow{}
	leaves, worlds := b.shown()
	for i, l := range leaves {
		var before replay.Point
		for _, p := range l.Points {
			since := model.Duration(p.Tick) * b.about.Market.Tick
			if since%time.Second != 0 {
				continue
			}
			rows = append(rows, SecondRow{
				World: worlds[i], At: b.about.Session.Open.Add(since), LossMid: p.LossMid, LossFree: p.LossFree, Gross: p.Gross, Net: p.Net,
				RogueShares: p.RogueShares - before.RogueShares, LegitShares: p.LegitShares - before.LegitShares,
				RogueTotal: p.RogueShares, LegitTotal: p.LegitShares,
			})
			before = p
		}
	}
	return rows
}
