package datasets

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
)

// SideCount is how many rows of a table beside the day's say the same.
type SideCount struct {
	Value string `json:"value"`
	Rows  int64  `json:"rows"`
}

// sideValuesMax bounds the different values that are counted apart, sideValueMax the length at which they are cut.
const (
	sideValuesMax = 256
	sideValueMax  = 120
)

// CountSide returns how many rows the Parquet file at path has, and how many of them have each value of a text column, most
// first. An import leaves such files beside the tables; anybody may write them, so little is asked of one: without that
// column there are no values. The rows are -1 and the error nil if there is no file; the error is that of one that cannot be
// read.
func CountSide(path, column string) (rows int64, values []SideCount, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return -1, nil, nil
	case err != nil:
		return 0, nil, err
	case !info.Mode().IsRegular():
		return 0, nil, fmt.Errorf("%s: is no regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return 0, nil, err
	}
	defer f.Close()
	counts := map[string]int64{}
	err = guard(func() error {
		r, err := file.NewParquetReader(f, file.WithReadProps(parquet.NewReaderProperties(newBounded())))
		if err != nil {
			return err
		}
		if rows = r.NumRows(); rows < 0 {
			return fmt.Errorf("the footer claims %d rows", rows)
		}
		return countColumn(r, column, counts)
	})
	if err != nil {
		return 0, nil, fmt.Errorf("%s: cannot be decoded: %w", path, err)
	}
	for value, n := range counts {
		values = append(values, SideCount{value, n})
	}
	slices.SortFunc(values, func(a, b SideCount) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value)) })
	return rows, values, nil
}

// countColumn counts the values of a text column, if the file has one of that name.
func countColumn(r *file.Reader, column string, counts map[string]int64) error {
	at := -1
	for i := range r.MetaData().Schema.NumColumns() {
		if c := r.MetaData().Schema.Column(i); c.Path() == column && c.PhysicalType() == parquet.Types.ByteArray && c.MaxRepetitionLevel() == 0 {
			at = i
		}
	}
	if at < 0 {
		return nil
	}
	left := r.NumRows()
	values, levels := make([]parquet.ByteArray, batchRows), make([]int16, batchRows)
	for g := range r.NumRowGroups() {
		chunk, err := r.RowGroup(g).Column(at)
		if err != nil {
			return err
		}
		reader, ok := chunk.(*file.ByteArrayColumnChunkReader)
		if !ok {
			return fmt.Errorf("column %s is no text", column)
		}
		for reader.HasNext() {
			total, n, err := reader.ReadBatch(batchRows, values, levels, nil)
			if err != nil {
				return err
			}
			if left -= total; left < 0 || total == 0 {
				return fmt.Errorf("column %s has other rows than the footer claims", column)
			}
			for _, v := range values[:n] {
				countValue(counts, v)
			}
		}
	}
	return nil
}

// countValue counts one value.
func countValue(counts map[string]int64, v []byte) {
	v = v[:min(len(v), sideValueMax)]
	if _, ok := counts[string(v)]; !ok && len(counts) >= sideValuesMax {
		counts["other"]++
		return
	}
	counts[string(v)]++
}
