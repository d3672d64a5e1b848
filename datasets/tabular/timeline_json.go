package tabular

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"lossreplay/datasets/intake"
)

// jsonLines reads a timeline in JSON lines.
func (t *timeline) jsonLines(in *bufio.Reader) error {
	for number := int64(1); ; number++ {
		text, err := in.ReadSlice('\n')
		t.where = intake.Where{Source: t.source, Line: number, Offset: t.offset}
		t.offset += int64(len(text))
		long := err == bufio.ErrBufferFull
		for err == bufio.ErrBufferFull {
			text, err = in.ReadSlice('\n')
			t.offset += int64(len(text))
		}
		if err != nil && err != io.EOF {
			return err
		}
		ended := err == io.EOF
		if err = t.object(bytes.TrimSpace(text), long); err != nil || ended {
			return err
		}
	}
}

// object takes one line.
func (t *timeline) object(text []byte, long bool) error {
	switch {
	case long:
		return t.refuse("", nil, rowTooLong)
	case len(text) == 0:
		if t.where.Offset < t.offset { // not merely the end of the file
			t.sink.Skip("empty line", 1)
		}
		return nil
	}
	clear(t.cells)
	field, value, reason := t.decode(text)
	if reason != "" {
		return t.refuse(field, value, reason)
	}
	return t.take(t.where, t.cells, false)
}

// decode puts the values of an object into cells, or says what is wrong with which key.
func (t *timeline) decode(text []byte) (field string, value []byte, reason string) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return "", text, notJSON
	}
	seen := make([]bool, len(timelineKeys))
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return "", text, notJSON
		}
		k, reason := keyOf([]byte(name), seen)
		if reason != "" {
			return shown([]byte(name)), nil, reason
		}
		token, err := d.Token()
		if err != nil {
			return "", text, notJSON
		}
		switch v := token.(type) {
		case string:
			t.cells[k] = []byte(v)
		case bool:
			t.cells[k] = boolWords[v]
		case nil:
		default:
			return name, text, "is no text, true or false"
		}
	}
	if end, err := d.Token(); err != nil || end != json.Delim('}') {
		return "", text, notJSON
	}
	if _, err := d.Token(); err != io.EOF {
		return "", text, "line has more than one object"
	}
	return "", nil, ""
}
