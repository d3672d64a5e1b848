package ledger

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// naive is the same account in integers without end.
type naive struct {
	pos, paid, atMid, atImpact, fees *big.Int
}

func newNaive() *naive {
	return &naive{new(big.Int), new(big.Int), new(big.Int), new(big.Int), new(big.Int)}
}

func product(q model.Qty, p model.Price, unit model.Money) *big.Int {
	out := new(big.Int).Mul(big.NewInt(int64(q)), big.NewInt(int64(p)))
	return out.Mul(out, big.NewInt(int64(unit)))
}

func (n *naive) fill(unit model.Money, f fill) {
	n.pos.Add(n.pos, big.NewInt(int64(f.qty)))
	n.paid.Add(n.paid, product(f.qty, f.px, unit))
	n.atMid.Add(n.atMid, product(f.qty, f.mid, unit))
	n.atImpact.Add(n.atImpact, product(f.qty, f.impact, unit))
	n.fees.Add(n.fees, big.NewInt(int64(f.fee)))
}

func (n *naive) fits() bool {
	return n.pos.IsInt64() && n.paid.IsInt64() && n.atMid.IsInt64() && n.atImpact.IsInt64() && n.fees.IsInt64()
}

func (n *naive) agrees(l Line) bool {
	return n.pos.Int64() == int64(l.Pos) && n.paid.Int64() == int64(l.Paid) && n.atMid.Int64() == int64(l.AtMid) &&
		n.atImpact.Int64() == int64(l.AtImpact) && n.fees.Int64() == int64(l.Fees)
}

type fill struct {
	s               model.SymbolID
	qty             model.Qty
	px, mid, impact model.Price
	fee             model.Money
}

// fills draws what a day may hold.
func fills(r *rapid.T, most int) []fill {
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) fill {
		return fill{
			s:   model.SymbolID(rapid.IntRange(0, 2).Draw(r, "symbol")),
			qty: model.Qty(rapid.Int64Range(-1_000_000, 1_000_000).Draw(r, "qty")),
			px:  model.Price(rapid.Int64Range(1, 10_000_000).Draw(r, "px")), mid: model.Price(rapid.Int64Range(1, 10_000_000).Draw(r, "mid")),
			impact: model.Price(rapid.Int64Range(-1_000_000, 1_000_000).Draw(r, "impact")),
			fee:    model.Money(rapid.Int64Range(-1_000_000, 1_000_000_000).Draw(r, "fee")),
		}
	}), most/2, most).Draw(r, "fills")
}

func TestBookAgreesWithBigIntegers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := NewBook(3, model.Scale(rapid.IntRange(2, 6).Draw(r, "scale")))
		want := []*naive{newNaive(), newNaive(), newNaive()}
		for _, f := range fills(r, 60) {
			clone := b.Clone()
			b.Fill(f.s, f.qty, f.px, f.mid, f.impact, f.fee)
			want[f.s].fill(b.Unit, f)
			clone.Fill(f.s, 1, 1, 1, 1, 1) // a clone shares nothing
		}
		marks := make([]model.Price, 3)
		gross, value := new(big.Int), new(big.Int)
		for s, n := range want {
			if !n.agrees(b.Lines[s]) {
				r.Fatalf("symbol %d: %+v, want %+v", s, b.Lines[s], n)
			}
			marks[s] = model.Price(rapid.Int64Range(0, 10_000_000).Draw(r, "mark"))
			worth := product(b.Lines[s].Pos, marks[s], b.Unit)
			value.Sub(value.Sub(value.Add(value, worth), n.paid), n.fees)
			gross.Add(gross, worth.Abs(worth))
		}
		if got := b.Gross(marks); int64(got) != gross.Int64() {
			r.Fatalf("gross %v, want %v", got, gross)
		}
		if got := b.Value(marks); int64(got) != value.Int64() {
			r.Fatalf("value %v, want %v", got, value)
		}
	})
}

func TestBookPanicsAndNeverWraps(t *testing.T) {
	extreme := []int64{0, 1, -1, 100, 1 << 31, -1 << 31, 1<<31 - 1, 1 << 43, 1 << 62, -1 << 62, 1<<63 - 1, -1 << 63}
	number := rapid.OneOf(rapid.SampledFrom(extreme), rapid.Int64Range(-1<<33, 1<<33), rapid.Int64())
	rapid.Check(t, func(r *rapid.T) {
		b, want := NewBook(1, 4), newNaive()
		for range rapid.IntRange(1, 6).Draw(r, "fills") {
			f := fill{0, model.Qty(number.Draw(r, "qty")), model.Price(number.Draw(r, "px")), model.Price(number.Draw(r, "mid")),
				model.Price(number.Draw(r, "impact")), model.Money(number.Draw(r, "fee"))}
			want.fill(b.Unit, f)
			if panics(func() { b.Fill(f.s, f.qty, f.px, f.mid, f.impact, f.fee) }) {
				return
			}
			if !want.fits() || !want.agrees(b.Lines[0]) {
				r.Fatalf("%+v gives %+v, want %+v or a panic", f, b.Lines[0], want)
			}
		}
	})
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}
