package tabular

import (
	"bytes"
	"math"
	"math/big"
	"strconv"
	"time"
)

// appendDouble appends a double as the shortest decimal number that stands for it, or nothing if it is no number. Sums and
// products leave traces in the last digits of a double (0.1+0.2): where the shortest form has more than fifteen digits and the
// form of fifteen has at most twelve, that is meant.
func appendDouble(to []byte, v float64, bits int) []byte {
	if math.IsNaN(v) {
		return to
	}
	from := len(to)
	to = strconv.AppendFloat(to, v, 'e', -1, bits)
	if bits == 64 && significant(to[from:]) > 15 {
		var spare [32]byte
		if near := strconv.AppendFloat(spare[:0], v, 'e', 14, 64); significant(near) <= 12 {
			to = append(to[:from], near...)
		}
	}
	return to
}

// significant returns the digits of a number in exponent form, less the zeros at their end.
func significant(text []byte) int {
	end := bytes.IndexByte(text, 'e')
	if end < 0 {
		return 0
	}
	n := 0
	for i, c := range bytes.TrimRight(text[:end], "0") {
		if c >= '0' && c <= '9' && i < end {
			n++
		}
	}
	return n
}

// appendStamp appends nanoseconds since 1970 as an ISO time, with a Z if they are of UTC.
func appendStamp(to []byte, ns int64, utc bool) []byte {
	layout := "2006-01-02T15:04:05.999999999"
	if utc {
		layout += "Z"
	}
	return time.Unix(0, ns).UTC().AppendFormat(to, layout)
}

// appendScaled appends an unscaled number with scale decimals.
func appendScaled(to []byte, unscaled *big.Int, scale int) []byte {
	to = unscaled.Append(to, 10)
	to = append(to, 'e', '-')
	return strconv.AppendInt(to, int64(scale), 10)
}
