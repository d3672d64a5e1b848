package importing

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/datasets/tabular"
)

// tables reads sources by the entries of the mapping file's tables.
type tables struct {
	entries  []tabular.Options
	settings []*tabular.Settings // checked, by entry
	file     string              // the mapping file
}

// newTables checks the entries. The error is a *datasets.Problems with everything that is wrong with them.
func newTables(m *mapping, file string, s *intake.Settings) (*tables, error) {
	t := &tables{entries: m.Tables, file: file}
	ps := &datasets.Problems{}
	for i := range m.Tables {
		settings, err := tabular.NewSettings(&m.Tables[i], s.Scale, s.Date, s.Zone)
		addMapping(ps, file, fmt.Sprintf("tables[%d].", i), err)
		t.settings = append(t.settings, settings)
	}
	return t, ps.Err()
}

// addMapping adds what is wrong with an entry to ps and reports whether err was of that kind.
func addMapping(ps *datasets.Problems, file, prefix string, err error) bool {
	var wrong *tabular.MappingError
	if !errors.As(err, &wrong) {
		return false
	}
	for _, p := range wrong.Problems {
		value := p.Value
		if value != "" {
			value = strconv.Quote(value)
		}
		ps.Add(datasets.Problem{Fault: datasets.FaultRange, File: file, Field: prefix + p.Field, Value: value, Rule: p.Rule, Mend: p.Mend})
	}
	return true
}

// openTables reads every source by the entry of tables that is for it.
func openTables(m *mapping, file string, s *intake.Settings) (reader, error) {
	ps := &datasets.Problems{}
	if len(m.Tables) == 0 {
		ps.Add(datasets.Problem{Fault: datasets.FaultMissing, File: cmp.Or(file, "--map"), Field: "tables", Rule: "is missing: nothing says what the columns mean",
			Mend: "lossreplay import csv FILE --map-init map.yaml guesses a mapping; correct it and give it with --map"})
		return nil, ps.Err()
	}
	t, err := newTables(m, file, s)
	if err != nil {
		return nil, err
	}
	return func(sources []*Source, sink *intake.Sink) error {
		for _, src := range sources {
			if tabular.Choose(t.entries, src.Name) < 0 {
				ps.Add(datasets.Problem{Fault: datasets.FaultMissing, File: src.Name, Rule: "has no entry in tables of " + file, Mend: "add one with its file: " + filepath.Base(src.Name)})
			}
		}
		if err := ps.Err(); err != nil {
			return err
		}
		return t.read(sources, sink)
	}, nil
}

// beside returns read for a format whose sources are no tables: those that an entry of tables names by file are read as tables all
// the same, so that quotes or closing trades in CSV can stand beside a log.
func (m *mapping) beside(read reader, file string, s *intake.Settings) (reader, error) {
	t, err := newTables(m, file, s)
	if err != nil {
		return nil, err
	}
	return func(sources []*Source, sink *intake.Sink) error {
		var own, others []*Source
		for _, src := range sources {
			if i := tabular.Choose(t.entries, src.Name); i >= 0 && t.entries[i].File != "" {
				others = append(others, src)
			} else {
				own = append(own, src)
			}
		}
		if err := read(own, sink); err != nil {
			return err
		}
		return t.read(others, sink)
	}, nil
}

func (t *tables) read(sources []*Source, sink *intake.Sink) error {
	for _, src := range sources {
		i := tabular.Choose(t.entries, src.Name)
		err := readTable(src, t.settings[i], sink)
		ps := &datasets.Problems{}
		if addMapping(ps, src.Name, fmt.Sprintf("tables[%d].", i), err) {
			return ps.Err()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readTable reads a source as what its first bytes say that it is.
func readTable(src *Source, s *tabular.Settings, sink *intake.Sink) error {
	switch src.begins() {
	case "PAR1":
		return tabular.ReadParquet(src, src.Size(), src.Index, s, sink)
	case "ARRO":
		return tabular.ReadArrow(src, src.Size(), src.Index, s, sink)
	}
	return src.Unpacked(sink, func(r io.Reader) error { return tabular.Read(r, src.Index, s, sink) })
}

// begins returns the first four bytes of the file as it stands, or fewer.
func (s *Source) begins() string {
	var head [4]byte
	n, _ := s.file.ReadAt(head[:], 0)
	return string(head[:n])
}

// withTimeline returns read for a list of sources whose last is a timeline of operations.
func withTimeline(read reader, s *intake.Settings) reader {
	return func(sources []*Source, sink *intake.Sink) error {
		last := len(sources) - 1
		if err := read(sources[:last], sink); err != nil {
			return err
		}
		src := sources[last]
		settings := &tabular.Settings{Scale: s.Scale, Date: s.Date, Zone: s.Zone}
		return src.Unpacked(sink, func(r io.Reader) error { return tabular.ReadTimeline(r, src.Index, settings, sink) })
	}
}
