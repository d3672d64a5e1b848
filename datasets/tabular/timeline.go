package tabular

import (
	"bufio"
	"bytes"
	"io"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// timelineKeys are the keys of a timeline, and in CSV the names of its columns.
var timelineKeys = []string{"at", "kind", "server", "build", "reaction", "text"}

var timelineOptions = Options{Kind: "operations", Columns: Columns{
	Time: Column{Column: Names{"at"}}, Op: Column{Column: Names{"kind"}}, Server: Column{Column: Names{"server"}},
	Build: Column{Column: Names{"build"}}, Reaction: Column{Column: Names{"reaction"}}, Text: Column{Column: Names{"text"}},
}}

const (
	unknownKey = "is no key of a timeline"
	keyTwice   = "is here a second time"
	notJSON    = "line is no JSON object of texts, true and false"
	badHeader  = "the header of the file is wrong"
)

// ReadTimeline reads a timeline of what people and machines did into sink: JSON lines if it begins with a brace, each an object
// {"at": "2012-08-01T08:01:00-04:00", "kind": "alert", "server": "s8", "build": "...", "reaction": false, "text": "..."}, else CSV
// with those names as its header. at and kind must be there, and server and build of a deploy or a rollback. A time without
// offset is of s.Zone, one without date of s.Date. Unknown keys, kinds and values are refused with line and nearest word.
// The error is that of r or of the sink.
func ReadTimeline(r io.Reader, source int, s *Settings, sink *intake.Sink) error {
	checked, err := NewSettings(&timelineOptions, s.Scale, s.Date, s.Zone)
	if err != nil {
		return err // the day's date is none
	}
	rows, err := newRows(checked, source, sink, timelineKeys)
	if err != nil {
		panic("tabular: the columns of a timeline do not fit its keys: " + err.Error())
	}
	in := bufio.NewReaderSize(r, rowMax+1)
	t := &timeline{rows: rows, cells: make([][]byte, len(timelineKeys))}
	head, err := in.Peek(4096)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return err
	}
	text, marked := bytes.CutPrefix(head, []byte("\uFEFF"))
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		if marked {
			in.Discard(3)
			t.offset = 3
		}
		return t.jsonLines(in)
	}
	return t.csv(in, checked)
}

type timeline struct {
	*rows
	cells  [][]byte
	offset int64
}

// csv reads a timeline in CSV.
func (t *timeline) csv(in io.Reader, s *Settings) error {
	c := &csvFile{splitter: newSplitter(in, ',', ""), settings: s, source: t.source, sink: t.sink}
	if utf16, err := c.mark(); err != nil || utf16 {
		if utf16 {
			c.begin()
			return c.refuse(nil, isUTF16)
		}
		return ignoreEOF(err)
	}
	var at []int // of each column of the file: its key
	wrong := false
	for {
		if err := c.next(); err != nil {
			return ignoreEOF(err)
		}
		var err error
		switch {
		case c.form == emptyRow || c.fault == "" && blank(c.splitter.cells):
			t.sink.Skip("empty line", 1)
		case c.fault != "":
			err = c.refuse(nil, c.fault)
		case wrong:
			err = c.refuse(c.splitter.cells[0], badHeader)
		case at == nil:
			if at, err = t.header(c); at == nil {
				wrong = true
			}
		case len(c.splitter.cells) != len(at):
			err = c.refuse(c.splitter.cells[0], "row has "+fewerOrMore(len(c.splitter.cells), len(at))+" columns than the header")
		default:
			clear(t.cells)
			for i, cell := range c.splitter.cells {
				t.cells[at[i]] = cell
			}
			err = t.take(c.where(), t.cells, false)
		}
		if err != nil {
			return err
		}
	}
}

// header returns the keys of the columns, or refuses the header and returns nil.
func (t *timeline) header(c *csvFile) ([]int, error) {
	var at []int
	seen := make([]bool, len(timelineKeys))
	for _, cell := range c.splitter.cells {
		k, reason := keyOf(bytes.TrimSpace(cell), seen)
		if reason != "" {
			t.where = c.where()
			return nil, t.refuse("header", cell, reason)
		}
		at = append(at, k)
	}
	t.sink.Skip("header", 1)
	return at, nil
}

// keyOf returns the position of a key, or the reason for which it is refused.
func keyOf(word []byte, seen []bool) (int, string) {
	for i, key := range timelineKeys {
		if key != string(word) {
			continue
		}
		if seen[i] {
			return 0, keyTwice
		}
		seen[i] = true
		return i, ""
	}
	if near := model.Nearest(string(word), timelineKeys); near != "" {
		return 0, unknownKey + ": did you mean " + near + "?"
	}
	return 0, unknownKey
}

func ignoreEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
