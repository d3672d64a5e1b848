package importing

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A packed file may unpack to freeBytes, and beyond that to ratioMax times what was read of it: texts of logs pack by ten to
// fifty. windowMax bounds the memory that a zstd file may ask for.
const (
	freeBytes = 64 << 20
	ratioMax  = 250
	windowMax = 128 << 20
)

// unpacker reads what is in a packed file. At a place where that is cut or damaged it ends as if the file did.
type unpacker struct {
	source       *Source
	from         io.Reader
	closing      func()
	bytes, lines int64 // unpacked
	broken, bomb error
}

// open begins to unpack raw.
func (u *unpacker) open(packing string, raw io.Reader) error {
	if packing == packedGzip {
		r, err := gzip.NewReader(raw) // several members, one after the other, are one file
		if err != nil {
			return err
		}
		u.from, u.closing = r, func() { r.Close() }
		return nil
	}
	r, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(windowMax), zstd.WithDecoderLowmem(true))
	if err != nil {
		return err
	}
	u.from, u.closing = r, r.Close
	return nil
}

// zip begins to unpack the one file of an archive. Its name means nothing: nothing is written under it.
func (u *unpacker) zip() error {
	archive, err := zip.NewReader(u.source, u.source.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	var only *zip.File
	for _, f := range archive.File {
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if !f.Mode().IsRegular() {
			return fmt.Errorf("its member %.60q is no regular file", f.Name)
		}
		if only != nil {
			return errors.New("it holds several files; one is possible")
		}
		only = f
	}
	if only == nil {
		return errors.New("it holds no file")
	}
	if only.Flags&1 != 0 {
		return errors.New("it is encrypted")
	}
	r, err := only.Open()
	if err != nil {
		return err
	}
	u.from, u.closing = r, func() { r.Close() }
	return nil
}

func (u *unpacker) close() { u.closing() }

// Read reads unpacked bytes.
func (u *unpacker) Read(p []byte) (int, error) {
	if u.broken != nil {
		return 0, io.EOF
	}
	n, err := u.from.Read(p)
	u.bytes += int64(n)
	u.lines += int64(bytes.Count(p[:n], []byte{'\n'}))
	if packed := max(u.source.seen, min(u.source.in.done, u.source.size)); u.bytes > freeBytes+ratioMax*packed {
		u.bomb = errBomb(u.bytes, packed)
		return 0, u.bomb
	}
	if err != nil && err != io.EOF {
		if why := u.source.in.canceled(); why != nil {
			return n, why
		}
		u.broken = err
		err = io.EOF
	}
	return n, err
}
