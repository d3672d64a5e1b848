package control

import (
	"lossreplay/model"
	"lossreplay/model/market"
)

// priceBands is A35: limit up-limit down, on the world's own prices.
var priceBands = Spec{
	ID: "A35", Name: "Limit Up-Limit Down", Family: Detect,
	Observes: "the mid of each symbol at every tick, in place of its trades (assumed), and the limit price of each child order",
	Trigger: "a child would trade through the band around the mean mid of the preceding window: 5 % in tier 1, else 10 % above $3, 20 % " +
		"from $0.75 to $3, the lesser of $0.15 and 75 % below; or the mid stays at the band or beyond for limit_state",
	Scope: "symbol",
	Action: "a buy whose limit lies above the band, or a sell whose limit lies below it, does not go out; a limit state that lasts pauses " +
		"the symbol: no child in it goes out, and the mean then starts anew",
	Latency: "none: the venue holds orders against the band in force since the last tick",
	Rearm:   "bands by themselves, with every tick; a pause by itself, at its end",
	Coverage: "from open to close, doubled until 15 minutes after the open and from 25 minutes before the close; it caps how far a price " +
		"goes, not how much is traded inside the band; the band follows a price that moves slowly; a real venue would reprice a limit " +
		"beyond the band to its edge, here that child is lost; the class by price goes by the mean itself (assumed); who is in tier 1 " +
		"is taken from the 10 % group of the single-stock circuit breakers, so a symbol without a group is in tier 2",
	Params: []Param{
		{Name: "window", Doc: "length of the mean", Unit: Nanoseconds, Default: 300_000_000_000, Min: 60_000_000_000, Max: 3_600_000_000_000,
			Source: "Limit Up-Limit Down plan: mean price of the preceding 5 minutes", Tag: model.Published},
		{Name: "limit_state", Doc: "how long the mid stays at the band or beyond before the symbol pauses", Unit: Nanoseconds,
			Default: 15_000_000_000, Min: 0, Max: dayNanos, Source: "Limit Up-Limit Down plan: 15 seconds", Tag: model.Published},
		{Name: "pause", Doc: "length of a pause", Unit: Nanoseconds, Default: 300_000_000_000, Min: 1_000_000_000, Max: dayNanos,
			Source: "Limit Up-Limit Down plan: 5 minutes", Tag: model.Published},
	},
	Existed: false, Availability: "approved on 31 May 2012, not yet in force; planned for 4 February 2013",
	Source: "Limit Up-Limit Down plan (luldplan.com); law-firm summary of the approval",
	Needs:  []string{"quotes"},
	New:    func(v Values, env *Env) Monitor { return newBandGate(v, env) },
	Lowered: func(v Values, env *Env, bp int64) Monitor {
		m := newBandGate(v, env)
		m.bands.Narrow(bp)
		return m
	},
}

func newBandGate(v Values, env *Env) *bandGate {
	session := env.About.Session
	return &bandGate{onceLog: newOnceLog(len(env.Securities)), bands: market.NewBands(market.BandRule{
		Window: model.Duration(v["window"]), LimitState: model.Duration(v["limit_state"]), Pause: model.Duration(v["pause"]),
		Open: session.Open, Close: session.Close, Scale: env.About.Scale,
		DoubleAfterOpen: 900_000_000_000, DoubleBeforeClose: 1_500_000_000_000,
	}, env.Securities, env.About.Market.Tick)}
}

// bandGate logs the first child that a band stops in each symbol, and every pause.
type bandGate struct {
	onceLog
	bands *market.Bands
}

func (m *bandGate) Clone() Monitor { return &bandGate{m.onceLog.clone(), m.bands.Clone()} }

func (m *bandGate) Ticked(w *World) {
	for i, mid := range w.Mid {
		s := model.SymbolID(i)
		mean, width := m.bands.Band(s)
		if m.bands.Tick(s, w.Now, mid) {
			m.add(bandTrip(w, s, max(mid-mean, mean-mid), mean, width))
		}
	}
}

func (m *bandGate) Vote(w *World, c *Child) Verdict {
	if m.bands.Paused(c.Symbol, w.Now) {
		return Block
	}
	mean, width := m.bands.Band(c.Symbol)
	away := (c.LimitPx - mean) * model.Price(c.Sign) // in the direction that costs
	if width == 0 || away <= width {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(bandTrip(w, c.Symbol, away, mean, width))
	}
	return Block
}

// bandTrip is the trip of a price that lies away from the mean of a band as wide as width; what is seen is rounded up.
func bandTrip(w *World, s model.SymbolID, away, mean, width model.Price) Trip {
	return Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(s)},
		Seen: inBand(away, mean), Limit: int64(width * wholeShare / mean), Unit: BasisPoints}
}
