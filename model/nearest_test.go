package model_test

import (
	"testing"

	"lossreplay/model"
)

func TestNearest(t *testing.T) {
	known := []string{"limit", "window", "latency", "A16", "run", "validate"}
	for _, c := range []struct{ name, word, want string }{
		{"one_letter_missing", "limt", "limit"},
		{"neighbours_swapped", "lmiit", "limit"},
		{"case_aside", "LIMIT", "limit"},
		{"two_edits_in_eight", "valdiat", "validate"},
		{"two_edits_in_five_are_too_many", "lamet", ""},
		{"one_edit_in_three", "A15", "A16"},
		{"far_from_all", "participation", ""},
		{"nothing", "", ""},
		{"the_first_wins_a_tie", "rut", "run"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := model.Nearest(c.word, known); got != c.want {
				t.Errorf("Nearest(%q) = %q, want %q", c.word, got, c.want)
			}
		})
	}
	if got := model.Nearest("limit", nil); got != "" {
		t.Errorf("nearest of no words is %q", got)
	}
}
