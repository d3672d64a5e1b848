package replay

import (
	"errors"
	"fmt"

	"lossreplay/model"
	"lossreplay/model/router"
)

// OrderStep is a child order on its way, or a report on one, with what a router that counts knew of the parent before it.
type OrderStep struct {
	At     model.Time
	Child  model.ChildID
	Parent model.ParentID
	Server model.ServerID
	Flag   model.FlagID
	// Report says that this is a venue's report on the child rather than the child itself.
	Report bool
	// Qty is the child's size; of a report what executed, 0 if it ended the child.
	Qty model.Qty
	// Before is the parent before this step, After behind it: a child opens its size, a fill executes it, an end gives back what
	// was open.
	Before, After router.Progress
}

// Walk hands every child and report of the day to see, once, in the order of the replay: a report goes before a child of the same
// time if its own child is out. The step holds until see returns. Memory is bounded by the parents and the orders at venues.
func Walk(day Day, see func(*OrderStep)) (err error) {
	w := &walk{parents: day.Parents(), venues: newAtVenues(), see: see}
	w.progress = make([]router.Progress, w.parents.Len())
	for p, qty := range w.parents.OrderQty {
		w.progress[p].OrderQty = qty
	}
	children, err := day.Children()
	if err != nil {
		return err
	}
	w.children.open(children, (*model.ChildColumns).Len, (*model.ChildColumns).CopyFrom)
	defer func() { err = errors.Join(err, w.children.close(), w.reports.close()) }()
	reports, err := day.Executions()
	if err != nil {
		return err
	}
	w.reports.open(reports, (*model.ExecutionColumns).Len, (*model.ExecutionColumns).CopyFrom)
	for more := true; more && err == nil; {
		more, err = w.next()
	}
	return err
}

// walk is a pass over the orders alone.
type walk struct {
	parents  *model.ParentColumns
	children cursor[model.ChildColumns]
	reports  cursor[model.ExecutionColumns]
	venues   *atVenues
	progress []router.Progress // by parent
	row      model.ChildID
	step     OrderStep
	see      func(*OrderStep)
}

// next takes the next child or report, false when there is none left.
func (w *walk) next() (bool, error) {
	child, err := w.children.ready()
	if err != nil {
		return false, fmt.Errorf("children: %w", err)
	}
	report, err := w.reports.ready()
	if err != nil {
		return false, fmt.Errorf("executions: %w", err)
	}
	if !child && !report {
		return false, nil
	}
	if report && child {
		c, r := &w.children, &w.reports
		report = r.batch.At[r.row] <= c.batch.Sent[c.row] && r.batch.Child[r.row] <= w.row
	}
	if report {
		return true, w.report()
	}
	return true, w.child()
}

func (w *walk) child() error {
	c, i := &w.children.batch, w.children.row
	w.children.row++
	w.row++
	parent, qty := c.Parent[i], c.OrderQty[i]
	if parent == 0 || int(parent) > w.parents.Len() {
		return fmt.Errorf("child %d names parent %d of %d; validate the day before replaying it", w.row, parent, w.parents.Len())
	}
	w.venues.add(working{id: w.row, parent: parent, leaves: int32(qty), server: c.Server[i]})
	w.begin(c.Sent[i], w.row, parent, c.Server[i])
	w.step.Report, w.step.Qty = false, qty
	w.progress[parent-1].Open += qty
	w.end()
	return nil
}

func (w *walk) report() error {
	r, i := &w.reports.batch, w.reports.row
	w.reports.row++
	out, ok := w.venues.find(r.Child[i])
	switch {
	case !ok && r.Type[i] != model.ExecTrade && r.Child[i] > 0 && r.Child[i] <= w.row:
		return nil // the end of a child of which nothing is left
	case !ok:
		return fmt.Errorf("an execution at %v is on child %d, which is not at a venue; validate the day before replaying it", r.At[i], r.Child[i])
	}
	w.begin(r.At[i], out.id, out.parent, out.server)
	w.step.Report, w.step.Qty = true, 0
	p := &w.progress[out.parent-1]
	if r.Type[i] == model.ExecTrade {
		w.step.Qty = r.LastQty[i]
		p.Executed += r.LastQty[i]
		p.Open -= r.LastQty[i]
		w.venues.trade(out.id, int32(r.LastQty[i]))
	} else {
		p.Open -= model.Qty(out.leaves)
		w.venues.end(out.id)
	}
	w.end()
	return nil
}

func (w *walk) begin(at model.Time, child model.ChildID, parent model.ParentID, server model.ServerID) {
	s := &w.step
	s.At, s.Child, s.Parent, s.Server, s.Flag = at, child, parent, server, w.parents.Flag[parent-1]
	s.Before = w.progress[parent-1]
}

func (w *walk) end() {
	w.step.After = w.progress[w.step.Parent-1]
	w.see(&w.step)
}
