package report

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The size of a sweep's figure, 1200 by 800 pixels at 100 dots per inch, the room for its labels, and how many characters a line
// of them holds.
const (
	sweepWidth  = 12 * vg.Inch
	sweepHeight = 8 * vg.Inch
	sweepRoom   = 2.6 * vg.Inch
	sweepChars  = 25
)

// picture is the figure of a sweep.
func (s *Sweep) picture() picture {
	return picture{"sweep", s.ID + " " + s.Name + ": what moving " + s.Parameter + " prevents and costs", sweepWidth, sweepHeight, s.draw}
}

// draw shows prevented loss against cost, one dot a value: up is better, left is cheaper.
func (s *Sweep) draw(c draw.Canvas) error {
	f := &figure{fonts: font.NewCache(liberation.Collection())}
	p := plot.New()
	p.TextHandler = text.Plain{Fonts: f.fonts}
	p.BackgroundColor = nil
	p.Add(&heading{f, fmt.Sprintf("%s %s: what moving %s prevents and costs", s.ID, s.Name, s.Parameter)})
	p.X.Label.Text = "legitimate orders blocked of a million, " + s.costName() + " (logarithmic)"
	p.Y.Label.Text = "prevented alone, % of the loss"
	path, low, high, left, right := s.path()
	p.X.Min, p.X.Max = math.Floor(left)-0.15, max(right, math.Floor(left)+1)+0.15
	p.X.Tick.Marker = decades(p.X.Min, p.X.Max)
	p.Y.Min, p.Y.Max = min(low-4, -2), max(high+8, 108)
	p.Y.Tick.Marker = amounts(p.Y.Min, p.Y.Max)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Padding = 0
		a.LineStyle.Color, a.Tick.LineStyle.Color = grey, grey
		a.Label.TextStyle, a.Tick.Label = f.axisStyle(a.Label.TextStyle, 15), f.axisStyle(a.Tick.Label, 14)
	}
	p.Add(lightGrid())
	if err := f.addLine(p, path, draw.LineStyle{Color: series[0], Width: 2}); err != nil {
		return err
	}
	p.Add(&sweepDots{f, s, path})
	c.SetColor(color.White)
	c.Fill(c.Path())
	c = draw.Crop(c, 18, -18, 14, -14)
	p.Draw(draw.Crop(c, 0, -sweepRoom, 26, -headingRoom))
	c.FillText(f.style(11, grey, false), vg.Point{X: c.Min.X, Y: c.Min.Y}, fmt.Sprintf(
		"lossreplay %s, incident %s, seed %d. Counterfactual: a model's claim; prices freed of the impact of the flow that is gone.",
		s.Version, s.Incident, s.Seed))
	return nil
}

// costName says on which days the cost was counted.
func (s *Sweep) costName() string {
	if s.Normal == nil {
		return "on the day itself"
	}
	return plural(int64(len(s.Normal.Days)), "ordinary day")
}

// path returns where each value stands, the lowest and highest percentage among them, 0 included, and the smallest and largest
// logarithm of the cost.
func (s *Sweep) path() (path plotter.XYs, low, high, left, right float64) {
	left = math.Inf(1)
	for i := range s.Points {
		p := &s.Points[i]
		cost := p.OrdersPerMillion
		if p.Normal != nil {
			cost = p.Normal.OrdersPerMillion
		}
		at := plotter.XY{X: math.Log10(1 + float64(cost))}
		if percent := p.Standalone.PreventedPercent; percent != nil {
			at.Y = float64(*percent) / 1e6
		}
		low, high, right = min(low, at.Y), max(high, at.Y), max(right, at.X)
		left = min(left, at.X)
		path = append(path, at)
	}
	return path, low, high, left, right
}

// decades marks 0, 1, 10, ... up to a million on an axis of log10(1 + x).
func decades(left, right float64) plot.ConstantTicks {
	ticks := plot.ConstantTicks{{Value: 0, Label: "0"}}
	for n := 1; n <= 1_000_000; n *= 10 {
		ticks = append(ticks, plot.Tick{Value: math.Log10(1 + float64(n)), Label: grouped(int64(n))})
	}
	return slices.DeleteFunc(ticks, func(t plot.Tick) bool { return t.Value < left || t.Value > right })
}

// sweepDots marks each value by a dot, the default by a ring, and names them beside the panel.
type sweepDots struct {
	figure *figure
	sweep  *Sweep
	path   plotter.XYs
}

// Plot draws the dots, and a label for each place at which some of them stand, joined to it by a thin leader.
func (d *sweepDots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	dots := make([]vg.Point, len(d.path))
	for i, at := range d.path {
		dots[i] = vg.Point{X: x(at.X), Y: y(at.Y)}
	}
	top, bottom := c.Max.Y+labelPitch/2, c.Min.Y-labelPitch
	labels := d.labels(dots, top-bottom)
	ends := make([]endLabel, len(labels))
	for i, l := range labels {
		ends[i] = endLabel{y: float64(l.at.Y), lines: l.lines}
	}
	tops := spread(ends, func(v float64) vg.Length { return vg.Length(v) }, top, bottom)
	for i, l := range labels {
		color := black
		if l.marked {
			color = series[1]
		}
		middle := tops[i] - labelPitch*vg.Length(len(l.lines))/2
		c.StrokeLines(draw.LineStyle{Color: grey, Width: 0.5, Dashes: []vg.Length{3, 3}}, []vg.Point{l.at, {X: c.Max.X, Y: middle}, {X: c.Max.X + 6, Y: middle}})
		for k, line := range l.lines {
			c.FillText(d.figure.style(labelSize, color, false), vg.Point{X: c.Max.X + 10, Y: tops[i] - labelPitch*(vg.Length(k)+0.38)}, line)
		}
	}
	for i, at := range dots {
		c.DrawGlyph(draw.GlyphStyle{Color: series[0], Radius: 5, Shape: draw.CircleGlyph{}}, at)
		if d.sweep.Points[i].Default {
			c.DrawGlyph(draw.GlyphStyle{Color: series[1], Radius: 9, Shape: draw.RingGlyph{}}, at)
		}
	}
}

// dotLabel names the values that stand at one place.
type dotLabel struct {
	at     vg.Point
	lines  []string
	marked bool // the default is among them
}

// labels returns what stands beside the panel, from top to bottom. Values next to each other share a label if their dots
// touch, or stand as near as it takes for the labels to fit into the room.
func (d *sweepDots) labels(dots []vg.Point, room vg.Length) []dotLabel {
	for near := vg.Length(4); ; near *= 2 {
		var labels []dotLabel
		height := vg.Length(0)
		for first := 0; first < len(dots); {
			end := first + 1
			for end < len(dots) && math.Hypot(float64(dots[end].X-dots[first].X), float64(dots[end].Y-dots[first].Y)) < float64(near) {
				end++
			}
			l := d.label(dots[first], d.sweep.Points[first:end])
			labels = append(labels, l)
			height += labelPitch*vg.Length(len(l.lines)) + labelGap
			first = end
		}
		if height <= room || len(labels) == 1 {
			slices.SortStableFunc(labels, func(a, b dotLabel) int { return cmp.Compare(b.at.Y, a.at.Y) })
			return labels
		}
	}
}

// label names values at one place: each, or the first and the last of more than three; and the default with what stands behind
// it.
func (d *sweepDots) label(at vg.Point, points []SweepPoint) dotLabel {
	l := dotLabel{at: at}
	var names []string
	remark := ""
	for i := range points {
		p := &points[i]
		name := d.sweep.valueText(p.Value)
		if p.Default {
			l.marked = true
			remark = " (default, " + p.Tag + ")"
			if len(points) > 1 {
				remark = " (default " + name + ", " + p.Tag + ")"
			}
		}
		names = append(names, name)
	}
	text := strings.Join(names, ", ")
	if n := len(names); n > 3 {
		text = names[0] + " to " + names[n-1]
	}
	l.lines = wrapped("", text+remark, sweepChars)
	return l
}

// valueText returns a value as it reads best; money without cents that are none.
func (s *Sweep) valueText(value string) string {
	text := shown(&Parameter{Value: value, Unit: s.Unit}, s.Currency)
	if s.Unit == "money" {
		text = strings.TrimSuffix(text, ".00")
	}
	return text
}
