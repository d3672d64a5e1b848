package intake

import (
	"bufio"
	"cmp"
	"container/heap"
	"errors"
	"io"
	"os"
	"slices"
)

// spillRecords is how many records are sorted in memory before they go to the disk: about 64 MB.
const spillRecords = 1 << 19

// spill sorts any number of records by time, then by the order in which they came, with the memory of one buffer: full buffers
// are sorted and appended to a file, and merged from there.
type spill struct {
	path string
	max  int
	buf  []rec
	file *os.File
	runs []int64 // where each run begins in the file
	size int64
}

// add takes a record.
func (s *spill) add(r *rec) error {
	if len(s.buf) == s.max {
		if err := s.flush(); err != nil {
			return err
		}
	}
	if len(s.buf) == cap(s.buf) { // never beyond what is meant
		larger := make([]rec, len(s.buf), min(max(2*len(s.buf), 1<<10), s.max))
		copy(larger, s.buf)
		s.buf = larger
	}
	s.buf = append(s.buf, *r)
	return nil
}

// sorted returns the places of the buffered records in order. Logs are mostly in order already, which costs one look each.
func (s *spill) sorted() []int32 {
	places := make([]int32, len(s.buf))
	for i := range places {
		places[i] = int32(i)
	}
	byTime := func(a, b int32) int { return cmp.Or(cmp.Compare(s.buf[a].at, s.buf[b].at), cmp.Compare(a, b)) }
	if !slices.IsSortedFunc(places, byTime) {
		slices.SortFunc(places, byTime)
	}
	return places
}

// flush writes the buffer as a run.
func (s *spill) flush() error {
	if s.file == nil {
		f, err := os.OpenFile(s.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		s.file = f
	}
	s.runs = append(s.runs, s.size)
	w := bufio.NewWriterSize(s.file, 1<<20)
	var packed []byte
	for _, i := range s.sorted() {
		packed = s.buf[i].pack(packed[:0])
		if _, err := w.Write(packed); err != nil {
			return err
		}
		s.size += int64(len(packed))
	}
	s.buf = s.buf[:0]
	return w.Flush()
}

// each calls do with every record in order; the record is good until do returns.
func (s *spill) each(do func(*rec) error) error {
	if s.file == nil {
		for _, i := range s.sorted() {
			if err := do(&s.buf[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if len(s.buf) > 0 {
		if err := s.flush(); err != nil {
			return err
		}
	}
	s.buf = nil
	runs := make(runHeap, 0, len(s.runs))
	for i, first := range s.runs {
		end := s.size
		if i+1 < len(s.runs) {
			end = s.runs[i+1]
		}
		r := &run{number: i, in: bufio.NewReaderSize(io.NewSectionReader(s.file, first, end-first), 1<<18)}
		if ok, err := r.next(); err != nil {
			return err
		} else if ok {
			runs = append(runs, r)
		}
	}
	heap.Init(&runs)
	for len(runs) > 0 {
		if err := do(&runs[0].head); err != nil {
			return err
		}
		ok, err := runs[0].next()
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(&runs, 0)
		} else {
			heap.Pop(&runs)
		}
	}
	return nil
}

// close removes the file.
func (s *spill) close() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.file.Close(), os.Remove(s.path))
	s.file = nil
	return err
}

// run reads one sorted stretch of the file.
type run struct {
	number int
	in     *bufio.Reader
	head   rec
}

// next reads the next record into head; false after the last.
func (r *run) next() (bool, error) {
	b, err := r.in.Peek(recMax)
	if err != nil && err != io.EOF {
		return false, err
	}
	if len(b) == 0 {
		return false, nil
	}
	n, err := r.head.unpack(b)
	if err != nil {
		return false, err
	}
	_, err = r.in.Discard(n)
	return true, err
}

// runHeap has the run with the earliest record on top; of several that whose records came first.
type runHeap []*run

func (h runHeap) Len() int { return len(h) }
func (h runHeap) Less(a, b int) bool {
	return h[a].head.at < h[b].head.at || h[a].head.at == h[b].head.at && h[a].number < h[b].number
}
func (h runHeap) Swap(a, b int) { h[a], h[b] = h[b], h[a] }
func (h *runHeap) Push(x any)   { *h = append(*h, x.(*run)) }
func (h *runHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
