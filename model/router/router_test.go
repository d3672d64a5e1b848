package router

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func smars(t testing.TB) *Fleet {
	t.Helper()
	f, err := New(SMARS())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheFlagSelectsAnotherPathInEachBuild(t *testing.T) {
	f := smars(t)
	for _, c := range []struct {
		build model.BuildID
		flag  model.FlagID
		want  string
	}{
		{Build2003, FlagNone, "ordinary"}, {Build2005, FlagNone, "ordinary"}, {BuildRLP, FlagNone, "ordinary"},
		{Build2003, FlagRLP, "power-peg-2003"}, {Build2005, FlagRLP, "power-peg"}, {BuildRLP, FlagRLP, "rlp"},
	} {
		s := f.Start()
		s.Build[7] = c.build
		if got := f.PathOf(&s, 7, c.flag); got.Name != c.want || got != f.Selected(c.build, c.flag) {
			t.Errorf("build %d, flag %d: %s, want %s", c.build, c.flag, got.Name, c.want)
		}
	}
	if f.Servers() != 8 || f.Builds() != 3 || f.Flags() != 2 {
		t.Errorf("%d servers, %d builds, %d flags", f.Servers(), f.Builds(), f.Flags())
	}
}

func TestADeployChangesOneServerOfOneState(t *testing.T) {
	f := smars(t)
	before := f.Start()
	after := before
	f.Apply(&after, &model.Operation{Kind: model.OpDeploy, HasServer: true, Server: 3, Build: BuildRLP})
	if before != f.Start() {
		t.Error("the copy's deploy reached the original")
	}
	for i := range f.Servers() {
		want := Build2005
		if i == 3 {
			want = BuildRLP
		}
		if after.Build[i] != want {
			t.Errorf("server %d runs build %d, want %d", i, after.Build[i], want)
		}
	}
	f.Apply(&after, &model.Operation{Kind: model.OpRollback, HasServer: true, Server: 3, Build: Build2005})
	f.Apply(&after, &model.Operation{Kind: model.OpStop, HasServer: true, Server: 9, Build: 9})
	if after != before {
		t.Error("a roll-back does not take the deploy back, or a stop changed a build")
	}
}

func TestApplyPanicsOnWhatDoesNotExist(t *testing.T) {
	f := smars(t)
	for _, op := range []model.Operation{
		{Kind: model.OpDeploy, Build: BuildRLP},
		{Kind: model.OpDeploy, HasServer: true, Server: 8, Build: BuildRLP},
		{Kind: model.OpRollback, HasServer: true, Server: 0, Build: 3},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v does not panic", op)
				}
			}()
			s := f.Start()
			f.Apply(&s, &op)
		}()
	}
}

func TestUniformNamesTheServersThatDiffer(t *testing.T) {
	f := smars(t)
	for _, c := range []struct {
		builds string // by server
		odd    []model.ServerID
	}{
		{"11111111", nil},
		{"22222221", []model.ServerID{7}},
		{"12222222", []model.ServerID{0}},
		{"11112222", []model.ServerID{4, 5, 6, 7}}, // a tie: the lower build is the common one
		{"22221111", []model.ServerID{0, 1, 2, 3}},
		{"00012222", []model.ServerID{0, 1, 2, 3}},
	} {
		var s State
		for i, b := range c.builds {
			s.Build[i] = model.BuildID(b - '0')
		}
		if got := f.Uniform(&s); !slices.Equal(got, c.odd) {
			t.Errorf("%s: %v, want %v", c.builds, got, c.odd)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*model.RouterSpec)
		want  string
	}{
		{"no_servers", func(s *model.RouterSpec) { s.Servers = nil }, "0 servers; 1 to 64"},
		{"too_many_servers", func(s *model.RouterSpec) { s.Servers = make([]string, 65) }, "65 servers; 1 to 64"},
		{"no_empty_flag", func(s *model.RouterSpec) { s.Flags = []string{"RLP"} }, "first flag"},
		{"no_flags", func(s *model.RouterSpec) { s.Flags = nil }, "first flag"},
		{"unknown_initial_build", func(s *model.RouterSpec) { s.Initial = 3 }, "initial build 3"},
		{"a_path_that_sends_nothing", func(s *model.RouterSpec) { s.Paths[1].ChildQty = 0 }, "children of 0 shares"},
		{"a_flag_without_path", func(s *model.RouterSpec) { s.Builds[2].PathOf = []int{0} }, "paths for 1 flags"},
		{"a_path_that_does_not_exist", func(s *model.RouterSpec) { s.Builds[2].PathOf = []int{0, 4} }, "code path 4"},
		{"a_negative_path", func(s *model.RouterSpec) { s.Builds[2].PathOf = []int{-1, 0} }, "code path -1"},
	} {
		spec := SMARS()
		c.spoil(&spec)
		if f, err := New(spec); f != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestACountingPathFillsItsParentAndNeverMore(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := Path{Counts: true, ChildQty: model.Qty(rapid.Int64Range(1, 500).Draw(r, "child"))}
		at := Progress{OrderQty: model.Qty(rapid.Int64Range(1, 5_000).Draw(r, "order"))}
		for {
			qty, ok := p.Next(at)
			if !ok {
				break
			}
			if qty <= 0 || qty > p.ChildQty || !p.WouldSend(at, qty) {
				r.Fatalf("child of %d at %+v", qty, at)
			}
			if rapid.Bool().Draw(r, "fills at once") {
				at.Executed += qty
			} else {
				at.Open += qty
			}
		}
		if at.Executed+at.Open != at.OrderQty || p.WouldSend(at, 1) {
			r.Fatalf("stopped at %+v", at)
		}
	})
}

func TestAPathThatDoesNotCountNeverStops(t *testing.T) {
	p := smars(t).Selected(Build2005, FlagRLP)
	at := Progress{OrderQty: 300, Executed: 1 << 40, Open: 1 << 40}
	if qty, ok := p.Next(at); !ok || qty != 100 || !p.WouldSend(at, 1_000_000) {
		t.Errorf("power peg stops at %+v", at)
	}
}
