package controlfile

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"lossreplay/replay"
)

func TestParseReadsWhatIsThere(t *testing.T) {
	got, err := Parse("controls.yaml", []byte(`# two throttles and a collar
controls:
  - control: A16
    limit: 50
    window: 500ms
  - control: A16
    name: slow throttle
    window: 1m30s
  - {control: "A12", name: A12-2012, anchor: receipt, band: 9.5%}
  - control: A19
    limit: 2500000.50
  - control: A07
    require_halt: no
  - control: A05
`))
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, c := range got {
		text = append(text, fmt.Sprint(c.Name, " ", c.Spec.ID, " ", c.Values))
	}
	want := []string{
		"A16 A16 map[limit:50 mode:0 window:500000000]",
		"slow throttle A16 map[limit:100 mode:0 window:90000000000]",
		"A12-2012 A12 map[anchor:1 band:950]",
		"A19 A19 map[lag:500000000 limit:2500000500000 netting:0]",
		"A07 A07 map[require_halt:0]",
		"A05 A05 map[]",
	}
	if !reflect.DeepEqual(text, want) {
		t.Errorf("got  %q\nwant %q", text, want)
	}
}

func TestParseNamesPlaceAndMend(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"empty_file", "", "1:1: the file is empty; write a list under controls:"},
		{"only_comments", "# nothing\n", "1:1: the file is empty; write a list under controls:"},
		{"list_at_the_top", "- control: A16\n", "1:1: write a list under controls:"},
		{"no_list", "control: A16\n", `1:1: unknown key "control"; did you mean "controls"?
1:1: there is no list controls: and no preset:`},
		{"empty_list", "controls: []\n", `1:1: controls: holds no list; name at least one control, as in "- control: A16"`},
		{"null_list", "controls:\n", `1:1: controls: holds no list; name at least one control, as in "- control: A16"`},
		{"scalar_item", "controls:\n  - A16\n", `2:5: write a control as "- control: A16", with its parameters below`},
		{"item_without_control", "controls:\n  - name: x\n", `2:5: this item names no control; begin it with "- control: A16"`},
		{"unknown_control", "controls:\n  - control: a16\n", `2:14: unknown control "a16"; did you mean "A16"?`},
		{"unknown_control_far_away", "controls:\n  - control: throttle\n", `2:14: unknown control "throttle"; lossreplay controls lists them`},
		{"unknown_parameter", "controls:\n  - control: A16\n    limt: 50\n", `3:5: A16: unknown parameter "limt"; did you mean "limit"?`},
		{"a_parameter_of_another_control", "controls:\n  - control: A05\n    latency: 1s\n", `3:5: A05: unknown parameter "latency"`},
		{"no_unit", "controls:\n  - control: A12\n    band: 9.5\n", `3:11: A12: band: "9.5" has no unit; write 9.5% or 950bp`},
		{"no_point", "controls:\n  - control: A19\n    limit: 2000000\n", `3:12: A19: limit: "2000000" is no amount of money; write 2000000.00`},
		{"out_of_range", "controls:\n  - control: A16\n    limit: 0\n", "3:12: A16: limit: 0 is outside 1..100000"},
		{"no_number", "controls:\n  - control: A16\n    limit: many\n", `3:12: A16: limit: "many" is not a whole number`},
		{"no_choice", "controls:\n  - control: A21\n    mark: last\n", `3:11: A21: mark: "last" is none of liquidation, mid`},
		{"no_value", "controls:\n  - control: A16\n    limit:\n", "3:5: A16: limit: has no value"},
		{"list_as_value", "controls:\n  - control: A16\n    limit: [1]\n", "3:12: A16: limit: takes one plain value, no list, block, alias or tag"},
		{"alias_as_value", "controls:\n  - control: A16\n    limit: &x 5\n    window: *x\n",
			"3:12: A16: limit: takes one plain value, no list, block, alias or tag\n4:13: A16: window: takes one plain value, no list, block, alias or tag"},
		{"key_twice", "controls:\n  - control: A16\n    limit: 1\n    limit: 2\n", `4:5: A16: "limit" is given twice, first on line 3`},
		{"list_twice", "controls:\n  - control: A16\ncontrols:\n  - control: A17\n", `3:1: "controls" is given twice, first on line 1`},
		{"name_twice", "controls:\n  - control: A16\n  - control: A17\n    name: A16\n", `4:11: A17: the control on line 2 is called "A16" already; give this one a name of its own`},
		{"control_twice", "controls:\n  - control: A16\n  - control: A16\n    limit: 9\n", `3:14: A16: the control on line 2 is called "A16" already; give this one a name of its own`},
		{"no_name", "controls:\n  - control: A16\n    name: ../x\n", `3:11: A16: "../x" is no name; use up to 40 letters, digits, spaces and . _ -`},
		{"two_documents", "controls:\n  - control: A16\n---\ncontrols:\n  - control: A17\n", "4:1: a second document; write one list of controls"},
		{"no_yaml", "controls:\n  - control: 'A16\n", "2:14: not YAML: could not find end character of single-quoted text"},
		{"everything_is_reported", "controls:\n  - control: A99\n  - control: A16\n    limt: 1\n    window: 1\n  - control: A12\n    band: 2\nmore: 1\n",
			`2:14: unknown control "A99"; lossreplay controls lists them
4:5: A16: unknown parameter "limt"; did you mean "limit"?
5:13: A16: window: "1" is not a duration; write 500ms, 30s or 7m
7:11: A12: band: "2" has no unit; write 9.5% or 950bp
8:1: unknown key "more"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse("c.yaml", []byte(c.file))
			var problems Problems
			if !errors.As(err, &problems) || got != nil {
				t.Fatalf("controls %v, error %v", got, err)
			}
			want := "c.yaml:" + strings.ReplaceAll(c.want, "\n", "\nc.yaml:")
			if err.Error() != want {
				t.Errorf("got\n%v\nwant\n%s", err, want)
			}
		})
	}
}

func TestParseTakes63ControlsAndNot64(t *testing.T) {
	if controlsMax != replay.ControlsMax {
		t.Fatalf("a file may hold %d controls, a run %d", controlsMax, replay.ControlsMax)
	}
	var b strings.Builder
	b.WriteString("controls:\n")
	for i := range controlsMax {
		fmt.Fprintf(&b, "  - control: A16\n    name: t%d\n", i)
	}
	if got, err := Parse("c.yaml", []byte(b.String())); err != nil || len(got) != controlsMax {
		t.Errorf("%d controls, %v", len(got), err)
	}
	b.WriteString("  - control: A17\n")
	if _, err := Parse("c.yaml", []byte(b.String())); err == nil || err.Error() != "c.yaml:128:5: 64 controls; a run takes at most 63" {
		t.Errorf("error %v", err)
	}
}

func TestParseRefusesWhatIsTooLargeToBeAControlsFile(t *testing.T) {
	for _, c := range []struct{ data, want string }{
		{strings.Repeat("#", bytesMax+1), "c.yaml:1:1: the file has 131073 bytes; a controls file has at most 131072"},
		{strings.Repeat("[", bracketsMax+1), "c.yaml:1:1: the file has 1025 brackets; a controls file has at most 1024"},
	} {
		if _, err := Parse("c.yaml", []byte(c.data)); err == nil || err.Error() != c.want {
			t.Errorf("error %v, want %s", err, c.want)
		}
	}
}
