package normal

import (
	"time"

	"lossreplay/model"
)

// child is a child order in the making: order is its parent's position in the name's orders.
type child struct {
	sent   model.Duration
	order  int32
	qty    int32
	limit  int32
	venue  model.VenueID
	server model.ServerID
}

// report is a report in the making: child is a position in the name's children.
type report struct {
	at    model.Duration
	child int32
	qty   int32
	px    int32
	kind  model.ExecType
}

// What becomes of a child. Assumed.
const (
	unfilled = 0.03 // expires with nothing
	partial  = 0.02 // expires with a part
	split    = 0.06 // fills in two or three parts
	eager    = 0.25 // its limit lies a cent beyond the quote
)

// hand works the parents of one name.
type hand struct {
	*build
	r        *dice
	name     *name
	tape     *tape
	children []child
	reports  []report
	refused  model.VenueID // that rejected the parent's last child, or noVenue
}

const noVenue model.VenueID = 255

// workOrders works the parents of name s, each by itself.
func (b *build) workOrders(s int) {
	h := hand{build: b, r: b.rolls(streamChildren, s), name: &b.names[s], tape: &b.tapes[s]}
	for i := range b.orders[s] {
		h.work(int32(i), &b.orders[s][i])
	}
	b.children[s], b.reports[s] = h.children, h.reports
}

// work sends one child after the other's last report until the parent is full, or too many children came back, or the close is
// near.
func (h *hand) work(index int32, o *order) {
	left, cuts := o.qty, []window(nil)
	if c := h.day.Cut; c != nil && c.Server == o.server {
		cuts = []window{{since(c.From), since(c.Until)}}
	}
	sizes := o.sizes
	if sizes == nil {
		sizes = childSizes
	}
	perChild := mean(sizes)
	h.refused = noVenue
	at := o.start
	for budget := 20 + 2*o.qty/100; left > 0 && budget > 0; budget-- {
		at = waited(h.r, waited(h.r, at, h.name.halts), cuts)
		if at > lastSend {
			return
		}
		qty := int32(h.r.pick(sizes))
		if h.r.chance(h.day.OddLots) {
			qty = int32(1 + h.r.below(99))
		}
		qty = min(qty, left)
		filled, last := h.send(at, index, o, qty)
		left -= filled
		at = h.next(o, last, float64(left)/perChild)
	}
}

// next returns when the next of about n more children goes out, after the last one's report.
func (h *hand) next(o *order, last model.Duration, n float64) model.Duration {
	soon := last + 200*time.Microsecond + h.r.soon(6*time.Millisecond)
	if o.end == 0 || soon >= o.end {
		return soon
	}
	now := h.pace.passed(last)
	ahead := h.pace.passed(o.end) - now
	return max(soon, h.pace.reached(now+float64(ahead*min(2*h.r.unit()/(n+1), 1))))
}

// send sends one child and returns what was filled of it and when its last report came.
func (h *hand) send(at model.Duration, index int32, o *order, qty int32) (filled int32, last model.Duration) {
	limit := h.name.far(h.tape.shown[tickOf(at)], model.Qty(o.sign))
	if h.r.chance(eager) {
		limit = max(limit+model.Price(o.sign)*cent, cent)
	}
	c := child{sent: at, order: index, qty: qty, limit: int32(limit), venue: h.venue(), server: o.server}
	h.children = append(h.children, c)
	last = at + time.Millisecond + h.r.soon(29*time.Millisecond)
	h.refused = noVenue
	if out := h.day.Outage; out != nil && c.venue == out.Venue && at >= since(out.From) && at < since(out.Until) {
		h.refused = c.venue
		h.report(last, 0, 0, model.ExecRejected)
		return 0, last
	}
	for _, part := range h.parts(qty) {
		px := h.name.far(h.tape.bid[tickOf(last)], model.Qty(o.sign))
		if part == 0 || model.Price(o.sign)*(px-limit) > 0 { // nobody there, or the quote has gone
			h.report(last, 0, 0, model.ExecExpired)
			return filled, last
		}
		h.report(last, part, int32(px), model.ExecTrade)
		if filled += part; filled == qty {
			break
		}
		last += 200*time.Microsecond + h.r.soon(4*time.Millisecond)
	}
	return filled, last
}

func (h *hand) report(at model.Duration, qty, px int32, kind model.ExecType) {
	h.reports = append(h.reports, report{at: at, child: int32(len(h.children) - 1), qty: qty, px: px, kind: kind})
}

// parts draws the fills of a child of qty shares. A part of 0 is its end.
func (h *hand) parts(qty int32) [3]int32 {
	u := h.r.unit()
	if qty < 3 && u >= unfilled {
		return [3]int32{qty}
	}
	switch cut := int32(1 + h.r.below(int(qty)-1)); {
	case u < unfilled:
		return [3]int32{}
	case u < unfilled+partial:
		return [3]int32{cut}
	case u < unfilled+partial+split/2:
		return [3]int32{cut, qty - cut}
	case u < unfilled+partial+split && cut > 1:
		return [3]int32{cut / 2, cut - cut/2, qty - cut}
	}
	return [3]int32{qty}
}

// venue draws where a child goes: two of five to the listing exchange, the rest spread. The router tries another one after a
// reject.
func (h *hand) venue() model.VenueID {
	primary, second := model.VenueID(0), model.VenueID(2)
	if h.name.listing == "NASDAQ" {
		primary, second = second, primary
	}
	for {
		v := primary
		switch u := h.r.unit(); {
		case u < 0.4:
		case u < 0.55:
			v = second
		case u < 0.70:
			v = 1
		case u < 0.85:
			v = 3
		default:
			v = 4
		}
		if v != h.refused {
			return v
		}
	}
}
