package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

var update = flag.Bool("update", false, "write the golden files and the example in docs/json.md anew")

// golden compares got with a file, or writes the file with -update.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got), -update writes it anew:\n%s", path, diff)
	}
}

func table(t *testing.T, r *Results) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := r.Table(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTable(t *testing.T) {
	for name, in := range map[string]Inputs{
		"tiny":    tinyStudy(t),
		"small":   study(t, daytest.Small(), control.Defaults(), control.Variants()),
		"nothing": study(t, tinyDay(), nil, nil),
	} {
		t.Run(name, func(t *testing.T) {
			text := table(t, build(t, in))
			golden(t, filepath.Join("testdata", name+".txt"), text)
			for i, line := range strings.Split(string(text), "\n") {
				if n := utf8.RuneCountInString(line); n > widthMax || strings.TrimRight(line, " ") != line {
					t.Errorf("line %d has %d columns, at most %d and no space at the end are wanted: %q", i+1, n, widthMax, line)
				}
			}
		})
	}
}

func TestTableSaysWhenTheReplayIsNotFaithful(t *testing.T) {
	r := build(t, tinyStudy(t))
	r.Fidelity = Fidelity{RecordedLoss: 2 * dollar, ReplayedLoss: 3 * dollar, Differences: []string{"loss: recorded 2.00, replayed 3.00"}}
	text := string(table(t, r))
	if !strings.Contains(text, "THE REPLAY IS NOT FAITHFUL") || strings.Contains(text, "exactly.") {
		t.Errorf("the table does not warn:\n%s", text)
	}
}

func TestTableCallsAssumedFiguresAssumed(t *testing.T) {
	r := build(t, study(t, daytest.Small(), control.Defaults(), nil))
	text := strings.Join(strings.Fields(string(table(t, r))), " ")
	for _, c := range r.Controls {
		for _, p := range c.Parameters {
			if p.Tag == "assumed" && !strings.Contains(text, p.Name+" "+shown(&p, r.Currency)+" (assumed)") {
				t.Errorf("%s: parameter %s %s stands without the word assumed", c.Label, p.Name, p.Value)
			}
		}
	}
}
