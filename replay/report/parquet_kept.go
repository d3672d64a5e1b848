package report

import (
	"io"

	"lossreplay/datasets"
	"lossreplay/model"
)

// kept is a column of a table of T that is read back as it was written. load reads the whole column of a file and returns what
// puts the value of row i into a T.
type kept[T any] struct {
	field[T]
	load func(*datasets.PlainTable) (put func(row *T, i int), err error)
}

// loading returns the load of a column whose value lies at at.
func loading[T, V, C any](name string, read func(*datasets.PlainTable, string) ([]C, error), at func(*T) *V, of func(C) V) func(*datasets.PlainTable) (func(*T, int), error) {
	return func(t *datasets.PlainTable) (func(*T, int), error) {
		values, err := read(t, name)
		return func(row *T, i int) { *at(row) = of(values[i]) }, err
	}
}

func same[V any](v V) V { return v }

func keptText[T any](name string, at func(*T) *string) kept[T] {
	return kept[T]{textField(name, func(r *T) string { return *at(r) }), loading(name, (*datasets.PlainTable).Texts, at, same[string])}
}

func keptCount[T any, N int | int64](name string, at func(*T) *N) kept[T] {
	return kept[T]{countField(name, func(r *T) int64 { return int64(*at(r)) }), loading(name, (*datasets.PlainTable).Ints, at, func(v int64) N { return N(v) })}
}

func keptSet[T any](name string, at func(*T) *uint64) kept[T] {
	return kept[T]{setField(name, func(r *T) uint64 { return *at(r) }), loading(name, (*datasets.PlainTable).Ints, at, func(v int64) uint64 { return uint64(v) })}
}

func keptFlag[T any](name string, at func(*T) *bool) kept[T] {
	return kept[T]{boolField(name, func(r *T) bool { return *at(r) }), loading(name, (*datasets.PlainTable).Flags, at, same[bool])}
}

func keptMoney[T any](name string, at func(*T) *model.Money) kept[T] {
	return kept[T]{moneyField(name, func(r *T) model.Money { return *at(r) }), loading(name, (*datasets.PlainTable).Amounts, at, same[model.Money])}
}

func keptMoment[T any](name string, at func(*T) *model.Time) kept[T] {
	return kept[T]{momentField(name, func(r *T) model.Time { return *at(r) }), loading(name, (*datasets.PlainTable).Moments, at, same[model.Time])}
}

// writeKept writes rows as [writeParquet] does.
func writeKept[T any](w io.Writer, columns []kept[T], rows []T) error {
	fields := make([]field[T], len(columns))
	for i, c := range columns {
		fields[i] = c.field
	}
	return writeParquet(w, fields, rows)
}

// readKept returns the rows that writeKept wrote. The error says which column is not as it is written, or that the file is
// damaged.
func readKept[T any](file []byte, columns []kept[T]) ([]T, error) {
	table, err := datasets.OpenPlain(file)
	if err != nil {
		return nil, err
	}
	return rowsOf(table, columns)
}

func rowsOf[T any](table *datasets.PlainTable, columns []kept[T]) ([]T, error) {
	puts := make([]func(*T, int), len(columns))
	for k, c := range columns {
		var err error
		if puts[k], err = c.load(table); err != nil {
			return nil, err
		}
	}
	rows := make([]T, table.Rows())
	for i := range rows {
		for _, put := range puts {
			put(&rows[i], i)
		}
	}
	return rows, nil
}
