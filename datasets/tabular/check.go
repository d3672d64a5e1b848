package tabular

import (
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"lossreplay/model"
)

// table is the checked form of Options.
type table struct {
	delimiter byte
	names     []string // of the columns, if the file does not say
	numbered  bool     // the file has no header and the mapping gives no names
	skip      int64
	comment   string
	when      []Filter
	columns   [fieldCount]*spec
	kind      *rowKind // of every row, or nil
	kindAt    string   // else the column that says it
	kinds     map[string]*rowKind
	other     *rowKind // of words that kinds does not have, or nil
}

// spec is the checked form of a Column.
type spec struct {
	Column
	name     string
	kind     fieldType
	decimals int // by which a number is multiplied, as a power of ten: the unit's, and what the field keeps
	codes    map[string]int64
	letters  [256]int16 // codes of words of one letter, -1 if there is none
}

// check returns the checked form of o and adds what is wrong with it to e.
func (s *Settings) check(o *Options, e *MappingError) *table {
	t := &table{delimiter: ',', skip: o.SkipRows, comment: o.Comment, when: o.When}
	switch d := o.Delimiter; {
	case d == "tab" || d == "\t":
		t.delimiter = '\t'
	case len(d) == 1 && d != "\"" && d != "\n" && d != "\r":
		t.delimiter = d[0]
	case d != "":
		e.add("delimiter", d, "is no single character", "write one such as ; or the word tab")
	}
	if len(o.Header) == 1 && o.Header[0] == "none" {
		t.numbered = true
	} else {
		t.names = o.Header
	}
	if o.SkipRows < 0 {
		e.add("skip_rows", "", "is below 0", "write how many lines stand before the header")
	}
	if _, err := path.Match(o.File, ""); err != nil {
		e.add("file", o.File, "is no glob", "write a base name, or a pattern with * and ?")
	}
	for _, f := range o.When {
		if f.Column == "" || (len(f.In) == 0) == (len(f.NotIn) == 0) {
			e.add("when", f.Column, "has not exactly one of in and not_in", "write {column: Status, in: [FILLED]}")
		}
	}
	columns := reflect.ValueOf(&o.Columns).Elem()
	for f := range fieldCount {
		if c := columns.Field(int(f)).Addr().Interface().(*Column); !reflect.ValueOf(c).Elem().IsZero() {
			t.columns[f] = s.spec(columns.Type().Field(int(f)).Tag.Get("yaml"), f, c, e)
		}
	}
	t.checkKinds(o, e)
	return t
}

// checkKinds sets the kinds of t and holds against each of them the fields that it needs.
func (t *table) checkKinds(o *Options, e *MappingError) {
	wrong := func(at, name string) {
		mend := "use " + kindList()
		if near := model.Nearest(name, kindNames()); near != "" {
			mend = "did you mean " + near + "?"
		}
		e.add(at, name, "is no kind of row", mend)
	}
	switch {
	case o.Kind != "" && (o.KindColumn != "" || len(o.Kinds) > 0):
		e.add("kind", o.Kind, "stands beside kind_column and kinds", "keep one of them")
	case o.Kind != "":
		if t.kind = kindNamed(o.Kind); t.kind == nil {
			wrong("kind", o.Kind)
		} else {
			t.needs(t.kind, e)
		}
	case o.KindColumn == "" || len(o.Kinds) == 0:
		e.add("kind", "", "is missing", "write what a row is ("+kindList()+"), or kind_column and kinds")
	}
	t.kindAt, t.kinds = o.KindColumn, make(map[string]*rowKind, len(o.Kinds))
	checked := map[*rowKind]bool{}
	for _, word := range slices.Sorted(maps.Keys(o.Kinds)) {
		k := kindNamed(o.Kinds[word])
		switch {
		case k == nil:
			wrong("kinds."+word, o.Kinds[word])
			continue
		case word == "*":
			t.other = k
		default:
			t.kinds[word] = k
		}
		if !checked[k] {
			checked[k] = true
			t.needs(k, e)
		}
	}
}

// needs adds the fields that a kind needs and t does not have to e.
func (t *table) needs(k *rowKind, e *MappingError) {
	for _, n := range k.need {
		if t.columns[n.field] != nil || n.instead != noField && t.columns[n.instead] != nil {
			continue
		}
		mend := "name its column, or give a default that holds for every row"
		if n.field == orderField {
			mend = "name its column; where each row is an order of its own, use the kind orders_and_executions"
		}
		e.add("columns."+fieldName(n.field), "", "is missing: rows of the kind "+k.names[0]+" need it", mend)
	}
}

// fieldName returns a field's key in the mapping.
func fieldName(f field) string { return reflect.TypeFor[Columns]().Field(int(f)).Tag.Get("yaml") }

// sideWords are the words that stand for sides where the mapping has no codes; letters of any case.
var sideWords = map[string]model.Side{
	"buy": model.Buy, "b": model.Buy, "bot": model.Buy, "bought": model.Buy, "bc": model.Buy, "buy to cover": model.Buy, "bid": model.Buy,
	"sell": model.Sell, "s": model.Sell, "sld": model.Sell, "sold": model.Sell, "ask": model.Sell,
	"ss": model.SellShort, "short": model.SellShort, "sell short": model.SellShort, "sell_short": model.SellShort,
	"sell_short_exempt": model.SellShortExempt, "sse": model.SellShortExempt,
}

var operationKinds = []model.OperationKind{model.OpDeploy, model.OpRollback, model.OpRolloutEnd, model.OpStartOfDay, model.OpAlert,
	model.OpOverride, model.OpDisconnect, model.OpStop}

// vocabulary returns the words of a type of code, and what is wrong with a word that is not among them.
func vocabulary(kind fieldType) (words map[string]int64, rule string) {
	words = map[string]int64{}
	switch kind {
	case sideType:
		for word, side := range sideWords {
			words[word] = int64(side)
		}
		return words, "is no side"
	case opType:
		for _, k := range operationKinds {
			words[k.String()] = int64(k)
		}
		return words, "is no operation"
	}
	for _, word := range []string{"true", "yes", "y", "1", "t"} {
		words[word] = 1
	}
	for _, word := range []string{"false", "no", "n", "0", "f"} {
		words[word] = 0
	}
	return words, "is neither true nor false"
}

// nearestOf returns "did you mean ...?", or the words to use.
func nearestOf(word string, words map[string]int64) string {
	known := slices.Sorted(maps.Keys(words))
	if near := model.Nearest(word, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "use " + strings.Join(known, ", ")
}
