package replay_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/cockroachdb/datadriven"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// TestScenarios runs the stories of testdata/scenario; its README is their grammar. Every story is also held against the
// auditor, coalition by coalition.
func TestScenarios(t *testing.T) {
	datadriven.Walk(t, "testdata/scenario", func(t *testing.T, path string) {
		if strings.HasSuffix(path, "README.md") {
			return
		}
		var s *story
		var r *replay.Result
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) (out string) {
			defer func() {
				switch m := recover().(type) {
				case nil:
				case misfit:
					t.Fatalf("%s: %s", d.Pos, string(m))
				default:
					panic(m)
				}
			}()
			if d.Cmd == "day" {
				s = readStory(d)
				r = run(t, s.day, s.controls...)
				sameAsAuditor(t, s.day, s.controls, r)
				return ""
			}
			if s == nil {
				complain("a scenario begins with a day")
			}
			l := commandLine(d)
			var b bytes.Buffer
			w := tabwriter.NewWriter(&b, 0, 0, 1, ' ', 0)
			s.print(t, w, &l, r)
			w.Flush()
			return trimmed(b.String())
		})
	})
}

// commandLine is the first line of a block, which datadriven has cut already.
func commandLine(d *datadriven.TestData) line {
	l := line{verb: d.Cmd, named: map[string]string{}, used: map[string]bool{}}
	for _, a := range d.CmdArgs {
		if len(a.Vals) == 0 {
			l.words = append(l.words, a.Key)
			continue
		}
		l.named[a.Key] = strings.Join(a.Vals, ",")
	}
	return l
}

func readStory(d *datadriven.TestData) *story {
	s := newStory(commandLine(d))
	for _, text := range strings.Split(d.Input, "\n") {
		if l := parseLine(text); l.verb != "" {
			s.add(l)
		}
	}
	s.finish()
	return s
}

// print answers one question of a scenario.
func (s *story) print(t *testing.T, w *tabwriter.Writer, l *line, r *replay.Result) {
	leaves := r.Impact
	if prices := l.get("prices", "impact"); prices == "held" {
		leaves = r.Held
	} else if prices != "impact" {
		complain("prices are impact or held")
	}
	var world uint64
	if l.verb == "votes" || l.verb == "trips" || l.verb == "loss" || l.verb == "collateral" {
		world = s.coalition(l.get("world", "()"))
	}
	switch l.verb {
	case "leaves":
		for _, leaf := range leaves {
			s.printLeaf(w, &leaf)
		}
	case "loss":
		loss := leafOf(t, leaves, world).Loss
		fmt.Fprintf(w, "spread\t%v\nimpact\t%v\ndrift\t%v\nrecapture\t%v\nexit, market\t%v\nexit, block\t%v\nfees\t%v\ntotal\t%v\n",
			loss.Spread, loss.Impact, loss.Drift, loss.Recapture, loss.ExitMarket, loss.ExitBlock, loss.Fees, loss.Total())
	case "collateral":
		leaf := leafOf(t, leaves, world)
		c := leaf.Collateral
		fmt.Fprintf(w, "orders=%d shares=%d notional=%v minutes=%d halted=%s\n", c.Orders, c.Shares, c.Notional, c.Minutes, since(leaf.Halted))
	case "trips":
		s.printTrips(w, leafOf(t, leaves, world), world)
	case "votes":
		s.printVotes(t, w, world, l.get("control", ""))
	case "shapley":
		shares, total := shapley(t, r), model.Money(0)
		for _, c := range r.Controls {
			fmt.Fprintf(w, "%s=%v ", c.Name, shares[c.Name])
			total += shares[c.Name]
		}
		fmt.Fprintf(w, "total=%v\n", total)
	case "fidelity":
		s.printFidelity(w, r)
	case "evaluable":
		study, err := replay.Examine(context.Background(), s.day, replay.Plan{Controls: s.controls})
		must(study, err)
		for _, n := range study.NotEvaluable {
			fmt.Fprintf(w, "%s lacks %s\n", n.Instance.Name, strings.Join(n.Missing, ", "))
		}
	default:
		complain("unknown word %q", l.verb)
	}
	l.end(0)
}

// coalition reads "(a,b)".
func (s *story) coalition(text string) (set uint64) {
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("(), ", r) }) {
		i := slices.IndexFunc(s.controls, func(c control.Instance) bool { return c.Name == name })
		if i < 0 {
			complain("no control %q", name)
		}
		set |= 1 << i
	}
	return set
}

func (s *story) set(set uint64) string {
	var in []string
	for _, c := range members(s.controls, set) {
		in = append(in, c.Name)
	}
	return "(" + strings.Join(in, ",") + ")"
}

func (s *story) printLeaf(w *tabwriter.Writer, l *replay.Leaf) {
	fmt.Fprintf(w, "in=%s\tout=%s\tsent=%d\t", s.set(l.In), s.set(l.Out), l.Flow.Children)
	for i, security := range s.day.SecurityRows {
		fmt.Fprintf(w, "%s=%+d\t", security.Symbol, l.BySymbol[i].Pos)
	}
	undecided := len(s.controls)
	for i := range s.controls {
		if (l.In|l.Out)&(1<<i) != 0 {
			undecided--
		}
	}
	fmt.Fprintf(w, "loss=%v\tcoalitions=%d\n", l.Total(), 1<<undecided)
}

func (s *story) printTrips(w *tabwriter.Writer, l *replay.Leaf, world uint64) {
	for c := range s.controls {
		if world&(1<<c) == 0 {
			continue
		}
		for _, trip := range l.Trips[c] {
			on := trip.Scope.Kind.String()
			switch trip.Scope.Kind {
			case control.OnServer:
				on += " " + s.day.About.Router.Servers[trip.Scope.Index]
			case control.OnSymbol:
				on += " " + s.day.SecurityRows[trip.Scope.Index].Symbol
			case control.OnVenue:
				on += " " + s.day.About.Venues[trip.Scope.Index]
			case control.OnParent:
				for name, id := range s.parents {
					if uint32(id) == trip.Scope.Index {
						on += " " + name
					}
				}
			}
			seen := func(v int64) string {
				if trip.Unit == control.Micros {
					return model.Money(v).String()
				}
				return fmt.Sprint(v)
			}
			fmt.Fprintf(w, "%s at=%s effect=%s %s seen=%s limit=%s %s\n", s.controls[c].Name, since(trip.At), since(trip.Effect), on,
				seen(trip.Seen), seen(trip.Limit), trip.Unit)
		}
	}
}

func since(t model.Time) string {
	if t == model.Never {
		return "never"
	}
	text := t.Sub(sessionOpen).String()
	if text[0] != '-' {
		text = "+" + text
	}
	return text
}

func (s *story) printFidelity(w *tabwriter.Writer, r *replay.Result) {
	recorded, err := replay.Account(s.day)
	if err != nil {
		fmt.Fprintln(w, err)
		return
	}
	f := replay.Check(recorded, r.Baseline())
	if f.Exact {
		fmt.Fprintf(w, "exact loss=%v\n", recorded.Loss)
	}
	for _, d := range f.Differences {
		fmt.Fprintln(w, d)
	}
}

func trimmed(text string) string {
	var lines []string
	for _, l := range strings.Split(text, "\n") {
		lines = append(lines, strings.TrimRight(l, " "))
	}
	return strings.Join(lines, "\n")
}
