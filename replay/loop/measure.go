package loop

import (
	"fmt"
	"math"

	"lossreplay/model"
)

// onChild takes a recorded child: its parent's server, the delays before it, its path, its price.
func (r *record) onChild() error {
	c, row := &r.children.batch, r.children.row
	r.children.row++
	r.childRow++
	parent, server, qty, at := c.Parent[row], c.Server[row], c.OrderQty[row], c.Sent[row]
	if parent == 0 || int(parent) > r.parents.Len() || int(server) >= r.fleet.Servers() || qty <= 0 || qty > math.MaxInt32 {
		return fmt.Errorf("child %d names parent %d, server %d, %d shares; validate the day before replaying it", r.childRow, parent, server, qty)
	}
	p := parent - 1
	s := r.parents.Symbol[p]
	counts := r.fleet.PathOf(&r.state, server, r.parents.Flag[p]).Counts
	if r.server[p] == noServer {
		r.server[p] = int16(server)
		r.start.add(int64(at.Sub(max(r.parents.Received[p], r.about.Session.Open))))
	} else if counts && r.answered[p] != 0 {
		r.think.add(int64(at.Sub(r.answered[p])))
	}
	if !counts && !r.resumes[p] && r.countedFull(p) {
		r.resumes[p] = true
		r.Recorded.Resumed++
	}
	if r.quoted[s] {
		sign := r.parents.Side[p].Sign()
		r.offset.add(int64(model.Price(sign) * (c.LimitPx[row] - r.now[s].far(sign))))
	}
	r.midOf(s, c.LimitPx[row])
	r.outcome[kind(counts)].children++
	tick, open := r.session()
	minute := r.Recorded.Tally.minuteOf(tick, r.perMinute)
	if open && !counts {
		r.runaway[minute*len(r.now)+int(s)] = true
	}
	r.Recorded.Tally.sent(s, minute, server)
	if v := int(c.Venue[row]); v < len(r.about.Venues) {
		r.venues[int(s)*len(r.about.Venues)+v]++
	}
	r.lastSend = at
	r.venue[r.childRow] = resting{sent: at, parent: parent, left: qty, server: server, counts: counts}
	return nil
}

// countedFull reports whether the parent is full, by children of paths that count alone.
func (r *record) countedFull(p model.ParentID) bool {
	return r.filled[p] >= r.parents.OrderQty[p] && !r.strayed[p]
}

// kind is the index of a path's kind in figures by kind.
func kind(counts bool) int {
	if counts {
		return 0
	}
	return 1
}

// far returns the price at which an order of that sign trades at once.
func (q quote) far(sign model.Qty) model.Price {
	if sign > 0 {
		return q.ask
	}
	return q.bid
}

// onReport takes a recorded report: it books an execution, or ends a child.
func (r *record) onReport() error {
	e, row := &r.reports.batch, r.reports.row
	r.reports.row++
	id, at := e.Child[row], e.At[row]
	w, ok := r.venue[id]
	if !ok {
		if e.Type[row] != model.ExecTrade && id > 0 && id <= r.childRow {
			return nil
		}
		return fmt.Errorf("an execution at %v is on child %d, which is not at a venue; validate the day before replaying it", at, id)
	}
	if !w.known {
		w.known = true
		r.latency.add(int64(at.Sub(w.sent)))
	}
	r.answered[w.parent-1] = at
	if e.Type[row] != model.ExecTrade {
		if !w.traded {
			r.outcome[kind(w.counts)].expired++
		}
		delete(r.venue, id)
		return nil
	}
	w.traded = true
	w.left -= e.LastQty[row]
	if w.left <= 0 {
		delete(r.venue, id)
	} else {
		r.venue[id] = w
	}
	r.fill(&w, e.LastQty[row], e.LastPx[row], e.Fee[row])
	return nil
}

// fill books a recorded execution: allocated to its parent until that is full, beyond to the error account.
func (r *record) fill(w *resting, qty model.Qty, px model.Price, fee model.Money) {
	p := w.parent - 1
	s := r.parents.Symbol[p]
	sign := r.parents.Side[p].Sign()
	mid := r.midOf(s, px)
	unmatched := min(qty, max(r.filled[p]+qty-r.parents.OrderQty[p], 0))
	r.filled[p] += qty - unmatched
	if !w.counts {
		r.Recorded.RunawayShares += int64(qty)
		r.ran[r.sideOf(uint32(p))] += qty
		r.strayed[p] = true
	}
	if unmatched > 0 {
		part := fee
		if unmatched != qty {
			part = fee * model.Money(unmatched) / model.Money(qty)
		}
		r.book.Fill(s, sign*unmatched, px, mid, r.ownPx[s], part)
	}
	r.fees += fee
	tick, open := r.session()
	minute := r.Recorded.Tally.minuteOf(tick, r.perMinute)
	r.Recorded.Tally.filled(s, minute, w.server, qty, px, r.book.Unit)
	if open {
		r.flow[s] += sign * qty
		r.tape.Fill(tick, s, sign*qty)
		r.ours[minute*len(r.now)+int(s)] += qty
	}
}

// sides notes each symbol's larger side and returns the share of the smaller ones, where there are both.
func (r *record) sides() float64 {
	var minor, all model.Qty
	for s := range r.major {
		buys, sells := r.ran[2*s], r.ran[2*s+1]
		r.major[s] = 2 * s
		if sells > buys {
			r.major[s]++
		}
		if buys > 0 && sells > 0 {
			minor += min(buys, sells)
			all += buys + sells
		}
	}
	return float64(minor) / float64(max(all, 1))
}

// fitted returns what the record's samples say, all but the pace.
func (r *record) fitted() Fitted {
	f := Fitted{
		Start: model.Duration(max(r.start.median(0), 0)), ReportLatency: model.Duration(max(r.latency.median(0), 0)),
		Think: model.Duration(max(r.think.median(0), 0)), Offset: model.Price(r.offset.median(0)),
	}
	share := func(i int) float64 {
		o := r.outcome[i]
		if o.children == 0 {
			o = r.outcome[1-i]
		}
		return float64(o.expired) / float64(max(o.children, 1))
	}
	f.Expiry, f.ExpiryRunaway = share(0), share(1)
	f.MinorShare = r.sides()
	if shares := r.Recorded.Tally.Total.Shares; shares > 0 {
		f.FeePerShare = r.fees / model.Money(shares)
	}
	return f
}
