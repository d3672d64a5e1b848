package tabular

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"lossreplay/datasets"
)

// Count is how many rows of a table have the same value.
type Count struct {
	Value string `json:"value"`
	Rows  int64  `json:"rows"`
}

// countedRowsMax bounds the rows of a file: a few bytes can claim any number of them.
const countedRowsMax = 1 << 32

// countedMax bounds the different values that are counted apart, countedLongest the length at which they are cut.
const (
	countedMax     = 256
	countedLongest = 120
)

// CountParquet returns how many rows a Parquet file of size bytes has, and how many of them have each value of a column, most
// first; rows without a value are in no count. An import leaves such files beside a day's tables, and anybody may write them, so
// little is asked of one: without that column there are no values. The error is that of a file that cannot be decoded.
func CountParquet(r io.ReaderAt, size int64, column string) (rows int64, values []Count, err error) {
	p := &parquetFile{bytes: r, size: size, memory: datasets.Bounded()}
	counts := map[string]int64{}
	err = datasets.Guard(func() error {
		names, err := p.footer()
		if err != nil {
			return err
		}
		if rows = p.reader.NumRows(); rows > countedRowsMax {
			return fmt.Errorf("it claims %d rows; at most %d are counted", rows, int64(countedRowsMax))
		}
		at := slices.Index(names, column)
		if at < 0 {
			return nil
		}
		return p.count(at, counts)
	})
	if err != nil {
		return 0, nil, fmt.Errorf("cannot be decoded: %w", err)
	}
	for value, n := range counts {
		values = append(values, Count{value, n})
	}
	slices.SortFunc(values, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value)) })
	return rows, values, nil
}

// count counts the values of column i.
func (p *parquetFile) count(i int, counts map[string]int64) error {
	c := &parquetColumn{about: p.reader.MetaData().Schema.Column(i)}
	if wrong := c.setWriter(); wrong != "" {
		return fmt.Errorf("column %s %s", c.about.Path(), wrong)
	}
	cells := make([][]byte, batchRows)
	for g := range p.reader.NumRowGroups() {
		group := p.reader.RowGroup(g)
		if err := p.openChunk(group, c, i); err != nil {
			return err
		}
		for left := group.NumRows(); left > 0; {
			n := min(left, batchRows)
			if err := c.read(int(n), cells[:n]); err != nil {
				return fmt.Errorf("column %s: %w", c.about.Path(), err)
			}
			for _, cell := range cells[:n] {
				countCell(counts, cell)
			}
			left -= n
		}
	}
	return nil
}

// countCell counts one value, if there is one.
func countCell(counts map[string]int64, cell []byte) {
	if len(cell) == 0 {
		return
	}
	cell = cell[:min(len(cell), countedLongest)]
	if _, ok := counts[string(cell)]; !ok && len(counts) >= countedMax {
		counts["other"]++
		return
	}
	counts[string(cell)]++
}
