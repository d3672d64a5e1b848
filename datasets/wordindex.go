package datasets

import "unsafe"

// wordIndex finds the codes of words that come as bytes, most of them again and again from the same place in memory.
type wordIndex struct {
	byName map[string]int32
	cache  [256]seenWord
	call   uint32
}

// seenWord is a word met in call: within one call the memory that holds it does not change.
type seenWord struct {
	at   uintptr
	n    int
	call uint32
	code int32
}

func newWordIndex(words []string) *wordIndex {
	w := &wordIndex{byName: make(map[string]int32, len(words))}
	for i, word := range words {
		w.byName[word] = int32(i)
	}
	return w
}

// find puts the code of each word of from into to. Text is the words' type: bytes that stay in place during the call.
func (w *wordIndex) find(to []int32, from [][]byte) {
	w.call++
	for i, word := range from {
		at := uintptr(unsafe.Pointer(unsafe.SliceData(word)))
		seen := &w.cache[(at^at>>8)&255]
		if seen.at != at || seen.n != len(word) || seen.call != w.call {
			*seen = seenWord{at: at, n: len(word), call: w.call, code: w.lookup(word)}
		}
		to[i] = seen.code
	}
}

// lookup returns the code of word, or unknownWord.
func (w *wordIndex) lookup(word []byte) int32 {
	if code, ok := w.byName[string(word)]; ok {
		return code
	}
	return unknownWord
}
