package controlfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lossreplay/model/control"
)

// chosen returns the preset with one change.
func chosen(t *testing.T, name string, change func([]control.Instance) []control.Instance) []control.Instance {
	t.Helper()
	controls, err := control.Preset(name)
	if err != nil {
		t.Fatal(err)
	}
	return change(controls)
}

func without(ids ...string) func([]control.Instance) []control.Instance {
	return func(controls []control.Instance) []control.Instance {
		return slices.DeleteFunc(controls, func(c control.Instance) bool { return slices.Contains(ids, c.Name) })
	}
}

func set(id, param string, value int64) func([]control.Instance) []control.Instance {
	return func(controls []control.Instance) []control.Instance {
		for i, c := range controls {
			if c.Name == id {
				controls[i] = c.With(id, param, value)
			}
		}
		return controls
	}
}

func plus(id, name, param string, value int64) func([]control.Instance) []control.Instance {
	return func(controls []control.Instance) []control.Instance {
		spec, err := control.Find(id)
		if err != nil {
			panic(err)
		}
		return append(controls, spec.Default().With(name, param, value))
	}
}

func TestParseReadsPresets(t *testing.T) {
	type change = func([]control.Instance) []control.Instance
	for _, c := range []struct {
		name, file, preset string
		changes            []change
	}{
		{"as_it_is", "preset: 2012\n", "2012", nil},
		{"as_text", "preset: \"2012\"\n", "2012", nil},
		{"of_a_rule", "preset: 15c3-5\n", "15c3-5", nil},
		{"less_some", "preset: today\nwithout: [A16, A34]\n", "today", []change{without("A16", "A34")}},
		{"less_some_in_lines", "without:\n  - A16\n  - \"A34\"\npreset: today\n", "today", []change{without("A16", "A34")}},
		{"one_changed_in_its_place", "preset: rts6\ncontrols:\n  - control: A16\n    limit: 50\n", "rts6", []change{set("A16", "limit", 50)}},
		{"changed_by_its_name", "preset: rts6\ncontrols:\n  - name: A16\n    limit: 50\n    control: A16\n", "rts6", []change{set("A16", "limit", 50)}},
		{"what_is_not_given_stays", "controls:\n  - control: A12\npreset: rts6\n", "rts6", nil},
		{"one_more_of_the_same", "preset: rts6\ncontrols:\n  - control: A16\n    name: slow\n    limit: 5\n", "rts6", []change{plus("A16", "slow", "limit", 5)}},
		{"several_of_one", "preset: rts6\ncontrols:\n  - control: A16\n    name: slow\n    limit: 5\n  - {control: A16, limit: 70}\n  - {control: A16, name: fast, limit: 500}\n",
			"rts6", []change{set("A16", "limit", 70), plus("A16", "slow", "limit", 5), plus("A16", "fast", "limit", 500)}},
		{"one_that_the_preset_lacks", "preset: 15c3-5\ncontrols:\n  - control: A16\n    limit: 5\n", "15c3-5", []change{plus("A16", "A16", "limit", 5)}},
		{"left_out_but_there_under_another_name", example, "2012",
			[]change{without("A16", "A34"), set("A12", "band", 950), plus("A16", "slow throttle", "window", 10_000_000_000)}},
		{"all_left_out_and_one_added", "preset: 15c3-5\nwithout: [" + strings.Join(names(t, "15c3-5"), ", ") + "]\ncontrols:\n  - {control: A16, name: x, limit: 3}\n",
			"15c3-5", []change{without(names(t, "15c3-5")...), plus("A16", "x", "limit", 3)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse("c.yaml", []byte(c.file))
			if err != nil {
				t.Fatal(err)
			}
			want := chosen(t, c.preset, func(controls []control.Instance) []control.Instance {
				for _, change := range c.changes {
					controls = change(controls)
				}
				return controls
			})
			if diff := difference(got, want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func names(t *testing.T, preset string) []string {
	t.Helper()
	var all []string
	for _, c := range chosen(t, preset, without()) {
		all = append(all, c.Name)
	}
	return all
}

var presetFaults = []struct{ name, file, want string }{
	{"unknown_preset", "preset: 2013\n", `1:9: unknown preset "2013"; did you mean "2012"?`},
	{"unknown_preset_far_away", "preset: mifid\n", `1:9: unknown preset "mifid"; there are core, 2012, 15c3-5, rts6, fia-2024, today`},
	{"no_preset", "preset:\n", "1:1: preset: has no value"},
	{"preset_list", "preset: [2012]\n", "1:9: preset: takes one plain value, no list, block, alias or tag"},
	{"preset_alias", "controls: &a\n  - control: A16\npreset: *a\n", `1:1: controls: holds no list; name at least one control, as in "- control: A16"
3:9: preset: takes one plain value, no list, block, alias or tag`},
	{"preset_twice", "preset: 2012\npreset: rts6\n", `2:1: "preset" is given twice, first on line 1`},
	{"misspelt", "prest: 2012\n", `1:1: unknown key "prest"; did you mean "preset"?` + "\n1:1: there is no list controls: and no preset:"},
	{"misspelt_without", "preset: 2012\nwitout: [A16]\n", `2:1: unknown key "witout"; did you mean "without"?`},
	{"without_alone", "without: [A16]\ncontrols:\n  - control: A16\n", "1:1: without: leaves controls of a preset out, and there is no preset:"},
	{"without_one_word", "preset: 2012\nwithout: A16\n", `2:1: without: holds no list; name at least one control, as in "without: [A16]"`},
	{"without_nothing", "preset: 2012\nwithout: []\n", `2:1: without: holds no list; name at least one control, as in "without: [A16]"`},
	{"without_null", "preset: 2012\nwithout:\n", `2:1: without: holds no list; name at least one control, as in "without: [A16]"`},
	{"without_a_block", "preset: 2012\nwithout: [A16, [A12]]\n", "2:16: without: takes one plain value, no list, block, alias or tag"},
	{"without_twice", "preset: 2012\nwithout: [A16, A16]\n", `2:16: "A16" is left out twice, first on line 2`},
	{"without_what_is_not_there", "preset: 15c3-5\nwithout:\n  - A12\n  - A16\n", `4:5: preset 15c3-5 has no control "A16" to leave out`},
	{"without_what_is_no_control", "preset: 15c3-5\nwithout: [A188]\n", `2:11: preset 15c3-5 has no control "A188" to leave out; did you mean "A18"?`},
	{"without_of_an_unknown_preset", "preset: x\nwithout: [A16]\n", `1:9: unknown preset "x"; there are core, 2012, 15c3-5, rts6, fia-2024, today`},
	{"left_out_and_changed", "preset: 2012\nwithout: [A16]\ncontrols:\n  - control: A16\n    limit: 5\n",
		`4:14: A16: "A16" is left out on line 2; take it out of without:, or give this one a name of its own`},
	{"name_of_another", "preset: 2012\ncontrols:\n  - control: A17\n    name: A16\n", `4:11: A17: "A16" is control A16 of preset 2012; give this one a name of its own`},
	{"changed_twice", "preset: 2012\ncontrols:\n  - control: A16\n    limit: 5\n  - control: A16\n    limit: 6\n",
		`5:14: A16: the control on line 3 is called "A16" already; give this one a name of its own`},
	{"empty_list_with_a_preset", "preset: 2012\ncontrols: []\n", `2:1: controls: holds no list; name at least one control, as in "- control: A16"`},
	{"out_of_range", "preset: 2012\ncontrols:\n  - control: A16\n    limit: 0\n", "4:12: A16: limit: 0 is outside 1..100000"},
	{"unknown_parameter", "preset: 2012\ncontrols:\n  - control: A16\n    limt: 1\n", `4:5: A16: unknown parameter "limt"; did you mean "limit"?`},
	{"everything_is_reported", "preset: 2012\nwithout: [A16, nil]\ncontrols:\n  - control: A16\n  - control: A12\n    band: 2\nmore: 1\n",
		`2:16: preset 2012 has no control "nil" to leave out
4:14: A16: "A16" is left out on line 2; take it out of without:, or give this one a name of its own
6:11: A12: band: "2" has no unit; write 9.5% or 950bp
7:1: unknown key "more"`},
}

func TestParseNamesPlaceAndMendOfPresets(t *testing.T) {
	for _, c := range presetFaults {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse("c.yaml", []byte(c.file))
			if err == nil || got != nil {
				t.Fatalf("controls %v, error %v", got, err)
			}
			if want := "c.yaml:" + strings.ReplaceAll(c.want, "\n", "\nc.yaml:"); err.Error() != want {
				t.Errorf("got\n%v\nwant\n%s", err, want)
			}
		})
	}
}

func TestParseRefusesAPresetOfWhichNothingIsLeft(t *testing.T) {
	_, err := Parse("c.yaml", []byte("preset: rts6\nwithout: ["+strings.Join(names(t, "rts6"), ", ")+"]\n"))
	if want := "c.yaml:1:1: all controls of preset rts6 are left out, and there is no list controls:"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestParseCountsThePresetAmongThe63 adds to a preset, beside a change that is no addition, as many controls as fit, then
// one more.
func TestParseCountsThePresetAmongThe63(t *testing.T) {
	var b strings.Builder
	b.WriteString("preset: rts6\ncontrols:\n  - control: A16\n")
	for i := range controlsMax - len(names(t, "rts6")) {
		fmt.Fprintf(&b, "  - {control: A16, name: t%d}\n", i)
	}
	if got, err := Parse("c.yaml", []byte(b.String())); err != nil || len(got) != controlsMax {
		t.Errorf("%d controls, %v", len(got), err)
	}
	line := strings.Count(b.String(), "\n") + 1
	b.WriteString("  - {control: A17, name: more}\n")
	want := fmt.Sprintf("c.yaml:%d:6: 64 controls; a run takes at most 63", line)
	if _, err := Parse("c.yaml", []byte(b.String())); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
