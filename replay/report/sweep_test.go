package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// sweepOf is a sweep of one control's parameter over a day.
func sweepOf(t *testing.T, day *datasets.Tables, id, param string, normal []replay.DayCost, values ...int64) *Sweep {
	t.Helper()
	spec, err := control.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	var controls []control.Instance
	for _, v := range values {
		controls = append(controls, spec.Default().With(fmt.Sprint(id, " ", v), param, v))
	}
	run, err := replay.EachOf(context.Background(), day, controls, nil)
	if err != nil {
		t.Fatal(err)
	}
	return BuildSweep(SweepInputs{Day: day, Param: spec.Param(param), Run: run, Normal: normal, Version: "1.2.3",
		Tables: []TableSum{{Name: "children", File: "children.parquet", SHA256: "ab12", Rows: 5}}})
}

// tinySweep moves the number of executions that A17 allows a parent on the tiny day: 2, 3 and its default 100. Of two ordinary
// days 2 costs something on both, 3 on one.
func tinySweep(t *testing.T) *Sweep {
	t.Helper()
	cost := func(orders int64) replay.Cost {
		c := replay.Cost{Evaluable: true, Halted: model.Never}
		if orders > 0 {
			c.Trips, c.Collateral = 1, replay.Collateral{Orders: orders, Shares: 100 * orders, Notional: model.Money(orders) * 1_000 * model.MoneyUnit, Minutes: 1}
		}
		return c
	}
	days := []replay.DayCost{
		{Name: "quiet", Legit: replay.Collateral{Orders: 3_000, Shares: 300_000, Notional: 3_000_000_000_000}, Costs: []replay.Cost{cost(6), cost(2), cost(0)}},
		{Name: "busy", Legit: replay.Collateral{Orders: 1_000, Shares: 100_000, Notional: 1_000_000_000_000}, Costs: []replay.Cost{cost(4), cost(0), cost(0)}},
	}
	return sweepOf(t, tinyDay(), "A17", "limit", days, 2, 3, 100)
}

func TestSweepAgreesWithPaper(t *testing.T) {
	s := tinySweep(t)
	// Each of the three executions beyond the parent lost 510,000; the first allowed execution is the parent's own.
	for i, want := range []struct {
		value     string
		isDefault bool
		tag       string
		prevented Decimal
		normal    int64
	}{{"2", false, "", 1_020_000 * dollar, 2_500}, {"3", false, "", 510_000 * dollar, 500}, {"100", true, "assumed", 0, 0}} {
		p := s.Points[i]
		if p.Value != want.value || p.Default != want.isDefault || p.Tag != want.tag || (p.Source != "") != want.isDefault ||
			p.Standalone.Prevented != want.prevented || p.Normal.OrdersPerMillion != want.normal {
			t.Errorf("point %d is %+v, prevented %v, %d per million on ordinary days; want %+v", i, p, p.Standalone.Prevented, p.Normal.OrdersPerMillion, want)
		}
	}
	if len(s.Points) != 3 || s.Loss != 1_530_000*dollar || s.Orders != 2 {
		t.Errorf("%d points, loss %v, %d orders", len(s.Points), s.Loss, s.Orders)
	}
	if len(s.Settings) != 1 || s.Settings[0].Name != "latency" {
		t.Errorf("settings %+v; want the latency alone, which does not move", s.Settings)
	}
}

func TestSweepWritesAndPrints(t *testing.T) {
	s := tinySweep(t)
	var text, csv, document bytes.Buffer
	for _, err := range []error{s.Table(&text), s.writeCSV(&csv), writeJSON(&document, s)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	golden(t, filepath.Join("testdata", "sweep.txt"), text.Bytes())
	golden(t, filepath.Join("testdata", "sweep.csv"), csv.Bytes())
	golden(t, filepath.Join("testdata", "sweep.json"), document.Bytes())
	for i, line := range strings.Split(text.String(), "\n") {
		if n := utf8.RuneCountInString(line); n > widthMax || strings.TrimRight(line, " ") != line {
			t.Errorf("line %d has %d columns, at most %d and no space at the end are wanted: %q", i+1, n, widthMax, line)
		}
	}

	dec := json.NewDecoder(&document)
	dec.DisallowUnknownFields()
	var back Sweep
	if err := dec.Decode(&back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, &back, cmpopts.IgnoreFields(NormalCost{}, "ByDay"), cmpopts.IgnoreUnexported(Sweep{})); diff != "" {
		t.Errorf("what is read back differs (-built +read):\n%s", diff)
	}
}

func TestThePageNamesEveryFieldOfASweep(t *testing.T) {
	page, _, _ := example(t)
	_, rest, found := strings.Cut(page, "\n## sweep.json\n")
	fields, rest, foundCSV := strings.Cut(rest, "\n## sweep.csv\n")
	columns, _, ended := strings.Cut(rest, "\n## ")
	if !found || !foundCSV || !ended {
		t.Fatal("the page has no sections sweep.json and sweep.csv")
	}
	own := func(typ reflect.Type, prefix string) {
		for i := range typ.NumField() {
			name, first := typ.Field(i).Tag.Get("json"), prefix+typ.Field(i).Tag.Get("json")
			if typ.Field(i).IsExported() && !strings.Contains(fields, "`"+first+"`") && !strings.Contains(fields, "`"+first+"[]`") &&
				(prefix == "" || !strings.Contains(fields, "`."+name+"`")) {
				t.Errorf("field %s is not in the section", first)
			}
		}
	}
	own(reflect.TypeFor[Sweep](), "")
	own(reflect.TypeFor[SweepPoint](), "points[].")
	for _, name := range fieldNames(reflect.TypeFor[Sweep]()) { // those inside, where the section refers to
		if !strings.Contains(page, "`"+name+"`") && !strings.Contains(page, "."+name+"`") {
			t.Errorf("field %s is not on the page", name)
		}
	}
	for _, name := range sweepHeader {
		if !strings.Contains(columns, "`"+name+"`") {
			t.Errorf("column %s of sweep.csv is not in its section", name)
		}
	}
}

func TestSweepFigureNamesEachValue(t *testing.T) {
	for name, s := range map[string]*Sweep{
		"tiny":          tinySweep(t),
		"no normal day": sweepOf(t, tinyDay(), "A19", "limit", nil, 2_000_000*int64(model.MoneyUnit), 25_000_000*int64(model.MoneyUnit)),
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := s.picture().svg(&out); err != nil {
				t.Fatal(err)
			}
			text := svgText(t, out.Bytes())
			for _, p := range s.Points {
				label := s.valueText(p.Value)
				if p.Default {
					label += " (default"
				}
				if !strings.Contains(text, label) {
					t.Errorf("%q is missing in %q", label, text)
				}
			}
			if want := s.costName(); !strings.Contains(text, want) {
				t.Errorf("%q is missing in %q", want, text)
			}
		})
	}
}

func TestLabelsOfASweepFitTheirRoom(t *testing.T) {
	const n, room = replay.ControlsMax, 560
	s := &Sweep{Unit: "count"}
	d := &sweepDots{figure: &figure{fonts: font.NewCache(liberation.Collection())}, sweep: s}
	var dots []vg.Point
	for i := range n {
		s.Points = append(s.Points, SweepPoint{Value: fmt.Sprint(i + 1), Default: i == 20, Tag: "assumed"})
		dots = append(dots, vg.Point{X: vg.Length(9 * i), Y: vg.Length(room - 8*i)})
	}
	labels := d.labels(dots, room)
	height, last, marked := vg.Length(0), vg.Length(room+1), 0
	for _, l := range labels {
		height += labelPitch*vg.Length(len(l.lines)) + labelGap
		if l.at.Y >= last {
			t.Errorf("the label %q stands out of order", l.lines)
		}
		last = l.at.Y
		if l.marked {
			marked++
			if text := strings.Join(l.lines, " "); !strings.Contains(text, "(default 21, assumed)") {
				t.Errorf("label %q does not say which value is the default", text)
			}
		}
	}
	if height > room || len(labels) < 4 || marked != 1 {
		t.Errorf("%d labels, %d marked, %v high in a room of %d", len(labels), marked, height, room)
	}
	if got := labels[0].lines[0]; !strings.HasPrefix(got, "1") {
		t.Errorf("the first label is %q", got)
	}
}

func TestValuesAtOnePlaceShareALabel(t *testing.T) {
	s := &Sweep{Unit: "count", Points: []SweepPoint{{Value: "1"}, {Value: "2"}, {Value: "3"}, {Value: "4"}, {Value: "50"}}}
	d := &sweepDots{sweep: s}
	dots := []vg.Point{{X: 10, Y: 10}, {X: 10, Y: 10}, {X: 11, Y: 10}, {X: 10, Y: 11}, {X: 60, Y: 90}}
	var got []string
	for _, l := range d.labels(dots, 500) {
		got = append(got, strings.Join(l.lines, " "))
	}
	if diff := cmp.Diff([]string{"50", "1 to 4"}, got); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}
