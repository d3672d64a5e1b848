package fix

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/datasets/intake"
)

// drawn is a random message as it was written.
type drawn struct {
	tags   []int
	values []string
}

// drawMessage draws fields, some of them data with delimiters and line ends in them if raw allows it.
func drawMessage(t *rapid.T, raw bool) (m drawn) {
	m.tags, m.values = []int{tagMsgType}, []string{rapid.SampledFrom([]string{"0", "D", "8", "AE", "W"}).Draw(t, "type")}
	for range rapid.IntRange(0, 12).Draw(t, "fields") {
		if raw && rapid.IntRange(0, 5).Draw(t, "data") == 0 {
			value := rapid.StringMatching("[a-z=\x01\n|]{1,20}").Draw(t, "raw")
			m.tags, m.values = append(m.tags, 95, 96), append(m.values, fmt.Sprint(len(value)), value)
			continue
		}
		tag := rapid.SampledFrom([]int{1, 11, 34, 38, 44, 49, 52, 55, 56, 58, 448, 5001, 123456789}).Draw(t, "tag")
		m.tags = append(m.tags, tag)
		m.values = append(m.values, rapid.StringMatching(`[A-Za-z0-9.:=#/+-]{0,12}`).Draw(t, "value"))
	}
	return m
}

// write returns the message with a delimiter, its body length and checksum as if that were SOH.
func (m *drawn) write(delimiter string) string {
	var body strings.Builder
	for i, tag := range m.tags {
		fmt.Fprintf(&body, "%d=%s\x00", tag, m.values[i])
	}
	text := fmt.Sprintf("8=FIX.4.4\x009=%d\x00%s", body.Len(), body.String())
	sum := sumOf([]byte(strings.ReplaceAll(text, "\x00", "\x01"))) & 255
	return strings.ReplaceAll(fmt.Sprintf("%s10=%03d\x00", text, sum), "\x00", delimiter)
}

// TestMessagesComeBack: random messages in random delimiters, between random text, are read as they were written, with their
// line and place, and with right checksum and body length.
func TestMessagesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var log strings.Builder
		var messages []drawn
		var lines []int64
		var places []int64
		for range rapid.IntRange(0, 8).Draw(t, "messages") {
			delimiter := rapid.SampledFrom([]string{"\x01", "\x01", "|", "^A", ";", "^", " "}).Draw(t, "delimiter")
			m := drawMessage(t, delimiter == "\x01")
			log.WriteString(rapid.SampledFrom([]string{"", "", "2018/02/23 19:14:25.174454 ", "<20200713-17:51:24, A->B, outgoing> (", "some text\n\n", "in: \x00\x00"}).Draw(t, "before"))
			lines = append(lines, int64(1+strings.Count(log.String(), "\n")))
			places = append(places, int64(log.Len()))
			log.WriteString(m.write(delimiter))
			log.WriteString(rapid.SampledFrom([]string{"", "\n", "\r\n", ")\n", "  JUNK\n"}).Draw(t, "after"))
			messages = append(messages, m)
		}
		s := newScanner()
		s.reset(strings.NewReader(log.String()))
		for i := range messages {
			if err := s.next(); err != nil {
				t.Fatalf("message %d of %q: %v", i, log.String(), err)
			}
			m := &s.msg
			if m.bad != "" || checks(m) != "" || m.line != lines[i] || m.offset != places[i] {
				t.Fatalf("message %d of %q: %q, %q, line %d, place %d", i, log.String(), m.bad, checks(m), m.line, m.offset)
			}
			if len(m.fields) != len(messages[i].tags)+3 {
				t.Fatalf("message %d of %q has %d fields, want %d", i, log.String(), len(m.fields), len(messages[i].tags)+3)
			}
			for j, f := range m.fields[2 : len(m.fields)-1] {
				if f.tag != messages[i].tags[j] || string(f.value) != messages[i].values[j] {
					t.Fatalf("message %d of %q: field %d=%q, want %d=%q", i, log.String(), f.tag, f.value, messages[i].tags[j], messages[i].values[j])
				}
			}
		}
		if err := s.next(); err != io.EOF {
			t.Fatalf("after the last message: %v, %v", err, s.msg.fields)
		}
	})
}

// TestWindowMoves: a log of many windows is read as its parts are, wherever a window ends.
func TestWindowMoves(t *testing.T) {
	var log bytes.Buffer
	messages := 0
	for log.Len() < 3*windowSize {
		text := strings.Repeat("x", messages*7919%50_000)
		log.WriteString(encode("FIX.4.4", fmt.Sprintf("35=0|34=%d|58=%s", messages, text)) + "\n")
		log.WriteString("text between\n")
		messages++
	}
	s := newScanner()
	s.reset(&log)
	for i := range messages {
		if err := s.next(); err != nil || whole(s.msg.value(tagMsgSeqNum)) != i || s.msg.line != int64(2*i+1) || checks(&s.msg) != "" {
			t.Fatalf("message %d: %v, line %d, %q %q", i, err, s.msg.line, s.msg.bad, checks(&s.msg))
		}
	}
	if err := s.next(); err != io.EOF || s.text != int64(messages) {
		t.Errorf("%v, %d lines of text of %d", err, s.text, messages)
	}
}

// TestLongMessages: a message beyond the greatest length is refused with its line, what comes after it is read.
func TestLongMessages(t *testing.T) {
	fits := encode("FIX.4.4", "35=0|34=1|"+out+"58="+strings.Repeat("x", messageMax-200))
	long := encode("FIX.4.4", "35=0|34=2|"+out+"58="+strings.Repeat("x", messageMax+200))
	endless := "8=FIX.4.4\x019=5\x0135=D\x0158=" + strings.Repeat("y", 2*messageMax)
	got := readAll(t, Options{}, 4, fits+"\n"+long+"\n"+order1(3, "a")+endless)
	if len(got.records) != 1 || got.skipped["Heartbeat (0)"] != 1 || len(got.refusals) != 2 ||
		got.refusals[0].Reason != reasonLong || got.refusals[0].Where.Line != 2 || got.refusals[1].Where.Line != 4 {
		t.Errorf("%d records, skipped %v, refused %+v", len(got.records), got.skipped, got.refusals)
	}
}

// TestCutMessages: a message that was cut within a field is refused, and the next, which follows at once, is not drawn into it.
func TestCutMessages(t *testing.T) {
	for cut := 20; cut < 100; cut++ {
		got := readAll(t, Options{}, 4, order1(1, "a")[:cut]+order1(2, "b"))
		if len(got.records) != 1 || !strings.Contains(got.lines[0], "order=FIRM~VENUE/b ") || len(got.refusals) != 1 {
			t.Errorf("cut at %d: %q, refused %+v", cut, got.lines, got.refusals)
		}
	}
}

// FuzzRead: no bytes make Read panic; every message is one record, one refusal or counted; places lie within the log.
func FuzzRead(f *testing.F) {
	f.Add([]byte(order1(1, "a") + report1(1, "37=v|11=a|150=2|39=2|14=100|32=100|31=10") + session1("4", 2, "123=Y|36=9")))
	f.Add([]byte("8=FIX.4.2|9=5|35=D|\n8=FIX.4.2^A35=8^A10=000^A8=FIX.4.4;9=1;35=0;10=1;8=FIXT.1.1 9=3 35=A 95=3 96=\x01\n\x00 10=3 "))
	f.Add([]byte("8=FIX.\n4.2\x019=54\x0135=5\x0134=3\x0149=A\x0152=\n20060516-22:35:48.919\x0156=B\x011\n0=206\x01\n"))
	f.Add([]byte("20111107-10:52:22.133: 8=FIX.4.4|35=8|49=A|56=B|11=x|150=F|39=1|32=5|31=" + strings.Repeat("9", 300) + "|10=000|"))
	f.Add([]byte(strings.Repeat("8=FIX", 100) + "8=FIX.4.2|" + strings.Repeat("4", 100) + "=|=|||35=D|35"))
	s, err := Options{Chain: true, Parents: []int64{526}}.Settings("", 4)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, log []byte) {
		c := &collected{}
		sink := c.sink()
		places := map[int64]int{}
		record, refuse := sink.Record, sink.Refuse
		check := func(w intake.Where) {
			if places[w.Offset]++; places[w.Offset] > 1 || w.Offset < 0 || w.Offset >= int64(len(log)) || !bytes.HasPrefix(log[w.Offset:], begins) ||
				w.Line != int64(1+bytes.Count(log[:w.Offset], newline)) {
				t.Fatalf("place %+v, %d times", w, places[w.Offset])
			}
		}
		sink.Record = func(r *intake.Record) error {
			check(r.Where)
			if r.Qty < 0 || r.Px < 0 || r.LastQty < 0 || r.LastPx < 0 || len(r.Order) == 0 || r.Kind == intake.Trade && (r.LastQty == 0 || r.LastPx == 0) {
				t.Fatalf("record %s", text(r))
			}
			return record(r)
		}
		sink.Refuse = func(r intake.Refusal) error {
			check(r.Where)
			if r.Reason == "" || len(r.Value) > 60 {
				t.Fatalf("refusal %+v", r)
			}
			return refuse(r)
		}
		r := NewReader(s, sink)
		if err := r.Read(bytes.NewReader(log), 0); err != nil {
			t.Fatal(err)
		}
		r.Close()
		scan := newScanner()
		scan.reset(bytes.NewReader(log))
		messages := 0
		for scan.next() == nil {
			messages++
		}
		became := len(c.records) + len(c.refusals)
		for reason, n := range c.skipped {
			if reason != SkipText {
				became += int(n)
			}
		}
		if became != messages {
			t.Fatalf("%d messages became %d", messages, became)
		}
	})
}
