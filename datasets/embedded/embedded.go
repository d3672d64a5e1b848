// Package embedded keeps the reconstructions that come with the program in the user's cache folder: each is made once.
//
// Owns: where a reconstruction is kept and under which name; that what is there is whole.
//
// Refuses: the making of days (package knight); progress bars; any day that is not a reconstruction of ours.
//
// Invariants: a day that is handed out was checked; several processes may ask for the same day at once; a day of another
// generator, other parameters or another seed has another folder.
package embedded

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
)

// Seed is that of a reconstruction unless another is asked for.
const Seed = 1

// Knight returns the Knight day of the default scenario and [Seed], which it makes first where the cache does not have it; that
// takes some ten seconds. The error is that of the cache folder or of the disk.
func Knight() (*datasets.Day, error) {
	params := knight.Defaults()
	dir, err := Folder(Seed, &params)
	if err != nil {
		return nil, err
	}
	return Open(dir, func(string, ...any) {}, func() error { return Make(params, Seed, dir, datasets.WriteOptions{}) })
}

// Folder returns where the Knight day of those parameters and seed is kept. It is an error if the machine has no folder for
// caches.
func Folder(seed uint64, params *knight.Params) (string, error) {
	root, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder for the cache: %w", err)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %+v", knight.Version, seed, *params))
	return filepath.Join(root, "lossreplay", fmt.Sprintf("knight-seed%d-%s", seed, hex.EncodeToString(sum[:6]))), nil
}

// Make writes the Knight day of those parameters and seed to dir, whole or not at all. Folders above dir are made. The error is
// that of [knight.Generate], then that of writing.
func Make(params knight.Params, seed uint64, dir string, opts datasets.WriteOptions) error {
	tables, err := knight.Generate(params, seed)
	if err != nil {
		return err
	}
	if opts.Canceled != nil {
		if err := opts.Canceled(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return err
	}
	return datasets.Write(dir, tables, opts)
}

// Open returns the day in dir. If there is none, or it is no longer whole, make is to put it there. Two processes may do so at
// once: each makes its own, and what is whole in the end stays. What takes its time is told to note before it begins.
func Open(dir string, note func(format string, args ...any), make func() error) (*datasets.Day, error) {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		note("checking %s in the cache", filepath.Base(dir))
		day, err := datasets.Open(dir)
		var problems *datasets.Problems
		if !errors.As(err, &problems) {
			return day, err
		}
		note("%s is not whole, it is made again: %s", dir, problems.Lines()[0])
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	made := make()
	day, err := datasets.Open(dir)
	if err == nil {
		return day, nil // made by us or, meanwhile, by another process
	}
	if made != nil {
		return nil, made
	}
	return nil, err
}
