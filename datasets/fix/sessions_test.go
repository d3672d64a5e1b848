package fix

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// order and ack are short messages of a session: sequence number and ClOrdID.
func order1(seq int, id string) string {
	return encode("FIX.4.2", fmt.Sprintf("35=D|34=%d|%s11=%s|55=IBM|54=1|38=100|40=2|44=10", seq, out, id)) + "\n"
}

func report1(seq int, body string) string {
	return encode("FIX.4.2", fmt.Sprintf("35=8|34=%d|%s55=IBM|54=1|20=0|%s", seq, in, body)) + "\n"
}

func session1(kind string, seq int, body string) string {
	return encode("FIX.4.2", fmt.Sprintf("35=%s|34=%d|%s%s", kind, seq, out, body)) + "\n"
}

func TestSequenceNumbers(t *testing.T) {
	for _, c := range []struct {
		name string
		log  string
		want []string
	}{
		{"begins within a session", order1(900, "a") + order1(901, "b"), nil},
		{"one missing", order1(1, "a") + order1(3, "b"), []string{"sequence gap from FIRM to VENUE: 2 is missing"}},
		{"many missing", order1(1, "a") + order1(9, "b") + order1(10, "c"), []string{"sequence gap from FIRM to VENUE: 2 to 8 are missing"}},
		{"directions count apart", order1(1, "a") + report1(7, "11=a|150=0|39=0") + order1(2, "b") + report1(8, "11=b|150=0|39=0"), nil},
		{"goes back", order1(5, "a") + order1(3, "b") + order1(6, "c"), []string{warnBack}},
		{"begins anew without its logon", order1(5, "a") + order1(1, "b") + order1(2, "c") + order1(3, "d"), []string{warnBack}},
		{"logon with 1", order1(5, "a") + session1("A", 1, "98=0") + order1(2, "b"), nil},
		{"logon with reset flag", order1(5, "a") + session1("A", 3, "98=0|141=Y") + order1(4, "b"), nil},
		{"gap fill", order1(5, "a") + session1("4", 6, "43=Y|123=Y|36=20") + order1(20, "b"), nil},
		{"reset", order1(5, "a") + session1("4", 6, "36=2") + order1(2, "b"), nil},
		{"reset to nothing", order1(5, "a") + session1("4", 6, "36=x") + order1(6, "b"), []string{"sequence reset without NewSeqNo (36)"}},
		{"possible duplicate", order1(5, "a") + encode("FIX.4.2", "35=D|34=2|43=Y|"+out+"11=x|55=IBM|54=1|38=1|40=1") + order1(6, "b"), nil},
		{"none", encode("FIX.4.2", "35=0|"+out), []string{warnNoSequence}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for reason := range readAll(t, Options{}, 4, c.log).warned {
				got = append(got, reason)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("warned %q, want %q", got, c.want)
			}
		})
	}
}

func TestManyGapsAreCounted(t *testing.T) {
	var log strings.Builder
	for i := range 150 {
		log.WriteString(order1(2*i+1, fmt.Sprint(i)))
	}
	got := readAll(t, Options{}, 4, log.String())
	if len(got.warned) != gapsMax+1 || got.warned[WarnManyGaps] != 149-gapsMax {
		t.Errorf("%d reasons, %d beyond", len(got.warned), got.warned[WarnManyGaps])
	}
}

// TestCopies: the log of the other side, and one that overlaps, tell nothing twice; another session with the same numbers does.
func TestCopies(t *testing.T) {
	log := session1("A", 1, "98=0") + order1(2, "a") + report1(1, "11=a|150=0|39=0") + order1(3, "b")
	more := order1(3, "b") + order1(4, "c")
	other := strings.ReplaceAll(order1(2, "a"), "FIRM", "DESK")
	got := readAll(t, Options{}, 4, log, log, more, other)
	ids := []string{}
	for _, line := range got.lines {
		ids = append(ids, strings.Fields(line)[1]+" "+strings.Fields(line)[3])
	}
	want := []string{"new order=FIRM~VENUE/a", "accepted order=FIRM~VENUE/a", "new order=FIRM~VENUE/b", "new order=FIRM~VENUE/c", "new order=DESK~VENUE/a"}
	if !slices.Equal(ids, want) || got.skipped[SkipAgain] != 5 {
		t.Errorf("got %q, %d read before", ids, got.skipped[SkipAgain])
	}
}

// TestSameNumbersAreNoCopy: a session that begins anew within a second has the numbers and times of the one before.
func TestSameNumbersAreNoCopy(t *testing.T) {
	got := readAll(t, Options{}, 4, session1("A", 1, "98=0")+order1(2, "a")+session1("A", 1, "98=0|108=30")+order1(2, "b"))
	if len(got.lines) != 2 || len(got.warned) != 0 {
		t.Errorf("got %q, warned %v", got.lines, got.warned)
	}
}

func TestSessionsAreChosen(t *testing.T) {
	log := order1(1, "a") + strings.ReplaceAll(order1(1, "b"), "VENUE", "DROP") + report1(1, "11=a|150=0|39=0")
	for _, c := range []struct {
		choice  SessionOptions
		records int
		skipped int64
	}{
		{SessionOptions{}, 3, 0},
		{SessionOptions{Exclude: []string{"DROP"}}, 2, 1},
		{SessionOptions{Include: []string{"DROP"}}, 1, 2},
		{SessionOptions{Include: []string{"FIRM"}, Exclude: []string{"VENUE"}}, 1, 2},
	} {
		got := readAll(t, Options{Sessions: c.choice}, 4, log)
		if len(got.records) != c.records || got.skipped[SkipSession] != c.skipped {
			t.Errorf("%+v: %d records, %d left out", c.choice, len(got.records), got.skipped[SkipSession])
		}
	}
}

func TestDropCopyIsWarnedOf(t *testing.T) {
	fill := "37=v|11=a|150=1|39=1|14=10|32=10|31=9|60=20120801-13:30:00|17="
	copied := strings.ReplaceAll(report1(1, fill+"e2"), "VENUE", "DROP")
	if got := readAll(t, Options{}, 4, report1(1, fill+"e1")+copied); got.warned[WarnDouble] != 1 || len(got.records) != 2 {
		t.Errorf("warned %v", got.warned)
	}
	if got := readAll(t, Options{}, 4, report1(1, fill+"e1")+report1(2, fill+"e2")); got.warned[WarnDouble] != 0 {
		t.Errorf("one session: warned %v", got.warned)
	}
}

// TestReportsFindTheirOrder: by 37 where 11 is missing, and a reject by the sequence number of what it rejects.
func TestReportsFindTheirOrder(t *testing.T) {
	got := readAll(t, Options{}, 4, order1(1, "a")+report1(1, "37=v|11=a|150=0|39=0")+report1(2, "37=v|150=4|39=4")+
		order1(2, "b")+report1(3, "37=v2|11=b|150=2|39=2|14=60|32=60|31=10")+report1(4, "37=v2|11=b|150=2|39=2|14=100|44=10|40=2")+
		order1(3, "c")+encode("FIX.4.2", "35=3|34=5|45=3|58=no|"+in)+
		session1("F", 4, "11=d|41=b|55=IBM|54=1")+encode("FIX.4.2", "35=3|34=6|45=4|"+in)+encode("FIX.4.2", "35=3|34=7|45=1|372=8|"+out)+
		session1("0", 5, "")+encode("FIX.4.2", "35=3|34=7|45=5|"+in))
	want := []string{"new order=FIRM~VENUE/a", "accepted order=FIRM~VENUE/a", "canceled order=FIRM~VENUE/a", "new order=FIRM~VENUE/b",
		"trade order=FIRM~VENUE/b", "trade order=FIRM~VENUE/b", "new order=FIRM~VENUE/c", "rejected order=FIRM~VENUE/c",
		"cancel? order=FIRM~VENUE/d", "cancel-rejected order=FIRM~VENUE/d"}
	var ids []string
	for _, line := range got.lines {
		ids = append(ids, strings.Fields(line)[1]+" "+strings.Fields(line)[3])
	}
	if !slices.Equal(ids, want) {
		t.Errorf("got\n%s", strings.Join(got.lines, "\n"))
	}
	if last := got.records[5]; last.LastQty != 40 || last.LastPx != 100000 {
		t.Errorf("the second fill is of %d at %d, worked out", last.LastQty, last.LastPx)
	}
	if got.skipped[SkipReject] != 2 {
		t.Errorf("skipped %v", got.skipped)
	}
}

func TestRequestsAreForgotten(t *testing.T) {
	f := &flow{request: map[int]int{}}
	for seq := range 3 * rejectableMax {
		f.remember(seq, 'D', []byte{byte(seq)}, nil)
	}
	if len(f.request) != rejectableMax || len(f.requests) != rejectableMax || f.rejected(2*rejectableMax-1) != nil || f.rejected(2*rejectableMax).kind != 'D' {
		t.Errorf("%d requests, %d numbers", len(f.requests), len(f.request))
	}
}

func TestMemoryIsBounded(t *testing.T) {
	m := newMemory[int]()
	for i := range uint64(5 * recentMax) {
		m.put(i, int(i))
		if _, ok := m.get(0); !ok {
			t.Fatalf("what is asked for is forgotten after %d", i)
		}
	}
	if _, ok := m.get(1); ok || len(m.young)+len(m.old) > 2*recentMax {
		t.Errorf("%d and %d are remembered", len(m.young), len(m.old))
	}
}
