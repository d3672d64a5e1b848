package tabular

import (
	"fmt"
	"strings"
	"testing"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

func timelineOf(t testing.TB, text string) *taken {
	t.Helper()
	k := &taken{}
	s := &Settings{Scale: 4, Date: "2012-08-01", Zone: newYork}
	if err := ReadTimeline(strings.NewReader(text), 0, s, k.sink()); err != nil {
		t.Fatal(err)
	}
	return k
}

func TestTimelineInBothForms(t *testing.T) {
	for name, text := range map[string]string{
		"json": `{"at": "2012-07-27T18:00:00-04:00", "kind": "deploy", "server": "s1", "build": "rlp", "reaction": false, "text": "a \"release\""}

{"at": "08:01:00", "kind": "alert", "text": "Power Peg disabled"}
{"kind":"rollback","at":"2012-08-01 09:40:00","server":"s1","build":"old","reaction":true,"text":null}
`,
		"csv": "at,kind,server,build,reaction,text\n2012-07-27T18:00:00-04:00,deploy,s1,rlp,false,\"a \"\"release\"\"\"\n\n08:01:00,alert,,,,Power Peg disabled\n" +
			"2012-08-01 09:40:00,rollback,s1,old,yes,\n",
	} {
		k := timelineOf(t, text)
		if len(k.records) != 3 || len(k.refusals) != 0 || k.skips["empty line"] != 1 {
			t.Fatalf("%s: %v %v %v", name, k.records, k.refusals, k.skips)
		}
		var got []string
		for _, r := range k.records {
			if r.Kind != intake.Operation {
				t.Errorf("%s: kind %d", name, r.Kind)
			}
			got = append(got, fmt.Sprint(r.At, " ", r.Op, " ", string(r.Server), " ", string(r.Build), " ", r.Reaction, " ", string(r.Text)))
		}
		want := `2012-07-27T22:00:00Z deploy s1 rlp false a "release"|2012-08-01T12:01:00Z alert   false Power Peg disabled|2012-08-01T13:40:00Z rollback s1 old true `
		if text := strings.Join(got, "|"); text != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, text, want)
		}
		if k.records[2].Op != model.OpRollback {
			t.Errorf("%s: %v", name, k.records[2].Op)
		}
	}
}

func TestTimelineRefusesWithTheNearestWord(t *testing.T) {
	for _, c := range []struct{ line, field, reason string }{
		{`{"at": "2012-08-01", "kind": "deplyo", "server": "s", "build": "b"}`, "kind (op)", "is no operation: did you mean deploy?"},
		{`{"at": "2012-08-01", "kind": "stop", "sever": "s"}`, "sever", unknownKey + ": did you mean server?"},
		{`{"at": "2012-08-01", "kind": "stop", "kind": "stop"}`, "kind", keyTwice},
		{`{"at": "2012-08-01", "kind": "deploy", "server": "s"}`, "build", isEmpty},
		{`{"kind": "stop"}`, "at (time)", isEmpty},
		{`{"at": "yesterday", "kind": "stop"}`, "at (time)", badTime},
		{`{"at": "2012-08-01", "kind": "stop", "reaction": "perhaps"}`, "reaction (reaction)", "is neither true nor false"},
		{`{"at": 5, "kind": "stop"}`, "at", "is no text, true or false"},
		{`{"at": ["2012-08-01"], "kind": "stop"}`, "at", "is no text, true or false"},
		{`{"at": "2012-08-01", "kind": "stop"`, "", notJSON},
		{`{"at": "2012-08-01", "kind": "stop"} {}`, "", "line has more than one object"},
		{`[1]`, "", notJSON},
		{`{"text": "` + strings.Repeat("x", rowMax) + `"}`, "", rowTooLong},
	} {
		k := timelineOf(t, `{"at": "2012-08-01", "kind": "stop"}`+"\n"+c.line+"\n"+`{"at": "2012-08-01", "kind": "stop"}`)
		if len(k.records) != 2 || len(k.refusals) != 1 {
			t.Errorf("%.60s: kept %d, refused %v", c.line, len(k.records), k.refusals)
			continue
		}
		if r := k.refusals[0]; r.Reason != c.reason || r.Field != c.field || r.Where.Line != 2 {
			t.Errorf("%.60s: line %d %q %q, want %q %q", c.line, r.Where.Line, r.Field, r.Reason, c.field, c.reason)
		}
	}
}

func TestTimelineWithAWrongHeaderRefusesEveryLine(t *testing.T) {
	k := timelineOf(t, "at,kind,severity\n2012-08-01,stop,5\n2012-08-01,stop,6\n")
	if len(k.records) != 0 || len(k.refusals) != 3 || k.refusals[0].Field != "header" || k.refusals[2].Reason != badHeader {
		t.Errorf("%v", k.refusals)
	}
}
