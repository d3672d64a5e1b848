package control

import (
	"time"

	"lossreplay/model"
)

// Whether the firm's threshold sees the error account, by position in the choices.
const (
	accountIncluded = iota
	accountExcluded
)

// firmCapital is A20: everything the firm may have to pay for, in one sum, against what it can pay.
var firmCapital = Spec{
	ID: "A20", Name: "Firm-wide capital threshold", Family: Detect,
	Observes: "gross of the error account and all working orders, both at mids, event by event, through the aggregation's lag",
	Trigger:  "the two together exceed the limit",
	Scope:    "firm",
	Action:   "no order goes out any more",
	Latency:  "parameter lag, from the event to the stop",
	Rearm:    "by the chief risk officer; none does that day (assumed)",
	Coverage: "included: error account and working orders; excluded, as at Knight: working orders only; positions that were allocated to " +
		"parents never count, nor does the account's position in a symbol before its first quote",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "largest sum", Unit: Micros, Default: 365_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "Knight's cash and equivalents on 2012-07-31, about $365 million (press of 6 Aug 2012): that a firm's threshold is its cash is " +
				"ours; within $50M to $2bn, a range to sweep", Tag: model.Assumed},
		{Name: "error_account", Doc: "whether the error account counts", Unit: Choice, Choices: []string{"included", "excluded"},
			Default: accountIncluded, Min: accountIncluded, Max: accountExcluded,
			Source: "the rule speaks of the aggregate; at Knight the 33 Account was left out (SEC 34-70694 para 24)", Tag: model.Assumed},
		{Name: "lag", Doc: "event to stop", Unit: Nanoseconds, Default: 1_000_000_000, Min: 0, Max: dayNanos,
			Source: "within 0.1 to 5 s to add up a firm, an order of magnitude", Tag: model.Assumed,
			Spread: takes(200*time.Millisecond, 5*time.Second, "up to the 5 s of that range; as far below the median by ratio")},
	},
	Existed: true, Availability: "required by 15c3-5(c)(1)(i); Knight's left out the account that held the positions",
	Source: "15c3-5(c)(1)(i); SEC 34-70694 para 24; RTS 6 Art. 15(4), (5); FIX tag 1530 value 0",
	Rules:  []string{"15c3-5", "rts6"},
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &capitalStop{grossStop: grossStop{limit: model.Money(v["limit"]), lag: model.Duration(v["lag"]), effect: model.Never},
			excluded: v["error_account"] == accountExcluded, open: newOpenNotional(env)}
	},
}

// capitalStop is a grossStop that sees working orders too. Its gross stays 0 if the account is left out.
type capitalStop struct {
	grossStop
	excluded bool
	open     openNotional
}

func (m *capitalStop) Clone() Monitor {
	c := *m
	c.log, c.open = m.log.clone(), m.open.clone()
	return &c
}

func (m *capitalStop) Sent(w *World, c *Child) {
	if m.effect == model.Never {
		m.open.sent(w, c)
		m.see(w, sum(m.gross, m.open.total))
	}
}

func (m *capitalStop) Filled(w *World, f *Fill) {
	if m.effect != model.Never {
		return
	}
	m.open.changed(w, f.Symbol)
	if !m.excluded && f.Unmatched != 0 {
		m.gross = m.filled(w, f)
	}
	m.see(w, sum(m.gross, m.open.total))
}

func (m *capitalStop) Ended(w *World, e *End) {
	if m.effect == model.Never {
		m.open.changed(w, e.Symbol)
	}
}

func (m *capitalStop) Ticked(w *World) {
	if m.effect != model.Never {
		return
	}
	m.open.ticked(w)
	if !m.excluded {
		m.gross = m.marked(w)
	}
	m.see(w, sum(m.gross, m.open.total))
}
