package loop

import (
	"errors"
	"io"

	"lossreplay/replay"
)

// cursor is a table being read row by row.
type cursor[C any] struct {
	reader replay.Reader[C]
	batch  C
	row, n int
	ended  bool
}

// ready reports whether there is a row, reading the next batch if need be.
func (c *cursor[C]) ready(length func(*C) int) (bool, error) {
	for c.row == c.n && !c.ended {
		switch err := c.reader.Next(&c.batch); {
		case errors.Is(err, io.EOF):
			c.ended = true
		case err != nil:
			return false, err
		default:
			c.row, c.n = 0, length(&c.batch)
		}
	}
	return c.row < c.n, nil
}

func (c *cursor[C]) close() error {
	if c.reader == nil {
		return nil
	}
	return c.reader.Close()
}
