package control

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"lossreplay/model"
)

func TestCatalogueIsSortedAndUnique(t *testing.T) {
	want := []string{}
	for n := range 44 {
		want = append(want, fmt.Sprintf("A%02d", n+1))
	}
	var ids []string
	names := map[string]bool{}
	for _, s := range Catalogue() {
		ids = append(ids, s.ID)
		names[s.Name] = true
	}
	if !slices.Equal(ids, want) {
		t.Errorf("catalogue %v, want %v", ids, want)
	}
	if len(names) != len(want) {
		t.Errorf("%d different names for %d controls", len(names), len(want))
	}
}

func TestEveryEntryIsComplete(t *testing.T) {
	for _, s := range Catalogue() {
		t.Run(s.ID, func(t *testing.T) {
			for what, text := range map[string]string{"Name": s.Name, "Observes": s.Observes, "Trigger": s.Trigger, "Scope": s.Scope,
				"Action": s.Action, "Latency": s.Latency, "Rearm": s.Rearm, "Coverage": s.Coverage, "Availability": s.Availability, "Source": s.Source} {
				if strings.Contains(text, ".md") {
					t.Errorf("%s is %q: its reader has no such file", what, text)
				}
				if text == "" || strings.TrimSpace(text) != text || strings.HasSuffix(text, ".") {
					t.Errorf("%s is %q: say something, without full stop", what, text)
				}
			}
			if s.Family.String() == "?" || s.New == nil {
				t.Error("no family or no monitor")
			}
			for _, need := range s.Needs {
				if !slices.Contains([]string{"quotes", "bars", "operations", "securities.halt_move", "securities.normal_volume"}, need) {
					t.Errorf("needs %q, which is no optional table or column", need)
				}
			}
			seen := map[string]bool{}
			for _, p := range s.Params {
				if seen[p.Name] {
					t.Errorf("parameter %s twice", p.Name)
				}
				seen[p.Name] = true
				checkParam(t, p)
			}
			for _, name := range s.Thresholds {
				if p := s.Param(name); p == nil || p.Unit == Choice {
					t.Errorf("threshold %q is no parameter with a size", name)
				}
			}
			if (s.Thresholds != nil) == slices.Contains(askWhether, s.ID) || s.Lowered != nil && s.Thresholds != nil {
				t.Errorf("thresholds %v: a control either asks how much, or whether, or has its limit from a rule", s.Thresholds)
			}
		})
	}
}

// askWhether are the controls without a threshold among their parameters. A34 and A35 have theirs from a rule.
var askWhether = []string{"A01", "A02", "A03", "A05", "A06", "A07", "A28", "A31", "A32", "A34", "A35", "A40"}

func checkParam(t *testing.T, p Param) {
	t.Helper()
	if p.Name == "" || p.Doc == "" || p.Source == "" || strings.Contains(p.Source, ".md") {
		t.Errorf("parameter %q lacks its name, doc or a source that its reader has", p.Name)
	}
	if p.Tag != model.Published && p.Tag != model.Assumed && p.Tag != model.Derived {
		t.Errorf("%s has tag %q", p.Name, p.Tag)
	}
	if p.Default < p.Min || p.Default > p.Max || p.Min < 0 {
		t.Errorf("%s: default %d, range %d..%d", p.Name, p.Default, p.Min, p.Max)
	}
	if p.Unit == Choice && (p.Min != 0 || p.Max != int64(len(p.Choices))-1) {
		t.Errorf("%s: range %d..%d for %d choices", p.Name, p.Min, p.Max, len(p.Choices))
	}
	for _, v := range []int64{p.Min, p.Default, p.Max} {
		if got, err := p.Parse(p.Text(v)); err != nil || got != v {
			t.Errorf("%s: %d is written %q and read as %d, %v", p.Name, v, p.Text(v), got, err)
		}
	}
}

func TestAllIsTheCatalogueInOrder(t *testing.T) {
	defaults := All()
	for i, s := range Catalogue() {
		d := defaults[i]
		if d.Name != s.ID || d.Spec != s || len(d.Values) != len(s.Params) {
			t.Errorf("default %d is %s with %d values, want %s with %d", i, d.Name, len(d.Values), s.ID, len(s.Params))
		}
	}
}

func TestVariantsAreWhatTheySay(t *testing.T) {
	changed := map[string]map[string]int64{
		"A12-2012": {"anchor": anchorReceipt, "band": 950}, "A12-last": {"anchor": anchorLast}, "A16-kill": {"mode": modeKill},
		"A19-net": {"netting": nettingNet}, "A20-2012": {"error_account": accountExcluded}, "A21-mid": {"mark": markMid},
		"A38-2012": {"action": monitorDisplays},
	}
	for _, v := range Variants() {
		want := v.Spec.Default().Values
		maps.Copy(want, changed[v.Name])
		if !maps.Equal(v.Values, want) || maps.Equal(want, v.Spec.Default().Values) || v.LoopOnly() {
			t.Errorf("%s: %v, want %v", v.Name, v.Values, want)
		}
		delete(changed, v.Name)
	}
	if len(changed) > 0 {
		t.Errorf("no variant for %v", changed)
	}
	if priceCollar.Default().Values["band"] != 500 {
		t.Error("a variant changed the default")
	}
}

func TestFind(t *testing.T) {
	if s, err := Find("A21"); err != nil || s.ID != "A21" {
		t.Errorf("%v, %v", s, err)
	}
	if _, err := Find("A99"); err == nil || !strings.Contains(err.Error(), "lossreplay controls") {
		t.Errorf("error %v names no way out", err)
	}
}

func TestParamParse(t *testing.T) {
	for _, c := range []struct {
		param Param
		text  string
		want  int64
		err   string // a part of it
	}{
		{orderRate.Params[0], "50", 50, ""},
		{orderRate.Params[0], "0", 0, "limit: 0 is outside 1..100000"},
		{orderRate.Params[0], "50.5", 0, "is not a whole number"},
		{orderRate.Params[1], "1s", 1_000_000_000, ""},
		{orderRate.Params[1], "1", 0, "write 500ms, 30s or 7m"},
		{accountGross.Params[0], "2000000.00", 2_000_000_000_000, ""},
		{accountGross.Params[0], "2000000", 0, "write 2000000.00"},
		{accountGross.Params[0], "2e6", 0, "write 2000000.00"},
		{priceCollar.Params[1], "950bp", 950, ""},
		{priceCollar.Params[1], "9.5%", 950, ""},
		{priceCollar.Params[1], "9.5 %", 950, ""},
		{priceCollar.Params[1], "9.5", 0, "has no unit; write 9.5% or 950bp"},
		{priceCollar.Params[1], "9.555%", 0, "whole basis points"},
		{priceCollar.Params[1], "9.5bp", 0, "whole basis points"},
		{priceCollar.Params[1], "x%", 0, "is no number of percent"},
		{priceCollar.Params[0], "receipt", 1, ""},
		{priceCollar.Params[0], "last", 2, ""},
		{priceCollar.Params[0], "open", 0, "is none of arrival, receipt, last"},
	} {
		got, err := c.param.Parse(c.text)
		if got != c.want || (err == nil) != (c.err == "") || (err != nil && !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s %q: %d, %v; want %d, %q", c.param.Name, c.text, got, err, c.want, c.err)
		}
	}
}

func TestWithRefusesWhatIsNoParameter(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	orderRate.Default().With("x", "limit", 0)
}
