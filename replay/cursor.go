package replay

import (
	"errors"
	"io"

	"lossreplay/model"
)

// aheadMax is how many batches of a table are decoded before they are wanted.
const aheadMax = 2

// cursor is a table being read row by row. A goroutine of its own decodes ahead into memory that the cursor hands back to it,
// so that decoding and merging share the work of two cores; what is read, and in which order, does not depend on it.
type cursor[C any] struct {
	batch  C // the current one, held by the cursor until its last row is passed
	row, n int
	err    error // that ended the table, io.EOF at its end
	length func(*C) int
	reader Reader[C]
	held   *C
	free   chan *C
	full   chan loaded[C]
	stop   chan struct{}
}

type loaded[C any] struct {
	batch *C
	err   error
}

// open starts reading. keep copies a batch into memory of its own, for the reader reuses its memory.
func (c *cursor[C]) open(reader Reader[C], length func(*C) int, keep func(dst, src *C)) {
	c.reader, c.length = reader, length
	c.free, c.full, c.stop = make(chan *C, aheadMax), make(chan loaded[C], aheadMax), make(chan struct{})
	for range aheadMax {
		c.free <- new(C)
	}
	go c.readAhead(keep)
}

// readAhead decodes into free batches until the table ends, fails or is closed. Neither channel ever blocks a sender: there
// are no more batches than places.
func (c *cursor[C]) readAhead(keep func(dst, src *C)) {
	defer close(c.full)
	var next C
	for {
		select {
		case <-c.stop:
			return
		case batch := <-c.free:
			err := c.reader.Next(&next)
			if err == nil {
				keep(batch, &next)
			}
			c.full <- loaded[C]{batch, err}
			if err != nil {
				return
			}
		}
	}
}

// ready reports whether there is a row, fetching the next batch if need be.
func (c *cursor[C]) ready() (bool, error) {
	for c.row == c.n && c.err == nil {
		if c.held != nil {
			c.free <- c.held
		}
		next := <-c.full
		c.held, c.err = next.batch, next.err
		c.row, c.n = 0, 0
		if c.err == nil {
			c.batch = *c.held
			c.n = c.length(c.held)
		}
	}
	if c.err != nil && !errors.Is(c.err, io.EOF) {
		return false, c.err
	}
	return c.row < c.n, nil
}

// close ends the reading ahead and closes the reader, if there is one.
func (c *cursor[C]) close() error {
	if c.reader == nil {
		return nil
	}
	close(c.stop)
	for range c.full { // let the goroutine come to its end
	}
	return c.reader.Close()
}

// open opens the three long tables.
func (s *stream) open() error {
	children, err := s.day.Children()
	if err != nil {
		return err
	}
	s.children.open(children, (*model.ChildColumns).Len, (*model.ChildColumns).CopyFrom)
	reports, err := s.day.Executions()
	if err != nil {
		return errors.Join(err, s.close())
	}
	s.reports.open(reports, (*model.ExecutionColumns).Len, (*model.ExecutionColumns).CopyFrom)
	quotes, err := s.day.Quotes()
	if err != nil {
		return errors.Join(err, s.close())
	}
	s.quotes.open(quotes, (*model.QuoteColumns).Len, (*model.QuoteColumns).CopyFrom)
	return nil
}

func (s *stream) close() error {
	return errors.Join(s.children.close(), s.reports.close(), s.quotes.close())
}
