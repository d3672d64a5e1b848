package loop_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"lossreplay/model/control"
	"lossreplay/replay/loop"
)

// TestInterplay runs stories of controls of the catalogue that meet in the loop. A story is a file in testdata/story: each
// question runs the day of storyDay with the controls on its lines, one a line as in "A16 mode=queue limit=1 window=10s", and the
// answer is what the ledger and the logs say.
func TestInterplay(t *testing.T) {
	datadriven.Walk(t, "testdata/story", func(t *testing.T, path string) {
		m := calibrate(t, storyDay())
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if d.Cmd != "run" {
				t.Fatalf("%s: unknown question %q", d.Pos, d.Cmd)
			}
			var cfg loop.Config
			for _, line := range strings.Split(strings.TrimSpace(d.Input), "\n") {
				if line != "" {
					cfg.Controls = append(cfg.Controls, parse(t, d, line))
				}
			}
			return told(cfg, generate(t, m, cfg))
		})
	})
}

// parse returns the control that a line names, with the values that it gives.
func parse(t *testing.T, d *datadriven.TestData, line string) control.Instance {
	words := strings.Fields(line)
	spec, err := control.Find(words[0])
	if err != nil {
		t.Fatalf("%s: %v", d.Pos, err)
	}
	c := spec.Default()
	for _, word := range words[1:] {
		name, text, _ := strings.Cut(word, "=")
		p := spec.Param(name)
		if p == nil {
			t.Fatalf("%s: %s has no parameter %q", d.Pos, spec.ID, name)
		}
		v, err := p.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", d.Pos, err)
		}
		c = c.With(c.Name, name, v)
	}
	return c
}

// told says what became of the peg and of the legitimate parents, what was lost, and when each control tripped first.
func told(cfg loop.Config, o *loop.Outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "peg: %d children sent, %d waited\n", o.Tally.ByServer[1].Children, o.Flow.RunawayDelayed)
	fmt.Fprintf(&b, "legitimate: %d children sent, %d waited, %d shares left\n", o.Tally.ByServer[0].Children, o.Collateral.Delayed, o.Collateral.Unexecuted)
	fmt.Fprintf(&b, "loss: %v\n", o.Loss.Total())
	for i, trips := range o.Trips {
		when := "never"
		if len(trips) > 0 {
			when = fmt.Sprintf("%.1fs after the open", trips[0].At.Sub(dayOpen).Seconds())
		}
		fmt.Fprintf(&b, "%s trips %s\n", cfg.Controls[i].Name, when)
	}
	return b.String()
}
