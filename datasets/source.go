package datasets

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unsafe"

	"lossreplay/model"
)

// source is a table file read in batches of at most batchRows rows. Columns are named by their position in the schema. The
// slices are the source's own and hold until the next call of next.
type source interface {
	// next moves to the next batch and returns its number of rows, or io.EOF after the last.
	next() (int, error)
	ints(c int) ([]int64, error) // times too
	ids(c int) ([]uint32, error)
	bools(c int) ([]bool, error)
	floats(c int) ([]float64, error)
	texts(c int) ([]string, error)
	// codes returns the words of c as positions in its vocabulary, or unknownWord or nullWord.
	codes(c int) ([]int32, error)
	// odd returns the cells of this batch's columns read so far that have no value or an unknown word.
	odd() map[cell]string
	close() error
}

// cell is a place in a batch.
type cell struct{ column, row int }

// noValue stands for the text of a cell without a value.
const noValue = "\x00null"

// format is how a table is stored.
type format string

// The formats of table files, by file name extension.
const (
	formatParquet format = ".parquet"
	formatIPC     format = ".arrow"
)

// openSource opens the table's file for reading the wanted columns. It adds to ps what is wrong with the file or its
// columns; the source is then nil.
func openSource(path string, t table, lex *lexicon, want []int, ps *Problems) source {
	file := filepath.Base(path)
	var src source
	err := guard(func() (err error) {
		switch format(filepath.Ext(path)) {
		case formatParquet:
			src, err = openParquet(path, t, lex, want, ps)
		case formatIPC:
			src, err = openIPC(path, t, lex, want, ps)
		default:
			err = fmt.Errorf("the name of a table ends in %s or %s", formatParquet, formatIPC)
		}
		return err
	})
	if err != nil {
		ps.add(unreadable(file, err))
		return nil
	}
	return src
}

// unreadable returns the problem of a file that cannot be decoded.
func unreadable(file string, err error) Problem {
	if errors.Is(err, os.ErrNotExist) {
		return Problem{Fault: FaultMissing, File: file, Rule: "is not there", Mend: "put the table into the folder, or take it out of tables in incident.yaml if it is optional"}
	}
	return Problem{Fault: FaultCorrupt, File: file, Rule: "cannot be decoded: " + err.Error(), Mend: "the file is cut short or damaged: write or copy it again"}
}

// guard runs f and turns a panic into an error: the libraries that decode tables panic on damaged files.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("damaged: %v", r)
		}
	}()
	return f()
}

// resolve returns for each wanted column of the schema its position in a file whose columns have these names, -1 for those
// not wanted. It adds missing and doubled columns to ps and then returns false.
func resolve(t table, file string, names []string, want []int, ps *Problems) ([]int, bool) {
	at, ok := make([]int, len(tables[t].columns)), true
	for c := range at {
		at[c] = -1
	}
	for _, c := range want {
		name := tables[t].columns[c].name
		for i, have := range names {
			switch {
			case have == name && at[c] >= 0:
				ps.add(Problem{Fault: FaultDuplicate, File: file, Field: name, Rule: "is the name of two columns", Mend: "give each column its own name"})
				ok = false
			case have == name:
				at[c] = i
			}
		}
		if at[c] < 0 {
			mend := "add the column as docs/format.md describes it"
			if near := model.Nearest(name, names); near != "" {
				mend = "is column " + quote(near) + " meant? Rename it to " + name
			}
			ps.add(Problem{Fault: FaultMissing, File: file, Field: name, Rule: "is missing", Mend: mend})
			ok = false
		}
	}
	return at, ok
}

// wrongType returns the problem of a column with another type than the schema's.
func wrongType(t table, file string, c int, have string) Problem {
	col := &tables[t].columns[c]
	return Problem{Fault: FaultType, File: file, Field: col.name, Value: have, Rule: "is not " + arrowName(col),
		Mend: "convert the column to " + arrowName(col) + "; docs/format.md has all types"}
}

// asInts returns s as plain integers in the same memory.
func asInts[T ~int64](s []T) []int64 {
	return unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

// asIDs returns s as plain integers in the same memory.
func asIDs[T ~uint32](s []T) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

// from returns plain integers as a type of the model in the same memory.
func from[T ~int64](s []int64) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

// fromIDs returns plain integers as a type of the model in the same memory.
func fromIDs[T ~uint32](s []uint32) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

// narrow puts codes into ids; what is no word becomes the largest value of T, which is never an identifier.
func narrow[T model.SymbolID | model.ServerID | model.VenueID | model.FlagID](to []T, codes []int32) []T {
	to = to[:0]
	for _, code := range codes {
		to = append(to, T(max(code, -1)))
	}
	return to
}

// pick puts codes into the values that they stand for; what is no word becomes the zero value.
func pick[T any](to []T, codes []int32, values []T) []T {
	to = to[:0]
	for _, code := range codes {
		var v T
		if code >= 0 {
			v = values[code]
		}
		to = append(to, v)
	}
	return to
}

// drain reads src to its end and gives each batch to take.
func drain(src source, take func(n int) error) error {
	for {
		n, err := src.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = take(n)
		}
		if err != nil {
			return err
		}
	}
}
