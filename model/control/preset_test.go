package control

import (
	"slices"
	"testing"
)

// TestPresetsHoldWhatTheirBooksAskFor pins where a control belongs and why: by book, the clause that asks for it.
func TestPresetsHoldWhatTheirBooksAskFor(t *testing.T) {
	type clauses = map[string]string
	for _, c := range []struct {
		id    string
		books clauses
		not   string // why the books that are not there are not
	}{
		{"A01", nil, "RTS 6 Art. 11 asks for a review of material changes, not for equal builds"},
		{"A05", nil, "practice; no book names it"},
		{"A07", nil, "practice; no book names it"},
		{"A12", clauses{"15c3-5": "(c)(1)(ii)", "rts6": "Art. 15(1)(a)", "fia-2024": "1.3 price tolerance"}, ""},
		{"A14", nil, "the SEC named it as missing (34-70694 para 21), the rule's text does not"},
		{"A16", clauses{"rts6": "Art. 15(1)(d)", "fia-2024": "message throttles"}, "15c3-5 names none"},
		{"A17", clauses{"rts6": "Art. 15(3)", "fia-2024": "repeated automated execution limits"}, "15c3-5 names none"},
		{"A18", clauses{"15c3-5": "(c)(1)(i)", "rts6": "Art. 17(4), of derivatives", "fia-2024": "1.2 maximum intraday position"}, ""},
		{"A19", clauses{"15c3-5": "(c)(1)(i)", "rts6": "Art. 15(4), (5)"}, "FIA 2024 names none"},
		{"A21", nil, "asked for in Clark, Chicago Fed Letter 303; no book names it"},
		{"A26", nil, "no book names it"},
		{"A34", nil, "a rule of the venues, not of the firm"},
		{"A41", clauses{"rts6": "Art. 12", "fia-2024": "1.5 kill switches"}, "15c3-5 never uses the phrase"},
		{"A42", nil, "no book names it"},
	} {
		for _, p := range Presets() {
			_, want := c.books[p.Name]
			want = want || p.Name == "core" || p.Name == "2012" || p.Name == "today" // these are the fourteen, and all existed
			if got := slices.Contains(presetIDs(t, p.Name), c.id); got != want {
				t.Errorf("%s in %s: %t, want %t (%q, %s)", c.id, p.Name, got, want, c.books[p.Name], c.not)
			}
		}
	}
}

func presetIDs(t *testing.T, name string) []string {
	t.Helper()
	chosen, err := Preset(name)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range chosen {
		if c.Name != c.Spec.ID || len(c.Values) != len(c.Spec.Params) {
			t.Errorf("%s in preset %s is %+v", c.Spec.ID, name, c)
		}
		ids = append(ids, c.Spec.ID)
	}
	return ids
}

func TestPresetsFollowTheCatalogue(t *testing.T) {
	for _, p := range Presets() {
		ids := presetIDs(t, p.Name)
		if len(ids) == 0 || !slices.IsSorted(ids) || p.About == "" {
			t.Errorf("preset %+v is %v", p, ids)
		}
	}
	for _, s := range Catalogue() {
		loop := s.LoopOnly != nil && s.LoopOnly(s.Default().Values)
		for name, want := range map[string]bool{"2012": s.Existed && !loop, "today": !loop} {
			if got := slices.Contains(presetIDs(t, name), s.ID); got != want {
				t.Errorf("%s in %s: %t, want %t", s.ID, name, got, want)
			}
		}
		if s.InForce && !s.Existed {
			t.Errorf("%s was in force but did not exist", s.ID)
		}
		for _, book := range s.Rules {
			if book == "2012" || book == "today" || unknown(book) {
				t.Errorf("%s has rule book %q, which is none of the presets'", s.ID, book)
			}
		}
	}
}

func unknown(preset string) bool {
	_, err := Preset(preset)
	return err != nil
}

func TestPresetLeavesOutWhatOnlyTheClosedLoopCanSay(t *testing.T) {
	always, never := orderRate, orderRate
	always.ID, always.LoopOnly = "A98", func(Values) bool { return true }
	never.ID, never.LoopOnly = "A99", func(v Values) bool { return v["limit"] == 1 }
	before := catalogue
	defer func() { catalogue = before }()
	catalogue = append(slices.Clone(catalogue), &always, &never)
	for _, name := range []string{"2012", "rts6", "fia-2024", "today"} {
		ids := presetIDs(t, name)
		if slices.Contains(ids, "A98") || !slices.Contains(ids, "A99") {
			t.Errorf("preset %s is %v", name, ids)
		}
	}
}

func TestPresetNames(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"2021", `unknown preset "2021"; did you mean "2012"?`},
		{"RTS6", `unknown preset "RTS6"; did you mean "rts6"?`},
		{"fia-2042", `unknown preset "fia-2042"; did you mean "fia-2024"?`},
		{"mifid", `unknown preset "mifid"; there are core, 2012, 15c3-5, rts6, fia-2024, today`},
		{"", `unknown preset ""; there are core, 2012, 15c3-5, rts6, fia-2024, today`},
	} {
		if got, err := Preset(c.name); err == nil || err.Error() != c.want || got != nil {
			t.Errorf("%q: %v, %v; want %s", c.name, got, err, c.want)
		}
	}
}

func TestPresetsShareNothing(t *testing.T) {
	first, _ := Preset("today")
	for _, c := range first {
		for name := range c.Values {
			c.Values[name]++
		}
	}
	second, _ := Preset("today")
	for _, c := range second {
		for _, p := range c.Spec.Params {
			if c.Values[p.Name] != p.Default {
				t.Errorf("%s %s is %d after another preset was changed", c.Name, p.Name, c.Values[p.Name])
			}
		}
	}
}
