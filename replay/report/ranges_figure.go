package report

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The size of the figures of the draws, and the room for the names of controls left of a panel.
const (
	rangeWidth  = 12 * vg.Inch
	rangeRow    = 26 // by control
	rangeMargin = 150
	rangeNames  = 2.9 * vg.Inch
)

// rangePictures returns the figures of the draws.
func (r *Results) rangePictures() []picture {
	rows := vg.Length(len(r.Ranges.Controls)*rangeRow + rangeMargin)
	pictures := []picture{{"ranges", "Prevented alone, over the draws", rangeWidth, rows, r.drawRanges},
		{"ranks", "Rank by what a control prevents alone", rangeWidth, rows, r.drawRanks}}
	if len(r.tornadoRows()) > 0 {
		pictures = append(pictures, picture{"tornado", "What moves the figures that are least sure", rangeWidth, r.tornadoHeight(), r.drawTornado})
	}
	return pictures
}

// rangeFigure returns what draws text and amounts of a figure of the draws, on a white canvas with its footer written, and the room
// above that.
func (r *Results) rangeFigure(c draw.Canvas) (*figure, draw.Canvas) {
	f := r.plainFigure()
	c.SetColor(color.White)
	c.Fill(c.Path())
	c = draw.Crop(c, 18, -18, 14, -14)
	c.FillText(f.style(11, grey, false), vg.Point{X: c.Min.X, Y: c.Min.Y}, fmt.Sprintf(
		"lossreplay %s, incident %s, %d of %d draws accepted. Counterfactual: a model's claim; what is uncertain is assumed: results.json, ranges.",
		r.Version, r.Incident, r.Ranges.Accepted, r.Ranges.Draws))
	return f, c
}

// nameOf returns label and name of a control.
func (r *Results) nameOf(label string) string {
	for i := range r.Controls {
		if r.Controls[i].Label == label {
			return label + " " + r.Controls[i].Name
		}
	}
	return label
}

// drawRanges shows for each control the range of what it prevents alone, the widest median first.
func (r *Results) drawRanges(c draw.Canvas) error {
	f, c := r.rangeFigure(c)
	rows := slices.Clone(r.Ranges.Controls)
	slices.SortStableFunc(rows, func(a, b ControlRange) int { return cmp.Compare(a.Prevented.Median, b.Prevented.Median) })
	low, high := 0.0, f.y(r.Baseline.Loss)
	for i := range rows {
		low, high = min(low, f.y(rows[i].Prevented.P5)), max(high, f.y(rows[i].Prevented.P95))
	}
	p := f.loopPanel("Prevented alone, over the draws", "prevented, "+f.unit.name(), "")
	p.X.Min, p.X.Max = low-0.02*(high-low), high+0.02*(high-low)
	p.X.Tick.Marker = amounts(p.X.Min, p.X.Max)
	p.Y.Min, p.Y.Max = -0.6, float64(len(rows))-0.4
	p.Y.Tick.Marker = plot.ConstantTicks{}
	p.Add(&rangeBars{f, rows})
	p.Draw(draw.Crop(c, rangeNames, -10, 24, -headingRoom))
	return nil
}

// rangeBars draws a bar, a dot and the whiskers of its standard error for each control, and writes its name.
type rangeBars struct {
	figure *figure
	rows   []ControlRange
}

// Plot draws the bars.
func (b *rangeBars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	f := b.figure
	for i := range b.rows {
		row, at := &b.rows[i], y(float64(i))
		style := f.style(14, black, false)
		style.XAlign = draw.XRight
		c.FillText(style, vg.Point{X: c.Min.X - 10, Y: at}, cut(f.r.nameOf(row.Label), 30))
		left, right := x(f.y(row.Prevented.P5)), x(f.y(row.Prevented.P95))
		c.FillPolygon(shade, []vg.Point{{X: left, Y: at - 7}, {X: right, Y: at - 7}, {X: right, Y: at + 7}, {X: left, Y: at + 7}})
		c.StrokeLines(draw.LineStyle{Color: series[0], Width: 2}, []vg.Point{{X: left, Y: at}, {X: right, Y: at}})
		for _, end := range []vg.Length{left, right} {
			c.StrokeLines(draw.LineStyle{Color: series[0], Width: 2}, []vg.Point{{X: end, Y: at - 7}, {X: end, Y: at + 7}})
		}
		middle, err := f.y(row.Prevented.Median), 2*f.y(row.Prevented.MedianError)
		c.StrokeLines(draw.LineStyle{Color: series[1], Width: 3}, []vg.Point{{X: x(max(middle-err, p.X.Min)), Y: at}, {X: x(min(middle+err, p.X.Max)), Y: at}})
		c.DrawGlyph(draw.GlyphStyle{Color: series[1], Radius: 5, Shape: draw.CircleGlyph{}}, vg.Point{X: x(middle), Y: at})
	}
	(&legend{f, []string{"5 to 95 % of draws: what we do not know", "median ± 2 standard errors: what we did not sample"},
		[]color.NRGBA{series[0], series[1]}}).plotAt(c, vg.Point{X: c.Max.X, Y: c.Max.Y + headingRoom/2 + 9})
}

// plotAt writes a legend's names to the left of a point, each below the one before.
func (l *legend) plotAt(c draw.Canvas, at vg.Point) {
	for i, name := range l.names {
		s := l.figure.style(12, l.colors[i], false)
		s.XAlign = draw.XRight
		c.FillText(s, vg.Point{X: at.X, Y: at.Y - vg.Length(16*i)}, name)
	}
}

// drawRanks shows how often each control has each rank by what it prevents alone: the darker, the oftener.
func (r *Results) drawRanks(c draw.Canvas) error {
	f, c := r.rangeFigure(c)
	rows := slices.Clone(r.Ranges.Controls)
	slices.SortStableFunc(rows, func(a, b ControlRange) int { return cmp.Compare(meanRank(&a), meanRank(&b)) })
	c.FillText(f.style(19, black, true), vg.Point{X: c.Min.X, Y: c.Max.Y - 12}, "Rank by what a control prevents alone: % of the draws")
	c.FillText(f.style(12, grey, false), vg.Point{X: c.Min.X, Y: c.Max.Y - 32}, "1 prevents most; controls that prevent the same share the better rank")
	room := draw.Crop(c, rangeNames, -10, 34, -46)
	n := vg.Length(len(rows))
	width, height := (room.Max.X-room.Min.X)/n, (room.Max.Y-room.Min.Y)/n
	for i := range rows {
		top := room.Max.Y - vg.Length(i)*height
		style := f.style(14, black, false)
		style.XAlign = draw.XRight
		room.FillText(style, vg.Point{X: room.Min.X - 10, Y: top - height/2}, cut(r.nameOf(rows[i].Label), 30))
		for k, share := range rows[i].Ranks {
			left := room.Min.X + vg.Length(k)*width
			f.cell(room, vg.Rectangle{Min: vg.Point{X: left, Y: top - height}, Max: vg.Point{X: left + width, Y: top}}, share)
		}
		label := f.style(14, black, false)
		label.XAlign = draw.XCenter
		room.FillText(label, vg.Point{X: room.Min.X + (vg.Length(i)+0.5)*width, Y: room.Min.Y - 12}, decimal(int64(i+1)))
	}
	return nil
}

// meanRank orders the rows of the heat map.
func meanRank(c *ControlRange) (sum Decimal) {
	for k, share := range c.Ranks {
		sum += Decimal(k+1) * share
	}
	return sum
}

// cell draws one cell of the heat map.
func (f *figure) cell(c draw.Canvas, at vg.Rectangle, share Decimal) {
	v := float64(share) / 1e6
	mix := func(to uint8) uint8 { return uint8(255 - float64(v*float64(255-to))) }
	corners := []vg.Point{at.Min, {X: at.Max.X, Y: at.Min.Y}, at.Max, {X: at.Min.X, Y: at.Max.Y}}
	c.FillPolygon(color.NRGBA{mix(0), mix(114), mix(178), 255}, corners)
	c.StrokeLines(draw.LineStyle{Color: pale, Width: 0.5}, append(corners, corners[0]))
	if share == 0 {
		return
	}
	ink := black
	if v > 0.55 {
		ink = color.NRGBA{255, 255, 255, 255}
	}
	style := f.style(12, ink, false)
	style.XAlign = draw.XCenter
	c.FillText(style, vg.Point{X: (at.Min.X + at.Max.X) / 2, Y: (at.Min.Y + at.Max.Y) / 2}, shareText(ShareRange{Share: share}))
}
