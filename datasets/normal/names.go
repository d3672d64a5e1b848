package normal

import (
	"fmt"
	"math"
	"time"

	"lossreplay/model"
)

const (
	priceScale model.Scale = 4
	dollar     model.Price = 10_000
	cent       model.Price = 100
)

// Quantiles of the names, at tenths. Assumed.
var (
	prices  = []float64{4, 7, 11, 15, 20, 26, 33, 42, 55, 75, 110}
	volumes = []float64{0.4e6, 0.8e6, 1.3e6, 2e6, 3e6, 4.5e6, 6.5e6, 9.5e6, 14e6, 24e6, 60e6} // shares a day
)

// name is a traded name with what happens to it on this day.
type name struct {
	symbol, listing string
	prior, open     model.Price
	volume          float64     // shares on an ordinary day
	halt            int32       // of [model.Security]
	spread          model.Price // offer less bid
	beta            float64     // how much of the market's return it takes
	weight          float64     // share of the day's ordinary flow
	opening         model.Duration
	halts           []window // no trading, quotes stand still
	jump            float64  // return at the end of its halt
	frozen          []window // quotes stand still, trading goes on
	crowd           *Crowd
}

// window is a stretch of time.
type window struct{ from, until model.Duration }

// makeNames returns the day's names: those that every day has, what the day's story does to them, and the crowd's last.
func (b *build) makeNames() {
	day := b.rolls(streamDay, 0)
	for i := range b.day.Symbols {
		n := universal(b.seed, i)
		n.open = near(day, n.prior, 0.006)
		n.spread *= model.Price(b.day.Spread)
		if day.chance(0.75) { // openings are staggered
			n.opening = day.soon(20 * time.Second)
		}
		b.names = append(b.names, n)
	}
	b.haltForNews(day)
	b.slowFeed(day)
	total := 0.0
	for i := range b.names {
		b.names[i].weight = min(b.names[i].volume, 20e6)
		total += b.names[i].weight
	}
	for i := range b.names {
		b.names[i].weight /= total
	}
	if c := b.day.Crowd; c != nil {
		b.names = append(b.names, crowded(c))
	}
}

// universal returns the i-th of the names that all days of a seed share, with the price that it closes at the day before.
func universal(seed uint64, i int) name {
	r := roll(seed, 0, streamName, i)
	n := name{symbol: fmt.Sprintf("SYN%03d", i+1), listing: "NYSE", halt: 3000}
	if r.chance(0.4) {
		n.listing = "NASDAQ"
	}
	n.prior = round(model.Price(r.between(prices) * float64(dollar)))
	n.volume = math.Round(r.between(volumes))
	n.beta = 0.6 + float64(0.9*r.unit())
	if n.volume > 2e6 { // a large name: the rule paused it at 10% (single-stock circuit breakers, 2010 and 2011)
		n.halt = 1000
	}
	n.spread = cent
	switch {
	case n.prior > 50*dollar && n.volume < 2e6:
		n.spread = 4 * cent
	case n.volume < 1e6:
		n.spread = 3 * cent
	case n.volume < 2e6 && n.prior > 10*dollar:
		n.spread = 2 * cent
	}
	return n
}

// crowded returns the name of a crowd.
func crowded(c *Crowd) name {
	return name{symbol: c.Symbol, listing: "NASDAQ", prior: c.Price, open: firstPrint(c), volume: 60e6, halt: 3000, spread: cent,
		opening: since(c.From), crowd: c}
}

// firstPrint is a new listing's first trade: a tenth above its offer price (assumed). Another name opens where it closed.
func firstPrint(c *Crowd) model.Price {
	if c.New {
		return round(c.Price + c.Price/10)
	}
	return c.Price
}

// haltForNews halts names for 10 to 25 minutes. They reopen 14% to 18% away, which is below what pauses a small name.
func (b *build) haltForNews(r *dice) {
	left := b.day.News
	for i := range b.names {
		n := &b.names[i]
		if left == 0 || n.halt != 3000 {
			continue
		}
		left--
		from := since(r.lasting(clock(10, 30, 0), clock(14, 30, 0))).Truncate(time.Second)
		n.halts = []window{{from, from + r.lasting(10*time.Minute, 25*time.Minute).Truncate(time.Second)}}
		n.jump = 0.14 + float64(0.04*r.unit())
		if r.chance(0.5) {
			n.jump = -n.jump
		}
	}
}

// slowFeed stops the quotes of names three times, for 4 to 12 minutes each.
func (b *build) slowFeed(r *dice) {
	for i := range b.day.SlowFeed {
		n := &b.names[i*len(b.names)/b.day.SlowFeed]
		for third := range 3 {
			from := (time.Duration(2*third)*time.Hour + r.lasting(10*time.Minute, 100*time.Minute)).Truncate(time.Second)
			n.frozen = append(n.frozen, window{from, from + r.lasting(4*time.Minute, 12*time.Minute).Truncate(time.Second)})
		}
	}
}

// security returns the name as a row of its table.
func (n *name) security() model.Security {
	return model.Security{Symbol: n.symbol, Listing: n.listing, PriorClose: n.prior, OpenPx: n.open, NormalVolume: model.Qty(n.volume),
		VolumeScale: model.Qty(n.volume / 5), ImpactLevel: impactLevel, HaltMove: n.halt, Evidence: model.Synthetic}
}

// impactLevel is lambda: a tenth of the volume of the first 45 minutes moves 1%, as in the quiet names of the Knight day.
// Assumed.
const impactLevel = 0.1

// near returns a price a random part of that deviation away from another.
func near(r *dice, p model.Price, deviation float64) model.Price {
	return round(p + model.Price(math.Round(float64(p)*deviation*r.normal())))
}

// round returns the nearest price in whole cents, at least ten cents.
func round(p model.Price) model.Price { return max((p+cent/2)/cent*cent, 10*cent) }
