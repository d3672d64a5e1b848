package intake

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

const open0 = model.Time(1343827800 * 1e9) // 2012-08-01 09:30 in New York

func after(d time.Duration) model.Time { return open0.Add(d) }

// day0 are the settings of tests: a day in New York, with buffers of three records.
func day0(t *testing.T, change func(*Options)) *Settings {
	t.Helper()
	o := &Options{Day: DayOptions{Zone: "America/New_York"}}
	if change != nil {
		change(o)
	}
	s, err := o.Settings("map.yaml", func(name string) (ioReadCloser, error) { return os.Open(name) })
	if err != nil {
		t.Fatal(err)
	}
	s.buffer = 3
	return s
}

// imported is a day that records made.
type imported struct {
	*testing.T
	dir string
	sum *Summary
	day *datasets.Day
	err error
}

// take imports records; line and source are theirs, or by their place.
func take(t *testing.T, s *Settings, records ...Record) *imported {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "day")
	folder, err := datasets.NewFolder(dir, datasets.WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	in, err := New(folder, s, []string{"a.log", "b.log"})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for i := range records {
		if records[i].Where.Line == 0 {
			records[i].Where.Line = int64(i + 1)
		}
		if err := in.Sink().Record(&records[i]); err != nil {
			return &imported{T: t, dir: dir, err: err}
		}
	}
	sum, day, err := in.Finish(nil)
	if err == nil {
		err = folder.Commit()
	}
	if sum.Read != int64(len(records)) {
		t.Errorf("%d rows are accounted for, of %d", sum.Read, len(records))
	}
	return &imported{t, dir, sum, day, err}
}

// children, executions return the tables as short lines.
func (d *imported) children() (lines []string) {
	d.Helper()
	if d.err != nil {
		d.Fatal(d.err)
	}
	r, err := d.day.Children()
	if err != nil {
		d.Fatal(err)
	}
	defer r.Close()
	p := d.day.Parents()
	for {
		var b model.ChildColumns
		if r.Next(&b) != nil {
			return lines
		}
		for i := range b.Sent {
			k := b.Parent[i] - 1
			rogue := ""
			if b.Rogue[i] {
				rogue = " rogue"
			}
			lines = append(lines, text(b.Sent[i].Sub(open0), " p", b.Parent[i], " ", p.Side[k], " ", b.OrderQty[i], " ",
				d.day.Securities()[p.Symbol[k]].Symbol, " @", int64(b.LimitPx[i]), rogue))
		}
	}
}

func (d *imported) executions() (lines []string) {
	d.Helper()
	if d.err != nil {
		d.Fatal(d.err)
	}
	r, err := d.day.Executions()
	if err != nil {
		d.Fatal(err)
	}
	defer r.Close()
	for {
		var b model.ExecutionColumns
		if r.Next(&b) != nil {
			return lines
		}
		for i := range b.At {
			line := text(b.At[i].Sub(open0), " c", b.Child[i], " ", b.Type[i])
			if b.Type[i] == model.ExecTrade {
				line += text(" ", b.LastQty[i], " @", int64(b.LastPx[i]))
			}
			lines = append(lines, line)
		}
	}
}

func (d *imported) want(what string, got []string, want ...string) {
	d.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		d.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (d *imported) refusedFor(reason string) int64 {
	for _, c := range d.sum.Refused {
		if strings.Contains(c.Reason, reason) {
			return c.Rows
		}
	}
	return 0
}

func newOrder(at time.Duration, id string, side model.Side, qty model.Qty, px model.Price) Record {
	return Record{Kind: NewOrder, At: after(at), Order: []byte(id), Symbol: []byte("AAA"), Side: side, Qty: qty, Px: px}
}

func trade(at time.Duration, id, exec string, qty model.Qty, px model.Price) Record {
	return Record{Kind: Trade, At: after(at), Order: []byte(id), Exec: []byte(exec), LastQty: qty, LastPx: px}
}

func report(kind Kind, at time.Duration, id, orig string) Record {
	return Record{Kind: kind, At: after(at), Order: []byte(id), OrigOrder: []byte(orig)}
}

const sec = time.Second

func TestALifeOfOrders(t *testing.T) {
	replace := report(ReplaceRequest, 3*sec, "C2", "C1")
	replace.Qty, replace.Px = 300, 101_000
	d := take(t, day0(t, nil),
		newOrder(1*sec, "C1", model.Buy, 200, 100_000), report(Accepted, 1*sec+1, "C1", ""),
		trade(2*sec, "C1", "E1", 50, 100_000), trade(2*sec, "C1", "E2", 50, 99_000),
		replace, report(Replaced, 4*sec, "C2", "C1"), trade(5*sec, "C1", "E3", 20, 100_500),
		report(CancelRequest, 6*sec, "X1", "C2"), report(Canceled, 7*sec, "X1", "C2"),
		newOrder(8*sec, "C3", model.Sell, 100, 0), trade(9*sec, "C3", "E4", 60, 98_000), trade(9*sec+1, "C3", "E5", 40, 98_500),
		newOrder(10*sec, "C4", model.Buy, 10, 100_000), report(Rejected, 11*sec, "C4", ""),
		newOrder(12*sec, "C5", model.Buy, 10, 100_000), report(Expired, 13*sec, "C5", ""),
	)
	d.want("children", d.children(), "1s p1 buy 200 AAA @100000", "4s p1 buy 200 AAA @101000", "8s p2 sell 100 AAA @98000",
		"10s p3 buy 10 AAA @100000", "12s p4 buy 10 AAA @100000")
	d.want("executions", d.executions(), "2s c1 trade 50 @100000", "2s c1 trade 50 @99000", "4s c1 canceled", "5s c2 trade 20 @100500",
		"7s c2 canceled", "9s c3 trade 60 @98000", "9.000000001s c3 trade 40 @98500", "11s c4 rejected", "13s c5 expired")
	if got := d.day.Parents().OrderQty; got[0] != 300 || got[1] != 100 {
		t.Errorf("parents of %v shares; want 300, 100, ...", got)
	}
	if d.sum.RefusedRows != 0 || d.sum.Kept != 16 || d.sum.LimitsAssumed != 1 || d.sum.InferredParents != 4 {
		t.Errorf("summary %+v", d.sum)
	}
}

func TestCopiesCountOnce(t *testing.T) {
	again := func(r Record) Record { r.Where.Source = 1; r.Where.Line = 77; return r }
	resent := trade(3*sec, "C1", "E1", 50, 100_000)
	resent.Repeat = true
	lost := trade(3*sec, "C1", "E9", 10, 100_000)
	lost.Repeat = true
	o, f, c := newOrder(sec, "C1", model.Buy, 200, 100_000), trade(2*sec, "C1", "E1", 50, 100_000), report(Canceled, 4*sec, "C1", "")
	other := newOrder(5*sec, "C1", model.Buy, 100, 100_000)
	d := take(t, day0(t, nil), o, again(o), f, again(f), resent, lost, c, again(c), other)
	d.want("executions", d.executions(), "2s c1 trade 50 @100000", "3s c1 trade 10 @100000", "4s c1 canceled")
	if d.sum.Duplicates != 4 || d.refusedFor("duplicate") != 4 || d.refusedFor("of another order") != 1 {
		t.Errorf("%d duplicates; refused %+v", d.sum.Duplicates, d.sum.Refused)
	}
}

func TestBustsAndCorrections(t *testing.T) {
	bust := Record{Kind: TradeCancel, At: after(time.Hour), Order: []byte("C1"), RefExec: []byte("E1")}
	fix := Record{Kind: TradeCorrect, At: after(26 * time.Hour), Order: []byte("C1"), RefExec: []byte("E2"), Exec: []byte("E3"), LastQty: 80, LastPx: 99_000}
	lost := Record{Kind: TradeCancel, At: after(time.Hour), RefExec: []byte("E8")}
	much := Record{Kind: TradeCorrect, At: after(27 * time.Hour), RefExec: []byte("E3"), Exec: []byte("E4"), LastQty: 500, LastPx: 99_000}
	d := take(t, day0(t, nil), bust, fix, lost, bust, much, newOrder(sec, "C1", model.Buy, 200, 100_000),
		trade(2*sec, "C1", "E1", 100, 100_000), trade(3*sec, "C1", "E2", 100, 100_000))
	d.want("executions", d.executions(), "3s c1 trade 80 @99000", "3s c1 canceled")
	if d.sum.Busts != 1 || d.sum.Corrections != 1 || d.sum.Duplicates != 1 || d.refusedFor("not in the log") != 1 || d.refusedFor("more than its order leaves") != 1 {
		t.Errorf("summary %+v", d.sum)
	}
	if _, err := os.Stat(filepath.Join(d.dir, CorrectionsFile)); err != nil {
		t.Error(err)
	}
}

func TestReportsAlone(t *testing.T) {
	full := trade(sec, "C1", "E1", 50, 100_000)
	full.Symbol, full.Side, full.Qty, full.CumQty = []byte("AAA"), model.Buy, 500, 150
	fill := func(at time.Duration, exec string, qty model.Qty) Record {
		r := trade(at, "", exec, qty, 100_000)
		r.Symbol, r.Side = []byte("BBB"), model.Sell
		return r
	}
	named := trade(4*sec, "C7", "E4", 5, 100_000)
	named.Symbol, named.Side = []byte("BBB"), model.Sell
	named2 := named
	named2.At, named2.Exec = after(5*sec), []byte("E5")
	d := take(t, day0(t, nil), full, trade(2*sec, "C1", "E2", 350, 100_000), trade(2*sec, "C1", "E3", 1, 100_000),
		fill(3*sec, "", 7), fill(3*sec, "", 7), named, named2, trade(6*sec, "C9", "E9", 1, 1), report(Canceled, 7*sec, "C9", ""))
	d.want("children", d.children(), "1s p1 buy 400 AAA @100000", "3s p2 sell 7 BBB @100000", "3s p3 sell 7 BBB @100000", "4s p4 sell 5 BBB @100000", "5s p4 sell 5 BBB @100000")
	if d.sum.InferredOrders != 5 || d.refusedFor("does not say of which symbol") != 2 || d.refusedFor(reasonBeyond) != 1 {
		t.Errorf("summary %+v", d.sum)
	}
}

func TestAReportBeforeItsOrder(t *testing.T) {
	d := take(t, day0(t, nil), trade(sec, "C1", "E1", 50, 100_000), newOrder(3*sec, "C1", model.Buy, 50, 100_000))
	d.want("executions", d.executions(), "3s c1 trade 50 @100000")
	if d.sum.Skewed != 1 || d.sum.SkewMax != 2*sec {
		t.Errorf("%d moved by %v", d.sum.Skewed, d.sum.SkewMax)
	}
}

func TestAFillAfterTheEnd(t *testing.T) {
	d := take(t, day0(t, nil), newOrder(sec, "C1", model.Buy, 100, 100_000), report(Canceled, 2*sec, "C1", ""), trade(3*sec, "C1", "E1", 30, 99_000))
	d.want("children", d.children(), "1s p1 buy 100 AAA @100000", "3s p1 buy 30 AAA @99000")
	d.want("executions", d.executions(), "2s c1 canceled", "3s c2 trade 30 @99000")
}

func TestOtherDays(t *testing.T) {
	d := take(t, day0(t, nil), newOrder(sec, "C1", model.Buy, 100, 100_000), report(Canceled, 2*sec, "C1", ""),
		newOrder(25*time.Hour, "C2", model.Buy, 100, 100_000), trade(3*sec, "C2", "E1", 100, 99_000))
	d.want("children", d.children(), "1s p1 buy 100 AAA @100000")
	if d.sum.SkippedRows != 1 || d.refusedFor("its order of a later one") != 1 {
		t.Errorf("summary %+v", d.sum)
	}
}

func TestNoOrders(t *testing.T) {
	d := take(t, day0(t, nil), Record{Kind: Quote, At: after(0), Symbol: []byte("AAA"), Bid: 1, Ask: 2})
	if !errors.Is(d.err, ErrNoOrders) {
		t.Errorf("got %v", d.err)
	}
	if _, err := os.Stat(d.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something is left behind: %v", err)
	}
}
