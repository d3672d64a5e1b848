// Package journal keeps finished pieces of long work on disk, so that a process that is killed loses none of them.
//
// A journal is a text file: its first line holds the digests of the inputs, every further line one record. Each line is a CRC-32C of
// what follows it, in eight hexadecimal digits, a space, and JSON. A line that the end of the process cut short is dropped when the
// journal is opened again; whatever was whole by then is there.
//
// Owns: the file's form, checksums, fsync, what to do with a torn end, the refusal of other inputs.
//
// Refuses: what records mean; a journal of other inputs; a damaged record before the last.
//
// Invariants: Append returns when the record is on the disk; records come back as they went in, in the order of the file.
package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// format is the first thing a journal says.
const format = "lossreplay-journal/1"

// Input names one thing that the records follow from, with its digest.
type Input struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// head is the first line.
type head struct {
	Format string  `json:"format"`
	Inputs []Input `json:"inputs"`
}

// Journal is an open journal. Append must not be called from two goroutines at once.
type Journal struct{ file *os.File }

// ErrChanged says that a journal is of other inputs. Its text names them.
var ErrChanged = errors.New("its inputs have changed")

var table = crc32.MakeTable(crc32.Castagnoli)

// Create makes the journal name for records that follow from inputs. errors.Is(err, fs.ErrExist) holds if it is there already.
func Create(name string, inputs []Input) (*Journal, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o666)
	if err != nil {
		return nil, err
	}
	j := &Journal{file}
	err = j.Append(head{format, inputs})
	if err == nil {
		err = syncFolder(filepath.Dir(name))
	}
	if err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(name))
	}
	return j, nil
}

// Open opens the journal name to go on with it, and calls record with each of its records. errors.Is(err, fs.ErrNotExist) holds if
// there is none, errors.Is(err, ErrChanged) if it is of other inputs; any other error but those of I/O says what is damaged, or is
// that of record.
func Open(name string, inputs []Input, record func(json.RawMessage) error) (*Journal, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	whole, err := read(file, name, inputs, record)
	if err == nil {
		err = file.Truncate(whole)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Journal{file}, nil
}

// read passes on the records and returns how many bytes of the file are whole.
func read(file io.Reader, name string, inputs []Input, record func(json.RawMessage) error) (whole int64, err error) {
	r := bufio.NewReader(file)
	for line := 1; ; line++ {
		text, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		torn := err != nil
		if torn && line > 1 {
			return whole, nil // nothing, or a record cut short
		}
		body, ok := unsealed(text)
		if !ok {
			if _, more := r.Peek(1); more != nil && line > 1 {
				return whole, nil // the last line: it never was whole on the disk
			}
			return 0, fmt.Errorf("%s line %d is damaged: its checksum does not match", name, line)
		}
		if line == 1 {
			err = checkHead(name, body, inputs)
		} else {
			err = record(body)
		}
		if err != nil {
			return 0, err
		}
		whole += int64(len(text))
	}
}

// unsealed returns the JSON of a line whose checksum matches.
func unsealed(line []byte) ([]byte, bool) {
	if len(line) < 10 || line[8] != ' ' || line[len(line)-1] != '\n' {
		return nil, false
	}
	body := line[9 : len(line)-1]
	return body, string(line[:8]) == fmt.Sprintf("%08x", crc32.Checksum(body, table))
}

// checkHead holds a journal's inputs against those of now.
func checkHead(name string, body []byte, inputs []Input) error {
	var h head
	if err := json.Unmarshal(body, &h); err != nil || h.Format != format {
		return fmt.Errorf("%s is no journal of the form %s", name, format)
	}
	if slices.Equal(h.Inputs, inputs) {
		return nil
	}
	var changed []byte
	for _, in := range inputs {
		if !slices.Contains(h.Inputs, in) {
			changed = fmt.Appendf(changed, ", %s", in.Name)
		}
	}
	if changed == nil {
		changed = []byte(", their number")
	}
	return fmt.Errorf("%s: %w: %s", name, ErrChanged, bytes.TrimPrefix(changed, []byte(", ")))
}

// Append adds a record, in JSON, and returns when it is on the disk.
func (j *Journal) Append(record any) error {
	body, err := json.Marshal(record)
	if err != nil {
		return err
	}
	// One write: a process that is killed leaves a whole line or the beginning of one.
	if _, err := j.file.Write(fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(body, table), body)); err != nil {
		return err
	}
	return j.file.Sync()
}

// Close closes the journal and keeps it.
func (j *Journal) Close() error { return j.file.Close() }

// Remove closes the journal and deletes it: the work is done.
func (j *Journal) Remove() error { return errors.Join(j.file.Close(), os.Remove(j.file.Name())) }

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
