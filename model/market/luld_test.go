package market

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// bandOpen is when the session of these tests opens, on the day after the epoch.
const bandOpen = model.Time(24 * time.Hour)

// bandDay is the plan's rule for a session of 390 minutes.
func bandDay() BandRule {
	return BandRule{Window: 5 * time.Minute, LimitState: 15 * time.Second, Pause: 5 * time.Minute, Open: bandOpen, Close: bandOpen.Add(390 * time.Minute),
		DoubleAfterOpen: 15 * time.Minute, DoubleBeforeClose: 25 * time.Minute, Scale: 4}
}

func TestBandWidths(t *testing.T) {
	const midday = time.Hour
	for _, c := range []struct {
		what  string
		halt  int32
		at    time.Duration
		px    model.Price
		width model.Price
	}{
		{"tier 1", 1000, midday, 100_000, 5_000},
		{"tier 1, low price", 1000, midday, 10_000, 500},
		{"tier 2", 3000, midday, 100_000, 10_000},
		{"no group is tier 2", 0, midday, 100_000, 10_000},
		{"just above $3", 3000, midday, 30_001, 3_000},
		{"$3", 3000, midday, 30_000, 6_000},
		{"$0.75", 3000, midday, 7_500, 1_500},
		{"just below $0.75", 5000, midday, 7_499, 1_500},
		{"where 75 % is less than $0.15", 5000, midday, 1_000, 750},
		{"the smallest price", 5000, midday, 1, 1},
		{"the open", 1000, 0, 100_000, 10_000},
		{"just before 09:45", 1000, 15*time.Minute - 1, 100_000, 10_000},
		{"09:45", 1000, 15 * time.Minute, 100_000, 5_000},
		{"just before 15:35", 1000, 365*time.Minute - 1, 100_000, 5_000},
		{"15:35", 3000, 365 * time.Minute, 5_000, 3_000},
		{"just before the close", 1000, 390*time.Minute - 1, 100_000, 10_000},
		{"the close", 1000, 390 * time.Minute, 100_000, 0},
		{"before the open", 1000, -1, 100_000, 0},
	} {
		b := NewBands(bandDay(), []model.Security{{HaltMove: c.halt}}, time.Second)
		b.Tick(0, bandOpen.Add(c.at), c.px)
		if mean, width := b.Band(0); mean != c.px || width != c.width {
			t.Errorf("%s: %d around %d, want %d around %d", c.what, width, mean, c.width, c.px)
		}
	}
	rule := bandDay()
	rule.Scale = 0 // whole dollars
	b := NewBands(rule, []model.Security{{}}, time.Second)
	b.Tick(0, bandOpen.Add(midday), 3)
	if _, width := b.Band(0); width != 1 {
		t.Errorf("$3 in whole dollars: %d, want the smallest step", width)
	}
}

func TestBandPausesAfter15sAtItsEdge(t *testing.T) {
	b := NewBands(bandDay(), []model.Security{{HaltMove: 1000}, {HaltMove: 1000}}, time.Second)
	now := bandOpen.Add(time.Hour)
	tick := func(px model.Price) bool {
		now = now.Add(time.Second)
		b.Tick(1, now, 100_000)
		return b.Tick(0, now, px)
	}
	for range 300 {
		tick(100_000)
	}
	edge := func(away model.Price) model.Price {
		mean, width := b.Band(0)
		return mean + width + away
	}
	for i := range 60 {
		if tick(edge(-1)) {
			t.Fatalf("pauses after %d s inside the band", i)
		}
	}
	for i := range 15 { // 0 to 14 s at the edge
		if tick(edge(0)) {
			t.Fatalf("pauses after %d s", i)
		}
	}
	if tick(edge(-1)) || tick(edge(0)) {
		t.Fatal("pauses although the price came back within 15 s")
	}
	for i := range 14 {
		if tick(edge(model.Price(i))) {
			t.Fatalf("pauses after %d s", i+1)
		}
	}
	if !tick(edge(5)) {
		t.Fatal("no pause after 15 s")
	}
	if mean, width := b.Band(0); !b.Paused(0, now) || b.Paused(1, now) || mean != 0 || width != 0 {
		t.Errorf("paused %t and %t, band %d around %d", b.Paused(0, now), b.Paused(1, now), width, mean)
	}
	resume := now.Add(5 * time.Minute)
	for now < resume-model.Time(time.Second) {
		tick(200_000)
	}
	if !b.Paused(0, resume-1) || b.Paused(0, resume) {
		t.Error("the pause is not 5 minutes")
	}
	tick(150_000)
	if mean, width := b.Band(0); mean != 150_000 || width != 7_500 {
		t.Errorf("after the pause %d around %d: the mean has not started anew", width, mean)
	}
}

// TestBandMeanIsTheWindows holds running sums against the whole walk of prices, and limit states against every tick of them.
func TestBandMeanIsTheWindows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		const tick = time.Second
		rule := bandDay()
		rule.Window = time.Duration(rapid.IntRange(1, 30).Draw(r, "window")) * tick
		rule.LimitState = time.Duration(rapid.IntRange(0, 5).Draw(r, "limit state")) * tick
		rule.Pause = time.Duration(rapid.IntRange(1, 10).Draw(r, "pause")) * tick
		start := bandOpen.Add(rapid.SampledFrom([]time.Duration{-20 * tick, 15*time.Minute - 30*tick, time.Hour, 390*time.Minute - 60*tick}).Draw(r, "start"))
		b := NewBands(rule, []model.Security{{HaltMove: 1000}, {}}, tick)
		var window []model.Price // since the last pause
		var mean, width model.Price
		beyond, resume := 0, model.Time(0)
		px := model.Price(100_000)
		for i, step := range rapid.SliceOfN(rapid.Int64Range(-9_000, 9_000), 60, 120).Draw(r, "steps") {
			now := start.Add(time.Duration(i) * tick)
			if step%7 != 0 { // else the price stays
				px = max(px+model.Price(step), 1)
			}
			b.Tick(1, now, 50_000)
			paused := b.Tick(0, now, px)
			if now < resume {
				if paused || !b.Paused(0, now) {
					r.Fatalf("tick %d: pauses %t, paused %t", i, paused, b.Paused(0, now))
				}
				continue
			}
			if width > 0 && max(px-mean, mean-px) >= width {
				beyond++
			} else {
				beyond = 0
			}
			if want := beyond > 0 && time.Duration(beyond-1)*tick >= rule.LimitState; paused != want || paused != b.Paused(0, now) {
				r.Fatalf("tick %d: pauses %t, want %t after %d ticks beyond %d around %d", i, paused, want, beyond, width, mean)
			}
			if paused {
				window, mean, width, beyond, resume = nil, 0, 0, 0, now.Add(rule.Pause)
			} else {
				window = append(window, px)
				var total model.Price
				last := window[max(len(window)-int(rule.Window/tick), 0):]
				for _, p := range last {
					total += p
				}
				n := model.Price(len(last))
				mean = (2*total + n) / (2 * n)
				width = max(mean/20, 1)
				switch {
				case now < bandOpen || now >= rule.Close:
					width = 0
				case now < bandOpen.Add(15*time.Minute) || now >= bandOpen.Add(365*time.Minute):
					width = max(mean/20*2, 1)
				}
			}
			if gotMean, gotWidth := b.Band(0); gotWidth != width || gotMean != mean {
				r.Fatalf("tick %d: %d around %d, want %d around %d", i, gotWidth, gotMean, width, mean)
			}
			if i%20 == 10 { // go on with the clone
				original := b
				b = b.Clone()
				original.Tick(0, now.Add(tick), 1)
			}
		}
		if mean, _ := b.Band(1); mean != 50_000 {
			r.Fatalf("the other symbol's mean is %d", mean)
		}
	})
}

func TestBandIgnoresTicksWithoutPrice(t *testing.T) {
	b := NewBands(bandDay(), []model.Security{{}}, time.Second)
	b.Tick(0, bandOpen, 0)
	if _, width := b.Band(0); width != 0 {
		t.Error("a band before the first price")
	}
	b.Tick(0, bandOpen+1, 100_000)
	b.Tick(0, bandOpen+2, 0)
	if mean, _ := b.Band(0); mean != 100_000 {
		t.Errorf("mean %d", mean)
	}
}

func TestBandTicksWithoutMemory(t *testing.T) {
	b := NewBands(bandDay(), []model.Security{{}}, time.Second)
	now, px := bandOpen, model.Price(100_000)
	if n := testing.AllocsPerRun(2_000, func() {
		now, px = now.Add(time.Second), px+137
		b.Tick(0, now, px)
	}); n != 0 {
		t.Errorf("%v allocations a tick", n)
	}
}

func TestBandPanicsWithoutAWindow(t *testing.T) {
	for _, tick := range []model.Duration{0, 2 * time.Second} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a window of 1s on ticks of %v does not panic", tick)
				}
			}()
			NewBands(BandRule{Window: time.Second}, nil, tick)
		}()
	}
}
