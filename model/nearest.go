package model

import "strings"

// Nearest returns the known word at the smallest edit distance from word, letter case aside, if that is at most a third of the
// word's length, or 1; "" if none is that near. Of several the first in known wins. Words are compared by bytes up to the
// first 64.
func Nearest(word string, known []string) string {
	word = cut(strings.ToLower(word))
	best, fewest := "", max(1, len(word)/3)+1
	for _, k := range known {
		if n := edits(word, cut(strings.ToLower(k))); n < fewest {
			best, fewest = k, n
		}
	}
	return best
}

func cut(word string) string { return word[:min(len(word), 64)] }

// edits returns the least number of bytes to insert, delete, change or swap with their neighbour to turn a into b, no byte
// being touched twice.
func edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
