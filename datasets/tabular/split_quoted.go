package tabular

import "bytes"

// quoted cuts the row at pos, which has quotes and so may go on beyond its first line, which ends at stop. A row whose quotes
// are wrong is refused, and the line after its first is the next row: one stray quote does not swallow the file.
func (s *splitter) quoted(stop, next int) (bool, error) {
	i := s.pos
	for {
		field, after, fault := s.field(i, stop)
		switch {
		case fault == openQuote && !s.eof && s.end-s.pos <= rowMax:
			return false, s.again()
		case fault == openQuote && s.end-s.pos > rowMax:
			fault = openQuote + " within 1 MiB"
		case after-s.pos > rowMax:
			fault = rowTooLong
		}
		if fault != "" {
			s.lf, s.cr = finder{}, finder{}
			s.fault, s.cells = fault, s.cells[:0]
			s.cut = next == stop
			s.pos = next
			s.line++
			return true, nil
		}
		s.cells = append(s.cells, field)
		if after > stop { // the field ran over line ends: find the end of the line in which it ended
			if stop, next = s.lineEnd(after); stop < 0 {
				if s.end-s.pos > rowMax {
					stop, next = s.end, s.end
				} else {
					return false, s.again()
				}
			}
			if bytes.IndexByte(s.buf[s.pos:stop], 0) >= 0 {
				s.fault = rowHasNUL
			}
		}
		if after == stop {
			s.cut = next == stop
			s.line += s.lines(s.pos, next)
			s.pos = next
			return true, nil
		}
		i = after + 1 // behind the delimiter
	}
}

// again reads more for the row at pos, which is then cut from its start.
func (s *splitter) again() error {
	s.lf, s.cr = finder{}, finder{}
	return s.fill()
}

// field returns the field that begins at i and the place of the delimiter or line end behind it. stop is the end of the line
// of i; a field in quotes may end beyond it.
func (s *splitter) field(i, stop int) (field []byte, after int, fault string) {
	if i == stop || s.buf[i] != '"' {
		after = stop
		if n := bytes.IndexByte(s.buf[i:stop], s.delimiter); n >= 0 {
			after = i + n
		}
		if bytes.IndexByte(s.buf[i:after], '"') >= 0 {
			return nil, after, quoteInPlain
		}
		return s.buf[i:after], after, ""
	}
	begin := i + 1
	first := len(s.unquoted)
	for from := begin; ; {
		n := bytes.IndexByte(s.buf[from:s.end], '"')
		if n < 0 {
			return nil, s.end, openQuote
		}
		q := from + n
		switch {
		case q+1 < s.end && s.buf[q+1] == '"':
			s.unquoted = append(s.unquoted, s.buf[begin:q+1]...)
			begin, from = q+2, q+2
			continue
		case q+1 == s.end && !s.eof:
			return nil, s.end, openQuote
		}
		if q+1 < s.end {
			if c := s.buf[q+1]; c != s.delimiter && c != '\n' && c != '\r' {
				return nil, q + 1, textAfter
			}
		}
		if len(s.unquoted) == first {
			return s.buf[begin:q], q + 1, ""
		}
		s.unquoted = append(s.unquoted, s.buf[begin:q]...)
		return s.unquoted[first:], q + 1, ""
	}
}

// lines returns the number of line ends in buf[from:to].
func (s *splitter) lines(from, to int) int64 {
	n := int64(bytes.Count(s.buf[from:to], []byte{'\n'}))
	for i := from; i < to; i++ {
		c := bytes.IndexByte(s.buf[i:to], '\r')
		if c < 0 {
			break
		}
		if i += c; i+1 == s.end || s.buf[i+1] != '\n' {
			n++
		}
	}
	return n
}
