package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// MapInit reads the header and up to 200 rows of the CSV file r, called name, and writes to w a mapping file that is a guess of
// how to read it, with what was seen as comments. What a row of the guessed kind needs and no column shows stands as a comment
// that says FILL IN; the zone of times is never guessed. The error is that of r or w, or says that the file is no CSV.
func MapInit(w io.Writer, name string, r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, sampleMax))
	if err != nil {
		return err
	}
	switch {
	case bytes.HasPrefix(data, []byte("PAR1")) || bytes.HasPrefix(data, []byte("ARROW1")):
		return errors.New("a mapping is guessed from CSV only: a Parquet or Arrow file holds its columns' names and types itself")
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}) || bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return errors.New(isUTF16)
	}
	s := sampled(bytes.TrimPrefix(data, []byte("\uFEFF")))
	if len(s.columns) == 0 {
		return errors.New("the file has no row to guess a mapping from")
	}
	b := &guessWriter{guess: guessed(s), written: map[field]bool{}}
	b.file(path.Base(strings.ReplaceAll(name, `\`, "/")))
	_, err = w.Write(b.Bytes())
	return err
}

// guessWriter writes a guess as a mapping file.
type guessWriter struct {
	bytes.Buffer
	*guess
	written map[field]bool
}

func (b *guessWriter) line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

// file writes the whole mapping file.
func (b *guessWriter) file(name string) {
	b.line("# A guess from the first %d rows of %s. Correct it, then import with --map.", b.rows, oneLine(name))
	b.line("format: lossreplay-import/1")
	if d := b.priceDecimals(); d > 4 {
		b.line("day:")
		b.line("  price_scale: %d # prices were seen with %d decimals", min(d, 6), d)
	}
	b.line("# day: {name: ..., date: ..., zone: America/New_York, open: ..., close: ..., currency: USD}")
	b.line("tables:")
	b.line("  - file: %s", yamlWord(name))
	b.line("    kind: %s # or orders, executions, orders_and_executions, parents, prints, quotes, closing; kind_column and kinds if rows differ", b.kind)
	if b.delimiter != ',' {
		b.line("    delimiter: %s", map[byte]string{';': `";"`, '\t': "tab", '|': `"|"`}[b.delimiter])
	}
	if !b.header {
		b.line("    header: none # or a list of names; without names the columns are c1, c2, ...")
	}
	if b.skip > 0 {
		b.line("    skip_rows: %d", b.skip)
	}
	b.filters()
	head := b.Len()
	k := kindNamed(b.kind)
	for _, n := range k.need {
		b.needed(n)
	}
	for _, f := range k.may {
		if b.fields[f] != nil {
			b.column(f, b.fields[f])
		}
	}
	b.unused()
	below := string(b.Bytes()[head:])
	b.Truncate(head)
	said := slices.ContainsFunc(strings.Split(below, "\n"), func(line string) bool {
		return line != "" && !strings.HasPrefix(strings.TrimSpace(line), "#")
	})
	if !said {
		b.line("    columns: {} # nothing was recognised: take the braces out and fill in what follows")
	} else {
		b.line("    columns:")
	}
	b.WriteString(below)
}

// filters suggests a row filter if some words of the side are none.
func (b *guessWriter) filters() {
	c := b.fields[sideField]
	if c == nil || c.sides() == len(c.words) || b.kind == "quotes" || b.kind == "prints" {
		return
	}
	var in []string
	for _, word := range c.words {
		if _, ok := sideWords[strings.ToLower(word)]; ok {
			in = append(in, yamlWord(word))
		}
	}
	if len(in) > 0 {
		b.line("    when: [{column: %s, in: [%s]}] # other words were seen in it", yamlWord(c.name), strings.Join(in, ", "))
	}
}

// needed writes a column that rows of the kind need.
func (b *guessWriter) needed(n need) {
	switch {
	case b.fields[n.field] != nil:
		b.column(n.field, b.fields[n.field])
	case n.instead != noField && b.fields[n.instead] != nil:
		b.column(n.instead, b.fields[n.instead])
	case n.field == sideField && b.fields[qtyField] != nil && b.fields[qtyField].negative > 0:
		b.line("      side: {column: %s, sign: true} # above 0 a buy, below 0 a sale", yamlWord(b.fields[qtyField].name))
	case !b.written[n.instead]:
		b.written[n.field] = true
		b.line("      # FILL IN %s: rows of this kind need it; name its column, or {default: a value for all rows}", fieldName(n.field))
	}
}

// unused lists the columns that are not mapped.
func (b *guessWriter) unused() {
	var names []string
	for i, c := range b.columns {
		used := c == b.also
		for _, f := range b.fields {
			used = used || c == f
		}
		if !used {
			names = append(names, "c"+strconv.Itoa(i+1)+" "+oneLine(c.name))
		}
	}
	if len(names) > 0 {
		b.line("      # not mapped: %s", strings.Join(names, ", "))
	}
}

// priceDecimals returns the most decimals that a price was seen with.
func (b *guessWriter) priceDecimals() int {
	most := 0
	for f, c := range b.fields {
		if typeOf(f) == priceType {
			most = max(most, c.decimals)
		}
	}
	return most
}

// yamlWord returns text as a YAML scalar, in quotes unless it is a plain word.
func yamlWord(text string) string {
	for i, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789_ .-", r)) {
			return strconv.Quote(text)
		}
	}
	switch strings.ToLower(text) {
	case "", "y", "n", "yes", "no", "true", "false", "on", "off", "null":
		return strconv.Quote(text)
	}
	return strings.TrimSpace(text)
}

// oneLine returns text fit for a comment.
func oneLine(text string) string {
	const longest = 80
	text = strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
	return text[:min(len(text), longest)]
}
