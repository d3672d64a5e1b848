package report

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The tornado shows so many controls, those whose figure is least sure, each with so many unknowns.
const (
	tornadoControls = 6
	tornadoUnknowns = 5
	tornadoPanel    = 200 // height of a panel
)

// tornadoRows returns the controls of the tornado, the widest range first; those that nothing moves are left out.
func (r *Results) tornadoRows() []ControlRange {
	width := func(c *ControlRange) Decimal { return c.Prevented.P95 - c.Prevented.P5 }
	rows := slices.Clone(r.Ranges.Controls)
	slices.SortStableFunc(rows, func(a, b ControlRange) int { return cmp.Compare(width(&b), width(&a)) })
	rows = slices.DeleteFunc(rows, func(c ControlRange) bool {
		return width(&c) == 0 || !slices.ContainsFunc(c.Effects, func(e EffectRange) bool { return e.Total > 0 })
	})
	return rows[:min(len(rows), tornadoControls)]
}

func (r *Results) tornadoHeight() vg.Length {
	panels := (len(r.tornadoRows()) + 1) / 2
	return vg.Length(max(panels, 1)*tornadoPanel + 90)
}

// drawTornado shows which unknowns move the figures that are least sure, and how far.
func (r *Results) drawTornado(c draw.Canvas) error {
	_, c = r.rangeFigure(c)
	return r.PaintTornado(draw.Crop(c, 0, 0, 22, 0))
}

// TornadoHeight returns how high a canvas 12 inches wide has to be for PaintTornado; 0 where there is nothing to draw.
func (r *Results) TornadoHeight() vg.Length {
	if r.Ranges == nil || len(r.tornadoRows()) == 0 {
		return 0
	}
	return r.tornadoHeight() - 40
}

// PaintTornado draws which unknowns move the figures that are least sure, and how far.
func (r *Results) PaintTornado(c draw.Canvas) error {
	f := r.plainFigure()
	c.FillText(f.style(19, black, true), vg.Point{X: c.Min.X, Y: c.Max.Y - 12}, "What moves the figures that are least sure")
	c.FillText(f.style(12, grey, false), vg.Point{X: c.Min.X, Y: c.Max.Y - 32},
		fmt.Sprintf("Mean prevented alone, %s, over the draws with the unknown in its lowest and highest third, or at one value. In brackets: its total index, of 1.", f.unit.name()))
	room := draw.Crop(c, 0, 0, 0, -46)
	width := (room.Max.X - room.Min.X) / 2
	for i, row := range r.tornadoRows() {
		left, top := room.Min.X+vg.Length(i%2)*width, room.Max.Y-vg.Length(i/2)*tornadoPanel
		panel := room
		panel.Rectangle = vg.Rectangle{Min: vg.Point{X: left, Y: top - tornadoPanel}, Max: vg.Point{X: left + width, Y: top}}
		f.tornado(&row).Draw(draw.Crop(panel, 2.3*vg.Inch, -14, 4, -headingRoom))
	}
	return nil
}

// tornado returns the panel of one control.
func (f *figure) tornado(row *ControlRange) *plot.Plot {
	effects := slices.DeleteFunc(slices.Clone(row.Effects), func(e EffectRange) bool { return e.Total <= 0 })
	span := func(e *EffectRange) Decimal { return max(e.High-e.Low, e.Low-e.High) }
	slices.SortStableFunc(effects, func(a, b EffectRange) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(span(&b), span(&a)))
	})
	effects = effects[:min(len(effects), tornadoUnknowns)]
	slices.Reverse(effects)
	low, high := f.y(row.Prevented.Median), f.y(row.Prevented.Median)
	for i := range effects {
		low, high = min(low, f.y(effects[i].Low), f.y(effects[i].High)), max(high, f.y(effects[i].Low), f.y(effects[i].High))
	}
	room := max(0.3*(high-low), 0.05)
	p := f.loopPanel(cut(f.r.nameOf(row.Label), 26), "", "")
	p.X.Min, p.X.Max = low-room, high+room
	p.X.Tick.Marker = amounts(p.X.Min, p.X.Max)
	p.Y.Min, p.Y.Max = -0.6, float64(len(effects))-0.4
	p.Y.Tick.Marker = plot.ConstantTicks{}
	p.Add(&tornadoBars{f, effects, f.y(row.Prevented.Median)})
	return p
}

// tornadoBars draws a bar for each unknown, from the mean at one end to the mean at the other.
type tornadoBars struct {
	figure  *figure
	effects []EffectRange
	median  float64
}

// Plot draws the bars, the unknowns' names and what stands at each end.
func (b *tornadoBars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	f := b.figure
	c.StrokeLines(draw.LineStyle{Color: grey, Width: 1, Dashes: []vg.Length{4, 3}}, []vg.Point{{X: x(b.median), Y: c.Min.Y}, {X: x(b.median), Y: c.Max.Y}})
	for i := range b.effects {
		e, at := &b.effects[i], y(float64(i))
		style := f.style(13, black, false)
		style.XAlign = draw.XRight
		c.FillText(style, vg.Point{X: c.Min.X - 10, Y: at}, fmt.Sprintf("%s (%.2f)", e.Unknown, float64(e.Total)/1e6))
		from, to := x(f.y(e.Low)), x(f.y(e.High))
		c.FillPolygon(series[0], []vg.Point{{X: from, Y: at - 8}, {X: to, Y: at - 8}, {X: to, Y: at + 8}, {X: from, Y: at + 8}})
		f.end(c, vg.Point{X: from, Y: at}, e.LowAt, from <= to)
		f.end(c, vg.Point{X: to, Y: at}, e.HighAt, from > to)
	}
}

// end writes a word beside the end of a bar, on its left or on its right.
func (f *figure) end(c draw.Canvas, at vg.Point, word string, left bool) {
	style := f.style(11, grey, false)
	at.X += 5
	if left {
		style.XAlign = draw.XRight
		at.X -= 10
	}
	c.FillText(style, at, word)
}
