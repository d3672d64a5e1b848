package control

import (
	"math"
	"slices"
	"time"

	"lossreplay/model"
)

// participation is A13: the firm may be so much of a symbol's trading and no more.
var participation = Spec{
	ID: "A13", Name: "Participation limit", Family: Detect,
	Observes: "per symbol: own executions of the current whole minute of the session and of the day, own working orders, and what " +
		"others traded in the last whole minute; at once",
	Trigger: "own executed, working and new quantity together exceed the share of themselves and what others traded, once above the " +
		"floor; or those of the day exceed the cap",
	Scope:   "symbol, buys and sells together",
	Action:  "that child does not go out",
	Latency: "none: checked inline; what others trade is known up to a minute late",
	Rearm:   "by itself: with the next minute for the share; the cap holds for the day",
	Coverage: "every symbol and server; until the first whole minute is over an ordinary day's average minute stands for others; a " +
		"symbol without an ordinary volume has no cap, and none of that average",
	Thresholds: []string{"share", "cap"},
	Params: []Param{
		{Name: "share", Doc: "largest share of a symbol's volume", Unit: BasisPoints, Default: 3000, Min: 1, Max: wholeShare,
			Source: "the top of 10 to 30 %, a range to sweep, so that ordinary days trip it least; no rule gives a number", Tag: model.Assumed},
		{Name: "floor", Doc: "quantity within a minute up to which the share never acts", Unit: Shares, Default: 2000, Min: 0, Max: 1_000_000_000_000,
			Source: "twenty lots: in a name that hardly trades one order is all of the volume", Tag: model.Assumed},
		{Name: "cap", Doc: "largest share of an ordinary day's volume within a day; 0 for none", Unit: BasisPoints, Default: 5000, Min: 0, Max: 1_000_000,
			Source: "half of a day, ours: five times the tenth of the market that a very large broker traded (SEC 34-70694 para 11)", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house, in algorithms rather than in routers",
	Source: "15c3-5(c)(1)(ii), over a short period of time; FIX tag 1530 value 14",
	Rules:  []string{"15c3-5"},
	Needs:  []string{"bars", "securities.normal_volume"},
	New:    newVolumeLimit,
}

func newVolumeLimit(v Values, env *Env) Monitor {
	n, session := len(env.Securities), env.About.Session
	m := &volumeLimit{onceLog: newOnceLog(n), share: model.Qty(v["share"]), floor: model.Qty(v["floor"]), open: session.Open,
		minutes: model.Qty(max(session.Close.Sub(session.Open)/time.Minute, 1)), normal: make([]model.Qty, n), most: make([]model.Qty, n), own: make([]ownVolume, n)}
	for s := range env.Securities {
		normal := env.Securities[s].NormalVolume
		m.normal[s] = normal
		if m.most[s] = math.MaxInt64; v["cap"] > 0 && normal > 0 {
			m.most[s] = share(normal, v["cap"])
		}
	}
	return m
}

type volumeLimit struct {
	onceLog
	share, floor model.Qty // share in basis points
	open         model.Time
	minutes      model.Qty   // of the session
	normal, most []model.Qty // by symbol, nobody writes them: an ordinary day; the cap on a day
	own          []ownVolume // by symbol
}

// ownVolume is what was executed on a day, and in a minute of it.
type ownVolume struct {
	minute        int64
	recent, today model.Qty
}

func (m *volumeLimit) Clone() Monitor {
	c := *m
	c.onceLog, c.own = m.onceLog.clone(), slices.Clone(m.own)
	return &c
}

// minute returns the whole minute of the session that t lies in; all before the open is one.
func (m *volumeLimit) minute(t model.Time) int64 {
	if t < m.open {
		return -1
	}
	return int64(t.Sub(m.open) / time.Minute)
}

func (m *volumeLimit) Filled(w *World, f *Fill) {
	own, now, qty := &m.own[f.Symbol], m.minute(w.Now), max(f.Qty, -f.Qty)
	if own.minute != now {
		own.minute, own.recent = now, 0
	}
	own.recent += qty
	own.today += qty
}

func (m *volumeLimit) Vote(w *World, c *Child) Verdict {
	own, more := &m.own[c.Symbol], w.Buying[c.Symbol]+w.Selling[c.Symbol]+c.Qty
	if most := m.most[c.Symbol]; own.today+more > most {
		return m.block(w, c, Trip{Seen: int64(own.today + more), Limit: int64(most), Unit: Shares})
	}
	now := m.minute(w.Now)
	if own.minute == now {
		more += own.recent
	}
	if more <= m.floor {
		return Pass
	}
	mine, all := more, more+w.Others[c.Symbol]
	if now <= 0 { // against a day of such minutes, which needs no rounding
		mine, all = more*m.minutes, more*m.minutes+m.normal[c.Symbol]
	}
	if mine*wholeShare <= m.share*all {
		return Pass
	}
	seen := (mine*wholeShare + all - 1) / all // rounded up: what is seen lies above the limit
	return m.block(w, c, Trip{Seen: int64(seen), Limit: int64(m.share), Unit: BasisPoints})
}

func (m *volumeLimit) block(w *World, c *Child, t Trip) Verdict {
	if m.first(int(c.Symbol)) {
		t.At, t.Effect, t.Scope = w.Now, w.Now, Scope{OnSymbol, uint32(c.Symbol)}
		m.add(t)
	}
	return Block
}
