package report

import (
	"fmt"
	"image/color"
	"math"
	"time"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"lossreplay/model"
)

// The figure's size: 1600 by 1200 pixels.
const (
	figureWidth  = 16 * vg.Inch
	figureHeight = 12 * vg.Inch
	labelRoom    = 4.3 * vg.Inch // right of the panels
	headingRoom  = 34            // above each
)

// Colours that people with any kind of colour vision tell apart (after Okabe and Ito 2008, the yellow
// darkened to be read as text).
var (
	black  = color.NRGBA{A: 255}
	grey   = color.NRGBA{R: 110, G: 110, B: 110, A: 255}
	pale   = color.NRGBA{R: 225, G: 225, B: 225, A: 255}
	shade  = color.NRGBA{R: 0, G: 114, B: 178, A: 40}
	series = []color.NRGBA{{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255}, {196, 128, 0, 255}, {86, 180, 233, 255}}
)

// lossPicture is the figure of every run.
func (r *Results) lossPicture() picture {
	return picture{"loss", "The loss over time", figureWidth, figureHeight, r.draw}
}

func (r *Results) made() made { return made{r.Version, r.Incident, r.Title, r.Date} }

// figure is the drawing under way.
type figure struct {
	r     *Results
	clock clock
	unit  unit
	fonts *font.Cache
}

// draw sets two panels above each other: what each control leaves of the loss, and what waiting costs.
func (r *Results) draw(c draw.Canvas) error {
	clock, err := newClock(r.Zone, r.Date)
	if err != nil {
		return err
	}
	f := r.plainFigure()
	f.clock = clock
	upper, err := f.losses()
	if err != nil {
		return err
	}
	lower, err := f.waiting()
	if err != nil {
		return err
	}
	c.SetColor(color.White)
	c.Fill(c.Path())
	c = draw.Crop(c, 18, -18, 14, -14)
	room := draw.Crop(c, 0, -labelRoom, 0, 0)
	split := 0.42 * (room.Max.Y - room.Min.Y)
	upper.Draw(draw.Crop(room, 0, 0, split+10, -headingRoom))
	lower.Draw(draw.Crop(room, 0, 0, 26, split-(room.Max.Y-room.Min.Y)-headingRoom))
	c.FillText(f.style(11, grey, false), vg.Point{X: c.Min.X, Y: c.Min.Y}, f.footer())
	return nil
}

// PaintLosses draws the loss over time as recorded and with one control on: the upper panel of the figure loss. A canvas 12 inches wide
// suits it.
func (r *Results) PaintLosses(c draw.Canvas) error {
	clock, err := newClock(r.Zone, r.Date)
	if err != nil {
		return err
	}
	f := r.plainFigure()
	f.clock = clock
	panel, err := f.losses()
	if err != nil {
		return err
	}
	panel.Draw(draw.Crop(c, 0, -labelRoom, 0, -headingRoom))
	return nil
}

// footer says what the picture is made from.
func (f *figure) footer() string {
	return fmt.Sprintf("lossreplay %s, incident %s, seed %d. Counterfactual: a model's claim; prices freed of the impact of the flow that is gone. Assumptions: results.json.",
		f.r.Version, f.r.Incident, f.r.Seed)
}

// panel returns an empty plot over the time of the error, with the loss on the vertical axis.
func (f *figure) panel(title string) *plot.Plot {
	p := plot.New()
	p.TextHandler = text.Plain{Fonts: f.fonts}
	p.BackgroundColor = nil
	p.Add(&heading{f, title})
	p.X.Min, p.X.Max = f.x(f.r.Course.Open), f.x(f.r.Course.End)
	p.X.Tick.Marker = f.ticks()
	p.Y.Min, p.Y.Max = min(0, f.lowest()), 1.06*f.highest()
	p.Y.Tick.Marker = amounts(p.Y.Min, p.Y.Max)
	p.Y.Label.Text = "loss, " + f.unit.name()
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Padding = 0
		a.LineStyle.Color, a.Tick.LineStyle.Color = grey, grey
		a.Label.TextStyle = f.axisStyle(a.Label.TextStyle, 15)
		a.Tick.Label = f.axisStyle(a.Tick.Label, 14)
	}
	p.Add(lightGrid())
	return p
}

// lightGrid is a grid that stands behind what is drawn.
func lightGrid() *plotter.Grid {
	g := plotter.NewGrid()
	for _, line := range []*draw.LineStyle{&g.Vertical, &g.Horizontal} {
		line.Color, line.Width = pale, 0.8
	}
	return g
}

// heading is a panel's title, above its left end.
type heading struct {
	figure *figure
	text   string
}

// Plot draws the title.
func (h *heading) Plot(c draw.Canvas, _ *plot.Plot) {
	c.FillText(h.figure.style(19, black, true), vg.Point{X: c.Min.X, Y: c.Max.Y + headingRoom/2}, h.text)
}

// style returns a text style of the figure's one typeface, to be set to the right of a point, at half its height.
func (f *figure) style(size vg.Length, c color.Color, bold bool) text.Style {
	s := text.Style{Color: c, Font: font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size), XAlign: text.XLeft,
		YAlign: text.YCenter, Handler: text.Plain{Fonts: f.fonts}}
	if bold {
		s.Font.Weight = xfont.WeightBold
	}
	return s
}

func (f *figure) axisStyle(s text.Style, size vg.Length) text.Style {
	own := f.style(size, black, false)
	s.Font, s.Color, s.Handler = own.Font, own.Color, own.Handler
	return s
}

// x returns where a moment stands on the time axis: minutes since the open.
func (f *figure) x(t Timestamp) float64 {
	return model.Time(t).Sub(model.Time(f.r.Course.Open)).Minutes()
}

// y returns where an amount stands: in the unit of the axis.
func (f *figure) y(d Decimal) float64 { return float64(d) / float64(10*f.unit.tenth) }

// amounts marks at most six round amounts between low and high.
func amounts(low, high float64) plot.ConstantTicks {
	step, grow := 0.1, []float64{2, 2.5, 2} // 0.1, 0.2, 0.5, 1, 2, 5, ...
	for i := 0; (high-low)/step > 6; i++ {
		step *= grow[i%len(grow)]
	}
	var ticks plot.ConstantTicks
	for n := math.Ceil(low/step) + 0; n*step <= high; n++ { // + 0: never the float -0
		ticks = append(ticks, plot.Tick{Value: n * step, Label: number(math.Round(n*step*10) / 10)})
	}
	return ticks
}

// ticks marks times of day: every minute, 5 or 15 minutes or every hour, whichever gives a dozen or fewer.
func (f *figure) ticks() plot.ConstantTicks {
	length := f.x(f.r.Course.End)
	step := 60
	for _, s := range []int{15, 5, 1} {
		if length/float64(s) <= 12 {
			step = s
		}
	}
	var ticks plot.ConstantTicks
	for m := 0; float64(m) <= length; m += step {
		at := model.Time(f.r.Course.Open).Add(time.Duration(m) * time.Minute)
		label := f.clock.minute(at)
		if m == 0 {
			label += " " + f.clock.name(at)
		}
		ticks = append(ticks, plot.Tick{Value: float64(m), Label: label})
	}
	return ticks
}
