package report

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"lossreplay/model"
)

// minutesHeight is the height of the figure of the loss by minute.
const minutesHeight = 6 * vg.Inch

// minutesPicture is when the loss arose.
func (r *Results) minutesPicture() picture {
	return picture{"minutes", "When the loss arose", rangeWidth, minutesHeight, r.drawMinutes}
}

// drawMinutes draws the loss by minute on a white page, with the footer below.
func (r *Results) drawMinutes(c draw.Canvas) error {
	f := r.plainFigure()
	c.SetColor(color.White)
	c.Fill(c.Path())
	c = draw.Crop(c, 18, -18, 14, -14)
	c.FillText(f.style(11, grey, false), vg.Point{X: c.Min.X, Y: c.Min.Y}, fmt.Sprintf(
		"lossreplay %s, incident %s, seed %d. An execution's loss: its price against that at which the position was closed. Every number: where.csv.",
		r.Version, r.Incident, r.Seed))
	return r.PaintMinutes(draw.Crop(c, 0, 0, 24, 0))
}

// WhereOf returns the rows of one kind, symbol, server or minute, in their order.
func (r *Results) WhereOf(by string) (rows []*WhereRow) {
	for i := range r.Where {
		if r.Where[i].By == by {
			rows = append(rows, &r.Where[i])
		}
	}
	return rows
}

// PaintMinutes draws a bar for each minute of the session up to the end of the error: the loss of the executions that took place in
// it. A canvas 12 inches wide suits it.
func (r *Results) PaintMinutes(c draw.Canvas) error {
	clock, err := newClock(r.Zone, r.Date)
	if err != nil {
		return err
	}
	f := r.plainFigure()
	f.clock = clock
	bars := &minuteBars{figure: f}
	low, high := 0.0, 0.1
	for _, row := range r.WhereOf(byMinute) {
		at, err := model.ParseTime(row.Name)
		if err != nil {
			continue // the row of what no execution brought
		}
		x, y := f.x(Timestamp(at)), f.y(row.Loss)
		bars.x, bars.y = append(bars.x, x), append(bars.y, y)
		low, high = min(low, y), max(high, y)
	}
	p := f.loopPanel("When the loss arose: by the minute of the executions", "", "loss, "+f.unit.name())
	p.X.Min, p.X.Max = 0, max(f.x(r.Course.End), 1)
	for _, x := range bars.x {
		p.X.Min, p.X.Max = min(p.X.Min, x), max(p.X.Max, x+1)
	}
	p.X.Tick.Marker = f.ticks()
	p.Y.Min, p.Y.Max = 1.06*low, 1.06*high
	p.Y.Tick.Marker = amounts(p.Y.Min, p.Y.Max)
	p.Add(bars)
	p.Draw(draw.Crop(c, 0, -10, 0, -headingRoom))
	return nil
}

// minuteBars are the bars, each a minute wide.
type minuteBars struct {
	figure *figure
	x, y   []float64
}

// Plot draws the bars.
func (b *minuteBars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i := range b.x {
		left, right, top, bottom := x(b.x[i]+0.1), x(b.x[i]+0.9), y(b.y[i]), y(0)
		c.FillPolygon(series[0], []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}})
	}
}
