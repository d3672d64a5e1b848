package datasets

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// WriteOptions say how a folder is written. The zero value writes Parquet and replaces nothing.
type WriteOptions struct {
	// IPC writes the tables as Arrow IPC files instead of Parquet.
	IPC bool
	// Force replaces the incident folder that is at the place. It goes only after the new folder is complete.
	Force bool
	// Canceled, if set, is asked before each table and before the rename. Its error ends Write, and nothing is left.
	Canceled func() error
}

// canceled returns the error of Canceled.
func (o *WriteOptions) canceled() error {
	if o.Canceled == nil {
		return nil
	}
	return o.Canceled()
}

// ErrExists is the error of writing to a place where something is.
var ErrExists = errors.New("is already there; choose another place or force its replacement")

// ErrForeign is the error of replacing what is no incident folder.
var ErrForeign = errors.New("holds no " + manifestName + ", so it is no incident folder: remove it, or choose another place")

// Write writes t as the incident folder dir: a file a table, optional tables only if they have rows, and incident.yaml with
// the SHA-256 of each. The same day gives the same bytes.
//
// A day that would not open is not written: the error is then a *Problems. errors.Is(err, ErrExists) holds if something is
// at dir and opts does not force, errors.Is(err, ErrForeign) if it forces and that is no incident folder. All is written into a temporary folder beside dir, brought to the disk, and renamed once:
// after an error dir is as it was and nothing else is left. Memory beyond t is bounded by a row group.
func Write(dir string, t *Tables, opts WriteOptions) error {
	if err := Validate(t); err != nil {
		return err
	}
	return writeFolder(dir, t, opts)
}

// writeFolder is Write without the validation.
func writeFolder(dir string, t *Tables, opts WriteOptions) error {
	f, err := NewFolder(dir, opts)
	if err != nil {
		return err
	}
	if err := f.finish(t); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Commit(), f.Close())
}

// MayWrite returns the error with which Write would refuse dir because of what is there: without force anything, with force
// what is no incident folder. So long work can ask first.
func MayWrite(dir string, opts WriteOptions) error {
	_, err := os.Lstat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !opts.Force:
		return fmt.Errorf("%s: %w", dir, ErrExists)
	}
	if _, err := os.Stat(filepath.Join(dir, manifestName)); err != nil {
		return fmt.Errorf("%s: %w", dir, ErrForeign)
	}
	return nil
}

// swap renames temp to dir. What was at dir gets another name first, and is removed when temp has its place.
func swap(temp, dir string, force bool) error {
	if !force {
		// A rename replaces an empty folder without a word; something may have come since the first look.
		if _, err := os.Lstat(dir); err == nil {
			return fmt.Errorf("%s: %w", dir, ErrExists)
		}
		if err := os.Rename(temp, dir); err != nil {
			return err
		}
		return syncDir(filepath.Dir(dir))
	}
	old := temp + ".old"
	moved := os.Rename(dir, old)
	if moved != nil && !errors.Is(moved, os.ErrNotExist) {
		return moved
	}
	if err := os.Rename(temp, dir); err != nil {
		if moved == nil {
			err = errors.Join(err, os.Rename(old, dir))
		}
		return err
	}
	return errors.Join(syncDir(filepath.Dir(dir)), os.RemoveAll(old))
}

// create makes a file that is not there yet.
func create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// writeFile creates path, lets write fill it, and brings it to the disk.
func writeFile(path string, write func(f *os.File) error) (err error) {
	f, err := create(path)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
	}()
	if err := write(f); err != nil {
		return err
	}
	return f.Sync()
}

// syncDir brings the names in a folder to the disk.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
