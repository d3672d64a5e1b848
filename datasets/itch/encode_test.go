package itch

import (
	"encoding/binary"
	"time"
)

// feed makes ITCH files for tests: each method appends one message in its frame.
type feed struct {
	data []byte
	at   time.Duration // after midnight, of the next messages
}

// message appends the head that all messages have, body, and its frame.
func (f *feed) message(kind byte, locate uint16, body []byte) {
	m := binary.BigEndian.AppendUint16(f.data, uint16(11+len(body)))
	m = binary.BigEndian.AppendUint16(append(m, kind), locate)
	m = binary.BigEndian.AppendUint16(m, 2) // tracking number
	m = binary.BigEndian.AppendUint16(m, uint16(uint64(f.at)>>32))
	f.data = append(binary.BigEndian.AppendUint32(m, uint32(f.at)), body...)
}

func u32(b []byte, v uint32) []byte { return binary.BigEndian.AppendUint32(b, v) }
func u64(b []byte, v uint64) []byte { return binary.BigEndian.AppendUint64(b, v) }

func padded(b []byte, s string, n int) []byte {
	b = append(b, s...)
	for range n - len(s) {
		b = append(b, ' ')
	}
	return b
}

func (f *feed) event(code byte) { f.message('S', 0, []byte{code}) }

func (f *feed) directory(locate uint16, stock string) {
	f.message('R', locate, append(padded(nil, stock, 8), make([]byte, 20)...))
}

// add is A, or F if it names a participant.
func (f *feed) add(locate uint16, ref uint64, side byte, shares uint32, stock string, price uint32, participant string) {
	b := u32(padded(u32(append(u64(nil, ref), side), shares), stock, 8), price)
	if participant == "" {
		f.message('A', locate, b)
	} else {
		f.message('F', locate, padded(b, participant, 4))
	}
}

func (f *feed) execute(locate uint16, ref uint64, shares uint32, match uint64) {
	f.message('E', locate, u64(u32(u64(nil, ref), shares), match))
}

func (f *feed) executeAt(locate uint16, ref uint64, shares uint32, match uint64, printable byte, price uint32) {
	f.message('C', locate, u32(append(u64(u32(u64(nil, ref), shares), match), printable), price))
}

func (f *feed) cancel(locate uint16, ref uint64, shares uint32) {
	f.message('X', locate, u32(u64(nil, ref), shares))
}

func (f *feed) remove(locate uint16, ref uint64) { f.message('D', locate, u64(nil, ref)) }

func (f *feed) replace(locate uint16, old, ref uint64, shares, price uint32) {
	f.message('U', locate, u32(u32(u64(u64(nil, old), ref), shares), price))
}

func (f *feed) trade(locate uint16, stock string, shares, price uint32, match uint64) {
	f.message('P', locate, u64(u32(padded(u32(append(u64(nil, 0), 'B'), shares), stock, 8), price), match))
}

func (f *feed) cross(locate uint16, stock string, shares uint64, price uint32, match uint64) {
	f.message('Q', locate, append(u64(u32(padded(u64(nil, shares), stock, 8), price), match), 'O'))
}

func (f *feed) broken(locate uint16, match uint64) { f.message('B', locate, u64(nil, match)) }
