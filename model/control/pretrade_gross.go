package control

import "lossreplay/model"

// accountGross is A19: the error account's published limit, linked to order entry as it was not.
var accountGross = Spec{
	ID: "A19", Name: "Account gross limit, linked", Family: Detect,
	Observes: "gross of the error account at mids, fill by fill, through the position feed's lag",
	Trigger:  "gross exceeds the limit",
	Scope:    "firm",
	Action:   "no order goes out any more",
	Latency:  "parameter lag, from the fill to the stop",
	Rearm:    "by a risk officer; none does that day (assumed)",
	Coverage: "the error account only: positions that were allocated to parents do not count, nor does a symbol before its first quote",
	Params: []Param{
		{Name: "limit", Doc: "largest gross of the error account", Unit: Micros, Default: 2_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "SEC 34-70694 para 23: gross limit of the 33 Account; that it is linked to order entry is the counterfactual", Tag: model.Published},
		{Name: "lag", Doc: "fill to stop", Unit: Nanoseconds, Default: 500_000_000, Min: 0, Max: dayNanos,
			Source: "100 ms to 1 s for a linked position feed, an order of magnitude", Tag: model.Assumed},
	},
	Existed: true, Availability: "the limit was in force, linked to nothing; linked limits are required by 15c3-5(c)(1)(i)",
	Source: "SEC 34-70694 paras 22-24; FIX tag 1530 value 1",
	Needs:  []string{"quotes"},
	New: func(v Values, _ *Env) Monitor {
		return &grossStop{limit: model.Money(v["limit"]), lag: model.Duration(v["lag"]), effect: model.Never}
	},
}

// grossStop stops the firm when the error account's gross exceeds a limit. What its feed shows late it judges at once and
// acts on late: the gross that trips it can't be taken back, so that comes to the same.
type grossStop struct {
	log
	limit        model.Money
	lag, latency model.Duration // until it sees the gross; from then on until the stop
	gross        model.Money    // of the account at the mids of the last tick
	effect       model.Time
}

func (m *grossStop) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	return &c
}

func (m *grossStop) Filled(w *World, f *Fill) {
	if f.Unmatched == 0 || m.effect != model.Never {
		return
	}
	grown := max(f.After, -f.After) - max(f.Before, -f.Before)
	m.see(w, sum(m.gross, notional(grown, w.Mid[f.Symbol], w.Book.Unit)))
}

func (m *grossStop) Ticked(w *World) {
	if m.effect == model.Never {
		m.see(w, w.Book.Gross(w.Mid))
	}
}

func (m *grossStop) see(w *World, gross model.Money) {
	m.gross = gross
	if gross <= m.limit {
		return
	}
	at := w.Now.Add(m.lag)
	m.effect = at.Add(m.latency)
	m.add(Trip{At: at, Effect: m.effect, Scope: Scope{Kind: Firm}, Seen: int64(gross), Limit: int64(m.limit), Unit: Micros})
}

func (m *grossStop) Vote(w *World, _ *Child) Verdict {
	if w.Now >= m.effect {
		return Halt
	}
	return Pass
}
