package main

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	statusDone        = 0
	statusFailed      = 1   // disk, internal, a fact that does not hold
	statusInput       = 2   // the user must change something
	statusInterrupted = 130 // as shells have it: 128 + SIGINT
)

// fault is an error with the exit status it means and what to do next. lines, if any, stand for err in print: one a
// problem. answered says that the answer is on standard output all the same, so that no document of the failure follows.
type fault struct {
	status   int
	err      error
	lines    []string
	hints    []string
	answered bool
}

func (f *fault) Error() string { return f.err.Error() }

func (f *fault) Unwrap() error { return f.err }

// badInput returns the fault of a wrong input. hint says what to do next.
func badInput(hint, format string, args ...any) error {
	return &fault{status: statusInput, err: fmt.Errorf(format, args...), hints: []string{hint}}
}

// asFault returns err as a fault. An error that no verb has typed comes from the parser of flags and words: a usage error.
func asFault(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return f
	}
	return &fault{status: statusInput, err: err, hints: []string{"lossreplay --help lists the commands"}}
}

// body is what a verb does.
type body func(cmd *cobra.Command, args []string) error

// typed returns do as cobra's RunE whose every error is a fault: one that do has not typed itself is a failure.
func typed(do body) body {
	return func(cmd *cobra.Command, args []string) error {
		err := do(cmd, args)
		var f *fault
		if err == nil || errors.As(err, &f) {
			return err
		}
		return &fault{status: statusFailed, err: err, hints: failureHints(err)}
	}
}

// failureHints says what to do about a failure of the machine, if anything helps.
func failureHints(err error) []string {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return []string{"choose a folder that may be written, or change its permissions"}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return []string{"free some space, or choose another place: --out for results, XDG_CACHE_HOME for the cache"}
	}
	return nil
}

// together returns one fault of all that are wrong with a command's flags; nil if nothing is. What is no fault goes first.
func together(errs ...error) error {
	var all []*fault
	for _, err := range errs {
		var f *fault
		if err != nil && !errors.As(err, &f) {
			return err
		}
		if f != nil {
			all = append(all, f)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	one := &fault{status: statusInput, err: fmt.Errorf("the flags cannot be used so (problems: %d)", len(all))}
	for _, f := range all {
		one.lines = append(one.lines, f.Error())
		one.hints = append(one.hints, f.hints...)
	}
	return one
}
