package paper

import (
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"lossreplay/replay/report/internal/pdf"
)

// The page, A4, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 56.0
	right      = pageWidth - left
	width      = right - left
	top        = 58.0
	bottom     = pageHeight - 62
)

// ink is a colour.
type ink struct{ r, g, b int }

// The colours of the paper. Text on white has a contrast of at least 4.5 to 1.
var (
	black  = ink{25, 25, 25}
	grey   = ink{95, 95, 95}
	accent = ink{0, 84, 140}
	rule   = ink{190, 190, 190}
	pale   = ink{238, 243, 248}
)

// face is how text looks: its size and distance of lines in points, and the rest.
type face struct {
	size, lead float64
	bold       bool
	ink        ink
}

var (
	body    = face{9.5, 13, false, black}
	strong  = face{9.5, 13, true, black}
	small   = face{8, 10.5, false, grey}
	title   = face{21, 26, true, black}
	section = face{14, 19, true, accent}
	part    = face{10.5, 14, true, black}
	cells   = face{7.6, 10, false, black}
	head    = face{7.6, 10, true, grey}
)

// sheet sets text, tables and figures one below the other, and begins a new page where one is full.
type sheet struct {
	doc  *fpdf.Fpdf
	y    float64 // upper edge of what comes next
	of   int     // number of pages, 0 if it is not known yet
	foot string
}

// page begins a new page, with its footer.
func (s *sheet) page() {
	s.doc.AddPage()
	s.line(left, right, pageHeight-44, 0.5, rule)
	at := pageHeight - 32
	n := fmt.Sprintf("%d of %d", s.doc.PageNo(), s.of)
	s.set(small)
	s.doc.Text(right-s.doc.GetStringWidth(n), at, n)
	s.doc.Text(left, at, s.fit(s.foot, width-60))
	s.y = top
}

// room begins a new page if there is less than so much left of this one.
func (s *sheet) room(height float64) {
	if s.y+height > bottom {
		s.page()
	}
}

// set makes a face the one of the text to come.
func (s *sheet) set(f face) {
	style := ""
	if f.bold {
		style = "B"
	}
	s.doc.SetFont(pdf.Family, style, f.size)
	s.doc.SetTextColor(f.ink.r, f.ink.g, f.ink.b)
}

func (s *sheet) line(from, to, y, thick float64, c ink) {
	s.doc.SetDrawColor(c.r, c.g, c.b)
	s.doc.SetLineWidth(thick)
	s.doc.Line(from, y, to, y)
}

func (s *sheet) box(x, y, w, h float64, c ink) {
	s.doc.SetFillColor(c.r, c.g, c.b)
	s.doc.Rect(x, y, w, h, "F")
}

// longest is how many bytes of a text are looked at: no place holds more.
const longest = 2000

// clean returns text that can be drawn, all of it on one line.
func clean(text string) string {
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return strings.Join(strings.Fields(pdf.Clean(text)), " ")
}

// fit returns text in the present face cut to a width, with an ellipsis where something was cut.
func (s *sheet) fit(text string, most float64) string {
	if text = clean(text); s.doc.GetStringWidth(text) <= most {
		return text
	}
	return strings.TrimRight(text[:s.fits(text, most-s.doc.GetStringWidth("…"))], " ") + "…"
}

// wrap breaks text in the present face into at most so many lines of a width; the last ends in an ellipsis if that is not all of it. A word that
// is wider than a line is broken.
func (s *sheet) wrap(text string, most float64, lines int) []string {
	words := strings.Split(clean(text), " ")
	var out []string
	line := ""
	for len(words) > 0 {
		word := words[0]
		next := strings.TrimLeft(line+" "+word, " ")
		switch {
		case s.doc.GetStringWidth(next) <= most:
			line, words = next, words[1:]
			continue
		case line == "": // wider than a line
			n := s.fits(word, most)
			line, words[0] = word[:n], word[n:]
		}
		if len(out) == lines-1 {
			return append(out, s.fit(line+" "+strings.Join(words, " "), most))
		}
		out, line = append(out, line), ""
	}
	return append(out, line)
}

// fits returns how many bytes of a text have room in a width, at least one letter.
func (s *sheet) fits(text string, most float64) int {
	used := 0.0
	for i, letter := range text {
		if used += s.doc.GetStringWidth(string(letter)); used > most && i > 0 {
			return i
		}
	}
	return len(text)
}

// print sets at most so many lines of text at x, w wide, and moves below them. They stay on one page.
func (s *sheet) print(f face, x, w float64, text string, most int) {
	s.set(f)
	lines := s.wrap(text, w, most)
	s.room(float64(len(lines)) * f.lead)
	s.set(f)
	for _, line := range lines {
		s.doc.Text(x, s.y+f.base(), line)
		s.y += f.lead
	}
}

// base returns how far below its upper edge a line's letters stand.
func (f face) base() float64 { return (f.lead+f.size)/2 - 0.13*f.size }

// say sets a paragraph of at most so many lines.
func (s *sheet) say(most int, format string, args ...any) {
	s.print(body, left, width, fmt.Sprintf(format, args...), most)
	s.y += 5
}

// remark sets a small paragraph below a table or a figure.
func (s *sheet) remark(most int, format string, args ...any) {
	s.print(small, left, width, fmt.Sprintf(format, args...), most)
	s.y += 7
}

// item sets a paragraph behind a word in bold.
func (s *sheet) item(lead, text string, most int) {
	const indent = 84
	s.set(body)
	s.room(float64(len(s.wrap(text, width-indent, most))) * body.lead)
	s.set(strong)
	s.doc.Text(left, s.y+strong.base(), s.fit(lead, indent-8))
	s.print(body, left+indent, width-indent, text, most)
	s.y += 3
}

// chapter begins a section, on a page with room for so much of it, and names it in the outline.
func (s *sheet) chapter(text string, follows float64) {
	if s.y > top {
		s.y += 16
	}
	s.room(section.lead + follows)
	s.set(section)
	s.doc.Bookmark(text, 0, s.y)
	s.print(section, left, width, text, 1)
	s.line(left, right, s.y+1, 0.8, accent)
	s.y += 9
}

// heading begins a part of a section that has room for so much of it on its page.
func (s *sheet) heading(text string, follows float64) {
	if s.y > top {
		s.y += 7
	}
	s.room(part.lead + follows)
	s.set(part)
	s.doc.Bookmark(text, 1, s.y)
	s.print(part, left, width, text, 1)
	s.y += 3
}

// mark names in the outline what comes next and has its own heading.
func (s *sheet) mark(text string, follows float64) {
	s.y += 7
	s.room(follows)
	s.set(part)
	s.doc.Bookmark(text, 1, s.y)
}

// figure sets a drawing over the whole width; inches is how wide its canvas is, for which its text is made, and height is in points of the paper.
func (s *sheet) figure(inches, height float64, paint func(draw.Canvas) error) error {
	s.room(height)
	scale := width / (inches * 72)
	s.doc.ClipRect(left-4, s.y-2, width+8, height+4, false)
	err := pdf.Draw(s.doc, pdf.Place{X: left, Y: s.y, Scale: scale}, vg.Length(inches)*vg.Inch, vg.Length(height/scale), paint)
	s.doc.ClipEnd()
	s.doc.SetFont(pdf.Family, "", 1) // the end of the clipping has brought back the font of before it, which fpdf does not know
	s.y += height + 6
	return err
}
