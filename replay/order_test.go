package replay_test

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/attribution"
)

// latticeOf returns the lattice of losses of a run's leaves; it refuses leaves that do not partition the coalitions.
func latticeOf(t rapid.TB, leaves []replay.Leaf, controls int) *attribution.Lattice {
	t.Helper()
	var all []attribution.Leaf
	for _, l := range leaves {
		all = append(all, attribution.Leaf{In: l.In, Out: l.Out, Loss: l.Total(), CollateralOrders: l.Collateral.Orders})
	}
	lattice, err := attribution.New(controls, all)
	if err != nil {
		t.Fatalf("leaves: %v", err)
	}
	return lattice
}

// shapley returns the shares by the controls' names.
func shapley(t rapid.TB, r *replay.Result) map[string]model.Money {
	t.Helper()
	var ids []string
	for _, c := range r.Controls {
		ids = append(ids, c.Name)
	}
	shares := map[string]model.Money{}
	for i, share := range latticeOf(t, r.Impact, len(ids)).Shapley(ids) {
		shares[ids[i]] = share
	}
	return shares
}

// bothSides calls f for the leaves of both price assumptions; b is a run of the same kind.
func bothSides(a, b *replay.Result, f func(side string, a, b []replay.Leaf)) {
	f("impact", a.Impact, b.Impact)
	if len(a.Controls) > 0 && len(b.Controls) > 0 {
		f("held", a.Held, b.Held)
	}
}

func TestLeavesPartitionTheCoalitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 7)
		r := run(t, d, controls...)
		latticeOf(t, r.Impact, len(controls))
		if len(controls) > 0 {
			latticeOf(t, r.Held, len(controls))
		}
	})
}

// Relation 2: permuting the controls moves nothing but their bits.
func TestPermutedControlsMoveOnlyTheirBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 6)
		order := make([]int, len(controls))
		for i := range order {
			order[i] = i
		}
		if len(order) > 0 {
			order = rapid.Permutation(order).Draw(t, "order")
		}
		permuted := make([]control.Instance, len(controls))
		for i, from := range order {
			permuted[i] = controls[from]
		}
		a, b := run(t, d, controls...), run(t, d, permuted...)
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			for coalition := range uint64(1) << len(controls) {
				var moved uint64
				for i, from := range order {
					moved |= coalition >> from & 1 << i
				}
				sameFigures(t, side, ofLeaf(leafOf(t, la, coalition), controls, coalition), ofLeaf(leafOf(t, lb, moved), permuted, moved))
			}
		})
		for name, share := range shapley(t, a) {
			if other := shapley(t, b)[name]; other-share > 1 || share-other > 1 { // who gets the last micro-unit goes by id
				t.Fatalf("Shapley share of %s is %v, permuted %v", name, share, other)
			}
		}
	})
}

// Relation 12: neither batches nor processors change a bit.
func TestBatchesAndProcessorsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 5)
		want := run(t, d, controls...)
		for _, c := range []struct{ batch, processors int }{{1, 2}, {2, 1}, {7, 8}, {7, 1}, {4096, 8}} {
			got := func() *replay.Result {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.processors))
				r, err := replay.Run(context.Background(), d, replay.Config{Controls: controls, BatchEvents: c.batch})
				if err != nil {
					t.Fatal(err)
				}
				return r
			}()
			if !reflect.DeepEqual(want, got) {
				want.Controls, got.Controls = nil, nil
				t.Fatalf("batches of %d on %d processors (-default +got):\n%s", c.batch, c.processors, cmp.Diff(want, got))
			}
		}
	})
}

// Relation 17: replayed alone, the controls of any coalition give its leaf's figures.
func TestCoalitionAloneIsItsLeaf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 8)
		coalition := rapid.Uint64().Draw(t, "coalition") & (1<<len(controls) - 1)
		on := members(controls, coalition)
		a, b := run(t, d, controls...), run(t, d, on...)
		all := uint64(1)<<len(on) - 1
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			sameFigures(t, fmt.Sprintf("%s %s", side, names(on)),
				ofLeaf(leafOf(t, lb, all), on, all), ofLeaf(leafOf(t, la, coalition), controls, coalition))
		})
	})
}
