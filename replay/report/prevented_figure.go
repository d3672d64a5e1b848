package report

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"
	"unicode/utf8"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// preventedMax is how many controls the figure of what each prevents shows.
const preventedMax = 24

// preventedPicture is what each control prevents alone.
func (r *Results) preventedPicture() picture {
	rows := min(len(r.MostPreventing(preventedMax)), preventedMax)
	return picture{"prevented", "What each control prevents alone", rangeWidth, vg.Length(max(rows, 1)*rangeRow + rangeMargin), r.drawPrevented}
}

// drawPrevented draws what each control prevents alone on a white page, with the footer below.
func (r *Results) drawPrevented(c draw.Canvas) error {
	f := r.plainFigure()
	c.SetColor(color.White)
	c.Fill(c.Path())
	c = draw.Crop(c, 18, -18, 14, -14)
	c.FillText(f.style(11, grey, false), vg.Point{X: c.Min.X, Y: c.Min.Y}, fmt.Sprintf(
		"lossreplay %s, incident %s, seed %d. Counterfactual: a model's claim. Every number: attribution.csv.", r.Version, r.Incident, r.Seed))
	return r.PaintPrevented(draw.Crop(c, 0, 0, 24, 0))
}

// plainFigure returns what draws text and amounts of a figure without a time axis.
func (r *Results) plainFigure() *figure {
	return &figure{r: r, unit: unitFor(r.Baseline.Loss, r.Currency), fonts: font.NewCache(liberation.Collection())}
}

// PaintPrevented draws a bar for each of the controls that prevent most alone, at most 24: prices adjusted for the flow that is gone as the
// bar, recorded prices held as a mark, and where there were draws the range of nine in ten as a line. A canvas 12 inches wide suits it, with
// 26 points a control and 100 more.
func (r *Results) PaintPrevented(c draw.Canvas) error {
	f := r.plainFigure()
	rows := r.MostPreventing(preventedMax)
	slices.Reverse(rows)
	low, high := 0.0, f.y(r.Baseline.Loss)
	for _, s := range rows {
		for _, d := range append(r.ends(s), s.Standalone.Prevented, s.Standalone.PreventedNoImpact) {
			low, high = min(low, f.y(d)), max(high, f.y(d))
		}
	}
	p := f.loopPanel("Prevented alone", "prevented, "+f.unit.name(), "")
	p.X.Min, p.X.Max = low-0.02*(high-low), high+0.02*max(high-low, 0.1)
	p.X.Tick.Marker = amounts(p.X.Min, p.X.Max)
	p.Y.Min, p.Y.Max = -0.6, max(float64(len(rows)), 1)-0.4
	p.Y.Tick.Marker = plot.ConstantTicks{}
	p.Add(&preventedBars{f, rows})
	p.Draw(draw.Crop(c, rangeNames, -10, 0, -headingRoom))
	return nil
}

// ends returns the range of what a control prevents alone over the draws; nothing without draws.
func (r *Results) ends(c *Control) []Decimal {
	if r.Ranges == nil {
		return nil
	}
	for i := range r.Ranges.Controls {
		if of := &r.Ranges.Controls[i]; of.Label == c.Label {
			return []Decimal{of.Prevented.P5, of.Prevented.P95}
		}
	}
	return nil
}

// preventedBars draws a bar, a mark and a range for each control, and writes its name.
type preventedBars struct {
	figure *figure
	rows   []*Control
}

// Plot draws the bars.
func (b *preventedBars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	f := b.figure
	drawn := false
	for i, row := range b.rows {
		at := y(float64(i))
		style := f.style(13, black, false)
		style.XAlign = draw.XRight
		c.FillText(style, vg.Point{X: c.Min.X - 10, Y: at}, narrow(style, row.Label+" "+row.Name, rangeNames-14))
		from, to, held := x(0), x(f.y(row.Standalone.Prevented)), x(f.y(row.Standalone.PreventedNoImpact))
		c.FillPolygon(series[5], []vg.Point{{X: from, Y: at - 7}, {X: to, Y: at - 7}, {X: to, Y: at + 7}, {X: from, Y: at + 7}})
		if ends := f.r.ends(row); ends != nil {
			drawn = true
			left, right := x(f.y(ends[0])), x(f.y(ends[1]))
			c.StrokeLines(draw.LineStyle{Color: black, Width: 1.5}, []vg.Point{{X: left, Y: at}, {X: right, Y: at}})
			for _, end := range []vg.Length{left, right} {
				c.StrokeLines(draw.LineStyle{Color: black, Width: 1.5}, []vg.Point{{X: end, Y: at - 5}, {X: end, Y: at + 5}})
			}
		}
		c.StrokeLines(draw.LineStyle{Color: series[1], Width: 3}, []vg.Point{{X: held, Y: at - 9}, {X: held, Y: at + 9}})
	}
	names, colors := []string{"bar: prices adjusted", "mark: prices held"}, []color.NRGBA{series[0], series[1]}
	if drawn {
		names, colors = append(names, "line: nine draws in ten"), append(colors, black)
	}
	(&legend{f, names, colors}).inARow(c, vg.Point{X: c.Max.X, Y: c.Max.Y + headingRoom/2})
}

// narrow returns text cut to a width, with an ellipsis where something was cut.
func narrow(style text.Style, words string, width vg.Length) string {
	words = cut(words, 60) // none of the width is wider
	for n := utf8.RuneCountInString(words); n > 1 && style.Width(words) > width; n-- {
		words = cut(words, n-1)
	}
	return words
}

// inARow writes a legend's names beside each other, the last to the left of a point.
func (l *legend) inARow(c draw.Canvas, at vg.Point) {
	for i := len(l.names) - 1; i >= 0; i-- {
		s := l.figure.style(12, l.colors[i], true)
		s.XAlign = draw.XRight
		c.FillText(s, at, l.names[i])
		at.X -= s.Width(l.names[i]) + 16
	}
}

// MostPreventing returns the n controls that prevent most alone, the most first. Of those that prevent the same, or all of the loss and
// more, the one stands first that blocks fewer legitimate orders, on the day and then on ordinary days. Controls that the day cannot judge are left out.
func (r *Results) MostPreventing(n int) []*Control {
	var list []*Control
	for i := range r.Controls {
		if r.Controls[i].Evaluable {
			list = append(list, &r.Controls[i])
		}
	}
	ordinary := func(c *Control) int64 {
		if c.Normal == nil {
			return 0
		}
		return c.Normal.OrdersPerMillion
	}
	slices.SortStableFunc(list, func(a, b *Control) int {
		all := max(r.Baseline.Loss, 0) // a gain is no prevented loss
		return cmp.Or(cmp.Compare(min(b.Standalone.Prevented, all), min(a.Standalone.Prevented, all)), cmp.Compare(a.Standalone.CollateralOrders, b.Standalone.CollateralOrders),
			cmp.Compare(ordinary(a), ordinary(b)), cmp.Compare(a.Label, b.Label))
	})
	return list[:min(n, len(list))]
}
