package report

import (
	"strings"
	"unicode/utf8"
)

// grid is a table of text: columns as wide as their widest cell, numbers to the right.
type grid struct {
	columns []column
	groups  []group
	rows    [][]string
}

// column is one column: its heading, how far it stands off the one before, and whether it holds numbers.
type column struct {
	heading string
	gap     int
	number  bool
}

// group is a heading over columns from to to, both included.
type group struct {
	level, from, to int
	heading         string
}

// lines returns the grid's headings, a rule and its rows.
func (g *grid) lines() []string {
	widths := g.widths()
	var lines []string
	for level := 0; g.has(level); level++ {
		lines = append(lines, g.groupLine(level, widths))
	}
	headings := make([]string, len(g.columns))
	for i, c := range g.columns {
		headings[i] = c.heading
	}
	lines = append(lines, g.line(headings, widths))
	total := 0
	for i, w := range widths {
		total += w + g.columns[i].gap
	}
	lines = append(lines, strings.Repeat("-", total))
	for _, row := range g.rows {
		lines = append(lines, g.line(row, widths))
	}
	return lines
}

func (g *grid) widths() []int {
	widths := make([]int, len(g.columns))
	for i, c := range g.columns {
		widths[i] = utf8.RuneCountInString(c.heading)
		for _, row := range g.rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	for _, h := range g.groups {
		span := 0
		for i := h.from; i <= h.to; i++ {
			span += widths[i]
			if i > h.from {
				span += g.columns[i].gap
			}
		}
		if short := utf8.RuneCountInString(h.heading) - span; short > 0 {
			widths[h.from] += short
		}
	}
	return widths
}

func (g *grid) has(level int) bool {
	for _, h := range g.groups {
		if h.level == level {
			return true
		}
	}
	return false
}

// groupLine sets each heading of a level over the right end of its columns, or over the left end of a column of words.
func (g *grid) groupLine(level int, widths []int) string {
	var line strings.Builder
	used := 0
	for _, h := range g.groups {
		if h.level != level {
			continue
		}
		end := 0
		for i := 0; i <= h.to; i++ {
			end += g.columns[i].gap + widths[i]
		}
		if !g.columns[h.to].number {
			end += utf8.RuneCountInString(h.heading) - widths[h.to]
		}
		line.WriteString(strings.Repeat(" ", max(end-used-utf8.RuneCountInString(h.heading), 0)) + h.heading)
		used = end
	}
	return line.String()
}

func (g *grid) line(cells []string, widths []int) string {
	var line strings.Builder
	for i, c := range g.columns {
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cells[i]))
		line.WriteString(strings.Repeat(" ", c.gap))
		if c.number {
			line.WriteString(pad + cells[i])
		} else {
			line.WriteString(cells[i] + pad)
		}
	}
	return strings.TrimRight(line.String(), " ")
}
