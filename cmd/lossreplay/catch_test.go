package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// catch runs a command until a file that the pattern names appears, sends it a signal there, and wants it to end by that:
// catch INT 'tmp/*' out lossreplay run ... With #5 behind the pattern the file is to have five lines. The command is to have written nothing under the name of the third word. One that
// was done before the signal came is run again, without what it wrote, up to 50 times.
func catch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: catch INT|KILL PATTERN TARGET COMMAND...")
	}
	sig, ok := map[string]syscall.Signal{"INT": syscall.SIGINT, "KILL": syscall.SIGKILL}[args[0]]
	if !ok {
		ts.Fatalf("no signal %q", args[0])
	}
	pattern, target := ts.MkAbs(args[1]), ts.MkAbs(args[2])
	for range 50 {
		if state := interrupt(ts, sig, pattern, args[3:]); !state.Success() {
			wantEnd(ts, sig, state)
			if _, err := os.Lstat(target); err == nil {
				ts.Fatalf("%s is there, though the command was stopped", args[2])
			}
			return
		}
		ts.Check(os.RemoveAll(target))
	}
	ts.Fatalf("the command was always done before the signal came")
}

// interrupt runs a command once and signals it when pattern names a file; it returns how the command ended.
func interrupt(ts *testscript.TestScript, sig syscall.Signal, pattern string, words []string) *os.ProcessState {
	pattern, count, _ := strings.Cut(pattern, "#")
	lines, _ := strconv.Atoi(count)
	path, err := exec.LookPath(words[0])
	ts.Check(err)
	cmd := exec.Command(path, words[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"))
	cmd.Stderr = ts.Stderr()
	ts.Check(cmd.Start())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // its state says all
	}()
	tick := time.NewTicker(200 * time.Microsecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return cmd.ProcessState
		case <-tick.C:
		}
		found, err := filepath.Glob(pattern)
		ts.Check(err)
		if len(found) > 0 && linesOf(found[0]) >= lines {
			_ = cmd.Process.Signal(sig) // it may have ended meanwhile
			<-ended
			return cmd.ProcessState
		}
	}
}

// linesOf returns how many lines a file has.
func linesOf(name string) int {
	content, _ := os.ReadFile(name) // of a folder none
	return bytes.Count(content, []byte("\n"))
}

// wantEnd wants a command to have ended as the signal has it.
func wantEnd(ts *testscript.TestScript, sig syscall.Signal, state *os.ProcessState) {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok {
		ts.Fatalf("no wait status")
	}
	switch {
	case sig == syscall.SIGINT && status.Exited() && status.ExitStatus() == statusInterrupted:
	case sig == syscall.SIGKILL && status.Signaled() && status.Signal() == sig:
	default:
		ts.Fatalf("the command ended with %v", state)
	}
}
