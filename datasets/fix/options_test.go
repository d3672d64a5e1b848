package fix

import (
	"reflect"
	"strings"
	"testing"

	"lossreplay/datasets"
)

func TestOptionsAreReadAndChecked(t *testing.T) {
	var o Options
	text := "checks: refuse\nclock: sending\nsessions: {exclude: [DROP]}\nparents: [526, 9001]\nchain: true\naccount: 440\nserver: 50\nvenue: 207\nflag: 847\n"
	if err := datasets.ReadYAML("map.yaml", []byte(text), &o); err != nil {
		t.Fatal(err)
	}
	s, err := o.Settings("2012-08-01", 4)
	if err != nil || !s.refuseChecks || !s.sending || !s.chain || len(s.parents) != 2 || s.server != 50 || s.symbol != tagSymbol {
		t.Errorf("%+v, %v", s, err)
	}
	if schema, err := datasets.YAMLSchema(reflect.TypeFor[Options](), "fix"); err != nil || !strings.Contains(string(schema), `"sessions"`) {
		t.Errorf("schema %s, %v", schema, err)
	}
	_, err = Options{Checks: "ignore", Clock: "60", Parents: []int64{0, -1}, Flag: 1e9,
		Sessions: SessionOptions{Include: []string{"A"}, Exclude: []string{"A"}}}.Settings("1 August", 4)
	for _, want := range []string{`checks: "ignore"`, `clock: "60"`, "parents[0]: 0", "parents[1]: -1", "flag: 1000000000", `sessions: "A"`, `date: "1 August"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %s", err, want)
		}
	}
}

// TestOptionsRead: the same messages under other options. want are parts of the last record.
func TestOptionsRead(t *testing.T) {
	log := order1(1, "a") +
		encode("FIX.4.2", "35=G|34=2|"+out+"11=b|41=a|55=IBM|54=1|38=200|40=2|44=10|60=20120801-09:30:00|526=P1|9001=P2|50=host1|207=XNAS|847=T|440=acc") +
		encode("FIX.4.2", "35=G|34=3|"+out+"11=c|41=b|55=IBM|54=1|38=300|40=2|44=10|60=20120801-09:31:00|9001=P2|50=host1|207=XNAS|847=T|440=acc")
	for _, c := range []struct {
		name string
		o    Options
		want []string
		not  string
	}{
		{"none", Options{}, []string{"20120801-09:31:00", "server=FIRM", "venue=VENUE"}, "parent="},
		{"sending time", Options{Clock: "sending"}, []string{"20120801-13:30:00.5"}, "09:31"},
		{"first tag that is there", Options{Parents: []int64{526, 9001}, Chain: true}, []string{"parent=P2"}, "inferred"},
		{"chain", Options{Chain: true}, []string{"parent=FIRM~VENUE/a", "inferred"}, "parent=P"},
		{"tags", Options{Server: 50, Venue: 207, Flag: 847, Account: 440}, []string{"server=host1", "venue=XNAS", "flag=T", "account=acc"}, "server=FIRM"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readAll(t, c.o, 4, log)
			last := got.lines[len(got.lines)-1]
			for _, part := range c.want {
				if !strings.Contains(last, part) {
					t.Errorf("%s has no %s", last, part)
				}
			}
			if strings.Contains(last, c.not) && c.not != "" {
				t.Errorf("%s has %s", last, c.not)
			}
		})
	}
}

func TestChecksRefuse(t *testing.T) {
	good := order1(1, "a")
	log := good + strings.Replace(order1(2, "b"), "38=100", "38=900", 1) + strings.Replace(order1(3, "c"), "38=100", "38=90", 1) +
		order1(4, "d")[:len(order1(4, "d"))-8] + "\n"
	if got := readAll(t, Options{}, 4, log); len(got.records) != 4 || got.warned[WarnSum] != 1 || got.warned[WarnBoth] != 1 || got.warned[WarnOpen] != 1 {
		t.Errorf("warn: %d records, %v", len(got.records), got.warned)
	}
	got := readAll(t, Options{Checks: "refuse"}, 4, log)
	if len(got.records) != 1 || len(got.refusals) != 3 || got.refusals[0].Where.Line != 2 || got.refusals[0].Where.Offset != int64(len(good)) {
		t.Errorf("refuse: %d records, %+v", len(got.records), got.refusals)
	}
}

func TestOtherDaysAreLeftOut(t *testing.T) {
	s, err := Options{}.Settings("2012-08-02", 4)
	if err != nil {
		t.Fatal(err)
	}
	c := &collected{}
	r := NewReader(s, c.sink())
	far := strings.ReplaceAll(order1(2, "b"), "20120801-13", "20120801-09") // still 1 August in every zone
	if err := r.Read(strings.NewReader(order1(1, "a")+far), 0); err != nil {
		t.Fatal(err)
	}
	r.Close()
	if len(c.records) != 1 || c.skipped[SkipDay] != 1 {
		t.Errorf("%d records, skipped %v", len(c.records), c.skipped)
	}
}
