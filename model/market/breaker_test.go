package market

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// pauses is the rule by brute force: every tick against every earlier price of its window. It returns the ticks at which the
// symbol pauses.
func pauses(rule BreakerRule, move int64, tick model.Duration, prices []model.Price) (at []int) {
	var resume model.Time
	fresh := 0 // the first tick that counts as a reference
	for i, px := range prices {
		now := model.Time(i) * model.Time(tick)
		if now < resume {
			fresh = i + 1
			continue
		}
		if now < rule.From || now >= rule.Until {
			continue
		}
		for j := max(fresh, i-int(rule.Window/tick)); j < i; j++ {
			if d := px - prices[j]; max(d, -d)*10_000 >= prices[j]*model.Price(move) {
				at = append(at, i)
				resume, fresh = now.Add(rule.Pause), i+1
				break
			}
		}
	}
	return at
}

func TestBreakerIsTheRule(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		const tick = time.Second
		ticks := func(what string, least int) model.Duration {
			return model.Duration(rapid.IntRange(least, 30).Draw(r, what)) * tick
		}
		rule := BreakerRule{Window: ticks("window", 1), Pause: ticks("pause", 0), From: model.Time(ticks("from", 0)), Until: model.Time(ticks("until", 0)) + model.Time(60*tick)}
		move := rapid.Int64Range(1, 3000).Draw(r, "move")
		// A walk, so that extremes leave the window one by one; the other symbol has no breaker.
		prices := []model.Price{100_000}
		for _, step := range rapid.SliceOfN(rapid.Int64Range(-6_000, 6_000), 90, 120).Draw(r, "steps") {
			prices = append(prices, max(prices[len(prices)-1]+model.Price(step), 1))
		}
		b := NewBreaker(rule, []model.Security{{HaltMove: int32(move)}, {}}, tick)
		want := pauses(rule, move, tick, prices)
		var got []int
		for i, px := range prices {
			now := model.Time(i) * model.Time(tick)
			moved, paused := b.Tick(0, now, px)
			if paused {
				got = append(got, i)
				if moved < move {
					r.Fatalf("pauses at %d bp, limit %d", moved, move)
				}
			}
			if _, other := b.Tick(1, now, px); other || b.Paused(1, now) {
				r.Fatal("a symbol without a breaker pauses")
			}
			if paused && rule.Pause > 0 != b.Paused(0, now) {
				r.Fatalf("paused %v right after a pause of %v began", b.Paused(0, now), rule.Pause)
			}
			if i == len(prices)/2 { // go on with the clone; what the original meets then is none of its business
				original := b
				b = b.Clone()
				original.Tick(0, now.Add(tick), 1)
				original.Tick(0, now.Add(2*tick), 1_000_000)
			}
		}
		if len(got) != len(want) {
			r.Fatalf("pauses at ticks %v, want %v", got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				r.Fatalf("pauses at ticks %v, want %v", got, want)
			}
		}
	})
}

func TestBreakerSaysHowFar(t *testing.T) {
	b := NewBreaker(BreakerRule{Window: 5 * time.Minute, Pause: 5 * time.Minute, Until: model.Never}, []model.Security{{HaltMove: 1000}}, time.Second)
	b.Tick(0, 0, 100_000)
	b.Tick(0, 1, 0) // no price
	if move, paused := b.Tick(0, 2, 90_001); paused {
		t.Errorf("pauses at %d bp", move)
	}
	if move, paused := b.Tick(0, 3, 87_650); !paused || move != 1235 || b.Move(0) != 1000 {
		t.Errorf("paused %v at %d bp", paused, move)
	}
}

func TestBreakerTicksWithoutMemory(t *testing.T) {
	b := NewBreaker(BreakerRule{Window: 5 * time.Minute, Pause: time.Minute, Until: model.Never}, []model.Security{{HaltMove: 100}}, time.Second)
	now, px := model.Time(0), model.Price(100_000)
	if n := testing.AllocsPerRun(2_000, func() {
		now, px = now.Add(time.Second), px+37
		b.Tick(0, now, px)
	}); n != 0 {
		t.Errorf("%v allocations a tick", n)
	}
}

func TestBreakerPanicsWithoutAWindow(t *testing.T) {
	for _, tick := range []model.Duration{0, 2 * time.Second} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a window of 1s on ticks of %v does not panic", tick)
				}
			}()
			NewBreaker(BreakerRule{Window: time.Second}, nil, tick)
		}()
	}
}
