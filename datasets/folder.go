package datasets

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lossreplay/model"
)

// Folder is an incident folder under way: a temporary folder beside its place, which gets its name when all is in it. The long
// tables can be appended to in pieces, so that a day need not fit into memory. Close it in every case: what was not committed
// is removed.
type Folder struct {
	dir, temp string
	made      []string // folders around dir that were not there, the innermost first
	opts      WriteOptions
	open      [tableCount]*longTable
	side      []*SideFile
	day       *Day // once sealed
}

// longTable is the file of a table that is appended to.
type longTable struct {
	file *os.File
	w    *bufio.Writer
	out  *parquetWriter
}

// longTables are the tables that may be appended to.
var longTables = []table{children, executions, quotes, bars}

// NewFolder begins the incident folder dir. The error is that of [MayWrite], or of making the temporary folder.
func NewFolder(dir string, opts WriteOptions) (*Folder, error) {
	dir = filepath.Clean(dir)
	if err := MayWrite(dir, opts); err != nil {
		return nil, err
	}
	made, err := makeParents(filepath.Dir(dir))
	if err != nil {
		return nil, errors.Join(err, removeEmpty(made))
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".*")
	if err != nil {
		return nil, errors.Join(err, removeEmpty(made))
	}
	return &Folder{dir: dir, temp: temp, made: made, opts: opts}, nil
}

// Scratch returns the path of name in the temporary folder, for files that are gone before the folder is sealed.
func (f *Folder) Scratch(name string) string { return filepath.Join(f.temp, name) }

// SideFile is a file beside the tables of a folder: incident.yaml does not list it, and a day is opened without it.
type SideFile struct {
	file   *os.File
	w      *bufio.Writer
	closed bool
}

// Create begins a file beside the tables. Closing the folder closes it.
func (f *Folder) Create(name string) (*SideFile, error) {
	file, err := create(filepath.Join(f.temp, name))
	if err != nil {
		return nil, err
	}
	s := &SideFile{file: file, w: bufio.NewWriterSize(file, 1<<16)}
	f.side = append(f.side, s)
	return s, nil
}

// Write adds to the file.
func (s *SideFile) Write(p []byte) (int, error) { return s.w.Write(p) }

// Close brings the file to the disk. Closing it again does nothing.
func (s *SideFile) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	return errors.Join(s.w.Flush(), s.file.Sync(), s.file.Close())
}

// Append takes what t holds of the long tables children, executions, quotes and bars, as far as it fills row groups, out of t
// and writes it. t's description, securities and parents must hold every word and parent that these rows name. It writes
// Parquet only, and panics if the folder is of Arrow IPC files.
func (f *Folder) Append(t *Tables) error {
	if f.opts.IPC {
		panic("datasets: an Arrow IPC folder is written whole")
	}
	var lex *lexicon
	for _, which := range longTables {
		full := rowsOf(t, which) / writeRows * writeRows
		if full == 0 {
			continue
		}
		if lex == nil {
			lex = newLexicon(&t.About, symbolsOf(t.SecurityRows))
		}
		if err := f.opts.canceled(); err != nil {
			return err
		}
		if err := f.extend(t, which, lex, full); err != nil {
			return fmt.Errorf("write table %v: %w", which, err)
		}
		drop(t, which, full)
	}
	return nil
}

// extend writes the first n rows of a table of t behind those that are written.
func (f *Folder) extend(t *Tables, which table, lex *lexicon, n int) error {
	l := f.open[which]
	if l == nil {
		file, err := create(filepath.Join(f.temp, which.String()+string(formatParquet)))
		if err != nil {
			return err
		}
		l = &longTable{file: file, w: bufio.NewWriterSize(file, 1<<20)}
		f.open[which] = l
		if l.out, err = newParquetWriter(l.w, which); err != nil {
			return err
		}
	}
	return l.out.write(t, lex, 0, n)
}

// Seal writes the rest of the tables and incident.yaml, and returns the day that the folder holds, opened and so validated.
// The error is a *Problems if it would not open. Commit then gives it its place. The parents are taken out of t, for they are in
// the day then.
func (f *Folder) Seal(t *Tables) (*Day, error) {
	if err := f.finish(t); err != nil {
		return nil, err
	}
	if err := f.opts.canceled(); err != nil {
		return nil, err
	}
	t.ParentRows = model.ParentColumns{}
	day, err := Open(f.temp)
	var problems *Problems
	if errors.As(err, &problems) {
		problems.Dir = f.dir
	}
	f.day = day
	return day, err
}

// finish writes what is not written yet.
func (f *Folder) finish(t *Tables) error {
	lex := newLexicon(&t.About, symbolsOf(t.SecurityRows))
	var entries []tableEntry
	for which := range tableCount {
		if tables[which].optional && rowsOf(t, which) == 0 && f.open[which] == nil {
			continue
		}
		if err := f.opts.canceled(); err != nil {
			return err
		}
		entry, err := f.table(t, which, lex)
		if err != nil {
			return fmt.Errorf("write table %v: %w", which, err)
		}
		entries = append(entries, entry)
	}
	for _, s := range f.side {
		if err := s.Close(); err != nil {
			return err
		}
	}
	text, err := manifestOf(&t.About, entries).text()
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(f.temp, manifestName), func(w *os.File) error {
		_, err := w.Write(text)
		return err
	})
}

// table writes what is left of a table and returns its line in incident.yaml.
func (f *Folder) table(t *Tables, which table, lex *lexicon) (tableEntry, error) {
	entry := tableEntry{Name: which.String(), File: which.String() + string(formatParquet), Rows: int64(rowsOf(t, which))}
	var err error
	if f.opts.IPC {
		entry.File = which.String() + string(formatIPC)
		err = writeFile(filepath.Join(f.temp, entry.File), func(w *os.File) error { return writeIPC(w, t, which, lex) })
	} else {
		err = f.extend(t, which, lex, rowsOf(t, which))
		if l := f.open[which]; err == nil {
			entry.Rows = int64(l.out.rows)
			err = errors.Join(l.out.close(), l.w.Flush(), l.file.Sync())
		}
		err = errors.Join(err, f.shut(which))
	}
	if err != nil {
		return entry, err
	}
	entry.SHA256, _, err = fileSHA256(filepath.Join(f.temp, entry.File))
	return entry, err
}

// shut closes a table's file, if it is open.
func (f *Folder) shut(which table) error {
	l := f.open[which]
	if l == nil {
		return nil
	}
	f.open[which] = nil
	return l.file.Close()
}

// Commit gives the folder its place. With Force it takes the place of what is there.
func (f *Folder) Commit() error {
	if err := os.Chmod(f.temp, 0o755); err != nil {
		return err
	}
	if err := syncDir(f.temp); err != nil {
		return err
	}
	if err := f.opts.canceled(); err != nil {
		return err
	}
	if err := swap(f.temp, f.dir, f.opts.Force); err != nil {
		return err
	}
	if f.day != nil {
		f.day.dir = f.dir
	}
	return nil
}

// Close removes what was not committed.
func (f *Folder) Close() error {
	var errs []error
	for which := range tableCount {
		errs = append(errs, f.shut(which))
	}
	for _, s := range f.side {
		errs = append(errs, s.Close())
	}
	errs = append(errs, os.RemoveAll(f.temp), removeEmpty(f.made))
	return errors.Join(errs...)
}

// makeParents makes the folder dir with those above it, and returns the ones that were not there, the innermost first.
func makeParents(dir string) (made []string, err error) {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(at); !errors.Is(err, os.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	return made, os.MkdirAll(dir, 0o777)
}

// removeEmpty removes the folders of the list, up to the first that holds something.
func removeEmpty(made []string) error {
	for _, dir := range made {
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
			return nil // it holds the day, or somebody else's, or was never made
		}
		if err := os.Remove(dir); err != nil {
			return err
		}
	}
	return nil
}
