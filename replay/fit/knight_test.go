package fit_test

import (
	"slices"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/replay"
	"lossreplay/replay/fit"
)

const stale = 7 // the server that the release missed

// unlabelled returns a Knight day without its labels and without what people did to the router, and both beside it.
func unlabelled(t *testing.T, change func(*knight.Params), seed uint64) (day *datasets.Tables, labels []bool, ops []model.Operation) {
	t.Helper()
	p := knight.Defaults()
	change(&p)
	day, err := knight.Generate(p, seed)
	if err != nil {
		t.Fatal(err)
	}
	labels, ops = day.ChildRows.Rogue, day.OperationRows
	day.ChildRows.Rogue, day.OperationRows = make([]bool, len(labels)), nil
	return day, labels, ops
}

func rollbacks(ops []model.Operation) (at [stale]model.Time) {
	for _, op := range ops {
		if op.Kind == model.OpRollback {
			at[op.Server] = op.At
		}
	}
	return at
}

func fitted(t *testing.T, day *datasets.Tables, ops []model.Operation) *fit.Result {
	t.Helper()
	r, err := fit.Day(day, day.About.Router, ops)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// staleServer holds what is found of the eighth server: from its first telling event on nothing correct explains it, and it runs
// away within seconds of the open.
func staleServer(t *testing.T, day *datasets.Tables, r *fit.Result) {
	t.Helper()
	s := r.Servers[stale]
	if len(s.Segments) != 1 || !r.Suspicious(s.Segments[0].Class) {
		t.Fatalf("server %d: segments %+v, want one that no correct build explains", stale, s.Segments)
	}
	open := day.About.Session.Open
	if r.FirstBeyond == nil || r.FirstBeyond.Server != stale || r.FirstBeyond.At < open || r.FirstBeyond.At > open.Add(2*time.Second) {
		t.Errorf("first child beyond its parent: %+v, want one of server %d in the first two seconds", r.FirstBeyond, stale)
	}
}

// sameLabels holds the labels that follow from the orders against those that the day was made with.
func sameLabels(t *testing.T, day *datasets.Tables, labels []bool) {
	t.Helper()
	differ, rogue := 0, 0
	err := replay.Walk(day, func(s *replay.OrderStep) {
		if s.Report {
			return
		}
		if fit.Beyond(s) != labels[s.Child-1] {
			differ++
		}
		if labels[s.Child-1] {
			rogue++
		}
	})
	if err != nil || differ > 0 || rogue == 0 {
		t.Errorf("%d of %d labels differ, %d rogue; error %v", differ, len(labels), rogue, err)
	}
}

// The default reading: parents of the roll-back's victims come when they come, so that the log brackets each server's change
// and says no more. The bracket must hold the truth.
func TestStaleServerAndRollbackAreFoundWithoutLabels(t *testing.T) {
	day, labels, ops := unlabelled(t, func(*knight.Params) {}, 2)
	r := fitted(t, day, nil)
	staleServer(t, day, r)
	sameLabels(t, day, labels)
	for s, at := range rollbacks(ops) {
		segments := r.Servers[s].Segments
		if len(segments) != 2 || r.Suspicious(segments[0].Class) || !r.Suspicious(segments[1].Class) {
			t.Errorf("server %d: segments %+v, want a correct build and then a wrong one", s, segments)
			continue
		}
		if c := segments[1]; at <= c.After || at > c.By || c.By.Sub(at) > time.Minute {
			t.Errorf("server %d: changed after %v, by %v; the roll-back was at %v", s, c.After, c.By, at)
		}
	}
	declaredDiverge(t, day, ops, r)
}

// Where the roll-back takes up parents again that were full, the first of their children gives it away within the second.
func TestRollbackIsFoundToTheSecondWhereTheLogShowsIt(t *testing.T) {
	if testing.Short() {
		t.Skip("generates a day")
	}
	day, labels, ops := unlabelled(t, func(p *knight.Params) {
		p.Reading, p.Rollback = "redispatch", 9*time.Hour+41*time.Minute+7*time.Second
	}, 1)
	r := fitted(t, day, nil)
	staleServer(t, day, r)
	sameLabels(t, day, labels)
	late := 0
	for s, at := range rollbacks(ops) {
		segments := r.Servers[s].Segments
		if len(segments) != 2 {
			t.Errorf("server %d: segments %+v, want two", s, segments)
			continue
		}
		by := segments[1].By
		if segments[1].After >= at || by < at || by.Sub(at) > 3*time.Second {
			t.Errorf("server %d: changed after %v, by %v; the roll-back was at %v", s, segments[1].After, by, at)
		}
		if by.Sub(at) >= 2*time.Second { // the generator lets no parent run in the second of the roll-back itself
			late++
		}
	}
	if late > 1 {
		t.Errorf("%d of 7 servers are found two seconds late or more", late)
	}
}

// Under the strict reading the roll-back does no harm, and nothing may be made of it.
func TestServersThatCountAreNotSuspected(t *testing.T) {
	if testing.Short() {
		t.Skip("generates a day")
	}
	day, labels, ops := unlabelled(t, func(p *knight.Params) { p.Reading = "strict" }, 1)
	r := fitted(t, day, nil)
	staleServer(t, day, r)
	sameLabels(t, day, labels)
	for s := range rollbacks(ops) {
		if g := r.Servers[s].Segments; len(g) != 1 || r.Suspicious(g[0].Class) || g[0].Odd > 0 {
			t.Errorf("server %d: segments %+v, want one that a correct build explains", s, g)
		}
	}
	if r.First == nil { // on paper nobody deployed anything: all servers run the old build, which never stops
		return
	}
	t.Errorf("the old build, which goes on for ever, would not have sent %+v", r.First)
}

// declaredDiverge: with the true operations declared nothing diverges; without the roll-back among them the first child does
// that only the rolled-back build explains.
func declaredDiverge(t *testing.T, day *datasets.Tables, ops []model.Operation, found *fit.Result) {
	t.Helper()
	if r := fitted(t, day, ops); r.First != nil {
		t.Errorf("the day's own builds would not have sent %+v", r.First)
	}
	without := slices.DeleteFunc(slices.Clone(ops), func(op model.Operation) bool { return op.Kind == model.OpRollback })
	want := model.Time(model.Never)
	for s := range stale {
		want = min(want, found.Servers[s].Segments[1].By)
	}
	if r := fitted(t, day, without); r.First == nil || r.First.At != want {
		t.Errorf("first divergence %+v, want one at %v", r.First, want)
	}
}
