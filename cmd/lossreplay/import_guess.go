package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"lossreplay/datasets"
	"lossreplay/datasets/importing"
)

// guessMapping writes a mapping file that is a guess.
func (a *app) guessMapping(format string, sources []string, f importFlags) error {
	if format != "csv" {
		return badInput("a mapping is guessed for format csv; the other formats need none, or hold their columns' names and types themselves",
			"--map-init goes with csv, not with %s", format)
	}
	if f.out != "" || f.mapping != "" {
		return badInput("correct what --map-init writes, then import with --map and --out", "--map-init only writes a mapping file")
	}
	text, err := importing.Guess(sources)
	var problems *datasets.Problems
	if errors.As(err, &problems) {
		return badImport(err, nil)
	}
	if err != nil {
		return err
	}
	how := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if f.force {
		how = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	file, err := os.OpenFile(f.mapInit, how, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return badInput("choose another name, or replace it with --force", "%s is already there", f.mapInit)
	}
	if err != nil {
		return err
	}
	if _, err = file.Write(text); err == nil {
		err = file.Close()
	} else {
		file.Close()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", f.mapInit, err)
	}
	a.say("%s\n", f.mapInit)
	return nil
}
