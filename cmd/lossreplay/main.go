// Command lossreplay replays a recorded trading incident and says how much of its loss each control would have prevented.
//
// One file a verb; main.go holds the exit status, print*.go all text.
//
// Owns: flags, words, the cache of embedded incidents, names of output folders, exit statuses, every byte on a terminal.
//
// Refuses: computing anything, checking what a package checks, writing results.
//
// Invariants: status 0 done, 1 failed, 2 the user must change something, 130 interrupted; with --json standard output is one
// document; a command that fails leaves no output behind.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the command: it returns the exit status.
//
// The first interrupt ends the work at the next point where nothing partial is left behind; the second ends it at once.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	a := newApp(stdin, stdout, stderr)
	root := newRoot(a, args)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = a.flush()
	}
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, syscall.EPIPE):
		return statusDone // the reader of our answer has seen enough
	case errors.Is(err, context.Canceled):
		err = &fault{status: statusInterrupted, err: errors.New("interrupted: nothing was left half written")}
	}
	f := asFault(err)
	a.fail(f, wantsJSON(args))
	return f.status
}

// wantsJSON reports whether args ask for JSON, also where they could not be parsed: a failure is then a document as well.
func wantsJSON(args []string) bool {
	for _, arg := range args {
		switch arg {
		case "--":
			return false
		case "--json", "--json=true":
			return true
		}
	}
	return false
}
