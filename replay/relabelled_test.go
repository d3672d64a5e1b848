package replay_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// Relation 8: names are names. Symbols, servers, flags and builds under other names are the same leaves.
func TestRenamedDayIsTheSameDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 6)
		renamed := copyOf(d)
		for s := range renamed.SecurityRows {
			renamed.SecurityRows[s].Symbol = fmt.Sprintf("N%03d", s)
		}
		router := &renamed.About.Router
		router.Servers, router.Flags = anonymous("s", router.Servers), anonymous("f", router.Flags)
		router.Flags[0] = ""
		builds := append([]model.BuildSpec(nil), router.Builds...)
		for i := range builds {
			builds[i].Name = fmt.Sprint("b", i)
		}
		router.Builds = builds
		a, b := run(t, d, controls...), run(t, renamed, controls...)
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			if !reflect.DeepEqual(la, lb) {
				t.Fatalf("%s (-named +renamed):\n%s", side, cmp.Diff(la, lb))
			}
		})
	})
}

func anonymous(prefix string, names []string) (out []string) {
	for i := range names {
		out = append(out, fmt.Sprint(prefix, i))
	}
	return out
}

// Relation 8, further: numbers are numbers. Symbols and servers that stand in another order in their tables lose the same,
// symbol by symbol.
func TestRenumberedSymbolsLoseTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		symbols := drawOrder(t, len(d.SecurityRows), "symbols")
		servers := drawOrder(t, len(d.About.Router.Servers), "servers")
		var controls []control.Instance
		for _, s := range rapid.SliceOfN(rapid.Uint64(), 0, 5).Draw(t, "catalogue") {
			b := bits(s)
			controls = append(controls, catalogueControl(&b, len(controls)))
		}
		moved := renumbered(d, symbols, servers)
		a, b := run(t, d, controls...), run(t, moved, controls...)
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			for coalition := range uint64(1) << len(controls) {
				x, y := leafOf(t, la, coalition), leafOf(t, lb, coalition)
				if x.Loss != y.Loss || x.Flow != y.Flow || x.Collateral != y.Collateral || x.Halted != y.Halted {
					t.Fatalf("%s, coalition %b: %+v, renumbered %+v", side, coalition, x, y)
				}
				for s := range x.BySymbol {
					if x.BySymbol[s] != y.BySymbol[symbols[s]] {
						t.Fatalf("%s, coalition %b, symbol %d: %+v, renumbered %+v", side, coalition, s, x.BySymbol[s], y.BySymbol[symbols[s]])
					}
				}
			}
		})
	})
}

// drawOrder draws a permutation: the new number of each.
func drawOrder(t *rapid.T, n int, what string) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return rapid.Permutation(order).Draw(t, what)
}

func renumbered(d *datasets.Tables, symbols, servers []int) *datasets.Tables {
	m := copyOf(d)
	for s := range d.SecurityRows {
		m.SecurityRows[symbols[s]] = d.SecurityRows[s]
	}
	for i, s := range d.ParentRows.Symbol {
		m.ParentRows.Symbol[i] = model.SymbolID(symbols[s])
	}
	for i, s := range d.QuoteRows.Symbol {
		m.QuoteRows.Symbol[i] = model.SymbolID(symbols[s])
	}
	for i := range m.BarRows {
		m.BarRows[i].Symbol = model.SymbolID(symbols[m.BarRows[i].Symbol])
	}
	for i := range m.ClosingRows {
		m.ClosingRows[i].Symbol = model.SymbolID(symbols[m.ClosingRows[i].Symbol])
	}
	for i, s := range d.ChildRows.Server {
		m.ChildRows.Server[i] = model.ServerID(servers[s])
	}
	for i := range m.OperationRows {
		if m.OperationRows[i].HasServer {
			m.OperationRows[i].Server = model.ServerID(servers[m.OperationRows[i].Server])
		}
	}
	return m
}

// Relation 10: no control may know the truth. Flipping every label moves what is counted by label, and no vote.
func TestFlippedLabelsMoveOnlyCollateral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 6)
		flipped := copyOf(d)
		for i := range flipped.ChildRows.Rogue {
			flipped.ChildRows.Rogue[i] = !flipped.ChildRows.Rogue[i]
		}
		a, b := run(t, d, controls...), run(t, flipped, controls...)
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			for coalition := range uint64(1) << len(controls) {
				want, got := ofLeaf(leafOf(t, la, coalition), controls, coalition), ofLeaf(leafOf(t, lb, coalition), controls, coalition)
				if want.Flow.RogueShares+got.Flow.RogueShares != want.Flow.Shares {
					t.Fatalf("%s: %d rogue shares and, flipped, %d of %d", side, want.Flow.RogueShares, got.Flow.RogueShares, want.Flow.Shares)
				}
				want.Collateral, got.Collateral = replay.Collateral{}, replay.Collateral{}
				want.Flow.RogueShares, got.Flow.RogueShares = 0, 0
				sameFigures(t, side, want, got)
			}
		})
	})
}
