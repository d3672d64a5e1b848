package replay_test

import (
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/internal/auditor"
)

// sessionOpen is the open of every random day; it lies on no round number of anything but seconds.
const sessionOpen model.Time = 1_343_827_800_000_000_000

// painter makes a random day out of strokes, each one number that rapid draws and shrinks: it keeps just enough state for
// the day to be one that its own router could have recorded.
type painter struct {
	*datasets.Tables
	now       model.Time
	lastFlow  model.Time // of a child or report, before which an operation of the same time would come
	build     []model.BuildID
	mid       []model.Price
	quiet     []bool // symbols without quotes
	executed  []model.Qty
	open      []model.Qty
	left      []model.Qty // by child; 0 once nothing is at a venue
	labelFlip bool
}

// bits hands out a stroke's bits.
type bits uint64

func (b *bits) below(n int) int {
	v := int(uint64(*b) % uint64(n))
	*b /= bits(n)
	return v
}

func pick[T any](b *bits, from ...T) T { return from[b.below(len(from))] }

// randomDay draws a day. Its children are such that the router of the baseline sends them all; its reactions happen in the
// baseline; its closing, if there is one, closes what the error account held.
func randomDay(t *rapid.T) *datasets.Tables {
	p := &painter{Tables: &datasets.Tables{}}
	head := bits(rapid.Uint64().Draw(t, "day"))
	p.describe(&head)
	for _, s := range rapid.SliceOfN(rapid.Uint64(), 20, 160).Draw(t, "strokes") {
		stroke := bits(s)
		p.stroke(&stroke)
	}
	tail := bits(rapid.Uint64().Draw(t, "close"))
	for _, s := range rapid.SliceOfN(rapid.Uint64(), 0, 8).Draw(t, "quotes after the flow") {
		quote := bits(s)
		p.now = p.now.Add(time.Duration(quote.below(70)) * time.Second)
		p.quote(&quote)
	}
	p.react(t, &tail)
	p.close(&tail)
	return p.Tables
}

func (p *painter) describe(b *bits) {
	symbols, servers := 1+b.below(4), 1+b.below(3)
	tick := pick(b, 10*time.Second, 5*time.Second, time.Minute, 30*time.Second)
	minutes := 1 + b.below(6)
	paths := []model.CodePathSpec{{Name: "ordinary", Counts: true, ChildQty: 100}, {Name: "peg", Retired: true, ChildQty: 100},
		{Name: "new", Counts: true, ChildQty: 100}, {Name: "careless", ChildQty: 100}}
	builds := []model.BuildSpec{{Name: "old", PathOf: []int{0, 1}}, {Name: "new", PathOf: []int{0, 2}},
		{Name: "bad", PathOf: []int{pick(b, 0, 3), pick(b, 1, 3)}}}
	p.About = model.Incident{
		Name: "random", Title: "A random day", Date: "2012-08-01", Currency: "USD", Scale: pick[model.Scale](b, 4, 4, 2, 6),
		Session: model.Session{Zone: "UTC", Open: sessionOpen, Close: sessionOpen.Add(time.Duration(minutes) * time.Minute)},
		Venues:  []string{"V"}, Error: model.ErrorAccount{Name: "error", Limit: model.MoneyUnit},
		Router: model.RouterSpec{Servers: []string{"s1", "s2", "s3"}[:servers], Flags: []string{"", "F"}, Paths: paths, Builds: builds,
			Initial: pick[model.BuildID](b, 0, 1, 2)},
		Market: model.MarketSpec{Tick: tick, Permanent: 0.25, Terms: []model.DecayTerm{{Weight: 0.5, Tau: 20 * time.Second},
			{Weight: 0.25, Tau: 5 * time.Minute}}[:2],
			Participation: pick(b, 0.1, 0, 0.33), Discount: pick(b, 0.07, 0, 0.6), DiscountExponent: pick(b, 0.5, 0.31)},
	}
	if b.below(3) == 0 {
		p.About.Market.Permanent, p.About.Market.Terms = 1, nil
	}
	p.labelFlip = b.below(2) == 1
	p.now = sessionOpen - model.Time(pick(b, 0, 10*time.Second, time.Minute))
	for s := range symbols {
		open := pick[model.Price](b, 100_000, 36_100, 1_234_567)
		p.SecurityRows = append(p.SecurityRows, model.Security{Symbol: string(rune('A' + s)), OpenPx: open, PriorClose: open - 100,
			NormalVolume: 1_000_000, VolumeScale: pick[model.Qty](b, 10_000, 1_000, 333_333), ImpactLevel: pick(b, 0.1, 0.03, 1.7),
			HaltMove: pick[int32](b, 0, 50, 300), Evidence: model.Synthetic})
		p.mid = append(p.mid, open)
		p.quiet = append(p.quiet, b.below(4) == 3)
	}
	for m := -1; m <= minutes; m++ {
		for s, security := range p.SecurityRows {
			p.BarRows = append(p.BarRows, model.Bar{Start: sessionOpen.Add(time.Duration(m) * time.Minute), Symbol: model.SymbolID(s),
				Volume: model.Qty(200 * (1 + (s+m+symbols)%5)), Last: security.OpenPx})
		}
	}
	for range servers {
		p.build = append(p.build, p.About.Router.Initial)
	}
}

// stroke lets some time pass, mostly none, and something happen.
func (p *painter) stroke(b *bits) {
	what := b.below(16)
	switch gap := b.below(16); {
	case gap < 7:
	case gap < 9:
		p.now++
	case gap < 11:
		p.now = p.now.Add(time.Millisecond)
	case gap < 13:
		p.now = p.now.Add(time.Duration(1+b.below(4)) * time.Second)
	case gap < 15: // to the next tick
		tick := model.Time(p.About.Market.Tick)
		p.now += tick - ((p.now-sessionOpen)%tick+tick)%tick
	default:
		p.now = p.now.Add(20 * time.Second)
	}
	switch {
	case what < 7:
		p.child(b)
	case what < 10:
		p.report(b)
	case what < 12:
		p.quote(b)
	case what < 14:
		p.parent(b)
	default:
		p.operation(b)
	}
}

func (p *painter) parent(b *bits) {
	p.ParentRows.Append(model.ParentOrder{ID: model.ParentID(p.ParentRows.Len() + 1), Received: p.now,
		Symbol: model.SymbolID(b.below(len(p.mid))), Side: pick(b, model.Buy, model.Buy, model.Sell, model.SellShort),
		OrderQty: pick[model.Qty](b, 100, 300, 250, 1000, 0), Flag: pick[model.FlagID](b, 1, 1, 0)})
	p.executed, p.open = append(p.executed, 0), append(p.open, 0)
}

func (p *painter) quote(b *bits) {
	s := b.below(len(p.mid))
	if p.quiet[s] {
		return
	}
	p.mid[s] = max(p.mid[s]+model.Price(b.below(2001)-1000), 20_000)
	half := model.Price(1 + b.below(50))
	p.QuoteRows.Append(model.Quote{At: p.now, Symbol: model.SymbolID(s), Bid: p.mid[s] - half, Ask: p.mid[s] + half + model.Price(b.below(2))})
}

func (p *painter) operation(b *bits) {
	if p.lastFlow == p.now {
		p.now++ // else it would come before what was painted already
	}
	op := model.Operation{At: p.now, Kind: pick(b, model.OpDeploy, model.OpRollback, model.OpAlert, model.OpRolloutEnd, model.OpStartOfDay,
		model.OpOverride, model.OpDisconnect, model.OpStop), Tag: model.Synthetic}
	if op.Kind == model.OpDeploy || op.Kind == model.OpRollback || op.Kind == model.OpAlert ||
		(op.Kind == model.OpOverride || op.Kind == model.OpDisconnect) && b.below(2) == 0 {
		op.HasServer, op.Server = true, model.ServerID(b.below(len(p.build)))
	}
	if op.Kind == model.OpDeploy || op.Kind == model.OpRollback {
		op.Build, op.Reaction = model.BuildID(b.below(3)), b.below(3) == 0
		p.build[op.Server] = op.Build
	}
	p.OperationRows = append(p.OperationRows, op)
}

// child sends a child if the router would, cut to what a path that counts has room for; half of them execute at once.
func (p *painter) child(b *bits) {
	if p.ParentRows.Len() == 0 {
		p.parent(b)
	}
	parent := b.below(p.ParentRows.Len())
	server := b.below(len(p.build))
	qty := pick[model.Qty](b, 100, 100, 50, 170, 400)
	spec := &p.About.Router
	path := spec.Paths[spec.Builds[p.build[server]].PathOf[p.ParentRows.Flag[parent]]]
	room := p.ParentRows.OrderQty[parent] - p.executed[parent] - p.open[parent]
	if path.Counts {
		if qty = min(qty, room); qty <= 0 {
			return
		}
	}
	s := p.ParentRows.Symbol[parent]
	sign := model.Price(p.ParentRows.Side[parent].Sign())
	p.ChildRows.Append(model.ChildOrder{Sent: p.now, Parent: model.ParentID(parent + 1), Server: model.ServerID(server),
		OrderQty: qty, LimitPx: p.mid[s] + sign*model.Price(b.below(300)), Rogue: (qty > room) != (p.labelFlip && b.below(5) == 0)})
	p.open[parent] += qty
	p.left = append(p.left, qty)
	p.lastFlow = p.now
	if b.below(2) == 0 {
		p.trade(b, len(p.left)-1, pick(b, qty, qty, (qty+1)/2))
	}
}

// report executes a part or all of a child that is out, or ends it.
func (p *painter) report(b *bits) {
	skip := b.below(5)
	for c := range p.left {
		if p.left[c] == 0 {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		if b.below(4) == 3 {
			p.open[p.ChildRows.Parent[c]-1] -= p.left[c]
			p.left[c] = 0
			p.ExecutionRows.Append(model.Execution{At: p.now, Child: model.ChildID(c + 1), Type: pick(b, model.ExecExpired, model.ExecCanceled)})
			p.lastFlow = p.now
			return
		}
		p.trade(b, c, max(p.left[c]/pick[model.Qty](b, 1, 2, 3), 1))
		return
	}
}

func (p *painter) trade(b *bits, child int, qty model.Qty) {
	parent := p.ChildRows.Parent[child] - 1
	sign := model.Price(p.ParentRows.Side[parent].Sign())
	p.ExecutionRows.Append(model.Execution{At: p.now, Child: model.ChildID(child + 1), Type: model.ExecTrade, LastQty: qty,
		LastPx: p.ChildRows.LimitPx[child] - sign*model.Price(b.below(120)), Fee: model.Money(b.below(700)) - 200})
	p.left[child] -= qty
	p.open[parent] -= qty
	p.executed[parent] = min(p.executed[parent]+qty, p.ParentRows.OrderQty[parent])
	p.lastFlow = p.now
}

// react sets the threshold of people's reactions so that all of the day's reactions happen in the baseline.
func (p *painter) react(t *rapid.T, b *bits) {
	seen := &grossSeen{lowest: -1}
	if _, err := auditorOf(t, p.Tables).Replay([]control.Instance{instance("gross", func(*control.Env) control.Monitor { return seen })}, false); err != nil {
		t.Fatal(err)
	}
	if seen.lowest > 0 {
		p.About.ReactionGross = seen.lowest / pick[model.Money](b, 1, 2)
	}
}

// close draws how the recorded residual was closed.
func (p *painter) close(b *bits) {
	if b.below(4) == 3 {
		return
	}
	out, err := auditor.New(auditorDay(p.Tables))
	if err != nil {
		return
	}
	base, err := out.Replay(nil, false)
	if err != nil {
		return
	}
	unit := p.About.Scale.Unit()
	for s, o := range base.BySymbol {
		if o.Pos == 0 {
			continue
		}
		part := o.Pos * model.Qty(b.below(4)) / 3
		px := p.mid[s]
		p.ClosingRows = append(p.ClosingRows, model.Closing{Symbol: model.SymbolID(s), MarketQty: part, BlockQty: o.Pos - part,
			MarketNotional: model.Money(part) * model.Money(px) * unit,
			BlockNotional:  model.Money(o.Pos-part)*model.Money(px-500)*unit + model.Money(b.below(1000))})
	}
}
