package market

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// spec is a market with half of the impact gone in seconds and a fifth for good.
func spec() model.MarketSpec {
	return model.MarketSpec{Tick: time.Second, Permanent: 0.2, Terms: []model.DecayTerm{{Weight: 0.5, Tau: 20 * time.Second}, {Weight: 0.3, Tau: 10 * time.Minute}},
		Participation: 0.1, Discount: 0.06, DiscountExponent: 0.5}
}

func kernel(t testing.TB, s model.MarketSpec) *Kernel {
	t.Helper()
	k, err := NewKernel(s)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// remembered is G(u) of the formula.
func remembered(s model.MarketSpec, u model.Duration) float64 {
	g := s.Permanent
	for _, term := range s.Terms {
		g += term.Weight * math.Exp(-float64(u)/float64(term.Tau))
	}
	return g
}

func TestKernelIsTheFormula(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := spec()
		s.Terms[0].Tau = time.Duration(rapid.IntRange(1, 100).Draw(r, "tau")) * time.Second
		s.Terms[0].Weight = rapid.Float64Range(0, 0.7).Draw(r, "weight")
		s.Permanent = 0.7 - s.Terms[0].Weight
		k := kernel(t, s)
		security := model.Security{OpenPx: 250_000, ImpactLevel: rapid.Float64Range(0.01, 5).Draw(r, "lambda"), VolumeScale: 1_000_000}
		flow := rapid.SliceOfN(rapid.Int64Range(-20_000, 20_000), 50, 400).Draw(r, "flow")
		var state Impact
		for _, q := range flow {
			k.Tick(&state, model.Qty(q))
		}
		want := 0.0
		for i, q := range flow {
			want += float64(q) * remembered(s, model.Duration(len(flow)-1-i)*s.Tick)
		}
		want *= float64(security.OpenPx) * security.ImpactLevel / float64(security.VolumeScale)
		// Half a price unit of rounding, and decay factors of twelve decimals.
		if got := k.Price(&state, Unit(&security)); math.Abs(float64(got)-want) > 0.5+1e-6*(1+math.Abs(want)) {
			r.Fatalf("impact %d, formula %v", got, want)
		}
	})
}

func TestFlowWeighsFromTheNextTickOn(t *testing.T) {
	k := kernel(t, spec())
	var state Impact
	if p := k.Price(&state, 1); p != 0 {
		t.Errorf("no flow moves the price by %d", p)
	}
	k.Tick(&state, 1_000)
	if p := k.Price(&state, 1); p != 1_000 {
		t.Errorf("right after it, flow weighs %d of 1000", p)
	}
	k.Tick(&state, -1_000)
	if p := k.Price(&state, 1); p >= 0 {
		t.Errorf("selling again at once leaves %d: a round trip that pays", p)
	}
}

func TestAMinuteIsSixtyTicks(t *testing.T) {
	k := kernel(t, spec())
	a, b := Impact{Permanent: 5_000, Term: [TermsMax]float64{3_000, -7_000}}, Impact{Permanent: 5_000, Term: [TermsMax]float64{3_000, -7_000}}
	for range 59 {
		k.Tick(&a, 0)
	}
	k.Tick(&a, 800)
	k.Minute(&b, 800)
	if x, y := k.Price(&a, 100), k.Price(&b, 100); x != y {
		t.Errorf("sixty ticks give %d, a minute %d", x, y)
	}
	if n := k.TicksPerMinute(); n != 60 {
		t.Errorf("%d ticks a minute", n)
	}
}

func TestNewKernelRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*model.MarketSpec)
		want  string
	}{
		{"no_tick", func(s *model.MarketSpec) { s.Tick = 0 }, "does not divide a minute"},
		{"a_tick_of_7s", func(s *model.MarketSpec) { s.Tick = 7 * time.Second }, "does not divide a minute"},
		{"four_terms", func(s *model.MarketSpec) { s.Terms = make([]model.DecayTerm, 4) }, "4 decaying terms"},
		{"negative_weight", func(s *model.MarketSpec) { s.Terms[0].Weight = -0.1 }, "term 1"},
		{"weight_above_1", func(s *model.MarketSpec) { s.Terms[1].Weight = 1.1 }, "term 2"},
		{"no_decay_time", func(s *model.MarketSpec) { s.Terms[1].Tau = 0 }, "term 2"},
		{"sum_below_1", func(s *model.MarketSpec) { s.Permanent = 0.1 }, "must add up to 1"},
		{"negative_permanent_part", func(s *model.MarketSpec) { s.Permanent, s.Terms[0].Weight = -0.1, 0.8 }, "must add up to 1"},
	} {
		s := spec()
		c.spoil(&s)
		if k, err := NewKernel(s); k != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
