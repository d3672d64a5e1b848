package replay

import (
	"slices"

	"lossreplay/model/control"
)

// fork returns a copy of w that shares nothing that either writes, in which control c has joined the in-set.
func (w *world) fork(c int) *world {
	n := *w
	n.Book = w.Book.Clone()
	n.Buying, n.Selling = slices.Clone(w.Buying), slices.Clone(w.Selling)
	n.Mid = slices.Clone(w.Mid)
	n.Impact = slices.Clone(w.Impact)
	n.QuotedAt, n.Others = slices.Clone(w.QuotedAt), slices.Clone(w.Others)
	n.Parents = slices.Clone(w.Parents)
	n.resting = slices.Clone(w.resting)
	n.shut = slices.Clone(w.shut)
	n.missing = slices.Clone(w.missing)
	n.lacking = slices.Clone(w.lacking)
	n.touched = slices.Clone(w.touched)
	n.moved = slices.Clone(w.moved)
	n.series = slices.Clip(w.series)
	n.stops = slices.Clip(w.stops)
	w.series, w.stops = n.series, n.stops
	n.monitors = make([]control.Monitor, len(w.monitors))
	for i, m := range w.monitors {
		if m != nil {
			n.monitors[i] = m.Clone()
		}
	}
	n.evaluated = 0
	n.join(c)
	return &n
}

// join puts control c into the in-set.
func (w *world) join(c int) {
	w.in |= 1 << c
	w.open &^= 1 << c
	w.listen()
}

// drop puts control c into the out-set: its monitor is gone.
func (w *world) drop(c int) {
	w.out |= 1 << c
	w.open &^= 1 << c
	w.monitors[c] = nil
	w.listen()
}

// split parts what w stands for over control c, which is undecided: w goes on without it and the world that is returned with
// it. Where only one of the two is wanted, w becomes that one and nil is returned.
func (w *world) split(c int) (forked *world) {
	if w.wanted == nil {
		forked = w.fork(c)
		w.drop(c)
		return forked
	}
	var with, without []uint64
	for _, set := range w.wanted {
		if set&(1<<c) != 0 {
			with = append(with, set)
		} else {
			without = append(without, set)
		}
	}
	switch {
	case len(without) == 0:
		w.join(c)
		return nil
	case len(with) == 0:
		w.drop(c)
		return nil
	}
	forked = w.fork(c)
	w.drop(c)
	forked.want(with)
	w.want(without)
	return forked
}

// want makes w stand for those coalitions alone, all of which its sets allow: controls that all or none of them hold are
// decided at once.
func (w *world) want(sets []uint64) {
	w.wanted = sets
	all, none := ^uint64(0), ^uint64(0)
	for _, set := range sets {
		all &= set
		none &^= set
	}
	for c := range w.controls {
		switch bit := uint64(1) << c; {
		case w.open&bit == 0:
		case all&bit != 0:
			w.join(c)
		case none&bit != 0:
			w.drop(c)
		}
	}
}

// closings returns the worlds that w's settlement splits into: a control that changes how the account is closed acts only
// then. The result holds w.
func (w *world) closings() []*world {
	for _, v := range w.hooks.settlers {
		if w.isIn(v.control) || w.settlement(-1).equal(w.settlement(v.control)) {
			continue
		}
		if forked := w.split(v.control); forked != nil {
			return append(forked.closings(), w.closings()...)
		}
		return w.closings()
	}
	return []*world{w}
}
