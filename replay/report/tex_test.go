package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestTextIsEscapedForTeX(t *testing.T) {
	for text, want := range map[string]string{
		`Parent/child check`:        `Parent/child check`,
		`a\b`:                       `a\textbackslash{}b`,
		`{x}`:                       `\{x\}`,
		`100 % & #1 of $5 a_b`:      `100 \% \& \#1 of \$5 a\_b`,
		`~^<>|`:                     `\textasciitilde{}\textasciicircum{}\textless{}\textgreater{}\textbar{}`,
		"a--b \"q\" 'r' `s`":        "a{-}{-}b {\"}q{\"} {'}r{'} {`}s{`}",
		`[1ex]*`:                    `{[}1ex{]}{*}`,
		"two\nlines\tand\u2028more": `two lines and more`,
		"Müller, Ångström, ñ, ő":    `M\"{u}ller, \r{A}ngstr\"{o}m, \~{n}, \H{o}`,
		"5 € – £3 ≤ 7 °":            `5 {EUR} {--} \pounds{}3 \(\leq\) 7 \(^\circ\)`,
		"雪 😀":                       `{[}U+96EA{]} {[}U+1F600{]}`,
		"a\x00b\u202ec":             `abc`,
		`\input{/etc/passwd}`:       `\textbackslash{}input\{/etc/passwd\}`,
		"":                          ``,
	} {
		if got := texText(text); got != want {
			t.Errorf("%q becomes %s, want %s", text, got, want)
		}
	}
}

// texTokens are all that escaped text may be made of: commands that end by themselves, escaped signs, braces around one sign,
// accents, formulas of one command, and letters that mean themselves.
var texTokens = regexp.MustCompile("^(?:" + strings.Join([]string{
	`\\[A-Za-z]+\{\}`, `\\[{}$&#%_]`, "\\{(?:-{1,3}|'{1,2}|`{1,2}|\"|\\[|\\]|\\*|EUR)\\}", "\\\\(?:[`'^~=.\"]|[uHrvcdb])\\{[A-Za-z ]\\}",
	`\\\((?:\\[a-z]+|-|\^\\circ|\^[23])\\\)`, "[A-Za-z0-9 ~!()+,./:;=?@]"}, "|") + ")*$")

func TestEscapedTextHoldsNothingThatTeXObeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		special := rapid.SampledFrom([]rune("\\{}%&#_$~^<>|\"'`-[]* \n\u00a0éßőž雪😀\x00\u202e"))
		any := rapid.Rune()
		text := string(rapid.SliceOf(rapid.OneOf(special, any)).Draw(t, "text"))
		got := texText(text)
		if !texTokens.MatchString(got) {
			t.Fatalf("%q becomes %q", text, got)
		}
		if back := fromTeX(got); back != printable(text) {
			t.Fatalf("%q becomes %s, which reads %q", text, got, back)
		}
	})
}

// fromTeX returns the ASCII letters and signs of escaped text; everything else is left out.
func fromTeX(text string) string {
	text = regexp.MustCompile(`\{\[\}U\+[0-9A-F]+\{\]\}`).ReplaceAllString(text, "")
	text = regexp.MustCompile("\\\\(?:[`'^~=.\"]|[uHrvcdb])\\{[A-Za-z ]\\}|\\\\\\(.*?\\\\\\)|\\{EUR\\}|\\{(?:---?|``|'')\\}").ReplaceAllString(text, "")
	signs := strings.NewReplacer(`\textbackslash{}`, `\`, `\textasciitilde{}`, `~`, `\textasciicircum{}`, `^`, `\textless{}`, `<`, `\textgreater{}`, `>`,
		`\textbar{}`, `|`, `\{`, `{`, `\}`, `}`, `\$`, `$`, `\&`, `&`, `\#`, `#`, `\%`, `%`, `\_`, `_`, "{`}", "`", `{'}`, `'`, `{"}`, `"`, `{-}`, `-`,
		`{[}`, `[`, `{]}`, `]`, `{*}`, `*`, `~`, ``)
	return regexp.MustCompile(`\\[A-Za-z]+\{\}`).ReplaceAllString(signs.Replace(text), "")
}

// printable is what fromTeX should return of a text: its ASCII, and nothing of letters that have signs of their own.
func printable(text string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.FieldsFunc(text, isBreak), " ") {
		if r <= '~' && !unicode.IsControl(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func TestTeXTableHasARowForEveryControl(t *testing.T) {
	r := build(t, tinyStudy(t))
	r.Title, r.Controls[0].Name, r.Incident = "A & B % \\", "a & b \\\\ \\hline\n%", "tiny_1}"
	var out bytes.Buffer
	if err := r.writeTeX(&out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	_, body, _ := strings.Cut(text, `\midrule`)
	body, _, _ = strings.Cut(body, `\bottomrule`)
	rows := strings.Split(strings.TrimSpace(body), "\n")
	if len(rows) != len(r.Controls) {
		t.Fatalf("%d rows for %d controls:\n%s", len(rows), len(r.Controls), text)
	}
	for _, row := range rows {
		if n := strings.Count(strings.ReplaceAll(row, `\&`, ""), "&"); n != 9 || !strings.HasSuffix(row, ` \\`) {
			t.Errorf("%d columns: %s", n+1, row)
		}
	}
	for _, want := range []string{`\caption{A \& B \% \textbackslash{}: what each`, `\label{tab:tiny-1--attribution}`, `A14 a \& b \textbackslash{}\textbackslash{} \textbackslash{}hline \%`,
		`A34 Single{-}stock circuit breaker & {-} &`, `needs \usepackage{booktabs}`, `\$1,530,000.00`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
	for i, r := range text {
		if r > '~' {
			t.Fatalf("%q at byte %d is no ASCII", r, i)
		}
	}
}
