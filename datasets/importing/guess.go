package importing

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/datasets/tabular"
)

// Guess returns a mapping file for the CSV sources, guessed from their first rows, to be corrected by a person. The error is a
// *datasets.Problems with each source that cannot be opened or is no CSV file.
func Guess(names []string) ([]byte, error) {
	sources, err := openSources(&importer{req: &Request{}}, names)
	if err != nil {
		return nil, err
	}
	defer closeSources(sources)
	ps := &datasets.Problems{}
	var all []byte
	for _, src := range sources {
		var one bytes.Buffer
		sink := &intake.Sink{Warn: func(intake.Where, string) {}, Refuse: func(intake.Refusal) error { return nil }}
		err := src.Unpacked(sink, func(r io.Reader) error { return tabular.MapInit(&one, src.Name, r) })
		var problems *datasets.Problems
		if errors.As(err, &problems) {
			return nil, err
		}
		if err != nil {
			ps.Add(datasets.Problem{Fault: datasets.FaultCorrupt, File: src.Name, Rule: err.Error(), Mend: "write its entry of tables by hand: docs/import.md has an example"})
			continue
		}
		all = joined(all, one.Bytes())
	}
	return all, ps.Err()
}

// joined returns one mapping file of two: the second's tables behind the first's.
func joined(first, second []byte) []byte {
	if len(first) == 0 {
		return slices.Clone(second)
	}
	const tables = "\ntables:\n"
	_, below, _ := bytes.Cut(second, []byte(tables))
	return append(first, below...)
}
