package intake

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

func parent(at time.Duration, id string, side model.Side, qty model.Qty) Record {
	return Record{Kind: ParentOrder, At: after(at), Parent: []byte(id), Symbol: []byte("AAA"), Side: side, Qty: qty}
}

func of(parent string, r Record) Record { r.Parent = []byte(parent); return r }

func filledAt(at time.Duration, id string, qty model.Qty, px model.Price) []Record {
	return []Record{of("P", newOrder(at, id, model.Buy, qty, px)), trade(at+1, id, "E"+id, qty, px)}
}

// runaway is a parent of 100 shares for which 300 are bought, and what the market shows.
func runaway() []Record {
	all := []Record{parent(0, "P", model.Buy, 100), {Kind: Quote, At: after(0), Symbol: []byte("AAA"), Bid: 99_000, Ask: 101_000}}
	for i := range 3 {
		all = append(all, filledAt(time.Duration(i+1)*sec, fmt.Sprint("C", i), 100, 101_000)...)
	}
	return append(all, Record{Kind: Print, At: after(61 * sec), Symbol: []byte("AAA"), LastQty: 500, LastPx: 103_000},
		Record{Kind: Print, At: after(62 * sec), Symbol: []byte("AAA"), LastQty: 200, LastPx: 104_000},
		Record{Kind: Quote, At: after(63 * sec), Symbol: []byte("AAA"), Bid: 0, Ask: 101_000},
		Record{Kind: Quote, At: after(64 * sec), Symbol: []byte("AAA"), Bid: 102_000, Ask: 104_000})
}

func TestWhatGoesBeyondAParent(t *testing.T) {
	d := take(t, day0(t, nil), runaway()...)
	d.want("children", d.children(), "1s p1 buy 100 AAA @101000", "2s p1 buy 100 AAA @101000 rogue", "3s p1 buy 100 AAA @101000 rogue")
	if c := d.day.Closings(); len(c) != 1 || c[0].BlockQty != 200 || c[0].BlockNotional != 2_060*model.MoneyUnit || !strings.Contains(d.sum.Closed, "last price") {
		t.Errorf("closed %+v, %q; want 200 shares at the last mid of 10.30", c, d.sum.Closed)
	}
	if r := d.day.Incident().Router; len(r.Paths) != 1 || r.Paths[0].Counts {
		t.Errorf("paths %+v: a path that sent beyond its parent did not count", r.Paths)
	}
	if b := d.day.Bars(); len(b) != 1 || b[0].Volume != 700 || b[0].Last != 103_000 || b[0].Start != after(60*sec) {
		t.Errorf("bars %+v", b)
	}
	if s := d.day.Securities()[0]; s.OpenPx != 100_000 || s.NormalVolume != 700 || s.ImpactLevel != 1 {
		t.Errorf("security %+v", s)
	}
	assumed := map[string]bool{}
	for _, s := range d.day.Incident().Scenario {
		assumed[s.Key] = s.Tag == model.Assumed
	}
	for _, key := range []string{"impact_level", "participation", "discount", "prior_close", "volume", "closing", "date", "session"} {
		if !assumed[key] {
			t.Errorf("incident.yaml does not call %s assumed", key)
		}
	}
	if s := d.sum; s.Rogue != 2 || s.InferredParents != 0 || s.SkippedRows != 1 {
		t.Errorf("summary %+v", s)
	}
}

func closeTrade(side model.Side, qty model.Qty, px model.Price, block bool) Record {
	return Record{Kind: Closing, At: after(time.Hour), Symbol: []byte("AAA"), Side: side, LastQty: qty, LastPx: px, Fee: 1_000, Block: block}
}

func TestHowTheRestIsClosed(t *testing.T) {
	marks := func(o *Options) { o.Closing.Marks = []Mark{{"AAA", "9.5"}} }
	for _, c := range []struct {
		name    string
		change  func(*Options)
		closing []Record
		want    string
	}{
		{"by_trades", nil, []Record{closeTrade(model.Sell, 150, 100_000, false), closeTrade(model.Sell, 50, 90_000, true)}, "{0 150 1499.999 50 449.999}"},
		{"by_a_mark", marks, nil, "{0 0 0.00 200 1900.00}"},
		{"trades_before_marks", marks, []Record{closeTrade(model.Sell, 200, 100_000, true)}, "{0 0 0.00 200 1999.999}"},
		{"trades_of_the_wrong_sum", nil, []Record{closeTrade(model.Sell, 150, 100_000, false)}, `"AAA" is closed with 150 shares; the error account holds 200`},
		{"trades_of_the_wrong_side", nil, []Record{closeTrade(model.Buy, 200, 100_000, false)}, `"AAA" is closed with -200 shares; the error account holds 200`},
		{"a_mark_for_another_symbol", func(o *Options) { o.Closing.Marks = []Mark{{"BBB", "9.5"}} }, nil, `"AAA" has no closing trade and no mark; the error account holds 200`},
		{"the_policy_for_the_rest", func(o *Options) { o.Closing = ClosingOptions{Marks: []Mark{{"BBB", "9.5"}}, Policy: "last"} }, nil, "{0 0 0.00 200 2060.00}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := take(t, day0(t, c.change), append(runaway(), c.closing...)...)
			got := fmt.Sprint(d.err)
			if d.err == nil {
				got = fmt.Sprint(d.day.Closings()[0])
			} else if ps := (*datasets.Problems)(nil); !errors.As(d.err, &ps) || len(ps.Hints()) != 1 {
				t.Errorf("%v is no problem with a mend", d.err)
			}
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("got %s; want %s", got, c.want)
			}
		})
	}
}

func TestNothingToClose(t *testing.T) {
	d := take(t, day0(t, nil), parent(0, "P", model.Buy, 500), filledAt(sec, "C1", 100, 100_000)[0])
	if c := d.day.Closings(); len(c) != 0 || d.sum.Closed != "" || !d.day.Incident().Router.Paths[0].Counts {
		t.Errorf("closed %+v, %q", c, d.sum.Closed)
	}
}

func TestUnwantedOrdersHaveParentsOfNothing(t *testing.T) {
	account := func(name string, r Record) Record { r.Account = []byte(name); return r }
	d := take(t, day0(t, func(o *Options) {
		o.Unwanted = UnwantedOptions{Accounts: []string{"33"}, From: "09:30:02", Until: "2012-08-01T13:30:04Z"}
	}), account("33", newOrder(sec, "C1", model.Buy, 10, 100_000)), account("33", newOrder(2*sec, "C2", model.Buy, 10, 100_000)),
		account("7", newOrder(2*sec, "C3", model.Buy, 10, 100_000)), account("33", newOrder(3*sec, "C4", model.Sell, 10, 100_000)),
		account("33", newOrder(4*sec, "C5", model.Buy, 10, 100_000)), trade(5*sec, "C2", "E1", 7, 99_000), trade(5*sec, "C1", "E2", 10, 99_000))
	d.want("children", d.children(), "1s p1 buy 10 AAA @100000", "2s p2 buy 10 AAA @100000 rogue", "2s p3 buy 10 AAA @100000",
		"3s p4 sell 10 AAA @100000 rogue", "4s p5 buy 10 AAA @100000")
	if got := fmt.Sprint(d.day.Parents().OrderQty); got != "[10 0 10 0 10]" || d.sum.Unwanted != 2 {
		t.Errorf("parents of %s", got)
	}
	if c := d.day.Closings(); len(c) != 1 || c[0].BlockQty != 7 {
		t.Errorf("closed %+v", c)
	}
}

func TestParentsThatDoNotFit(t *testing.T) {
	other := of("P", newOrder(sec, "C1", model.Buy, 10, 100_000))
	other.Symbol = []byte("BBB")
	d := take(t, day0(t, nil), parent(3*sec, "P", model.Sell, 50), other, of("P", newOrder(2*sec, "C2", model.SellShort, 10, 100_000)),
		of("Q", newOrder(4*sec, "C3", model.Buy, 10, 100_000)), of("Q", newOrder(5*sec, "C4", model.Buy, 20, 100_000)), parent(6*sec, "P", model.Sell, 60))
	d.want("children", d.children(), "1s p1 buy 10 BBB @100000", "2s p2 sell 10 AAA @100000", "4s p3 buy 10 AAA @100000", "5s p3 buy 20 AAA @100000")
	if got := fmt.Sprint(d.day.Parents().OrderQty); got != "[10 50 30]" || d.sum.InferredParents != 2 || d.refusedFor("id is that of another parent") != 1 {
		t.Errorf("parents of %s; %+v", got, d.sum)
	}
}

func TestMoreServersThanADayCanHave(t *testing.T) {
	var all []Record
	for i := range 65 {
		r := newOrder(time.Duration(i)*sec, fmt.Sprint("C", i), model.Buy, 10, 100_000)
		r.Server = []byte(fmt.Sprint("s", i))
		all = append(all, r)
	}
	if d := take(t, day0(t, nil), all[:64]...); d.err != nil || d.sum.Servers != 64 {
		t.Errorf("64 servers: %v", d.err)
	}
	d := take(t, day0(t, nil), all...)
	if d.err == nil || !strings.Contains(d.err.Error(), `servers s64 is one more than the 64`) || !strings.Contains(d.err.Error(), "hint:") {
		t.Errorf("65 servers: %v", d.err)
	}
}

func TestOperations(t *testing.T) {
	op := func(at time.Duration, kind model.OperationKind, server, build string) Record {
		return Record{Kind: Operation, At: after(at), Op: kind, Server: []byte(server), Build: []byte(build), Text: []byte("said\x00so")}
	}
	d := take(t, day0(t, nil), newOrder(sec, "C1", model.Buy, 10, 100_000), op(-120*time.Hour, model.OpDeploy, "s1", "v2"), op(0, model.OpAlert, "s2", ""),
		op(sec, model.OpRollback, "s1", ""), op(sec, model.OpAlert, "s1", "v2"), op(-24*400*time.Hour, model.OpDeploy, "s1", "v1"), op(2*sec, 0, "", ""))
	if got := fmt.Sprint(d.day.Operations()); got != fmt.Sprint([]model.Operation{
		{At: after(-120 * time.Hour), Kind: model.OpDeploy, HasServer: true, Build: 1, Text: "said so", Tag: model.Published},
		{At: after(0), Kind: model.OpAlert, HasServer: true, Server: 1, Text: "said so", Tag: model.Published}}) {
		t.Errorf("operations %s", got)
	}
	if d.sum.RefusedRows != 4 {
		t.Errorf("refused %+v", d.sum.Refused)
	}
}

// TestTheBufferBoundsMemory holds what is in memory of ten thousand records against the buffer.
func TestTheBufferBoundsMemory(t *testing.T) {
	s := spill{path: t.TempDir() + "/records", max: 100}
	const n = 10_000
	for i := range n {
		r := rec{at: model.Time((i * 7919) % n), line: int64(i), kind: Quote}
		if err := s.add(&r); err != nil {
			t.Fatal(err)
		}
		if cap(s.buf) > 100 {
			t.Fatalf("%d records in memory", cap(s.buf))
		}
	}
	last, rows := model.Time(-1), 0
	if err := s.each(func(r *rec) error {
		if r.at < last || int64(r.at) != (r.line*7919)%n {
			t.Fatalf("%+v after %d", r, last)
		}
		last = r.at
		rows++
		return nil
	}); err != nil || rows != n || len(s.runs) != n/100 {
		t.Errorf("%d rows of %d runs, %v", rows, len(s.runs), err)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

func TestTiesKeepTheOrderInWhichTheyCame(t *testing.T) {
	s := spill{path: t.TempDir() + "/records", max: 4}
	for i := range 50 {
		if err := s.add(&rec{at: model.Time(i % 2), line: int64(i + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	defer s.close()
	last := [2]int64{}
	if err := s.each(func(r *rec) error {
		if r.line < last[r.at] {
			t.Errorf("line %d after %d", r.line, last[r.at])
		}
		last[r.at] = r.line
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
