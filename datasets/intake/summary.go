package intake

import (
	"cmp"
	"slices"
	"time"

	"lossreplay/model"
)

// Summary says what became of the sources' rows. Read is Kept, Refused and Skipped together.
type Summary struct {
	Read        int64 `json:"read"`
	Kept        int64 `json:"kept"`
	RefusedRows int64 `json:"refused"`
	SkippedRows int64 `json:"skipped"`
	// Refused, Skipped and Warned count by reason, most first.
	Refused []Count `json:"refused_by_reason"`
	Skipped []Count `json:"skipped_by_reason"`
	Warned  []Count `json:"warnings"`

	Date        string     `json:"date"`
	First, Last model.Time `json:"-"`
	FirstText   string     `json:"first"`
	LastText    string     `json:"last"`
	Symbols     int        `json:"symbols"`
	Servers     int        `json:"servers"`

	Parents    int64 `json:"parents"`
	Children   int64 `json:"children"`
	Executions int64 `json:"executions"`
	Quotes     int64 `json:"quotes"`
	Bars       int64 `json:"bars"`
	Operations int64 `json:"operations"`

	// Duplicates are resends and second copies, refused. Busts and Corrections are fills that the log itself took back or
	// changed.
	Duplicates  int64 `json:"duplicates"`
	Busts       int64 `json:"busts"`
	Corrections int64 `json:"corrections"`
	// InferredOrders were seen through reports alone; InferredParents are in no log; LimitsAssumed are orders at the market.
	InferredOrders  int64 `json:"inferred_orders"`
	InferredParents int64 `json:"inferred_parents"`
	LimitsAssumed   int64 `json:"limits_assumed"`
	Unwanted        int64 `json:"unwanted_orders"`
	Rogue           int64 `json:"rogue_orders"`
	StillOpen       int64 `json:"open_at_the_end"`
	CancelsRejected int64 `json:"cancels_rejected"`
	// Skewed are reports dated before the order that they are about, moved to its time; SkewMax is the farthest.
	Skewed  int64         `json:"skewed"`
	SkewMax time.Duration `json:"skew_max_ns"`
	// Closed says how the residual position was closed: "" where there is none.
	Closed string `json:"closed"`
}

// Count is how often something was said, with the first place.
type Count struct {
	Reason string `json:"reason"`
	Rows   int64  `json:"rows"`
	File   string `json:"file,omitempty"`
	Line   int64  `json:"line,omitempty"`
}

// reasonsMax bounds the different reasons that are counted apart.
const reasonsMax = 256

// tally counts by reason.
type tally struct{ by map[string]*Count }

func (t *tally) add(reason string, n int64, file string, line int64) {
	if t.by == nil {
		t.by = map[string]*Count{}
	}
	c := t.by[reason]
	if c == nil {
		if len(t.by) >= reasonsMax {
			reason, file, line = "other reasons", "", 0
			c = t.by[reason]
		}
		if c == nil {
			c = &Count{Reason: reason, File: file, Line: line}
			t.by[reason] = c
		}
	}
	c.Rows += n
}

// list returns the counts, most first.
func (t *tally) list() (all []Count, total int64) {
	all = []Count{}
	for _, c := range t.by {
		all = append(all, *c)
		total += c.Rows
	}
	slices.SortFunc(all, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Reason, b.Reason)) })
	return all, total
}
