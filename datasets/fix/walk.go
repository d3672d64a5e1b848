package fix

import "bytes"

// walk goes through the fields of one message.
type walk struct {
	m          *message
	data       []byte
	d          delimiter
	at         int
	long       bool // data was cut at the greatest length of a message
	keep       bool // line ends belong to values: the body length says so
	bodyStart  int  // after BodyLength, 0 before it
	bodyFields int  // fields up to and with BodyLength
	bodyLength int
	dataTag    int // whose length the field before gave
	dataLength int
}

// run reads fields up to the checksum, the end of the line, the next message, or the end of data. It returns the length of the
// message, or broken and where the line ends before the checksum.
func (w *walk) run() (n int, broken bool) {
	for w.at < len(w.data) {
		if w.quick(); w.at == len(w.data) {
			break
		}
		start := w.at
		tag, eq := w.tag()
		if w.at < len(w.data) && lineEnd(w.data[w.at]) {
			if w.m.bad == "" && !w.keeps() {
				return w.at, true
			}
			if !w.keep {
				return w.at, false
			}
		}
		switch {
		case tag == tagCheckSum && eq:
			return w.close(start), false
		case tag == tagBeginString && eq && bytes.HasPrefix(w.data[start:], begins):
			w.at = start
			return w.stop(true), false
		}
		value, whole := w.value()
		if !whole && w.at < len(w.data) && w.m.bad == "" {
			return w.at, true
		}
		if !whole {
			return w.stop(false), false
		}
		if tag == tagBodyLength && w.bodyStart > 0 {
			if i := bytes.LastIndex(w.data[1:start], begins); i >= 0 {
				w.m.refuse(reasonCut, 0, w.data[max(0, i-20):i+1])
				w.at = i + 1
				return w.at, false
			}
		}
		w.take(start, tag, eq, value)
	}
	return w.stop(true), false
}

// quick reads fields as long as nothing is special about them, and stops before the first that is not plain.
func (w *walk) quick() {
	if w.d.weak || w.d.length != 1 || w.dataTag != 0 || w.m.bad != "" {
		return
	}
	m, data, first, at := w.m, w.data, w.d.first, w.at
	for {
		tag, i := 0, at
		for i < len(data) && digit(data[i]) {
			tag = tag*10 + int(data[i]-'0')
			i++
		}
		if i-at > tagDigitsMax || i == len(data) || data[i] != '=' || uint(tag) < indexed && special[tag] {
			break
		}
		i++
		start := i
		for i < len(data) && data[i] > '\r' && data[i] != first {
			i++
		}
		if i == len(data) || data[i] != first {
			break
		}
		m.add(tag, data[start:i])
		at = i + 1
	}
	w.at = at
}

// tag reads digits and the equals sign. eq is false if they are not there; then w.at is at the byte that is none of them.
func (w *walk) tag() (tag int, eq bool) {
	start := w.at
	for w.at < len(w.data) && digit(w.data[w.at]) && w.at-start < tagDigitsMax {
		tag = tag*10 + int(w.data[w.at]-'0')
		w.at++
	}
	if tag == 0 || w.at == len(w.data) || w.data[w.at] != '=' {
		return 0, false
	}
	w.at++
	return tag, true
}

// value reads up to the next delimiter and beyond it. It is not whole if the line or the data end before.
func (w *walk) value() (value []byte, whole bool) {
	start := w.at
	if w.dataTag != 0 && w.sized() {
		return w.data[start : w.at-w.d.length], true
	}
	data, first := w.data, w.d.first
	i := start
	for {
		for i < len(data) && data[i] > '\r' && data[i] != first {
			i++
		}
		if i == len(data) {
			w.at = i
			return data[start:i], false
		}
		c := data[i]
		if c == first && (w.d.length == 1 || i+1 < len(data) && data[i+1] == w.d.second) && (!w.d.weak || tagFollows(data, i+w.d.length)) {
			w.at = i + w.d.length
			return data[start:i], true
		}
		if lineEnd(c) && !w.keeps() {
			w.at = i
			return data[start:i], false
		}
		i++
	}
}

// sized moves on behind a data field of the length that was given before, if a delimiter is there.
func (w *walk) sized() bool {
	end := w.at + w.dataLength
	if end+w.d.length > len(w.data) || w.data[end] != w.d.first || w.d.length == 2 && w.data[end+1] != w.d.second {
		w.m.dataWrong = true
		return false
	}
	w.at = end + w.d.length
	return true
}

// keeps reports whether line ends are part of values: the checksum stands where the body length says it does.
func (w *walk) keeps() bool {
	if !w.keep && w.bodyStart > 0 && w.d.length == 1 {
		end := w.bodyStart + w.bodyLength
		w.keep = end > w.at && end < len(w.data) && w.data[end-1] == w.d.first && bytes.HasPrefix(w.data[end:], []byte("10="))
	}
	return w.keep
}

// take adds a field, or notes what is wrong with it.
func (w *walk) take(start, tag int, eq bool, value []byte) {
	m := w.m
	if !eq {
		if m.bad == "" {
			text, reason := w.data[start:w.at-w.d.length], reasonTag
			if bytes.IndexByte(text, '=') < 0 {
				reason = reasonEquals
			}
			m.refuse(reason, 0, text)
		}
		return
	}
	m.add(tag, value)
	if tag == tagBodyLength && w.bodyStart == 0 {
		w.bodyStart, w.bodyFields, w.bodyLength = w.at, len(m.fields), whole(value)
	}
	w.dataTag = 0
	if tag < indexed && dataOf[tag] != 0 {
		if n := whole(value); n > 0 {
			w.dataLength = n
			w.dataTag = int(dataOf[tag])
		}
	}
	if w.dataTag != 0 && !w.dataNext() {
		w.dataTag = 0
	}
}

// dataNext reports whether the field that comes next is the data field whose length is known.
func (w *walk) dataNext() bool {
	next := walk{data: w.data, at: w.at}
	tag, eq := next.tag()
	return eq && tag == w.dataTag
}

// close ends the message at its checksum, which begins at start.
func (w *walk) close(start int) int {
	m, n := w.m, w.at
	for n < len(w.data) && digit(w.data[n]) && n-w.at < 3 {
		n++
	}
	delimiters := uint32(len(m.fields))
	m.sum = sumOf(w.data[:start]) + delimiters - delimiters*w.d.sum
	m.body = -1
	if w.bodyStart > 0 {
		m.body = w.body(start)
	}
	m.add(tagCheckSum, w.data[w.at:n])
	m.closed = true
	w.at = n
	if d, ok := delimiterAt(w.data, n); ok && d == w.d {
		w.at += d.length
	}
	w.verify()
	return w.at
}

// body returns the length of the body up to end, as if delimiters were SOH.
func (w *walk) body(end int) int {
	return end - w.bodyStart - (len(w.m.fields)-w.bodyFields)*(w.d.length-1)
}

// stop ends a message that has no checksum.
func (w *walk) stop(whole bool) int {
	switch {
	case w.m.bad != "":
	case w.long:
		w.m.refuse(reasonLong, 0, nil)
	case !whole || w.bodyStart > 0 && w.body(w.at) < w.bodyLength:
		w.m.refuse(reasonCut, 0, w.data[max(0, w.at-20):w.at])
	}
	w.verify()
	return w.at
}

func (w *walk) verify() {
	if w.m.bad == "" && len(w.m.value(tagMsgType)) == 0 {
		w.m.refuse(reasonNoType, tagMsgType, nil)
	}
}
