package sheet

import (
	"bytes"
	"image/color"

	"github.com/janpfeifer/gonb/gonbui/protocol"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Colours that people with any kind of colour vision tell apart (Okabe and Ito 2008, the yellow darkened).
var Colours = []color.Color{
	color.NRGBA{R: 0, G: 114, B: 178, A: 255}, color.NRGBA{R: 213, G: 94, B: 0, A: 255}, color.NRGBA{R: 0, G: 158, B: 115, A: 255},
	color.NRGBA{R: 204, G: 121, B: 167, A: 255}, color.NRGBA{R: 196, G: 128, B: 0, A: 255}, color.NRGBA{R: 86, G: 180, B: 233, A: 255},
}

// Grey is for what stands behind.
var Grey = color.NRGBA{R: 110, G: 110, B: 110, A: 255}

// Size of a picture, unless Tall makes it higher.
const (
	width  = 9 * vg.Inch
	height = 3.6 * vg.Inch
)

// New returns an empty plot in the notebooks' typeface. The words say what is on the axes and in which unit.
func New(title, x, y string) *plot.Plot {
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.Padding = 8
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.LineStyle.Color, a.Tick.LineStyle.Color = Grey, Grey
	}
	return p
}

// Picture shows a plot.
func Picture(p *plot.Plot) { picture(p, height) }

// Tall shows a plot that is so many inches high: one with a row for each of many things.
func Tall(p *plot.Plot, inches float64) { picture(p, vg.Length(inches)*vg.Inch) }

func picture(p *plot.Plot, height vg.Length) {
	c := vgsvg.New(width, height)
	p.Draw(draw.Crop(draw.New(c), 6, -12, 6, -6))
	var svg bytes.Buffer
	if _, err := c.WriteTo(&svg); err != nil {
		panic(err) // a buffer in memory does not fail
	}
	show(protocol.MIMEImageSVG, svg.String())
}
