package sheet

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"

	"github.com/janpfeifer/gonb/gonbui/protocol"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Colours that people with any kind of colour vision tell apart (Okabe and Ito 2008, the yellow darkened): blue, vermilion,
// green, purple, ochre, sky.
var Colours = []color.Color{
	color.NRGBA{R: 0, G: 114, B: 178, A: 255}, color.NRGBA{R: 213, G: 94, B: 0, A: 255}, color.NRGBA{R: 0, G: 158, B: 115, A: 255},
	color.NRGBA{R: 204, G: 121, B: 167, A: 255}, color.NRGBA{R: 196, G: 128, B: 0, A: 255}, color.NRGBA{R: 86, G: 180, B: 233, A: 255},
}

// Grey is for what stands behind.
var Grey = color.NRGBA{R: 110, G: 110, B: 110, A: 255}

// width and height of a picture, unless Tall makes it higher.
const (
	width  = 9 * vg.Inch
	height = 3.8 * vg.Inch
	dpi    = 108
)

// New returns an empty plot in the notebooks' typeface. The words say what is on the axes, and in which unit.
func New(title, x, y string) *plot.Plot {
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.Padding = 8
	p.Title.TextStyle.Font.Size = 13
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.LineStyle.Color, a.Tick.LineStyle.Color = Grey, Grey
		a.Label.TextStyle.Font.Size = 11
		a.Tick.Marker = rounded{}
	}
	p.Legend.Top = true
	p.Legend.Padding = 2
	p.Legend.TextStyle.Font.Size = 11
	return p
}

// rounded marks round numbers, at most seven.
type rounded struct{}

// Ticks returns a mark each 1, 2 or 5 times a power of ten.
func (rounded) Ticks(low, high float64) []plot.Tick {
	step := math.Pow(10, math.Floor(math.Log10(high-low))-1)
	for i := 0; (high-low)/step > 6; i++ {
		step *= []float64{2, 2.5, 2}[i%3]
	}
	var ticks []plot.Tick
	for n := math.Ceil(low / step); n*step <= high; n++ {
		ticks = append(ticks, plot.Tick{Value: n * step, Label: strconv.FormatFloat(n*step+0, 'g', 6, 64)}) // + 0: never the float -0
	}
	return ticks
}

// Picture shows a plot, with some room for words above what it draws.
func Picture(p *plot.Plot) {
	p.Y.Max += (p.Y.Max - p.Y.Min) / 8
	picture(p, height)
}

// Tall shows a plot that is so many inches high: one with a row for each of many things.
func Tall(p *plot.Plot, inches float64) { picture(p, vg.Length(inches)*vg.Inch) }

// picture shows a plot as PNG. An SVG would be sharper, but nbconvert and other viewers strip it of its paths when they clean a
// page of scripts.
func picture(p *plot.Plot, height vg.Length) {
	c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dpi))
	p.Draw(draw.Crop(draw.New(c), 6, -14, 6, -6))
	var out bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&out, coarse(c.Image())); err != nil {
		panic(err) // a buffer in memory does not fail
	}
	show(protocol.MIMEImagePNG, out.Bytes())
}

// coarse returns a picture with 16 steps of each colour in place of 256, as far as 256 colours reach. That is enough for lines
// and letters, where only edges lie between the colours, and the notebook that keeps the picture is half the size.
func coarse(in image.Image) *image.Paletted {
	out := image.NewPaletted(in.Bounds(), nil)
	known := map[color.NRGBA]uint8{}
	for y := in.Bounds().Min.Y; y < in.Bounds().Max.Y; y++ {
		for x := in.Bounds().Min.X; x < in.Bounds().Max.X; x++ {
			r, g, b, _ := in.At(x, y).RGBA()
			step := func(v uint32) uint8 { return uint8((v*15 + 0x7fff) / 0xffff * 17) }
			c := color.NRGBA{R: step(r), G: step(g), B: step(b), A: 255}
			i, ok := known[c]
			if !ok && len(out.Palette) < 256 {
				i = uint8(len(out.Palette))
				out.Palette = append(out.Palette, c)
			} else if !ok {
				i = uint8(out.Palette.Index(c)) // the nearest
			}
			known[c] = i
			out.SetColorIndex(x, y, i)
		}
	}
	return out
}

// Line adds a line through points, and a word for it to the legend unless that is empty. It is the number-th colour.
func Line(p *plot.Plot, name string, number int, points plotter.XYs) *plotter.Line {
	l := Must(plotter.NewLine(points))
	l.Color, l.Width = Colours[number%len(Colours)], 1.6
	p.Add(l)
	if name != "" {
		p.Legend.Add(name, l)
	}
	return l
}

// Dots adds points, and a word for them to the legend unless that is empty.
func Dots(p *plot.Plot, name string, number int, points plotter.XYs) {
	s := Must(plotter.NewScatter(points))
	s.GlyphStyle = draw.GlyphStyle{Color: Colours[number%len(Colours)], Radius: 2.5, Shape: draw.CircleGlyph{}}
	p.Add(s)
	if name != "" {
		p.Legend.Add(name, s)
	}
}

// Rows adds horizontal bars, the first on top, with the name of each to its left.
func Rows(p *plot.Plot, names []string, number int, values []float64) {
	n := len(values)
	up, labels := make(plotter.Values, n), make([]string, n)
	for i := range values {
		up[n-1-i], labels[n-1-i] = values[i], names[i]
	}
	b := Must(plotter.NewBarChart(up, 11))
	b.Horizontal, b.Color, b.LineStyle.Width = true, Colours[number%len(Colours)], 0
	p.Add(b)
	p.X.Max += (p.X.Max - p.X.Min) / 25
	p.NominalY(labels...)
	p.Y.Tick.Label.Font.Size = 10
}

// Clock marks the horizontal axis, which counts minutes since midnight, as times of day.
func Clock(p *plot.Plot, every int) { p.X.Tick.Marker = clock(every) }

type clock int

// Ticks returns a mark each so many minutes.
func (every clock) Ticks(low, high float64) []plot.Tick {
	var ticks []plot.Tick
	for m := int(math.Ceil(low/float64(every))) * int(every); float64(m) <= high; m += int(every) {
		ticks = append(ticks, plot.Tick{Value: float64(m), Label: fmt.Sprintf("%02d:%02d", m/60, m%60)})
	}
	return ticks
}

// Mark adds an upright line at x with a word beside its top; row counts the lines of words from above, so that near ones do not
// cover each other.
func Mark(p *plot.Plot, x float64, row int, word string) { p.Add(mark{x, row, word}) }

type mark struct {
	x    float64
	row  int
	word string
}

// Plot draws the line and the word.
func (m mark) Plot(c draw.Canvas, p *plot.Plot) {
	toX, _ := p.Transforms(&c)
	x := toX(m.x)
	c.StrokeLine2(draw.LineStyle{Color: Grey, Width: 0.8, Dashes: []vg.Length{3, 3}}, x, c.Min.Y, x, c.Max.Y)
	style := p.X.Tick.Label
	style.XAlign, style.YAlign, style.Color, style.Font.Size = 0, -1, Grey, 10
	c.FillText(style, vg.Point{X: x + 3, Y: c.Max.Y - vg.Length(12*m.row)}, m.word)
}
