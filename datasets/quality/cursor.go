package quality

import (
	"errors"
	"io"

	"lossreplay/datasets"
	"lossreplay/model"
)

// cursor stands before a row of a table that is read in batches.
type cursor[C any] struct {
	reader   datasets.Reader[C]
	batch    C
	times    func(*C) []model.Time
	canceled func() error
	i, n     int
	head     model.Time // of the row; Never after the last
	row      int64      // 1-based, of the row
}

// open returns a cursor before the first row.
func open[C any](reader datasets.Reader[C], times func(*C) []model.Time, canceled func() error) (*cursor[C], error) {
	c := &cursor[C]{reader: reader, times: times, canceled: canceled}
	return c, c.fill()
}

// next moves to the row after.
func (c *cursor[C]) next() error {
	if c.i++; c.i == c.n {
		return c.fill()
	}
	c.row++
	c.head = c.times(&c.batch)[c.i]
	return nil
}

// fill reads the next batch that has rows.
func (c *cursor[C]) fill() error {
	for {
		if c.canceled != nil {
			if err := c.canceled(); err != nil {
				return err
			}
		}
		err := c.reader.Next(&c.batch)
		if errors.Is(err, io.EOF) {
			c.head = model.Never
			return nil
		}
		if err != nil {
			return err
		}
		if c.i, c.n = 0, len(c.times(&c.batch)); c.n > 0 {
			c.row++
			c.head = c.times(&c.batch)[0]
			return nil
		}
	}
}
