package attribution

import (
	"strings"
	"testing"

	"lossreplay/model"
)

func TestNewTakesTheSmallestAndTheLargest(t *testing.T) {
	none := mustNew(t, 0, []Leaf{{Loss: 7}})
	check(t, Leaf{Loss: 7}, none.All())
	check(t, []model.Money{}, none.Shapley(nil))
	check(t, []model.Money{}, none.Banzhaf())
	check(t, []Portfolio{{Loss: 7}}, none.MinimalSufficient(7, nil))
	check(t, Portfolio{Loss: 7}, none.BestSet(0, nil))

	one := uint64(1) << 62
	all := mustNew(t, 63, []Leaf{{In: one, Loss: -1}, {Out: one, Loss: SpreadMax - 1}})
	check(t, Portfolio{Controls: one, Loss: -1, Prevented: SpreadMax}, all.Standalone(62))
	check(t, SpreadMax, all.Shapley(numbered(63))[62])
	check(t, SpreadMax, all.LastLine(62))
}

// The largest spread of losses still gives an interaction that fits: two controls that each save all, and two that lose it
// all again when both are on.
func TestInteractionFitsAtSpreadMax(t *testing.T) {
	either := mustNew(t, 2, []Leaf{{In: 1}, {In: 2, Out: 1}, {Out: 3, Loss: SpreadMax}})
	check(t, []Pair{{I: 0, J: 1, Value: -SpreadMax}}, either.Interactions())
	clash := mustNew(t, 2, []Leaf{{In: 1, Out: 2}, {In: 2, Out: 1}, {In: 3, Loss: SpreadMax}, {Out: 3, Loss: SpreadMax}})
	check(t, []Pair{{I: 0, J: 1, Value: -2 * SpreadMax}}, clash.Interactions())
}

func TestPanicsNameThePackage(t *testing.T) {
	l := mustNew(t, 2, []Leaf{{}})
	for name, call := range map[string]func(){
		"find_beyond_n":         func() { l.Find(4) },
		"standalone_beyond_n":   func() { l.Standalone(2) },
		"last_line_negative":    func() { l.LastLine(-1) },
		"too_few_ids":           func() { l.Shapley([]string{"a"}) },
		"an_id_twice":           func() { l.BestSet(1, []string{"a", "a"}) },
		"an_empty_id":           func() { l.MinimalSufficient(0, []string{"a", ""}) },
		"best_set_beyond_n":     func() { l.BestSet(3, []string{"a", "b"}) },
		"too_few_groups":        func() { l.Owen([]string{"a", "b"}, []string{"g"}) },
		"shares_of_a_wrong_sum": func() { newSums(1).apportion(newFactorials(1).top(), 1, alphabet{0}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if text, _ := recover().(string); !strings.HasPrefix(text, "attribution: ") {
					t.Errorf("panic %q", text)
				}
			}()
			call()
		})
	}
}
