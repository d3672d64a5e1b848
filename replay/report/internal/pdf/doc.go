// Package pdf draws onto PDF pages: text in an embedded typeface, and every figure that gonum/plot can draw, as lines and not as
// dots.
//
// Owns: the typeface (Liberation Sans, embedded as far as its letters are used), what a document says of itself, and the canvas
// that stands between gonum/plot and fpdf.
// Refuses: to lay out pages (that is up to who draws), pictures made of dots, and the clock: dates are given.
// Invariants: the bytes of a document depend on what is drawn and on About alone. No text can break a document: what the typeface
// has no letter for is drawn as an empty box.
package pdf

import (
	"io"
	"sync"
	"time"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Family is the name of the typeface for fpdf's SetFont. Its styles are "" and "B".
const Family = "liberationsans"

// About is what a document says of itself. Date is when it was made, for all that anybody can tell: results depend on no clock,
// so it is the day that they are about.
type About struct {
	Title, Subject, Keywords, Creator string
	Date                              time.Time
}

// New returns a document without pages, measured in points, whose typeface is loaded. Margins and page breaks are off.
func New(width, height vg.Length, about About) *fpdf.Fpdf {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: width.Points(), Ht: height.Points()}})
	doc.SetCatalogSort(true)
	doc.SetMargins(0, 0, 0)
	doc.SetCellMargin(0)
	doc.SetAutoPageBreak(false, 0)
	doc.SetLineJoinStyle("round")
	doc.SetTitle(Clean(about.Title), true)
	doc.SetSubject(Clean(about.Subject), true)
	doc.SetKeywords(Clean(about.Keywords), true)
	doc.SetCreator(Clean(about.Creator), true)
	doc.SetProducer("fpdf", true)
	doc.SetLang("en")
	doc.SetCreationDate(about.Date)
	doc.SetModificationDate(about.Date)
	doc.AddUTF8FontFromBytes(Family, "", liberationsansregular.TTF)
	doc.AddUTF8FontFromBytes(Family, "B", liberationsansbold.TTF)
	return doc
}

// WritePage writes a document of one page of that size: what paint draws.
func WritePage(w io.Writer, width, height vg.Length, about About, paint func(draw.Canvas) error) error {
	doc := New(width, height, about)
	doc.AddPage()
	if err := Draw(doc, Place{Scale: 1}, width, height, paint); err != nil {
		return err
	}
	return doc.Output(w)
}

// letters is the typeface as it says which letters it has.
var letters = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(liberationsansregular.TTF)
	if err != nil {
		panic("pdf: the embedded typeface: " + err.Error())
	}
	return f
})
