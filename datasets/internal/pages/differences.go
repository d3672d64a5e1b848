package pages

import "encoding/binary"

const (
	// lengthsMax is the most texts of a page of which the lengths are taken into memory at once: 256 MiB.
	lengthsMax = 1 << 26
	// blockMax is the most numbers of a block, of which the library takes a part into memory; writers use 128 to 2048.
	blockMax = 1 << 20
)

// differences returns what follows the blocks of numbers that are stored as differences, and whether there are at least claim
// and at most limit numbers, all of them there.
func differences(data []byte, claim, limit int64) (rest []byte, ok bool) {
	if claim == 0 && len(data) == 0 {
		return nil, true
	}
	var head [4]uint64 // numbers in a block, its parts, all numbers, the first number
	for i := range head {
		v, n := binary.Uvarint(data)
		if n <= 0 {
			return nil, false
		}
		head[i], data = v, data[n:]
	}
	block, parts, total := head[0], head[1], head[2]
	if block == 0 || block > blockMax || parts == 0 || block%parts != 0 || block/parts%8 != 0 || total < uint64(claim) || total > uint64(limit) {
		return nil, false
	}
	for left := int64(total) - 1; left > 0; {
		_, n := binary.Uvarint(data) // the least difference
		if n <= 0 || len(data)-n < int(parts) {
			return nil, false
		}
		widths := data[n : n+int(parts)]
		data = data[n+int(parts):]
		for _, width := range widths {
			if left <= 0 {
				break
			}
			size := int(block/parts) / 8 * int(width)
			if width > 64 || size > len(data) {
				return nil, false
			}
			data, left = data[size:], left-int64(block/parts)
		}
	}
	return data, true
}
