package tabular

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sampleRows is the number of rows that a mapping is guessed from, sampleMax the bytes.
const (
	sampleRows = 200
	sampleMax  = 4 << 20
)

// sample is the beginning of a CSV file as far as it could be understood.
type sample struct {
	delimiter byte
	skip      int64 // lines before the header, or before the first row
	header    bool
	columns   []*looks
	rows      int
}

// looks is what the cells of a column look like.
type looks struct {
	name     string // as the mapping names it
	plain    string // of the header, letters and digits only, small
	filled   int    // cells that are not empty
	numbers  int
	whole    int
	negative int
	decimals int // the most seen
	digits   int // of the last whole number
	strip    string
	thousand bool
	words    []string // the first few distinct cells
	format   string   // of times; "" if the cells are none
	dateOnly bool
	timeOnly bool
	ambiguous
}

// ambiguous says that days and months cannot be told apart by the cells.
type ambiguous bool

// sampled cuts the beginning of a file by the delimiter that suits it best.
func sampled(data []byte) *sample {
	var best [][]string
	var lines []int64
	s := &sample{delimiter: ','}
	score := -1
	for _, d := range []byte{',', ';', '\t', '|'} {
		rows, at := cutRows(data, d)
		width, count := commonWidth(rows)
		if n := width * count; width > 1 && n > score {
			best, lines, score, s.delimiter = rows, at, n, d
		}
	}
	if best == nil {
		best, lines = cutRows(data, ',')
	}
	width, _ := commonWidth(best)
	first := 0
	for first < len(best) && (len(best[first]) != width || width > 1 && filled(best[first]) < 2) {
		first++
	}
	if first == len(best) {
		return s
	}
	s.skip, s.header = lines[first]-1, isHeader(best[first])
	s.columns = make([]*looks, width)
	names := best[first]
	for i := range s.columns {
		s.columns[i] = &looks{name: "c" + strconv.Itoa(i+1)}
		if s.header {
			s.columns[i].plain = plainName(names[i])
			if n := strings.TrimSpace(names[i]); n != "" && count(names, n) == 1 && printable(n) {
				s.columns[i].name = n
			}
		}
	}
	if s.header {
		first++
	}
	for _, row := range best[first:] {
		if len(row) == width {
			s.rows++
			for i, cell := range row {
				s.columns[i].see(strings.TrimSpace(cell))
			}
		}
	}
	for _, c := range s.columns {
		c.guessTime()
	}
	return s
}

// cutRows returns the cells of the first rows that are rows, and their lines.
func cutRows(data []byte, delimiter byte) (rows [][]string, lines []int64) {
	s := newSplitter(bytes.NewReader(data), delimiter, "")
	for len(rows) <= sampleRows {
		if err := s.next(); err != nil {
			return rows, lines
		}
		if s.form != dataRow || s.fault != "" {
			continue
		}
		row := make([]string, len(s.cells))
		for i, cell := range s.cells {
			row[i] = string(cell)
		}
		rows, lines = append(rows, row), append(lines, s.at)
	}
	return rows, lines
}

// commonWidth returns the number of cells that most rows have, the larger of two, and how many do.
func commonWidth(rows [][]string) (width, n int) {
	counts := map[int]int{}
	for _, row := range rows {
		w := len(row)
		if counts[w]++; counts[w] > n || counts[w] == n && w > width {
			width, n = w, counts[w]
		}
	}
	return width, n
}

func filled(row []string) int {
	n := 0
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// isHeader reports whether a row names columns: none of its cells is a number or a time.
func isHeader(row []string) bool {
	for _, cell := range row {
		c := &looks{}
		c.see(strings.TrimSpace(cell))
		if c.guessTime(); c.numbers > 0 || c.format != "" {
			return false
		}
	}
	return true
}

func count(names []string, name string) int {
	n := 0
	for _, have := range names {
		if strings.TrimSpace(have) == name {
			n++
		}
	}
	return n
}

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) || r == '\uFFFD' })
}

func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// see takes in one cell.
func (c *looks) see(cell string) {
	if cell == "" || cell == "-" {
		return
	}
	c.filled++
	const kept = 24
	if len(c.words) < kept && !slices.Contains(c.words, cell) {
		c.words = append(c.words, cell)
	}
	number := cell
	for _, sign := range []string{"$", "€", "£"} {
		if strings.Contains(number, sign) {
			number = strings.ReplaceAll(number, sign, "")
			c.strip = sign
		}
	}
	if strings.Contains(number, ",") && strings.Contains(number, ".") {
		number = strings.ReplaceAll(number, ",", "")
		c.thousand = true
	}
	d, how := scan([]byte(number))
	if how != exact {
		return
	}
	c.numbers++
	if d.negative && d.mantissa > 0 {
		c.negative++
	}
	for d.mantissa > 0 && d.mantissa%10 == 0 && d.exponent < 0 {
		d.mantissa, d.exponent = d.mantissa/10, d.exponent+1
	}
	c.decimals = max(c.decimals, -d.exponent)
	if d.exponent >= 0 || d.mantissa == 0 {
		c.whole++
		c.digits = len(strings.TrimLeft(number, "-+"))
	}
}

// timeLayouts are the formats that are tried beside iso, days and months in both orders.
var timeLayouts = []struct {
	format             string
	dateOnly, timeOnly bool
}{
	{format: "01/02/2006 15:04:05"}, {format: "02/01/2006 15:04:05"}, {format: "01/02/2006 15:04"}, {format: "02/01/2006 15:04"},
	{format: "01/02/2006", dateOnly: true}, {format: "02/01/2006", dateOnly: true}, {format: "02.01.2006 15:04:05"}, {format: "02.01.2006", dateOnly: true},
	{format: "01/02/2006 3:04:05 PM"}, {format: "02-Jan-2006 15:04:05"}, {format: "02-Jan-2006", dateOnly: true}, {format: "15:04:05", timeOnly: true},
}

// guessTime sets the format if all cells that were kept are times in it.
func (c *looks) guessTime() {
	if len(c.words) == 0 || c.numbers == c.filled {
		return
	}
	all := func(format string) bool {
		k, err := newClock(format, time.UTC, "2012-08-01")
		if err != nil {
			return false
		}
		good := 0
		for _, word := range c.words {
			if _, _, refused := k.read([]byte(word)); refused == "" {
				good++
			}
		}
		return good*10 >= len(c.words)*9 // a few may be wrong: they will be refused
	}
	for _, l := range timeLayouts {
		if !all(l.format) {
			continue
		}
		if c.format != "" {
			c.ambiguous = true
			return
		}
		c.format, c.dateOnly, c.timeOnly = l.format, l.dateOnly, l.timeOnly
	}
	if c.format == "" && all("iso") {
		c.format = "iso"
		c.dateOnly = len(c.words[0]) <= 10
	}
}
