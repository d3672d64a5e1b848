package paper

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"

	"lossreplay/replay/report/internal/pdf"
)

// word is a piece of text on a page: where it begins, its line, its width, in points from the upper left corner.
type word struct {
	text              string
	x, y, width, size float64
	turned            bool // by a quarter
}

// meets reports whether two pieces of text stand on each other.
func (w word) meets(v word) bool {
	across := min(w.x+w.width, v.x+v.width) - max(w.x, v.x)
	down := w.y - v.y
	return across > 1 && max(down, -down) < 0.55*min(w.size, v.size)
}

// contents is a paper that was read back.
type contents struct {
	raw     string
	pages   [][]word
	outline []string
}

func (c *contents) text() string {
	var b strings.Builder
	for _, page := range c.pages {
		for _, w := range page {
			b.WriteString(w.text + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

var (
	stream  = regexp.MustCompile(`(?s)<</Length \d+>>\nstream\n(.*?)\nendstream`)
	outline = regexp.MustCompile(`(?s)<</Title \((.*?)\)\n/Parent`)
	setFont = regexp.MustCompile(`^BT /F([0-9a-f]+) ([0-9.]+) Tf ET$`)
	setText = regexp.MustCompile(`(?s)^(?:q .*? )?BT ([-0-9.]+) ([-0-9.]+) Td \((.*)\) Tj ET(?: Q)?$`)
	turn    = regexp.MustCompile(`^([-0-9.]+) ([-0-9.]+) [-0-9. ]+ cm$`)
)

// read makes a paper and reads it back, line by line of its streams.
func read(t testing.TB, in Inputs) *contents {
	t.Helper()
	doc, err := compose(in, false)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := doc.Output(&b); err != nil {
		t.Fatal(err)
	}
	c := &contents{raw: b.String()}
	for _, m := range outline.FindAllStringSubmatch(c.raw, -1) {
		c.outline = append(c.outline, fromUTF16(m[1]))
	}
	ruler := pdf.New(100, 100, pdf.About{})
	ruler.AddPage()
	for _, m := range stream.FindAllStringSubmatch(c.raw, -1) {
		if page := words(ruler, m[1]); page != nil {
			c.pages = append(c.pages, page)
		}
	}
	if len(c.pages) != doc.PageCount() {
		t.Fatalf("%d pages have text, of %d", len(c.pages), doc.PageCount())
	}
	return c
}

// words returns the text of a page's stream. Its first typeface is the regular one: that of the footer.
func words(ruler *fpdf.Fpdf, text string) (page []word) {
	regular := ""
	var turned []bool
	for _, line := range lines(text) {
		switch {
		case line == "q" || strings.HasPrefix(line, "q ") && strings.HasSuffix(line, " n"): // begins a turn, or a clipping
			turned = append(turned, false)
		case line == "Q" && len(turned) > 0:
			turned = turned[:len(turned)-1]
		case turn.MatchString(line) && len(turned) > 0:
			if m := turn.FindStringSubmatch(line); m[1] == "0.00000" {
				turned[len(turned)-1] = true
			}
		case setFont.MatchString(line):
			m := setFont.FindStringSubmatch(line)
			if regular == "" {
				regular = m[1]
			}
			style := ""
			if m[1] != regular {
				style = "B"
			}
			size, _ := strconv.ParseFloat(m[2], 64)
			ruler.SetFont(pdf.Family, style, size)
		case setText.MatchString(line):
			m := setText.FindStringSubmatch(line)
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			size, _ := ruler.GetFontSize()
			w := word{text: fromUTF16(m[3]), x: x, y: pageHeight - y, size: size, turned: len(turned) > 0 && turned[len(turned)-1]}
			if w.width = ruler.GetStringWidth(w.text); w.turned {
				w.width = 0
			}
			page = append(page, w)
		}
	}
	return page
}

// lines parts a stream at the ends of lines that are not inside a text.
func lines(text string) (all []string) {
	from, inside := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inside && c == '\\':
			i++
		case c == '(' && !inside:
			inside = true
		case c == ')' && inside:
			inside = false
		case c == '\n' && !inside:
			all, from = append(all, text[from:i]), i+1
		}
	}
	return append(all, text[from:])
}

// fromUTF16 returns a PDF string as text.
func fromUTF16(s string) string {
	var plain []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == 'r' {
				plain = append(plain, '\r')
				continue
			}
		}
		plain = append(plain, s[i])
	}
	plain = bytes.TrimPrefix(plain, []byte{0xfe, 0xff})
	units := make([]uint16, len(plain)/2)
	for i := range units {
		units[i] = uint16(plain[2*i])<<8 | uint16(plain[2*i+1])
	}
	return string(utf16.Decode(units))
}
