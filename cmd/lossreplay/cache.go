package main

import (
	"context"
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

// openEmbedded returns the embedded incident from the cache, where it is made first if need be.
func openEmbedded(ctx context.Context, f incidentFlags, p *progress) (*datasets.Day, error) {
	params, err := knightParams(f.scenario)
	if err != nil {
		return nil, err
	}
	dir, err := cacheFolder(f.seed, &params)
	if err != nil {
		return nil, err
	}
	day, err := openCached(dir, p, func() error {
		p.phase("making %s with seed %d; this happens once", defaultIncident, f.seed)
		return makeEmbedded(params, f.seed, dir, datasets.WriteOptions{Canceled: ctx.Err})
	})
	return day, errors.Join(err, ctx.Err())
}

// openCached returns the day in dir. If there is none, or it is no longer whole, make is to put it there. Two processes may do
// so at once: each makes its own, and what is whole in the end stays.
func openCached(dir string, p *progress, make func() error) (*datasets.Day, error) {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		p.phase("checking %s in the cache", filepath.Base(dir))
		day, err := datasets.Open(dir)
		var problems *datasets.Problems
		if !errors.As(err, &problems) {
			return day, err
		}
		p.phase("%s is not whole, it is made again: %s", dir, problems.Lines()[0])
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

// cacheFolder returns where an incident of those parameters and seed is kept.
func cacheFolder(seed uint64, params *knight.Params) (string, error) {
	root, err := os.UserCacheDir()
	if err != nil {
		return "", badInput("set XDG_CACHE_HOME to a folder", "there is no folder for the cache: %w", err)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %+v", knight.Version, seed, *params))
	return filepath.Join(root, "lossreplay", fmt.Sprintf("%s-seed%d-%s", defaultIncident, seed, hex.EncodeToString(sum[:6]))), nil
}

// makeEmbedded makes the incident's folder whole, or leaves what was there.
func makeEmbedded(params knight.Params, seed uint64, dir string, opts datasets.WriteOptions) error {
	tables, err := knight.Generate(params, seed)
	if err != nil {
		return badInput("lossreplay incidents lists the keys", "%w", err)
	}
	if err := opts.Canceled(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return err
	}
	return datasets.Write(dir, tables, opts)
}
