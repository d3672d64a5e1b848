package datasets

import (
	"lossreplay/model"
)

// vector is one column of some rows on its way into a file; the slice of the column's kind is set.
type vector struct {
	ints   []int64 // times too
	ids    []uint32
	bools  []bool
	floats []float64
	codes  []int32 // positions in the column's vocabulary, nullWord for no value
	texts  []string
}

// writeRows is the number of rows of a Parquet row group: one page of about a megabyte a column, measured as fast as larger
// groups to decode, with less memory.
const writeRows = 1 << 17

// rowsOf returns the number of rows of a table of a day in memory.
func rowsOf(t *Tables, which table) int {
	switch which {
	case securities:
		return len(t.SecurityRows)
	case operations:
		return len(t.OperationRows)
	case parents:
		return t.ParentRows.Len()
	case children:
		return t.ChildRows.Len()
	case executions:
		return t.ExecutionRows.Len()
	case quotes:
		return t.QuoteRows.Len()
	case bars:
		return len(t.BarRows)
	}
	return len(t.ClosingRows)
}

// drop removes the first n rows of a long table.
func drop(t *Tables, which table, n int) {
	switch which {
	case children:
		c := &t.ChildRows
		c.Sent, c.Parent, c.Server, c.Venue = without(c.Sent, n), without(c.Parent, n), without(c.Server, n), without(c.Venue, n)
		c.OrderQty, c.LimitPx, c.Rogue = without(c.OrderQty, n), without(c.LimitPx, n), without(c.Rogue, n)
	case executions:
		e := &t.ExecutionRows
		e.At, e.Child, e.Type = without(e.At, n), without(e.Child, n), without(e.Type, n)
		e.LastQty, e.LastPx, e.Fee = without(e.LastQty, n), without(e.LastPx, n), without(e.Fee, n)
	case quotes:
		q := &t.QuoteRows
		q.At, q.Symbol, q.Bid, q.Ask = without(q.At, n), without(q.Symbol, n), without(q.Bid, n), without(q.Ask, n)
	case bars:
		t.BarRows = without(t.BarRows, n)
	default:
		panic("datasets: " + which.String() + " is no long table")
	}
}

// without returns list without its first n members, in the same memory.
func without[T any](list []T, n int) []T { return list[:copy(list, list[n:])] }

// vectorsOf returns rows i to j of a table, in the schema's columns. The day is valid.
func vectorsOf(t *Tables, which table, i, j int) []vector {
	switch which {
	case securities:
		return securityVectors(t.SecurityRows[i:j])
	case operations:
		return operationVectors(t.OperationRows[i:j])
	case parents:
		p := &t.ParentRows
		return []vector{
			parID: {ids: sequence(i, j)}, parReceived: {ints: asInts(p.Received[i:j])}, parSymbol: {codes: codesOf(p.Symbol[i:j])},
			parSide: {codes: codesIn(p.Side[i:j], sides)}, parQty: {ints: asInts(p.OrderQty[i:j])}, parFlag: {codes: codesOf(p.Flag[i:j])},
		}
	case children:
		return childVectors(t, i, j)
	case executions:
		e := &t.ExecutionRows
		return []vector{
			exID: {ids: sequence(i, j)}, exAt: {ints: asInts(e.At[i:j])}, exChild: {ids: asIDs(e.Child[i:j])},
			exType: {codes: codesIn(e.Type[i:j], execTypes)}, exQty: {ints: asInts(e.LastQty[i:j])},
			exPx: {ints: asInts(e.LastPx[i:j])}, exFee: {ints: asInts(e.Fee[i:j])},
		}
	case quotes:
		q := &t.QuoteRows
		return []vector{
			quAt: {ints: asInts(q.At[i:j])}, quSymbol: {codes: codesOf(q.Symbol[i:j])}, quBid: {ints: asInts(q.Bid[i:j])},
			quAsk: {ints: asInts(q.Ask[i:j])},
		}
	case bars:
		return barVectors(t.BarRows[i:j])
	}
	return closingVectors(t.ClosingRows[i:j])
}

func childVectors(t *Tables, i, j int) []vector {
	c := &t.ChildRows
	symbol, side := make([]model.SymbolID, j-i), make([]model.Side, j-i)
	for k, parent := range c.Parent[i:j] {
		symbol[k], side[k] = t.ParentRows.Symbol[parent-1], t.ParentRows.Side[parent-1]
	}
	return []vector{
		chID: {ids: sequence(i, j)}, chSent: {ints: asInts(c.Sent[i:j])}, chParent: {ids: asIDs(c.Parent[i:j])},
		chSymbol: {codes: codesOf(symbol)}, chSide: {codes: codesIn(side, sides)}, chServer: {codes: codesOf(c.Server[i:j])},
		chVenue: {codes: codesOf(c.Venue[i:j])}, chQty: {ints: asInts(c.OrderQty[i:j])}, chLimit: {ints: asInts(c.LimitPx[i:j])},
		chRogue: {bools: c.Rogue[i:j]},
	}
}

func securityVectors(rows []model.Security) []vector {
	v := make([]vector, len(tables[securities].columns))
	for i := range rows {
		s := &rows[i]
		v[secSymbol].texts = append(v[secSymbol].texts, s.Symbol)
		v[secListing].texts = append(v[secListing].texts, s.Listing)
		v[secPriorClose].ints = append(v[secPriorClose].ints, int64(s.PriorClose))
		v[secOpen].ints = append(v[secOpen].ints, int64(s.OpenPx))
		v[secNormalVolume].ints = append(v[secNormalVolume].ints, int64(s.NormalVolume))
		v[secVolumeScale].ints = append(v[secVolumeScale].ints, int64(s.VolumeScale))
		v[secImpact].floats = append(v[secImpact].floats, s.ImpactLevel)
		v[secHaltMove].ints = append(v[secHaltMove].ints, int64(s.HaltMove))
		v[secEvidence].codes = append(v[secEvidence].codes, codeIn(s.Evidence, tags))
	}
	return v
}

func operationVectors(rows []model.Operation) []vector {
	v := make([]vector, len(tables[operations].columns))
	for i := range rows {
		op := &rows[i]
		server, build := nullWord, nullWord
		if op.HasServer {
			server = int32(op.Server)
		}
		if changesBuild(op.Kind) {
			build = int32(op.Build)
		}
		v[opAt].ints = append(v[opAt].ints, int64(op.At))
		v[opKind].codes = append(v[opKind].codes, codeIn(op.Kind, operationKinds))
		v[opServer].codes = append(v[opServer].codes, server)
		v[opBuild].codes = append(v[opBuild].codes, build)
		v[opReaction].bools = append(v[opReaction].bools, op.Reaction)
		v[opText].texts = append(v[opText].texts, op.Text)
		v[opTag].codes = append(v[opTag].codes, codeIn(op.Tag, tags))
	}
	return v
}

// changesBuild reports whether an operation of this kind names a build.
func changesBuild(kind model.OperationKind) bool {
	return kind == model.OpDeploy || kind == model.OpRollback
}

func barVectors(rows []model.Bar) []vector {
	v := make([]vector, len(tables[bars].columns))
	for _, b := range rows {
		v[barStart].ints = append(v[barStart].ints, int64(b.Start))
		v[barSymbol].codes = append(v[barSymbol].codes, int32(b.Symbol))
		v[barVolume].ints = append(v[barVolume].ints, int64(b.Volume))
		v[barLast].ints = append(v[barLast].ints, int64(b.Last))
	}
	return v
}

func closingVectors(rows []model.Closing) []vector {
	v := make([]vector, len(tables[liquidation].columns))
	for _, c := range rows {
		v[liqSymbol].codes = append(v[liqSymbol].codes, int32(c.Symbol))
		v[liqMarketQty].ints = append(v[liqMarketQty].ints, int64(c.MarketQty))
		v[liqMarketNotional].ints = append(v[liqMarketNotional].ints, int64(c.MarketNotional))
		v[liqBlockQty].ints = append(v[liqBlockQty].ints, int64(c.BlockQty))
		v[liqBlockNotional].ints = append(v[liqBlockNotional].ints, int64(c.BlockNotional))
	}
	return v
}

// sequence returns the ids of rows i to j: i+1 to j.
func sequence(i, j int) []uint32 {
	ids := make([]uint32, j-i)
	for k := range ids {
		ids[k] = uint32(i + k + 1)
	}
	return ids
}

// codesOf returns dense identifiers as codes.
func codesOf[T ~uint8 | ~uint16](ids []T) []int32 {
	codes := make([]int32, len(ids))
	for i, id := range ids {
		codes[i] = int32(id)
	}
	return codes
}

// codesIn returns the positions of values in a list.
func codesIn[T comparable](values, list []T) []int32 {
	codes := make([]int32, len(values))
	for i, v := range values {
		codes[i] = codeIn(v, list)
	}
	return codes
}

// codeIn returns the position of v in list, unknownWord if it is not there.
func codeIn[T comparable](v T, list []T) int32 {
	for i := range list {
		if list[i] == v {
			return int32(i)
		}
	}
	return unknownWord
}
