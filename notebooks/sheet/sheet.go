// Package sheet puts pictures, tables and promises on the sheet of a notebook.
//
// Owns: the one look of the notebooks' pictures and tables; what an assertion says when it holds and when it does not.
//
// Refuses: any knowledge of incidents, controls and losses: those are the business of the packages that a notebook shows.
//
// Invariants: what is shown appears in the order of the calls; the same calls give the same bytes.
package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// Must returns v. It panics if err is not nil: the cell, and with it the notebook, has failed.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Say shows a text, in Markdown. A dollar is a dollar and begins no formula.
func Say(format string, args ...any) { markdown(fmt.Sprintf(format, args...)) }

func markdown(text string) { show(protocol.MIMETextMarkdown, strings.ReplaceAll(text, "$", `\$`)) }

// Table shows rows under a heading. Columns whose heading begins with a space stand to the right, as figures do. It panics if
// a row has another number of columns.
func Table(heading []string, rows [][]string) {
	var b strings.Builder
	line := func(cells []string) {
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	align := make([]string, len(heading))
	for i, word := range heading {
		align[i] = "---"
		if strings.HasPrefix(word, " ") {
			align[i] = "---:"
		}
	}
	line(heading)
	line(align)
	for _, row := range rows {
		if len(row) != len(heading) {
			panic(fmt.Sprintf("sheet: a row of %d cells under %d headings: %q", len(row), len(heading), row))
		}
		line(row)
	}
	markdown(b.String())
}

// Holds is an assertion: it says that something promised is so. Where it is not it panics with the same words, and the notebook
// fails.
func Holds(ok bool, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	if !ok {
		panic("DOES NOT HOLD: " + what)
	}
	markdown("✓ " + what)
}

// Count returns n with a comma between thousands.
func Count[N ~int | ~int32 | ~int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// show sends one piece to the notebook and waits until it has arrived, so that nothing overtakes it and the end of the cell
// does not cut it off.
func show(kind protocol.MIMEType, content any) {
	gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{kind: content}})
	gonbui.Sync()
	if err := gonbui.Error(); err != nil {
		panic(fmt.Errorf("sheet: the notebook does not answer: %w", err))
	}
}
