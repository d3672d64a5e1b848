package datasets

// table names a table of an incident folder; it indexes [tables].
type table int

// The tables, in the order in which they are described, written and checked.
const (
	securities table = iota
	operations
	parents
	children
	executions
	quotes
	bars
	liquidation
	tableCount
)

// kind is how the values of a column are held.
type kind int

// The kinds. A word is a text of which few different ones occur; it is dictionary-encoded.
const (
	kindTime  kind = iota // int64 nanoseconds since the Unix epoch, UTC
	kindInt               // int64
	kindID                // uint32
	kindBool              // bool
	kindFloat             // float64
	kindWord              // string, one of a known list
	kindText              // string
)

// vocabulary names the list that the words of a column are from.
type vocabulary int

// The vocabularies. Symbols are the rows of the securities table; servers, venues, flags and builds are in incident.yaml;
// the others are fixed.
const (
	noWords vocabulary = iota
	symbolWords
	sideWords
	serverWords
	venueWords
	flagWords
	buildWords
	execTypeWords
	operationWords
	tagWords
	vocabularies
)

// column is one column of a table.
type column struct {
	name  string
	kind  kind
	words vocabulary
	// null says that the column may have no value in a row; all others always have one.
	null bool
	// delta says that the values count upwards one by one, so that they are stored as differences.
	delta bool
	// dict says that few different numbers occur, so that they are stored as a dictionary.
	dict bool
	unit string
	doc  string
}

// tableSpec is one table.
type tableSpec struct {
	name     string
	optional bool
	doc      string
	columns  []column
}

// Units, as they are printed.
const (
	unitPrice  = "10^-price_scale of the currency"
	unitMoney  = "10^-6 of the currency"
	unitShares = "shares"
)

// tables is the only list of tables and columns: the readers, the writers, the checks and docs/format.md follow it. The
// constants below index the columns.
var tables = [tableCount]tableSpec{
	securities: {name: "securities", doc: "The traded names of the incident, one row each.", columns: []column{
		{name: "symbol", kind: kindText, doc: "unique"},
		{name: "listing", kind: kindText, doc: "the market that lists it"},
		{name: "prior_close_px", kind: kindInt, unit: unitPrice, doc: "close of the day before; above 0"},
		{name: "open_px", kind: kindInt, unit: unitPrice, doc: "opening print of the day; above 0"},
		{name: "normal_volume", kind: kindInt, unit: unitShares, doc: "the market's volume on an ordinary day; above 0"},
		{name: "volume_scale", kind: kindInt, unit: unitShares, doc: "V of the impact formula; above 0"},
		{name: "impact_level", kind: kindFloat, doc: "lambda of the impact formula, a plain number; 0 or above"},
		{name: "halt_move_bps", kind: kindInt, unit: "basis points", doc: "move within five minutes that paused this name under the rules of the day; 0 if it had none"},
		{name: "evidence", kind: kindWord, words: tagWords, doc: "what stands behind the name and its prices"},
	}},
	operations: {name: "operations", doc: "What people and machines did to the system, in order of time.", columns: []column{
		{name: "at", kind: kindTime, unit: "UTC", doc: "ascending"},
		{name: "kind", kind: kindWord, words: operationWords, doc: "what was done"},
		{name: "server", kind: kindWord, words: serverWords, null: true, doc: "null where it concerns no single server; never for deploy and rollback"},
		{name: "build", kind: kindWord, words: buildWords, null: true, doc: "the build that server runs from then on; null but for deploy and rollback"},
		{name: "reaction", kind: kindBool, doc: "people did this because of the incident's symptoms"},
		{name: "text", kind: kindText, doc: "what was recorded or said"},
		{name: "tag", kind: kindWord, words: tagWords, doc: "what stands behind this row"},
	}},
	parents: {name: "parents", doc: "Parent orders: what a client or desk sent to the router, in order of received.", columns: []column{
		{name: "parent_id", kind: kindID, delta: true, doc: "1, 2, 3, ... in row order"},
		{name: "received", kind: kindTime, unit: "UTC", doc: "ascending"},
		{name: "symbol", kind: kindWord, words: symbolWords, doc: "in securities"},
		{name: "side", kind: kindWord, words: sideWords, doc: "FIX 54"},
		{name: "order_qty", kind: kindInt, unit: unitShares, doc: "FIX 38; 0 to 2147483647, 0 where nobody asked for what was sent"},
		{name: "flag", kind: kindWord, words: flagWords, doc: "selects a code path of the server's build; the empty text selects the ordinary one"},
	}},
	children: {name: "children", doc: "Child orders: what the router sent to venues for its parents, in order of sent.", columns: []column{
		{name: "child_id", kind: kindID, delta: true, doc: "1, 2, 3, ... in row order"},
		{name: "sent", kind: kindTime, unit: "UTC", doc: "ascending; FIX 52; not before the parent was received"},
		{name: "parent_id", kind: kindID, dict: true, doc: "in parents"},
		{name: "symbol", kind: kindWord, words: symbolWords, doc: "the parent's"},
		{name: "side", kind: kindWord, words: sideWords, doc: "the parent's"},
		{name: "server", kind: kindWord, words: serverWords, doc: "that sent it"},
		{name: "venue", kind: kindWord, words: venueWords, doc: "that it was sent to"},
		{name: "order_qty", kind: kindInt, unit: unitShares, doc: "FIX 38; 1 to 2147483647"},
		{name: "limit_px", kind: kindInt, dict: true, unit: unitPrice, doc: "FIX 44; above 0"},
		{name: "rogue", kind: kindBool, doc: "a correct router would not have sent it: the truth label, which no control reads"},
	}},
	executions: {name: "executions", doc: "Reports of the venues on child orders, in order of at.", columns: []column{
		{name: "exec_id", kind: kindID, delta: true, doc: "1, 2, 3, ... in row order; FIX 17"},
		{name: "at", kind: kindTime, unit: "UTC", doc: "ascending; FIX 60; not before its child was sent"},
		{name: "child_id", kind: kindID, doc: "in children"},
		{name: "exec_type", kind: kindWord, words: execTypeWords, doc: "FIX 150; a report other than trade ends its child"},
		{name: "last_qty", kind: kindInt, unit: unitShares, doc: "FIX 32; of a trade above 0 and at most what is left of the child, else 0"},
		{name: "last_px", kind: kindInt, dict: true, unit: unitPrice, doc: "FIX 31; of a trade above 0, else 0"},
		{name: "fee", kind: kindInt, unit: unitMoney, doc: "paid; negative where the venue pays; 0 but for a trade"},
	}},
	quotes: {name: "quotes", optional: true, doc: "Best bid and offer from at on, in order of at.", columns: []column{
		{name: "at", kind: kindTime, unit: "UTC", doc: "ascending"},
		{name: "symbol", kind: kindWord, words: symbolWords, doc: "in securities"},
		{name: "bid_px", kind: kindInt, dict: true, unit: unitPrice, doc: "FIX 132; above 0, at most ask_px"},
		{name: "ask_px", kind: kindInt, dict: true, unit: unitPrice, doc: "FIX 133 (OfferPx); above 0"},
	}},
	bars: {name: "bars", optional: true, doc: "The market by the minute, our own volume included, in order of start, then symbol as in securities.", columns: []column{
		{name: "start", kind: kindTime, unit: "UTC", doc: "of the minute"},
		{name: "symbol", kind: kindWord, words: symbolWords, doc: "in securities"},
		{name: "volume", kind: kindInt, unit: unitShares, doc: "0 or above"},
		{name: "last_px", kind: kindInt, unit: unitPrice, doc: "the last mid of the minute; above 0"},
	}},
	liquidation: {name: "liquidation", optional: true, doc: "How the error account's residual positions were really closed, one row a symbol. Quantities are signed like the position (long is positive), notionals are the cash they brought (negative: paid).", columns: []column{
		{name: "symbol", kind: kindWord, words: symbolWords, doc: "in securities, unique"},
		{name: "market_qty", kind: kindInt, unit: unitShares, doc: "worked in the market before the close"},
		{name: "market_notional", kind: kindInt, unit: unitMoney, doc: "what that brought"},
		{name: "block_qty", kind: kindInt, unit: unitShares, doc: "the rest, closed as one block; with market_qty the whole position"},
		{name: "block_notional", kind: kindInt, unit: unitMoney, doc: "what that brought"},
	}},
}

// Columns by position in their table.
const (
	secSymbol, secListing, secPriorClose, secOpen, secNormalVolume, secVolumeScale, secImpact, secHaltMove, secEvidence = 0, 1, 2, 3, 4, 5, 6, 7, 8

	opAt, opKind, opServer, opBuild, opReaction, opText, opTag = 0, 1, 2, 3, 4, 5, 6

	parID, parReceived, parSymbol, parSide, parQty, parFlag = 0, 1, 2, 3, 4, 5

	chID, chSent, chParent, chSymbol, chSide, chServer, chVenue, chQty, chLimit, chRogue = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9

	exID, exAt, exChild, exType, exQty, exPx, exFee = 0, 1, 2, 3, 4, 5, 6

	quAt, quSymbol, quBid, quAsk = 0, 1, 2, 3

	barStart, barSymbol, barVolume, barLast = 0, 1, 2, 3

	liqSymbol, liqMarketQty, liqMarketNotional, liqBlockQty, liqBlockNotional = 0, 1, 2, 3, 4
)

// String returns the table's name.
func (t table) String() string { return tables[t].name }

// tableNamed returns the table of that name.
func tableNamed(name string) (table, bool) {
	for t := range tableCount {
		if tables[t].name == name {
			return t, true
		}
	}
	return 0, false
}
