package exchange

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// TestTableIsAMap: a table says what a map says after any putting and deleting.
func TestTableIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var table Table[int]
		want := map[uint64]int{}
		keys := rapid.Uint64Range(0, rapid.SampledFrom([]uint64{3, 100, math.MaxUint64}).Draw(t, "keys"))
		for i := range rapid.IntRange(0, 300).Draw(t, "steps") {
			key := keys.Draw(t, "key")
			if _, there := want[key]; there || rapid.Bool().Draw(t, "delete") {
				delete(want, key)
				table.Delete(key)
			} else {
				want[key] = i
				table.Put(key, i)
			}
			if v, there := want[key]; (table.Get(key) != nil) != there || there && *table.Get(key) != v {
				t.Fatalf("key %d: %v, want %d, %v", key, table.Get(key), v, there)
			}
		}
		got := map[uint64]int{}
		table.Each(func(key uint64, v *int) { got[key] = *v })
		if len(got) != len(want) || table.Len() != len(want) {
			t.Fatalf("%d entries, Len says %d, want %d", len(got), table.Len(), len(want))
		}
		for key, v := range want {
			if got[key] != v || *table.Get(key) != v {
				t.Fatalf("key %d: %d, want %d", key, got[key], v)
			}
		}
	})
}

func TestTablePanicsOnASecondPut(t *testing.T) {
	defer func() {
		if p, _ := recover().(string); !strings.HasPrefix(p, "exchange: ") {
			t.Errorf("panic %q", p)
		}
	}()
	var table Table[int]
	table.Put(1, 1)
	table.Put(1, 2)
}

func TestMidnightIsNewYorks(t *testing.T) {
	for date, want := range map[string]string{"2012-06-21": "2012-06-21T04:00:00Z", "2020-01-30": "2020-01-30T05:00:00Z"} {
		if at, err := Midnight(date); err != nil || at.String() != want {
			t.Errorf("Midnight(%s) = %v, %v; want %s", date, at, err, want)
		}
	}
	for _, date := range []string{"", "2012-6-21", "21.06.2012", "2012-02-30", "0001-01-01", "9999-01-01"} {
		if _, err := Midnight(date); err == nil {
			t.Errorf("%q was taken for a day", date)
		}
	}
}

func TestPricesKeepAllOrNothing(t *testing.T) {
	for _, c := range []struct {
		scale model.Scale
		from  int64
		want  model.Price
		ok    bool
	}{{4, 1000050, 1000050, true}, {6, 1000050, 100005000, true}, {2, 1000000, 10000, true}, {2, 1000050, 10000, false},
		{0, 1000000, 100, true}, {0, 1001000, 100, false}, {6, PriceMax, model.Price(PriceMax) * 100, true}} {
		if got, ok := PricesAt(c.scale).From(c.from); ok != c.ok || ok && got != c.want {
			t.Errorf("%d at scale %d = %d, %v; want %d, %v", c.from, c.scale, got, ok, c.want, c.ok)
		}
	}
}

func TestRuleSaysAllThatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name string
		o    FlowOptions
		keys []string
	}{
		{"seed_alone", FlowOptions{Seed: 1}, []string{"flow: names neither"}},
		{"share_and_participant", FlowOptions{Share: 0.1, Participant: "GSCO"}, []string{"flow: names both"}},
		{"five_letters", FlowOptions{Participant: "GSCOX"}, []string{"flow.participant:"}},
		{"share_above_1", FlowOptions{Share: 1.01}, []string{"flow.share:"}},
		{"share_not_a_number", FlowOptions{Share: math.NaN()}, []string{"flow.share:"}},
		{"all_at_once", FlowOptions{Share: -1, Servers: 65, Symbols: []string{""}, Parents: ParentOptions{Of: 1 << 31, Fill: 1.5}},
			[]string{"flow.share:", "flow.servers:", "flow.symbols[0]:", "flow.parents.of:", "flow.parents.fill:"}},
		{"parents_of_0", FlowOptions{Share: 1, Parents: ParentOptions{Fill: 0.5}}, []string{"flow.parents.of:"}},
		{"parents_without_fill", FlowOptions{Share: 1, Parents: ParentOptions{Of: 1}}, []string{"flow.parents.fill:"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := c.o.Rule()
			for _, key := range c.keys {
				if r != nil || err == nil || !strings.Contains(err.Error(), key) {
					t.Errorf("rule %v, error %v does not name %s", r, err, key)
				}
			}
		})
	}
	if r, err := (FlowOptions{}).Rule(); r != nil || err != nil {
		t.Errorf("no section gives rule %v, error %v", r, err)
	}
}

// flowOf sends n orders of 100 shares through a flow and fills each at once.
func flowOf(t *testing.T, o FlowOptions, n uint64) *exchangetest.Collected {
	t.Helper()
	rule, err := o.Rule()
	if err != nil {
		t.Fatal(err)
	}
	c := &exchangetest.Collected{}
	f := NewFlow(rule, "", c.Sink())
	for ref := range n {
		order := Order{At: model.Time(ref), Symbol: []byte("AAA"), Ref: ref + 1, Side: model.Buy, Qty: 100, Px: 10}
		if _, err := f.Placed(&order); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Executed(intake.Where{}, model.Time(ref), ref+1, 100, 10, ref, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(intake.Where{}, model.Time(time.Hour)); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestShareIsAShare: about that many orders are taken, the same again, others with another seed, and on all servers.
func TestShareIsAShare(t *testing.T) {
	const n = 100_000
	taken := func(o FlowOptions) (orders map[string]bool, servers map[string]int) {
		orders, servers = map[string]bool{}, map[string]int{}
		for _, r := range flowOf(t, o, n).Records {
			if r.Kind == intake.NewOrder {
				orders[string(r.Order)] = true
				servers[string(r.Server)]++
			}
		}
		return orders, servers
	}
	for _, share := range []float64{0.01, 0.05, 0.5, 1} {
		if orders, _ := taken(FlowOptions{Share: share}); math.Abs(float64(len(orders))-share*n) > 5*math.Sqrt(share*(1-share)*n) {
			t.Errorf("share %v took %d of %d orders", share, len(orders), n)
		}
	}
	a, servers := taken(FlowOptions{Share: 0.05, Servers: 4})
	again, _ := taken(FlowOptions{Share: 0.05, Servers: 4})
	other, _ := taken(FlowOptions{Share: 0.05, Servers: 4, Seed: 1})
	same := 0
	for ref := range a {
		if !again[ref] {
			t.Fatalf("order %s was taken once and not again", ref)
		}
		if other[ref] {
			same++
		}
	}
	if same > len(a)/10 {
		t.Errorf("%d of %d orders are taken with another seed too", same, len(a))
	}
	for name, count := range servers {
		if len(servers) != 4 || count < len(a)/5 {
			t.Errorf("server %s has %d of %d orders, servers: %v", name, count, len(a), servers)
		}
	}
}

// TestParentsAskForTheirShare: 60 orders of 100 shares, all filled: what parents ask for, and where each one ends.
func TestParentsAskForTheirShare(t *testing.T) {
	for _, c := range []struct {
		name    string
		parents ParentOptions
		number  int
		asked   model.Qty
	}{
		{"half_of_200", ParentOptions{Of: 100, Fill: 0.5}, 30, 3000},
		{"all_of_200", ParentOptions{Of: 200, Fill: 1}, 30, 6000},
		{"a_third_of_300_rounded_up", ParentOptions{Of: 100, Fill: 1.0 / 3}, 20, 2000},
		{"150_is_passed_by_the_second_order", ParentOptions{Of: 150, Fill: 1}, 30, 4500},
		{"one_that_never_fills", ParentOptions{Of: 10000, Fill: 1}, 1, 10000},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := flowOf(t, FlowOptions{Share: 1, Parents: c.parents}, 60)
			asked := model.Qty(0)
			for _, r := range got.Records {
				if r.Kind == intake.ParentOrder {
					asked += r.Qty
				}
			}
			if n := got.Count(intake.ParentOrder); n != c.number || asked != c.asked {
				t.Errorf("%d parents asked for %d, want %d for %d", n, asked, c.number, c.asked)
			}
		})
	}
}

// TestSymbolsLimitTheFlow: orders in other symbols are not taken.
func TestSymbolsLimitTheFlow(t *testing.T) {
	if n := len(flowOf(t, FlowOptions{Share: 1, Symbols: []string{"BBB"}}, 10).Records); n != 0 {
		t.Errorf("%d records of AAA, want none", n)
	}
	if n := flowOf(t, FlowOptions{Share: 1, Symbols: []string{"BBB", "AAA"}}, 10).Count(intake.Trade); n != 10 {
		t.Errorf("%d fills of AAA, want 10", n)
	}
}
