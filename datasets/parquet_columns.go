package datasets

import (
	"errors"
	"unsafe"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
)

// readValues fills to with the batch's values of column c by calling read until all are there.
func readValues[T any](p *parquetTable, c int, to *[]T, read func(want int64, values []T, levels []int16) (int64, int, error)) error {
	col := &p.cols[c]
	if cap(*to) < p.n {
		*to = make([]T, batchRows)
	}
	*to = (*to)[:p.n]
	optional := col.chunk.Descriptor().MaxDefinitionLevel() > 0
	if optional && cap(col.levels) < p.n {
		col.levels = make([]int16, batchRows)
	}
	return guard(func() error {
		for done := 0; done < p.n; {
			var levels []int16
			if optional {
				levels = col.levels[:p.n-done]
			}
			rows, values, err := read(int64(p.n-done), (*to)[done:], levels)
			if err == nil {
				err = col.chunk.Err()
			}
			if err != nil {
				return err
			}
			if rows == 0 {
				return errors.New("a page holds fewer values than it claims")
			}
			if optional && values < int(rows) {
				p.spread(c, done, levels[:rows])
				spreadValues((*to)[done:done+int(rows)], levels[:rows], values)
			}
			done += int(rows)
		}
		return nil
	})
}

// spread notes the rows from first on that have no value.
func (p *parquetTable) spread(c, first int, levels []int16) {
	for i, level := range levels {
		if level == 0 {
			p.note(cell{c, first + i}, noValue)
		}
	}
}

// spreadValues moves values, which stand without gaps, to the rows that have one; the others get the zero value.
func spreadValues[T any](rows []T, levels []int16, values int) {
	var zero T
	for i := len(rows) - 1; i >= 0; i-- {
		if levels[i] == 0 {
			rows[i] = zero
			continue
		}
		values--
		rows[i] = rows[values]
	}
}

func (p *parquetTable) note(at cell, text string) {
	if p.cells == nil {
		p.cells = map[cell]string{}
	}
	p.cells[at] = text
}

func (p *parquetTable) ints(c int) ([]int64, error) {
	col := &p.cols[c]
	err := readValues(p, c, &col.ints, func(want int64, v []int64, levels []int16) (int64, int, error) {
		return col.chunk.(*file.Int64ColumnChunkReader).ReadBatch(want, v, levels, nil)
	})
	return col.ints, err
}

func (p *parquetTable) ids(c int) ([]uint32, error) {
	col := &p.cols[c]
	err := readValues(p, c, &col.ids, func(want int64, v []int32, levels []int16) (int64, int, error) {
		return col.chunk.(*file.Int32ColumnChunkReader).ReadBatch(want, v, levels, nil)
	})
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(col.ids))), len(col.ids)), err
}

func (p *parquetTable) bools(c int) ([]bool, error) {
	col := &p.cols[c]
	err := readValues(p, c, &col.bools, func(want int64, v []bool, levels []int16) (int64, int, error) {
		return col.chunk.(*file.BooleanColumnChunkReader).ReadBatch(want, v, levels, nil)
	})
	return col.bools, err
}

func (p *parquetTable) floats(c int) ([]float64, error) {
	col := &p.cols[c]
	err := readValues(p, c, &col.floats, func(want int64, v []float64, levels []int16) (int64, int, error) {
		return col.chunk.(*file.Float64ColumnChunkReader).ReadBatch(want, v, levels, nil)
	})
	return col.floats, err
}

func (p *parquetTable) byteArrays(c int) ([]parquet.ByteArray, error) {
	col := &p.cols[c]
	err := readValues(p, c, &col.bytes, func(want int64, v []parquet.ByteArray, levels []int16) (int64, int, error) {
		return col.chunk.(*file.ByteArrayColumnChunkReader).ReadBatch(want, v, levels, nil)
	})
	return col.bytes, err
}

func (p *parquetTable) texts(c int) ([]string, error) {
	values, err := p.byteArrays(c)
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts, err
}

func (p *parquetTable) codes(c int) ([]int32, error) {
	col := &p.cols[c]
	if col.words == nil {
		col.words = newWordIndex(p.lex[tables[p.table].columns[c].words])
		col.codes = make([]int32, batchRows)
	}
	values, err := p.byteArrays(c)
	if err != nil {
		return nil, err
	}
	codes := col.codes[:len(values)]
	col.words.find(codes, unsafe.Slice((*[]byte)(unsafe.Pointer(unsafe.SliceData(values))), len(values)))
	for i, code := range codes {
		if code >= 0 {
			continue
		}
		if p.cells[cell{c, i}] == noValue {
			codes[i] = nullWord
		} else {
			p.note(cell{c, i}, string(values[i]))
		}
	}
	// A missing value reads as the empty text, which can be a word.
	for at, text := range p.cells {
		if at.column == c && text == noValue {
			codes[at.row] = nullWord
		}
	}
	return codes, nil
}
