package datasets

import (
	"os"
	"path/filepath"
	"testing"
)

// readTable reads all of a table file as Open would, and returns its problems.
func readTable(path string, t table, day *Tables) *Problems {
	ps := &Problems{}
	v := &validation{day: &Day{dir: filepath.Dir(path), about: day.About}, ps: ps}
	v.day.lex = newLexicon(&day.About, symbolsOf(day.SecurityRows))
	src := openSource(path, t, v.day.lex, every(t), ps)
	if src == nil {
		return ps
	}
	defer src.close()
	err := drain(src, func(int) error {
		c := columnsOf{src: src}
		for i := range tables[t].columns {
			switch tables[t].columns[i].kind {
			case kindTime, kindInt:
				c.ints(i)
			case kindID:
				c.ids(i)
			case kindBool:
				c.bools(i)
			case kindFloat:
				c.floats(i)
			case kindWord:
				c.codes(i)
			case kindText:
				c.texts(i)
			}
		}
		return c.err
	})
	if err != nil {
		ps.add(unreadable(filepath.Base(path), err))
	}
	return ps
}

// FuzzParquetTable holds that no bytes make the reader of a table panic or hang.
func FuzzParquetTable(f *testing.F) {
	const extension = ".parquet"
	day := tinyDay()
	dir := written(f, day, WriteOptions{})
	for t := range tableCount {
		if data, err := os.ReadFile(filepath.Join(dir, tables[t].name+extension)); err == nil {
			f.Add(uint8(t), data)
			for _, at := range []int{4, len(data) / 4, len(data) / 2, len(data) - 30} {
				flipped := append([]byte(nil), data...)
				flipped[at] ^= 0x55
				f.Add(uint8(t), flipped)
			}
		}
	}
	seedLies(f)
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		which %= uint8(tableCount)
		path := filepath.Join(t.TempDir(), tables[which].name+extension)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := readTable(path, table(which), day).err(); err != nil {
			_ = err.Error()
		}
	})
}

// seedLies adds tables of which one page claims more than it holds: each lie in the first column that can tell it.
func seedLies(f *testing.F) {
	dir := written(f, liarDay(), WriteOptions{})
	for _, which := range []table{operations, children} {
		data, err := os.ReadFile(filepath.Join(dir, tables[which].name+".parquet"))
		if err != nil {
			f.Fatal(err)
		}
		for _, l := range lies {
			for at := range tables[which].columns {
				if lied, told := tell(f, data, at, l); told {
					f.Add(uint8(which), lied)
					break
				}
			}
		}
		for at := range tables[which].columns {
			lied, _ := tell(f, data, at, lies[at%2])
			f.Add(uint8(which), lied)
		}
	}
}

// TestForeignFilesGiveProblems opens files of other programs as tables.
func TestForeignFilesGiveProblems(t *testing.T) {
	root := filepath.Join("..", "..", "shared", "data", "parquet")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no foreign files: %v", err)
	}
	day, seen := tinyDay(), 0
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".parquet" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for which := range tableCount {
			file := filepath.Join(t.TempDir(), tables[which].name+".parquet")
			if err := os.WriteFile(file, data, 0o644); err != nil {
				return err
			}
			if ps := readTable(file, which, day); ps.Count() == 0 {
				t.Errorf("%s reads as %s without a problem", path, tables[which].name)
			}
		}
		seen++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files", seen)
}
