package tabular

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
)

// seedTables are beginnings of tables with the oddities that real ones have.
var seedTables = []string{
	"time,id,sym,side,qty,px,fee\n2012-08-01 09:30:00,A,X,B,100,10.5,0.01\n",
	"\uFEFFtime;id;sym;side;qty;px;fee\r\n\"2012-08-01\r\n\";A;\"X \"\"Y\"\"\";S;1.000;10,5;-0,01\r\n",
	"time\tid\rx\ty\r", "\xff\xfet\x00i\x00", "a,b\n\x00,\n", "\"open\na,b\nc,d", "a\"b,c\n\"d\"e,f\n", ",,,\n\n \n#c\n", "\r\r\n\n\r",
	"time,id,sym,side,qty,px,fee\n1e99,1e-99,NaN,-,+,--1,.\n2012-08-01T09:30:00.1234567891Z,A,X,SS,1e2,1e-4,99999999999999999999\n",
}

var fuzzMappings = []string{
	fillMapping,
	"kind: orders_and_executions\nheader: none\ndelimiter: ';'\ncolumns: {time: {column: [c1, c2], format: epoch_ns}, symbol: {column: c3, strip: \"x\\t\"}, side: {column: c4, sign: true}, " +
		"qty: {column: c4, absolute: true, unit: 100}, last_px: {column: c5, round: true, decimal: ',', thousands: .}, fee: {sum: [c6, c7], negate: true}}\n",
	"kind_column: side\nkinds: {B: order, S: canceled, '*': print}\ncomment: '#'\nwhen: [{column: sym, not_in: ['']}]\ncolumns: {time: {column: time, format: '%Y-%m-%d %H:%M:%S'}, " +
		"order_id: id, symbol: sym, side: side, qty: qty, px: px, last_qty: qty, last_px: px}\n",
}

// FuzzRead holds that no bytes make the reader of a table panic, and that each row is taken, refused or skipped once, in order.
func FuzzRead(f *testing.F) {
	for _, table := range seedTables {
		for m := range fuzzMappings {
			f.Add(uint8(m), []byte(table))
		}
	}
	var settings []*Settings
	for _, mapping := range fuzzMappings {
		settings = append(settings, mapped(f, 4, mapping))
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		s := settings[int(which)%len(settings)]
		k := &taken{}
		err := Read(bytes.NewReader(data), 0, s, k.sink())
		if err != nil {
			if len(mappingProblems(err)) == 0 {
				t.Fatal(err)
			}
			return
		}
		last, rows := int64(-1), k.skipped()
		for _, r := range k.records {
			if r.Where.Offset < last {
				t.Fatalf("offset %d after %d", r.Where.Offset, last)
			}
			if r.Where.Offset > last {
				rows++
			}
			last = r.Where.Offset
		}
		rows += int64(len(k.refusals))
		if cut := int64(len(cutBySteps(t, data, s.table.delimiter, s.table.comment, 32))); rows != cut && !bytes.HasPrefix(data, []byte{0xff, 0xfe}) && !bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
			t.Fatalf("%d rows are accounted for, of %d", rows, cut)
		}
		if len(k.records) > 2*bytes.Count(data, []byte{'\n'})+2*bytes.Count(data, []byte{'\r'})+2 {
			t.Fatalf("%d records of %d lines", len(k.records), bytes.Count(data, []byte{'\n'}))
		}
	})
}

// cutBySteps cuts a file with a splitter whose memory begins small, and returns each row as text.
func cutBySteps(t testing.TB, data []byte, delimiter byte, comment string, memory int) []string {
	s := newSplitter(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))), delimiter, comment)
	s.buf = make([]byte, memory)
	var rows []string
	for {
		err := s.next()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, cell := range s.cells {
			b.Write(cell)
			b.WriteByte('|')
		}
		b.WriteString(s.fault)
		b.WriteByte('0' + byte(s.form))
		rows = append(rows, b.String())
	}
}

// FuzzSplit holds that rows do not depend on how much of the file is in memory.
func FuzzSplit(f *testing.F) {
	for _, table := range seedTables {
		f.Add([]byte(table), uint8(16))
	}
	f.Fuzz(func(t *testing.T, data []byte, memory uint8) {
		small, large := cutBySteps(t, data, ',', "#", 2+int(memory)), cutBySteps(t, data, ',', "#", bufferMin)
		if strings.Join(small, "\n") != strings.Join(large, "\n") {
			t.Fatalf("in small steps\n%q\nat once\n%q", small, large)
		}
	})
}

// FuzzTimeline holds that no bytes make the reader of a timeline panic, and that its lines come in order.
func FuzzTimeline(f *testing.F) {
	for _, text := range []string{
		`{"at": "2012-08-01T08:01:00-04:00", "kind": "alert", "server": "s8", "reaction": false, "text": "x"}` + "\n\n{\"at\":null}",
		"at,kind,server,build,reaction,text\n2012-08-01,deploy,s1,b2,yes,\"a\nb\"\n", "at,kidn\n1,2\n", `{"at":[[[[[[`, "\uFEFF{}\n[]\n", "\xff\xfe{", "{\"kind\":\"\\ud800\"}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		k := timelineOf(t, string(data))
		last := int64(0)
		for _, r := range k.records {
			if r.Where.Line <= last || r.Kind != intake.Operation || r.Op == 0 {
				t.Fatalf("line %d after %d, kind %d, op %d", r.Where.Line, last, r.Kind, r.Op)
			}
			last = r.Where.Line
		}
		if len(data) > 0 && len(k.records)+len(k.refusals) == 0 && k.skipped() == 0 && strings.TrimSpace(string(data)) != "" && string(data) != "\uFEFF" {
			t.Fatalf("nothing was said of %q", data)
		}
	})
}

// FuzzMapping holds that no mapping makes the checks or the reader panic: it is read, or everything wrong with it is listed.
func FuzzMapping(f *testing.F) {
	for _, mapping := range fuzzMappings {
		f.Add([]byte(mapping))
	}
	for _, c := range recordedFiles {
		f.Add([]byte(c.mapping))
	}
	for _, c := range wrongMappings {
		f.Add([]byte(c.mapping))
	}
	f.Fuzz(func(t *testing.T, mapping []byte) {
		s, err := parseMapping(string(mapping), 4)
		var ps *datasets.Problems
		if err != nil {
			if len(mappingProblems(err)) == 0 && !errors.As(err, &ps) {
				t.Fatal(err)
			}
			return
		}
		for _, table := range seedTables {
			if err := Read(strings.NewReader(table), 0, s, (&taken{}).sink()); err != nil && len(mappingProblems(err)) == 0 {
				t.Fatal(err)
			}
		}
	})
}

// FuzzMapInit holds that a guess of any bytes is a mapping file that can be read.
func FuzzMapInit(f *testing.F) {
	for _, table := range seedTables {
		f.Add([]byte(table))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var b bytes.Buffer
		if err := MapInit(&b, "dir/odd name.csv", bytes.NewReader(data)); err != nil {
			return
		}
		m := mappingFile{Day: dayEntry{PriceScale: 4}}
		if err := datasets.ReadYAML("map.yaml", b.Bytes(), &m); err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if len(m.Tables) != 1 {
			t.Fatalf("%d tables", len(m.Tables))
		}
	})
}
