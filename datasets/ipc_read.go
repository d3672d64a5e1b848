package datasets

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
)

// ipcTable reads an Arrow IPC file record by record. Words may come as dictionaries with indices of any width, or as plain
// strings.
type ipcTable struct {
	table  table
	file   *os.File
	reader *ipc.FileReader
	lex    *lexicon
	at     []int // by column of the schema: position in the file, -1 if not wanted

	record arrow.Record
	index  int // of the next record
	first  int // row of the record at which the batch starts
	n      int // rows of the batch
	cells  map[cell]string
	memory [][]int32 // by column: codes
	flags  [][]bool  // by column: bools
	words  []*wordIndex
	seen   []arrow.Array // by column: the dictionary that known translates
	known  [][]int32
}

// openIPC is openParquet for Arrow IPC files.
func openIPC(path string, t table, lex *lexicon, want []int, ps *Problems) (_ source, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if err := CheckArrow(f, info.Size()); err != nil {
		return nil, err
	}
	r, err := ipc.NewFileReader(f, ipc.WithAllocator(newBounded()))
	if err != nil {
		return nil, err
	}
	fields := r.Schema().Fields()
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	base := filepath.Base(path)
	at, found := resolve(t, base, names, want, ps)
	for c, i := range at {
		if i >= 0 && !ipcTypeFits(fields[i].Type, &tables[t].columns[c]) {
			ps.add(wrongType(t, base, c, fields[i].Type.String()))
			found = false
		}
	}
	if !found {
		return nil, nil
	}
	s := &ipcTable{table: t, file: f, reader: r, lex: lex, at: at, memory: make([][]int32, len(at)), flags: make([][]bool, len(at)),
		words: make([]*wordIndex, len(at)), seen: make([]arrow.Array, len(at)), known: make([][]int32, len(at))}
	ok = true
	return s, nil
}

// ipcTypeFits reports whether a column of a file can be read as col.
func ipcTypeFits(have arrow.DataType, col *column) bool {
	switch col.kind {
	case kindWord:
		if dict, ok := have.(*arrow.DictionaryType); ok {
			return arrow.IsInteger(dict.IndexType.ID()) && dict.ValueType.ID() == arrow.STRING
		}
		return have.ID() == arrow.STRING
	case kindTime:
		stamp, ok := have.(*arrow.TimestampType)
		return ok && stamp.Unit == arrow.Nanosecond && stamp.TimeZone == "UTC"
	}
	return arrow.TypeEqual(have, arrowType(col))
}

func (s *ipcTable) odd() map[cell]string { return s.cells }
func (s *ipcTable) close() error         { return s.file.Close() }

func (s *ipcTable) next() (int, error) {
	clear(s.cells)
	s.first += s.n
	s.n = 0
	for s.record == nil || s.first >= int(s.record.NumRows()) {
		if s.index == s.reader.NumRecords() {
			return 0, io.EOF
		}
		err := guard(func() (err error) {
			s.record, err = s.reader.Record(s.index)
			return err
		})
		if err != nil {
			return 0, err
		}
		s.index++
		s.first = 0
		for c, i := range s.at {
			if i >= 0 && s.record.Column(i).Len() != int(s.record.NumRows()) {
				return 0, fmt.Errorf("record %d has %d rows but %d values of %s", s.index, s.record.NumRows(), s.record.Column(i).Len(), tables[s.table].columns[c].name)
			}
		}
	}
	s.n = min(int(s.record.NumRows())-s.first, batchRows)
	return s.n, nil
}

// values gives the batch's part of column c to take and notes the cells without a value.
func (s *ipcTable) values(c int, take func(values arrow.Array, i, j int)) error {
	return guard(func() error {
		values := s.record.Column(s.at[c])
		take(values, s.first, s.first+s.n)
		if values.NullN() == 0 {
			return nil
		}
		for k := range s.n {
			if values.IsNull(s.first + k) {
				s.note(cell{c, k}, noValue)
			}
		}
		return nil
	})
}

func (s *ipcTable) note(at cell, text string) {
	if s.cells == nil {
		s.cells = map[cell]string{}
	}
	s.cells[at] = text
}

func (s *ipcTable) ints(c int) (ints []int64, err error) {
	err = s.values(c, func(values arrow.Array, i, j int) {
		if stamps, ok := values.(*array.Timestamp); ok {
			ints = asInts(stamps.TimestampValues()[i:j])
			return
		}
		ints = values.(*array.Int64).Int64Values()[i:j]
	})
	return ints, err
}

func (s *ipcTable) ids(c int) (ids []uint32, err error) {
	err = s.values(c, func(values arrow.Array, i, j int) { ids = values.(*array.Uint32).Uint32Values()[i:j] })
	return ids, err
}

func (s *ipcTable) bools(c int) ([]bool, error) {
	s.flags[c] = s.flags[c][:0]
	err := s.values(c, func(values arrow.Array, i, j int) {
		bits := values.(*array.Boolean)
		for ; i < j; i++ {
			s.flags[c] = append(s.flags[c], bits.Value(i))
		}
	})
	return s.flags[c], err
}

func (s *ipcTable) floats(c int) (floats []float64, err error) {
	err = s.values(c, func(values arrow.Array, i, j int) { floats = values.(*array.Float64).Float64Values()[i:j] })
	return floats, err
}

func (s *ipcTable) texts(c int) (texts []string, err error) {
	err = s.values(c, func(values arrow.Array, i, j int) {
		for ; i < j; i++ {
			text := ""
			if values.IsValid(i) {
				text = string([]byte(values.(*array.String).Value(i)))
			}
			texts = append(texts, text)
		}
	})
	return texts, err
}

func (s *ipcTable) codes(c int) ([]int32, error) {
	if s.words[c] == nil {
		s.words[c] = newWordIndex(s.lex[tables[s.table].columns[c].words])
	}
	s.memory[c] = s.memory[c][:0]
	err := s.values(c, func(values arrow.Array, i, j int) {
		dict, ok := values.(*array.Dictionary)
		if !ok {
			s.plainCodes(c, values.(*array.String), i, j)
			return
		}
		texts := dict.Dictionary().(*array.String)
		if s.seen[c] != dict.Dictionary() {
			s.translate(c, texts)
		}
		for k := i; k < j; k++ {
			code := nullWord
			if dict.IsValid(k) {
				at := dict.GetValueIndex(k)
				if code = s.known[c][at]; code == unknownWord {
					s.note(cell{c, k - i}, string([]byte(texts.Value(at))))
				} else if code == nullWord {
					s.note(cell{c, k - i}, noValue)
				}
			}
			s.memory[c] = append(s.memory[c], code)
		}
	})
	return s.memory[c], err
}

// translate finds the codes of a dictionary's words.
func (s *ipcTable) translate(c int, texts *array.String) {
	s.seen[c] = texts
	s.known[c] = make([]int32, texts.Len())
	for k := range s.known[c] {
		if s.known[c][k] = nullWord; texts.IsValid(k) {
			s.known[c][k] = s.words[c].lookup([]byte(texts.Value(k)))
		}
	}
}

func (s *ipcTable) plainCodes(c int, texts *array.String, i, j int) {
	for k := i; k < j; k++ {
		code := nullWord
		if texts.IsValid(k) {
			if code = s.words[c].lookup([]byte(texts.Value(k))); code == unknownWord {
				s.note(cell{c, k - i}, string([]byte(texts.Value(k))))
			}
		}
		s.memory[c] = append(s.memory[c], code)
	}
}
