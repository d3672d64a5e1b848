package attribution

import (
	"fmt"
	"math/big"
	"slices"

	"lossreplay/model"
)

// Exact sums are integers over one denominator that all their terms share, n! for orderings of n things: adding them needs
// no common divisors. They become money in two places only, halfEven and apportion.

// factorials holds 0! to n!.
type factorials []*big.Int

func newFactorials(n int) factorials {
	f := factorials{big.NewInt(1)}
	for i := range n {
		f = append(f, new(big.Int).Mul(f[i], big.NewInt(int64(i+1))))
	}
	return f
}

// top returns n!, the denominator of ratio.
func (f factorials) top() *big.Int { return f[len(f)-1] }

// ratio returns x! y! / z! in units of 1/n!: exact, since z is at most n.
func (f factorials) ratio(x, y, z int) *big.Int {
	r := new(big.Int).Quo(f.top(), f[z])
	return r.Mul(r, f[x]).Mul(r, f[y])
}

// times returns r times v, in r.
func times(r *big.Int, v model.Money) *big.Int { return r.Mul(r, big.NewInt(int64(v))) }

// sums is one exact sum for each control, or for each pair.
type sums []*big.Int

func newSums(n int) sums {
	s := make(sums, n)
	for i := range s {
		s[i] = new(big.Int)
	}
	return s
}

// gain adds term to the sum of every member of set, lose takes it away.
func (s sums) gain(set uint64, term *big.Int) {
	for _, i := range members(set) {
		s[i].Add(s[i], term)
	}
}

func (s sums) lose(set uint64, term *big.Int) {
	for _, i := range members(set) {
		s[i].Sub(s[i], term)
	}
}

// halfEven returns each sum over den, rounded once to a micro-unit, halves to the even one. den is positive.
func (s sums) halfEven(den *big.Int) []model.Money {
	rounded := make([]model.Money, len(s))
	for i, sum := range s {
		q, r := new(big.Int).DivMod(sum, den, new(big.Int))
		if c := r.Lsh(r, 1).Cmp(den); c > 0 || (c == 0 && q.Bit(0) == 1) {
			q.Add(q, big.NewInt(1))
		}
		rounded[i] = money(q)
	}
	return rounded
}

// apportion returns each sum over den, rounded to a micro-unit so that together they are total: each is rounded down, and
// the units that are then missing go one each to the largest remainders, ties to the lower id. The exact sums must add up to
// total: apportion panics if not.
func (s sums) apportion(den *big.Int, total model.Money, ids alphabet) []model.Money {
	whole := new(big.Int)
	for _, sum := range s {
		whole.Add(whole, sum)
	}
	if whole.Cmp(times(new(big.Int).Set(den), total)) != 0 {
		panic(fmt.Sprintf("attribution: shares do not add up to the %v to be shared", total))
	}
	shares, rest := make([]model.Money, len(s)), newSums(len(s))
	missing := total
	for i, sum := range s {
		floor, _ := new(big.Int).DivMod(sum, den, rest[i])
		shares[i] = money(floor)
		missing -= shares[i]
	}
	order := slices.Clone(ids)
	slices.SortStableFunc(order, func(i, j int) int { return rest[j].Cmp(rest[i]) })
	for _, i := range order[:missing] {
		shares[i]++
	}
	return shares
}

func money(v *big.Int) model.Money {
	if !v.IsInt64() {
		panic(fmt.Sprintf("attribution: %v micro-units do not fit into 64 bits", v)) // SpreadMax excludes it
	}
	return model.Money(v.Int64())
}
