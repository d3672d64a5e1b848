package main

import (
	"context"
	"errors"

	"lossreplay/datasets"
	"lossreplay/datasets/embedded"
	"lossreplay/datasets/knight"
)

// openEmbedded returns the embedded incident from the cache, where it is made first if need be.
func openEmbedded(ctx context.Context, f incidentFlags, p *progress) (*datasets.Day, error) {
	params, err := knightParams(f.scenario)
	if err != nil {
		return nil, err
	}
	dir, err := embedded.Folder(f.seed, &params)
	if err != nil {
		return nil, badInput("set XDG_CACHE_HOME to a folder", "%w", err)
	}
	day, err := embedded.Open(dir, p.phase, func() error {
		p.phase("making %s with seed %d; this happens once", defaultIncident, f.seed)
		return makeEmbedded(params, f.seed, dir, datasets.WriteOptions{Canceled: ctx.Err})
	})
	return day, errors.Join(err, ctx.Err())
}

// makeEmbedded makes the incident's folder whole, or leaves what was there.
func makeEmbedded(params knight.Params, seed uint64, dir string, opts datasets.WriteOptions) error {
	err := embedded.Make(params, seed, dir, opts)
	var impossible *knight.Impossible
	if errors.As(err, &impossible) {
		return badInput("lossreplay incidents lists the keys", "%w", err)
	}
	return err
}
