package sheet

import (
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", -100: "-100", 123456: "123,456", -1234567: "-1,234,567"} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) is %q, want %q", n, got, want)
		}
	}
}

func TestMarksAreRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      string
	}{
		{0, 457.6, "0 100 200 300 400"},
		{-57.5, 288, "0 100 200"},
		{0, 5625, "0 1000 2000 3000 4000 5000"},
		{0, 1, "0 0.2 0.4 0.6 0.8 1"},
		{2, 7, "2 3 4 5 6 7"},
	} {
		var got []string
		for _, tick := range (rounded{}).Ticks(c.low, c.high) {
			got = append(got, tick.Label)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("from %v to %v: %s, want %s", c.low, c.high, got, c.want)
		}
	}
}
