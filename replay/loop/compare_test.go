package loop

import (
	"math"
	"testing"
)

func volumes(shares ...int64) []Volume {
	out := make([]Volume, len(shares))
	for i, n := range shares {
		out[i].Shares = n
	}
	return out
}

func TestMisplacedShares(t *testing.T) {
	for _, c := range []struct {
		name                string
		recorded, generated []int64
		want                float64
	}{
		{"agreement", []int64{30, 10}, []int64{30, 10}, 0},
		{"a_quarter_moved", []int64{30, 10}, []int64{20, 20}, 0.25},
		{"all_moved", []int64{40, 0}, []int64{0, 40}, 1},
		{"twice_as_many", []int64{20, 20}, []int64{40, 40}, 0.5},
		{"nothing_generated", []int64{20, 20}, []int64{0, 0}, 0.5},
		{"nothing_recorded", []int64{0}, []int64{5}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := misplaced(volumes(c.recorded...), volumes(c.generated...)); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestWhereTwoDaysPart(t *testing.T) {
	for _, c := range []struct {
		name                string
		recorded, generated []int64
		want                Parting
	}{
		{"never", []int64{1000, 1000}, []int64{1000, 1000}, Parting{Minute: -1}},
		{"at_the_limit", []int64{1000, 1000}, []int64{1010, 1010}, Parting{Minute: -1}},
		{"above_it", []int64{1000, 1000}, []int64{1010, 1011}, Parting{1, 2000, 2021}},
		{"below_it", []int64{1000, 1000}, []int64{989, 1011}, Parting{0, 1000, 989}},
		{"shares_from_nowhere", []int64{0, 1000}, []int64{1, 999}, Parting{0, 0, 1}},
		{"a_late_start", []int64{0, 1000}, []int64{0, 1000}, Parting{Minute: -1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &Model{Recorded: Recorded{Tally: Tally{ByMinute: volumes(c.recorded...)}}}
			o := &Outcome{Tally: Tally{ByMinute: volumes(c.generated...)}}
			if got := Compare(m, o).First; got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestExcess(t *testing.T) {
	for _, c := range []struct {
		recorded, generated int64
		want                float64
	}{{0, 0, 0}, {100, 125, 0.25}, {100, 75, -0.25}, {100, 0, -1}, {0, 1, math.Inf(1)}} {
		if got := Excess(c.recorded, c.generated); got != c.want {
			t.Errorf("excess of %d over %d is %v, want %v", c.generated, c.recorded, got, c.want)
		}
	}
}
