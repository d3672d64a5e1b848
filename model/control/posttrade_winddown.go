package control

import (
	"cmp"
	"math"
	"slices"

	"lossreplay/model"
	"lossreplay/model/ledger"
)

// windDown is A40: what is left is worked until the close by a plan, in place of the recorded policy.
var windDown = Spec{
	ID: "A40", Name: "Orderly wind-down", Family: Respond,
	Observes: "what the error account holds when the flow has ended",
	Trigger:  "the account holds a position then",
	Scope:    "firm",
	Action: "each position is worked until the close at the share participation of the market's volume, in place of the recorded " +
		"policy's, of two plans in one run at the share farther from it; what is left goes as a block, as ever",
	Latency: "none: it begins when this world's flow has ended; the log has it at the close, when the account is settled",
	Rearm:   "none is needed",
	Coverage: "a choice of the loss model, not a safeguard: it stops no order and is worth what the model says that working costs less " +
		"than a block. Only what is left after the flow; no hedge with index futures, no choice of symbols, no partial block before the " +
		"close. More than the market can take without notice is priced by the impact kernel's straight line",
	Params: []Param{
		{Name: "participation", Doc: "share of the market's volume at which a position is worked", Unit: BasisPoints, Default: 1_500, Min: 1, Max: 10_000,
			Source: "between the tenth and the fifth of the volume that a large order is commonly held to; none is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "practice; Knight pared from about $7bn to about $4.6bn by the close and sold the rest as a block, by the press",
	Source: "RTS 6 Art. 14 and 17(1); Wall Street Journal, 8 Aug 2012, on the paring",
	Needs:  []string{"bars"},
	New: func(v Values, env *Env) Monitor {
		return &pacedExit{share: v["participation"], recorded: basisPoints(env.About.Market.Participation), close: env.About.Session.Close}
	},
}

type pacedExit struct {
	log
	share, recorded int64 // basis points
	close           model.Time
}

func (m *pacedExit) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	return &c
}

// Settles sets the share if there is anything to work. Whether there is it asks the world's account, which no settler changes.
// Of two plans the one farther from the recorded policy stands, of two as far the larger, whichever is asked first; each logs
// its own.
func (m *pacedExit) Settles(w *World, s *Settlement) {
	if m.share == m.recorded || !slices.ContainsFunc(w.Book.Lines, func(l ledger.Line) bool { return l.Pos != 0 }) {
		return
	}
	if len(m.trips) == 0 {
		m.add(Trip{At: m.close, Effect: m.close, Scope: Scope{Kind: Firm}, Seen: m.recorded, Limit: m.share, Unit: BasisPoints})
	}
	was := basisPoints(s.Participation)
	if cmp.Or(cmp.Compare(max(m.share-m.recorded, m.recorded-m.share), max(was-m.recorded, m.recorded-was)), cmp.Compare(m.share, was)) > 0 {
		s.Participation = float64(m.share) / wholeShare
	}
}

func basisPoints(share float64) int64 { return int64(math.Round(share * wholeShare)) }
