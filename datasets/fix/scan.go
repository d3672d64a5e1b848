package fix

import (
	"bytes"
	"io"
)

// Limits of a log. A message of more bytes is refused, and so is what is no tag.
const (
	messageMax   = 1 << 20
	windowSize   = 4 << 20
	windowSmall  = 64 << 10 // of logs that fit into it
	tagDigitsMax = 9
)

// scanner finds messages in a log. Its window always holds a whole message of the greatest length, or the end of the log.
type scanner struct {
	in       io.Reader
	buf      []byte
	pos, end int   // what is not looked at yet is buf[pos:end]
	base     int64 // of buf in the log
	ended    bool
	line     int64 // of buf[counted]
	counted  int
	text     int64 // lines without a message
	msg      message
	joined   []byte // a message that was broken over lines
}

func newScanner() *scanner { return &scanner{buf: make([]byte, windowSmall)} }

// reset begins another log.
func (s *scanner) reset(r io.Reader) {
	s.in, s.pos, s.end, s.base, s.ended, s.line, s.counted, s.text = r, 0, 0, 0, false, 1, 0, 0
}

// fill moves the rest of the window to its front and reads on, unless a message of the greatest length is there already.
func (s *scanner) fill() error {
	if s.ended || s.end-s.pos > messageMax+prefixMax {
		return nil
	}
	s.count(s.pos)
	s.base += int64(s.pos)
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos, s.counted = 0, 0
	err := s.read()
	if err == nil && len(s.buf) < windowSize {
		s.buf = append(make([]byte, 0, windowSize), s.buf...)[:windowSize]
		err = s.read()
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		s.ended, err = true, nil
	}
	return err
}

// read fills the window from the log.
func (s *scanner) read() error {
	n, err := io.ReadFull(s.in, s.buf[s.end:])
	s.end += n
	return err
}

// count brings the line number up to buf[at].
func (s *scanner) count(at int) {
	s.line += int64(bytes.Count(s.buf[s.counted:at], newline))
	s.counted = at
}

var (
	newline = []byte{'\n'}
	begins  = []byte("8=FIX")
)

// prefixMax is how much text before a message is looked at for a time.
const prefixMax = 256

// next finds the next message and parses it into s.msg. At the end of the log err is io.EOF.
func (s *scanner) next() error {
	for {
		if err := s.fill(); err != nil {
			return err
		}
		at, found := s.find()
		if !found {
			s.skipText(s.end - s.carry())
			if s.ended {
				s.pos = s.end
				return io.EOF
			}
			continue
		}
		start := s.pos
		s.skipText(at)
		s.msg.prefix = s.prefix(start, at)
		s.count(at)
		s.msg.line, s.msg.offset = s.line, s.base+int64(at)
		if !s.ended && s.end-at <= messageMax {
			s.pos = at
			continue // the window is moved first, so that the message is whole in it
		}
		s.pos = at + s.parse(s.buf[at:s.end])
		return nil
	}
}

// find returns where the next message begins.
func (s *scanner) find() (at int, found bool) {
	for at = s.pos; ; at++ {
		i := bytes.Index(s.buf[at:s.end], begins)
		if i < 0 {
			return 0, false
		}
		at += i
		// 108=FIX is another tag, unless it stands right after a message without its last delimiter.
		if at == s.pos || !digit(s.buf[at-1]) {
			return at, true
		}
	}
}

// carry is how many bytes at the end of a window without a message may be the beginning of one, and the text before it.
func (s *scanner) carry() int {
	if s.ended {
		return 0
	}
	return min(prefixMax, s.end-s.pos)
}

// skipText moves on to buf[at] and counts the lines before it that hold no message.
func (s *scanner) skipText(at int) {
	gap := s.buf[s.pos:at]
	if len(gap) > 2 {
		first := s.base == 0 && s.pos == 0
		for {
			i := bytes.IndexByte(gap, '\n')
			if i < 0 {
				if s.ended && at == s.end && len(bytes.TrimSpace(gap)) > 0 {
					s.text++
				}
				break
			}
			if first && len(bytes.TrimSpace(gap[:i])) > 0 {
				s.text++
			}
			first, gap = true, gap[i+1:]
		}
	}
	s.pos = at
}

// prefix returns the text that stands before a message in its line.
func (s *scanner) prefix(start, at int) []byte {
	text := s.buf[max(start, at-prefixMax):at]
	if i := bytes.LastIndexByte(text, '\n'); i >= 0 {
		text = text[i+1:]
	}
	return text
}

func digit(c byte) bool { return c-'0' <= 9 }
