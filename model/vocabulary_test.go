package model

import "testing"

func TestSidesCarryTheirFIXCodesAndSigns(t *testing.T) {
	for _, c := range []struct {
		side Side
		code uint8
		sign Qty
		name string
	}{{Buy, 1, 1, "buy"}, {Sell, 2, -1, "sell"}, {SellShort, 5, -1, "sell_short"}, {SellShortExempt, 6, -1, "sell_short_exempt"}} {
		if uint8(c.side) != c.code || c.side.Sign() != c.sign || c.side.String() != c.name || !c.side.Valid() {
			t.Errorf("%v: code %d, sign %d", c.side, c.side, c.side.Sign())
		}
		if got, err := ParseSide(c.name); err != nil || got != c.side {
			t.Errorf("%q is read as %v, %v", c.name, got, err)
		}
	}
	if _, err := ParseSide("short"); err == nil || Side(0).Valid() || Side(0).String() != "Side(0)" {
		t.Error("something that is no side passes as one")
	}
	defer func() {
		if recover() == nil {
			t.Error("the zero side has a sign")
		}
	}()
	Side(0).Sign()
}

func TestEnumsHaveNamesAndNoZero(t *testing.T) {
	for k := OpDeploy; k <= OpStop; k++ {
		if got, err := ParseOperationKind(k.String()); err != nil || got != k {
			t.Errorf("operation %v is read as %v, %v", k, got, err)
		}
	}
	if _, err := ParseOperationKind("reboot"); err == nil || OperationKind(0).String() != "OperationKind(0)" {
		t.Error("something that is no operation passes as one")
	}
	for _, e := range []ExecType{ExecTrade, ExecCanceled, ExecExpired, ExecRejected} {
		if !e.Valid() || e.String() == "" {
			t.Errorf("report %v", e)
		}
	}
	if ExecType(0).Valid() || ExecType('H').String() != "ExecType(72)" {
		t.Error("something that is no report passes as one")
	}
	for _, tag := range []Tag{Published, Derived, Assumed, Synthetic} {
		if !tag.Valid() {
			t.Errorf("tag %q", tag)
		}
	}
	if Tag("").Valid() {
		t.Error("no tag passes as one")
	}
}

func TestColumnsAppendRowByRow(t *testing.T) {
	var p ParentColumns
	p.Append(ParentOrder{Received: 1, Symbol: 2, Side: Sell, OrderQty: 3, Flag: 4})
	var c ChildColumns
	c.Append(ChildOrder{Sent: 1, Parent: 2, Server: 3, Venue: 4, OrderQty: 5, LimitPx: 6, Rogue: true})
	var e ExecutionColumns
	e.Append(Execution{At: 1, Child: 2, Type: ExecTrade, LastQty: 3, LastPx: 4, Fee: 5})
	var q QuoteColumns
	q.Append(Quote{At: 1, Symbol: 2, Bid: 3, Ask: 4})
	if p.Len() != 1 || p.Received[0] != 1 || p.Symbol[0] != 2 || p.Side[0] != Sell || p.OrderQty[0] != 3 || p.Flag[0] != 4 {
		t.Errorf("parent %+v", p)
	}
	if c.Len() != 1 || c.Sent[0] != 1 || c.Parent[0] != 2 || c.Server[0] != 3 || c.Venue[0] != 4 || c.OrderQty[0] != 5 || c.LimitPx[0] != 6 || !c.Rogue[0] {
		t.Errorf("child %+v", c)
	}
	if e.Len() != 1 || e.At[0] != 1 || e.Child[0] != 2 || e.Type[0] != ExecTrade || e.LastQty[0] != 3 || e.LastPx[0] != 4 || e.Fee[0] != 5 {
		t.Errorf("execution %+v", e)
	}
	if q.Len() != 1 || q.At[0] != 1 || q.Symbol[0] != 2 || q.Bid[0] != 3 || q.Ask[0] != 4 {
		t.Errorf("quote %+v", q)
	}
}

func TestFactsAreMetAtTheirBounds(t *testing.T) {
	for value, want := range map[float64]bool{0.9: false, 1: true, 1.5: true, 2: true, 2.1: false} {
		if got := (Fact{Min: 1, Max: 2, Value: value}).Met(); got != want {
			t.Errorf("%v in 1..2 is met: %v", value, got)
		}
	}
}
