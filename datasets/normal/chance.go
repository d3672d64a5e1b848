package normal

import (
	"math/bits"
	"math/rand/v2"
	"time"

	"lossreplay/model"
)

// The purposes of random streams. A stream belongs to one day, one purpose and one name, so that a new draw moves no other.
const (
	streamName = iota + 1 // of the universe: the same on all days
	streamDay
	streamMarket
	streamPrice
	streamParents
	streamChildren
	streamBars
	streamOperations
)

// dice is a stream of random numbers. What it makes of them needs only sums, products, divisions and square roots, which are the
// same on every platform. A product that meets a sum is written float64(a*b) + c here and wherever the package draws, so that
// no compiler fuses it; halves are exact and need no such care.
type dice struct{ source rand.PCG }

// roll returns the stream of a day, purpose and name. Day 0 stands for what all days share, so the first day is 1.
func roll(seed uint64, day, purpose, index int) *dice {
	d := &dice{}
	d.source.Seed(seed, uint64(day)<<56|uint64(purpose)<<48|uint64(index))
	return d
}

// rolls returns the stream of a purpose and name on this day.
func (b *build) rolls(purpose, index int) *dice { return roll(b.seed, b.index+1, purpose, index) }

// unit draws a float in [0, 1).
func (d *dice) unit() float64 { return float64(d.source.Uint64()>>11) / (1 << 53) }

// below draws an integer in [0, n).
func (d *dice) below(n int) int {
	hi, _ := bits.Mul64(d.source.Uint64(), uint64(n))
	return int(hi)
}

// chance reports true with probability p.
func (d *dice) chance(p float64) bool { return d.unit() < p }

// lasting draws a duration from lo up to hi.
func (d *dice) lasting(lo, hi model.Duration) model.Duration {
	return lo + time.Duration(d.below(int(hi-lo)))
}

// soon draws a duration below most, short ones more often.
func (d *dice) soon(most model.Duration) model.Duration {
	u := d.unit()
	return time.Duration(float64(u*u) * float64(most))
}

// normal draws from a distribution with mean 0 and deviation 1: the sum of four uniform numbers, so within 3.47.
func (d *dice) normal() float64 {
	const perDeviation = 1 / (65536 * 0.5773502691896258) // a uniform 16-bit number has variance 65536^2/12
	u := d.source.Uint64()
	sum := int(u&0xffff) + int(u>>16&0xffff) + int(u>>32&0xffff) + int(u>>48)
	return float64(sum-2*0xffff) * perDeviation
}

// between draws a value of a distribution given by its quantiles at equal distances.
func (d *dice) between(quantiles []float64) float64 {
	u := float64(d.unit() * float64(len(quantiles)-1))
	i := int(u)
	return quantiles[i] + float64((quantiles[i+1]-quantiles[i])*(u-float64(i)))
}

// size is a class of order sizes: a share of all, from lo to hi in whole lots of 100 shares.
type size struct {
	share  float64
	lo, hi int
}

// pick draws a size.
func (d *dice) pick(sizes []size) model.Qty {
	u := d.unit()
	for _, s := range sizes {
		if u -= s.share; u < 0 {
			return model.Qty(s.lo + 100*d.below((s.hi-s.lo)/100+1))
		}
	}
	return model.Qty(sizes[0].lo)
}

// mean returns the mean of sizes whose shares add up to 1.
func mean(sizes []size) float64 {
	sum := 0.0
	for _, s := range sizes {
		sum += float64(s.share * float64(s.lo+s.hi) / 2)
	}
	return sum
}
