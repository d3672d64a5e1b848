package tabular

import (
	"fmt"
	"io"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
)

// ReadArrow is [ReadParquet] for an Arrow IPC file: rows, types and damage are taken alike.
func ReadArrow(r io.ReaderAt, size int64, source int, s *Settings, sink *intake.Sink) error {
	a := &arrowFile{cellTable: cellTable{settings: s, source: source, sink: sink}}
	return a.run(func() error {
		if err := datasets.Guard(func() error { return a.open(io.NewSectionReader(r, 0, size)) }); err != nil {
			return err
		}
		for i := range a.records {
			if err := a.one(i); err != nil {
				return err
			}
		}
		return nil
	})
}

type arrowFile struct {
	cellTable
	reader  *ipc.FileReader
	records int
	writers []arrowWriter // by column, of those wanted
}

func (a *arrowFile) open(r *io.SectionReader) (err error) {
	if err := datasets.CheckArrow(r, r.Size()); err != nil {
		return err
	}
	if a.reader, err = ipc.NewFileReader(r, ipc.WithAllocator(datasets.Bounded())); err != nil {
		return err
	}
	a.records = a.reader.NumRecords()
	fields := a.reader.Schema().Fields()
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	a.writers = make([]arrowWriter, len(fields))
	return a.bind(names, func(i int) (isTime bool, wrong string) {
		a.writers[i], isTime, wrong = arrowWriterOf(fields[i].Type)
		return isTime, wrong
	})
}

// one takes the rows of a record batch.
func (a *arrowFile) one(i int) error {
	var record arrow.Record
	err := datasets.Guard(func() (err error) {
		record, err = a.reader.RecordAt(i)
		return err
	})
	if err != nil {
		return err
	}
	defer record.Release()
	for first := 0; first < int(record.NumRows()); first += batchRows {
		n := min(batchRows, int(record.NumRows())-first)
		if err := datasets.Guard(func() error { return a.fill(record, first, n) }); err != nil {
			return err
		}
		if err := a.takeBatch(n); err != nil {
			return err
		}
	}
	return nil
}

// fill sets the batch to n rows of a record.
func (a *arrowFile) fill(record arrow.Record, first, n int) error {
	var ends [batchRows]int
	for w, at := range a.wanted {
		column := record.Column(at)
		if column.Len() != int(record.NumRows()) {
			return fmt.Errorf("column %s has %d values for %d rows", record.ColumnName(at), column.Len(), record.NumRows())
		}
		var arena []byte
		for i := range n {
			if column.IsValid(first + i) {
				arena = a.writers[at](arena, column, first+i)
			}
			ends[i] = len(arena)
		}
		from := 0
		for i := range n {
			a.batch[w][i] = arena[from:ends[i]:ends[i]]
			from = ends[i]
		}
	}
	return nil
}

// arrowWriter appends value i of a column.
type arrowWriter func(to []byte, column arrow.Array, i int) []byte

// arrowWriterOf returns how values of a type are written into cells, whether they are times, and what is wrong with the type.
func arrowWriterOf(t arrow.DataType) (write arrowWriter, isTime bool, wrong string) {
	switch t := t.(type) {
	case *arrow.DictionaryType:
		inner, isTime, wrong := arrowWriterOf(t.ValueType)
		return func(to []byte, column arrow.Array, i int) []byte {
			d := column.(*array.Dictionary)
			return inner(to, d.Dictionary(), d.GetValueIndex(i))
		}, isTime, wrong
	case *arrow.TimestampType:
		stamp := writeStamp(int64(t.Unit.Multiplier()), t.TimeZone != "")
		return func(to []byte, column arrow.Array, i int) []byte {
			return stamp(to, value{number: int64(column.(*array.Timestamp).Value(i))})
		}, true, ""
	case *arrow.Decimal128Type:
		return func(to []byte, column arrow.Array, i int) []byte {
			return appendScaled(to, column.(*array.Decimal128).Value(i).BigInt(), int(t.Scale))
		}, false, ""
	}
	if write := plainWriters[t.ID()]; write != nil {
		return write, t.ID() == arrow.DATE32, ""
	}
	return nil, false, "is of a type that is not read: " + t.String()
}

func integers[T int8 | int16 | int32 | int64](value func(arrow.Array, int) T) arrowWriter {
	return func(to []byte, c arrow.Array, i int) []byte { return strconv.AppendInt(to, int64(value(c, i)), 10) }
}

func unsigned[T uint8 | uint16 | uint32 | uint64](value func(arrow.Array, int) T) arrowWriter {
	return func(to []byte, c arrow.Array, i int) []byte { return strconv.AppendUint(to, uint64(value(c, i)), 10) }
}

var plainWriters = map[arrow.Type]arrowWriter{
	arrow.INT8:   integers(func(c arrow.Array, i int) int8 { return c.(*array.Int8).Value(i) }),
	arrow.INT16:  integers(func(c arrow.Array, i int) int16 { return c.(*array.Int16).Value(i) }),
	arrow.INT32:  integers(func(c arrow.Array, i int) int32 { return c.(*array.Int32).Value(i) }),
	arrow.INT64:  integers(func(c arrow.Array, i int) int64 { return c.(*array.Int64).Value(i) }),
	arrow.UINT8:  unsigned(func(c arrow.Array, i int) uint8 { return c.(*array.Uint8).Value(i) }),
	arrow.UINT16: unsigned(func(c arrow.Array, i int) uint16 { return c.(*array.Uint16).Value(i) }),
	arrow.UINT32: unsigned(func(c arrow.Array, i int) uint32 { return c.(*array.Uint32).Value(i) }),
	arrow.UINT64: unsigned(func(c arrow.Array, i int) uint64 { return c.(*array.Uint64).Value(i) }),
	arrow.FLOAT32: func(to []byte, c arrow.Array, i int) []byte {
		return appendDouble(to, float64(c.(*array.Float32).Value(i)), 32)
	},
	arrow.FLOAT64: func(to []byte, c arrow.Array, i int) []byte { return appendDouble(to, c.(*array.Float64).Value(i), 64) },
	arrow.BOOL: func(to []byte, c arrow.Array, i int) []byte {
		return strconv.AppendBool(to, c.(*array.Boolean).Value(i))
	},
	arrow.STRING: func(to []byte, c arrow.Array, i int) []byte { return append(to, c.(*array.String).Value(i)...) },
	arrow.BINARY: func(to []byte, c arrow.Array, i int) []byte { return append(to, c.(*array.Binary).Value(i)...) },
	arrow.DATE32: func(to []byte, c arrow.Array, i int) []byte {
		return appendStamp(to, int64(c.(*array.Date32).Value(i))*dayNS, false)
	},
	arrow.LARGE_STRING: func(to []byte, c arrow.Array, i int) []byte { return append(to, c.(*array.LargeString).Value(i)...) },
}
