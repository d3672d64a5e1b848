package intake

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// life is what really happened on a random day, written as records and, beside that, as plain lists.
type life struct {
	t       *rapid.T
	records []Record
	clock   time.Duration
	parents map[string]*lifeParent
	events  []lifeEvent // in order of time
	busted  map[string]bool
	fixed   map[string][2]int64
	copies  int64
}

type lifeParent struct {
	qty, executed, open int64
	inferred            bool
}

// lifeEvent is a child that is sent, or a report on it.
type lifeEvent struct {
	at            time.Duration
	child, parent string
	sent          bool
	qty, px       int64
	exec          string // a fill's id; "" for the end of the child
	how           model.ExecType
	side          model.Side
}

func (l *life) now() time.Duration {
	l.clock += time.Duration(rapid.IntRange(1, 1000).Draw(l.t, "step")) * time.Microsecond
	return l.clock
}

func (l *life) emit(r Record) {
	l.records = append(l.records, r)
	if r.Kind != ParentOrder && r.Kind != Accepted && r.Kind != TradeCancel && r.Kind != TradeCorrect && rapid.IntRange(0, 9).Draw(l.t, "copied") == 0 {
		l.records = append(l.records, r)
		l.copies++
	}
}

// chain lives through one order, with what replaces it. Orders of different chains are woven by the times that they draw: each
// chain begins anew near the open.
func (l *life) chain(n int) {
	l.clock = time.Duration(rapid.IntRange(0, 100_000).Draw(l.t, "begin"))*time.Microsecond + time.Duration(n) // no two events at one time
	side := rapid.SampledFrom([]model.Side{model.Buy, model.Sell}).Draw(l.t, "side")
	parent, link := fmt.Sprint("chain", n), []byte(nil)
	if k := rapid.IntRange(0, 4).Draw(l.t, "parent"); k < 2 {
		parent = fmt.Sprint("P", k, side)
		link = []byte(parent)
	}
	id := fmt.Sprint("C", n)
	qty, px := int64(rapid.IntRange(1, 500).Draw(l.t, "qty")), int64(rapid.IntRange(9_000, 11_000).Draw(l.t, "px"))
	if l.parents[parent] == nil {
		l.parents[parent] = &lifeParent{inferred: true}
	}
	at := l.now()
	r := newOrder(at, id, side, model.Qty(qty), model.Price(px))
	r.Parent = link
	l.emit(r)
	l.events = append(l.events, lifeEvent{at: at, child: id, parent: parent, sent: true, qty: qty, px: px, side: side})
	done, left := int64(0), qty
	for step := 0; left > 0; step++ {
		at = l.now()
		switch k := rapid.IntRange(0, 9).Draw(l.t, "next"); {
		case k < 2:
			l.emit(report(Accepted, at, id, ""))
		case k < 6:
			q := int64(rapid.IntRange(1, int(left)).Draw(l.t, "fill"))
			l.fill(at, id, parent, side, fmt.Sprint("E", n, "-", step), q, px)
			done, left = done+q, left-q
		case k < 8:
			next := fmt.Sprint(id, "+")
			total := done + int64(rapid.IntRange(1, 300).Draw(l.t, "total"))
			px += int64(rapid.IntRange(-10, 10).Draw(l.t, "move"))
			ask := report(ReplaceRequest, at, next, id)
			ask.Qty, ask.Px = model.Qty(total), model.Price(px)
			l.emit(ask)
			at = l.now()
			l.emit(report(Replaced, at, next, id))
			l.events = append(l.events, lifeEvent{at: at, child: id, parent: parent, how: model.ExecCanceled},
				lifeEvent{at: at, child: next, parent: parent, sent: true, qty: total - done, px: px, side: side})
			id, left = next, total-done
		default:
			how := rapid.SampledFrom([]Kind{Canceled, Expired, Rejected}).Draw(l.t, "how")
			l.emit(report(how, at, id, ""))
			l.events = append(l.events, lifeEvent{at: at, child: id, parent: parent,
				how: map[Kind]model.ExecType{Canceled: model.ExecCanceled, Expired: model.ExecExpired, Rejected: model.ExecRejected}[how]})
			return
		}
	}
}

func (l *life) fill(at time.Duration, id, parent string, side model.Side, exec string, qty, px int64) {
	l.emit(trade(at, id, exec, model.Qty(qty), model.Price(px)))
	l.events = append(l.events, lifeEvent{at: at, child: id, parent: parent, exec: exec, qty: qty, px: px, side: side})
	correct := Record{At: after(at + time.Hour), Order: []byte(id), RefExec: []byte(exec)}
	switch rapid.IntRange(0, 15).Draw(l.t, "bust") {
	case 0:
		correct.Kind = TradeCancel
		l.busted[exec] = true
		l.emit(correct)
	case 1:
		correct.Kind, correct.Exec, correct.LastQty, correct.LastPx = TradeCorrect, []byte(exec+"c"), model.Qty(max(qty-1, 1)), model.Price(px+5)
		l.fixed[exec] = [2]int64{max(qty-1, 1), px + 5}
		l.emit(correct)
	}
}

// tables returns what the day should hold, put together from the lists with maps and no thought of memory.
func (l *life) tables() (children, executions []string, parents map[string]int64) {
	slices.SortStableFunc(l.events, func(a, b lifeEvent) int { return cmp.Compare(a.at, b.at) })
	number, kept, life := map[string]int{}, map[string]int64{}, map[string]int64{}
	for _, e := range l.events {
		p := l.parents[e.parent]
		switch {
		case e.sent:
			number[e.child], kept[e.child], life[e.child] = len(number)+1, e.qty, e.qty
			rogue := ""
			if out := p.executed + p.open + e.qty; p.inferred {
				p.qty = max(p.qty, out)
			} else if out > p.qty {
				rogue = " rogue"
			}
			p.open += e.qty
			children = append(children, text(e.at, " ", e.side, " ", e.qty, " @", e.px, rogue))
		case e.exec != "":
			life[e.child] -= e.qty
			qty, px := e.qty, e.px
			if f, ok := l.fixed[e.exec]; ok {
				qty, px = f[0], f[1]
			}
			if !l.busted[e.exec] {
				kept[e.child] -= qty
				p.open, p.executed = p.open-qty, p.executed+qty
				executions = append(executions, text(e.at, " c", number[e.child], " trade ", qty, " @", px))
			}
			if life[e.child] == 0 && kept[e.child] > 0 {
				p.open -= kept[e.child]
				executions = append(executions, text(e.at, " c", number[e.child], " canceled"))
			}
		default:
			p.open -= kept[e.child]
			executions = append(executions, text(e.at, " c", number[e.child], " ", e.how))
		}
	}
	parents = map[string]int64{}
	for name, p := range l.parents {
		parents[name] = p.qty
	}
	return children, executions, parents
}

// TestLifecyclesInAnyOrder writes random lives of orders, shuffles their records, and wants the day that a naive reading gives.
func TestLifecyclesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := &life{t: rt, parents: map[string]*lifeParent{}, busted: map[string]bool{}, fixed: map[string][2]int64{}}
		for _, k := range []string{"P0buy", "P0sell", "P1buy"} { // P1sell is a link to nothing
			qty := rapid.IntRange(1, 800).Draw(rt, "parent qty")
			l.parents[k] = &lifeParent{qty: int64(qty)}
			side := model.Sell
			if strings.HasSuffix(k, "buy") {
				side = model.Buy
			}
			l.emit(Record{Kind: ParentOrder, At: after(-time.Second), Parent: []byte(k), Symbol: []byte("AAA"), Side: side, Qty: model.Qty(qty)})
		}
		for n := range rapid.IntRange(1, 25).Draw(rt, "chains") {
			l.chain(n)
		}
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)).Perm(len(l.records))
		records := make([]Record, len(order))
		for i, k := range order {
			records[i] = l.records[k]
		}
		s := day0(t, nil)
		s.buffer = rapid.IntRange(1, 40).Draw(rt, "buffer")
		d := take(t, s, records...)
		children, executions, parents := l.tables()
		gotChildren := d.children()
		for i, line := range gotChildren {
			f := strings.Fields(line) // 1s p1 buy 100 AAA @10000 [rogue]
			gotChildren[i] = strings.Join(append([]string{f[0], f[2], f[3], f[5]}, f[6:]...), " ")
		}
		d.want("children", gotChildren, children...)
		d.want("executions", d.executions(), executions...)
		sizes := slices.Sorted(maps.Values(parents))
		var got []int64
		for _, q := range d.day.Parents().OrderQty {
			got = append(got, int64(q))
		}
		slices.Sort(got)
		if !slices.Equal(got, sizes) {
			rt.Errorf("parents of %v shares; want %v", got, sizes)
		}
		if d.sum.Duplicates != l.copies || t.Failed() {
			rt.Fatalf("%d duplicates, want %d; refused %+v; warned %+v", d.sum.Duplicates, l.copies, d.sum.Refused, d.sum.Warned)
		}
	})
}
