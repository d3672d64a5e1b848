package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"lossreplay/datasets"
	"lossreplay/replay/report"
)

// outputFlags say where results go.
type outputFlags struct {
	out   string
	force bool
	also  []report.File // written into the folder beside what it holds anyway
}

// add declares the flags of a verb whose results go to the folder first, with 2, 3, ... behind its name if that is taken.
func (f *outputFlags) add(flags *pflag.FlagSet, first string) {
	flags.StringVar(&f.out, "out", "", "`DIR` new folder for the results (default "+first+", or the next free "+first+"-2, ...)")
	flags.BoolVar(&f.force, "force", false, "replace the folder that --out names")
}

// options returns how results are written: not at all once ctx is done.
func (f *outputFlags) options(ctx context.Context) report.WriteOptions {
	return report.WriteOptions{Force: f.force, Canceled: ctx.Err, Also: f.also}
}

// check refuses, before any work, a folder that may not be written.
func (f *outputFlags) check(ctx context.Context) error {
	if f.out == "" {
		if f.force {
			return badInput("name the folder to replace: --out DIR --force", "--force needs --out")
		}
		return nil
	}
	return notThere(report.MayWrite(f.out, f.options(ctx)))
}

// notThere returns err, as a fault of the user if it says that something is at the place to write.
func notThere(err error) error {
	if errors.Is(err, fs.ErrExist) || errors.Is(err, datasets.ErrExists) || errors.Is(err, datasets.ErrForeign) {
		return badInput("choose another place, or replace an earlier output with --force", "%w", err)
	}
	return err
}

// written is results that can be written into a folder.
type written interface {
	Write(dir string, opts report.WriteOptions) error
}

// write writes results into the folder chosen, else into the first of first, first-2, ... that is not there, and returns it.
func (f *outputFlags) write(ctx context.Context, first string, results written, p *progress) (string, error) {
	for n, dir := 2, cmp.Or(f.out, first); ; n++ {
		err := report.MayWrite(dir, f.options(ctx))
		if err == nil {
			p.phase("writing %s", dir)
			err = results.Write(dir, f.options(ctx))
		}
		if f.out != "" || !errors.Is(err, fs.ErrExist) {
			return dir, notThere(err)
		}
		dir = fmt.Sprintf("%s-%d", first, n)
	}
}

// free refuses the name of a file that is there, before any work.
func free(name string) error {
	if _, err := os.Lstat(name); err == nil {
		return badInput("choose another name, or remove the file", "%s is there already", name)
	}
	return nil
}

// writeNew writes a file that must not be there yet. It appears whole or not at all.
func writeNew(name string, write func(io.Writer) error) (err error) {
	if err := free(name); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	if err := errors.Join(write(temp), temp.Chmod(0o644), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}
