package report

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// chanceMin is the smallest chance that the exceedance figure shows.
const chanceMin = 1e-6

// drawExceedance shows the chance that the loss is so much or more, without and with the sets that have a name, and the capital.
func (d *Portfolio) drawExceedance(c draw.Canvas) error {
	f := &figure{fonts: font.NewCache(liberation.Collection())}
	u := unitFor(d.Loss, d.Currency)
	p := f.loopPanel("How likely is a loss of so much or more, if such a day comes", "loss, "+u.name(), "chance (logarithmic)")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 0, math.Log10(chanceMin), 0.15
	x := func(l Decimal) float64 { return float64(l) / float64(10*u.tenth) }
	for _, e := range d.Exceedance {
		for _, at := range e.all {
			p.X.Min, p.X.Max = min(p.X.Min, x(at.Loss)), max(p.X.Max, x(at.Loss))
		}
	}
	if d.Capital != nil {
		p.X.Max = max(p.X.Max, x(d.Capital.Amount))
	}
	p.X.Max += 0.04 * max(p.X.Max-p.X.Min, 1)
	p.X.Tick.Marker = amounts(p.X.Min, p.X.Max)
	for e := 0.0; e >= p.Y.Min; e-- {
		p.Y.Tick.Marker = append(ticksOf(p.Y.Tick.Marker), plot.Tick{Value: e, Label: number(math.Pow(10, e+2)) + " %"})
	}
	for i := len(d.Exceedance) - 1; i >= 0; i-- {
		e := &d.Exceedance[i]
		path, style := e.path(x, p.X.Max), curveStyles[e.Set]
		style.Color = curveColors[e.Set]
		if err := f.addLine(p, path, style); err != nil {
			return err
		}
	}
	p.Add(&curveNames{f, d})
	if d.Capital != nil {
		p.Add(&capitalLine{f, x(d.Capital.Amount), "capital " + u.text(d.Capital.Amount)})
	}
	d.paint(f, c, p, "Below one in a million nothing is shown.")
	return nil
}

// ticksOf returns what has been marked on an axis so far.
func ticksOf(t plot.Ticker) plot.ConstantTicks {
	ticks, _ := t.(plot.ConstantTicks)
	return ticks
}

// curveNames names the curves beside the panel, in their colours.
type curveNames struct {
	figure    *figure
	portfolio *Portfolio
}

// Plot writes the names with their controls and the chance that the capital is not enough, one below the other. Sets that are one
// set share a place, in the colour of the first.
func (n *curveNames) Plot(c draw.Canvas, _ *plot.Plot) {
	var drawn []namedSet
	for _, named := range n.portfolio.named() {
		if _, curve := curveColors[named.key]; curve {
			drawn = append(drawn, named)
		}
	}
	y := c.Max.Y
	for _, named := range together(drawn) {
		lines, bold := named.lines()
		if named.set.OverCapital != nil {
			lines = append(lines, "over capital: "+chanceText(*named.set.OverCapital))
		}
		for k, line := range lines {
			c.FillText(n.figure.style(labelSize, curveColors[named.key], k < bold), vg.Point{X: c.Max.X + 10, Y: y}, line)
			y -= labelPitch
		}
		y -= 2 * labelGap
	}
}

// curveColors and curveStyles are the lines of the exceedance figure.
var (
	curveColors = map[string]color.NRGBA{"without": black, "best": series[0], "by_shapley": series[1], "by_alone": series[2]}
	curveStyles = map[string]draw.LineStyle{"without": {Width: 3}, "best": {Width: 3}, "by_shapley": {Width: 2, Dashes: []vg.Length{9, 5}},
		"by_alone": {Width: 2, Dashes: []vg.Length{2, 4}}}
)

// path returns a curve as steps: from the left edge at its first chance down to the smallest shown.
func (e *Exceedance) path(x func(Decimal) float64, right float64) plotter.XYs {
	floor := math.Log10(chanceMin)
	y := func(chance float64) float64 {
		if chance <= chanceMin {
			return floor
		}
		return math.Log10(chance)
	}
	var path plotter.XYs
	left := min(0, x(e.all[0].Loss))
	for k, at := range e.all {
		path = append(path, plotter.XY{X: left, Y: y(at.Chance)}, plotter.XY{X: x(at.Loss), Y: y(at.Chance)})
		if left = x(at.Loss); k == len(e.all)-1 {
			path = append(path, plotter.XY{X: left, Y: floor})
		}
	}
	return append(path, plotter.XY{X: right, Y: floor})
}

// capitalLine marks what the firm can lose.
type capitalLine struct {
	figure *figure
	x      float64
	text   string
}

// Plot draws the line and its name.
func (l *capitalLine) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	at := x(l.x)
	c.StrokeLines(draw.LineStyle{Color: grey, Width: 1.5, Dashes: []vg.Length{4, 3}}, []vg.Point{{X: at, Y: c.Min.Y}, {X: at, Y: c.Max.Y}})
	style := l.figure.style(13, grey, true)
	style.XAlign = text.XRight
	c.FillText(style, vg.Point{X: at - 6, Y: c.Min.Y + 14}, l.text)
}
