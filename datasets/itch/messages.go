package itch

import "encoding/binary"

// kind is what is done with a message.
type kind uint8

const (
	unknown kind = iota
	told         // read over: an incident has no record for it
	directory
	add
	execute
	executeAt
	cancel
	remove
	replace
	trade
	cross
	broken
)

// form is the length of a message, its type included, and what is done with it.
type form struct {
	length int
	kind   kind
	stock  int    // where the stock symbol stands that is read, 0 if none is
	name   string // as counted
}

// forms holds the messages of ITCH 5.0, by type.
var forms = [256]form{
	'S': {12, told, 0, "system events (S)"},
	'R': {39, directory, 11, ""},
	'H': {25, told, 0, "trading actions (H)"},
	'Y': {20, told, 0, "short-sale restrictions (Y)"},
	'L': {26, told, 0, "market participant positions (L)"},
	'V': {35, told, 0, "circuit breaker levels (V)"},
	'W': {12, told, 0, "circuit breaker breaches (W)"},
	'K': {28, told, 0, "quoting periods of new issues (K)"},
	'J': {35, told, 0, "auction collars (J)"},
	'h': {21, told, 0, "operational halts (h)"},
	'A': {36, add, 24, ""},
	'F': {40, add, 24, ""},
	'E': {31, execute, 0, ""},
	'C': {36, executeAt, 0, ""},
	'X': {23, cancel, 0, ""},
	'D': {19, remove, 0, ""},
	'U': {35, replace, 0, ""},
	'P': {44, trade, 24, ""},
	'Q': {40, cross, 19, ""},
	'B': {19, broken, 0, ""},
	'I': {50, told, 0, "order imbalances (I)"},
	'N': {20, told, 0, "retail interest (N)"},
	'O': {48, told, 0, "price discovery of direct listings (O)"},
}

// Fields that all messages have, and those of orders, by where they stand. Numbers are big-endian.
func locate(m []byte) uint16 { return binary.BigEndian.Uint16(m[1:]) }
func nanos(m []byte) int64 {
	return int64(binary.BigEndian.Uint16(m[5:]))<<32 | int64(binary.BigEndian.Uint32(m[7:]))
}
func reference(m []byte) uint64 { return binary.BigEndian.Uint64(m[11:]) }

func number32(m []byte, at int) uint32 { return binary.BigEndian.Uint32(m[at:]) }
func number64(m []byte, at int) uint64 { return binary.BigEndian.Uint64(m[at:]) }

// text returns a field that is filled up with spaces, without them; nil if it is empty or is no text.
func text(field []byte) []byte {
	n := len(field)
	for n > 0 && field[n-1] == ' ' {
		n--
	}
	for _, c := range field[:n] {
		if c <= ' ' || c > '~' {
			return nil
		}
	}
	if n == 0 {
		return nil
	}
	return field[:n]
}
