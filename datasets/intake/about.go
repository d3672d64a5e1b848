package intake

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"lossreplay/model"
)

// recordedBuild is the build of a router of which the log says nothing.
const recordedBuild = "as-recorded"

// describe fills in the day's description.
func (m *machine) describe() {
	a, o := &m.t.About, m.o
	a.Name = cmp.Or(o.Name, "imported-"+a.Date)
	a.Title = cmp.Or(o.Title, fmt.Sprintf("Imported from %d sources", len(m.sources)))
	a.Currency, a.Scale, a.Error, a.ReactionGross, a.Market = o.Currency, o.Scale, o.Error, o.Reaction, o.Market
	a.Session = model.Session{Zone: zoneName(o.Zone), Open: floorMinute(m.sum.First), Close: floorMinute(m.sum.Last) + model.Time(time.Minute)}
	if o.Close > 0 {
		a.Session.Open, a.Session.Close = m.onDay(o.Open), m.onDay(o.Close)
	}
	a.Session.Close = min(a.Session.Close, a.Session.Open.Add(24*time.Hour)) // a day of 25 hours ends an hour early
	m.router()
	for i, name := range m.sources {
		a.Sources = append(a.Sources, model.Source{Key: "source" + strconv.Itoa(i+1), Title: safe(filepath.Base(name))})
	}
	m.scenario()
}

// onDay returns a time of the day, by the clocks of its zone.
func (m *machine) onDay(of time.Duration) model.Time {
	y, month, d := time.Unix(m.chosen*86400, 0).UTC().Date()
	return model.Time(time.Date(y, month, d, 0, int(of/time.Minute), 0, 0, m.o.Zone).UnixNano())
}

func zoneName(zone *time.Location) string {
	if zone == time.UTC {
		return "UTC"
	}
	return zone.String()
}

// safe returns text as a description can hold it.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r == 0xfeff || r == 0xfffd {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}

// router describes the fleet: what a log of orders shows of a code path is whether it can have counted.
func (m *machine) router() {
	r := &m.t.About.Router
	size := max(m.shares/max(m.sum.Children, 1), 1)
	counting, ruined := -1, -1
	path := func(at *int, name string, counts bool) int {
		if *at < 0 {
			*at = len(r.Paths)
			r.Paths = append(r.Paths, model.CodePathSpec{Name: name, Counts: counts, ChildQty: model.Qty(size)})
		}
		return *at
	}
	of := make([]int, len(r.Flags))
	for flag := range of {
		if m.ruined[flag] {
			of[flag] = path(&ruined, "not-counting", false)
		} else {
			of[flag] = path(&counting, "counting", true)
		}
	}
	for i := range r.Builds {
		r.Builds[i].PathOf = of
	}
}

// scenario names every choice that stands in no log.
func (m *machine) scenario() {
	a, s, said := &m.t.About, m.sum, m.o.Said
	set := func(tag model.Tag, key, value, reason string) {
		a.Scenario = append(a.Scenario, model.Setting{Key: key, Value: value, Reason: reason, Tag: tag})
	}
	assume := func(given bool, key, value, reason string) {
		if !given {
			set(model.Assumed, key, value, reason)
		}
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	assume(said["date"], "date", a.Date, "the day with most orders and reports of the sources")
	assume(said["zone"], "zone", zoneName(m.o.Zone), "none was named")
	assume(said["session"], "session", a.Session.Open.String()+" to "+a.Session.Close.String(), "whole minutes around the flow")
	assume(said["currency"], "currency", a.Currency, "none was named")
	assume(said["impact_level"], "impact_level", number(m.o.ImpactLevel), "the textbook level, for every symbol: an order of the market's whole volume moves a price by itself")
	set(model.Assumed, "impact_decay", "80% in 45 s, 15% in 10 min, 4% in an hour, 1% stays", "as on the ordinary days of this tool")
	assume(said["participation"], "participation", number(m.o.Market.Participation), "share of the market's volume at which a residual is worked")
	assume(said["discount"], "discount", number(m.o.Market.Discount), "of a block against the mid")
	assume(said["discount_exponent"], "discount_exponent", number(m.o.Market.DiscountExponent), "the square root")
	assume(said["reaction_gross"], "reaction_gross", m.o.Reaction.String(), "people react at once")
	set(model.Assumed, "prior_close", "the first price of the day", "no close of the day before is in the sources")
	volumes := "what was printed, where more than our own executions"
	if s.Bars == 0 {
		volumes = "our own executions: the sources have no trades of the market"
	}
	set(model.Assumed, "volume", volumes, "normal_volume and volume_scale of the securities")
	set(model.Assumed, "halt_move", "0", "the sources do not say which moves paused a name")
	set(model.Derived, "rogue", fmt.Sprintf("%d children", s.Rogue), "executed, open and new shares exceeded the parent's: arithmetic, not a label of the log")
	set(model.Derived, "parents", fmt.Sprintf("%d of %d inferred", s.InferredParents, s.Parents), "an order that names no parent is its own; an unlisted parent is as large as what was executed and open at once")
	set(model.Derived, "orders", fmt.Sprintf("%d inferred", s.InferredOrders), "from reports, or fills after the end of their order: the log does not hold the orders themselves")
	if s.LimitsAssumed > 0 {
		set(model.Assumed, "limits", fmt.Sprintf("%d orders at the market", s.LimitsAssumed), "limit: the price at which they filled worst, else the far quote, else the last price")
	}
	if s.Unwanted > 0 {
		set(model.Assumed, "unwanted", fmt.Sprintf("%d orders", s.Unwanted), "the user says that nobody asked for them: their parents are of 0 shares")
	}
	if s.Skewed > 0 {
		set(model.Derived, "skew", fmt.Sprintf("%d rows, at most %v", s.Skewed, s.SkewMax), "dated before the order that they are about, moved to its time")
	}
	if s.Closed != "" {
		set(closingTag(s.Closed), "closing", s.Closed, "how the residual of the error account was closed, by symbols")
	}
}

// closingTag returns assumed unless every position was closed by trades or marks that the user gave.
func closingTag(how string) model.Tag {
	if strings.Contains(how, "last price") {
		return model.Assumed
	}
	return model.Published
}
