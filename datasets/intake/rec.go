package intake

import (
	"encoding/binary"
	"errors"

	"lossreplay/model"
)

// rec is a record without texts, as it is sorted: identifiers are hashes, words are positions in their list, 0 for none.
type rec struct {
	at                    model.Time
	line, offset          int64
	order, orig, exec     uint64
	venueOrder            uint64
	parent                uint64
	px, lastPx            int64 // of a quote its bid and ask
	fee                   int64
	qty, lastQty, cum     int64
	source                uint32
	symbol, server, venue uint32
	flag, build, text     uint32
	kind                  Kind
	side                  model.Side
	op                    model.OperationKind
	bits                  uint8
}

// The bits of a rec.
const (
	bitInferred = 1 << iota // the parent is not in the log itself
	bitRepeat
	bitBlock
	bitReaction
	bitUnwanted // but for its time
)

func (r *rec) is(bit uint8) bool { return r.bits&bit != 0 }

func (r *rec) where() Where { return Where{Source: int(r.source), Line: r.line, Offset: r.offset} }

// recMax is the largest number of bytes that pack makes of a record.
const recMax = 8 + 5*8 + 20*binary.MaxVarintLen64 + 8

// pack appends r to b: the time, which fields are there, those fields.
func (r *rec) pack(b []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, uint64(r.at))
	b = append(b, byte(r.kind), byte(r.side), byte(r.op), r.bits)
	at := len(b)
	b = append(b, 0, 0, 0)
	mask := uint32(0)
	for i, v := range [...]uint64{r.order, r.orig, r.exec, r.parent, r.venueOrder} {
		if v != 0 {
			mask |= 1 << i
			b = binary.LittleEndian.AppendUint64(b, v)
		}
	}
	for i, v := range [...]int64{r.line, r.offset, r.px, r.lastPx, r.fee, r.qty, r.lastQty, r.cum,
		int64(r.source), int64(r.symbol), int64(r.server), int64(r.venue), int64(r.flag), int64(r.build), int64(r.text)} {
		if v != 0 {
			mask |= 1 << (i + 5)
			b = binary.AppendVarint(b, v)
		}
	}
	b[at], b[at+1], b[at+2] = byte(mask), byte(mask>>8), byte(mask>>16)
	return b
}

var errSpill = errors.New("the temporary file of the import does not hold what was written to it")

// unpack reads the record at the beginning of b into r and returns its length.
func (r *rec) unpack(b []byte) (int, error) {
	if len(b) < 15 {
		return 0, errSpill
	}
	*r = rec{at: model.Time(binary.LittleEndian.Uint64(b)), kind: Kind(b[8]), side: model.Side(b[9]), op: model.OperationKind(b[10]), bits: b[11]}
	mask := uint32(b[12]) | uint32(b[13])<<8 | uint32(b[14])<<16
	at := 15
	for i, v := range [...]*uint64{&r.order, &r.orig, &r.exec, &r.parent, &r.venueOrder} {
		if mask&(1<<i) == 0 {
			continue
		}
		if len(b) < at+8 {
			return 0, errSpill
		}
		*v = binary.LittleEndian.Uint64(b[at:])
		at += 8
	}
	var small [7]int64
	for i, v := range [...]*int64{&r.line, &r.offset, &r.px, &r.lastPx, &r.fee, &r.qty, &r.lastQty, &r.cum,
		&small[0], &small[1], &small[2], &small[3], &small[4], &small[5], &small[6]} {
		if mask&(1<<(i+5)) == 0 {
			continue
		}
		n := 0
		if *v, n = binary.Varint(b[at:]); n <= 0 {
			return 0, errSpill
		}
		at += n
	}
	r.source, r.symbol, r.server, r.venue = uint32(small[0]), uint32(small[1]), uint32(small[2]), uint32(small[3])
	r.flag, r.build, r.text = uint32(small[4]), uint32(small[5]), uint32(small[6])
	return at, nil
}

// hashOf returns an identifier as a number that is not 0; 0 for none. Two of a hundred million identifiers of a day are one
// with a chance of 3 in 10,000; the hash is fixed (FNV-1a, then mixed), so that the same log gives the same day.
func hashOf(id []byte) uint64 {
	if len(id) == 0 {
		return 0
	}
	h := uint64(14695981039346656037)
	for _, c := range id {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h, uint64(len(id)))
}

// mix returns a number of two that is not 0 (after MurmurHash3's finalizer).
func mix(a, b uint64) uint64 {
	h := a ^ b*0x9e3779b97f4a7c15
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return max(h^h>>33, 1)
}
