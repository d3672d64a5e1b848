package report

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

// toldOf returns what a folder of these results would tell.
func toldOf(t testing.TB, r *Results) *Told {
	t.Helper()
	m := r.manifest([]FileSum{}).(Manifest)
	return &Told{Manifest: &m, Results: r}
}

// mirrored returns a difference with its sides exchanged.
func mirrored(d *Difference) *Difference {
	m := *d
	m.Old, m.New, m.Removed, m.Added = d.New, d.Old, d.Added, d.Removed
	m.NotesRemoved, m.NotesAdded = d.NotesAdded, d.NotesRemoved
	turn := func(figures []Figure) []Figure {
		figures = slices.Clone(figures)
		for i := range figures {
			f := &figures[i]
			f.Old, f.New = f.New, f.Old
			if f.Change != nil {
				back := -*f.Change
				f.Change = &back
			}
		}
		return figures
	}
	m.Made, m.Parameters, m.BestSets = slices.Clone(d.Made), slices.Clone(d.Parameters), slices.Clone(d.BestSets)
	for i := range m.Made {
		m.Made[i].Old, m.Made[i].New = m.Made[i].New, m.Made[i].Old
	}
	for i := range m.Parameters {
		m.Parameters[i].Old, m.Parameters[i].New = m.Parameters[i].New, m.Parameters[i].Old
	}
	for i := range m.BestSets {
		s := &m.BestSets[i]
		s.Old, s.New, s.OldLoss, s.NewLoss = s.New, s.Old, s.NewLoss, s.OldLoss
	}
	m.Figures, m.Controls, m.Facts = turn(d.Figures), slices.Clone(d.Controls), slices.Clone(d.Facts)
	for i := range m.Controls {
		m.Controls[i].Figures = turn(m.Controls[i].Figures)
	}
	for i := range m.Facts {
		m.Facts[i].Old, m.Facts[i].New = m.Facts[i].New, m.Facts[i].Old
	}
	return &m
}

// runsToCompare are runs of small days that differ in one thing or another.
func runsToCompare(t *testing.T) map[string]*Told {
	controls := tinyControls(t)
	tight := slices.Clone(controls)
	tight[2] = tight[2].With("A19", "limit", 25_000_000_000_000)
	other := tinyDay()
	other.About.Scenario[0].Value, other.About.Seed = "moving", 9
	other.ClosingRows[0].BlockNotional -= 1_000_000
	other.About.Facts[0].Min, other.About.Facts[0].Max = 40, 50
	moved := build(t, study(t, other, controls, nil))
	moved.Version, moved.provenance.tables = "2.0.0", []TableSum{{Name: "children", SHA256: "cd34", Rows: 6}}
	drawn := func(draws int, median Decimal) *Told {
		r := build(t, study(t, tinyDay(), controls, nil))
		r.Ranges = &Ranges{Draws: draws, Controls: []ControlRange{{Label: "A14", Prevented: FigureRange{P5: dollar, Median: median, P95: 9 * dollar}}}}
		return toldOf(t, r)
	}
	return map[string]*Told{
		"drawn":   drawn(8, 2*dollar),
		"redrawn": drawn(16, 3*dollar),
		"tiny":    toldOf(t, build(t, tinyStudy(t))),
		"plain":   toldOf(t, build(t, study(t, tinyDay(), controls, nil))),
		"tight":   toldOf(t, build(t, study(t, tinyDay(), tight, nil))),
		"fewer":   toldOf(t, build(t, study(t, tinyDay(), controls[:2], control.Variants()[:1]))),
		"nothing": toldOf(t, build(t, study(t, tinyDay(), nil, nil))),
		"moved":   toldOf(t, moved),
		"small":   toldOf(t, build(t, study(t, daytest.Small(), control.Defaults(), control.Variants()))),
	}
}

func TestDifferencesMirror(t *testing.T) {
	runs := runsToCompare(t)
	names := []string{"tiny", "plain", "tight", "fewer", "nothing", "moved", "small", "drawn", "redrawn"}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(names).Draw(t, "a"), rapid.SampledFrom(names).Draw(t, "b")
		there, back := Compare(runs[a], runs[b]), Compare(runs[b], runs[a])
		if there.Same != (a == b) {
			t.Fatalf("%s and %s: same %v", a, b, there.Same)
		}
		if diff := cmp.Diff(there, mirrored(back)); diff != "" {
			t.Fatalf("%s to %s is not the mirror of the way back: %s", a, b, diff)
		}
	})
}

func TestDifference(t *testing.T) {
	runs := runsToCompare(t)
	for name, pair := range map[string][2]string{"same": {"tiny", "tiny"}, "limit": {"plain", "tight"}, "controls": {"plain", "fewer"},
		"day": {"plain", "moved"}} {
		t.Run(name, func(t *testing.T) {
			d := Compare(runs[pair[0]], runs[pair[1]])
			var out bytes.Buffer
			if err := d.Table(&out); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", "diff-"+name+".txt"), out.Bytes())
			for i, line := range strings.Split(out.String(), "\n") {
				if n := utf8.RuneCountInString(line); n > widthMax || strings.TrimRight(line, " ") != line {
					t.Errorf("line %d has %d columns, at most %d and no space at the end are wanted: %q", i+1, n, widthMax, line)
				}
			}
			document, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			dec := json.NewDecoder(bytes.NewReader(document))
			dec.DisallowUnknownFields()
			var back Difference
			if err := dec.Decode(&back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d, &back); diff != "" {
				t.Errorf("what is read back differs: %s", diff)
			}
		})
	}
}

func TestADifferenceOfDraws(t *testing.T) {
	runs := runsToCompare(t)
	d := Compare(runs["drawn"], runs["redrawn"])
	if len(d.Made) != 1 || d.Made[0].What != "draws" || *d.Made[0].Old != "8" || *d.Made[0].New != "16" {
		t.Errorf("made from %+v", d.Made)
	}
	if len(d.Controls) != 1 || len(d.Controls[0].Figures) != 1 {
		t.Fatalf("controls %+v", d.Controls)
	}
	if f := d.Controls[0].Figures[0]; f.Figure != "prevented alone, median of draws" || *f.Old != "2.00" || *f.New != "3.00" || *f.Change != dollar {
		t.Errorf("figure %+v", f)
	}
	if d := Compare(runs["plain"], runs["drawn"]); len(d.Controls) != 1 || d.Controls[0].Figures[0].Old != nil || d.Controls[0].Figures[0].Change != nil {
		t.Errorf("where one has no draws: %+v", d.Controls)
	}
}

// TestADifferenceSaysTheLimit is the question that diff is for: what if the limit were another.
func TestADifferenceSaysTheLimit(t *testing.T) {
	runs := runsToCompare(t)
	d := Compare(runs["plain"], runs["tight"])
	if len(d.Made) > 0 || len(d.Parameters) != 1 {
		t.Fatalf("made from %+v, settings %+v", d.Made, d.Parameters)
	}
	s := d.Parameters[0]
	if s.Label != "A19" || s.Parameter != "limit" || *s.Old != "2000000.00" || *s.New != "25000000.00" || s.Unit != "money" {
		t.Errorf("setting %+v", s)
	}
	if len(d.Controls) == 0 || d.Controls[0].Label != "A19" || d.Controls[0].Figures[0].Figure != figurePrevented {
		t.Errorf("controls %+v", d.Controls)
	}
}
