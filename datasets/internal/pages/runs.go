package pages

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// runs is a column of numbers of width bits: runs of one number repeated, and packed runs.
type runs struct {
	data  []byte
	width int
	left  int64 // numbers that are still to come
}

// run is one of them: count numbers, all equal to value or packed.
type run struct {
	count  int64
	value  uint64
	packed []byte
}

// next returns the next run, no longer than what is left; false if it is not there, or the library would not take it.
func (r *runs) next() (run, bool) {
	head, n := binary.Uvarint(r.data)
	if n <= 0 || head>>1 == 0 {
		return run{}, false
	}
	r.data = r.data[n:]
	now := run{count: min(int64(head>>1), r.left)}
	size := int64(r.width+7) / 8
	isPacked := head&1 == 1
	switch {
	case !isPacked && head>>1 > math.MaxInt32, isPacked && head>>1 > math.MaxInt32/8:
		return run{}, false
	case isPacked: // groups of eight; the last may be cut off where the numbers end
		now.count = min(int64(head>>1)*8, r.left)
		size = min(int64(head>>1)*int64(r.width), int64(len(r.data)))
		if (now.count*int64(r.width)+7)/8 > size {
			return run{}, false
		}
		now.packed = r.data[:size]
	case size > int64(len(r.data)):
		return run{}, false
	default:
		for i, b := range r.data[:size] {
			now.value |= uint64(b) << (8 * i)
		}
	}
	r.data, r.left = r.data[size:], r.left-now.count
	return now, true
}

// present returns how many of so many rows have a value by their levels, and whether all levels are there.
func present(levels []byte, rows int64) (values int64, ok bool) {
	r := runs{data: levels, width: 1, left: rows}
	for r.left > 0 {
		now, ok := r.next()
		switch {
		case !ok || now.value > 1:
			return 0, false
		case now.packed != nil:
			values += ones(now.packed, now.count)
		case now.value == 1:
			values += now.count
		}
	}
	return values, rows >= 0
}

// ones counts the ones among the first n bits.
func ones(data []byte, n int64) (sum int64) {
	for _, b := range data[:n/8] {
		sum += int64(bits.OnesCount8(b))
	}
	if n%8 > 0 {
		sum += int64(bits.OnesCount8(data[n/8] << (8 - n%8)))
	}
	return sum
}

// widthMax is the widest index that is left to the library: it refuses one beyond the dictionary, but first takes memory for
// the words up to there, which are at most a million.
const widthMax = 20

// indexes returns what is wrong with so many indexes into a dictionary.
func indexes(data []byte, claim, words int64) error {
	if claim == 0 {
		return nil
	}
	if len(data) == 0 || data[0] > 32 {
		return errShort
	}
	r := runs{data: data[1:], width: int(data[0]), left: claim}
	for r.left > 0 {
		now, ok := r.next()
		switch {
		case !ok:
			return errShort
		case now.packed == nil && now.value >= uint64(words), r.width > widthMax && !below(now.packed, r.width, now.count, uint64(words)):
			return errIndex
		}
	}
	return nil
}

// below reports whether count packed numbers of width bits, at most 32, are all below limit; so are none at all.
func below(packed []byte, width int, count int64, limit uint64) bool {
	if packed == nil {
		return true
	}
	for at := int64(0); count > 0; count-- {
		var word [8]byte
		copy(word[:], packed[at>>3:])
		if binary.LittleEndian.Uint64(word[:])>>(at&7)&(1<<width-1) >= limit {
			return false
		}
		at += int64(width)
	}
	return true
}
