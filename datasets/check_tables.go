package datasets

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"lossreplay/model"
)

// amountMax bounds quantities and amounts of the liquidation, so that sums of two fit.
const amountMax = math.MaxInt64 / 4

// securities checks a batch of securities; seen holds the symbols so far.
func (c *rowCheck) securities(rows []model.Security, seen map[string]bool) {
	for i := range rows {
		s := &rows[i]
		if s.Symbol == "" || !writable(s.Symbol) {
			c.fail(i, secSymbol, FaultRange, func() (string, string, string) {
				return quote(s.Symbol), "is no symbol", "use plain text"
			})
		} else if seen[s.Symbol] {
			c.fail(i, secSymbol, FaultDuplicate, func() (string, string, string) {
				return quote(s.Symbol), "is here a second time", "keep one row a symbol"
			})
		}
		seen[s.Symbol] = true
		if !writable(s.Listing) {
			c.fail(i, secListing, FaultRange, func() (string, string, string) { return quote(s.Listing), "is no plain text", "use plain text" })
		}
		c.between(i, secPriorClose, int64(s.PriorClose), 1, math.MaxInt64)
		c.between(i, secOpen, int64(s.OpenPx), 1, math.MaxInt64)
		c.between(i, secNormalVolume, int64(s.NormalVolume), 1, math.MaxInt64)
		c.between(i, secVolumeScale, int64(s.VolumeScale), 1, math.MaxInt64)
		if !(s.ImpactLevel >= 0 && s.ImpactLevel <= 1e9) {
			c.fail(i, secImpact, FaultRange, func() (string, string, string) {
				return strconv.FormatFloat(s.ImpactLevel, 'g', -1, 64), "is outside 0..1e9", "0 is no impact"
			})
		}
		c.between(i, secHaltMove, int64(s.HaltMove), 0, 10_000)
		c.tag(i, secEvidence, s.Evidence)
	}
}

// tag checks that t is a tag.
func (c *rowCheck) tag(i, column int, t model.Tag) {
	if !t.Valid() {
		c.fail(i, column, FaultUnknown, func() (string, string, string) {
			text, odd := c.cells[cell{column, i}]
			if !odd {
				text = string(t)
			}
			return quote(text), "is not in " + listOf(tagWords), choose(text, c.lex[tagWords])
		})
	}
}

// operations checks a batch of operations. An operation may be a year from the session: releases are made long before.
func (c *rowCheck) operations(rows []model.Operation) {
	const year = 366 * 24 * time.Hour
	c.earliest, c.latest = c.about.Session.Open-model.Time(year), c.about.Session.Close.Add(year)
	for i := range rows {
		op := &rows[i]
		c.time(i, opAt, op.At)
		c.tag(i, opTag, op.Tag)
		if !writable(op.Text) {
			c.fail(i, opText, FaultRange, func() (string, string, string) { return quote(op.Text), "is no plain text", "use plain text" })
		}
		if op.HasServer {
			c.word(i, opServer, int(op.Server), len(c.lex[serverWords]))
		}
		if codeIn(op.Kind, operationKinds) < 0 {
			c.word(i, opKind, math.MaxUint8, 0)
			continue
		}
		missing := func(column int) {
			c.fail(i, column, FaultNull, func() (string, string, string) {
				return "", "has no value, but the row's kind is " + op.Kind.String(), "a deploy or rollback puts a build on a server"
			})
		}
		_, noBuild := c.cells[cell{opBuild, i}]
		switch {
		case changesBuild(op.Kind):
			if !op.HasServer {
				missing(opServer)
			}
			if noBuild && c.cells[cell{opBuild, i}] == noValue {
				missing(opBuild)
			} else {
				c.word(i, opBuild, int(op.Build), len(c.lex[buildWords]))
			}
		case op.Build != 0:
			c.fail(i, opBuild, FaultRange, func() (string, string, string) {
				return "", "has a value, but the row's kind is " + op.Kind.String(), "only a deploy or rollback names a build"
			})
		}
	}
}

// parents checks a batch of parent orders.
func (c *rowCheck) parents(p *model.ParentColumns, ids []uint32) {
	c.ids(parID, ids)
	for i, received := range p.Received {
		c.time(i, parReceived, received)
		c.word(i, parSymbol, int(p.Symbol[i]), len(c.lex[symbolWords]))
		c.side(i, parSide, p.Side[i])
		c.between(i, parQty, int64(p.OrderQty[i]), 0, qtyMax)
		c.word(i, parFlag, int(p.Flag[i]), len(c.lex[flagWords]))
	}
}

// quotes checks a batch of quotes.
func (c *rowCheck) quotes(q *model.QuoteColumns) {
	for i, at := range q.At {
		c.time(i, quAt, at)
		c.word(i, quSymbol, int(q.Symbol[i]), len(c.lex[symbolWords]))
		bid, ask := q.Bid[i], q.Ask[i]
		ok := c.between(i, quBid, int64(bid), 1, math.MaxInt64/2)
		if c.between(i, quAsk, int64(ask), 1, math.MaxInt64/2) && ok && bid > ask {
			c.fail(i, quBid, FaultCrossed, func() (string, string, string) {
				return strconv.FormatInt(int64(bid), 10), fmt.Sprintf("is above ask_px %d", ask), "a crossed market is no quote: drop or mend the row"
			})
		}
	}
}

// bars checks a batch of bars; last is the bar before it.
func (c *rowCheck) bars(rows []model.Bar, last *model.Bar) {
	for i, b := range rows {
		c.time(i, barStart, b.Start)
		if b.Start == last.Start && b.Symbol <= last.Symbol && (c.first > 0 || i > 0) {
			c.fail(i, barSymbol, FaultUnsorted, func() (string, string, string) {
				return c.symbol(b.Symbol), "does not come after " + c.symbol(last.Symbol) + " of the row above", "one bar a minute and symbol, in order of start, then symbol as in securities"
			})
		}
		if b.Start.Sub(c.about.Session.Open)%time.Minute != 0 {
			c.fail(i, barStart, FaultRange, func() (string, string, string) {
				return b.Start.String(), "is no whole minute from the open", "a bar is a minute of the session"
			})
		}
		c.word(i, barSymbol, int(b.Symbol), len(c.lex[symbolWords]))
		c.between(i, barVolume, int64(b.Volume), 0, amountMax)
		c.between(i, barLast, int64(b.Last), 1, math.MaxInt64)
		*last = b
	}
}

// symbol returns a symbol as messages print it.
func (c *rowCheck) symbol(s model.SymbolID) string {
	if words := c.lex[symbolWords]; int(s) < len(words) {
		return quote(words[s])
	}
	return "#" + strconv.Itoa(int(s))
}

// closings checks a batch of closings; seen holds the symbols so far.
func (c *rowCheck) closings(rows []model.Closing, seen map[model.SymbolID]bool) {
	for i, r := range rows {
		if c.word(i, liqSymbol, int(r.Symbol), len(c.lex[symbolWords])) && seen[r.Symbol] {
			c.fail(i, liqSymbol, FaultDuplicate, func() (string, string, string) {
				return c.symbol(r.Symbol), "is here a second time", "keep one row a symbol"
			})
		}
		seen[r.Symbol] = true
		for column, v := range []int64{liqMarketQty: int64(r.MarketQty), liqMarketNotional: int64(r.MarketNotional), liqBlockQty: int64(r.BlockQty), liqBlockNotional: int64(r.BlockNotional)} {
			if column != liqSymbol {
				c.between(i, column, v, -amountMax, amountMax)
			}
		}
	}
}

// closes checks that the closing closes pos, the positions that executions beyond their parents left. Without rows the
// replay's policy closes them.
func (c *rowCheck) closes(rows []model.Closing, pos []model.Qty) {
	if len(rows) == 0 {
		return
	}
	const mend = "market_qty and block_qty together are the net of executions beyond their parents' order_qty, in order of the table"
	left := append([]model.Qty(nil), pos...)
	for i, r := range rows {
		qty := r.MarketQty + r.BlockQty
		if left[r.Symbol] -= qty; left[r.Symbol] != 0 {
			c.fail(i, liqBlockQty, FaultClosing, func() (string, string, string) {
				return strconv.FormatInt(int64(r.BlockQty), 10), fmt.Sprintf("closes %s with %d shares in all; its position is %d", c.symbol(r.Symbol), qty, pos[r.Symbol]), mend
			})
		}
		left[r.Symbol] = 0
	}
	for s, q := range left {
		if q != 0 {
			c.ps.add(Problem{Fault: FaultClosing, File: c.file, Field: "symbol", Rule: fmt.Sprintf("lacks %s, whose position is %d", c.symbol(model.SymbolID(s)), q), Mend: mend})
		}
	}
}
