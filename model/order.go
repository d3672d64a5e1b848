package model

import "fmt"

// Side is FIX tag 54. Arithmetic goes through Sign only.
type Side uint8

// The sides a parent or child order may have, with their FIX codes.
const (
	Buy             Side = 1
	Sell            Side = 2
	SellShort       Side = 5
	SellShortExempt Side = 6
)

// Sign returns +1 for a buy, -1 for every sell. It panics if s is no side.
func (s Side) Sign() Qty {
	switch s {
	case Buy:
		return 1
	case Sell, SellShort, SellShortExempt:
		return -1
	}
	panic(fmt.Sprintf("model: side %d has no sign", s))
}

// Valid reports whether s is one of the sides above.
func (s Side) Valid() bool { return s == Buy || s == Sell || s == SellShort || s == SellShortExempt }

var sideNames = map[Side]string{Buy: "buy", Sell: "sell", SellShort: "sell_short", SellShortExempt: "sell_short_exempt"}

// String returns the side's name in tables: buy, sell, sell_short, sell_short_exempt.
func (s Side) String() string {
	if name, ok := sideNames[s]; ok {
		return name
	}
	return fmt.Sprintf("Side(%d)", uint8(s))
}

// ParseSide returns the side of that name.
func ParseSide(name string) (Side, error) {
	for side, known := range sideNames {
		if known == name {
			return side, nil
		}
	}
	return 0, fmt.Errorf("%q is not a side; use buy, sell, sell_short or sell_short_exempt", name)
}

// Dense identifiers. ParentID and ChildID and ExecID are 1-based row numbers of their table, so that a lookup is an index;
// SymbolID and ServerID are 0-based positions in the incident's securities and servers. FlagID 0 is "no flag".
type (
	ParentID uint32
	ChildID  uint32
	ExecID   uint32
	SymbolID uint16
	ServerID uint8
	FlagID   uint8
	VenueID  uint8
)

// ParentOrder is what a client or desk sent to the router.
type ParentOrder struct {
	ID       ParentID
	Received Time
	Symbol   SymbolID
	Side     Side
	OrderQty Qty
	Flag     FlagID // selects a code path of the server's build; 0 selects the ordinary one
}

// ChildOrder is what the router sent to a venue for a parent. Its symbol and side are its parent's.
type ChildOrder struct {
	ID       ChildID
	Sent     Time
	Parent   ParentID
	Server   ServerID
	Venue    VenueID
	OrderQty Qty
	LimitPx  Price
	Rogue    bool // a correct router would not have sent it; the truth label, which no control may read
}
