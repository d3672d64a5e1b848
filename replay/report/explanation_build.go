package report

import (
	"math/big"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/testimony"
)

// shownSeconds is for how many seconds from its first denial on it is said what the control did.
const shownSeconds = 10

// BuildExplanation returns what an answer says. The day must be the one that was asked; only its small tables are read.
func BuildExplanation(day replay.Day, a *testimony.Answer, version string) *Explanation {
	b := &explainer{day: day, about: day.Incident(), a: a}
	asked := &a.Controls[a.Question.Control]
	e := &Explanation{
		Incident: b.about.Name, Title: b.about.Title, Date: b.about.Date, Zone: b.about.Session.Zone, Currency: b.about.Currency,
		Seed: b.about.Seed, Version: version, Control: b.asked(asked), World: []string{}, On: a.On(),
		BaselineLoss: Decimal(a.Baseline), Loss: Decimal(a.Leaf.Total()), Prevented: Decimal(a.Baseline - a.Leaf.Total()),
		PreventedPercent: percent(a.Baseline-a.Leaf.Total(), a.Baseline),
		AtTrip:           b.stop(a.AtTrip), AtEffect: b.stop(a.AtEffect), Halted: stamp(a.Leaf.Halted),
		Trips: b.trips(a.Trips()), Cancelled: labelled(a.Acts[a.Question.Control].Cancelled), Refused: b.refused(),
		ErrorBefore: Fills(a.Before), ErrorAfter: []Remainder{},
		ErrorTotal: Fills{a.Leaf.Flow.UnmatchedExecutions, a.Leaf.Flow.UnmatchedShares},
	}
	for i, c := range a.Controls {
		if a.World>>i&1 != 0 {
			e.World = append(e.World, c.Name)
		}
	}
	if a.Lone != nil {
		if trips := b.trips(a.Lone.Trips[a.Question.Control]); len(trips) > 0 {
			e.Alone = &trips[0]
		}
	}
	for reason, n := range a.After {
		if n.Executions > 0 {
			e.ErrorAfter = append(e.ErrorAfter, Remainder{reasonKeys[reason], Fills(n)})
		}
	}
	e.Seconds, e.Orders = b.seconds()
	e.Others = b.others(e)
	e.Closest = b.closest()
	return e
}

// explainer is an answer on its way to its document.
type explainer struct {
	day   replay.Day
	about *model.Incident
	a     *testimony.Answer
}

func (b *explainer) asked(c *control.Instance) Asked {
	s := describe(*c)
	return Asked{ID: s.ID, Name: s.Name, Label: s.Label, Family: s.Family, Observes: c.Spec.Observes, Trigger: c.Spec.Trigger,
		Scope: c.Spec.Scope, Action: c.Spec.Action, Latency: c.Spec.Latency, Rearm: c.Spec.Rearm, Coverage: c.Spec.Coverage,
		Parameters: s.Parameters, Judges: b.a.Judges, InForce: s.InForce}
}

func (b *explainer) stop(s *replay.StopLoss) *StopPoint {
	if s == nil {
		return nil
	}
	return &StopPoint{Timestamp(b.about.Session.Open.Add(model.Duration(s.Tick) * b.about.Market.Tick)), Decimal(s.Loss)}
}

// trips returns a log in order of time.
func (b *explainer) trips(log []control.Trip) []Tripped {
	log = slices.Clone(log)
	slices.SortStableFunc(log, func(x, y control.Trip) int { return int(max(min(x.At-y.At, 1), -1)) })
	list := make([]Tripped, len(log))
	for i := range log {
		list[i] = b.trip(&log[i])
	}
	return list
}

func (b *explainer) trip(t *control.Trip) Tripped {
	unit := control.Param{Unit: t.Unit}
	said := Tripped{At: Timestamp(t.At), Effect: Timestamp(t.Effect), Scope: t.Scope.Kind.String(), ScopeOf: scopeName(b.day, t.Scope),
		Seen: unit.Text(t.Seen), Limit: unit.Text(t.Limit), Unit: t.Unit.String()}
	switch t.Scope.Kind {
	case control.OnSymbol:
		said.Symbol = said.ScopeOf
	case control.OnParent:
		said.Symbol = b.day.Securities()[b.day.Parents().Symbol[t.Scope.Index-1]].Symbol
	}
	return said
}

func (b *explainer) refused() []Refused {
	list := []Refused{}
	for _, r := range b.a.Refused {
		op := &b.day.Operations()[r.Operation]
		entry := Refused{At: Timestamp(op.At), Kind: op.Kind.String(), By: []string{}}
		if op.HasServer {
			entry.Server = b.about.Router.Servers[op.Server]
		}
		for i, c := range b.a.Controls {
			if r.By>>i&1 != 0 {
				entry.By = append(entry.By, c.Name)
			}
		}
		list = append(list, entry)
	}
	return list
}

func amountsOf(t replay.Tally) Amounts { return Amounts{t.Orders, t.Shares, Decimal(t.Notional)} }

func labelled(c replay.Counted) Labelled { return Labelled{amountsOf(c.Rogue), amountsOf(c.Legit)} }

// seconds returns the ten seconds of the clock from the control's first denial on, or, if it never denied an order, from when
// its first trip took effect, and what became of all orders.
func (b *explainer) seconds() (rows []FateRow, total Fates) {
	var sent, blocked, others, unsent replay.Counted
	from, ends := model.Never, b.about.Session.Close
	for _, t := range b.a.Trips() {
		from = min(from, t.Effect)
	}
	if first := b.a.Acts[b.a.Question.Control].First; first != model.Never {
		from = first
	} else if from < b.about.Session.Open {
		from = model.Never // what it did it did before the day began
	}
	rows = []FateRow{}
	if from < ends {
		past := from.Sub(b.about.Session.Open) % time.Second
		if past < 0 {
			past += time.Second
		}
		start := from.Add(-past)
		for i := range shownSeconds {
			rows = append(rows, FateRow{At: Timestamp(start.Add(time.Duration(i) * time.Second))})
		}
	}
	for i := range b.a.Seconds {
		s := &b.a.Seconds[i]
		sent, blocked, others, unsent = sent.Plus(s.Sent), blocked.Plus(s.Blocked), others.Plus(s.Others), unsent.Plus(s.Unsent)
		for k := range rows {
			if rows[k].At == Timestamp(s.At) {
				rows[k].Fates = Fates{labelled(s.Sent), labelled(s.Blocked), labelled(s.Others), labelled(s.Unsent)}
				rows[k].Error = Fills(s.Error)
			}
		}
	}
	return rows, Fates{labelled(sent), labelled(blocked), labelled(others), labelled(unsent)}
}

// others returns the other controls of the world, in the order of the run.
func (b *explainer) others(e *Explanation) []Neighbour {
	first := model.Never
	if len(e.Trips) > 0 {
		first = model.Time(e.Trips[0].At)
	} else if e.Alone != nil {
		first = model.Time(e.Alone.At)
	}
	list := []Neighbour{}
	for _, i := range b.a.Others() {
		c, act := &b.a.Controls[i], &b.a.Acts[i]
		n := Neighbour{Label: c.Name, Name: c.Spec.Name, Trips: len(b.a.Leaf.Trips[i]), FirstBlock: stamp(act.First), Blocked: labelled(act.Blocked),
			Before: act.First < first || act.First == first && first != model.Never && len(e.Trips) == 0}
		if trips := b.trips(b.a.Leaf.Trips[i]); len(trips) > 0 {
			n.FirstTrip, n.Effect = &trips[0].At, stamp(model.Time(trips[0].Effect))
		}
		list = append(list, n)
	}
	return list
}

func (b *explainer) closest() []Closest {
	list := []Closest{}
	for i := range b.a.Near {
		n := &b.a.Near[i]
		param := control.Param{Unit: control.BasisPoints}
		if n.Param != nil {
			param = *n.Param
		}
		c := Closest{Parameter: param.Name, Unit: param.Unit.String(), Set: param.Text(n.Set), Lowest: param.Text(n.Lowest)}
		if n.Tripped {
			highest, next, trip := param.Text(n.Highest), param.Text(n.Next), b.trip(&n.Trip)
			c.Highest, c.Next, c.Trip = &highest, &next, &trip
			c.Percent = ratio(100, big.NewInt(n.Highest), model.Money(n.Set))
		}
		list = append(list, c)
	}
	return list
}

// scopeName returns the name of what a trip concerns; empty for the firm.
func scopeName(day replay.Day, s control.Scope) string {
	switch s.Kind {
	case control.OnServer:
		return day.Incident().Router.Servers[s.Index]
	case control.OnSymbol:
		return day.Securities()[s.Index].Symbol
	case control.OnParent:
		return decimal(int64(s.Index))
	case control.OnVenue:
		return day.Incident().Venues[s.Index]
	}
	return ""
}
