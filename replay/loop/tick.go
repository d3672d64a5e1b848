package loop

import (
	"math"

	"lossreplay/model"
	"lossreplay/model/control"
)

// onTick passes a tick's boundary: people may declare an incident on what they saw before it; the tick's flow weighs on
// prices; marks move; runaway parents plan the tick's children.
func (w *sim) onTick() {
	w.declare()
	w.tick++
	if w.tick == 0 {
		for p := 0; p < len(w.works) && w.parents.Received[p] < w.about.Session.Open; p++ {
			w.Parents[p].ArrivalPx = w.securities[w.parents.Symbol[p]].OpenPx
		}
	}
	w.marks()
	if w.tick%w.perMinute == 0 {
		w.newMinute(w.tick / w.perMinute)
	}
	for _, h := range w.hooks.ticked {
		h.Ticked(&w.World)
	}
	if w.tick == w.tape.Ticks() {
		w.cancel(control.AllServers)
	}
	w.over = w.tick == w.tape.Ticks() || w.venue.live == 0 && (w.halted || w.tick >= w.flowEnd)
	if !w.over && !w.halted {
		w.pace()
	}
}

// declare asks whether somebody declares an incident, until somebody has.
func (w *sim) declare() {
	if w.Declared != model.Never || w.halted {
		return
	}
	for _, d := range w.hooks.declarers {
		if d.Declares(&w.World) {
			w.Declared = w.Now
		}
	}
}

// marks lets the flow of the tick before weigh on prices and updates what controls see.
func (w *sim) marks() {
	n := len(w.securities)
	for s := range n {
		if w.tick > 0 {
			recorded := model.Qty(w.tape.Flow(w.tick - 1)[s])
			w.kernel.Tick(&w.own[s], recorded)
			w.kernel.Tick(&w.missing[s], recorded-w.flowNow[s])
			w.moved[s] = w.kernel.Price(&w.missing[s], w.unit[s])
		}
		w.flowNow[s] = 0
		q := w.quotes[min(w.tick, w.flowEnd)*n+s]
		w.Mid[s] = q.mid() - w.moved[s]
		w.Impact[s] = w.kernel.Price(&w.own[s], w.unit[s]) - w.moved[s]
		w.QuotedAt[s] = q.at
	}
}

// newMinute shows what others traded in the minute that ended, and what can trade with us in the one that starts.
func (w *sim) newMinute(minute int) {
	if minute > 0 {
		w.tape.Others(minute-1, w.Others)
	}
	if w.room != nil && minute < w.minutes {
		copy(w.room, w.tradable[minute*len(w.room):])
	}
}

// part returns what parent p has of its symbol's pace: an equal share of its side's.
func (w *sim) part(p uint32, s model.SymbolID) float64 {
	ours := w.sideOf(p)
	share := 1.0
	if w.running[ours^1] > 0 {
		if share = w.Fitted.MinorShare; ours == w.major[s] {
			share = 1 - share
		}
	}
	return share / float64(w.running[ours])
}

// pace plans the children that runaway parents send in the tick that starts: evenly over it, at a phase drawn anew.
func (w *sim) pace() {
	kept := w.pacing[:0]
	minute := w.volume[w.tick/w.perMinute*len(w.securities):]
	for _, p := range w.pacing {
		k, s := &w.works[p], w.parents.Symbol[p]
		if !k.runs {
			k.listed = false
			continue
		}
		kept = append(kept, p)
		if w.isCut(p) {
			continue
		}
		k.owed += float64(w.Fitted.Kappa * float64(minute[s]) / float64(w.perMinute) * w.part(p, s))
		if k.held || !w.takeSteps(p) {
			continue
		}
		k.spacing = w.about.Market.Tick / model.Duration(k.steps)
		phase := model.Duration(unit(k.rng.Uint64()) * float64(k.spacing))
		w.plan(p, w.Now.Add(phase), newTie(p))
	}
	w.pacing = kept
}

// takeSteps turns what a runaway parent is owed into steps and reports whether there are any.
func (w *sim) takeSteps(p uint32) bool {
	k := &w.works[p]
	w.returnSteps(p)
	size := float64(w.path(p).ChildQty)
	k.steps = int32(min(k.owed/size, math.MaxInt32))
	k.owed -= float64(float64(k.steps) * size)
	return k.steps > 0
}

// returnSteps makes the steps that a parent has left owed again.
func (w *sim) returnSteps(p uint32) {
	k := &w.works[p]
	k.owed += float64(float64(k.steps) * float64(w.path(p).ChildQty))
	k.steps = 0
}
