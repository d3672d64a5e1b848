package knight

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"lossreplay/model"
)

//go:embed data/symbols.csv
var symbolData string

const (
	affected  = 154 // stocks, published: SEC 34-70694 paras 1, 17
	longBook  = 80  // of them net long at the stop, published: same
	quiet     = 40  // further names that only legitimate orders touch, synthetic
	strongest = 37  // moved over 10% with Knight over half of the volume (facts F10)
	moved     = 75  // moved over 5% with Knight over a fifth of the volume (facts F09)

	priceScale model.Scale = 4
	dollar     model.Price = 10_000
	cent       model.Price = 100
)

// class is how hard a stock was hit.
type class uint8

const (
	strong class = iota + 1 // one of the 37
	middle                  // one of the other 38
	light                   // one of the other 79
	untouched
)

// symbol is a stock with what the reconstruction aims at. Prices are in units of 10^-4 dollars.
type symbol struct {
	name, listing  string
	prior, open    model.Price
	close          model.Price // mid at 16:00:00
	volume, median float64     // shares on the day; on an ordinary day
	side           model.Qty   // +1 where the error bought
	move           float64     // largest excursion from the opening price in the direction of side
	halt           int32
	class          class
	script         script
	tag            model.Tag
	spread, grain  model.Price // offer less bid; grid of quotes
}

// forcedStrong are names that a rounded or missing bar would leave out of the 37: the six with busted trades, three with
// reported moves over 10%, and one whose bar fell by 10.04%.
var forcedStrong = []string{"WZE", "CO", "UTG RT", "EJ", "ARC", "KWK", "CODE", "MCP", "JWF", "GOV"}

// loadSymbols returns the named, then the synthetic affected, then the untouched names.
func loadSymbols(seed uint64) ([]symbol, error) {
	var all []symbol
	for _, line := range strings.Split(symbolData, "\n") {
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "symbol,") {
			continue
		}
		s, err := parseSymbol(strings.Split(line, ","))
		if err != nil {
			return nil, fmt.Errorf("symbols.csv: %q: %w", line, err)
		}
		all = append(all, s)
	}
	all = append(all, syntheticSymbols(seed, all)...)
	for i := range quiet {
		all = append(all, quietSymbol(seed, i))
	}
	for i := range all {
		all[i].finish()
	}
	return all, nil
}

func parseSymbol(f []string) (symbol, error) {
	if len(f) != 11 {
		return symbol{}, fmt.Errorf("%d fields, want 11", len(f))
	}
	var prices [4]model.Price
	for i := range prices {
		p, err := model.ParsePrice(f[2+i], priceScale)
		if err != nil || p <= 0 {
			return symbol{}, fmt.Errorf("price %q", f[2+i])
		}
		prices[i] = p
	}
	volume, err1 := strconv.ParseFloat(f[6], 64)
	median, err2 := strconv.ParseFloat(f[7], 64)
	halt, err3 := strconv.ParseInt(f[9], 10, 32)
	if err1 != nil || err2 != nil || err3 != nil {
		return symbol{}, fmt.Errorf("volume, median or halt is no number")
	}
	s := symbol{name: f[0], listing: f[1], prior: prices[0], open: prices[1], close: prices[3], volume: volume, median: median,
		side: 1, halt: int32(halt), script: scripts[f[0]], tag: model.Tag(f[10])}
	if f[8] == "sell" {
		s.side = -1
	}
	s.move = float64(s.side) * float64(prices[2]-prices[1]) / float64(prices[1])
	s.classify()
	return s, nil
}

// classify puts a named stock in its class and moves its excursion clear of the class's limits.
func (s *symbol) classify() {
	switch {
	case s.name == "NOK": // moved over 10%, but with other people's volume (facts section 8)
		s.class = middle
	case slices.Contains(forcedStrong, s.name) || s.move > 0.10:
		s.class, s.move = strong, max(s.move, 0.104)
	case s.move > 0.05:
		s.class, s.move = middle, min(max(s.move, 0.054), 0.096)
	default:
		s.class, s.move = light, min(max(s.move, 0.008), 0.046)
	}
}

// syntheticSymbols returns the names that fill the affected up to 154, with sides and classes that fill the published counts.
func syntheticSymbols(seed uint64, named []symbol) []symbol {
	left := map[class]int{strong: strongest, middle: moved - strongest, light: affected - moved}
	buys := longBook
	for i := range named {
		left[named[i].class]--
		if named[i].side > 0 {
			buys--
		}
	}
	out := make([]symbol, affected-len(named))
	r := stream(seed, streamSynthetic, 0)
	for i := range out {
		s := symbol{name: fmt.Sprintf("SYN%03d", i+1), listing: "NYSE", side: -1, halt: 3000, tag: model.Synthetic}
		if i%2 == 0 && buys > 0 || len(out)-i <= buys {
			s.side = 1
			buys--
		}
		s.open = roundTo(model.Price(around(r, 16, 0.8, 1.5)*float64(dollar)), cent)
		s.prior = near(r, s.open, 0.006)
		s.close = near(r, s.open, 0.012)
		s.median = math.Round(around(r, 900_000, 0.7, 1.8))
		s.volume = math.Round(s.median + around(r, 5_000_000, 0.5, 1.8))
		switch {
		case left[strong] > 0:
			s.class, s.move = strong, 0.11+float64(0.12*r.Float64())
		case left[middle] > 0:
			s.class, s.move = middle, 0.055+float64(0.03*r.Float64())
		default:
			s.class, s.move = light, 0.01+float64(0.03*r.Float64())
		}
		left[s.class]--
		out[i] = s
	}
	return out
}

func quietSymbol(seed uint64, i int) symbol {
	r := stream(seed, streamSynthetic, 1+i)
	s := symbol{name: fmt.Sprintf("SYN%03d", 201+i), listing: "NYSE", side: 1, halt: 3000, class: untouched, tag: model.Synthetic}
	if i%2 == 1 {
		s.listing = "NASDAQ"
	}
	s.open = roundTo(model.Price(around(r, 24, 0.7, 1.5)*float64(dollar)), cent)
	s.prior = near(r, s.open, 0.006)
	s.close = near(r, s.open, 0.008)
	s.median = math.Round(around(r, 4_000_000, 0.6, 1.8))
	s.volume = s.median
	return s
}

// around draws a lognormal number of that median and deviation, cut at limit deviations.
func around(r *rand.Rand, median, deviation, limit float64) float64 {
	return median * math.Exp(deviation*clip(r.NormFloat64(), limit))
}

// near draws a price that lies a normal fraction of that deviation from another.
func near(r *rand.Rand, p model.Price, deviation float64) model.Price {
	return roundTo(p+model.Price(math.Round(float64(p)*deviation*clip(r.NormFloat64(), 2))), cent)
}

// finish sets the quote's grid and width: pennies, a thousandth below a dollar (Regulation NMS rule 612); widths assumed.
func (s *symbol) finish() {
	s.grain, s.spread = cent, 1*cent
	switch {
	case s.open < dollar:
		s.grain, s.spread = 1, 10
	case s.name == "WZE":
		s.spread = 2 * cent
	case s.open > 50*dollar && s.median < 2_000_000:
		s.spread = 4 * cent
	case s.median < 500_000 && s.open > 10*dollar:
		s.spread = 3 * cent
	case s.median < 1_500_000 && s.open > 10*dollar:
		s.spread = 2 * cent
	}
}

func roundTo(p, grid model.Price) model.Price { return max((p+grid/2)/grid*grid, grid) }

func clip(v, limit float64) float64 { return max(-limit, min(limit, v)) }
