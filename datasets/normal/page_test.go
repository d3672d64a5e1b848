package normal_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/normal.md instead of comparing it")

// comparePage holds docs/normal.md against what the days of seed 1 show.
func comparePage(t *testing.T, all []*measures) {
	path, want := filepath.Join("..", "..", "docs", "normal.md"), page(all)
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale; run go test ./datasets/normal -run TestDays -update (-want +got)\n%s", path, cmp.Diff(string(want), string(got)))
	}
}

const pageHead = `# Ordinary days

<!-- Generated from datasets/normal by: go test ./datasets/normal -run TestDays -update -->

Days of the router fleet of the Knight day on which nothing is wrong, made by ` + "`datasets/normal`" + ` to measure what each control costs
then. **All of it is made up**: names are synthetic, sizes assumed, no day happened. What they are good for is the question which
ordinary events a control takes for an incident, and how much right flow it holds back then. How often a real firm has such days
they do not say.

On every day all children are legitimate, no parent gets more than it asked for and the error account stays empty, so every order
that a control holds back is a cost. Servers run ` + "`smars-plain`" + ` before a release, a build that the Knight day does not have: in it no
flag reaches the code that did not count. No name moves so fast that the circuit breakers of 2012 would have paused it.

Prices do not answer to our own flow: whatever impact it had is in them. Fees are 0. A parent's children go out one after the
other's last report, at the far side of the quote or a cent beyond, and expire at once if nobody is there.

## Stories

`

func page(all []*measures) []byte {
	var b strings.Builder
	b.WriteString(pageHead)
	b.WriteString("| day | date | story |\n| --- | --- | --- |\n")
	for _, m := range all {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", m.kind.Name, m.kind.Date, m.kind.Story)
	}
	b.WriteString(`
## Sizes

Measured, of seed 1. *first 30 min* and *last 10 min*: share of the day's shares. *orders/s*: most children of one server within a
second of the clock. *fills*: most executions of one parent. *range*: highest less lowest mid over the opening price, of the median
name and of the widest. *sum*: of all rows; it changes with any byte.

| day | names | parents | before open | children | executions | shares (M) | of market | first 30 min | last 10 min | orders/s | fills | largest child | odd lots | rejects | range | quotes | sum |
|` + strings.Repeat(" --- |", 18) + "\n")
	for _, m := range all {
		percent := func(part, whole float64) string { return fmt.Sprintf("%.1f%%", 100*part/whole) }
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %d | %d | %.0f | %s | %s | %s | %d | %d | %d | %s | %d | %s, %s | %d | %08x |\n",
			m.kind.Name, m.names, m.parents, percent(float64(m.preOpen), float64(m.parents)), m.children, m.trades,
			float64(m.shares)/1e6, percent(float64(m.shares), float64(m.others)), percent(m.between(0, 30), 1), percent(m.between(380, 390), 1),
			m.peak, m.busiest, m.largest, percent(float64(m.oddLots), float64(m.children)), m.rejects, percent(m.typical, 1), percent(m.widest, 1),
			m.quotes, m.sum>>32)
	}
	return []byte(b.String())
}
