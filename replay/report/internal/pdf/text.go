package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// box stands for what the typeface has no letter for.
const box = '□'

// Clean returns text as it can be drawn: spaces of all kinds are plain ones, what is invisible is gone, and a letter that the
// typeface lacks is an empty box.
func Clean(text string) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		switch {
		case r >= ' ' && r <= '~':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case r > 0xFFFD:
			return box
		}
		if at, err := letters().GlyphIndex(&buffer, r); err != nil || at == 0 {
			return box
		}
		return r
	}, text)
}
