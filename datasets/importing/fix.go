package importing

import (
	"io"

	"lossreplay/datasets/fix"
	"lossreplay/datasets/intake"
)

// openFIX reads logs one after the other: what spans them, sequence numbers and orders, lives in one reader.
func openFIX(m *mapping, file string, s *intake.Settings) (reader, error) {
	settings, err := m.FIX.Settings(s.Date, s.Scale)
	if err != nil {
		return nil, problemOf(file, "fix", err)
	}
	return func(sources []*Source, sink *intake.Sink) error {
		r := fix.NewReader(settings, sink)
		for _, src := range sources {
			if err := src.Unpacked(sink, func(in io.Reader) error { return r.Read(in, src.Index) }); err != nil {
				return err
			}
		}
		r.Close()
		return nil
	}, nil
}
