package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"
)

// outputFlags say where results go.
type outputFlags struct {
	out   string
	force bool
}

func (f *outputFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.out, "out", "", "`DIR` new folder for the results (default out/INCIDENT, or the next free out/INCIDENT-2, ...)")
	flags.BoolVar(&f.force, "force", false, "replace the folder that --out names")
}

// check refuses, before any work, a folder that is there already.
func (f *outputFlags) check() error {
	if f.out == "" {
		if f.force {
			return badInput("name the folder to replace: --out DIR --force", "--force needs --out")
		}
		return nil
	}
	return refuseExisting(f.out, f.force)
}

// folder returns the folder to write: the one chosen, else the first of out/name, out/name-2, ... that is not there.
func (f *outputFlags) folder(name string) (string, error) {
	if f.out != "" {
		return f.out, nil
	}
	first := filepath.Join("out", name)
	for n, path := 2, first; ; n++ {
		_, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		path = fmt.Sprintf("%s-%d", first, n)
	}
}

// refuseExisting is an error if dir is there and may not be replaced.
func refuseExisting(dir string, force bool) error {
	_, err := os.Lstat(dir)
	if force || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return badInput("choose another folder or replace it with --force", "%s is there already", dir)
}
