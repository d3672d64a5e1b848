package model

// Security is one traded name of the incident.
type Security struct {
	Symbol  string
	Listing string
	// PriorClose and OpenPx are the previous close and the opening print of the day.
	PriorClose, OpenPx Price
	// NormalVolume is an ordinary day's market volume, in shares.
	NormalVolume Qty
	// VolumeScale is V in the impact formula: the market's own volume over the incident's window, in shares, above 0.
	VolumeScale Qty
	// ImpactLevel is lambda in the impact formula (docs/method.md 5), a plain number.
	ImpactLevel float64
	// HaltMove is the move in basis points within five minutes that paused this name under the single-stock circuit breakers
	// of the day: 1000, 3000 or 5000; 0 if it had none.
	HaltMove int32
	// Evidence says what stands behind the name and its prices; see [Tag].
	Evidence Tag
}

// Quote is the best bid and offer of a symbol from At on.
type Quote struct {
	At       Time
	Symbol   SymbolID
	Bid, Ask Price
}

// Bar is the market's volume in a symbol over the minute that starts at Start (our own included), with the last mid.
type Bar struct {
	Start  Time
	Symbol SymbolID
	Volume Qty
	Last   Price
}

// Closing is how the residual position of a symbol was really closed: a part worked in the market before the close, the
// rest as one block. Quantities are signed like the position they close; notionals are the cash they brought (negative for
// a short position: cash paid).
type Closing struct {
	Symbol         SymbolID
	MarketQty      Qty
	MarketNotional Money
	BlockQty       Qty
	BlockNotional  Money
}
