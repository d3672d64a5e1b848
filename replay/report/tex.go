package report

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// texSigns are what stands in LaTeX for characters that mean something else there, and for some that it has no key for.
// Everything is plain ASCII and needs no package. Hyphens and quotes stand in braces so that no two of them melt into one sign.
var texSigns = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\{`, '}': `\}`, '$': `\$`, '&': `\&`, '#': `\#`, '%': `\%`, '_': `\_`, '^': `\textasciicircum{}`,
	'~': `\textasciitilde{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`, '"': `{"}`, '`': "{`}", '\'': `{'}`, '-': `{-}`,
	'[': `{[}`, ']': `{]}`, '*': `{*}`, // which the end of a row would take for its own
	'\u00a0': `~`, '‐': `{-}`, '‑': `{-}`, '–': `{--}`, '—': `{---}`, '‘': "{`}", '’': `{'}`, '“': "{``}", '”': `{''}`, '…': `\ldots{}`, '•': `\textbullet{}`,
	'ß': `\ss{}`, 'æ': `\ae{}`, 'Æ': `\AE{}`, 'œ': `\oe{}`, 'Œ': `\OE{}`, 'ø': `\o{}`, 'Ø': `\O{}`, 'ł': `\l{}`, 'Ł': `\L{}`, 'ı': `\i{}`,
	'£': `\pounds{}`, '§': `\S{}`, '¶': `\P{}`, '©': `\copyright{}`, '€': `{EUR}`, '×': `\(\times\)`, '·': `\(\cdot\)`, '±': `\(\pm\)`, '÷': `\(\div\)`,
	'≤': `\(\leq\)`, '≥': `\(\geq\)`, '≠': `\(\neq\)`, '≈': `\(\approx\)`, '−': `\(-\)`, '→': `\(\rightarrow\)`, '°': `\(^\circ\)`, 'µ': `\(\mu\)`,
	'²': `\(^2\)`, '³': `\(^3\)`,
}

// texAccents are LaTeX's accents by the combining mark that they stand for.
var texAccents = map[rune]string{
	'\u0300': "\\`", '\u0301': `\'`, '\u0302': `\^`, '\u0303': `\~`, '\u0304': `\=`, '\u0306': `\u`, '\u0307': `\.`, '\u0308': `\"`, '\u030a': `\r`,
	'\u030b': `\H`, '\u030c': `\v`, '\u0323': `\d`, '\u0327': `\c`, '\u0331': `\b`,
}

// texText returns text as it stands in a LaTeX document of any encoding: one line of ASCII. A character that LaTeX has no sign
// for is named by its number: [U+96EA].
func texText(text string) string {
	var b strings.Builder
	for _, letter := range strings.Join(strings.FieldsFunc(text, isBreak), " ") {
		texLetter(&b, letter)
	}
	return b.String()
}

// isBreak reports whether a character only parts words. A space that may not break stays.
func isBreak(r rune) bool { return r != '\u00a0' && unicode.IsSpace(r) }

func texLetter(b *strings.Builder, r rune) {
	sign, known := texSigns[r]
	parts := []rune(norm.NFD.String(string(r)))
	switch {
	case known:
		b.WriteString(sign)
	case r >= ' ' && r <= '~':
		b.WriteRune(r)
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r): // invisible
	case len(parts) == 2 && parts[0] <= '~' && texAccents[parts[1]] != "":
		fmt.Fprintf(b, "%s{%c}", texAccents[parts[1]], parts[0])
	default:
		fmt.Fprintf(b, "{[}U+%04X{]}", r)
	}
}
