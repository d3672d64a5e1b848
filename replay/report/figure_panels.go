package report

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"lossreplay/model"
)

// losses is the upper panel: the loss of the baseline and of each control's own world, had everything stopped at that minute.
func (f *figure) losses() (*plot.Plot, error) {
	p := f.panel("The loss over time: as recorded, and with one control on")
	f.markRollback(p)
	worlds := f.r.Course.Worlds
	marks := f.grouped(worlds)
	for i := len(worlds) - 1; i >= 0; i-- { // the baseline on top
		style := draw.LineStyle{Color: marks[i].color, Width: 2.2, Dashes: marks[i].dashes}
		if i == 0 {
			style.Width = 3.5
		}
		if err := f.addLine(p, f.path(&worlds[i]), style); err != nil {
			return nil, err
		}
	}
	labels := &endLabels{figure: f}
	done := map[int]bool{}
	for i := range marks {
		if at := marks[i].label; !done[at.group] {
			done[at.group] = true
			labels.add(f.y(worlds[i].Final), at.text, marks[i].color, i == 0)
		}
	}
	p.Add(labels)
	return p, nil
}

// path returns a world's points up to the end of the error. From its own end on its loss stays what it is.
func (f *figure) path(w *WorldCourse) plotter.XYs {
	end := f.r.Course.End
	stop := end
	if w.Halted != nil {
		stop = min(stop, *w.Halted)
	}
	var path plotter.XYs
	for _, p := range w.Points {
		if p.At < stop {
			path = append(path, plotter.XY{X: f.x(p.At), Y: f.y(p.Loss)})
		}
	}
	path = append(path, plotter.XY{X: max(f.x(stop), 0), Y: f.y(w.Final)})
	return append(path, plotter.XY{X: f.x(end), Y: f.y(w.Final)})
}

func (f *figure) addLine(p *plot.Plot, path plotter.XYs, style draw.LineStyle) error {
	line, err := plotter.NewLine(path)
	if err != nil {
		return err
	}
	line.LineStyle = style
	p.Add(line)
	return nil
}

// mark is how a world is shown: its colour, and the label that it shares with the others of its group.
type mark struct {
	color  color.NRGBA
	dashes []vg.Length // where colours come round again
	label  label
}

type label struct {
	group int
	text  string
}

// dashes are the lines of each round of colours.
var dashes = [][]vg.Length{nil, {9, 5}, {2, 4}}

// near is how close two losses are, as a part of the baseline's, for their worlds to share a colour and a label.
const near = 0.02

// grouped sorts worlds by their final loss and gives those that lie together one mark. The baseline stands alone.
func (f *figure) grouped(worlds []WorldCourse) []mark {
	order := make([]int, 0, len(worlds))
	for i := 1; i < len(worlds); i++ {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(worlds[b].Final, worlds[a].Final) })
	marks := make([]mark, len(worlds))
	none := "no control"
	if idle := f.r.Course.Idle; len(idle) > 0 {
		none += ", or only " + someOf(idle)
	}
	marks[0] = mark{black, nil, label{0, none + ": " + f.unit.text(worlds[0].Final)}}
	width := near * f.y(worlds[0].Final)
	for group := 1; len(order) > 0; group++ {
		n := 1
		for n < len(order) && f.y(worlds[order[0]].Final)-f.y(worlds[order[n]].Final) < width {
			n++
		}
		text := f.groupText(worlds, order[:n])
		for _, i := range order[:n] {
			marks[i] = mark{series[(group-1)%len(series)], dashes[min((group-1)/len(series), len(dashes)-1)], label{group, text}}
		}
		order = order[n:]
	}
	return marks
}

// groupText names the worlds of a group and what they lose.
func (f *figure) groupText(worlds []WorldCourse, group []int) string {
	first, last := &worlds[group[0]], &worlds[group[len(group)-1]]
	if len(group) == 1 {
		return fmt.Sprintf("%s: %s", cut(first.Label+" "+first.Name, 2*labelChars), f.unit.text(first.Final))
	}
	sorted := slices.Sorted(slices.Values(group))
	labels := make([]string, len(sorted))
	for i, w := range sorted {
		labels[i] = worlds[w].Label
	}
	amounts := f.unit.text(first.Final)
	if low := f.unit.text(last.Final); low != amounts {
		amounts = low + " to " + amounts
	}
	return fmt.Sprintf("%s: %s", someOf(labels), amounts)
}

// labelsMax is how many controls one label of the figure names.
const labelsMax = 12

// someOf returns labels as a list, of too many the first and how many more there are.
func someOf(labels []string) string {
	more := ""
	if n := len(labels) - labelsMax; n > 1 {
		labels, more = labels[:labelsMax], fmt.Sprintf(" and %d more", n)
	}
	short := make([]string, len(labels))
	for i, label := range labels {
		short[i] = cut(label, labelChars-1)
	}
	return strings.Join(short, ", ") + more
}

// markRollback shades the time of the recorded roll-back.
func (f *figure) markRollback(p *plot.Plot) {
	if all := f.r.Course.Rollbacks; len(all) > 0 && all[0] <= f.r.Course.End {
		p.Add(&band{figure: f, from: f.x(all[0]), to: min(f.x(all[len(all)-1]), f.x(f.r.Course.End)), text: "roll-back " + f.clock.minute(model.Time(all[0]))})
	}
}

// band is a shaded span of time with a word at its top.
type band struct {
	figure   *figure
	from, to float64
	text     string
}

// Plot draws the band.
func (b *band) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	from, to := x(b.from), max(x(b.to), x(b.from)+1.5)
	c.FillPolygon(pale, []vg.Point{{X: from, Y: c.Min.Y}, {X: to, Y: c.Min.Y}, {X: to, Y: c.Max.Y}, {X: from, Y: c.Max.Y}})
	style := b.figure.style(13, grey, false)
	if from > c.Center().X {
		style.XAlign = draw.XRight
		c.FillText(style, vg.Point{X: from - 5, Y: c.Max.Y - 10}, b.text)
		return
	}
	c.FillText(style, vg.Point{X: to + 5, Y: c.Max.Y - 10}, b.text)
}

// waiting is the lower panel: the baseline's loss by the minute at which everything stops, and when controls stopped it.
func (f *figure) waiting() (*plot.Plot, error) {
	p := f.panel("What waiting costs: the loss by the minute at which everything stops")
	f.markRollback(p)
	baseline := &f.r.Course.Worlds[0]
	line, err := plotter.NewLine(f.path(baseline))
	if err != nil {
		return nil, err
	}
	line.LineStyle = draw.LineStyle{Color: black, Width: 3.5}
	line.FillColor = shade
	p.Add(line)
	halts := &haltMarks{figure: f, course: line.XYs}
	for i := range f.r.Course.Worlds {
		if w := &f.r.Course.Worlds[i]; w.Halted != nil && *w.Halted <= f.r.Course.End {
			halts.worlds = append(halts.worlds, w)
		}
	}
	p.Add(halts)
	labels := &endLabels{figure: f}
	labels.add(f.y(baseline.Final), fmt.Sprintf("as recorded: %s", f.unit.text(baseline.Final)), black, true)
	p.Add(labels)
	return p, nil
}

// highest and lowest return the largest and smallest loss that is drawn.
func (f *figure) highest() float64 {
	top := f.y(f.r.Baseline.Loss)
	f.each(func(d Decimal) { top = max(top, f.y(d)) })
	return top
}

func (f *figure) lowest() float64 {
	low := 0.0
	f.each(func(d Decimal) { low = min(low, f.y(d)) })
	return low
}

func (f *figure) each(see func(Decimal)) {
	for _, w := range f.r.Course.Worlds {
		see(w.Final)
		for _, p := range w.Points {
			see(p.Loss)
		}
	}
}
