package datasets

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"lossreplay/model"
)

// validation reads a folder whole, once, and fills day. Everything that is wrong goes to ps.
type validation struct {
	day    *Day
	ps     *Problems
	yaml   *yamlReader
	checks [tableCount]*rowCheck
	broken [tableCount]bool // the file could not be read to its end
	differ [tableCount]bool // the file's checksum is not the manifest's; known of Arrow files before they are read
}

func (v *validation) run() {
	m := v.manifest()
	if m == nil {
		return
	}
	sums := v.checksums()
	v.small()
	v.quotes()
	v.long()
	for _, ps := range <-sums {
		if ps != nil {
			v.ps.merge(ps)
		}
	}
}

// checksums compares the Parquet files with their checksums, beside the reading of their rows, and the Arrow files at once:
// nothing bounds what the library does with the metadata of a damaged one, so those are not read at all.
func (v *validation) checksums() <-chan [tableCount]*Problems {
	var found [tableCount]*Problems
	for t := range tableCount {
		if filepath.Ext(v.day.files[t].entry.File) == string(formatIPC) {
			found[t] = v.checksum(t)
			v.differ[t] = found[t] != nil
		}
	}
	done := make(chan [tableCount]*Problems, 1)
	go func() {
		for t := range tableCount {
			if f := v.day.files[t]; f.info != nil && filepath.Ext(f.entry.File) == string(formatParquet) {
				found[t] = v.checksum(t)
			}
		}
		done <- found
	}()
	return done
}

// checksum returns what is wrong with a file's checksum, nil if it is right.
func (v *validation) checksum(t table) *Problems {
	f := v.day.files[t]
	ps := &Problems{}
	sum, _, err := fileSHA256(v.day.path(t))
	switch {
	case err != nil:
		ps.add(unreadable(f.entry.File, err))
	case sum != f.entry.SHA256:
		ps.add(Problem{Fault: FaultChecksum, File: f.entry.File, Field: "sha256", Value: sum, Rule: "is not " + f.entry.SHA256 + ", which " + manifestName + " names",
			Mend: "the file has changed since the day was written: copy it again, or put its sha256 into " + manifestName + " if you changed it"})
	default:
		return nil
	}
	return ps
}

// open opens a table with all its columns; it returns nil if the table cannot be read, which is then said.
func (v *validation) open(t table) source {
	if v.differ[t] {
		v.broken[t] = true
		return nil
	}
	src := openSource(v.day.path(t), t, v.day.lex, every(t), v.ps)
	v.broken[t] = src == nil
	return src
}

// read opens a table, gives its source to load, and counts its rows in n.
func (v *validation) read(t table, load func(src source, check *rowCheck) (rows int64, err error)) {
	f := v.day.files[t]
	if f.info == nil {
		return
	}
	src := v.open(t)
	if src == nil {
		return
	}
	defer src.close()
	rows, err := load(src, v.checks[t])
	if err != nil {
		v.unreadable(t, err)
		return
	}
	v.rows(t, rows)
}

func (v *validation) unreadable(t table, err error) {
	v.broken[t] = true
	v.ps.add(unreadable(v.day.files[t].entry.File, err))
}

// rows compares a table's rows with what the manifest says.
func (v *validation) rows(t table, rows int64) {
	f := v.day.files[t].entry
	countRows(v.ps, t, f.File, rows)
	if rows != f.Rows {
		v.ps.add(Problem{Fault: FaultChecksum, File: f.File, Rule: fmt.Sprintf("has %d rows; %s says %d", rows, manifestName, f.Rows), Mend: "put the right number of rows into " + manifestName})
	}
}

// span widens the time that a table covers by a batch in time order.
func (v *validation) span(t table, times []model.Time) {
	if len(times) > 0 {
		v.day.first[t] = min(v.day.first[t], times[0])
		v.day.last[t] = max(v.day.last[t], times[len(times)-1])
	}
}

// long reads children with executions.
func (v *validation) long() {
	if v.broken[securities] || v.broken[parents] {
		v.columnsOnly(children, executions)
		return
	}
	childSource, executionSource := v.open(children), v.open(executions)
	if childSource != nil {
		defer childSource.close()
	}
	if executionSource != nil {
		defer executionSource.close()
	}
	if childSource == nil || executionSource == nil {
		return
	}
	v.flow(&childReader{src: childSource, all: true}, &executionReader{src: executionSource, all: true})
}

// quotes reads the quotes.
func (v *validation) quotes() {
	if v.broken[securities] {
		v.columnsOnly(quotes)
		return
	}
	v.read(quotes, func(src source, check *rowCheck) (n int64, err error) {
		r := &quoteReader{src: src}
		for {
			var b model.QuoteColumns
			if err := r.next(&b); err != nil {
				if err == io.EOF {
					err = nil
				}
				return n, err
			}
			check.batch(n, src.odd())
			check.quotes(&b)
			v.span(quotes, b.At)
			n += int64(b.Len())
		}
	})
}

// flow checks children and executions against each other, and the closing against both.
func (v *validation) flow(childRead *childReader, executionRead *executionReader) {
	var reports int64
	flow := flowCheck{
		children: v.checks[children], executions: v.checks[executions], parents: &v.day.parents, symbols: len(v.day.securities),
		nextChildren: func(b *childRows) error {
			err := childRead.next(b)
			v.span(children, b.Sent)
			return err
		},
		nextExecutions: func(b *executionRows) error {
			err := executionRead.next(b)
			v.span(executions, b.At)
			reports += int64(b.Len())
			return err
		},
	}
	var failed inTable
	if err := flow.run(); errors.As(err, &failed) {
		v.ps.add(unreadable(failed.file, failed.error))
		return
	}
	v.rows(children, flow.sent)
	v.rows(executions, reports)
	clean := true
	for _, t := range []table{securities, parents, children, executions, liquidation} {
		clean = clean && !v.broken[t] && v.checks[t].reported == 0
	}
	if clean {
		v.checks[liquidation].closes(v.day.closings, flow.pos)
	}
}

// columnsOnly checks that tables have their columns, where their rows cannot be understood.
func (v *validation) columnsOnly(list ...table) {
	for _, t := range list {
		if v.day.files[t].info == nil {
			continue
		}
		if src := v.open(t); src != nil {
			src.close()
		}
	}
}
