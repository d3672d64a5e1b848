package lobster

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lineMax is the longest line that is read, in bytes: an order-book row of a thousand levels has some 40,000.
const lineMax = 1 << 20

// lines reads a file line by line.
type lines struct {
	in     *bufio.Reader
	number int64 // of the line that was read last, 1-based
	offset int64 // at which it begins
	next   int64
	buf    []byte // a line that is longer than the reader's buffer
}

func newLines(r io.Reader) *lines { return &lines{in: bufio.NewReaderSize(r, 1<<16)} }

// read returns the next line without its end; it holds until the next call. tooLong says that the line has more than lineMax
// bytes, of which none are returned. At the end of the file err is io.EOF.
func (l *lines) read() (line []byte, tooLong bool, err error) {
	l.offset = l.next
	line, err = l.in.ReadSlice('\n')
	l.next += int64(len(line))
	if errors.Is(err, bufio.ErrBufferFull) {
		line, tooLong, err = l.readLong(line)
	}
	if len(line) == 0 && !tooLong && err != nil {
		return nil, false, err
	}
	if err != nil && err != io.EOF {
		return nil, false, err
	}
	l.number++
	line = bytes.TrimSuffix(line, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'}), tooLong, nil
}

// readLong reads on after the beginning of a line that filled the buffer.
func (l *lines) readLong(start []byte) (line []byte, tooLong bool, err error) {
	l.buf = append(l.buf[:0], start...)
	err = bufio.ErrBufferFull
	for errors.Is(err, bufio.ErrBufferFull) {
		var more []byte
		more, err = l.in.ReadSlice('\n')
		l.next += int64(len(more))
		if tooLong = tooLong || len(l.buf)+len(more) > lineMax; !tooLong {
			l.buf = append(l.buf, more...)
		}
	}
	if tooLong {
		return nil, true, err
	}
	return l.buf, false, err
}
