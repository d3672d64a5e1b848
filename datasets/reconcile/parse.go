package reconcile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lossreplay/datasets"
	"lossreplay/model"
)

// fileMax is the largest positions file that is read, in bytes.
const fileMax = 64 << 20

// faultsMax is the number of faults after which a file is read no further.
const faultsMax = 1000

// Position is one row of a positions file.
type Position struct {
	Line   int
	Symbol string
	// Error says that the row speaks of the error account alone; else it speaks of the firm.
	Error   bool
	Opening model.Qty // held before the first execution
	Shares  model.Qty // held after the last
	// Cash is what the trades brought, fees taken off, negative if paid; HasCash says that the row gives it.
	Cash    model.Money
	HasCash bool
}

// The columns of a positions file, by name; the first two must be there.
const (
	colSymbol = iota
	colShares
	colCash
	colAccount
	colOpening
)

var columnNames = []string{colSymbol: "symbol", colShares: "shares", colCash: "cash", colAccount: "account", colOpening: "opening"}

// qtyMax bounds a position without its sign, so that sums with it fit.
const qtyMax = 1 << 61

// Parse reads a positions file: CSV with a header, the columns symbol and shares, and if wanted cash, account and opening, in
// any order. errorAccount is the error account's name, which is the only one that account may name; an empty account is the
// firm. file is the file's name, for messages. The error is a *datasets.Problems, with every fault by line and column, or that
// of reading.
func Parse(file string, r io.Reader, errorAccount string) ([]Position, error) {
	data, err := io.ReadAll(io.LimitReader(r, fileMax+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	p := &parser{file: file, errorAccount: errorAccount, ps: &datasets.Problems{}, seen: map[key]int{}}
	if len(data) > fileMax {
		p.fail(0, 0, datasets.FaultRange, "", "", fmt.Sprintf("is larger than %d bytes", fileMax), "give one row a symbol and account")
		return nil, p.ps.Err()
	}
	p.csv = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	p.csv.FieldsPerRecord = -1 // counted here, so that reading goes on
	if p.header() {
		p.rows()
	}
	if err := p.ps.Err(); err != nil {
		return nil, err
	}
	return p.positions, nil
}

type parser struct {
	file, errorAccount string
	ps                 *datasets.Problems
	csv                *csv.Reader
	at                 []int // by column: position in the file, -1 if it is not there
	width              int
	positions          []Position
	seen               map[key]int // line of a symbol and account
	faults             int
}

// key is what a file may speak of once.
type key struct {
	symbol string
	error  bool
}

func (p *parser) fail(line, column int, fault datasets.Fault, field, value, rule, mend string) {
	p.faults++
	p.ps.Add(datasets.Problem{Fault: fault, File: p.file, Line: line, Column: column, Field: field, Value: value, Rule: rule, Mend: mend})
}

// read returns the next record and its line; ok is false at the end of the file.
func (p *parser) read() (record []string, line int, ok bool) {
	for {
		record, err := p.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil, 0, false
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			p.fail(bad.Line, bad.Column, datasets.FaultSyntax, "", "", "is no CSV here: "+bad.Err.Error(), "a field with quotes in it stands in quotes, its own doubled")
			if p.faults >= faultsMax {
				return nil, 0, false
			}
			continue
		}
		line, _ = p.csv.FieldPos(0)
		return record, line, true
	}
}

// header reads the names of the columns.
func (p *parser) header() bool {
	record, line, ok := p.read()
	if !ok {
		if p.faults == 0 {
			p.fail(0, 0, datasets.FaultMissing, "", "", "is empty", "begin with the line symbol,shares or symbol,shares,cash")
		}
		return false
	}
	p.width, p.at = len(record), []int{-1, -1, -1, -1, -1}
	for i, name := range record {
		_, column := p.csv.FieldPos(i)
		known := -1
		for c, want := range columnNames {
			if name == want {
				known = c
			}
		}
		switch {
		case known < 0:
			mend := "the columns are symbol, shares, and if wanted cash, account, opening"
			if near := model.Nearest(name, columnNames); near != "" {
				mend = "did you mean " + near + "? " + mend
			}
			p.fail(line, column, datasets.FaultKey, "", show(name), "is no column of a positions file", mend)
		case p.at[known] >= 0:
			p.fail(line, column, datasets.FaultDuplicate, "", show(name), "is the name of two columns", "keep one")
		default:
			p.at[known] = i
		}
	}
	for _, c := range []int{colSymbol, colShares} {
		if p.at[c] < 0 {
			p.fail(line, 1, datasets.FaultMissing, columnNames[c], "", "is missing", "begin with the line symbol,shares or symbol,shares,cash")
		}
	}
	return p.faults == 0
}

// rows reads the positions.
func (p *parser) rows() {
	for p.faults < faultsMax {
		record, line, ok := p.read()
		if !ok {
			return
		}
		if len(record) != p.width {
			p.fail(line, 1, datasets.FaultSyntax, "", "", fmt.Sprintf("has %d fields; the header has %d", len(record), p.width), "give every row as many fields as the header")
			continue
		}
		p.row(record, line)
	}
}

// row takes one position.
func (p *parser) row(record []string, line int) {
	before := p.faults
	at := Position{Line: line, Symbol: record[p.at[colSymbol]]}
	if !plain(at.Symbol) {
		p.failAt(line, colSymbol, datasets.FaultRange, at.Symbol, "is no symbol", "write it as securities has it, without spaces around it")
	}
	at.Error = p.account(record, line)
	at.Shares, _ = p.shares(record, line, colShares, true)
	at.Opening, _ = p.shares(record, line, colOpening, false)
	if text := p.text(record, colCash); text != "" {
		cash, err := model.ParseMoney(text)
		if err != nil {
			p.failAt(line, colCash, datasets.FaultType, text, "is no amount: a plain decimal number with at most six decimals", "write -1234.56, without separators or currency")
		}
		at.Cash, at.HasCash = cash, true
	}
	k := key{at.Symbol, at.Error}
	if first, twice := p.seen[k]; twice {
		p.failAt(line, colSymbol, datasets.FaultDuplicate, at.Symbol, fmt.Sprintf("is here a second time: line %d has it", first), "keep one row a symbol and account")
	} else {
		p.seen[k] = line
	}
	if p.faults == before {
		p.positions = append(p.positions, at)
	}
}

// account reports whether the row speaks of the error account.
func (p *parser) account(record []string, line int) bool {
	name := p.text(record, colAccount)
	if name != "" && name != p.errorAccount {
		mend := "leave it empty for the whole firm"
		if p.errorAccount != "" {
			mend += ", or write " + show(p.errorAccount) + ", the error account"
		}
		p.failAt(line, colAccount, datasets.FaultUnknown, name, "is no account of the day", mend)
	}
	return name != ""
}

// shares returns a number of shares; an empty one is 0 unless it is needed.
func (p *parser) shares(record []string, line, column int, needed bool) (model.Qty, bool) {
	text := p.text(record, column)
	if text == "" && !needed {
		return 0, true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strings.HasPrefix(text, "+") || n > qtyMax || n < -qtyMax {
		p.failAt(line, column, datasets.FaultType, text, "is no whole number of shares in range", "write -300 for a short position, without separators")
		return 0, false
	}
	return model.Qty(n), true
}

// text returns a field, "" where the file has no such column.
func (p *parser) text(record []string, column int) string {
	if p.at[column] < 0 {
		return ""
	}
	return record[p.at[column]]
}

// failAt reports the field of a column.
func (p *parser) failAt(line, column int, fault datasets.Fault, value, rule, mend string) {
	_, at := p.csv.FieldPos(p.at[column])
	p.fail(line, at, fault, columnNames[column], show(value), rule, mend)
}

// plain reports whether a text can be a symbol.
func plain(text string) bool {
	return text != "" && utf8.ValidString(text) && strings.TrimSpace(text) == text && !strings.ContainsFunc(text, unicode.IsControl)
}

// show returns text in quotes, cut to a readable length.
func show(text string) string {
	const longest = 60
	if len(text) > longest {
		return strconv.Quote(text[:longest]) + "..."
	}
	return strconv.Quote(text)
}
