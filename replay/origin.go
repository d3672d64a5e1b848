package replay

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"lossreplay/model"
)

// Part is what some of a symbol's executions put into the error account.
type Part struct {
	Executions, Shares int64 // of which something, and what, went beyond the parent
	Pos                model.Qty
	Paid, Fees         model.Money // cash paid out less cash received
}

// Origin is where one symbol's error account came from.
type Origin struct {
	Whole Part
	// Servers holds a part for each of the incident's servers; nil for a symbol that the error account never traded.
	Servers []Part
	Minutes []MinutePart // those in which it traded, in order of time
}

// MinutePart is the part of a minute, counted from the session's open; negative before it.
type MinutePart struct {
	Minute int
	Part   Part
}

// Origins reads the day's executions once and returns, by symbol, on which server and in which minute the error account's part
// of them took place. The error is that of the day's readers, or of a sum that leaves 64 bits.
func Origins(day Day) ([]Origin, error) {
	about := day.Incident()
	origins := make([]Origin, len(day.Securities()))
	servers := len(about.Router.Servers)
	_, err := trades(day, func(t *trade) error {
		if t.unmatched == 0 {
			return nil
		}
		o := &origins[t.symbol]
		if o.Servers == nil {
			o.Servers = make([]Part, servers)
		}
		if !o.Whole.add(t) || !o.Servers[t.server].add(t) || !o.minute(minuteOf(t.at, about.Session.Open)).add(t) {
			return fmt.Errorf("executions: the account of %s leaves 64 bits at %v", day.Securities()[t.symbol].Symbol, t.at)
		}
		return nil
	})
	return origins, err
}

// minuteOf returns the minute in which at lies, counted from the open.
func minuteOf(at, open model.Time) int {
	const minute = 60_000_000_000
	since := int64(at - open)
	n := since / minute
	if since%minute < 0 {
		n--
	}
	return int(n)
}

// minute returns the part of a minute. Executions come in order of time, so it is the last one or a new one.
func (o *Origin) minute(n int) *Part {
	if k := len(o.Minutes); k == 0 || o.Minutes[k-1].Minute != n {
		o.Minutes = append(o.Minutes, MinutePart{Minute: n})
	}
	return &o.Minutes[len(o.Minutes)-1].Part
}

// add books a trade and reports whether the sums fit.
func (p *Part) add(t *trade) bool {
	paid, ok := p.Paid.Add(t.paid)
	fees, fits := p.Fees.Add(t.fee)
	p.Paid, p.Fees = paid, fees
	p.Executions++
	p.Shares += int64(t.unmatched)
	p.Pos += t.signed
	return ok && fits
}

// Charge returns what each part of a symbol has in loss, which was lost in it: cash paid and fees less what its shares brought
// when the position was closed, at the average price of that. A symbol whose parts cancel out has no such price: its shares
// then count at mid, worth unit a price unit, and what the closing brought all the same goes by shares traded. The sum is loss
// to the last unit: each share is rounded down, and what is left goes to the largest remainders, the first of equal ones.
//
// The parts must add up to whole. The error says that a part's share leaves 64 bits.
func Charge(whole Part, parts []Part, loss model.Money, mid model.Price, unit model.Money) ([]model.Money, error) {
	charges := make([]model.Money, len(parts))
	rest := make([]remainder, 0, len(parts))
	of := newSplit(whole, loss, mid, unit)
	left := int64(loss)
	for i := range parts {
		if parts[i] == (Part{}) {
			continue
		}
		share, remains := of.share(&parts[i])
		if !share.IsInt64() {
			return nil, errors.New("a part's share in the loss leaves 64 bits")
		}
		charges[i] = model.Money(share.Int64())
		left -= share.Int64()
		rest = append(rest, remainder{i, remains})
	}
	slices.SortStableFunc(rest, func(a, b remainder) int { return b.of.Cmp(a.of) })
	if left < 0 || left > int64(len(rest)) {
		panic(fmt.Sprintf("replay: %d parts of a loss leave %d of it", len(rest), left))
	}
	for _, r := range rest[:left] {
		charges[r.part]++
	}
	return charges, nil
}

// remainder is what rounding down took from a part.
type remainder struct {
	part int
	of   *big.Int
}

// split divides a symbol's proceeds among its parts: a part's are (Pos times byPos plus Shares times byShares) over per.
type split struct {
	byPos, byShares, per *big.Int
}

func newSplit(whole Part, loss model.Money, mid model.Price, unit model.Money) split {
	proceeds := new(big.Int).Add(big.NewInt(int64(whole.Paid)), big.NewInt(int64(whole.Fees)))
	proceeds.Sub(proceeds, big.NewInt(int64(loss)))
	if whole.Pos != 0 {
		s := split{byPos: proceeds, byShares: new(big.Int), per: big.NewInt(int64(whole.Pos))}
		if whole.Pos < 0 {
			s.byPos.Neg(s.byPos)
			s.per.Neg(s.per)
		}
		return s
	}
	per := big.NewInt(max(whole.Shares, 1))
	price := new(big.Int).Mul(big.NewInt(int64(mid)), big.NewInt(int64(unit)))
	return split{byPos: price.Mul(price, per), byShares: proceeds, per: per}
}

// share returns a part's share in the loss, rounded down, and what remains of it, as parts of per.
func (s *split) share(p *Part) (share, remains *big.Int) {
	share = new(big.Int).Add(big.NewInt(int64(p.Paid)), big.NewInt(int64(p.Fees)))
	share.Mul(share, s.per)
	brought := new(big.Int).Mul(big.NewInt(int64(p.Pos)), s.byPos)
	share.Sub(share, brought)
	share.Sub(share, brought.Mul(big.NewInt(p.Shares), s.byShares))
	return share.DivMod(share, s.per, new(big.Int))
}
