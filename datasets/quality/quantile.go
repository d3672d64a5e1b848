package quality

import (
	"math/bits"
	"time"
)

// fine is the number of bits below the first that a histogram tells apart: 1 in 128 is 0.8 %.
const fine = 7

// histogram counts lengths of time of 0 or above in cells of at most 0.8 % width, whatever their size.
type histogram struct {
	cells [(64 - fine) << fine]int64
	n     int64
}

// cellOf returns the cell of a length.
func cellOf(d time.Duration) int {
	v := uint64(d)
	shift := max(bits.Len64(v)-fine-1, 0)
	return shift<<fine + int(v>>shift)
}

// last returns the longest length of a cell.
func last(cell int) time.Duration {
	if cell < 2<<fine {
		return time.Duration(cell)
	}
	shift := cell>>fine - 1
	return time.Duration(uint64(cell-shift<<fine+1)<<shift - 1)
}

func (h *histogram) add(d time.Duration) {
	h.cells[cellOf(d)]++
	h.n++
}

// quantile returns a length that is at least, and at most 0.8 % above, the smallest one that percent of all do not exceed; 0
// if there are none.
func (h *histogram) quantile(percent int64) time.Duration {
	rank := h.n/100*percent + (h.n%100*percent+99)/100
	seen := int64(0)
	for cell, n := range h.cells {
		if seen += n; n > 0 && seen >= rank {
			return last(cell)
		}
	}
	return 0
}
