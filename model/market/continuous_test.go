package market_test

import (
	"math"
	"testing"
	"time"

	"gonum.org/v1/gonum/integrate/quad"

	"lossreplay/model"
	"lossreplay/model/market"
)

// The kernel runs on a grid of ticks. Under an even flow it must give what the formula of docs/method.md 5 gives in continuous
// time, I(T) = unit rate times the integral of G over 0..T, but for half a tick of flow that it takes too late or too early.
func TestGridGivesTheContinuousFormula(t *testing.T) {
	spec := model.MarketSpec{Tick: time.Second, Permanent: 0.05, Terms: []model.DecayTerm{
		{Weight: 0.6, Tau: 45 * time.Second}, {Weight: 0.25, Tau: 10 * time.Minute}, {Weight: 0.1, Tau: time.Hour}}}
	k, err := market.NewKernel(spec)
	if err != nil {
		t.Fatal(err)
	}
	weight := func(u float64) float64 {
		g := spec.Permanent
		for _, term := range spec.Terms {
			g += term.Weight * math.Exp(-u/term.Tau.Seconds())
		}
		return g
	}
	const rate, unit = 10_000, 1.0 // shares a second; price units a share
	var state market.Impact
	for second := 1; second <= 2700; second++ {
		k.Tick(&state, rate)
		if second%300 != 0 {
			continue
		}
		want := rate * unit * quad.Fixed(weight, 0, float64(second), 200, quad.Legendre{}, 0)
		got := float64(k.Price(&state, unit))
		if math.Abs(got-want) > rate*unit*0.5 {
			t.Errorf("after %d s of even flow: impact %.0f, formula %.0f, more than half a tick's flow apart", second, got, want)
		}
	}
}
