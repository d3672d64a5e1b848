package fix

import "bytes"

// field is one tag=value of a message. The value lies in the scanner's window.
type field struct {
	tag   int
	value []byte
}

// indexed is the number of tags whose first field is found without a search.
const indexed = 1 << 11

// message is what stands in a log from 8= on, as fields. It holds until the next message.
type message struct {
	line, offset int64
	prefix       []byte
	fields       []field
	first        [indexed]slot
	round        uint32
	repeated     int    // a tag in use that stands there twice, 0 if none
	bad          string // why it cannot be read, empty if it can
	badTag       int    // the field that is to blame, 0 if none
	badText      []byte
	sum          uint32 // of its bytes before 10, delimiters as SOH
	body         int    // bytes after 9 and before 10
	closed       bool   // it has a checksum field
	dataWrong    bool   // a data field is not as long as its length field says
}

type slot struct {
	round uint32
	index int32
}

// The reasons for which a message is refused as it stands.
const (
	reasonVersion = "is no FIX version of 4.0 to 5.0 SP2"
	reasonDelimit = "no delimiter is found after the version"
	reasonTag     = "tag is no number of up to nine digits"
	reasonEquals  = "field has no ="
	reasonLong    = "message is longer than a mebibyte"
	reasonCut     = "message is cut: it ends within a field or before its body length"
	reasonNoType  = "message has no type (35)"
)

// value returns the first field of a tag, nil if there is none.
func (m *message) value(tag int) []byte {
	if tag < indexed {
		if s := m.first[tag]; s.round == m.round {
			return m.fields[s.index].value
		}
		return nil
	}
	for i := range m.fields {
		if m.fields[i].tag == tag {
			return m.fields[i].value
		}
	}
	return nil
}

func (m *message) reset() {
	m.round++
	if m.round == 0 {
		m.first, m.round = [indexed]slot{}, 1
	}
	m.fields = m.fields[:0]
	m.repeated, m.bad, m.badTag, m.badText, m.sum, m.body, m.closed, m.dataWrong = 0, "", 0, nil, 0, 0, false, false
}

func (m *message) add(tag int, value []byte) {
	if tag < indexed {
		s := &m.first[tag]
		if s.round == m.round {
			if read[tag] {
				m.repeated = tag
			}
		} else {
			*s = slot{m.round, int32(len(m.fields))}
		}
	}
	m.fields = append(m.fields, field{tag, value})
}

func (m *message) refuse(reason string, tag int, text []byte) {
	m.bad, m.badTag, m.badText = reason, tag, text
}

// parse reads the message at the front of data into s.msg and returns its length.
func (s *scanner) parse(data []byte) int {
	data = data[:min(len(data), messageMax)]
	n, broken := s.msg.parse(data, len(data) == messageMax)
	if !broken {
		return n
	}
	if length, whole := s.join(data, n); whole {
		s.msg.parse(s.joined, false)
		return length
	}
	s.msg.parse(data[:n], false)
	return n
}

// parse reads the message at the front of data. It returns its length, or broken and where the line ends within the message.
func (m *message) parse(data []byte, long bool) (n int, broken bool) {
	m.reset()
	at := begin(data)
	if at < len(data) && lineEnd(data[at]) {
		return at, true
	}
	if !version(data[2:at]) {
		m.refuse(reasonVersion, tagBeginString, data[2:at])
		return at, false
	}
	d, ok := delimiterAt(data, at)
	if !ok {
		m.refuse(reasonDelimit, tagBeginString, data[:min(len(data), at+4)])
		return at, false
	}
	m.add(tagBeginString, data[2:at])
	w := walk{m: m, data: data, d: d, at: at + d.length, long: long}
	return w.run()
}

// begin returns where the version ends.
func begin(data []byte) int {
	at := 2
	for at < len(data) && (data[at]-'A' < 26 || digit(data[at]) || data[at] == '.') {
		if at++; at > 12 {
			break
		}
	}
	return at
}

// version reports whether text is FIX.4.0 to FIX.4.4, FIXT.1.1, or FIX.5.0 with its service packs.
func version(text []byte) bool {
	switch {
	case bytes.HasPrefix(text, []byte("FIX.4.")):
		return len(text) == 7 && text[6] >= '0' && text[6] <= '4'
	case bytes.HasPrefix(text, []byte("FIX.5.0")):
		return len(text) == 7 || len(text) == 10 && text[7] == 'S' && text[8] == 'P' && (text[9] == '1' || text[9] == '2')
	}
	return string(text) == "FIXT.1.1"
}

func lineEnd(c byte) bool { return c == '\n' || c == '\r' }

// join puts together a message that is broken over lines from data[at] on: line ends are taken out. It succeeds only if the
// message then runs to its checksum and no other one begins before; else the line's end is the message's.
func (s *scanner) join(data []byte, at int) (length int, whole bool) {
	limit := len(data)
	if i := bytes.Index(data[at:], begins); i >= 0 {
		limit = at + i
	}
	s.joined = append(s.joined[:0], data[:at]...)
	for at < limit {
		i := bytes.IndexByte(data[at:limit], '\n')
		lineStop := limit
		if i >= 0 {
			lineStop = at + i + 1
		}
		s.joined = append(s.joined, bytes.TrimRight(data[at:lineStop], "\r\n")...)
		at = lineStop
	}
	n, broken := s.msg.parse(s.joined, false)
	if broken || s.msg.bad != "" || !s.msg.closed {
		return 0, false
	}
	return unjoined(data, n), true
}

// unjoined returns how many bytes of data hold n bytes that are no line ends.
func unjoined(data []byte, n int) int {
	for i, c := range data {
		if lineEnd(c) {
			continue
		}
		if n == 0 {
			return i
		}
		n--
	}
	return len(data)
}
