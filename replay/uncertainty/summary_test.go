package uncertainty

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// fullDraw returns a draw in which every coalition of n controls has a leaf of its own.
func fullDraw(point, n int, loss func(set uint64) model.Money) Draw {
	d := Draw{Point: point, Baseline: loss(0), FactsMet: 3, Trips: make([]int, n)}
	for set := range uint64(1) << n {
		d.Leaves = append(d.Leaves, attribution.Leaf{In: set, Out: (1<<n - 1) &^ set, Loss: loss(set), CollateralOrders: int64(bits.OnesCount64(set))})
	}
	return d
}

func labels(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("C%d", i))
	}
	return names
}

// TestSummaryAgreesWithCounting holds every figure of a summary against plain counting over the draws.
func TestSummaryAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, points := rapid.IntRange(1, 4).Draw(t, "controls"), rapid.IntRange(1, 40).Draw(t, "points")
		design := NewDesign(uniform(2, 3), points)
		var draws []Draw
		var alone, last [][]model.Money // by control, accepted draws
		alone, last = make([][]model.Money, n), make([][]model.Money, n)
		first, three, never, inBest := make([]int, n), make([]int, n), make([]int, n), make([]int, n)
		accepted, broken := 0, 0
		for point := range points {
			if rapid.IntRange(0, 4).Draw(t, "rejected") == 0 {
				draws = append(draws, Draw{Point: point, Broken: []string{"F1"}})
				broken++
				continue
			}
			accepted++
			losses := make([]model.Money, 1<<n)
			for i := range losses {
				losses[i] = model.Money(rapid.IntRange(0, 6).Draw(t, "loss"))
			}
			d := fullDraw(point, n, func(set uint64) model.Money { return losses[set] })
			everyone := 1<<n - 1
			best := slices.Min(singles(losses, n))
			for i := range n {
				d.Trips[i] = rapid.IntRange(0, 1).Draw(t, "trips")
				alone[i] = append(alone[i], losses[0]-losses[1<<i])
				last[i] = append(last[i], losses[everyone&^(1<<i)]-losses[everyone])
				better := 0
				for k := range n {
					if losses[1<<k] < losses[1<<i] {
						better++
					}
				}
				first[i] += truth(better == 0)
				three[i] += truth(better < 3)
				never[i] += truth(d.Trips[i] == 0)
				inBest[i] += truth(losses[1<<i] == best)
			}
			draws = append(draws, d)
		}
		rand.Shuffle(len(draws), func(i, j int) { draws[i], draws[j] = draws[j], draws[i] })
		s, err := Summarize(design, draws, labels(n), []int{OfDay, OfDay})
		if accepted == 0 {
			if err == nil {
				t.Fatal("nothing was accepted, and there is a summary")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if s.Accepted != accepted || s.Points != points || broken > 0 && (s.Broken[0] != Count{"F1", broken}) {
			t.Fatalf("%d of %d accepted, broken %v", s.Accepted, s.Points, s.Broken)
		}
		for i := range n {
			c := &s.Controls[i]
			for _, got := range []struct {
				name  string
				share Share
				want  int
			}{{"first", c.First, first[i]}, {"three", c.BestThree, three[i]}, {"never", c.NeverTripped, never[i]}, {"best set of 1", c.InBest[0], inBest[i]}} {
				if math.Abs(got.share.Value*float64(accepted)-float64(got.want)) > 1e-9 && got.name != "best set of 1" {
					t.Fatalf("%s of control %d: %v of %d draws, want %d", got.name, i, got.share.Value, accepted, got.want)
				}
				if got.name == "best set of 1" && got.share.Value*float64(accepted) > float64(got.want)+1e-9 {
					t.Fatalf("control %d is in %v best sets of one, at most %d", i, got.share.Value*float64(accepted), got.want)
				}
			}
			checkRange(t, c.Alone, alone[i])
			checkRange(t, c.LastLine, last[i])
		}
	})
}

func singles(losses []model.Money, n int) []model.Money {
	list := []model.Money{losses[0]}
	for i := range n {
		list = append(list, losses[1<<i])
	}
	return list
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// checkRange holds a range against percentiles in floats.
func checkRange(t *rapid.T, r Range, values []model.Money) {
	sorted := slices.Sorted(slices.Values(values))
	for _, c := range []struct {
		p   float64
		got model.Money
	}{{0.05, r.Low}, {0.5, r.Median}, {0.95, r.High}} {
		h := c.p * float64(len(sorted)-1)
		k := int(h + 1e-9)
		want := float64(sorted[k])
		if k+1 < len(sorted) {
			want += (h - float64(k)) * float64(sorted[k+1]-sorted[k])
		}
		if math.Abs(float64(c.got)-want) > 1 {
			t.Fatalf("percentile %v of %v is %v, want %v", c.p, sorted, c.got, want)
		}
	}
}

func TestOrderOfDrawsLeavesNoTrace(t *testing.T) {
	design := NewDesign(uniform(3, 4), 80)
	var draws []Draw
	for point := range 80 {
		v := design.Values(point)
		draws = append(draws, fullDraw(point, 2, func(set uint64) model.Money {
			return model.Money(1e6*v[0]) - model.Money(set)*model.Money(1e5*v[1])
		}))
	}
	owner := []int{OfDay, 1, OfNothing}
	want, err := Summarize(design, draws, labels(2), owner)
	if err != nil {
		t.Fatal(err)
	}
	rand.Shuffle(len(draws), func(i, j int) { draws[i], draws[j] = draws[j], draws[i] })
	draws = append(draws, draws[:5]...) // a journal may hold one twice
	got, err := Summarize(design, draws, labels(2), owner)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// What a control prevents hangs on what is the day's or its own only.
	for i, wantInputs := range [][]string{{"0"}, {"0", "1"}} {
		var names []string
		for _, e := range got.Controls[i].Effects {
			names = append(names, e.Input)
		}
		if !slices.Equal(names, wantInputs) {
			t.Errorf("control %d has effects of %v, want %v", i, names, wantInputs)
		}
	}
}

// TestTheJackknifeKnowsTheError holds standard errors against the spread of the same figures over many designs.
func TestTheJackknifeKnowsTheError(t *testing.T) {
	const n, designs = 128, 60
	medians, errors := make([]float64, designs), 0.0
	for seed := range designs {
		p := uniform(30, 8)
		p.Seed = uint64(seed)
		d := NewDesign(p, n)
		s := sample{count: 8}
		var y []model.Money
		for i := range n {
			sum := 0.0
			for _, v := range d.Values(i)[20:] { // dimensions in which the design is no better than chance
				sum += v
			}
			y = append(y, model.Money(1000*sum))
			s.groups = append(s.groups, d.Randomisation(i))
		}
		r := s.rangeOf(y)
		medians[seed] = float64(r.Median)
		errors += float64(r.MedianError) * float64(r.MedianError)
	}
	all := make([]int, designs)
	for i := range all {
		all[i] = i
	}
	_, v := moments(medians, all)
	if ratio := math.Sqrt(errors / designs / v); ratio < 0.6 || ratio > 1.7 {
		t.Errorf("standard errors are %.2f times the spread of the medians", ratio)
	}
}

func TestEachKeepsWhatIsDone(t *testing.T) {
	var lock sync.Mutex
	worked := map[int]int{}
	kept := map[int]int{}
	stop := errors.New("stop")
	work := func(_ context.Context, point int) (Draw, error) {
		lock.Lock()
		defer lock.Unlock()
		if worked[point]++; point == 20 && len(kept) < 25 {
			return Draw{}, stop
		}
		return Draw{Point: point}, nil
	}
	keep := func(d Draw) error {
		lock.Lock()
		defer lock.Unlock()
		kept[d.Point]++
		return nil
	}
	done := func(point int) bool { return kept[point] > 0 }
	if err := Each(context.Background(), 40, 3, done, work, keep); !errors.Is(err, stop) {
		t.Fatalf("error %v", err)
	}
	before := len(kept)
	for range 30 { // as often as it takes to come past the point that fails at first
		for p := range 40 {
			if p != 20 && !done(p) {
				kept[p] = 1
				break
			}
		}
	}
	if err := Each(context.Background(), 40, 3, func(p int) bool { return kept[p] > 0 }, work, keep); err != nil {
		t.Fatal(err)
	}
	if before == 0 || len(kept) != 40 {
		t.Errorf("%d kept before, %d in the end", before, len(kept))
	}
	for point, times := range kept {
		if times != 1 {
			t.Errorf("point %d kept %d times", point, times)
		}
	}
}

func TestEachEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err := Each(ctx, 1000, 2, func(int) bool { return false }, func(_ context.Context, p int) (Draw, error) { return Draw{Point: p}, nil },
		func(Draw) error {
			if n++; n == 5 {
				cancel()
			}
			return nil
		})
	if !errors.Is(err, context.Canceled) || n > 20 {
		t.Errorf("error %v after %d draws", err, n)
	}
}

func TestSummarizeRefuses(t *testing.T) {
	design := NewDesign(uniform(1, 2), 2)
	draw := fullDraw(0, 2, func(uint64) model.Money { return 5 })
	for name, change := range map[string]func(*Draw){
		"a leaf is missing":      func(d *Draw) { d.Leaves = d.Leaves[1:] },
		"of another baseline":    func(d *Draw) { d.Baseline++ },
		"of other controls":      func(d *Draw) { d.Trips = d.Trips[:1] },
		"every draw is rejected": func(d *Draw) { d.Broken = []string{"F1"} },
	} {
		bad := draw
		change(&bad)
		if _, err := Summarize(design, []Draw{bad}, labels(2), []int{OfDay}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
