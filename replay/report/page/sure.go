package page

import (
	"lossreplay/replay/report"
)

// ranges is what the draws say, for the scripts.
type ranges struct {
	Accepted int      `json:"accepted"`
	Draws    int      `json:"draws"`
	Controls []spread `json:"controls"`
}

// spread is how one control's figures lie over the draws.
type spread struct {
	Label  string           `json:"label"`
	P5     report.Decimal   `json:"p5"`
	Median report.Decimal   `json:"median"`
	P95    report.Decimal   `json:"p95"`
	Ranks  []report.Decimal `json:"ranks"`
}

func newRanges(r *report.Ranges) *ranges {
	if r == nil {
		return nil
	}
	list := &ranges{Accepted: r.Accepted, Draws: r.Draws}
	for i := range r.Controls {
		c := &r.Controls[i]
		list.Controls = append(list.Controls, spread{c.Label, c.Prevented.P5, c.Prevented.Median, c.Prevented.P95, c.Ranks})
	}
	return list
}

// loop is the closed loop's flow beside the record's, by minute.
type loop struct {
	At        []int64 `json:"at"`
	Recorded  []int64 `json:"recorded"` // shares
	Generated []int64 `json:"generated"`
}

func newLoop(c *report.ClosedLoop) *loop {
	if c == nil {
		return nil
	}
	l := &loop{}
	for i := range c.Flow {
		row := &c.Flow[i]
		if at, minute := row.Minute(); minute {
			l.At, l.Recorded, l.Generated = append(l.At, millisOf(at)), append(l.Recorded, row.Recorded.Shares), append(l.Generated, row.Generated.Shares)
		}
	}
	last := 0
	for i := range l.At {
		if l.Recorded[i] > 0 || l.Generated[i] > 0 {
			last = i + 1
		}
	}
	last = min(last+5, len(l.At)) // and a little of the quiet after it
	l.At, l.Recorded, l.Generated = l.At[:last], l.Recorded[:last], l.Generated[:last]
	return l
}
