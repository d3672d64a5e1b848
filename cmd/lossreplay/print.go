package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// The rules of what a user reads. Nothing outside print*.go writes to a stream.
//
//   - Standard output is the answer and nothing else; with --json it is one document, also on failure.
//   - Standard error is progress, warnings, errors: "lossreplay: error:" in lower case without full stop, then "hint:", what
//     to do next.
//   - Colour only on a terminal, never if NO_COLOR is set or TERM=dumb, and never as the only sign.
//   - Tables have one unit a column, named in the header; numbers stand right, words left.

// app is what all verbs share: the streams.
type app struct {
	in     io.Reader
	stdout io.Writer
	out    *bufio.Writer // over stdout
	err    io.Writer
	// terminal and colour are of standard error.
	terminal, colour bool
}

func newApp(in io.Reader, out, err io.Writer) *app {
	a := &app{in: in, stdout: out, out: bufio.NewWriter(out), err: err}
	if f, ok := err.(*os.File); ok {
		a.terminal = term.IsTerminal(int(f.Fd()))
	}
	a.colour = a.terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return a
}

// flush writes what is left of the answer.
func (a *app) flush() error {
	if err := a.out.Flush(); err != nil {
		return &fault{status: statusFailed, err: fmt.Errorf("standard output: %w", err), hints: failureHints(err)}
	}
	return nil
}

// say writes to the answer. Its errors show in flush.
func (a *app) say(format string, args ...any) { fmt.Fprintf(a.out, format, args...) }

// note writes one line to standard error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, "lossreplay: "+format+"\n", args...)
}

// fail writes f to standard error and, if the answer was to be JSON, as its document.
func (a *app) fail(f *fault, asJSON bool) {
	lines := f.lines
	if len(lines) == 0 {
		lines = []string{f.Error()}
	}
	for _, line := range lines {
		a.note("%s %s", a.paint("31", "error:"), line)
	}
	for _, hint := range f.hints {
		a.note("hint: %s", hint)
	}
	if f.answered {
		_ = a.out.Flush() // a second failure changes nothing
		return
	}
	if !asJSON {
		return
	}
	a.out.Reset(a.stdout)
	document := failure{Error: failureBody{Status: f.status, Message: f.Error(), Lines: lines, Hints: f.hints}}
	if err := a.json(document); err == nil {
		_ = a.out.Flush() // standard output may be what failed; standard error has said so
	}
}

// failure is the document on standard output when a command with --json fails.
type failure struct {
	Error failureBody `json:"error"`
}

type failureBody struct {
	Status  int      `json:"status"`
	Message string   `json:"message"`
	Lines   []string `json:"lines"`
	Hints   []string `json:"hints,omitempty"`
}

// json writes v as an indented document.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// paint returns text in the colour of that SGR code where colours are on.
func (a *app) paint(code, text string) string {
	if !a.colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// column is a column of a table.
type column struct {
	name  string
	right bool // numbers
}

// table writes rows under their columns, two spaces apart. A row of a single cell is a heading, written as it is.
func (a *app) table(columns []column, rows [][]string) {
	widths := make([]int, len(columns))
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.name
		widths[i] = utf8.RuneCountInString(c.name)
		for _, row := range rows {
			if len(row) == 1 {
				continue
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	for _, row := range append([][]string{header}, rows...) {
		if len(row) == 1 {
			a.say("%s\n", row[0])
			continue
		}
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if columns[i].right {
				cell = pad + cell
			} else {
				cell += pad
			}
			line.WriteString(cell + "  ")
		}
		a.say("%s\n", strings.TrimRight(line.String(), " "))
	}
}
