package datasets

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

var errFooter = errors.New("damaged: the footer of the Arrow file claims more than it holds")

// CheckArrow returns an error if the schema in the footer of an Arrow IPC file claims more fields or metadata than the footer
// has bytes for. The library takes memory for as many as are claimed, which no guard can catch.
func CheckArrow(r io.ReaderAt, size int64) error {
	const tail = 10 // the footer's length, and the magic
	end := make([]byte, tail)
	if size < tail {
		return errFooter
	}
	if _, err := r.ReadAt(end, size-tail); err != nil && err != io.EOF {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(end))
	if !bytes.Equal(end[4:], []byte("ARROW1")) || length > size-tail || length > pageMax {
		return errFooter
	}
	f := &flatTables{data: make([]byte, length), budget: int(length)}
	if _, err := r.ReadAt(f.data, size-tail-length); err != nil && err != io.EOF {
		return err
	}
	const schemaSlot, fieldsSlot, schemaMetadata = 1, 1, 2
	schema := f.follow(f.slot(f.follow(0), schemaSlot))
	f.vector(f.slot(schema, schemaMetadata), nil)
	f.vector(f.slot(schema, fieldsSlot), f.field)
	if f.bad {
		return errFooter
	}
	return nil
}

// flatTables reads FlatBuffers tables, and notes in bad whether anything lies outside.
type flatTables struct {
	data   []byte
	budget int // tables that may still be visited: tables may point at each other
	depth  int
	bad    bool
}

// number returns the little-endian number of some bytes.
func (f *flatTables) number(at, size int) int {
	if at < 0 || at > len(f.data)-size {
		f.bad = true
		return 0
	}
	v := 0
	for i := range size {
		v |= int(f.data[at+i]) << (8 * i)
	}
	return v
}

// follow returns where the offset at a place points, -1 if there is no place.
func (f *flatTables) follow(at int) int {
	if f.bad || at < 0 {
		return -1
	}
	return at + f.number(at, 4)
}

// slot returns the place of a table's field, -1 if the table does not have it.
func (f *flatTables) slot(table, field int) int {
	if table < 0 || f.bad {
		return -1
	}
	layout := table - int(int32(f.number(table, 4)))
	if at := 4 + 2*field; at+2 <= f.number(layout, 2) {
		if offset := f.number(layout+at, 2); offset > 0 {
			return table + offset
		}
	}
	return -1
}

// vector visits the tables of a vector, whose offset stands at a place.
func (f *flatTables) vector(at int, visit func(table int)) {
	v := f.follow(at)
	if v < 0 || f.bad {
		return
	}
	n := f.number(v, 4)
	if f.budget -= n; n > (len(f.data)-v-4)/4 || f.budget < 0 {
		f.bad = true
	}
	for i := 0; i < n && !f.bad && visit != nil; i++ {
		visit(f.follow(v + 4 + 4*i))
	}
}

// field visits a field of the schema and its children.
func (f *flatTables) field(table int) {
	const children, metadata, deepest = 5, 6, 64
	if f.depth++; f.depth > deepest {
		f.bad = true
	}
	f.vector(f.slot(table, metadata), nil)
	f.vector(f.slot(table, children), f.field)
	f.depth--
}
