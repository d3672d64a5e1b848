package report

import (
	"bytes"
	"io"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"lossreplay/replay/report/internal/pdf"
)

// figuresFolder is where a folder of results keeps its pictures.
const figuresFolder = "figures/"

// figureDPI is how many dots of a PNG make an inch.
const figureDPI = 100

// picture is a figure of a folder of results: its name there, what it shows, its size, and what draws it.
type picture struct {
	name, title   string
	width, height vg.Length
	paint         func(draw.Canvas) error
}

// pictures returns the figures that there is something to show in.
func (r *Results) pictures() []picture {
	list := []picture{r.lossPicture()}
	if len(r.MostPreventing(1)) > 0 {
		list = append(list, r.preventedPicture())
	}
	if len(r.WhereOf(byMinute)) > 0 {
		list = append(list, r.minutesPicture())
	}
	if r.ClosedLoop != nil {
		list = append(list, r.loopPicture())
	}
	if r.draws != nil {
		list = append(list, r.rangePictures()...)
	}
	return list
}

// made says what pictures were made from, for the metadata of a PDF.
type made struct{ version, incident, title, date string }

// files returns a picture as SVG, PNG and PDF.
func (p picture) files(of made) []File {
	name := figuresFolder + p.name
	return []File{{name + ".svg", p.svg}, {name + ".png", p.png}, {name + ".pdf", func(w io.Writer) error {
		return pdf.WritePage(w, p.width, p.height, of.about(p.title), p.paint)
	}}}
}

// about returns what a PDF says of itself.
func (m made) about(title string) pdf.About {
	about := pdf.About{Title: title + ": " + m.title, Subject: m.title, Keywords: "lossreplay, " + m.incident, Creator: "lossreplay " + m.version}
	if day, err := time.Parse(time.DateOnly, m.date); err == nil {
		about.Date = day
	} else {
		about.Date = time.Unix(0, 0).UTC() // a document has a date
	}
	return about
}

// svg writes the picture as SVG.
func (p picture) svg(w io.Writer) error {
	c := vgsvg.New(p.width, p.height)
	if err := p.paint(draw.New(c)); err != nil {
		return err
	}
	var svg bytes.Buffer
	if _, err := c.WriteTo(&svg); err != nil {
		return err
	}
	_, err := w.Write(bytes.ReplaceAll(svg.Bytes(), []byte("font-family:Liberation Sans;"), []byte(fontFamily)))
	return err
}

// fontFamily names typefaces of the same widths for machines that have no Liberation.
const fontFamily = "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;"

// png writes the picture as PNG.
func (p picture) png(w io.Writer) error {
	c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(p.width, p.height), vgimg.UseDPI(figureDPI))}
	if err := p.paint(draw.New(c)); err != nil {
		return err
	}
	_, err := c.WriteTo(w)
	return err
}
