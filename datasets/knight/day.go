package knight

import (
	"fmt"
	"math"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/market"
)

// day is a reconstruction in the making. Slices are by symbol.
type day struct {
	params  Params
	seed    uint64
	symbols []symbol
	kernel  *market.Kernel
	market  model.MarketSpec

	stopTick, flowEnd int       // the stop; one past the last tick of any flow
	shape             []float64 // common pace by tick
	opening           []int     // tick of the opening print

	pegs   [][]peg
	early  []bool // hit before the roll-back
	twoWay []bool
	contra float64 // share of a two-way symbol's flow that goes against its side

	orders   []order // legitimate parents
	legit    [][]legitChild
	legitNet [][]model.Qty

	path    [][]float64 // price without us by tick
	want    []float64   // shares wanted
	yield   []float64   // shares got for a wanted one
	midStop []float64
	flows   []flow
	unit    []float64       // impact of one share, in price units
	bids    [][]int32       // at the start of each tick
	impact  []market.Impact // at the flow's end

	rows    []model.Security
	volumes []model.Qty // [minute*symbols + s]
	own     []model.Qty // [minute*symbols + s]
	paring  paring
}

// marketSpec returns our impact in time (under a minute, the middle term of the scenario, an hour, and a part that stays) and
// the liquidation policy but for what is fitted. Assumed; together with the levels fitted to each stock's excursion they give
// the reversals of section 8 of the facts.
func marketSpec(p *Params) model.MarketSpec {
	return model.MarketSpec{
		Tick: time.Second, Permanent: 0.01,
		Terms: []model.DecayTerm{
			{Weight: 0.80, Tau: 45 * time.Second},
			{Weight: 0.15, Tau: p.ImpactDecay},
			{Weight: 0.04, Tau: time.Hour},
		},
		DiscountExponent: p.DiscountExponent,
	}
}

// Generate returns the reconstruction of the day for these parameters and seed, whole in memory: a pure function, the same
// bytes on one core or many. The error says which parameter is out of range or which two contradict each other.
//
// It takes two to three seconds of processor time, shared between cores, and half a gigabyte: over four million children and
// as many reports. On another processor family the last bit of math.Exp may differ, and with it the day.
func Generate(p Params, seed uint64) (*datasets.Tables, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	d, err := newDay(p, seed)
	if err != nil {
		return nil, err
	}
	if err := d.fit(); err != nil {
		return nil, err
	}
	d.trade()
	if err := d.pare(); err != nil {
		return nil, err
	}
	t := d.emit()
	if err := d.close(t); err != nil {
		return nil, err
	}
	d.describe(t)
	return t, nil
}

// newDay returns a day with its symbols, parents and legitimate flow, before any price.
func newDay(p Params, seed uint64) (*day, error) {
	symbols, err := loadSymbols(seed)
	if err != nil {
		return nil, err
	}
	n := len(symbols)
	d := &day{params: p, seed: seed, symbols: symbols, market: marketSpec(&p), stopTick: clockTick(p.stopClock()),
		opening: make([]int, n), pegs: make([][]peg, affected), twoWay: make([]bool, affected),
		legit: make([][]legitChild, n), legitNet: make([][]model.Qty, n), path: make([][]float64, n),
		want: make([]float64, n), yield: make([]float64, n), midStop: make([]float64, n), flows: make([]flow, n),
		unit: make([]float64, n), bids: make([][]int32, n), impact: make([]market.Impact, n)}
	if d.kernel, err = market.NewKernel(d.market); err != nil {
		return nil, err
	}
	d.flowEnd = d.stopTick
	if p.Stopper == "venue" {
		d.flowEnd += 300 // the other venues' five minutes, assumed
	}
	d.shape = d.shapeOf()
	r := stream(seed, streamOpening, 0)
	for s := range d.opening {
		if delay := r.ExpFloat64(); symbols[s].script == scriptNone {
			d.opening[s] = min(int(delay*12), 180) // openings are staggered (facts section 9)
		}
	}
	d.place()
	d.drawLegit()
	d.drawPaths()
	return d, nil
}

// fitRounds is how often flows and prices are drawn: what a share is worth at the stop depends on the prices that the flow
// makes, a little.
const fitRounds = 4

// fit draws flows and prices until the books meet their published sizes at the mids of the stop.
func (d *day) fit() error {
	for s := range affected {
		sym := &d.symbols[s]
		d.yield[s] = 1
		d.midStop[s] = float64(sym.open) * (1 + 0.7*float64(sym.side)*min(sym.move, 0.4))
	}
	b := books{long: 0.5, short: 0.5, late: 1}
	for range fitRounds {
		if err := d.shareOut(&b); err != nil {
			return err
		}
		d.parallel(func(s int) {
			sym := &d.symbols[s]
			if sym.class == untouched {
				d.flows[s] = flow{first: make([]int32, d.flowEnd+1), net: d.legitNet[s]}
				d.unit[s] = quietImpact * float64(sym.open) / (0.2 * sym.median)
				d.bids[s] = d.quote(s)
				return
			}
			d.drawFlow(s)
			d.midStop[s] = float64(model.Price(d.bids[s][d.flowEnd]) + sym.spread/2)
			net := math.Abs(float64(d.flows[s].held))
			if d.twoWay[s] {
				net /= 1 - 2*d.contra
			}
			d.yield[s] = net / d.want[s]
		})
	}
	return nil
}

// quietImpact is lambda of the names that only legitimate orders touch: a tenth of the volume moves 1%, assumed.
const quietImpact = 0.1

// parallel calls work for every symbol. Each call owns its symbol's slots, so the order of calls leaves no trace.
func (d *day) parallel(work func(s int)) { datasets.InParallel(len(d.symbols), work) }

// cash returns quantity times price in money; the products here are far inside 64 bits, and it panics if not.
func cash(q model.Qty, p model.Price) model.Money {
	m, ok := model.Notional(q, p, priceScale.Unit())
	if !ok {
		panic(fmt.Sprintf("knight: %d shares at %d leave 64 bits", q, p))
	}
	return m
}
