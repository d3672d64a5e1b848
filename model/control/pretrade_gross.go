package control

import (
	"time"

	"lossreplay/model"
)

// accountGross is A19: the error account's published limit, linked to order entry as it was not.
var accountGross = Spec{
	ID: "A19", Name: "Account gross limit, linked", Family: Detect,
	Observes: "gross of the error account at mids, fill by fill, through the position feed's lag; or its net, the signed sum over symbols",
	Trigger:  "gross, or net without its sign, exceeds the limit",
	Scope:    "firm",
	Action:   "no order goes out any more",
	Latency:  "parameter lag, from the fill to the stop",
	Rearm:    "by a risk officer; none does that day (assumed)",
	Coverage: "the error account only: positions that were allocated to parents do not count, nor does a symbol before its first quote; " +
		"net: what is bought in one symbol hides what is sold in another",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "largest gross of the error account", Unit: Micros, Default: 2_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "SEC 34-70694 para 23: gross limit of the 33 Account; that it is linked to order entry is the counterfactual", Tag: model.Published},
		{Name: "netting", Doc: "what is held against the limit", Unit: Choice, Choices: []string{"gross", "net"},
			Default: nettingGross, Min: nettingGross, Max: nettingNet,
			Source: "SEC 34-70694 para 23: a gross limit; net, Knight's long $3.5 billion and short $3.15 billion nearly offset", Tag: model.Published},
		{Name: "lag", Doc: "fill to stop", Unit: Nanoseconds, Default: 500_000_000, Min: 0, Max: dayNanos,
			Source: "100 ms to 1 s for a linked position feed, an order of magnitude", Tag: model.Assumed,
			Spread: takes(250*time.Millisecond, time.Second, "up to the 1 s of that range; as far below the median by ratio")},
	},
	Existed: true, Availability: "the limit was in force, linked to nothing; linked limits are required by 15c3-5(c)(1)(i)",
	Source: "SEC 34-70694 paras 22-24; 15c3-5(c)(1)(i); RTS 6 Art. 15(4), (5); FIX tag 1530 value 1",
	Rules:  []string{"15c3-5", "rts6"},
	Needs:  []string{"quotes"},
	New: func(v Values, _ *Env) Monitor {
		return &grossStop{limit: model.Money(v["limit"]), lag: model.Duration(v["lag"]), net: v["netting"] == nettingNet, effect: model.Never}
	},
}

// What the account gross limit counts, by position in its choices.
const (
	nettingGross = iota
	nettingNet
)

// grossStop stops the firm when the error account's gross exceeds a limit. What its feed shows late it judges at once and
// acts on late: the gross that trips it can't be taken back, so that comes to the same.
type grossStop struct {
	log
	limit        model.Money
	lag, latency model.Duration // until it sees the gross; from then on until the stop
	net          bool           // signs count
	gross        model.Money    // of the account at the mids of the last tick; the signed sum if net
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
	m.gross = m.filled(w, f)
	m.see(w, m.gross)
}

func (m *grossStop) Ticked(w *World) {
	if m.effect == model.Never {
		m.gross = m.marked(w)
		m.see(w, m.gross)
	}
}

// filled returns the gross after an execution that changed the account, the symbol's mid as before.
func (m *grossStop) filled(w *World, f *Fill) model.Money {
	grown := f.Unmatched
	if !m.net {
		grown = max(f.After, -f.After) - max(f.Before, -f.Before)
	}
	return sum(m.gross, notional(grown, w.Mid[f.Symbol], w.Book.Unit))
}

// marked returns the gross at the marks of now.
func (m *grossStop) marked(w *World) model.Money {
	if !m.net {
		return w.Book.Gross(w.Mid)
	}
	var net model.Money
	for s := range w.Book.Lines {
		net = sum(net, notional(w.Book.Lines[s].Pos, w.Mid[s], w.Book.Unit))
	}
	return net
}

// see holds an exposure against the limit.
func (m *grossStop) see(w *World, exposure model.Money) {
	exposure = max(exposure, -exposure)
	if exposure <= m.limit {
		return
	}
	at := w.Now.Add(m.lag)
	m.effect = at.Add(m.latency)
	m.add(Trip{At: at, Effect: m.effect, Scope: Scope{Kind: Firm}, Seen: int64(exposure), Limit: int64(m.limit), Unit: Micros})
}

func (m *grossStop) Vote(w *World, _ *Child) Verdict {
	if w.Now >= m.effect {
		return Halt
	}
	return Pass
}
