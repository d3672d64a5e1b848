package knight_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model"
)

// cases are the days of the tests: the three readings and the stops on three seeds, and the ends of what else may change.
// misses are hard facts that the case cannot meet; deep says that the whole log is audited too.
var cases = []struct {
	scenario string
	seed     uint64
	misses   string
	deep     bool
}{
	{scenario: "", seed: 1, deep: true},
	{scenario: "", seed: 2},
	{scenario: "", seed: 3},
	{scenario: "reading=redispatch", seed: 1, deep: true},
	{scenario: "reading=redispatch", seed: 2},
	{scenario: "reading=redispatch", seed: 3},
	{scenario: "reading=strict", seed: 1, deep: true},
	{scenario: "reading=strict", seed: 2},
	{scenario: "reading=strict", seed: 3},
	// The flow ends at 09:58 (F06), before prices fall back from the extremes that F09 and F10 ask for (F30).
	{scenario: "stop=958", seed: 1, misses: "F06 F30"},
	{scenario: "stop=958", seed: 2, misses: "F06 F30"},
	{scenario: "stop=958", seed: 3, misses: "F06 F30"},
	{scenario: "stop=taper", seed: 1},
	{scenario: "stop=taper", seed: 2},
	{scenario: "stop=taper", seed: 3},
	{scenario: "stopper=venue", seed: 1, deep: true},
	// An even pace holds prices near their extremes until the stop (F30).
	{scenario: "shape=step", seed: 1, misses: "F30"},
	{scenario: "two_way_share=0.5 fee_per_share=0.0025", seed: 1, deep: true},
	{scenario: "server8_share=0.2 two_way_share=0", seed: 2},
	{scenario: "rollback=09:36:00 impact_decay=5m0s", seed: 3},
}

// paramsFor returns the parameters of a scenario written as "key=value key=value".
func paramsFor(t testing.TB, scenario string) knight.Params {
	t.Helper()
	p := knight.Defaults()
	for _, setting := range strings.Fields(scenario) {
		key, value, _ := strings.Cut(setting, "=")
		if err := p.Set(key, value); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func generate(t testing.TB, scenario string, seed uint64) *datasets.Tables {
	t.Helper()
	day, err := knight.Generate(paramsFor(t, scenario), seed)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func TestDays(t *testing.T) {
	for _, c := range cases {
		t.Run(fmt.Sprintf("%s_seed_%d", strings.ReplaceAll("knight "+c.scenario, " ", "_"), c.seed), func(t *testing.T) {
			day := generate(t, c.scenario, c.seed)
			misses := strings.Fields(c.misses)
			for _, f := range day.About.Facts {
				t.Run(f.ID, func(t *testing.T) { checkFact(t, f, slices.Contains(misses, f.ID)) })
			}
			t.Run("loss", func(t *testing.T) { auditLoss(t, day) })
			if c.scenario == "" && c.seed == 1 {
				t.Run("provenance", func(t *testing.T) { checkProvenance(t, day) })
			}
			if c.deep {
				t.Run("log", func(t *testing.T) { auditLog(t, day) })
				t.Run("settlement", func(t *testing.T) { auditSettlement(t, day) })
			}
		})
	}
}

// checkFact holds a fact against its interval. A hard fact must be met; one that the case cannot meet must be missed and be
// marked soft, so that a report says so.
func checkFact(t *testing.T, f model.Fact, cannot bool) {
	text := fmt.Sprintf("%s (%s): %v, published %v to %v %s [%s, %s]", f.ID, f.Quantity, f.Value, f.Min, f.Max, f.Unit, f.Source, f.Tag)
	switch {
	case cannot && (f.Met() || !f.Soft):
		t.Errorf("expected to be missed and soft: %s", text)
	case !f.Met() && f.Soft:
		t.Log("soft, missed:", text)
	case !f.Met():
		t.Error(text)
	}
}

// checkProvenance holds the default day to more: it meets the soft facts too, every fact cites a source of the list, every
// setting has its reason, every made-up name shows it.
func checkProvenance(t *testing.T, day *datasets.Tables) {
	known := map[string]bool{}
	for _, s := range day.About.Sources {
		known[s.Key] = true
	}
	for _, f := range day.About.Facts {
		if !f.Met() {
			t.Errorf("%s (%s): %v outside %v to %v [%s]", f.ID, f.Quantity, f.Value, f.Min, f.Max, f.Source)
		}
		first := strings.FieldsFunc(f.Source, func(r rune) bool { return strings.ContainsRune(" ,:;", r) })[0]
		if !known[first] && !strings.HasPrefix(first, "F") || !f.Tag.Valid() {
			t.Errorf("%s: source %q, tag %q", f.ID, f.Source, f.Tag)
		}
	}
	for _, s := range day.About.Scenario {
		if s.Key == "" || s.Value == "" || s.Reason == "" || !s.Tag.Valid() {
			t.Errorf("setting %+v is incomplete", s)
		}
	}
	for _, s := range day.SecurityRows {
		if (s.Evidence == model.Synthetic) != strings.HasPrefix(s.Symbol, "SYN") {
			t.Errorf("%s is tagged %s", s.Symbol, s.Evidence)
		}
	}
}
