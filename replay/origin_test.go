package replay_test

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/replay"
)

// chargedNaively is what a part has in the loss by the definition: each of its shares at its own price against the average
// price at which the symbol's position was closed.
func chargedNaively(whole, part replay.Part, loss model.Money, mid model.Price, unit model.Money) *big.Rat {
	rat := func(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }
	proceeds := new(big.Rat).Sub(new(big.Rat).Add(rat(int64(whole.Paid)), rat(int64(whole.Fees))), rat(int64(loss)))
	charge := new(big.Rat).Add(rat(int64(part.Paid)), rat(int64(part.Fees)))
	if whole.Pos == 0 {
		charge.Sub(charge, new(big.Rat).Mul(rat(int64(part.Pos)), new(big.Rat).Mul(rat(int64(mid)), rat(int64(unit)))))
		return charge.Sub(charge, proceeds.Mul(proceeds, big.NewRat(part.Shares, whole.Shares)))
	}
	price := proceeds.Quo(proceeds, rat(int64(whole.Pos)))
	return charge.Sub(charge, price.Mul(price, rat(int64(part.Pos))))
}

func TestChargesAreExactToTheUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) replay.Part {
			shares := rapid.Int64Range(0, 1_000_000).Draw(t, "shares")
			if shares == 0 {
				return replay.Part{}
			}
			pos := rapid.Int64Range(-shares, shares).Draw(t, "pos")
			return replay.Part{Executions: 1, Shares: shares, Pos: model.Qty(pos), Paid: model.Money(pos*10_000_001 + rapid.Int64Range(-1e9, 1e9).Draw(t, "spread")),
				Fees: model.Money(rapid.Int64Range(0, 1e6).Draw(t, "fees"))}
		}), 1, 7).Draw(t, "parts")
		parts = append(parts, replay.Part{Executions: 1, Shares: 3, Pos: 1})
		if rapid.Bool().Draw(t, "flat") { // what was bought was sold
			flat := replay.Part{Executions: 1}
			for _, p := range parts {
				flat.Pos -= p.Pos
			}
			flat.Shares = max(int64(flat.Pos), -int64(flat.Pos))
			parts = append(parts, flat)
		}
		var whole replay.Part
		for _, p := range parts {
			whole = replay.Part{Executions: whole.Executions + p.Executions, Shares: whole.Shares + p.Shares, Pos: whole.Pos + p.Pos,
				Paid: whole.Paid + p.Paid, Fees: whole.Fees + p.Fees}
		}
		loss := model.Money(rapid.Int64Range(-1e13, 1e13).Draw(t, "loss"))
		mid := model.Price(rapid.Int64Range(0, 1e7).Draw(t, "mid"))
		charges, err := replay.Charge(whole, parts, loss, mid, 100)
		if err != nil {
			t.Fatal(err)
		}
		var sum model.Money
		for i, c := range charges {
			sum += c
			off := new(big.Rat).Sub(new(big.Rat).SetInt64(int64(c)), chargedNaively(whole, parts[i], loss, mid, 100))
			if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("part %d is charged %d, off by %v", i, int64(c), off)
			}
		}
		if sum != loss {
			t.Fatalf("charges add up to %d, not %d", int64(sum), int64(loss))
		}
		if again, _ := replay.Charge(whole, parts, loss, mid, 100); !slices.Equal(again, charges) {
			t.Fatal("charged again, the parts get something else")
		}
	})
}

func TestEqualRemaindersGoToTheFirst(t *testing.T) {
	third := replay.Part{Executions: 1, Shares: 1, Pos: 1}
	whole := replay.Part{Executions: 3, Shares: 3, Pos: 3}
	for loss, want := range map[model.Money][]model.Money{
		0: {0, 0, 0}, 1: {1, 0, 0}, 2: {1, 1, 0}, 3: {1, 1, 1}, 4: {2, 1, 1}, -1: {0, 0, -1}, -2: {0, -1, -1},
	} {
		got, err := replay.Charge(whole, []replay.Part{third, third, third}, loss, 0, 1)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("a loss of %d: %v (-want +got)\n%s", int64(loss), err, diff)
		}
	}
}

func TestChargeRefusesWhatLeaves64Bits(t *testing.T) {
	whole := replay.Part{Executions: 2, Shares: 1 << 40, Pos: 1}
	parts := []replay.Part{{Executions: 1, Shares: 1 << 39, Pos: 1 << 39}, {Executions: 1, Shares: 1 << 39, Pos: 1 - 1<<39}}
	if charges, err := replay.Charge(whole, parts, 1<<50, 0, 1); err == nil || charges != nil {
		t.Errorf("%v, %v", charges, err)
	}
}

func TestOriginsOfADay(t *testing.T) {
	d := tinyDay()
	d.About.Router.Servers = []string{"s1", "s2"}
	early := d.parent(-2*time.Minute, 0, model.Buy, 100, 1)
	sell := d.parent(0, 1, model.Sell, 50, 1)
	d.filled(-90*time.Second, early, false)
	d.filled(-61*time.Second, early, true)
	d.filled(-60*time.Second, early, true)
	d.filled(0, early, true)
	d.filled(59*time.Second, sell, false) // 50 of 100 are the parent's
	d.filled(60*time.Second, sell, true)
	d.ChildRows.Server[4] = 1
	d.ChildRows.Server[5] = 1
	d.ExecutionRows.Fee[4] = 101
	got, err := replay.Origins(d)
	if err != nil {
		t.Fatal(err)
	}
	part := func(executions, shares int64, pos model.Qty, paid, fees model.Money) replay.Part {
		return replay.Part{Executions: executions, Shares: shares, Pos: pos, Paid: paid * model.MoneyUnit, Fees: fees}
	}
	want := []replay.Origin{
		{Whole: part(3, 300, 300, 3000, 0), Servers: []replay.Part{part(3, 300, 300, 3000, 0), {}}, Minutes: []replay.MinutePart{
			{-2, part(1, 100, 100, 1000, 0)}, {-1, part(1, 100, 100, 1000, 0)}, {0, part(1, 100, 100, 1000, 0)}}},
		{Whole: part(2, 150, -150, -3000, 50), Servers: []replay.Part{{}, part(2, 150, -150, -3000, 50)}, Minutes: []replay.MinutePart{
			{0, part(1, 50, -50, -1000, 50)}, {1, part(1, 100, -100, -2000, 0)}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What the record says of the account and what its origins add up to are the same.
func TestOriginsAddUpToTheAccount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		origins, err := replay.Origins(d)
		if err != nil {
			t.Fatal(err)
		}
		baseline := run(t, d).Baseline()
		var executions, shares int64
		for s, o := range origins {
			executions += o.Whole.Executions
			shares += o.Whole.Shares
			var servers, minutes replay.Part
			for _, p := range o.Servers {
				servers = together(servers, p)
			}
			last := -1 << 60
			for _, m := range o.Minutes {
				minutes = together(minutes, m.Part)
				if m.Minute <= last || m.Part.Executions == 0 {
					t.Fatalf("minutes are out of order or empty: %+v", o.Minutes)
				}
				last = m.Minute
			}
			if servers != o.Whole || minutes != o.Whole || o.Whole.Pos != baseline.BySymbol[s].Pos {
				t.Fatalf("symbol %d: servers %+v, minutes %+v, whole %+v, position %d", s, servers, minutes, o.Whole, baseline.BySymbol[s].Pos)
			}
		}
		if executions != baseline.Flow.UnmatchedExecutions || shares != baseline.Flow.UnmatchedShares {
			t.Fatalf("%d executions of %d shares, the baseline has %+v", executions, shares, baseline.Flow)
		}
	})
}

func together(a, b replay.Part) replay.Part {
	return replay.Part{Executions: a.Executions + b.Executions, Shares: a.Shares + b.Shares, Pos: a.Pos + b.Pos, Paid: a.Paid + b.Paid, Fees: a.Fees + b.Fees}
}
