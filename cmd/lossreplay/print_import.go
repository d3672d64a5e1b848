package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"lossreplay/datasets/intake"
)

// imported writes what became of the rows of an import.
func (a *app) imported(in *importAnswer) {
	s := in.Summary
	a.say("%s\n\n", in.Out)
	a.field("rows", fmt.Sprintf("%d read: %d kept, %d refused, %d left alone", s.Read, s.Kept, s.RefusedRows, s.SkippedRows))
	a.field("day", fmt.Sprintf("%s, from %s to %s", s.Date, s.FirstText, s.LastText))
	a.field("tables", fmt.Sprintf("%d parents, %d children, %d executions, %d quotes, %d bars, %d operations; %d symbols, %d servers",
		s.Parents, s.Children, s.Executions, s.Quotes, s.Bars, s.Operations, s.Symbols, s.Servers))
	for _, line := range []struct {
		n          int64
		name, text string
	}{
		{s.InferredParents, "inferred", "parents: in no log; " + strconv.FormatInt(s.InferredOrders, 10) + " orders: seen through reports alone"},
		{s.LimitsAssumed, "assumed", "limits of orders at the market: what they filled at worst, else the far quote"},
		{s.Unwanted, "unwanted", "orders that nobody asked for, by the mapping file"},
		{s.Rogue, "rogue", "orders beyond their parent: derived, by arithmetic"},
		{s.Duplicates, "duplicates", "rows that were there already"},
		{s.Busts + s.Corrections, "corrected", "fills taken back or changed by the log itself: " + intake.CorrectionsFile},
		{s.Skewed, "skew", fmt.Sprintf("rows dated before the order that they are about, by up to %v: moved", s.SkewMax)},
		{s.StillOpen, "open", "orders of which the log shows no end"},
	} {
		if line.n > 0 {
			a.field(line.name, fmt.Sprintf("%d %s", line.n, line.text))
		}
	}
	if s.Closed != "" {
		a.field("closing", "positions closed: "+s.Closed)
	} else {
		a.field("closing", "nothing to close: no execution goes beyond its parent, so that there is no loss")
	}
	a.counts("refused", intake.RefusedFile+" lists every row", s.Refused)
	a.counts("left alone", "", s.Skipped)
	a.counts("warnings", "", s.Warned)
	if len(in.NotEvaluable) > 0 {
		a.say("\nThese controls cannot be judged; they are left out, not counted as 0:\n")
		var rows [][2]string
		for _, l := range in.NotEvaluable {
			rows = append(rows, [2]string{"no " + l.Missing, strings.Join(l.Controls, ", ")})
		}
		a.list(rows)
	}
}

// counts writes how often each reason was given, with its first place.
func (a *app) counts(heading, note string, list []intake.Count) {
	if len(list) == 0 {
		return
	}
	if note != "" {
		note = " (" + note + ")"
	}
	a.say("\n%s%s:\n", heading, note)
	for _, c := range list {
		place := ""
		if c.Line > 0 {
			place = fmt.Sprintf("; first %s line %d", filepath.Base(c.File), c.Line)
		}
		a.say("%8d  %s%s\n", c.Rows, c.Reason, place)
	}
}
