package page

import (
	"slices"
	"strings"
	"time"

	"lossreplay/model"
	"lossreplay/replay/report"
)

// timeline is the recorded day as it went by, in bins of Step milliseconds from Start on.
type timeline struct {
	Start int64     `json:"start"`
	Step  int64     `json:"step"`
	Gross []float64 `json:"gross"` // at the end of the bin
	Rogue []int64   `json:"rogue"` // shares in the bin
	Legit []int64   `json:"legit"`
	Stops []moment  `json:"stops"` // the loss had everything stopped then
	Marks []mark    `json:"marks"` // operations of the session's day
}

// mark is an operation, or several alike in one minute.
type mark struct {
	At   int64  `json:"at"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// binsMax bounds the bins: more could not be told apart on a screen.
const binsMax = 1000

// timeline bins the baseline's seconds.
func (v *view) timeline() timeline {
	var rows []*report.SecondRow
	for i := range v.R.SecondRows {
		if row := &v.R.SecondRows[i]; row.Baseline() {
			rows = append(rows, row)
		}
	}
	t := timeline{Gross: []float64{}, Rogue: []int64{}, Legit: []int64{}, Stops: []moment{}, Marks: v.marks()}
	for _, s := range v.R.StopCurve {
		t.Stops = append(t.Stops, moment{millisOf(model.Time(s.At)), s.Loss})
	}
	if len(rows) < 2 {
		return t
	}
	t.Start, t.Step = millisOf(rows[0].At), millisOf(rows[1].At)-millisOf(rows[0].At)
	size := (len(rows) + binsMax - 1) / binsMax
	t.Step *= int64(size)
	for first := 0; first < len(rows); first += size {
		var rogue, legit int64
		bin := rows[first:min(first+size, len(rows))]
		for _, row := range bin {
			rogue, legit = rogue+row.RogueShares, legit+row.LegitShares
		}
		t.Rogue, t.Legit, t.Gross = append(t.Rogue, rogue), append(t.Legit, legit), append(t.Gross, dollars(bin[len(bin)-1].Gross))
	}
	return t
}

// marks returns the operations on the day of the session: those of one kind within a minute as one.
func (v *view) marks() []mark {
	list := []mark{}
	for _, g := range v.doings() {
		if g.earlier {
			continue
		}
		list = append(list, mark{millisOf(model.Time(g.first.At)), g.first.Kind, g.text()})
	}
	return list
}

// doing is operations that follow each other, alike but for time and server.
type doing struct {
	first, last report.Operation
	servers     []string
	count       int
	earlier     bool // on another day than the session's
}

func (g *doing) text() string {
	text := g.first.Text
	if text == "" {
		text = strings.ReplaceAll(g.first.Kind, "_", " ")
	}
	if g.count > 1 {
		text = report.Grouped(int64(g.count)) + " times: " + text
	}
	return text
}

// doings groups the operations.
func (v *view) doings() []*doing {
	var list []*doing
	for _, op := range v.R.Operations {
		if n := len(list); n > 0 && v.alike(&list[n-1].last, &op) {
			g := list[n-1]
			g.last, g.count = op, g.count+1
			if !slices.Contains(g.servers, op.Server) {
				g.servers = append(g.servers, op.Server)
			}
			continue
		}
		list = append(list, &doing{op, op, []string{op.Server}, 1, v.OtherDay(op.At)})
	}
	return list
}

// alike reports whether an operation repeats the one before it on the same day.
func (v *view) alike(a, b *report.Operation) bool {
	return a.Kind == b.Kind && a.Build == b.Build && a.Text == b.Text && a.Tag == b.Tag && model.Time(b.At).Sub(model.Time(a.At)) < 12*time.Hour
}
