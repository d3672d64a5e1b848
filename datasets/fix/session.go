package fix

import (
	"bytes"
	"fmt"

	"lossreplay/model"
)

// Limits of what is remembered.
const (
	sessionsMax   = 1000     // directions
	idMax         = 128      // bytes of a comp id, order id and the like
	epochsMax     = 64       // of one direction; the oldest is forgotten
	marksMax      = 32 << 20 // messages of all epochs together that can be told to be repeated
	rejectableMax = 256      // requests of one direction that a reject may still name
)

// session is both directions between two comp ids.
type session struct {
	name string // both comp ids in the order of the alphabet, before the order id in every key
	id   uint64
}

// flow is one direction of a session: what one comp id sends another.
type flow struct {
	sender, target []byte
	session        *session
	open           *epoch
	closed         []*epoch
	next           int         // sequence number that is due, 0 if not known
	back           int         // the one after the last that went back
	requests       []request   // the last ones with an order, a ring
	request        map[int]int // their place by sequence number
	oldest         int
}

// request is an order, replace or cancel that a reject may name.
type request struct {
	seq             int
	kind            byte // D, F or G
	order, original []byte
}

// epoch is a run of sequence numbers of a direction, as one source holds it: from a logon or the source's beginning on.
// The same messages in another source, as the log of the other side holds them, are known by it.
type epoch struct {
	source      int
	first       int // sequence number of marks[0]
	marks       []uint16
	begin, last model.Time
}

// sessions finds the flow of a message.
type sessions struct {
	flows map[string]*flow
	pairs map[string]*session
	last  [2]*flow
	key   []byte
	marks int
	full  bool // marksMax was reached
}

// flow returns the direction from sender to target, nil if there are too many.
func (s *sessions) flow(sender, target []byte) *flow {
	for _, f := range s.last {
		if f != nil && bytes.Equal(f.sender, sender) && bytes.Equal(f.target, target) {
			return f
		}
	}
	s.key = append(append(append(s.key[:0], sender...), 1), target...)
	f := s.flows[string(s.key)]
	if f == nil {
		if len(s.flows) == sessionsMax || len(sender) > idMax || len(target) > idMax {
			return nil
		}
		f = &flow{sender: bytes.Clone(sender), target: bytes.Clone(target), request: map[int]int{}, session: s.pair(sender, target)}
		s.flows[string(s.key)] = f
	}
	s.last[1], s.last[0] = s.last[0], f
	return f
}

func (s *sessions) pair(a, b []byte) *session {
	if bytes.Compare(a, b) > 0 {
		a, b = b, a
	}
	name := string(a) + "~" + string(b)
	if s.pairs[name] == nil {
		s.pairs[name] = &session{name: name, id: uint64(len(s.pairs) + 1)}
	}
	return s.pairs[name]
}

// What is odd about sequence numbers.
const (
	warnNoSequence = "no sequence number (34): gaps cannot be seen"
	warnBack       = "sequence number (34) goes back without possible-duplicate flag (43) or logon"
	warnGap        = "sequence gap"
	warnFull       = "too many messages to tell copies of those from here on"
)

// number takes the sequence number of a message sent at a time. again says that the very message was read before. odd is what
// is to be warned of, empty if nothing; gaps name what is missing.
func (s *sessions) number(f *flow, m *message, source int, at model.Time) (again bool, odd string) {
	seq := whole(m.value(tagMsgSeqNum))
	if seq < 0 {
		return false, warnNoSequence
	}
	kind := m.value(tagMsgType)
	logon := string(kind) == "A"
	if yes(m.value(tagPossDupFlag)) && string(kind) != "4" {
		return false, ""
	}
	mark := markOf(m, at)
	if f.open != nil && f.open.source != source {
		s.close(f)
	}
	for _, e := range f.closed {
		if e.holds(seq, mark, at) {
			f.next = 0 // what follows in this source is compared anew
			return true, ""
		}
	}
	if string(kind) == "4" {
		return false, s.jump(f, m)
	}
	switch {
	case logon && (seq == 1 || yes(m.value(tagResetSeqNumFlag))):
		s.close(f)
	case f.next == 0 || f.open == nil:
		s.close(f)
	case seq > f.next:
		odd = fmt.Sprintf("%s from %s to %s: %s", warnGap, f.sender, f.target, missing(f.next, seq-1))
	case seq < f.next && seq != f.back:
		f.back = seq + 1
		return false, warnBack
	case seq < f.next: // a run of them: numbers began anew, the logon is not in the log
		s.close(f)
	}
	f.next = seq + 1
	if full := s.full; s.mark(f, seq, source, mark, at) && !full && odd == "" {
		odd = warnFull
	}
	return false, odd
}

// jump follows a sequence reset (4), with or without gap fill.
func (s *sessions) jump(f *flow, m *message) (odd string) {
	to := whole(m.value(tagNewSeqNo))
	switch {
	case to <= 0:
		return "sequence reset without NewSeqNo (36)"
	case !yes(m.value(tagGapFillFlag)):
		s.close(f)
		f.next = 0
	}
	if f.next < to {
		f.next = to
	}
	return ""
}

func missing(from, to int) string {
	if from == to {
		return fmt.Sprintf("%d is missing", from)
	}
	return fmt.Sprintf("%d to %d are missing", from, to)
}

// mark remembers a message, so that it is known when another source holds it too. It returns whether there is no place left.
func (s *sessions) mark(f *flow, seq, source int, mark uint16, at model.Time) (full bool) {
	if f.open == nil || seq-f.open.first > len(f.open.marks)+1<<16 {
		s.close(f)
		f.open = &epoch{source: source, first: seq, begin: at, last: at}
	}
	e := f.open
	if s.marks+seq-e.first-len(e.marks) >= marksMax {
		s.full = true
		return true
	}
	for len(e.marks) < seq-e.first {
		e.marks = append(e.marks, 0)
		s.marks++
	}
	if len(e.marks) == seq-e.first {
		e.marks = append(e.marks, mark)
		s.marks++
	}
	e.begin, e.last = min(e.begin, at), max(e.last, at)
	return false
}

// close ends the open epoch of a direction.
func (s *sessions) close(f *flow) {
	if f.open == nil {
		return
	}
	if len(f.closed) == epochsMax {
		s.marks -= len(f.closed[0].marks)
		f.closed = append(f.closed[:0], f.closed[1:]...)
	}
	f.closed = append(f.closed, f.open)
	f.open = nil
}

func (e *epoch) holds(seq int, mark uint16, at model.Time) bool {
	i := seq - e.first
	return i >= 0 && i < len(e.marks) && e.marks[i] == mark && at >= e.begin && at <= e.last
}

// markOf returns sixteen bits of what a message says, never 0.
func markOf(m *message, at model.Time) uint16 {
	h := (uint64(m.sum) + uint64(at)*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	return uint16(h>>48) | 1
}

// yes reports whether a flag is set.
func yes(value []byte) bool { return len(value) == 1 && value[0] == 'Y' }

// remember keeps a request for a reject that may follow.
func (f *flow) remember(seq int, kind byte, order, original []byte) {
	if seq < 0 {
		return
	}
	if len(f.requests) < rejectableMax {
		f.requests = append(f.requests, request{})
		f.oldest = len(f.requests) - 1
	} else {
		f.oldest = (f.oldest + 1) % rejectableMax
		if f.request[f.requests[f.oldest].seq] == f.oldest {
			delete(f.request, f.requests[f.oldest].seq)
		}
	}
	r := &f.requests[f.oldest]
	r.seq, r.kind, r.order, r.original = seq, kind, append(r.order[:0], order...), append(r.original[:0], original...)
	f.request[seq] = f.oldest
}

// rejected returns the request with a sequence number, nil if it is not remembered.
func (f *flow) rejected(seq int) *request {
	if i, ok := f.request[seq]; ok {
		return &f.requests[i]
	}
	return nil
}
