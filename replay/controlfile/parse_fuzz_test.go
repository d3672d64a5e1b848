package controlfile

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"lossreplay/model/control"
)

func FuzzParse(f *testing.F) {
	for _, controls := range [][]control.Instance{control.All(), control.Variants()} {
		var file bytes.Buffer
		if err := Write(&file, "About.", controls); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
	}
	for _, c := range presetFaults {
		f.Add([]byte(c.file))
	}
	for _, seed := range []string{
		"controls:\n  - control: A16\n    limit: 50\n    window: 1s\n",
		example, "preset: 15c3-5\n", "preset: today\nwithout: [A16]\n", "controls: [{control: A16, limit: 1}]\npreset: \"2012\"\n",
		"controls: [{control: A12, name: x, anchor: receipt, band: 9.5%}]\n",
		"controls:\n  - &a {control: A19, limit: 2000000.00}\n  - *a\n  - <<: *a\n",
		"? controls\n: - ? control\n    : A16\n", "a: !!str 1\n--- |\n x\n...\n", "\"\\x41\": 'b'\r\n\tc", "%YAML 1.2\n---\n", "{a: b, c}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		controls, err := Parse("f", data)
		if err != nil {
			checkProblems(t, err)
			return
		}
		names := map[string]bool{}
		for _, c := range controls {
			if names[c.Name] || !nameForm.MatchString(c.Name) || len(c.Values) != len(c.Spec.Params) {
				t.Fatalf("control %+v among %d", c, len(controls))
			}
			names[c.Name] = true
			for _, p := range c.Spec.Params {
				if v := c.Values[p.Name]; v < p.Min || v > p.Max {
					t.Fatalf("%s %s is %d", c.Name, p.Name, v)
				}
			}
		}
		if len(controls) == 0 || len(controls) > controlsMax {
			t.Fatalf("%d controls", len(controls))
		}
		checkReadBack(t, controls)
	})
}

func checkProblems(t *testing.T, err error) {
	var problems Problems
	if !errors.As(err, &problems) || len(problems) == 0 {
		t.Fatalf("%T: %v", err, err)
	}
	if !slices.IsSortedFunc(problems, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	}) {
		t.Fatalf("out of order:\n%v", err)
	}
	for _, p := range problems {
		if p.Line < 1 || p.Column < 1 || p.Text == "" {
			t.Fatalf("problem without place or words: %+v", p)
		}
	}
}
