package main

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"run", "verify", "incidents", "controls", "dataset", "version"}
	for _, c := range []struct{ name, word, want string }{
		{"one_letter_missing", "rn", "run"},
		{"neighbours_swapped", "rnu", "run"},
		{"one_letter_more", "verrify", "verify"},
		{"two_of_eight_wrong", "conrols!", "controls"},
		{"nothing_like_it", "frobnicate", ""},
		{"first_of_equals_wins", "verion", "version"},
	} {
		if got := nearest(c.word, known); got != c.want {
			t.Errorf("%s: nearest(%q) = %q, want %q", c.name, c.word, got, c.want)
		}
	}
}
