package fix

import (
	"fmt"
	"strings"
	"testing"
)

// lifeOf is an order's log: the order itself, if held, and reports with so many CumQty and no LastQty.
func lifeOf(id string, held bool, totals ...int) string {
	var log strings.Builder
	base := "11=" + id + "|55=IBM|54=1|60=20120801-13:30:00.25|"
	if held {
		log.WriteString(encode("FIX.4.2", "35=D|34=1|"+out+base+"38=1000|40=2|44=9") + "\n")
	}
	for i, total := range totals {
		log.WriteString(encode("FIX.4.2", fmt.Sprintf("35=8|34=%d|%s37=v%s|17=%s%d|%s20=0|150=1|39=1|14=%d|6=8.5|44=9", i+1, in, id, id, i, base, total)) + "\n")
	}
	return log.String()
}

// A report that says only the total fills what the log does not know of before: of an order from its beginning the difference; of
// one that the log begins after, the first total is no fill, for it may hold earlier ones.
func TestTotalsBecomeFillsOfKnownOrdersOnly(t *testing.T) {
	for _, c := range []struct {
		held    bool
		fills   []int64
		refused int
	}{{true, []int64{400, 100, 500}, 0}, {false, []int64{100, 500}, 1}} {
		got := readAll(t, Options{}, 4, lifeOf("a", c.held, 400, 500, 1000))
		var fills []int64
		for _, line := range got.lines {
			var last int64
			if _, text, ok := strings.Cut(line, " last="); ok {
				fmt.Sscan(text, &last)
				fills = append(fills, last)
			}
		}
		if fmt.Sprint(fills) != fmt.Sprint(c.fills) || len(got.refusals) != c.refused {
			t.Errorf("held %v: fills %v, refused %v; want %v and %d", c.held, fills, got.refusals, c.fills, c.refused)
		}
	}
}

// An order that is forgotten, because twice as many as are remembered came since, is one that is not known.
func TestTotalsOfForgottenOrdersAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 300,000 orders")
	}
	log := &strings.Builder{}
	log.WriteString(lifeOf("old", true, 400))
	for i := range 2*recentMax + 10 {
		log.WriteString(encode("FIX.4.2", fmt.Sprintf("35=D|34=%d|%s11=n%d|55=IBM|54=1|38=1|40=1|60=20120801-13:30:01", i+2, out, i)) + "\n")
	}
	before, _, _ := strings.Cut(lifeOf("old", false, 500), "\n")
	log.WriteString(strings.Replace(before, "34=1", "34=2", 1) + "\n")
	got := readAll(t, Options{}, 4, log.String())
	if n := len(got.refusals); n != 1 || got.refusals[0].Reason != reasonNoFill {
		t.Errorf("refused %v, want the total of the forgotten order", got.refusals)
	}
}
