package replay_test

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/replay"
	"lossreplay/replay/internal/auditor"
)

// figures are what an engine says of one coalition, in one form for both.
type figures struct {
	Loss       ledger.Loss
	BySymbol   []replay.SymbolOutcome
	Flow       replay.Flow
	Collateral replay.Collateral
	Halted     model.Time
	Trips      map[string][]control.Trip
}

func ofLeaf(l *replay.Leaf, controls []control.Instance, coalition uint64) figures {
	f := figures{l.Loss, l.BySymbol, l.Flow, l.Collateral, l.Halted, map[string][]control.Trip{}}
	for i, c := range controls {
		if coalition&(1<<i) != 0 && len(l.Trips[i]) > 0 {
			f.Trips[c.Name] = l.Trips[i]
		}
	}
	return f
}

func ofAuditor(o *auditor.Outcome) figures {
	f := figures{o.Loss, nil, replay.Flow(o.Flow), replay.Collateral(o.Collateral), o.Halted, map[string][]control.Trip{}}
	for _, s := range o.BySymbol {
		f.BySymbol = append(f.BySymbol, replay.SymbolOutcome(s))
	}
	for name, trips := range o.Trips {
		if len(trips) > 0 {
			f.Trips[name] = trips
		}
	}
	return f
}

// sameFigures fails t if two figures differ in anything.
func sameFigures(t rapid.TB, what string, want, got figures) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Fatalf("%s (-want +got):\n%s", what, cmp.Diff(want, got))
	}
}

func auditorDay(d *datasets.Tables) auditor.Day {
	a := auditor.Day{About: &d.About, Securities: d.SecurityRows, Operations: d.OperationRows, Closings: d.ClosingRows, Bars: d.BarRows}
	for i := range d.ParentRows.Len() {
		p := &d.ParentRows
		a.Parents = append(a.Parents, model.ParentOrder{ID: model.ParentID(i + 1), Received: p.Received[i], Symbol: p.Symbol[i],
			Side: p.Side[i], OrderQty: p.OrderQty[i], Flag: p.Flag[i]})
	}
	for i := range d.ChildRows.Len() {
		c := &d.ChildRows
		a.Children = append(a.Children, model.ChildOrder{ID: model.ChildID(i + 1), Sent: c.Sent[i], Parent: c.Parent[i],
			Server: c.Server[i], Venue: c.Venue[i], OrderQty: c.OrderQty[i], LimitPx: c.LimitPx[i], Rogue: c.Rogue[i]})
	}
	for i := range d.ExecutionRows.Len() {
		e := &d.ExecutionRows
		a.Executions = append(a.Executions, model.Execution{ID: model.ExecID(i + 1), At: e.At[i], Child: e.Child[i], Type: e.Type[i],
			LastQty: e.LastQty[i], LastPx: e.LastPx[i], Fee: e.Fee[i]})
	}
	for i := range d.QuoteRows.Len() {
		q := &d.QuoteRows
		a.Quotes = append(a.Quotes, model.Quote{At: q.At[i], Symbol: q.Symbol[i], Bid: q.Bid[i], Ask: q.Ask[i]})
	}
	return a
}

func auditorOf(t rapid.TB, d *datasets.Tables) *auditor.Auditor {
	t.Helper()
	a, err := auditor.New(auditorDay(d))
	if err != nil {
		t.Fatalf("auditor: %v", err)
	}
	return a
}

// run replays d with every combination of the controls.
func run(t rapid.TB, d replay.Day, controls ...control.Instance) *replay.Result {
	t.Helper()
	r, err := replay.Run(context.Background(), d, replay.Config{Controls: controls})
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	return r
}

// leafOf returns the one leaf that holds a coalition and fails t if there is none or more than one.
func leafOf(t rapid.TB, leaves []replay.Leaf, coalition uint64) *replay.Leaf {
	t.Helper()
	var found *replay.Leaf
	for i := range leaves {
		if l := &leaves[i]; l.In&^coalition == 0 && l.Out&coalition == 0 {
			if found != nil {
				t.Fatalf("coalition %b lies in two leaves: in %b out %b, in %b out %b", coalition, found.In, found.Out, l.In, l.Out)
			}
			found = l
		}
	}
	if found == nil {
		t.Fatalf("coalition %b lies in no leaf", coalition)
	}
	return found
}

// members returns the controls of a coalition.
func members(controls []control.Instance, coalition uint64) (on []control.Instance) {
	for i, c := range controls {
		if coalition&(1<<i) != 0 {
			on = append(on, c)
		}
	}
	return on
}

// sameAsAuditor holds every coalition of a run, at both price assumptions, against a replay of that coalition alone.
func sameAsAuditor(t rapid.TB, d *datasets.Tables, controls []control.Instance, r *replay.Result) {
	t.Helper()
	a := auditorOf(t, d)
	for _, side := range []struct {
		name   string
		leaves []replay.Leaf
		held   bool
	}{{"impact", r.Impact, false}, {"held", r.Held, true}} {
		if len(controls) == 0 && side.held {
			continue
		}
		for coalition := range uint64(1) << len(controls) {
			on := members(controls, coalition)
			want, err := a.Replay(on, side.held)
			if err != nil {
				t.Fatalf("auditor, %s, %v: %v", side.name, names(on), err)
			}
			leaf := leafOf(t, side.leaves, coalition)
			sameFigures(t, side.name+" with "+names(on)+" on", ofAuditor(want), ofLeaf(leaf, controls, coalition))
			if !side.held {
				sameCourse(t, names(on), len(on) <= 1, want, leaf)
			}
		}
	}
}

// sameCourse compares the course over time: stops, and of the baseline and single controls points too.
func sameCourse(t rapid.TB, name string, shown bool, want *auditor.Outcome, leaf *replay.Leaf) {
	t.Helper()
	stops := []replay.StopLoss{}
	for _, s := range want.Stops {
		stops = append(stops, replay.StopLoss(s))
	}
	if !reflect.DeepEqual(stops, leaf.Stops) {
		t.Fatalf("%s: stops (-want +got):\n%s", name, cmp.Diff(stops, leaf.Stops))
	}
	if n := len(stops); n > 0 && stops[n-1].Tick > leaf.End {
		t.Fatalf("%s: it ends at tick %d, before its stop at %d", name, leaf.End, stops[n-1].Tick)
	}
	if !shown {
		return
	}
	if leaf.In&(leaf.In-1) != 0 {
		t.Fatalf("%s: its leaf has more controls in", name)
	}
	var points []replay.Point
	for _, p := range want.Course {
		points = append(points, replay.Point(p))
	}
	if !reflect.DeepEqual(points, leaf.Points) {
		t.Fatalf("%s: course (-want +got):\n%s", name, cmp.Diff(points, leaf.Points))
	}
}

func names(controls []control.Instance) string {
	text := ""
	for _, c := range controls {
		text += " " + c.Name
	}
	return "{" + text + " }"
}

// TestEveryCoalitionIsWhatItIsAlone is the test that the engine stands on: of a random day under random controls, each leaf
// says of each of its coalitions what a naive replay of that coalition alone says.
func TestEveryCoalitionIsWhatItIsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 6)
		sameAsAuditor(t, d, controls, run(t, d, controls...))
	})
}

// TestReplayWithoutControlsIsTheRecord is the fidelity identity.
func TestReplayWithoutControlsIsTheRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		recorded, err := replay.Account(d)
		if err != nil {
			t.Skip("no closing")
		}
		if f := replay.Check(recorded, run(t, d).Baseline()); !f.Exact {
			t.Fatalf("%v", f.Differences)
		}
	})
}

// A random day is one that a folder may hold: it passes every check, and replays from its files as from memory.
func TestRandomDaysReplayFromFilesAsFromMemory(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		if err := datasets.Validate(d); err != nil {
			t.Fatalf("a random day is not valid: %v", err)
		}
		if n++; n > 10 { // files are slow
			return
		}
		controls := randomControls(t, d, 4)
		at := filepath.Join(dir, fmt.Sprint(n))
		if err := datasets.Write(at, d, datasets.WriteOptions{}); err != nil {
			t.Fatal(err)
		}
		stored, err := datasets.Open(at)
		if err != nil {
			t.Fatal(err)
		}
		want, got := run(t, d, controls...), run(t, stored, controls...)
		if !reflect.DeepEqual(want, got) {
			want.Controls, got.Controls = nil, nil
			t.Fatalf("(-memory +files):\n%s", cmp.Diff(want, got))
		}
	})
}
