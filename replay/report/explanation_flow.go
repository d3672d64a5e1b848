package report

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"lossreplay/model"
	"lossreplay/model/control"
)

// closest says how near a control that never tripped came.
func (p *explanationPrinter) closest() {
	e := p.e
	if len(e.Trips) > 0 {
		return
	}
	p.section("How close it came")
	if len(e.Closest) == 0 {
		p.say("  ", "%s asks whether, not how much: there is no amount by which it could have missed. What it waits for did not happen in this world.", p.label())
		return
	}
	for i := range e.Closest {
		p.near(&e.Closest[i])
	}
}

func (p *explanationPrinter) near(c *Closest) {
	name, set := c.Parameter, p.quantity(c.Set, c.Unit)
	full := name
	for i := range p.e.Control.Parameters {
		if q := &p.e.Control.Parameters[i]; q.Name == name {
			full += " (" + q.Doc + ")"
		}
	}
	switch {
	case c.Set == c.Lowest && c.Highest == nil:
		p.say("  ", "Its %s is %s, the lowest there is: nothing lower can be tried.", full, set)
		return
	case c.Highest == nil && name == "":
		p.say("  ", "Its limits stand in a rule. It would not have tripped at any part of them: what it looks for did not occur.")
		return
	case c.Highest == nil:
		p.say("  ", "Its %s is %s. It would not have tripped at any lower value either, down to %s: what it looks for did not occur.", full, set,
			p.quantity(c.Lowest, c.Unit))
		return
	}
	highest, t := p.quantity(*c.Highest, c.Unit), c.Trip
	bounds := fmt.Sprintf("at %s it would have tripped", highest)
	if *c.Next != c.Set {
		bounds += fmt.Sprintf(", at %s not", p.quantity(*c.Next, c.Unit))
	}
	switch {
	case name == "":
		p.say("  ", "Its limits stand in a rule. It came closest %s, %s, where it saw %s: with its limits at %s of the rule's it would have tripped there.",
			p.at(t.At), concerns(t), p.quantity(t.Seen, t.Unit), highest)
	case t.Unit == c.Unit && t.Limit == *c.Highest:
		most := p.quantity(t.Seen, t.Unit)
		if !p.exact(c) {
			most = fmt.Sprintf("between %s and %s", most, p.quantity(*c.Next, c.Unit))
		}
		p.say("  ", "The most that it saw was %s, %s %% of its %s of %s: %s, %s. Found by lowering that: %s.", most,
			p.part(t.Seen, c), name, set, p.at(t.At), concerns(t), bounds)
	default:
		p.say("  ", "Its %s is %s; %s. It came closest %s, %s, where it saw %s and would have held it against %s.", full, set, bounds,
			p.at(t.At), concerns(t), p.quantity(t.Seen, t.Unit), p.quantity(t.Limit, t.Unit))
	}
}

// exact reports whether nothing lies between what it saw and the next value, at which it would not have tripped.
func (p *explanationPrinter) exact(c *Closest) bool {
	unit := control.Param{Unit: unitOf(c.Unit), Max: math.MaxInt64}
	a, err := unit.Parse(*c.Highest)
	b, err2 := unit.Parse(*c.Next)
	seen, err3 := unit.Parse(c.Trip.Seen)
	return errors.Join(err, err2, err3) == nil && (b-a == 1 || seen >= b)
}

// part returns how much of a threshold was seen, in percent.
func (p *explanationPrinter) part(seen string, c *Closest) string {
	unit := control.Param{Unit: unitOf(c.Unit), Max: math.MaxInt64}
	a, err := unit.Parse(seen)
	b, err2 := unit.Parse(c.Set)
	if err != nil || err2 != nil {
		return percentText(c.Percent, *c.Percent)
	}
	share := ratio(100, big.NewInt(a), model.Money(b))
	return percentText(share, Decimal(a))
}

// others says what the other controls of the world did, and whether they left the control nothing to see.
func (p *explanationPrinter) others() {
	e := p.e
	if len(e.Others) == 0 {
		return
	}
	p.section("The other controls of this world")
	g := &grid{columns: []column{{"control", 2, false}, {"first trip", 2, false}, {"in effect", 2, false}, {"first denied", 2, false}, {"unwanted", 2, true}, {"legitimate", 1, true}},
		groups: []group{{0, 4, 5, "orders it denied"}}}
	var before []string
	for _, o := range e.Others {
		show := func(t *Timestamp) string {
			if t == nil {
				return "never"
			}
			return p.moment(*t)
		}
		g.rows = append(g.rows, []string{o.Label + " " + o.Name, show(o.FirstTrip), show(o.Effect), show(o.FirstBlock),
			grouped(o.Blocked.Rogue.Orders), grouped(o.Blocked.Legit.Orders)})
		if o.Before {
			before = append(before, o.Label)
		}
	}
	p.lines = append(p.lines, g.lines()...)
	switch {
	case e.Alone == nil && len(e.Trips) == 0:
		p.say("  ", "%s would not have tripped alone either.", p.label())
	case len(e.Trips) == 0 && len(before) > 0:
		p.say("  ", "Alone %s first trips %s. Here %s had denied orders by then, and left it nothing to see.", p.label(), p.at(e.Alone.At), enumerate(before))
	case len(e.Trips) == 0:
		p.say("  ", "Alone %s first trips %s. Here it has nothing to see.", p.label(), p.at(e.Alone.At))
	case len(before) > 0:
		p.say("  ", "%s had denied orders before %s first tripped.", enumerate(before), p.label())
	}
	if e.Alone != nil && len(e.Trips) > 0 && e.Alone.At != e.Trips[0].At {
		p.say("  ", "Alone %s first trips %s.", p.label(), p.at(e.Alone.At))
	}
}

// blocked says second by second what the control denied.
func (p *explanationPrinter) blocked() {
	e := p.e
	if len(e.Trips) == 0 || !e.On {
		return
	}
	p.section("What it blocked")
	for _, r := range e.Refused {
		for _, by := range r.By {
			if by == e.Control.Label {
				p.say("  ", "It refused the %s of %s %s.", r.Kind, r.Server, p.at(r.At))
			}
		}
	}
	sum := &e.Orders.Blocked
	switch {
	case !e.Control.Judges:
		p.say("  ", "No order: it judges none.")
		return
	case sum.Rogue.Orders+sum.Legit.Orders == 0 && e.Control.InForce:
		p.say("  ", "No order. It was in force that day: what it did is in the record already.")
	case sum.Rogue.Orders+sum.Legit.Orders == 0:
		p.say("  ", "No order.")
	default:
		p.seconds()
		p.blockedInAll()
	}
	if n := e.Orders.Others; n.Rogue.Orders+n.Legit.Orders > 0 {
		p.say("  ", "Other controls alone blocked %s and %s.", plural(n.Rogue.Orders, "unwanted order"), plural(n.Legit.Orders, "legitimate order"))
	}
	if n := e.Orders.Unsent; n.Rogue.Orders+n.Legit.Orders > 0 {
		p.say("  ", "%s of the record did not go out here and met no control: in this world the router would have had no reason to send them.",
			plural(n.Rogue.Orders+n.Legit.Orders, "order"))
	}
}

// blockedInAll sums up what the control denied.
func (p *explanationPrinter) blockedInAll() {
	e, sum := p.e, &p.e.Orders.Blocked
	p.say("  ", "In all it blocked %s and %s.", p.orders(&sum.Rogue, "unwanted"), p.orders(&sum.Legit, "legitimate"))
	if c := e.Cancelled; c.Rogue.Orders+c.Legit.Orders > 0 {
		p.say("  ", "It took %s off venues: %s unwanted, %s legitimate.", plural(c.Rogue.Orders+c.Legit.Orders, "order"), grouped(c.Rogue.Orders), grouped(c.Legit.Orders))
	}
}

// orders returns orders with their shares and what those are worth at the limits.
func (p *explanationPrinter) orders(n *Amounts, kind string) string {
	if n.Orders == 0 {
		return "no " + kind + " order"
	}
	return fmt.Sprintf("%s (%s, %s at the limits)", plural(n.Orders, kind+" order"), plural(n.Shares, "share"), p.full(n.Notional))
}

// seconds prints the seconds from the first denial on.
func (p *explanationPrinter) seconds() {
	e := p.e
	most := Decimal(0)
	for _, s := range e.Seconds {
		most = max(most, s.Blocked.Rogue.Notional)
	}
	u := unitFor(most, e.Currency)
	g := &grid{columns: []column{{"second", 2, false}, {"unwanted", 2, true}, {"shares", 2, true}, {u.name(), 2, true}, {"legitimate", 2, true},
		{"unwanted", 3, true}, {"legitimate", 2, true}, {"executions", 3, true}, {"shares", 2, true}},
		groups: []group{{0, 1, 4, "orders it blocked"}, {0, 5, 6, "orders that went out"}, {0, 7, 8, "to the error account"}}}
	for _, s := range e.Seconds {
		g.rows = append(g.rows, []string{model.Time(s.At).UTC().In(p.clock.zone).Format("15:04:05"), grouped(s.Blocked.Rogue.Orders), grouped(s.Blocked.Rogue.Shares),
			u.show(s.Blocked.Rogue.Notional), grouped(s.Blocked.Legit.Orders), grouped(s.Sent.Rogue.Orders), grouped(s.Sent.Legit.Orders),
			grouped(s.Error.Executions), grouped(s.Error.Shares)})
	}
	p.lines = append(p.lines, g.lines()...)
	p.say("  ", "unwanted: orders that a correct router would not have sent. Amounts are at the orders' limits.")
}

// through says what still went to the error account, and why.
func (p *explanationPrinter) through() {
	e := p.e
	if len(e.Trips) == 0 || !e.On {
		return
	}
	p.section("What still went to the error account")
	if e.ErrorTotal.Executions == 0 {
		p.say("  ", "Nothing.")
		return
	}
	g := &grid{columns: []column{{"why", 2, false}, {"executions", 2, true}, {"shares", 2, true}}}
	add := func(why string, f Fills) {
		g.rows = append(g.rows, []string{why, grouped(f.Executions), grouped(f.Shares)})
	}
	add("it was executed before the control first tripped", e.ErrorBefore)
	for _, r := range e.ErrorAfter {
		add(p.reasonText(r.Reason), r.Fills)
	}
	add("total", e.ErrorTotal)
	p.lines = append(p.lines, g.lines()...)
}

// course says how the loss developed.
func (p *explanationPrinter) course() {
	e := p.e
	p.section("How the loss developed, " + p.unit.name())
	g := &grid{columns: []column{{"", 2, false}, {"loss", 2, true}}}
	add := func(what string, loss Decimal) { g.rows = append(g.rows, []string{what, p.unit.show(loss)}) }
	if e.AtTrip != nil && e.AtEffect != nil && *e.AtTrip == *e.AtEffect {
		add("had everything stopped when it first tripped and that took effect (mark of "+p.moment(e.AtTrip.At)+")", e.AtTrip.Loss)
	} else if e.AtTrip != nil {
		add("had everything stopped when it first tripped (mark of "+p.moment(e.AtTrip.At)+")", e.AtTrip.Loss)
	}
	if e.AtEffect != nil && (e.AtTrip == nil || *e.AtTrip != *e.AtEffect) {
		add("had everything stopped when that took effect (mark of "+p.moment(e.AtEffect.At)+")", e.AtEffect.Loss)
	}
	add("as it ended in this world", e.Loss)
	add("with no control on", e.BaselineLoss)
	p.lines = append(p.lines, g.lines()...)
	if e.Halted != nil {
		p.say("  ", "In this world everything was stopped for good %s.", p.at(*e.Halted))
	}
}
