package paper

import (
	"fmt"
	"strings"
)

// column is a column of a table: its heading, whose lines are parted by \n; its width as a part of what all columns take; whether it is set
// flush right; and how many lines a cell may take.
type column struct {
	head  string
	width float64
	right bool
	lines int
}

// span is a heading above several columns.
type span struct {
	from, to int
	text     string
}

// table is rows of cells. A row whose cells are fewer than the columns has its last cell over the rest of the row. total sets the last row apart.
type table struct {
	columns []column
	spans   []span
	rows    [][]string
	total   bool
}

const gutter = 7.0

// edges returns where each column begins, and the end of the last.
func (t *table) edges() []float64 {
	sum := 0.0
	for _, c := range t.columns {
		sum += c.width
	}
	at := []float64{left}
	for i, c := range t.columns {
		at = append(at, at[i]+c.width/sum*width)
	}
	return at
}

// cut returns a table with at most so many rows, and a last line that says how many more there are, and where.
func (t table) cut(most int, where string) (table, string) {
	if len(t.rows) <= most {
		return t, ""
	}
	more := len(t.rows) - most
	t.rows = t.rows[:most]
	return t, fmt.Sprintf("%d more: %s.", more, where)
}

// listing sets a table of at most so many rows under a heading, and where more there are: nothing if the table is empty.
func (p *paper) listing(heading string, t table, most int, where string) {
	if len(t.rows) == 0 {
		return
	}
	t, more := t.cut(p.rows(most), where)
	p.heading(heading, p.least(&t))
	p.table(t)
	if more != "" {
		p.remark(1, "%s", more)
	}
}

// table sets a table, with its heading again on each page.
func (s *sheet) table(t table) {
	edges := t.edges()
	s.room(s.least(&t))
	s.heads(&t, edges)
	for i, row := range t.rows {
		lines := s.broken(&t, edges, row)
		height := s.height(lines)
		if s.y+height > bottom {
			s.line(left, right, s.y, 0.8, black)
			s.page()
			s.heads(&t, edges)
		}
		last := t.total && i == len(t.rows)-1
		if i > 0 {
			s.line(left, right, s.y, 0.3, rule)
		}
		f := cells
		f.bold = last
		s.set(f)
		s.row(&t, edges, lines)
		s.y += height
	}
	s.line(left, right, s.y, 0.8, black)
	s.y += 5
}

// least returns how much room a table needs on the page on which it begins: eight of its rows.
func (s *sheet) least(t *table) float64 {
	height, edges := t.headHeight(), t.edges()
	for _, row := range t.rows[:min(len(t.rows), 8)] {
		height += s.height(s.broken(t, edges, row))
	}
	return min(height, 300)
}

// height returns how high a row is.
func (s *sheet) height(lines [][]string) (height float64) {
	for _, cell := range lines {
		height = max(height, float64(len(cell))*cells.lead)
	}
	return height + 3.5
}

// broken returns the lines of each cell of a row.
func (s *sheet) broken(t *table, edges []float64, row []string) [][]string {
	s.set(cells)
	var all [][]string
	for i, text := range row {
		end := edges[i+1]
		if i == len(row)-1 {
			end = right + gutter
		}
		all = append(all, s.wrap(text, end-edges[i]-gutter, max(t.columns[i].lines, 1)))
	}
	return all
}

func (s *sheet) row(t *table, edges []float64, lines [][]string) {
	for i, cell := range lines {
		for k, text := range cell {
			x := edges[i]
			if t.columns[i].right {
				x = edges[i+1] - gutter - s.doc.GetStringWidth(text)
				if i == len(t.columns)-1 {
					x += gutter
				}
			}
			s.doc.Text(x, s.y+1.7+float64(k)*cells.lead+cells.base(), text)
		}
	}
}

func (t *table) headHeight() float64 {
	lines := 0
	for _, c := range t.columns {
		lines = max(lines, strings.Count(c.head, "\n")+1)
	}
	if len(t.spans) > 0 {
		lines++
	}
	return float64(lines)*head.lead + 6
}

// heads sets the headings, all on the line above the first row.
func (s *sheet) heads(t *table, edges []float64) {
	s.line(left, right, s.y, 0.8, black)
	foot := s.y + t.headHeight()
	s.set(head)
	end := func(i int) float64 {
		if i == len(t.columns)-1 {
			return right
		}
		return edges[i+1] - gutter
	}
	for _, span := range t.spans {
		from, to := edges[span.from], end(span.to)
		if t.columns[span.from].right {
			from += 4
		}
		text := s.fit(span.text, to-from)
		s.doc.Text((from+to-s.doc.GetStringWidth(text))/2, s.y+2+head.base(), text)
		s.line(from, to, s.y+head.lead+3, 0.4, grey)
	}
	for i, c := range t.columns {
		lines := strings.Split(c.head, "\n")
		for k, text := range lines {
			text = s.fit(text, end(i)-edges[i])
			x := edges[i]
			if c.right {
				x = end(i) - s.doc.GetStringWidth(text)
			}
			s.doc.Text(x, foot-3-float64(len(lines)-k)*head.lead+head.base(), text)
		}
	}
	s.y = foot
	s.line(left, right, s.y, 0.5, black)
}
