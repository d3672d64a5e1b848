package importing

import (
	"errors"
	"io"
	"slices"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// Request says what to import.
type Request struct {
	Format  string
	Sources []string
	Map     string // the mapping file; "" for none
	// Date and Zone, if not empty, are taken before what the mapping file says of the day.
	Date, Zone string
	Operations string // a timeline of operations, in CSV or JSON lines; "" for none
	Out        string
	Force      bool // replace the incident folder that is at Out
	// Canceled, if set, is asked now and then; its error ends the import.
	Canceled func() error
	// Progress, if set, is told how many bytes of how many of the sources are read.
	Progress func(done, total int64)
	// Sorted, if set, is called when all sources are read and the day is being put together.
	Sorted func()
}

// format is a format that can be imported. Adding one is a line in formats, and its section in mapping.
type format struct {
	name, doc string
	// beside says that tables may be given beside its own sources.
	beside bool
	// open returns what reads sources of the format, after it has checked the format's section of the mapping file.
	open func(m *mapping, file string, s *intake.Settings) (reader, error)
}

// reader reads all sources into the sink.
type reader func(sources []*Source, sink *intake.Sink) error

// formats are those that can be imported, in the order in which they are listed.
var formats = []format{
	{"fix", "FIX 4.0 to 5.0SP2 logs of tag=value messages", true, openFIX},
	{"csv", "CSV tables, by a mapping file", false, openTables},
	{"parquet", "Parquet or Arrow IPC tables, by a mapping file", false, openTables},
	{"lobster", "LOBSTER message and order-book files", true, openLOBSTER},
	{"itch", "Nasdaq TotalView-ITCH 5.0", true, openITCH},
}

// eachUnpacked is the reader of a format whose sources are read one after the other, from front to back.
func eachUnpacked(read func(r io.Reader, src *Source, sink *intake.Sink) error) reader {
	return func(sources []*Source, sink *intake.Sink) error {
		for _, src := range sources {
			if err := src.Unpacked(sink, func(r io.Reader) error { return read(r, src, sink) }); err != nil {
				return err
			}
		}
		return nil
	}
}

// Formats returns the names of the formats and what each is.
func Formats() (names, docs []string) {
	for _, f := range formats {
		names, docs = append(names, f.name), append(docs, f.doc)
	}
	return names, docs
}

// Import takes the sources to the incident folder req.Out, and returns what became of their rows and the day, validated. The
// summary is there whenever rows were read, also with an error.
//
// A *datasets.Problems lists what the user must change; errors.Is(err, intake.ErrNoOrders) holds if the sources hold no order,
// errors.Is(err, datasets.ErrExists) or ErrForeign if something is at the place. After an error the place is as it was.
func Import(req Request) (*intake.Summary, *datasets.Day, error) { return importAs(formats, req) }

// importAs is Import with a choice of formats.
func importAs(known []format, req Request) (*intake.Summary, *datasets.Day, error) {
	f, err := formatNamed(known, req.Format)
	if err != nil {
		return nil, nil, err
	}
	m, err := readMapping(req.Map)
	if err != nil {
		return nil, nil, err
	}
	settings, err := m.settings(&req)
	if err != nil {
		return nil, nil, err
	}
	read, err := f.open(m, req.Map, settings)
	if err != nil {
		return nil, nil, err
	}
	if f.beside {
		if read, err = m.beside(read, req.Map, settings); err != nil {
			return nil, nil, err
		}
	}
	if req.Operations != "" {
		read, req.Sources = withTimeline(read, settings), append(slices.Clone(req.Sources), req.Operations)
	}
	in := &importer{req: &req}
	sources, err := openSources(in, req.Sources)
	if err != nil {
		return nil, nil, err
	}
	defer closeSources(sources)
	return in.into(settings, read, sources)
}

// importer is an import under way.
type importer struct {
	req         *Request
	done, total int64
}

func (in *importer) canceled() error {
	if in.req.Canceled == nil {
		return nil
	}
	return in.req.Canceled()
}

func (in *importer) progress(n int64) {
	in.done += n
	if in.req.Progress != nil {
		in.req.Progress(min(in.done, in.total), in.total)
	}
}

// into reads the sources and writes the folder.
func (in *importer) into(s *intake.Settings, read reader, sources []*Source) (sum *intake.Summary, day *datasets.Day, err error) {
	folder, err := datasets.NewFolder(in.req.Out, datasets.WriteOptions{Force: in.req.Force, Canceled: in.req.Canceled})
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	taken, err := intake.New(folder, s, in.req.Sources)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, taken.Close()) }()
	if err := read(sources, taken.Sink()); err != nil {
		return nil, nil, err
	}
	if in.req.Sorted != nil {
		in.req.Sorted()
	}
	sum, day, err = taken.Finish(in.req.Canceled)
	if err != nil {
		return sum, nil, err
	}
	return sum, day, folder.Commit()
}

// formatNamed returns the format of that name.
func formatNamed(known []format, name string) (*format, error) {
	i := slices.IndexFunc(known, func(f format) bool { return f.name == name })
	if i >= 0 {
		return &known[i], nil
	}
	names := make([]string, len(known))
	for i := range known {
		names[i] = known[i].name
	}
	return nil, &UnknownFormat{Name: name, Near: model.Nearest(name, names), Known: names}
}

// UnknownFormat is the error of a format that cannot be imported.
type UnknownFormat struct {
	Name, Near string // Near is a known one that may have been meant, "" if none is
	Known      []string
}

// Error says which format is not known.
func (e *UnknownFormat) Error() string { return "no format " + e.Name + " can be imported" }
