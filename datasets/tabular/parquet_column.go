package tabular

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// value is one value of a column: number for whole numbers and booleans, double for floating point, bytes for the rest.
type value struct {
	number int64
	double float64
	bits   int // 32 or 64 of a double, else 0
	bytes  []byte
	isText bool
}

var boolWords = map[bool][]byte{true: []byte("true"), false: []byte("false")}

// parquetColumn is a column of a Parquet file and the memory of its cells.
type parquetColumn struct {
	about  *schema.Column
	isTime bool
	write  func(to []byte, v value) []byte
	chunk  file.ColumnChunkReader

	levels [batchRows]int16
	ends   [batchRows]int
	arena  []byte
	ints   []int64
	ints32 []int32
	bools  []bool
	floats []float32
	double []float64
	texts  []parquet.ByteArray
	fixed  []parquet.FixedLenByteArray
	int96  []parquet.Int96
}

// read sets cells to the next n values of the column.
func (c *parquetColumn) read(n int, cells [][]byte) error {
	switch r := c.chunk.(type) {
	case *file.Int64ColumnChunkReader:
		return readCells(c, n, cells, &c.ints, r.ReadBatch, func(v int64) value { return value{number: v} })
	case *file.Int32ColumnChunkReader:
		return readCells(c, n, cells, &c.ints32, r.ReadBatch, func(v int32) value { return value{number: int64(v)} })
	case *file.BooleanColumnChunkReader:
		return readCells(c, n, cells, &c.bools, r.ReadBatch, func(v bool) value { return value{bytes: boolWords[v], isText: true} })
	case *file.Float64ColumnChunkReader:
		return readCells(c, n, cells, &c.double, r.ReadBatch, func(v float64) value { return value{double: v, bits: 64} })
	case *file.Float32ColumnChunkReader:
		return readCells(c, n, cells, &c.floats, r.ReadBatch, func(v float32) value { return value{double: float64(v), bits: 32} })
	case *file.ByteArrayColumnChunkReader:
		return readCells(c, n, cells, &c.texts, r.ReadBatch, func(v parquet.ByteArray) value { return value{bytes: v, isText: true} })
	case *file.FixedLenByteArrayColumnChunkReader:
		return readCells(c, n, cells, &c.fixed, r.ReadBatch, func(v parquet.FixedLenByteArray) value { return value{bytes: v, isText: true} })
	case *file.Int96ColumnChunkReader:
		return readCells(c, n, cells, &c.int96, r.ReadBatch, func(v parquet.Int96) value {
			return value{bytes: appendStamp(nil, v.ToTime().UnixNano(), true), isText: true}
		})
	}
	return fmt.Errorf("is of the type %s, which is not read", c.about.PhysicalType())
}

// readCells reads values until n rows are there, writes each into the column's arena, and sets cells to those texts.
func readCells[T any](c *parquetColumn, n int, cells [][]byte, to *[]T, read func(int64, []T, []int16, []int16) (int64, int, error), as func(T) value) error {
	if *to == nil {
		*to = make([]T, batchRows)
	}
	c.arena = c.arena[:0]
	full := c.about.MaxDefinitionLevel() == 0 // every row has a value; the library leaves the levels alone
	for done := 0; done < n; {
		levels := c.levels[:n-done]
		rows, values, err := read(int64(n-done), *to, levels, nil)
		if err == nil {
			err = c.chunk.Err()
		}
		if err != nil {
			return err
		}
		if rows <= 0 || rows > int64(n-done) || values > int(rows) {
			return errors.New("a page holds other than the values that it claims")
		}
		next := 0
		for i := range int(rows) {
			if full || levels[i] > 0 {
				if next == values {
					return errors.New("a page holds fewer values than it claims")
				}
				c.arena = c.write(c.arena, as((*to)[next]))
				next++
			}
			c.ends[done+i] = len(c.arena)
		}
		done += int(rows)
	}
	from := 0
	for i := range n {
		cells[i] = c.arena[from:c.ends[i]:c.ends[i]]
		from = c.ends[i]
	}
	return nil
}

// writePlain writes a value as it is.
func writePlain(to []byte, v value) []byte {
	switch {
	case v.isText:
		return append(to, v.bytes...)
	case v.bits > 0:
		return appendDouble(to, v.double, v.bits)
	}
	return strconv.AppendInt(to, v.number, 10)
}

func writeUnsigned(to []byte, v value) []byte { return strconv.AppendUint(to, uint64(v.number), 10) }

// writeStamp writes a number of units since 1970 as an ISO time: of UTC, or of the wall clock of a zone that the mapping names.
func writeStamp(unit int64, utc bool) func([]byte, value) []byte {
	return func(to []byte, v value) []byte {
		if v.number > math.MaxInt64/unit || v.number < math.MinInt64/unit {
			return append(to, "a time out of range"...)
		}
		return appendStamp(to, v.number*unit, utc)
	}
}

// writeDecimal writes an unscaled whole number, as an integer or in big-endian two's complement, with scale decimals.
func writeDecimal(scale int) func([]byte, value) []byte {
	return func(to []byte, v value) []byte {
		unscaled := big.NewInt(v.number)
		if v.isText {
			unscaled.SetBytes(v.bytes)
			if len(v.bytes) > 0 && v.bytes[0] >= 0x80 {
				unscaled.Sub(unscaled, new(big.Int).Lsh(big.NewInt(1), uint(8*len(v.bytes))))
			}
		}
		return appendScaled(to, unscaled, scale)
	}
}
