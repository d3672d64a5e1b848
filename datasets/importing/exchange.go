package importing

import (
	"cmp"
	"io"
	"path/filepath"
	"strings"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/datasets/itch"
	"lossreplay/datasets/lobster"
)

// problemOf returns what is wrong with a section of the mapping file as problems, one a line of err.
func problemOf(file, section string, err error) error {
	ps := &datasets.Problems{}
	for _, line := range strings.Split(err.Error(), "\n") {
		ps.Add(datasets.Problem{Fault: datasets.FaultRange, File: file, Field: section, Rule: line, Mend: "mend the section " + section + " of the mapping file"})
	}
	return ps.Err()
}

// newYork makes New York the day's zone unless the user has named another: the exchange's clock is there.
func newYork(s *intake.Settings) error {
	if s.Said["zone"] {
		return nil
	}
	zone, err := time.LoadLocation("America/New_York")
	s.Zone, s.Said["zone"] = zone, true
	return err
}

// openITCH reads files one after the other. Where neither the mapping nor a flag says the day, each file's name does.
func openITCH(m *mapping, file string, s *intake.Settings) (reader, error) {
	settings := func(name string) (*itch.Settings, error) {
		date := s.Date
		if date == "" {
			date, _ = itch.DateOf(name)
		}
		o, err := m.ITCH.Settings(date, s.Scale)
		if err != nil {
			return nil, problemOf(cmp.Or(file, name), "itch", err)
		}
		return o, nil
	}
	return eachUnpacked(func(r io.Reader, src *Source, sink *intake.Sink) error {
		o, err := settings(filepath.Base(src.Name))
		if err != nil {
			return err
		}
		return itch.Read(r, src.Index, o, sink)
	}), newYork(s)
}

// openLOBSTER reads message files, each beside the order-book file of the same name if that is among the sources.
func openLOBSTER(m *mapping, file string, s *intake.Settings) (reader, error) {
	o, err := m.LOBSTER.Settings(s.Date, s.Scale)
	if err != nil {
		return nil, problemOf(file, "lobster", err)
	}
	if err := newYork(s); err != nil {
		return nil, err
	}
	return func(sources []*Source, sink *intake.Sink) error {
		books := map[string]*Source{}
		for _, src := range sources {
			if strings.Contains(filepath.Base(src.Name), "_orderbook_") {
				books[filepath.Base(src.Name)] = src
			}
		}
		for _, src := range sources {
			name := filepath.Base(src.Name)
			if books[name] != nil {
				continue
			}
			book := books[strings.Replace(name, "_message_", "_orderbook_", 1)]
			err := src.Unpacked(sink, func(r io.Reader) error {
				if book == nil {
					return lobster.Read(r, nil, name, src.Index, o, sink)
				}
				return book.Unpacked(sink, func(b io.Reader) error { return lobster.Read(r, b, name, src.Index, o, sink) })
			})
			if err != nil {
				return err
			}
		}
		return nil
	}, nil
}
