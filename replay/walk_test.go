package replay_test

import (
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/replay"
)

// Over random days, with children that fill in parts, are canceled or expire, Walk hands out every row once, in order, and what it
// says of a parent is what a naive account of its children says.
func TestWalkHandsOutEveryOrderWithItsParentsState(t *testing.T) {
	ends := 0
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		left, executed := map[model.ChildID]model.Qty{}, map[model.ParentID]model.Qty{}
		openOf := func(parent model.ParentID) (open model.Qty) {
			for child, qty := range left {
				if d.ChildRows.Parent[child-1] == parent {
					open += qty
				}
			}
			return open
		}
		children, traded, last := 0, model.Qty(0), model.Time(-1<<62)
		err := replay.Walk(d, func(s *replay.OrderStep) {
			if s.At < last || s.Before.Executed != executed[s.Parent] || s.Before.Open != openOf(s.Parent) ||
				s.Before.OrderQty != d.ParentRows.OrderQty[s.Parent-1] || s.Server != d.ChildRows.Server[s.Child-1] {
				t.Fatalf("step %+v after %v: executed %d, open %d", s, last, executed[s.Parent], openOf(s.Parent))
			}
			last = s.At
			switch {
			case !s.Report:
				children++
				if int(s.Child) != children {
					t.Fatalf("child %d is handed out as number %d", s.Child, children)
				}
				left[s.Child] = s.Qty
			case s.Qty > 0:
				left[s.Child] -= s.Qty
				executed[s.Parent] += s.Qty
				traded += s.Qty
			default:
				ends++
				delete(left, s.Child)
			}
			if s.After.Executed != executed[s.Parent] || s.After.Open != openOf(s.Parent) {
				t.Fatalf("behind %+v: executed %d, open %d", s, executed[s.Parent], openOf(s.Parent))
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		want := model.Qty(0)
		for _, qty := range d.ExecutionRows.LastQty {
			want += qty
		}
		if children != d.ChildRows.Len() || traded != want {
			t.Fatalf("%d children of %d, %d shares traded of %d", children, d.ChildRows.Len(), traded, want)
		}
	})
	if ends == 0 {
		t.Error("no child ended but by its fills")
	}
}
