// Package market says what prices would have been without part of the flow, and what a residual position brings.
//
// Owns: the impact kernel, counterfactual prices, marks, the liquidation policy (docs/method.md 5 and 6).
//
// Refuses: matching, order books, the question which orders exist.
//
// Invariants: no missing flow means recorded prices bit for bit; impact is linear in flow, so no round trip earns money from
// its own impact; every price is rounded once, half to even, in [Kernel.Price]; money is integers throughout.
package market

import (
	"fmt"
	"math"
	"time"

	"lossreplay/model"
)

// TermsMax is the largest number of decaying terms in a kernel.
const TermsMax = 3

// Impact is the state of one symbol's impact: shares, signed by side, that still weigh on its price. The zero value is no
// flow at all.
type Impact struct {
	Permanent float64
	Term      [TermsMax]float64
}

// Kernel is the impact model compiled for a grid:
//
//	I(t) = P0 lambda sum over earlier flow of e q / V G(t - t_k),  G(u) = g0 + sum_j g_j exp(-u/tau_j)
//
// with time in whole ticks: flow within a tick weighs on prices from the next tick on.
// Source: docs/method.md 5; linear transient impact after Gatheral (2010), free of price manipulation.
type Kernel struct {
	tick      model.Duration
	perMinute int
	g0        float64
	g         [TermsMax]float64
	perTick   [TermsMax]float64
	minute    [TermsMax]float64
}

// NewKernel returns the kernel of spec. The error says what is wrong: a tick that does not divide a minute, more than
// TermsMax terms, a weight outside 0..1, weights that do not add up to 1, a decay time that is not positive.
func NewKernel(spec model.MarketSpec) (*Kernel, error) {
	if spec.Tick <= 0 || time.Minute%spec.Tick != 0 {
		return nil, fmt.Errorf("impact tick %v does not divide a minute", spec.Tick)
	}
	if len(spec.Terms) > TermsMax {
		return nil, fmt.Errorf("impact kernel has %d decaying terms; %d are possible", len(spec.Terms), TermsMax)
	}
	k := &Kernel{tick: spec.Tick, perMinute: int(time.Minute / spec.Tick), g0: spec.Permanent}
	sum := spec.Permanent
	for j, term := range spec.Terms {
		if term.Weight < 0 || term.Weight > 1 || term.Tau <= 0 {
			return nil, fmt.Errorf("impact term %d has weight %v and decay time %v; use 0..1 and above 0", j+1, term.Weight, term.Tau)
		}
		k.g[j] = term.Weight
		k.perTick[j] = decay(spec.Tick, term.Tau)
		k.minute[j] = decay(time.Minute, term.Tau)
		sum += term.Weight
	}
	if spec.Permanent < 0 || math.Abs(sum-1) > 1e-9 {
		return nil, fmt.Errorf("impact weights add up to %v; permanent part and terms must add up to 1", sum)
	}
	return k, nil
}

// decay returns exp(-step/tau) rounded to twelve decimals, so that platforms whose math.Exp differ in the last bit agree.
func decay(step, tau model.Duration) float64 {
	const digits = 1e12
	return math.Round(math.Exp(-float64(step)/float64(tau))*digits) / digits
}

// TicksPerMinute returns the number of ticks in a minute.
func (k *Kernel) TicksPerMinute() int { return k.perMinute }

// Tick lets one tick pass in which flow, signed shares, was executed.
func (k *Kernel) Tick(s *Impact, flow model.Qty) { s.advance(&k.perTick, flow) }

// Minute lets one minute pass in which flow was executed; the flow weighs from the minute's end on.
func (k *Kernel) Minute(s *Impact, flow model.Qty) { s.advance(&k.minute, flow) }

func (s *Impact) advance(factor *[TermsMax]float64, flow model.Qty) {
	q := float64(flow)
	s.Permanent += q
	for j := range s.Term {
		s.Term[j] = float64(s.Term[j]*factor[j]) + q
	}
}

// Price returns the impact in price units, rounded half to even. unit is [Unit] of the symbol.
func (k *Kernel) Price(s *Impact, unit float64) model.Price {
	v := float64(k.g0 * s.Permanent)
	for j := range s.Term {
		v += float64(k.g[j] * s.Term[j])
	}
	return model.Price(math.RoundToEven(float64(v * unit)))
}

// Unit returns the price units by which one share moves the symbol before any decay: P0 lambda / V.
func Unit(s *model.Security) float64 {
	return float64(float64(s.OpenPx)*s.ImpactLevel) / float64(s.VolumeScale)
}
