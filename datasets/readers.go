package datasets

import (
	"fmt"
	"io"

	"lossreplay/model"
)

// The columns that a replay reads; the others of these tables are for people and for the checks.
var (
	childColumns     = []int{chSent, chParent, chServer, chVenue, chQty, chLimit, chRogue}
	executionColumns = []int{exAt, exChild, exType, exQty, exPx, exFee}
	quoteColumns     = []int{quAt, quSymbol, quBid, quAsk}
)

// childReader reads the children table; its batches point into memory that the next one reuses.
type childReader struct {
	src     source
	file    string
	all     bool // the columns for the checks too
	servers []model.ServerID
	venues  []model.VenueID
	symbols []model.SymbolID
	sides   []model.Side
}

func (r *childReader) next(b *childRows) error {
	*b = childRows{}
	if _, err := r.src.next(); err != nil {
		return err
	}
	c := columnsOf{src: r.src}
	r.servers = narrow(r.servers, c.codes(chServer))
	r.venues = narrow(r.venues, c.codes(chVenue))
	b.ChildColumns = model.ChildColumns{
		Sent: from[model.Time](c.ints(chSent)), Parent: fromIDs[model.ParentID](c.ids(chParent)), Server: r.servers, Venue: r.venues,
		OrderQty: from[model.Qty](c.ints(chQty)), LimitPx: from[model.Price](c.ints(chLimit)), Rogue: c.bools(chRogue),
	}
	if r.all {
		b.id = c.ids(chID)
		r.symbols = narrow(r.symbols, c.codes(chSymbol))
		r.sides = pick(r.sides, c.codes(chSide), sides)
		b.symbol, b.side = r.symbols, r.sides
	}
	b.cells = r.src.odd()
	return c.err
}

// Next fills batch with the next child orders. It returns io.EOF, with an empty batch, after the last.
func (r *childReader) Next(batch *model.ChildColumns) error {
	var b childRows
	err := r.next(&b)
	*batch = b.ChildColumns
	if err = changed(err, r.file, b.cells); err != nil {
		*batch = model.ChildColumns{}
	}
	return err
}

// Close closes the file.
func (r *childReader) Close() error { return r.src.close() }

// changed returns the error of a batch of a validated table: cells that were not odd then, or bytes that did decode.
func changed(err error, file string, odd map[cell]string) error {
	switch {
	case err == io.EOF:
		return err
	case err != nil:
		return fmt.Errorf("%s: the file has changed since the day was opened: %w", file, err)
	case len(odd) > 0:
		return fmt.Errorf("%s: the file has changed since the day was opened", file)
	}
	return nil
}

// executionReader reads the executions table; its batches point into memory that the next one reuses.
type executionReader struct {
	src   source
	file  string
	all   bool
	types []model.ExecType
}

func (r *executionReader) next(b *executionRows) error {
	*b = executionRows{}
	if _, err := r.src.next(); err != nil {
		return err
	}
	c := columnsOf{src: r.src}
	r.types = pick(r.types, c.codes(exType), execTypes)
	b.ExecutionColumns = model.ExecutionColumns{
		At: from[model.Time](c.ints(exAt)), Child: fromIDs[model.ChildID](c.ids(exChild)), Type: r.types,
		LastQty: from[model.Qty](c.ints(exQty)), LastPx: from[model.Price](c.ints(exPx)), Fee: from[model.Money](c.ints(exFee)),
	}
	if r.all {
		b.id = c.ids(exID)
	}
	b.cells = r.src.odd()
	return c.err
}

// Next fills batch with the next reports. It returns io.EOF, with an empty batch, after the last.
func (r *executionReader) Next(batch *model.ExecutionColumns) error {
	var b executionRows
	err := r.next(&b)
	*batch = b.ExecutionColumns
	if err = changed(err, r.file, b.cells); err != nil {
		*batch = model.ExecutionColumns{}
	}
	return err
}

// Close closes the file.
func (r *executionReader) Close() error { return r.src.close() }

// quoteReader reads the quotes table; its batches point into memory that the next one reuses.
type quoteReader struct {
	src     source
	file    string
	symbols []model.SymbolID
}

func (r *quoteReader) next(b *model.QuoteColumns) error {
	*b = model.QuoteColumns{}
	if _, err := r.src.next(); err != nil {
		return err
	}
	c := columnsOf{src: r.src}
	r.symbols = narrow(r.symbols, c.codes(quSymbol))
	*b = model.QuoteColumns{At: from[model.Time](c.ints(quAt)), Symbol: r.symbols, Bid: from[model.Price](c.ints(quBid)), Ask: from[model.Price](c.ints(quAsk))}
	return c.err
}

// Next fills batch with the next quotes. It returns io.EOF, with an empty batch, after the last.
func (r *quoteReader) Next(batch *model.QuoteColumns) error {
	err := changed(r.next(batch), r.file, r.src.odd())
	if err != nil {
		*batch = model.QuoteColumns{}
	}
	return err
}

// Close closes the file.
func (r *quoteReader) Close() error { return r.src.close() }
