package pdf

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Place says where on the page a drawing goes: its upper left corner, in points from that of the page, and how much larger or
// smaller it gets.
type Place struct{ X, Y, Scale float64 }

// Draw draws what paint makes of a canvas of width and height onto the document's page.
func Draw(doc *fpdf.Fpdf, at Place, width, height vg.Length, paint func(draw.Canvas) error) error {
	c := &canvas{doc: doc, width: width, height: height}
	c.stack = []state{{at: matrix{at.Scale, 0, 0, -at.Scale, at.X, at.Y + at.Scale*height.Points()}}}
	vg.Initialize(c)
	err := paint(draw.New(c))
	doc.SetAlpha(1, "Normal")
	doc.SetDashPattern(nil, 0)
	if err != nil {
		return err
	}
	return doc.Error()
}

// canvas is gonum/plot's canvas on a page. It keeps track of where it stands by itself and hands fpdf points of the page.
type canvas struct {
	doc           *fpdf.Fpdf
	width, height vg.Length
	stack         []state
}

type state struct {
	at     matrix
	color  color.Color
	line   vg.Length
	dashes []vg.Length
	offset vg.Length
}

// matrix takes a point of the drawing, with y upwards, to one of the page, with y downwards: x' = a x + c y + e, y' = b x + d y + f.
type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) point(p vg.Point) (x, y float64) {
	px, py := p.X.Points(), p.Y.Points()
	return m.a*px + m.c*py + m.e, m.b*px + m.d*py + m.f
}

// then returns the matrix that first takes a point through n and then through m.
func (m matrix) then(n matrix) matrix {
	return matrix{m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b, m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d, m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f}
}

// scale returns how much longer lengths get.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

func (c *canvas) now() *state { return &c.stack[len(c.stack)-1] }

// Size returns the canvas's size.
func (c *canvas) Size() (w, h vg.Length) { return c.width, c.height }

// SetLineWidth sets the width of lines.
func (c *canvas) SetLineWidth(w vg.Length) { c.now().line = w }

// SetLineDash sets the dashes of lines.
func (c *canvas) SetLineDash(dashes []vg.Length, offset vg.Length) {
	c.now().dashes, c.now().offset = dashes, offset
}

// SetColor sets the colour of everything.
func (c *canvas) SetColor(to color.Color) {
	if to == nil {
		to = color.Black
	}
	c.now().color = to
}

// Rotate turns the axes, in radians against the clock.
func (c *canvas) Rotate(r float64) {
	sin, cos := math.Sincos(r)
	c.now().at = c.now().at.then(matrix{cos, sin, -sin, cos, 0, 0})
}

// Translate moves the origin.
func (c *canvas) Translate(p vg.Point) {
	c.now().at = c.now().at.then(matrix{1, 0, 0, 1, p.X.Points(), p.Y.Points()})
}

// Scale stretches the axes.
func (c *canvas) Scale(x, y float64) { c.now().at = c.now().at.then(matrix{x, 0, 0, y, 0, 0}) }

// Push keeps the state until Pop.
func (c *canvas) Push() { c.stack = append(c.stack, *c.now()) }

// Pop returns to the state of the last Push.
func (c *canvas) Pop() { c.stack = c.stack[:len(c.stack)-1] }

// ink hands the colour on.
func (c *canvas) ink() {
	n := color.NRGBAModel.Convert(c.now().color).(color.NRGBA)
	r, g, b := int(n.R), int(n.G), int(n.B)
	c.doc.SetDrawColor(r, g, b)
	c.doc.SetFillColor(r, g, b)
	c.doc.SetTextColor(r, g, b)
	if alpha := float64(n.A) / 255; alpha != c.opacity() {
		c.doc.SetAlpha(alpha, "Normal")
	}
}

// opacity returns how opaque the document draws at present.
func (c *canvas) opacity() float64 {
	alpha, _ := c.doc.GetAlpha()
	return alpha
}

// Stroke draws a path's line.
func (c *canvas) Stroke(p vg.Path) {
	s := c.now()
	if s.line <= 0 {
		return
	}
	c.ink()
	scale := s.at.scale()
	c.doc.SetLineWidth(s.line.Points() * scale)
	dashes := make([]float64, len(s.dashes))
	for i, d := range s.dashes {
		dashes[i] = d.Points() * scale
	}
	c.doc.SetDashPattern(dashes, s.offset.Points()*scale)
	c.path(p)
	c.doc.DrawPath("D")
}

// Fill fills a path.
func (c *canvas) Fill(p vg.Path) {
	if len(p) == 0 {
		return
	}
	c.ink()
	c.path(p)
	c.doc.DrawPath("F")
}

func (c *canvas) path(p vg.Path) {
	at := c.now().at
	for _, step := range p {
		x, y := at.point(step.Pos)
		switch step.Type {
		case vg.MoveComp:
			c.doc.MoveTo(x, y)
		case vg.LineComp:
			c.doc.LineTo(x, y)
		case vg.ArcComp:
			c.arc(&step)
		case vg.CurveComp:
			c.curve(&step, x, y)
		case vg.CloseComp:
			c.doc.ClosePath()
		}
	}
}

func (c *canvas) curve(step *vg.PathComp, x, y float64) {
	at := c.now().at
	ax, ay := at.point(step.Control[0])
	if len(step.Control) == 1 {
		c.doc.CurveTo(ax, ay, x, y)
		return
	}
	bx, by := at.point(step.Control[1])
	c.doc.CurveBezierCubicTo(ax, ay, bx, by, x, y)
}

// arc draws an arc as curves of at most a quarter of a circle, joined by a line to where the path stands.
func (c *canvas) arc(step *vg.PathComp) {
	n := max(math.Ceil(math.Abs(step.Angle)/(math.Pi/2)), 1)
	turn := step.Angle / n
	reach := step.Radius * vg.Length(4.0/3*math.Tan(turn/4))
	on := func(angle float64) (at, along vg.Point) {
		sin, cos := math.Sincos(angle)
		return vg.Point{X: step.Pos.X + step.Radius*vg.Length(cos), Y: step.Pos.Y + step.Radius*vg.Length(sin)},
			vg.Point{X: -reach * vg.Length(sin), Y: reach * vg.Length(cos)}
	}
	m := c.now().at
	from, along := on(step.Start)
	c.doc.LineTo(m.point(from))
	for i := 1.0; i <= n; i++ {
		to, next := on(step.Start + i*turn)
		ax, ay := m.point(from.Add(along))
		bx, by := m.point(to.Sub(next))
		x, y := m.point(to)
		c.doc.CurveBezierCubicTo(ax, ay, bx, by, x, y)
		from, along = to, next
	}
}

// FillString writes text to the right of a point, on its line.
func (c *canvas) FillString(face font.Face, p vg.Point, text string) {
	if text = Clean(text); text == "" || face.Font.Size == 0 {
		return
	}
	style := ""
	if face.Font.Weight >= xfont.WeightBold {
		style = "B"
	}
	c.ink()
	m := c.now().at
	c.doc.SetFont(Family, style, face.Font.Size.Points()*m.scale())
	x, y := m.point(p)
	angle := math.Atan2(-m.b, m.a) * 180 / math.Pi // against the clock, as one sees it
	if math.Abs(angle) < 1e-9 {
		c.doc.Text(x, y, text)
		return
	}
	c.doc.TransformBegin()
	c.doc.TransformRotate(angle, x, y)
	c.doc.Text(x, y, text)
	c.doc.TransformEnd()
}

// DrawImage panics: no figure of ours has dots.
func (c *canvas) DrawImage(vg.Rectangle, image.Image) {
	panic(fmt.Sprintf("pdf: a picture made of dots on a page of %v by %v", c.width, c.height))
}
