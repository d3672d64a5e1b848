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
	operationKinds = []model.OperationKind{model.OpDeploy, model.OpRollback, model.OpRolloutEnd, model.OpStartOfDay, model.OpAlert,
		model.OpOverride, model.OpDisconnect, model.OpStop}
	tags = []model.Tag{model.Published, model.Derived, model.Assumed, model.Synthetic}
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

// choose returns the mend for a word that is not known: the nearest one, or a few of those that are.
func choose(word string, known []string) string {
	if near := model.Nearest(word, known); near != "" {
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
