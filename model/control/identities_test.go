package control

import (
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// TestIdentitiesForgetNothingOfTheWindow drives the table through several rebuilds, smaller and larger than before, beside a
// list of all that went out.
func TestIdentitiesForgetNothingOfTheWindow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 0))
		keep, kinds := rapid.IntRange(1, 4).Draw(r, "keep"), rapid.IntRange(1, 3000).Draw(r, "kinds")
		const window = model.Duration(time.Second)
		table, now := newIdentities(window, keep), dayOpen
		out := map[identity][]model.Time{}
		for i := range 6000 {
			if i%1500 < 20 {
				now = now.Add(time.Duration(random.IntN(3)) * window / 2)
			}
			now = now.Add(time.Duration(random.IntN(100)) * time.Microsecond)
			k := random.IntN(kinds)
			id := identity{uint64(k % 7), model.Price(k), model.Qty(k%11 - 5)}
			n := 0
			for _, at := range out[id] {
				if now.Sub(at) < window {
					n++
				}
			}
			if got := table.full(id, now); got != (n >= keep) {
				r.Fatalf("order %d of kind %d: full %t after %d within the window, %d kept", i, k, got, n, keep)
			}
			table.add(id, now)
			out[id] = append(out[id], now)
		}
	})
}

func TestIdentitiesDoNotGrowWithTheDay(t *testing.T) {
	table := newIdentities(time.Second, 2)
	size := len(table.slots)
	for i := range 100_000 {
		table.add(identity{1, model.Price(i), 100}, dayOpen.Add(time.Duration(i)*10*time.Millisecond))
	}
	if len(table.slots) != size {
		t.Errorf("%d slots for a hundred orders in the window, began with %d", len(table.slots), size)
	}
	c := table.clone()
	id := identity{2, ten, 100}
	c.add(id, dayOpen)
	c.add(id, dayOpen)
	if table.full(id, dayOpen) || !c.full(id, dayOpen) {
		t.Error("a clone shares what it writes")
	}
}
