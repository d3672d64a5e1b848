package importing

import (
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strconv"

	"lossreplay/datasets"
	"lossreplay/datasets/fix"
	"lossreplay/datasets/intake"
	"lossreplay/datasets/itch"
	"lossreplay/datasets/lobster"
	"lossreplay/datasets/tabular"
)

// mapVersion is the version of the mapping file that this package reads.
const mapVersion = "lossreplay-import/1"

// mapping is the mapping file: what to take a format's fields for, and what no log says of the day.
type mapping struct {
	Format   string                 `yaml:"format" doc:"lossreplay-import/1"`
	Day      intake.DayOptions      `yaml:"day" opt:"true" doc:"which day it is; what is left out is assumed, and named so"`
	FIX      fix.Options            `yaml:"fix" opt:"true" doc:"of format fix"`
	Tables   []tabular.Options      `yaml:"tables" opt:"true" doc:"of formats csv and parquet, and of tables beside another format: what each holds, and where"`
	LOBSTER  lobster.Options        `yaml:"lobster" opt:"true" doc:"of format lobster"`
	ITCH     itch.Options           `yaml:"itch" opt:"true" doc:"of format itch"`
	Unwanted intake.UnwantedOptions `yaml:"unwanted" opt:"true" doc:"which orders nobody asked for: those that meet all of this"`
	Closing  intake.ClosingOptions  `yaml:"closing" opt:"true" doc:"how residual positions were closed, where no closing trades are imported"`
	Market   intake.MarketOptions   `yaml:"market" opt:"true" doc:"impact, liquidation and error account; what is left out is assumed"`
}

// Schema returns the JSON schema of the mapping file.
func Schema() ([]byte, error) {
	return datasets.YAMLSchema(reflect.TypeFor[mapping](), "mapping file of lossreplay import")
}

// readMapping returns what the mapping file name says; without a name, what an empty one would.
func readMapping(name string) (*mapping, error) {
	m := &mapping{}
	if name == "" {
		return m, nil
	}
	src, why := openSource(name)
	if why != nil {
		ps := &datasets.Problems{}
		ps.Add(*why)
		return nil, ps.Err()
	}
	defer src.file.Close()
	text, err := io.ReadAll(io.LimitReader(src.file, 8<<20))
	if err != nil {
		return nil, err
	}
	if err := datasets.ReadYAML(name, text, m); err != nil {
		return nil, err
	}
	if m.Format != mapVersion {
		ps := &datasets.Problems{}
		ps.Add(datasets.Problem{Fault: datasets.FaultRange, File: name, Field: "format", Value: strconv.Quote(m.Format), Rule: "is not " + mapVersion,
			Mend: "this version reads " + mapVersion + " only"})
		return nil, ps.Err()
	}
	return m, nil
}

// settings returns what the mapping and the request say of the day.
func (m *mapping) settings(r *Request) (*intake.Settings, error) {
	o := intake.Options{Day: m.Day, Unwanted: m.Unwanted, Closing: m.Closing, Market: m.Market}
	if r.Date != "" {
		o.Day.Date = r.Date
	}
	if r.Zone != "" {
		o.Day.Zone = r.Zone
	}
	return o.Settings(r.Map, func(name string) (io.ReadCloser, error) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(r.Map), name)
		}
		if src, why := openSource(name); why == nil {
			return src.file, nil
		}
		_, err := os.Stat(name)
		return nil, err
	})
}
