package report

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// blockedClasses are the shades of a dot by how many legitimate orders its set blocks on the day: up to so many.
var blockedClasses = []struct {
	most  Decimal
	words string
	color color.NRGBA
}{
	{1_000_000, "blocks at most 1 order", color.NRGBA{0, 158, 115, 255}},
	{1_000_000_000, "up to 1,000", color.NRGBA{0, 114, 178, 255}},
	{20_000_000_000, "up to 20,000", color.NRGBA{196, 128, 0, 255}},
	{math.MaxInt64, "more", color.NRGBA{213, 94, 0, 255}},
}

// pictures are the figures of a portfolio.
func (d *Portfolio) pictures() []picture {
	return []picture{{"pareto", "What money buys", sweepWidth, sweepHeight, d.drawFront},
		{"exceedance", "How much is lost, and how often", sweepWidth, sweepHeight, d.drawExceedance}}
}

// drawFront shows what money buys: the expected loss left against the cost, one dot a set of the front, coloured by the orders
// that it blocks; the sets that have a name are ringed and named.
func (d *Portfolio) drawFront(c draw.Canvas) error {
	f := &figure{fonts: font.NewCache(liberation.Collection())}
	axes := d.axes()
	p := f.loopPanel("What money buys: the expected loss that is left, against the cost",
		fmt.Sprintf("cost over %s, %s (%s; logarithmic)", plural(d.Terms.Years, "year"), axes.cost.name(), d.tags()), "expected loss left, "+axes.loss.name()+axes.words)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, math.Inf(1), math.Inf(-1)
	for _, s := range d.shown() {
		at := axes.place(s)
		p.X.Max, p.Y.Min, p.Y.Max = max(p.X.Max, at.X), min(p.Y.Min, at.Y), max(p.Y.Max, at.Y)
	}
	margin := 0.04 * max(p.Y.Max-p.Y.Min, 0.1)
	p.X.Min, p.X.Max = -0.03*p.X.Max, 1.03*p.X.Max
	p.Y.Min, p.Y.Max = p.Y.Min-margin, p.Y.Max+margin
	p.X.Tick.Marker, p.Y.Tick.Marker = costTicks(p.X.Max), axes.ticks(p.Y.Min, p.Y.Max)
	if err := d.addSteps(f, p, axes.place); err != nil {
		return err
	}
	p.Add(&frontDots{f, d, axes.place})
	d.paint(f, c, p, "A dot: a set that no other beats in loss, cost and blocked orders.")
	return nil
}

// shown returns the sets of the figure: the front, and those that have a name.
func (d *Portfolio) shown() []*PortfolioSet {
	var all []*PortfolioSet
	for i := range d.Front {
		all = append(all, &d.Front[i])
	}
	for _, n := range d.named() {
		all = append(all, n.set)
	}
	return all
}

// addSteps draws the least loss that each amount of money buys.
func (d *Portfolio) addSteps(f *figure, p *plot.Plot, place func(*PortfolioSet) plotter.XY) error {
	var steps plotter.XYs
	for i := range d.Front {
		at := place(&d.Front[i])
		if n := len(steps); n == 0 || at.Y < steps[n-1].Y {
			if n > 0 {
				steps = append(steps, plotter.XY{X: at.X, Y: steps[n-1].Y})
			}
			steps = append(steps, at)
		}
	}
	if len(steps) == 0 {
		return nil
	}
	steps = append(steps, plotter.XY{X: p.X.Max, Y: steps[len(steps)-1].Y})
	return f.addLine(p, steps, draw.LineStyle{Color: grey, Width: 1.2})
}

// paint sets a panel with its labels onto a white page, and the footer below it.
func (d *Portfolio) paint(f *figure, c draw.Canvas, p *plot.Plot, remark string) {
	c.SetColor(color.White)
	c.Fill(c.Path())
	c = draw.Crop(c, 18, -18, 14, -14)
	p.Draw(draw.Crop(c, 0, -sweepRoom, 26, -headingRoom))
	c.FillText(f.style(11, grey, false), vg.Point{X: c.Min.X, Y: c.Min.Y}, fmt.Sprintf(
		"lossreplay %s, %s, seed %d, %s. %s A model's claim. Every number: portfolio.json.", d.Version, d.Incident, d.Seed,
		plural(int64(d.Draws), "draw"), remark))
}

// frontDots marks the sets of a front, and names those that have a name beside the panel.
type frontDots struct {
	figure    *figure
	portfolio *Portfolio
	place     func(*PortfolioSet) plotter.XY
}

// Plot draws the dots, the rings with their labels, and what the colours mean.
func (f *frontDots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	at := func(s *PortfolioSet) vg.Point {
		v := f.place(s)
		return vg.Point{X: x(v.X), Y: y(v.Y)}
	}
	dot := func(s *PortfolioSet, radius vg.Length) {
		for _, class := range blockedClasses {
			if s.Blocked <= class.most {
				c.DrawGlyph(draw.GlyphStyle{Color: class.color, Radius: radius, Shape: draw.CircleGlyph{}}, at(s))
				return
			}
		}
	}
	for i := range f.portfolio.Front {
		dot(&f.portfolio.Front[i], 2.5)
	}
	named := f.portfolio.named()
	for _, n := range named {
		dot(n.set, 4)
		c.DrawGlyph(draw.GlyphStyle{Color: black, Radius: 8, Shape: draw.RingGlyph{}}, at(n.set))
	}
	f.names(c, named, at)
	for i, class := range blockedClasses {
		c.FillText(f.figure.style(13, class.color, true), vg.Point{X: c.Min.X + 10, Y: c.Min.Y + 12 + vg.Length(18*(len(blockedClasses)-1-i))}, class.words)
	}
}

// names writes the names beside the panel, from top to bottom, each joined to its ring.
func (f *frontDots) names(c draw.Canvas, named []namedSet, at func(*PortfolioSet) vg.Point) {
	var labels []endLabel
	var points []vg.Point
	var bold []int
	for _, n := range byHeight(together(named), at) {
		lines, names := n.lines()
		labels, bold = append(labels, endLabel{y: float64(at(n.set).Y), lines: lines}), append(bold, names)
		points = append(points, at(n.set))
	}
	tops := spread(labels, func(v float64) vg.Length { return vg.Length(v) }, c.Max.Y+labelPitch/2, c.Min.Y-labelPitch)
	for i, l := range labels {
		middle := tops[i] - labelPitch*vg.Length(len(l.lines))/2
		c.StrokeLines(draw.LineStyle{Color: grey, Width: 0.5, Dashes: []vg.Length{3, 3}}, []vg.Point{points[i], {X: c.Max.X, Y: middle}, {X: c.Max.X + 6, Y: middle}})
		for k, line := range l.lines {
			c.FillText(f.figure.style(labelSize, black, k < bold[i]), vg.Point{X: c.Max.X + 10, Y: tops[i] - labelPitch*(vg.Length(k)+0.38)}, line)
		}
	}
}
