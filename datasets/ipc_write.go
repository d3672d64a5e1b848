package datasets

import (
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// writeIPC writes one table to w as an Arrow IPC file of zstd-compressed record batches of batchRows rows.
func writeIPC(w io.WriteSeeker, t *Tables, which table, lex *lexicon) error {
	shape := arrowSchema(which)
	return guard(func() error {
		out, err := ipc.NewFileWriter(w, ipc.WithSchema(shape), ipc.WithZstd(), ipc.WithCompressConcurrency(1))
		if err != nil {
			return err
		}
		dictionaries := make([]arrow.Array, len(shape.Fields()))
		for i := range dictionaries {
			if col := &tables[which].columns[i]; col.kind == kindWord {
				b := array.NewStringBuilder(memory.DefaultAllocator)
				b.AppendValues(lex[col.words], nil)
				dictionaries[i] = b.NewArray()
			}
		}
		for i, n := 0, rowsOf(t, which); i < n; i += batchRows {
			j := min(i+batchRows, n)
			columns := make([]arrow.Array, len(dictionaries))
			for c, v := range vectorsOf(t, which, i, j) {
				columns[c] = arrowArray(&tables[which].columns[c], &v, dictionaries[c])
			}
			if err := out.Write(array.NewRecord(shape, columns, int64(j-i))); err != nil {
				return err
			}
		}
		return out.Close()
	})
}

// arrowArray returns a vector as an Arrow array of its column's type.
func arrowArray(col *column, v *vector, dictionary arrow.Array) arrow.Array {
	mem := memory.DefaultAllocator
	switch col.kind {
	case kindTime:
		b := array.NewTimestampBuilder(mem, timestampType)
		b.AppendValues(from[arrow.Timestamp](v.ints), nil)
		return b.NewArray()
	case kindInt:
		b := array.NewInt64Builder(mem)
		b.AppendValues(v.ints, nil)
		return b.NewArray()
	case kindID:
		b := array.NewUint32Builder(mem)
		b.AppendValues(v.ids, nil)
		return b.NewArray()
	case kindBool:
		b := array.NewBooleanBuilder(mem)
		b.AppendValues(v.bools, nil)
		return b.NewArray()
	case kindFloat:
		b := array.NewFloat64Builder(mem)
		b.AppendValues(v.floats, nil)
		return b.NewArray()
	case kindText:
		b := array.NewStringBuilder(mem)
		b.AppendValues(v.texts, nil)
		return b.NewArray()
	case kindWord:
		b := array.NewInt32Builder(mem)
		for _, code := range v.codes {
			if code == nullWord {
				b.AppendNull()
			} else {
				b.Append(code)
			}
		}
		return array.NewDictionaryArray(wordType, b.NewArray(), dictionary)
	}
	panic(fmt.Sprintf("datasets: column %s has kind %d", col.name, col.kind))
}
