package datasets

import (
	"errors"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"

	"lossreplay/model"
)

// PlainColumn is the name of a column, and whether it holds text.
type PlainColumn struct {
	Name string
	Text bool
}

// Columns returns the columns, in their order.
func (p *PlainTable) Columns() []PlainColumn {
	s := p.reader.MetaData().Schema
	list := make([]PlainColumn, s.NumColumns())
	for i := range list {
		list[i] = PlainColumn{s.Column(i).Name(), s.Column(i).PhysicalType() == parquet.Types.ByteArray}
	}
	return list
}

// Flags returns a column of true and false.
func (p *PlainTable) Flags(name string) ([]bool, error) {
	return plainColumn(p, name, parquet.Types.Boolean, func(chunk file.ColumnChunkReader, want int64, into []bool) (int64, int, error) {
		return chunk.(*file.BooleanColumnChunkReader).ReadBatch(want, into, nil, nil)
	})
}

// Floats returns a column of float64.
func (p *PlainTable) Floats(name string) ([]float64, error) {
	return plainColumn(p, name, parquet.Types.Double, func(chunk file.ColumnChunkReader, want int64, into []float64) (int64, int, error) {
		return chunk.(*file.Float64ColumnChunkReader).ReadBatch(want, into, nil, nil)
	})
}

// Moments returns a column of timestamps in nanoseconds that may be null: [model.Never] there.
func (p *PlainTable) Moments(name string) (moments []model.Time, err error) {
	err = p.batches(name, isMoment, func(chunk file.ColumnChunkReader, want int64) (int64, error) {
		values, levels := make([]int64, want), make([]int16, want)
		n, k, err := chunk.(*file.Int64ColumnChunkReader).ReadBatch(want, values, levels, nil)
		if err = errors.Join(err, chunk.Err()); err != nil {
			return 0, err
		}
		there := 0
		for _, level := range levels[:max(n, 0)] {
			if level == 0 {
				moments = append(moments, model.Never)
				continue
			}
			if there < k {
				moments = append(moments, model.Time(values[there]))
			}
			there++
		}
		if n <= 0 || there != k {
			return 0, errFewer
		}
		return n, nil
	})
	if err != nil {
		return nil, err
	}
	return moments, nil
}

// isMoment reports whether a column holds timestamps in nanoseconds, UTC, that may be null.
func isMoment(c *schema.Column) bool {
	if c.PhysicalType() != parquet.Types.Int64 || c.MaxDefinitionLevel() != 1 || c.MaxRepetitionLevel() > 0 {
		return false
	}
	t, ok := c.LogicalType().(*schema.TimestampLogicalType)
	return ok && t.TimeUnit() == schema.TimeUnitNanos && t.IsAdjustedToUTC()
}
