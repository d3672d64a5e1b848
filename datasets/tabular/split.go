package tabular

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
)

// rowMax is the longest row of a CSV file that is read, in bytes.
const rowMax = 1 << 20

// bufferMin and bufferMax bound the memory of a splitter: two of the longest rows.
const (
	bufferMin = 1 << 18
	bufferMax = 2*rowMax + 16
)

// Reasons for which a row of a CSV file is refused before any column is looked at.
const (
	rowTooLong    = "row is longer than 1 MiB"
	rowHasNUL     = "row has a NUL byte"
	openQuote     = "a quote is not closed"
	textAfter     = "text follows a closed quote"
	quoteInPlain  = "a quote stands in a field that does not begin with one"
	endsWithoutLF = "the file ends without a line end; its last row may be cut"
)

// splitter cuts a CSV file into rows. A row ends at LF, CR LF or a lone CR outside quotes.
type splitter struct {
	r         io.Reader
	delimiter byte
	comment   []byte

	buf      []byte
	pos, end int   // what is left in buf
	base     int64 // offset of buf[0] in the file
	eof      bool
	line     int64 // of the row at pos

	lf, cr, quote, nul finder
	unquoted           []byte // fields whose doubled quotes are halved

	// The row that next found. Its cells hold until the next call.
	cells  [][]byte
	at     int64 // line
	offset int64
	fault  string // why it is no row
	form   rowForm
	cut    bool // the file ended in it
	ascii  bool // its bytes are known to be ASCII
}

// rowForm says what next found.
type rowForm uint8

const (
	dataRow rowForm = iota
	emptyRow
	commentRow
)

// finder finds the next place of a byte and remembers it, or how far there is none.
type finder struct {
	at    int
	found bool
}

// next returns the first place of b in buf[pos:end], end if there is none.
func (f *finder) next(b byte, buf []byte, pos, end int) int {
	if f.at < pos {
		f.at, f.found = pos, false
	}
	if !f.found && f.at < end {
		if i := bytes.IndexByte(buf[f.at:end], b); i >= 0 {
			f.at, f.found = f.at+i, true
		} else {
			f.at = end
		}
	}
	if f.found {
		return f.at
	}
	return end
}

// moved says that what was at by is now at 0.
func (f *finder) moved(by int) {
	if f.at -= by; f.at < 0 {
		f.at, f.found = 0, false
	}
}

func newSplitter(r io.Reader, delimiter byte, comment string) *splitter {
	return &splitter{r: r, delimiter: delimiter, comment: []byte(comment), buf: make([]byte, bufferMin), line: 1}
}

// fill reads more behind what is left, and moves that to the front first. It returns io.EOF if there is no more.
func (s *splitter) fill() error {
	if s.eof {
		return io.EOF
	}
	left := s.end - s.pos
	switch {
	case left > len(s.buf)/2 && len(s.buf) < bufferMax:
		grown := make([]byte, min(2*len(s.buf), bufferMax))
		copy(grown, s.buf[s.pos:s.end])
		s.buf = grown
	case s.pos > 0:
		copy(s.buf, s.buf[s.pos:s.end])
	}
	s.base += int64(s.pos)
	for _, f := range []*finder{&s.lf, &s.cr, &s.quote, &s.nul} {
		f.moved(s.pos)
	}
	s.pos, s.end = 0, left
	n, err := io.ReadFull(s.r, s.buf[s.end:])
	s.end += n
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		s.eof, err = true, nil
	}
	return err
}

// lineEnd returns where the line that begins at from ends and where the next begins; stop is -1 if the end is not in buf.
func (s *splitter) lineEnd(from int) (stop, next int) {
	lf := s.lf.next('\n', s.buf, from, s.end)
	cr := s.cr.next('\r', s.buf, from, s.end)
	switch {
	case cr+1 < lf || cr < lf && lf == s.end && s.eof:
		return cr, cr + 1
	case cr < lf && lf < s.end:
		return cr, lf + 1
	case cr < lf: // the last byte of buf: LF may follow
		return -1, -1
	case lf < s.end:
		return lf, lf + 1
	case s.eof:
		return s.end, s.end
	}
	return -1, -1
}

// next finds the next row. It returns io.EOF after the last, or the reader's error.
func (s *splitter) next() error {
	for {
		if s.pos == s.end {
			if err := s.fill(); err != nil {
				return err
			}
			if s.pos == s.end {
				return io.EOF
			}
		}
		stop, next := s.lineEnd(s.pos)
		if stop >= 0 && stop-s.pos <= rowMax {
			ok, err := s.row(stop, next)
			if err != nil || ok {
				return err
			}
			continue
		}
		if stop < 0 && s.end-s.pos <= rowMax {
			if err := s.fill(); err != nil {
				return err
			}
			continue
		}
		return s.skipLong()
	}
}

// skipLong refuses a line that is too long and passes over it.
func (s *splitter) skipLong() error {
	s.begin()
	s.fault = rowTooLong
	for {
		stop, next := s.lineEnd(s.pos)
		if stop >= 0 {
			s.pos = next
			s.line++
			return nil
		}
		s.pos = s.end
		if s.buf[s.end-1] == '\r' {
			s.pos-- // LF may follow
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
}

func (s *splitter) begin() {
	s.cells, s.unquoted = s.cells[:0], s.unquoted[:0]
	s.at, s.offset, s.fault, s.form, s.cut, s.ascii = s.line, s.base+int64(s.pos), "", dataRow, false, false
}

// row cuts the row that begins at pos and whose first line ends at stop. It returns false if more had to be read: then it is
// to be called again.
func (s *splitter) row(stop, next int) (bool, error) {
	s.begin()
	start := s.pos
	switch {
	case stop == start:
		s.form = emptyRow
	case len(s.comment) > 0 && bytes.HasPrefix(s.buf[start:stop], s.comment):
		s.form = commentRow
	case s.nul.next(0, s.buf, start, s.end) < stop:
		s.fault = rowHasNUL
	case s.quote.next('"', s.buf, start, s.end) < stop:
		return s.quoted(stop, next)
	default:
		s.plain(s.buf[start:stop])
	}
	s.cut = next == stop
	s.pos = next
	s.line++
	return true, nil
}

// plain cuts a line without quotes. It looks at eight bytes at once: those that are the delimiter become 0 by the exclusive or,
// and the lowest bit of the mask is then that of the first of them. Borrows can set bits above a true one only, so each bit is
// held against the byte.
func (s *splitter) plain(line []byte) {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	cells, pattern, from, i, all := s.cells, uint64(s.delimiter)*ones, 0, 0, uint64(0)
	for ; i+8 <= len(line); i += 8 {
		word := binary.LittleEndian.Uint64(line[i:])
		all |= word
		x := word ^ pattern
		for mask := (x - ones) & ^x & tops; mask != 0; mask &= mask - 1 {
			if at := i + bits.TrailingZeros64(mask)>>3; line[at] == s.delimiter {
				cells = append(cells, line[from:at])
				from = at + 1
			}
		}
	}
	for ; i < len(line); i++ {
		all |= uint64(line[i])
		if line[i] == s.delimiter {
			cells = append(cells, line[from:i])
			from = i + 1
		}
	}
	s.cells = append(cells, line[from:])
	s.ascii = all&tops == 0
}
