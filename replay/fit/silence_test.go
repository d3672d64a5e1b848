package fit_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/replay/fit"
)

// oneServer is a day of one server that a test writes by hand; every child of 100 shares fills at once.
type oneServer struct {
	*fleetDay
}

func newOneServer() oneServer {
	d := oneServer{&fleetDay{Tables: &datasets.Tables{}}}
	d.About.Session = model.Session{Zone: "UTC", Open: open, Close: open.Add(time.Hour)}
	d.About.Router = model.RouterSpec{Flags: []string{"", "F"}, Servers: []string{"s1"},
		Paths:  []model.CodePathSpec{{Name: "ordinary", Counts: true, ChildQty: 100}, {Name: "peg", Retired: true, ChildQty: 100}},
		Builds: []model.BuildSpec{{Name: "good", PathOf: []int{0, 0}}, {Name: "bad", PathOf: []int{0, 1}}}}
	d.SecurityRows = []model.Security{{Symbol: "AAA"}}
	return d
}

// parent sends children for a new parent, the first so many seconds after the open, one every so many seconds up to and with
// until. A parent without the flag is never full.
func (d oneServer) parent(flag model.FlagID, lots, first, every, until int) model.ParentID {
	order := model.Qty(100 * lots)
	if flag == 0 {
		order = 1 << 30
	}
	d.ParentRows.Append(model.ParentOrder{Received: open, Side: model.Buy, OrderQty: order, Flag: flag})
	id := model.ParentID(d.ParentRows.Len())
	d.again(id, first, every, until)
	return id
}

// again sends more children for a parent.
func (d oneServer) again(id model.ParentID, first, every, until int) {
	for s := first; s <= until; s += every {
		d.sends = append(d.sends, sending{ChildOrder: model.ChildOrder{Sent: at(s), Parent: id, OrderQty: 100, LimitPx: 1}, filled: 100})
	}
}

// at returns the time so many seconds after the open.
func at(s int) model.Time { return open.Add(time.Duration(s) * time.Second) }

// piece is a segment without its counts, in seconds after the open.
type piece struct {
	build            string
	after, by, until int
	signs, odd       int
}

func TestSilenceSpeaks(t *testing.T) {
	for _, c := range []struct {
		name string
		day  func(d oneServer)
		want []piece
	}{
		{"one_full_parent_left_alone", func(d oneServer) { d.parent(0, 0, 0, 5, 300); d.parent(1, 3, 10, 1, 12) },
			[]piece{{"good", 12, 12, 12, 1, 0}}},
		{"left_alone_for_more_than_10_s", func(d oneServer) { d.parent(0, 0, 0, 22, 22); d.parent(1, 3, 10, 1, 12) },
			[]piece{{"good", 12, 12, 12, 1, 0}}},
		{"left_alone_for_9_s", func(d oneServer) { d.parent(0, 0, 0, 21, 21); d.parent(1, 3, 10, 1, 12) }, nil},
		{"a_runaway_to_the_end", func(d oneServer) { d.parent(0, 0, 0, 5, 300); d.parent(1, 3, 10, 1, 300) },
			[]piece{{"bad", 13, 13, 300, 1, 0}}},
		{"a_slow_runaway", func(d oneServer) { // one child in 40 s: no pause of it is silence
			d.parent(0, 0, 0, 5, 1000)
			d.parent(1, 3, 10, 40, 1000)
		}, []piece{{"bad", 130, 130, 970, 1, 0}}},
		{"four_runaways_end_while_the_server_works_on", func(d oneServer) {
			d.parent(0, 0, 0, 5, 300)
			for i := range 4 {
				d.parent(1, 3, 10+i, 1, 120)
			}
		}, []piece{{"bad", 13, 13, 120, 4, 0}, {"good", 120, 130, 130, 4, 0}}},
		{"and_one_is_taken_up_again", func(d oneServer) {
			d.parent(0, 0, 0, 5, 300)
			for i := range 4 {
				d.parent(1, 3, 10+i, 1, 120)
			}
			d.again(2, 200, 1, 300)
		}, []piece{{"bad", 13, 13, 120, 4, 0}, {"good", 120, 130, 130, 5, 1}}},
		{"four_runaways_end_with_the_server", func(d oneServer) {
			for i := range 4 {
				d.parent(1, 3, 10+i, 1, 120)
			}
		}, []piece{{"bad", 13, 13, 120, 4, 0}}},
		{"four_runaways_pause_while_a_fifth_runs", func(d oneServer) {
			d.parent(0, 0, 0, 5, 300)
			d.parent(1, 3, 10, 1, 300)
			for i := range 4 {
				d.again(d.parent(1, 3, 10+i, 1, 100), 200, 1, 300)
			}
		}, []piece{{"bad", 13, 13, 300, 5, 0}}},
		{"four_full_parents_are_taken_up_again", func(d oneServer) { // as after a roll-back that starts over
			d.parent(0, 0, 0, 5, 300)
			for i := range 4 {
				d.again(d.parent(1, 3, 10+i, 1, 12+i), 200+i, 1, 300)
			}
		}, []piece{{"good", 12, 12, 15, 4, 0}, {"bad", 15, 200, 300, 4, 0}}},
		{"no_flag", func(d oneServer) { d.parent(0, 0, 0, 5, 300) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newOneServer()
			c.day(d)
			d.write()
			r, err := fit.Day(d, d.About.Router, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []piece
			for _, g := range r.Servers[0].Segments {
				got = append(got, piece{r.Router.Builds[r.Likeliest(g.Class)].Name, sinceOpen(g.After), sinceOpen(g.By), sinceOpen(g.Until), g.Signs, g.Odd})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found %+v, want %+v", got, c.want)
			}
		})
	}
}

// sinceOpen returns the whole seconds from the open to a time.
func sinceOpen(t model.Time) int { return int(t.Sub(open) / time.Second) }

// A parent that one server fills and another takes beyond speaks against the other alone.
func TestTheServerThatGoesBeyondIsBlamed(t *testing.T) {
	d := newOneServer()
	d.About.Router.Servers = []string{"s1", "s2"}
	d.parent(1, 3, 10, 1, 12)
	d.parent(0, 0, 0, 5, 300)
	d.again(1, 100, 1, 300)
	for i := range d.sends {
		if d.sends[i].Parent == 1 && d.sends[i].Sent >= at(100) {
			d.sends[i].Server = 1
		}
	}
	d.write()
	r, err := fit.Day(d, d.About.Router, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Servers[0]; s.Beyond != 0 || s.Runs != 0 || s.Stops != 1 {
		t.Errorf("the server that filled the parent: %+v", s)
	}
	if s := r.Servers[1]; s.Beyond != 201 || s.Runs != 1 || s.Stops != 0 || r.FirstBeyond.Server != 1 {
		t.Errorf("the server that went on: %+v", s)
	}
}

func TestRoutersOfAnotherDayAreRefused(t *testing.T) {
	d := newOneServer()
	d.parent(1, 3, 10, 1, 12)
	d.write()
	for _, spoil := range []func(*model.RouterSpec){
		func(s *model.RouterSpec) { s.Servers = []string{"s1", "s2"} },
		func(s *model.RouterSpec) { s.Servers = []string{"s9"} },
		func(s *model.RouterSpec) { s.Flags = []string{"", "G"} },
		func(s *model.RouterSpec) {
			s.Flags = s.Flags[:1]
			s.Builds = []model.BuildSpec{{Name: "good", PathOf: []int{0}}}
		},
		func(s *model.RouterSpec) { s.Initial = 9 },
	} {
		spec := d.About.Router
		spoil(&spec)
		if _, err := fit.Day(d, spec, nil); err == nil {
			t.Errorf("taken: %+v", spec)
		}
	}
}

// Nothing is allocated by child or report: twice as many of them cost what their batches cost, and no more.
func TestNothingIsAllocatedByChild(t *testing.T) {
	allocated := func(children int) float64 {
		d := newOneServer()
		d.parent(0, 0, 0, 1, children/2)
		d.parent(1, 3, 0, 1, children/2)
		slices.SortStableFunc(d.sends, func(a, b sending) int { return cmp.Compare(a.Sent, b.Sent) })
		for i := range d.sends { // so that few are out at once, and the minutes are few
			d.sends[i].Sent = open.Add(time.Duration(i) * 5 * time.Millisecond)
		}
		d.write()
		return testing.AllocsPerRun(3, func() {
			if _, err := fit.Day(d, d.About.Router, nil); err != nil {
				t.Fatal(err)
			}
		})
	}
	few, many := allocated(20_000), allocated(200_000)
	if many-few > 200 {
		t.Errorf("%v allocations for 20,000 children, %v for 200,000", few, many)
	}
}
