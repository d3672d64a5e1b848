package datasets

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/parquet/file"

	"lossreplay/model"
)

// tinyDay returns a valid day of two symbols, two children and two executions.
func tinyDay() *Tables {
	day := longDay(2)
	day.SecurityRows = day.SecurityRows[:2]
	day.ParentRows = model.ParentColumns{}
	day.ParentRows.Append(model.ParentOrder{Received: day.About.Session.Open, Symbol: 0, Side: model.Buy, OrderQty: 500})
	day.ParentRows.Append(model.ParentOrder{Received: day.About.Session.Open, Symbol: 1, Side: model.Sell, OrderQty: 500, Flag: 1})
	day.ChildRows.Parent = []model.ParentID{1, 2}
	return day
}

// spoil writes a table of a folder anew after change, which may alter the schema, the rows and the words, and sums it again.
// The first value of an int column that change made nullable is null.
func spoil(t *testing.T, dir string, day *Tables, which table, change func(spec *tableSpec, rows []vector, lex *lexicon) []vector) {
	t.Helper()
	lex := newLexicon(&day.About, symbolsOf(day.SecurityRows))
	right := tables[which]
	defer func() { tables[which] = right }()
	spec := right
	spec.columns = slices.Clone(right.columns)
	rows := change(&spec, vectorsOf(day, which, 0, rowsOf(day, which)), lex)
	tables[which] = spec
	name := right.name + string(formatParquet)
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
	err := writeFile(filepath.Join(dir, name), func(f *os.File) error {
		out := file.NewParquetWriter(f, parquetSchema(which), file.WithWriterProps(parquetProperties(which)))
		group := out.AppendRowGroup()
		for i := range rows {
			chunk, err := group.NextColumn()
			if err != nil {
				return err
			}
			if ints, ok := chunk.(*file.Int64ColumnChunkWriter); ok && spec.columns[i].null {
				levels := slices.Repeat([]int16{1}, len(rows[i].ints))
				levels[0] = 0
				_, err = ints.WriteBatch(rows[i].ints[1:], levels, nil)
			} else {
				err = writeColumn(chunk, &spec.columns[i], lex[spec.columns[i].words], &rows[i])
			}
			if err := errors.Join(err, chunk.Close()); err != nil {
				return err
			}
		}
		return errors.Join(group.Close(), out.Close())
	})
	if err != nil && !strings.Contains(err.Error(), "file already closed") { // the Parquet writer closes what it writes to
		t.Fatal(err)
	}
	tables[which] = right
	resum(t, dir, name)
}

func TestEachFaultOfFilesIsNamed(t *testing.T) {
	for _, c := range []struct {
		name   string
		table  table
		change func(spec *tableSpec, rows []vector, lex *lexicon) []vector
		line   string
	}{
		{"missing_column", executions, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns = slices.Delete(spec.columns, exFee, exFee+1)
			return slices.Delete(rows, exFee, exFee+1)
		}, "executions.parquet: fee is missing"},
		{"renamed_column", children, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns[chQty].name = "order_qyt"
			return rows
		}, "children.parquet: order_qty is missing"},
		{"column_twice", executions, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns = append(spec.columns, spec.columns[exFee])
			return append(rows, rows[exFee])
		}, "executions.parquet: fee is the name of two columns"},
		{"wrong_type", executions, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns[exAt].kind = kindInt
			return rows
		}, "executions.parquet: at INT64 is not timestamp[ns, tz=UTC]"},
		{"text_for_a_number", executions, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns[exPx].kind, rows[exPx].texts = kindText, make([]string, len(rows[exPx].ints))
			return rows
		}, "executions.parquet: last_px String is not int64"},
		{"null_number", executions, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns[exQty].null = true
			return rows
		}, "executions.parquet row 1: last_qty has no value"},
		{"null_word", children, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns[chServer].null = true
			rows[chServer].codes[1] = nullWord
			return rows
		}, "children.parquet row 2: server has no value"},
		{"null_flag_is_not_the_empty_flag", parents, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
			spec.columns[parFlag].null = true
			rows[parFlag].codes[0] = nullWord
			return rows
		}, "parents.parquet row 1: flag has no value"},
		{"unknown_symbol", parents, func(_ *tableSpec, rows []vector, lex *lexicon) []vector {
			lex[symbolWords] = append(lex[symbolWords], "SYM9")
			rows[parSymbol].codes[0] = 2
			return rows
		}, `parents.parquet row 1: symbol "SYM9" is not in the securities`},
		{"unknown_side", parents, func(_ *tableSpec, rows []vector, lex *lexicon) []vector {
			lex[sideWords] = append(lex[sideWords], "bye")
			rows[parSide].codes[0] = 4
			return rows
		}, `parents.parquet row 1: side "bye" is not in the sides`},
		{"unknown_server", children, func(_ *tableSpec, rows []vector, lex *lexicon) []vector {
			lex[serverWords] = append(slices.Clone(lex[serverWords]), "s9")
			rows[chServer].codes[1] = 8
			return rows
		}, `children.parquet row 2: server "s9" is not in router.servers of incident.yaml`},
		{"unknown_execution_type", executions, func(_ *tableSpec, rows []vector, lex *lexicon) []vector {
			lex[execTypeWords] = append(lex[execTypeWords], "fill")
			rows[exType].codes[0] = 4
			return rows
		}, `executions.parquet row 1: exec_type "fill" is not in the execution types`},
		{"id_out_of_sequence", children, func(_ *tableSpec, rows []vector, _ *lexicon) []vector {
			rows[chID].ids = []uint32{1, 1}
			return rows
		}, "children.parquet row 2: child_id 1 is not 2, the number of its row"},
		{"not_the_parents_symbol", children, func(_ *tableSpec, rows []vector, _ *lexicon) []vector {
			rows[chSymbol].codes[0] = 1
			return rows
		}, `children.parquet row 1: symbol "SYM1" is not "SYM0" of its parent 1`},
		{"not_the_parents_side", children, func(_ *tableSpec, rows []vector, _ *lexicon) []vector {
			rows[chSide].codes[0] = 2
			return rows
		}, "children.parquet row 1: side sell_short is not buy of its parent 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			day := tinyDay()
			dir := written(t, day, WriteOptions{})
			spoil(t, dir, day, c.table, c.change)
			ps := problemsOf(t, dir)
			wantLine(t, ps, c.line)
			if ps.Count() != 1 {
				t.Errorf("%d problems; want this one only:\n%v", ps.Count(), ps)
			}
		})
	}
}

func TestExtraColumnIsLeftAlone(t *testing.T) {
	day := tinyDay()
	dir := written(t, day, WriteOptions{})
	spoil(t, dir, day, executions, func(spec *tableSpec, rows []vector, _ *lexicon) []vector {
		spec.columns = append(spec.columns, column{name: "remark", kind: kindText})
		return append(rows, vector{texts: make([]string, len(rows[exID].ids))})
	})
	got, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := sameTables(day, readAll(t, got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDamagedFilesAreNamed(t *testing.T) {
	for _, ipc := range []bool{false, true} {
		day := tinyDay()
		for _, c := range []struct {
			name   string
			damage func(data []byte) []byte
			fault  []Fault
		}{
			{"cut_short", func(data []byte) []byte { return data[:len(data)/2] }, []Fault{FaultChecksum, FaultCorrupt}},
			{"empty", func([]byte) []byte { return nil }, []Fault{FaultChecksum, FaultCorrupt}},
			{"flipped_byte", func(data []byte) []byte { data[60] ^= 0x10; return data }, []Fault{FaultChecksum}},
		} {
			t.Run(c.name, func(t *testing.T) {
				dir := written(t, day, WriteOptions{IPC: ipc})
				name := "executions" + map[bool]string{false: ".parquet", true: ".arrow"}[ipc]
				data, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), c.damage(data), 0o644); err != nil {
					t.Fatal(err)
				}
				ps := problemsOf(t, dir)
				for _, fault := range c.fault {
					if ipc && fault == FaultCorrupt {
						continue // an Arrow file whose checksum differs is not read
					}
					if ps.CountOf(fault) == 0 {
						t.Errorf("no problem is counted as %q:\n%v", fault, ps)
					}
				}
			})
		}
	}
}

func TestWhatIsMissingIsErrNotExist(t *testing.T) {
	dir := written(t, tinyDay(), WriteOptions{})
	for _, name := range []string{"children.parquet", manifestName} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		ps := problemsOf(t, dir)
		wantLine(t, ps, name+": is not there")
		if !errors.Is(ps, fs.ErrNotExist) {
			t.Errorf("without %s: %v is not fs.ErrNotExist", name, ps)
		}
	}
	none := filepath.Join(dir, "none")
	if ps := problemsOf(t, none); !errors.Is(ps, fs.ErrNotExist) || ps.Lines()[0] != none+": is not there" {
		t.Errorf("of a folder that is not there: %v", ps)
	}
}

func TestFileThatChangesAfterOpenIsRefused(t *testing.T) {
	day := tinyDay()
	dir := written(t, day, WriteOptions{})
	open, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "children.parquet"), 100); err != nil {
		t.Fatal(err)
	}
	if _, err := open.Children(); err == nil || !strings.Contains(err.Error(), "has changed since the day was opened") {
		t.Errorf("Children gave error %v", err)
	}
}
