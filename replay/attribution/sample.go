package attribution

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"lossreplay/model"
)

// Sample estimates Shapley values of a game whose coalitions are too many to know, given what each control prevents alone. It
// never changes.
//
// The game is cut in three. What a coalition's best control prevents alone has exact values ([bestAlone]). The rest of
// coalitions without a full control, one that alone prevents nearly as much as the best, is averaged over orderings of the
// others; where among them the first full one comes is summed exactly. The rest of coalitions with a full control, which is
// small, is averaged over orderings of all. Orderings come in pairs, each with its reverse.
type Sample struct {
	n      int
	alone  []model.Money // by control, never negative
	full   uint64
	orders [][]int // of all; a pair is an ordering at an even place and its reverse
	others [][]int // of those that are not full, likewise and as many
}

// fullPerMille is how much of what the best control prevents alone a full one prevents, at least.
const fullPerMille = 995

// NewSample returns pairs pairs of orderings, drawn from the seed, for a game of len(prevented) controls of which each prevents
// so much alone. It panics if there are more than [ControlsMax] or fewer than two pairs: one says nothing of its error.
func NewSample(prevented []model.Money, pairs int, seed uint64) *Sample {
	n := len(prevented)
	if n > ControlsMax || pairs < 2 {
		panic(fmt.Sprintf("attribution: a sample of %d pairs of orderings of %d controls", pairs, n))
	}
	s := &Sample{n: n, alone: make([]model.Money, n)}
	var best model.Money
	for i, p := range prevented {
		s.alone[i] = max(p, 0)
		best = max(best, p)
	}
	var partial []int
	for i, p := range s.alone {
		if float64(p) >= float64(best)*fullPerMille/1000 {
			s.full |= 1 << i
		} else {
			partial = append(partial, i)
		}
	}
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	for range pairs {
		s.orders = append(s.orders, bothWays(r.Perm(n))...)
		order := slices.Clone(partial)
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		s.others = append(s.others, bothWays(order)...)
	}
	return s
}

func bothWays(order []int) [][]int {
	back := slices.Clone(order)
	slices.Reverse(back)
	return [][]int{order, back}
}

// Pairs returns the number of pairs of orderings.
func (s *Sample) Pairs() int { return len(s.orders) / 2 }

// Coalitions returns what has to be replayed, ascending, each once: no control, each alone, all, all but each, and every
// beginning of an ordering. So what a control does alone and as the last line is exact.
func (s *Sample) Coalitions() []uint64 {
	all := uint64(1)<<s.n - 1
	sets := []uint64{0, all}
	for i := range s.n {
		sets = append(sets, 1<<i, all&^(1<<i))
	}
	for _, order := range slices.Concat(s.orders, s.others) {
		var set uint64
		for _, i := range order {
			set |= 1 << i
			sets = append(sets, set)
		}
	}
	slices.Sort(sets)
	return slices.Compact(sets)
}

// Shapley returns the estimated Shapley value of each control and the standard error of each, in micro-units. loss is asked
// for those of [Sample.Coalitions]. The estimates add up to what all controls prevent together, to the unit, rounded as
// [Lattice.Shapley] does.
//
// The error is the deviation of the pairs' means over the root of their number, but no less than the root mean square of the
// controls' errors: an ordering that would have moved a control may have been missed, and then its own deviation does not know.
// A control that moved in no ordering and prevents nothing alone has no error.
//
// ids has one id for each control; Shapley panics if one is empty or used twice. Source: Castro, Gomez and Tejada, Polynomial
// calculation of the Shapley value based on sampling (2009), with antithetic orderings, a control variate and the position of
// the full controls integrated out.
func (s *Sample) Shapley(loss func(set uint64) model.Money, ids []string) (values, errors []model.Money) {
	f := newFactorials(s.n)
	e := &estimate{Sample: s, loss: loss, f: f, fulls: int64(len(members(s.full)))}
	e.whole = new(big.Int).Mul(f.top(), big.NewInt(max(e.fulls, 1)*int64(len(s.orders))))
	total := bestAlone(f, s.alone) // in units of 1/n!
	for i := range total {
		total[i].Mul(total[i], big.NewInt(max(e.fulls, 1)*int64(len(s.orders))))
	}
	spread := make([]deviation, s.n)
	for pair := 0; pair < len(s.orders); pair += 2 {
		added := newSums(s.n) // by both of the pair
		for k := pair; k < pair+2; k++ {
			e.withFull(s.orders[k], added)
			e.withoutFull(s.others[k], added)
		}
		for i, v := range added {
			total[i].Add(total[i], v)
			mean, _ := new(big.Rat).SetFrac(new(big.Int).Mul(v, big.NewInt(int64(s.Pairs()))), e.whole).Float64()
			spread[i].add(mean)
		}
	}
	values = total.apportion(e.whole, loss(0)-loss(1<<s.n-1), byID(s.n, ids))
	return values, s.errors(spread)
}

// errors returns the standard errors.
func (s *Sample) errors(spread []deviation) []model.Money {
	var squares, moved float64
	for i := range spread {
		if own := spread[i].ofMean(); own > 0 || s.alone[i] > 0 {
			squares += float64(own * own)
			moved++
		}
	}
	errors := make([]model.Money, s.n)
	for i := range errors {
		if own := spread[i].ofMean(); own > 0 || s.alone[i] > 0 {
			errors[i] = model.Money(math.RoundToEven(max(own, math.Sqrt(squares/moved))))
		}
	}
	return errors
}

// estimate is a sample being summed up, in units of 1 / (n! fulls orders).
type estimate struct {
	*Sample
	loss  func(set uint64) model.Money
	f     factorials
	fulls int64
	whole *big.Int // the unit's denominator
}

// rest returns what a coalition prevents beyond its best control.
func (e *estimate) rest(set uint64) model.Money {
	var best model.Money
	for _, i := range members(set) {
		best = max(best, e.alone[i])
	}
	return e.loss(0) - e.loss(set) - best
}

// withFull adds to each control what it adds to the rest of coalitions that hold a full one.
func (e *estimate) withFull(order []int, added sums) {
	unit := new(big.Int).Mul(e.f.top(), big.NewInt(max(e.fulls, 1)))
	var set uint64
	var before model.Money
	for _, i := range order {
		set |= 1 << i
		var after model.Money
		if set&e.full != 0 {
			after = e.rest(set)
		}
		added[i].Add(added[i], times(new(big.Int).Set(unit), after-before))
		before = after
	}
}

// withoutFull adds to each control what it adds to the rest of coalitions that hold no full one, whose rest is 0 from the first
// full one on. The first k of an ordering of all are not full with the chance
//
//	q_k = (n-k)! (n-f)! / ((n-k-f)! n!)        n controls, f of them full
//
// so the control at place m+1 of the others adds q_(m+1) times the step, and the first full one, any of them alike, takes away
// what stood there, with the chance q_m - q_(m+1).
func (e *estimate) withoutFull(order []int, added sums) {
	var set uint64
	var before model.Money
	for m := 0; m <= len(order); m++ {
		comes := new(big.Int).Sub(e.clear(m), e.clear(m+1)) // the first full one, now
		for _, i := range members(e.full) {
			added[i].Sub(added[i], times(new(big.Int).Set(comes), before))
		}
		if m == len(order) {
			return
		}
		set |= 1 << order[m]
		after := e.rest(set)
		chance := new(big.Int).Mul(e.clear(m+1), big.NewInt(e.fulls))
		added[order[m]].Add(added[order[m]], times(chance, after-before))
		before = after
	}
}

// clear returns q_k in units of 1/n!.
func (e *estimate) clear(k int) *big.Int {
	f := int(e.fulls)
	if n := e.n - k - f; n >= 0 {
		q := new(big.Int).Mul(e.f[e.n-k], e.f[e.n-f])
		return q.Quo(q, e.f[n])
	}
	return new(big.Int)
}

// bestAlone returns the Shapley values, in units of 1/n!, of the game in which a coalition is worth its best control alone:
// sorted by worth, each step from one worth to the next is shared by those who reach it. Source: Littlechild and Owen, A
// simple expression for the Shapley value in a special case (1973).
func bestAlone(f factorials, alone []model.Money) sums {
	n := len(alone)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(alone[a], alone[b]) })
	values, sofar := newSums(n), new(big.Int)
	var before model.Money
	for k, i := range order {
		step := new(big.Int).Quo(f.top(), big.NewInt(int64(n-k)))
		sofar.Add(sofar, times(step, alone[i]-before))
		before = alone[i]
		values[i].Set(sofar)
	}
	return values
}

// deviation gathers numbers for their standard error (Welford 1962).
type deviation struct{ n, mean, squares float64 }

func (d *deviation) add(v float64) {
	d.n++
	delta := v - d.mean
	d.mean += delta / d.n
	d.squares += float64(delta * (v - d.mean))
}

// ofMean returns the standard error of the numbers' mean.
func (d *deviation) ofMean() float64 { return math.Sqrt(d.squares / (d.n - 1) / d.n) }
