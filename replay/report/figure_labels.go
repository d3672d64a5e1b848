package report

import (
	"cmp"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"lossreplay/model"
)

// endLabels names lines at their right end, outside the panel, so that nobody has to look up a legend. Labels that would
// touch move apart; a thin leader joins each to its line.
type endLabels struct {
	figure *figure
	labels []endLabel
}

type endLabel struct {
	y     float64
	lines []string
	color color.NRGBA
	bold  bool
}

// The labels' text: its size, the distance of its lines and of labels, and how many characters a line holds.
const (
	labelSize  = 14
	labelPitch = 17
	labelGap   = 6
	labelChars = 37
)

func (l *endLabels) add(y float64, text string, c color.NRGBA, bold bool) {
	lines := wrapped("", text, labelChars)
	for i, line := range lines {
		lines[i] = cut(line, labelChars+8) // a word that is longer than a line
	}
	l.labels = append(l.labels, endLabel{y, lines, c, bold})
}

// Plot draws the labels.
func (l *endLabels) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	labels := slices.Clone(l.labels)
	slices.SortStableFunc(labels, func(a, b endLabel) int { return cmp.Compare(b.y, a.y) })
	tops := spread(labels, y, c.Max.Y+labelPitch/2, c.Min.Y-labelPitch)
	for i, lab := range labels {
		style := l.figure.style(labelSize, lab.color, lab.bold)
		middle := tops[i] - labelPitch*vg.Length(len(lab.lines))/2
		end := vg.Point{X: c.Max.X, Y: y(lab.y)}
		c.StrokeLines(draw.LineStyle{Color: lab.color, Width: 1}, []vg.Point{end, {X: c.Max.X + 22, Y: middle}})
		for k, line := range lab.lines {
			c.FillText(style, vg.Point{X: c.Max.X + 26, Y: tops[i] - labelPitch*(vg.Length(k)+0.5)}, line)
		}
	}
}

// spread returns the top of each label, from the highest to the lowest: as near to its line as the labels above and the space
// below allow.
func spread(labels []endLabel, y func(float64) vg.Length, top, bottom vg.Length) []vg.Length {
	tops := make([]vg.Length, len(labels))
	for i, lab := range labels {
		tops[i] = min(y(lab.y)+labelPitch*vg.Length(len(lab.lines))/2, top)
		if i > 0 {
			tops[i] = min(tops[i], tops[i-1]-labelPitch*vg.Length(len(labels[i-1].lines))-labelGap)
		}
	}
	for i := len(labels) - 1; i >= 0; i-- { // push up what fell below the bottom
		least := bottom + labelPitch*vg.Length(len(labels[i].lines))
		if i < len(labels)-1 {
			least = tops[i+1] + labelGap + labelPitch*vg.Length(len(labels[i].lines))
		}
		tops[i] = max(tops[i], least)
	}
	return tops
}

// haltMarks marks where on the baseline's course controls stopped everything.
type haltMarks struct {
	figure *figure
	course plotter.XYs // of the baseline
	worlds []*WorldCourse
}

// Plot draws a dot and a label for each moment; controls that stop within half a minute of each other share one. A label
// stands clear of the course; of two that would touch, the earlier stands higher, so that no leader crosses a label.
func (h *haltMarks) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	f := h.figure
	style := f.style(labelSize, series[1], true)
	halts := h.moments()
	below := c.Min.Y
	for i := len(halts) - 1; i >= 0; i-- {
		at := vg.Point{X: x(halts[i].x), Y: y(halts[i].y)}
		label := vg.Point{X: at.X + 6, Y: max(at.Y+26, below+labelPitch+4)}
		right := label.X + style.Width(halts[i].text)
		for _, point := range h.course {
			if x(point.X) >= at.X && x(point.X) <= right+12 {
				label.Y = max(label.Y, y(point.Y)+labelPitch)
			}
		}
		if right > c.Max.X { // no room to the right
			style.XAlign = draw.XRight
			label.X = at.X - 6
		}
		below = label.Y
		c.DrawGlyph(draw.GlyphStyle{Color: series[1], Radius: 5.5, Shape: draw.CircleGlyph{}}, at)
		c.StrokeLines(draw.LineStyle{Color: series[1], Width: 1}, []vg.Point{at, {X: at.X, Y: label.Y}})
		c.FillText(style, label, halts[i].text)
		style.XAlign = draw.XLeft
	}
}

// halt is one moment at which controls stopped everything.
type halt struct {
	x, y float64
	text string
}

// moments returns the halts in order of time.
func (h *haltMarks) moments() []halt {
	f := h.figure
	worlds := slices.Clone(h.worlds)
	slices.SortStableFunc(worlds, func(a, b *WorldCourse) int { return cmp.Compare(*a.Halted, *b.Halted) })
	var halts []halt
	for len(worlds) > 0 {
		n := 1
		for n < len(worlds) && f.x(*worlds[n].Halted)-f.x(*worlds[0].Halted) < 0.5 {
			n++
		}
		last := worlds[n-1]
		name := cut(last.Label+" "+last.Name, labelChars)
		if n > 1 {
			labels := make([]string, n)
			for i, w := range worlds[:n] {
				labels[i] = w.Label
			}
			name = someOf(labels)
		}
		halts = append(halts, halt{max(f.x(*last.Halted), 0), f.y(last.Final),
			name + " at " + f.clock.minute(model.Time(*last.Halted)) + ": " + f.unit.text(last.Final)})
		worlds = worlds[n:]
	}
	return halts
}
