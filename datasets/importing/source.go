package importing

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
)

// Source is a file to import.
type Source struct {
	Name  string // as the user gave it
	Index int    // its place among the sources
	file  *os.File
	size  int64
	in    *importer
	seen  int64 // bytes read of the file as it stands
}

// openSources opens all sources. The error is a *datasets.Problems with each that cannot be.
func openSources(in *importer, names []string) (all []*Source, err error) {
	ps := &datasets.Problems{}
	defer func() {
		if err != nil {
			closeSources(all)
			all = nil
		}
	}()
	for i, name := range names {
		s, why := openSource(name)
		if why != nil {
			ps.Add(*why)
			continue
		}
		s.Index, s.in = i, in
		for _, other := range all {
			if a, b := s.info(), other.info(); a != nil && b != nil && os.SameFile(a, b) {
				ps.Add(datasets.Problem{Fault: datasets.FaultDuplicate, File: name, Rule: "is the same file as " + other.Name, Mend: "name each file once"})
			}
		}
		all = append(all, s)
		in.total += s.size
	}
	return all, ps.Err()
}

func closeSources(all []*Source) {
	for _, s := range all {
		s.file.Close() // nothing was written to it
	}
}

// openSource opens a regular file; a link to one is one.
func openSource(name string) (*Source, *datasets.Problem) {
	fail := func(rule, mend string) *datasets.Problem {
		return &datasets.Problem{Fault: datasets.FaultMissing, File: name, Rule: rule, Mend: mend}
	}
	const mendRegular = "give files: a folder's by name, or with a pattern of the shell"
	info, err := os.Stat(name) // before it is opened: opening a pipe may wait for ever
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fail("is not there", "check the path")
	case err != nil:
		return nil, fail("cannot be read: "+err.Error(), "check the path and its permissions")
	case info.IsDir():
		return nil, fail("is a folder", mendRegular)
	case !info.Mode().IsRegular():
		return nil, fail("is no regular file", mendRegular)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fail("cannot be read: "+err.Error(), "check its permissions")
	}
	if now, err := f.Stat(); err != nil || !now.Mode().IsRegular() {
		f.Close()
		return nil, fail("is no regular file", mendRegular)
	}
	return &Source{Name: name, file: f, size: info.Size()}, nil
}

func (s *Source) info() os.FileInfo {
	info, err := s.file.Stat()
	if err != nil {
		return nil
	}
	return info
}

// Read reads from the file as it stands, counts, and stops when the import is canceled.
func (s *Source) Read(p []byte) (int, error) {
	if err := s.in.canceled(); err != nil {
		return 0, err
	}
	n, err := s.file.Read(p)
	s.seen += int64(n)
	s.in.progress(int64(n))
	return n, err
}

// ReadAt reads from the file as it stands, for formats that are not read from front to back.
func (s *Source) ReadAt(p []byte, at int64) (int, error) {
	if err := s.in.canceled(); err != nil {
		return 0, err
	}
	n, err := s.file.ReadAt(p, at)
	s.in.progress(int64(n))
	return n, err
}

// Size returns the size of the file as it stands.
func (s *Source) Size() int64 { return s.size }

// Unpacked calls read with the source's bytes, unpacked if its first bytes say that it is packed. Where a packed file is cut or
// damaged read gets what comes before; the place is refused. The error is read's, or a *datasets.Problems of a file that cannot be
// unpacked at all or unpacks to far more than it is.
func (s *Source) Unpacked(sink *intake.Sink, read func(io.Reader) error) error {
	raw := bufio.NewReaderSize(s, 1<<18)
	head, err := raw.Peek(4)
	if err != nil && err != io.EOF {
		return err
	}
	u := &unpacker{source: s}
	switch packing := packingOf(head); packing {
	case "":
		return read(raw)
	case packedZip:
		err = u.zip()
	default:
		err = u.open(packing, raw)
	}
	if err != nil {
		return s.problem("cannot be unpacked: "+err.Error(), "unpack it first, and give what is in it")
	}
	defer u.close()
	if err := read(u); err != nil && u.bomb == nil {
		return err
	}
	if u.bomb != nil {
		return s.problem(u.bomb.Error(), "if that is right, unpack it first, and give what is in it")
	}
	if u.broken != nil {
		where := intake.Where{Source: s.Index, Line: u.lines + 1, Offset: u.bytes}
		sink.Warn(where, "the packed file is cut or damaged: only what comes before is imported")
		return sink.Refuse(intake.Refusal{Where: where, Value: u.broken.Error(), Reason: "the packed file is cut or damaged here"})
	}
	return nil
}

func (s *Source) problem(rule, mend string) error {
	ps := &datasets.Problems{}
	ps.Add(datasets.Problem{Fault: datasets.FaultCorrupt, File: s.Name, Rule: rule, Mend: mend})
	return ps.Err()
}

// The ways of packing that are known by their first bytes.
const (
	packedGzip = "gzip"
	packedZstd = "zstd"
	packedZip  = "zip"
)

// packingOf returns how a file that begins so is packed, "" if it is not.
func packingOf(head []byte) string {
	for magic, packing := range map[string]string{"\x1f\x8b\x08": packedGzip, "\x28\xb5\x2f\xfd": packedZstd, "PK\x03\x04": packedZip} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return packing
		}
	}
	return ""
}

// errBomb says that a file unpacks to too much.
func errBomb(unpacked, packed int64) error {
	return fmt.Errorf("unpacks to more than %d bytes from %d, which no log does", unpacked, packed)
}
