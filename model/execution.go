package model

import "fmt"

// ExecType is FIX tag 150: what happened to a child order at the venue.
type ExecType uint8

// The reports a recorded day may hold. A report other than ExecTrade ends its child: what is left of it never trades.
const (
	ExecTrade    ExecType = 'F'
	ExecCanceled ExecType = '4'
	ExecExpired  ExecType = 'C'
	ExecRejected ExecType = '8'
)

var execTypeNames = map[ExecType]string{
	ExecTrade: "trade", ExecCanceled: "canceled", ExecExpired: "expired", ExecRejected: "rejected",
}

// String returns the report's name in tables: trade, canceled, expired, rejected.
func (e ExecType) String() string {
	if name, ok := execTypeNames[e]; ok {
		return name
	}
	return fmt.Sprintf("ExecType(%d)", uint8(e))
}

// Valid reports whether e is one of the reports above.
func (e ExecType) Valid() bool { _, ok := execTypeNames[e]; return ok }

// Execution is one report of the venue on a child order: a fill (LastQty, LastPx, Fee) or, with 0 in all three, its end.
type Execution struct {
	ID      ExecID
	At      Time
	Child   ChildID
	Type    ExecType
	LastQty Qty
	LastPx  Price
	Fee     Money
}
