package tabular

import (
	"bytes"
	"io"
	"strconv"

	"lossreplay/datasets/intake"
)

const isUTF16 = "the file is UTF-16: convert it to UTF-8 first, as with iconv -f UTF-16 -t UTF-8"

// Read reads a CSV file to its end into sink. source is its position in the list of sources. The error is that of r or of the
// sink, or a *MappingError if the file's columns are not those of the mapping. It panics if s holds no table.
func Read(r io.Reader, source int, s *Settings, sink *intake.Sink) error {
	if s.table == nil {
		panic("tabular: Read was given settings without a table")
	}
	c := &csvFile{splitter: newSplitter(r, s.table.delimiter, s.table.comment), settings: s, source: source, sink: sink}
	err := c.read()
	if err == io.EOF {
		return nil
	}
	return err
}

type csvFile struct {
	*splitter
	settings *Settings
	source   int
	sink     *intake.Sink
	rows     *rows
	width    int // columns of the header, or of the first row
}

func (c *csvFile) where() intake.Where {
	return intake.Where{Source: c.source, Line: c.at, Offset: c.offset}
}

func (c *csvFile) refuse(value []byte, reason string) error {
	return c.sink.Refuse(intake.Refusal{Where: c.where(), Value: shown(value), Reason: reason})
}

// read returns io.EOF after the last row.
func (c *csvFile) read() error {
	utf16, err := c.mark()
	if err != nil {
		return err
	}
	if utf16 {
		c.begin()
		return c.refuse(nil, isUTF16)
	}
	for range c.settings.table.skip {
		if err := c.skipLine(); err != nil {
			return err
		}
	}
	for {
		if err := c.next(); err != nil {
			return err
		}
		if err := c.one(); err != nil {
			return err
		}
		if c.cut && c.form == dataRow {
			c.sink.Warn(c.where(), endsWithoutLF)
		}
	}
}

// mark passes over a byte order mark and reports whether it is that of UTF-16.
func (c *csvFile) mark() (utf16 bool, err error) {
	if err := c.fill(); err != nil {
		return false, err
	}
	head := c.buf[:c.end]
	if bytes.HasPrefix(head, []byte("\uFEFF")) {
		c.pos = 3
	}
	return bytes.HasPrefix(head, []byte{0xFE, 0xFF}) || bytes.HasPrefix(head, []byte{0xFF, 0xFE}), nil
}

// skipLine passes over one line before the header.
func (c *csvFile) skipLine() error {
	for {
		if stop, next := c.lineEnd(c.pos); stop >= 0 && c.pos < c.end {
			c.pos = next
			c.line++
			c.sink.Skip("before the header", 1)
			return nil
		}
		if c.end-c.pos > rowMax {
			c.sink.Skip("before the header", 1)
			return c.skipLong()
		}
		if err := c.fill(); err != nil {
			return err
		}
	}
}

// one takes the row that was cut.
func (c *csvFile) one() error {
	switch {
	case c.form == emptyRow:
		c.sink.Skip("empty line", 1)
		return nil
	case c.form == commentRow:
		c.sink.Skip("comment", 1)
		return nil
	case c.fault != "":
		return c.refuse(nil, c.fault)
	case len(c.cells[0]) == 0 && blank(c.cells):
		c.sink.Skip("empty line", 1)
		return nil
	case c.rows == nil:
		return c.head()
	}
	return c.data()
}

// head binds the mapping to the columns: those of the header, which the row is, or those of the mapping.
func (c *csvFile) head() error {
	t := c.settings.table
	names := t.names
	if len(names) == 0 {
		names = make([]string, len(c.cells))
		for i, cell := range c.cells {
			if !t.numbered {
				names[i] = string(cell)
			}
			if len(bytes.TrimSpace(cell)) == 0 || t.numbered {
				names[i] = "c" + strconv.Itoa(i+1)
			}
		}
	}
	rows, err := newRows(c.settings, c.source, c.sink, names)
	if err != nil {
		return err
	}
	c.rows, c.width = rows, len(names)
	if t.numbered || len(t.names) > 0 {
		return c.data()
	}
	c.sink.Skip("header", 1)
	return nil
}

// data takes a row of cells if it has as many as there are columns; empty ones beyond them do not matter.
func (c *csvFile) data() error {
	if len(c.cells) != c.width && !c.fits() {
		return c.refuse(c.cells[0], "row has "+fewerOrMore(len(c.cells), c.width)+" columns than the header")
	}
	return c.rows.take(c.where(), c.cells, c.ascii)
}

func fewerOrMore(have, want int) string {
	if have < want {
		return "fewer"
	}
	return "more"
}

// fits reports whether all cells beyond the columns are empty.
func (c *csvFile) fits() bool { return len(c.cells) > c.width && blank(c.cells[c.width:]) }

func blank(cells [][]byte) bool {
	for _, cell := range cells {
		if len(bytes.TrimSpace(cell)) > 0 {
			return false
		}
	}
	return true
}
