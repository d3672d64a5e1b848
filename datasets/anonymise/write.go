package anonymise

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"

	"lossreplay/datasets"
)

// Write writes the day as the incident folder dir, in Parquet, and checks all of it. It reads the original once, in batches.
// Columns and files that are no part of a day (docs/format.md) stay behind. Errors are those of datasets.NewFolder and of reading
// and writing; nothing is left then. It panics if opts asks for Arrow IPC.
func (d *Day) Write(dir string, opts datasets.WriteOptions) (err error) {
	folder, err := datasets.NewFolder(dir, opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	t := &datasets.Tables{About: d.about, SecurityRows: d.securities, OperationRows: d.operations, ClosingRows: d.Closings(), BarRows: slices.Clone(d.bars), ParentRows: d.parents}
	if err := folder.AppendOrders(t, d); err != nil {
		return err
	}
	if _, err := folder.Seal(t); err != nil {
		return err
	}
	return folder.Commit()
}

// WriteNames writes the old and new names, and the date, into a new CSV file that its owner alone may read.
func (d *Day) WriteNames(name string) error {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	lines := [][]string{{"kind", "old", "new"}}
	for _, n := range d.names {
		lines = append(lines, []string{n.Kind, n.Old, n.New})
	}
	if err := w.WriteAll(lines); err != nil {
		return err
	}
	return writePrivate(name, out.Bytes())
}
