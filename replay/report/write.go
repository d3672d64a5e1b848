package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// WriteOptions says how Write treats what is there.
type WriteOptions struct {
	// Force replaces a folder that an earlier Write made.
	Force bool
	// Canceled, if set, is asked before each file and before the rename. Its error ends Write, and nothing is left.
	Canceled func() error
	// Also holds files that others make of the same results: they are written after those of the folder itself.
	Also []File
}

// canceled returns the error of Canceled.
func (o *WriteOptions) canceled() error {
	if o.Canceled == nil {
		return nil
	}
	return o.Canceled()
}

// File is one output: its name, whose folders are parted by slashes, and what writes it.
type File struct {
	Name  string
	Write func(io.Writer) error
}

// Write makes the folder dir with every output file: results.json, attribution.csv, .parquet and .tex, leaves.parquet, trips.parquet,
// timeline.parquet, curves.parquet, where.csv, normal.csv where ordinary days were replayed, closed-loop.csv where the closed loop was run, draws.parquet,
// draw_leaves.parquet and ranges.csv where there were draws, the pictures in figures, each as .svg, .png and .pdf, columns.csv, which
// says what the columns of the tables mean, and last manifest.json. The bytes depend on r alone.
//
// The folder appears whole, by one rename from a temporary folder beside it, or not at all; on an error the temporary folder
// is gone. If dir is there, errors.Is(err, fs.ErrExist) holds, unless opts.Force is set and dir holds a manifest: then it makes
// way for the new folder and is deleted after that.
func (r *Results) Write(dir string, opts WriteOptions) error {
	return writeFolder(dir, opts, r.files(), r.manifest)
}

func (r *Results) files() []File {
	files := []File{
		{resultsName, func(w io.Writer) error { return writeJSON(w, r) }},
		{"attribution.csv", r.writeCSV},
		{"attribution.parquet", r.writeAttribution},
		{"attribution.tex", r.writeTeX},
		{leavesName, r.writeLeaves},
		{tripsName, r.writeTrips},
		{timelineName, r.writeTimeline},
		{curvesName, r.writeCurves},
		{whereName, r.writeWhere},
	}
	for _, p := range r.pictures() {
		files = append(files, p.files(r.made())...)
	}
	if r.Normal != nil {
		files = append(files, File{normalName, r.writeNormal})
	}
	if r.ClosedLoop != nil {
		files = append(files, File{loopFlowName, r.ClosedLoop.writeFlow})
	}
	if r.draws != nil {
		files = append(files, File{drawsName, r.draws.writeDraws}, File{drawLeavesName, r.draws.writeLeaves}, File{"ranges.csv", r.writeRanges})
	}
	files = append(files, File{columnsName, func(w io.Writer) error { return r.writeColumns(w, files) }})
	return files
}

// manifestName is the file that marks a folder as an output of ours.
const manifestName = "manifest.json"

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// writeFolder makes dir from files; see Write. manifest returns the last file's content from the sums of the others.
func writeFolder(dir string, opts WriteOptions, files []File, manifest func([]FileSum) any) (err error) {
	dir = filepath.Clean(dir)
	if err := MayWrite(dir, opts); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	made := filepath.Join(temp, "new") // its own mode: a temporary folder itself is closed to others
	if err := os.Mkdir(made, 0o777); err != nil {
		return err
	}
	var sums []FileSum
	for _, f := range slices.Concat(files, opts.Also) {
		if err := opts.canceled(); err != nil {
			return err
		}
		sum, err := writeFile(made, f)
		if err != nil {
			return err
		}
		sums = append(sums, sum)
	}
	_, err = writeFile(made, File{manifestName, func(w io.Writer) error { return writeJSON(w, manifest(sums)) }})
	if err != nil {
		return err
	}
	if err := syncFolder(made); err != nil {
		return err
	}
	if err := opts.canceled(); err != nil {
		return err
	}
	return swap(made, dir, filepath.Join(temp, "old"), opts.Force)
}

// MayWrite returns the error with which Write would refuse dir because of what is there, so that a long run can ask first.
func MayWrite(dir string, opts WriteOptions) error {
	return mayReplace(filepath.Clean(dir), opts.Force)
}

// mayReplace is an error if dir is there and must stay.
func mayReplace(dir string, force bool) error {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !force:
		return &fs.PathError{Op: "write", Path: dir, Err: fs.ErrExist}
	case !info.IsDir():
		return fmt.Errorf("%s is no folder, remove it or choose another: %w", dir, fs.ErrExist)
	}
	if _, err := os.Stat(filepath.Join(dir, manifestName)); err != nil {
		return fmt.Errorf("%s holds no %s, so lossreplay did not write it, remove it or choose another: %w", dir, manifestName, fs.ErrExist)
	}
	return nil
}

// swap puts made in the place of dir, whose content, if it may be replaced, moves to old. If the new folder cannot take the
// place, the old one returns to it.
func swap(made, dir, old string, force bool) error {
	if force {
		if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	} else if err := mayReplace(dir, false); err != nil {
		return err
	}
	if err := os.Rename(made, dir); err != nil {
		if _, moved := os.Lstat(old); moved == nil {
			return errors.Join(err, os.Rename(old, dir))
		}
		return err
	}
	return syncFolder(filepath.Dir(dir))
}

// writeFile writes one file of a folder to the disk and returns its sum.
func writeFile(dir string, f File) (sum FileSum, err error) {
	name := filepath.Join(dir, filepath.FromSlash(f.Name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return sum, err
	}
	out, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return sum, err
	}
	defer func() {
		if e := out.Close(); err == nil {
			err = e
		}
	}()
	hash := sha256.New()
	count := &counter{}
	w := bufio.NewWriterSize(io.MultiWriter(out, hash, count), 1<<16)
	if err := f.Write(w); err != nil {
		return sum, fmt.Errorf("%s: %w", f.Name, err)
	}
	if err := w.Flush(); err != nil {
		return sum, err
	}
	if err := out.Sync(); err != nil {
		return sum, err
	}
	return FileSum{File: f.Name, SHA256: hex.EncodeToString(hash.Sum(nil)), Bytes: count.n}, syncFolder(filepath.Dir(name))
}

// counter counts the bytes written to it.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
