package normal

import (
	"math"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// order is a parent with the way in which it is worked.
type order struct {
	received model.Duration
	start    model.Duration // its first child goes out from then on
	end      model.Duration // its last should go out by then; 0: one child after the other, at once
	qty      int32
	sign     int8
	flag     model.FlagID
	server   model.ServerID
	sizes    []size // of its children; nil: 100 shares mostly
}

// Sizes of parents and children. All assumed.
var (
	retailSizes = []size{{0.30, 100, 200}, {0.30, 300, 500}, {0.25, 500, 1000}, {0.15, 1000, 2000}}
	// basketSizes are those of a parent in a basket.
	basketSizes = []size{{0.5, 500, 1500}, {0.4, 1500, 3000}, {0.1, 3000, 6000}}
	// institutionSizes have a mean of 62,000 shares.
	institutionSizes = []size{{0.35, 5_000, 15_000}, {0.30, 15_000, 40_000}, {0.20, 40_000, 100_000}, {0.10, 100_000, 250_000}, {0.05, 250_000, 500_000}}
	childSizes       = []size{{0.78, 100, 100}, {0.12, 200, 300}, {0.06, 400, 600}, {0.03, 1000, 1000}, {0.01, 2000, 2000}}
	closeSizes       = []size{{0.50, 100, 100}, {0.30, 200, 500}, {0.15, 500, 1500}, {0.05, 2000, 5000}}
)

// institutionCap is the largest parent as a share of a name's ordinary volume, assumed.
const institutionCap = 0.04

// flow draws the parents of one name.
type flow struct {
	*build
	r      *dice
	name   *name
	index  int
	orders []order
}

// drawOrders returns the parents of name s.
func (b *build) drawOrders(s int) []order {
	f := flow{build: b, r: b.rolls(streamParents, s), name: &b.names[s], index: s}
	if c := f.name.crowd; c != nil {
		f.drawCrowd(c)
		return f.orders
	}
	for range f.share(b.day.Retail) {
		f.retail()
	}
	for range f.share(b.day.Institutions) {
		f.institution()
	}
	for i := range b.baskets {
		f.basket(&b.baskets[i])
	}
	if b.day.Crosses > 0 && s*b.day.Crosses/b.day.Symbols != (s+1)*b.day.Crosses/b.day.Symbols {
		f.crosses()
	}
	if x := b.day.Index; x != nil && s*x.Names/b.day.Symbols != (s+1)*x.Names/b.day.Symbols {
		f.rebalance(x)
	}
	return f.orders
}

// share returns the name's part of a number of parents.
func (f *flow) share(parents int) int {
	return int(float64(f.name.weight*float64(parents)) + f.r.unit())
}

// add adds a parent on a server of its own.
func (f *flow) add(o order) {
	o.server = model.ServerID(f.r.below(servers - f.day.Idle))
	if o.start == 0 {
		o.start = max(o.received, f.name.opening) + 300*time.Microsecond + f.r.soon(5*time.Millisecond)
	}
	f.orders = append(f.orders, o)
}

// side draws a side: buys is the share that buys.
func (f *flow) side(buys float64) int8 {
	if f.r.chance(buys) {
		return 1
	}
	return -1
}

// arrival draws a time of the session before last.
func (f *flow) arrival(last model.Duration) model.Duration {
	return f.pace.reached(float64(f.r.unit() * f.pace.passed(last)))
}

// retail adds a small parent, worked at once. Those that came before the open go out soon after it.
func (f *flow) retail() {
	o := order{received: f.arrival(lastSend - 2*time.Second), qty: int32(f.r.pick(retailSizes)), sign: f.side(f.day.Buys)}
	if f.r.chance(0.1) {
		o.qty -= int32(1 + f.r.below(99))
	}
	if f.r.chance(f.day.PreOpen) {
		o.received = f.r.lasting(since(clock(7, 0, 0)), 0)
		o.start = f.name.opening + time.Millisecond + f.r.soon(45*time.Second)
	}
	if f.name.listing == "NYSE" && f.r.chance(f.day.Flagged) {
		o.flag = router.FlagRLP
	}
	f.add(o)
}

// institution adds a large parent.
func (f *flow) institution() {
	f.add(f.worked(f.side(f.day.Buys)))
}

// worked returns a large parent that is worked over half an hour to five hours, as flow comes. A quarter of them are there
// before the open.
func (f *flow) worked(sign int8) order {
	qty := min(float64(f.r.pick(institutionSizes)), max(f.name.volume*institutionCap, 5000))
	o := order{received: f.arrival(since(clock(15, 10, 0))), qty: int32(qty), sign: sign}
	if f.r.chance(0.25) {
		o.received = f.r.lasting(since(clock(8, 0, 0)), 0)
		o.start = f.name.opening + time.Millisecond + f.r.soon(5*time.Minute)
	}
	o.end = min(max(o.received, 0)+f.r.lasting(30*time.Minute, 5*time.Hour), lastSend-f.r.lasting(time.Second, 2*time.Minute))
	if f.day.Lots > 1 {
		for _, s := range childSizes {
			o.sizes = append(o.sizes, size{s.share, s.lo * f.day.Lots, s.hi * f.day.Lots})
		}
	}
	return o
}

// basketList is when a basket is received, and its side.
type basketList struct {
	at   model.Duration
	sign int8
}

// drawBaskets draws the day's baskets.
func (b *build) drawBaskets() {
	r := b.rolls(streamDay, 1)
	for range b.day.Baskets {
		l := basketList{at: r.lasting(5*time.Minute, sessionLength-10*time.Minute), sign: 1}
		if r.chance(0.5) {
			l.sign = -1
		}
		b.baskets = append(b.baskets, l)
	}
}

// basket adds the name's parent of a basket, if it has one: in two names of three.
func (f *flow) basket(l *basketList) {
	if f.r.chance(2.0 / 3) {
		f.add(order{received: l.at + f.r.lasting(0, time.Second), qty: int32(f.r.pick(basketSizes)), sign: l.sign})
	}
}

// crosses adds pairs of institutions that buy and sell the same at the same time.
func (f *flow) crosses() {
	pairs := max(2, int(math.Round(f.name.volume/3e6)))
	for range pairs {
		buy := f.worked(1)
		sell := buy
		sell.sign = -1
		sell.received += f.r.lasting(0, time.Second)
		f.add(buy)
		f.add(sell)
	}
}

// rebalance adds the name's parent into the close: most of it in the last ten minutes.
func (f *flow) rebalance(x *Rebalance) {
	qty := min(f.name.volume, 12e6) * x.Size * (0.6 + float64(0.8*f.r.unit()))
	sign := f.side(x.Buys)
	for part := range 4 { // four funds follow the index
		share := int32(qty * [4]float64{0.4, 0.3, 0.2, 0.1}[part])
		o := order{received: f.r.lasting(since(clock(15, 30, 0)), since(clock(15, 50, 0))), qty: max(share/100*100, 1000), sign: sign, sizes: closeSizes}
		o.start = max(o.received, since(clock(15, 49, 0))) + f.r.soon(4*time.Minute)
		o.end = lastSend - f.r.lasting(time.Second, time.Minute)
		f.add(o)
	}
}

// drawCrowd adds a crowd's parents: most for one size, most on the crowd's side, densest at the start.
func (f *flow) drawCrowd(c *Crowd) {
	from := since(c.From)
	for range c.Parents {
		u := f.r.unit()
		o := order{received: from + time.Duration(float64(u*u)*float64(lastSend-time.Minute-from)), qty: int32(c.Qty), sign: f.side(0.7)}
		if f.r.chance(0.25) {
			o.qty = int32(f.r.pick(retailSizes))
		}
		if f.r.chance(0.06) { // they waited for the first print
			o.received = f.r.lasting(since(clock(8, 0, 0)), from)
			o.start = from + time.Millisecond + f.r.soon(90*time.Second)
		}
		f.add(o)
	}
}
