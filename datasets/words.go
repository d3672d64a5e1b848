package datasets

import (
	"strings"

	"lossreplay/model"
)

// unknownWord and nullWord stand in a column of codes for a text that is not in the column's vocabulary and for no value.
const (
	unknownWord int32 = -1
	nullWord    int32 = -2
)

var (
	sides          = []model.Side{model.Buy, model.Sell, model.SellShort, model.SellShortExempt}
	execTypes      = []model.ExecType{model.ExecTrade, model.ExecCanceled, model.ExecExpired, model.ExecRejected}
	operationKinds = []model.OperationKind{model.OpDeploy, model.OpRollback, model.OpRolloutEnd, model.OpStartOfDay, model.OpAlert, model.OpStop}
	tags           = []model.Tag{model.Published, model.Derived, model.Assumed, model.Synthetic}
)

// lexicon holds the words of each vocabulary of one day; a word's code is its position.
type lexicon [vocabularies][]string

// newLexicon returns the vocabularies of a day; those of securities may be filled in later.
func newLexicon(about *model.Incident, symbols []string) *lexicon {
	lex := &lexicon{symbolWords: symbols, serverWords: about.Router.Servers, venueWords: about.Venues, flagWords: about.Router.Flags}
	for _, s := range sides {
		lex[sideWords] = append(lex[sideWords], s.String())
	}
	for _, e := range execTypes {
		lex[execTypeWords] = append(lex[execTypeWords], e.String())
	}
	for _, k := range operationKinds {
		lex[operationWords] = append(lex[operationWords], k.String())
	}
	for _, t := range tags {
		lex[tagWords] = append(lex[tagWords], string(t))
	}
	for _, b := range about.Router.Builds {
		lex[buildWords] = append(lex[buildWords], b.Name)
	}
	return lex
}

// symbolsOf returns the symbols in order of the securities.
func symbolsOf(rows []model.Security) []string {
	symbols := make([]string, len(rows))
	for i := range rows {
		symbols[i] = rows[i].Symbol
	}
	return symbols
}

// nearest returns the known word closest to word, and whether it is close enough to be meant: at most two edits, and
// fewer than half the word's letters.
func nearest(word string, known []string) (string, bool) {
	best, found := 3, ""
	for _, k := range known {
		if d := edits(strings.ToLower(word), strings.ToLower(k)); d < best && 2*d < max(len(word), len(k)) {
			best, found = d, k
		}
	}
	return found, found != ""
}

// edits returns the Levenshtein distance of two words, or 3 if it is surely more than 2.
func edits(a, b string) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 || len(a) > 64 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// choose returns the mend for a word that is not known: the nearest one, or a few of those that are.
func choose(word string, known []string) string {
	if near, ok := nearest(word, known); ok {
		return "did you mean " + quote(near) + "?"
	}
	if len(known) == 0 {
		return "there are none"
	}
	const shown = 8
	quoted := make([]string, 0, shown)
	for _, k := range known[:min(len(known), shown)] {
		quoted = append(quoted, quote(k))
	}
	text := "use " + strings.Join(quoted, ", ")
	if len(known) > shown {
		text += ", ..."
	}
	return text
}
