package fix

// delimiter is what stands between fields. A weak one may also stand within a value: it counts only before a tag and an
// equals sign.
type delimiter struct {
	first, second byte
	length        int
	sum           uint32 // of its bytes
	weak          bool
}

// delimiterAt returns the delimiter that begins at data[at].
func delimiterAt(data []byte, at int) (d delimiter, ok bool) {
	if at >= len(data) {
		return d, false
	}
	c := data[at]
	switch {
	case c == '\x01' || c == '|':
		return delimiter{first: c, length: 1, sum: uint32(c)}, true
	case c == '^' && at+1 < len(data) && data[at+1] == 'A':
		return delimiter{first: c, second: 'A', length: 2, sum: '^' + 'A'}, true
	case c == ';' || c == '^' || c == ' ' || c == '\t' || c == ',':
		return delimiter{first: c, length: 1, sum: uint32(c), weak: true}, tagFollows(data, at+1)
	}
	return d, false
}

// tagFollows reports whether digits and an equals sign, or the end of the line, come next.
func tagFollows(data []byte, at int) bool {
	if at >= len(data) || lineEnd(data[at]) {
		return true
	}
	i := at
	for i < len(data) && digit(data[i]) {
		i++
	}
	return i > at && i < len(data) && data[i] == '='
}

// sumOf returns the sum of all bytes, sixteen at a time.
func sumOf(data []byte) (sum uint32) {
	const even = 0x00ff00ff00ff00ff
	for len(data) >= 16 {
		block := data[:min(len(data)&^15, 16*64)]
		data = data[len(block):]
		var lanes uint64 // four sums of 16 bits: at most 64 * 4 * 255 each
		for ; len(block) >= 16; block = block[16:] {
			a, b := word(block), word(block[8:])
			lanes += a&even + a>>8&even + b&even + b>>8&even
		}
		sum += uint32(lanes&0xffff + lanes>>16&0xffff + lanes>>32&0xffff + lanes>>48)
	}
	for _, c := range data {
		sum += uint32(c)
	}
	return sum
}
