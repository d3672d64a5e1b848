package fix

import (
	"io"
	"maps"
	"slices"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// Reader reads the logs of one import. What spans sources lives in it: sequence numbers, orders, requests, executions.
type Reader struct {
	s        *Settings
	sink     *intake.Sink
	scan     *scanner
	source   int
	clock    clock
	sessions sessions
	orders   memory[order]
	byVenue  memory[[]byte] // OrderID (37) of a session: the order's key
	events   witnesses
	skips    map[string]*int64
	gaps     int

	flow    *flow // of the message
	rec     intake.Record
	order   []byte // keys of the record
	orig    []byte
	exec    []byte
	refExec []byte
}

// What is counted, in the words of the summary.
const (
	SkipText      = "lines of text without a message"
	SkipSession   = "messages of sessions that are left out"
	SkipAgain     = "messages read before: the log of the other side, or a copy"
	SkipDay       = "messages of another day"
	SkipStatus    = "order status answers"
	SkipPending   = "pending reports: what becomes of them is reported later"
	SkipSuspended = "suspended, stopped or calculated reports"
	SkipClearing  = "trades held for or released to clearing"
	SkipRestated  = "restated reports without a quantity"
	SkipReject    = "rejects (3, j) of messages that are no remembered orders"

	WarnEmpty    = "no FIX message in this source"
	WarnSum      = "checksum (10) is wrong"
	WarnBody     = "body length (9) is wrong or missing"
	WarnBoth     = "checksum (10) and body length (9) are wrong"
	WarnOpen     = "message has no checksum (10)"
	WarnRepeated = "tag stands twice in a message: the first is taken"
	WarnData     = "a data field is not as long as its length field says: read to the next delimiter"
	WarnClocks   = "TransactTime (60) and SendingTime (52) differ by more than 12 hours: taken as they stand"
	WarnPrefix   = "time of the line's prefix taken, as UTC: the message has none"
	WarnTime     = "time (60 or 52) is none: left out"
	WarnNoFill   = "report says fill (150) and no fill (39, 14): taken as accepted"
	WarnWorked   = "fill without LastQty (32) or LastPx (31): worked out from CumQty (14), AvgPx (6) or Price (44)"
	WarnStatus   = "report says new (150) and filled (39): taken as a fill"
	WarnQty      = "OrderQty (38) of a report is no quantity: left out"
	WarnPx       = "Price (44) of a report is no price: left out"
	WarnSide     = "Side (54) of a report is none of 1, 2, 5, 6: left out"
	WarnDouble   = "two sessions report the same event: a drop copy? leave one session out, or fills count twice"
	WarnManyGaps = "sequence gaps beyond the first hundred"
	gapsMax      = 100
)

// NewReader returns a reader that gives what it reads to sink. Call Read for each source in turn, then Close.
func NewReader(s *Settings, sink *intake.Sink) *Reader {
	return &Reader{s: s, sink: sink, scan: newScanner(), sessions: sessions{flows: map[string]*flow{}, pairs: map[string]*session{}},
		orders: newMemory[order](), byVenue: newMemory[[]byte](), skips: map[string]*int64{}}
}

// Read reads one source to its end. source is its position in the list of sources. It returns an error only if the source
// cannot be read or the sink returns one: messages that are not taken are refused, odd ones warned of, both by line.
func (r *Reader) Read(in io.Reader, source int) error {
	r.source = source
	r.scan.reset(in)
	messages := 0
	for {
		err := r.scan.next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = r.take(&r.scan.msg)
		}
		if err != nil {
			return err
		}
		messages++
	}
	if r.scan.text > 0 {
		r.sink.Skip(SkipText, r.scan.text)
	}
	if messages == 0 {
		r.sink.Warn(intake.Where{Source: source, Line: 1}, WarnEmpty)
	}
	return nil
}

// Close tells the sink what was counted over all sources.
func (r *Reader) Close() {
	for _, reason := range slices.Sorted(maps.Keys(r.skips)) {
		r.sink.Skip(reason, *r.skips[reason])
	}
	clear(r.skips)
}

// take takes one message.
func (r *Reader) take(m *message) error {
	if m.bad != "" {
		return r.refuse(m, m.badTag, m.badText, m.bad)
	}
	if wrong := checks(m); wrong != "" {
		if r.s.refuseChecks {
			return r.refuse(m, tagCheckSum, m.value(tagCheckSum), wrong)
		}
		r.warn(m, wrong)
	}
	if m.dataWrong {
		r.warn(m, WarnData)
	}
	sender, target := m.value(tagSenderCompID), m.value(tagTargetCompID)
	f := r.sessions.flow(sender, target)
	if f == nil {
		return r.refuse(m, tagSenderCompID, sender, "is of more sessions than can be told apart, or longer than 128 bytes")
	}
	if !r.s.wants(f) {
		r.skip(SkipSession)
		return nil
	}
	sent, _ := r.clock.utc(m.value(tagSendingTime))
	again, odd := r.sessions.number(f, m, r.source, sent)
	if again {
		r.skip(SkipAgain)
		return nil
	}
	if odd != "" {
		r.warnSequence(m, odd)
	}
	r.flow = f
	return r.dispatch(m)
}

// checks returns what is wrong with checksum and body length, empty if nothing is.
func checks(m *message) string {
	if !m.closed {
		return WarnOpen
	}
	sum := int(m.sum&255) == whole(m.value(tagCheckSum)) && len(m.value(tagCheckSum)) == 3
	body := m.body >= 0 && m.body == whole(m.value(tagBodyLength))
	switch {
	case sum && body:
		return ""
	case body:
		return WarnSum
	case sum:
		return WarnBody
	}
	return WarnBoth
}

// wants reports whether the settings choose a session.
func (s *Settings) wants(f *flow) bool {
	for _, id := range s.exclude {
		if id == string(f.sender) || id == string(f.target) {
			return false
		}
	}
	for _, id := range s.include {
		if id == string(f.sender) || id == string(f.target) {
			return true
		}
	}
	return len(s.include) == 0
}

// dispatch turns a message into a record by its type.
func (r *Reader) dispatch(m *message) error {
	kind := m.value(tagMsgType)
	if len(kind) == 1 {
		take := takes[kind[0]]
		if take != nil {
			if m.repeated != 0 {
				r.warn(m, WarnRepeated)
			}
			return take(r, m)
		}
	}
	r.skip(skipped(kind))
	return nil
}

func (r *Reader) where(m *message) intake.Where {
	return intake.Where{Source: r.source, Line: m.line, Offset: m.offset}
}

func (r *Reader) warn(m *message, reason string) { r.sink.Warn(r.where(m), reason) }

// warnSequence warns of what is odd about sequence numbers; a gap names its range, for the first hundred.
func (r *Reader) warnSequence(m *message, odd string) {
	if len(odd) > len(warnGap) && odd[:len(warnGap)] == warnGap {
		if r.gaps++; r.gaps > gapsMax {
			odd = WarnManyGaps
		}
	}
	r.warn(m, odd)
}

func (r *Reader) refuse(m *message, tag int, value []byte, reason string) error {
	return r.sink.Refuse(intake.Refusal{Where: r.where(m), Field: fieldName(tag), Value: string(value[:min(len(value), 60)]), Reason: reason})
}

func (r *Reader) skip(reason string) {
	n := r.skips[reason]
	if n == nil {
		n = new(int64)
		r.skips[reason] = n
	}
	*n++
}

// times finds out when a message's event happened and when it was sent. ok is false if nothing says so.
func (r *Reader) times(m *message) (at, logged model.Time, ok bool) {
	at, happened := r.clock.utc(m.value(tagTransactTime))
	logged, sent := r.clock.utc(m.value(tagSendingTime))
	if !happened && len(m.value(tagTransactTime)) > 0 || !sent && len(m.value(tagSendingTime)) > 0 {
		r.warn(m, WarnTime)
	}
	if !sent {
		if logged, sent = r.clock.prefixTime(m.prefix); sent && !happened {
			r.warn(m, WarnPrefix)
		}
	}
	if happened && sent && (at-logged > dayNanos/2 || logged-at > dayNanos/2) {
		r.warn(m, WarnClocks)
	}
	if !happened || sent && r.s.sending {
		at = logged
	}
	return at, logged, happened || sent
}
