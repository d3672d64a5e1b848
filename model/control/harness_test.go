package control

import (
	"slices"
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/model/router"
)

// The day of these tests: the Knight router, three symbols at 10.00, eight parents of 300 shares, 09:30 to 16:00.
const (
	dayOpen  = model.Time(1_343_827_800_000_000_000)
	dayClose = dayOpen + model.Time(390*time.Minute)
	symbols  = 3
	parents  = 8
	orderQty = 300
	ten      = model.Price(100_000)
)

// parentOf says how parent p stands in tests: symbol, side and server follow from its number, so that each differs.
func symbolOf(p model.ParentID) model.SymbolID { return model.SymbolID(p % symbols) }

func signOf(p model.ParentID) model.Qty {
	if p%2 == 0 {
		return -1
	}
	return 1
}

func testEnv(t testing.TB) *Env {
	t.Helper()
	spec := router.SMARS()
	fleet, err := router.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	securities := []model.Security{{Symbol: "AAA", HaltMove: 1000}, {Symbol: "BBB", HaltMove: 3000}, {Symbol: "CCC"}}
	for i := range securities {
		securities[i].PriorClose, securities[i].OpenPx, securities[i].NormalVolume = 95_000, ten, 390_000 // 1,000 shares a minute
	}
	return &Env{
		About: &model.Incident{Scale: 4, Venues: []string{"V0", "V1"}, Session: model.Session{Open: dayOpen, Close: dayClose}, Router: spec,
			Market: model.MarketSpec{Tick: time.Second}},
		Securities: securities, Fleet: fleet, Parents: parents,
	}
}

// sim is a world built by hand around one monitor. Unless obey is set the world goes on as if the control were off.
type sim struct {
	t    testing.TB
	env  *Env
	w    World
	m    Monitor
	obey bool
	live []Child // at the venue
	halt bool
	told [parents + 1]bool // by ParentID: received in a random day
	// trace is what the monitor answered.
	trace []Verdict
}

func newSim(t testing.TB, i Instance) *sim {
	t.Helper()
	env := testEnv(t)
	s := &sim{t: t, env: env, m: i.Monitor(env)}
	s.w = World{Now: dayOpen, Router: env.Fleet.Start(), Book: ledger.NewBook(symbols, env.About.Scale),
		Buying: make([]model.Qty, symbols), Selling: make([]model.Qty, symbols), Mid: make([]model.Price, symbols),
		Impact: make([]model.Price, symbols), QuotedAt: make([]model.Time, symbols), Others: make([]model.Qty, symbols),
		Declared: model.Never, Parents: make([]Parent, parents)}
	for i := range s.w.Mid {
		s.w.Mid[i] = ten
	}
	for i := range s.w.Parents {
		s.w.Parents[i].ArrivalPx = ten
	}
	return s
}

// fork returns a copy that shares nothing but the environment.
func (s *sim) fork() *sim {
	c := *s
	c.w.Book = s.w.Book.Clone()
	c.w.Buying, c.w.Selling, c.w.Mid = slices.Clone(s.w.Buying), slices.Clone(s.w.Selling), slices.Clone(s.w.Mid)
	c.w.QuotedAt, c.w.Others = slices.Clone(s.w.QuotedAt), slices.Clone(s.w.Others)
	c.w.Impact, c.w.Parents = slices.Clone(s.w.Impact), slices.Clone(s.w.Parents)
	c.live, c.trace = slices.Clone(s.live), slices.Clone(s.trace)
	c.m = s.m.Clone()
	return &c
}

// at sets the clock to a time after the open.
func (s *sim) at(d time.Duration) *sim {
	s.w.Now = dayOpen.Add(d)
	return s
}

// child returns an order of 100 shares at 10.00 for parent p, on the path that its server's build selects for the RLP flag.
func (s *sim) child(p model.ParentID, server model.ServerID) Child {
	return Child{ID: 1, Parent: p, Flag: router.FlagRLP, Server: server, Symbol: symbolOf(p), Sign: signOf(p), Qty: 100,
		ParentQty: orderQty, LimitPx: ten, Path: s.env.Fleet.PathOf(&s.w.Router, server, router.FlagRLP)}
}

// vote asks the monitor twice: a vote must answer the same and log nothing more.
func (s *sim) vote(c Child) Verdict {
	s.t.Helper()
	voter, ok := s.m.(ChildVoter)
	if !ok {
		return Pass
	}
	first := voter.Vote(&s.w, &c)
	n := len(s.m.Trips())
	if again := voter.Vote(&s.w, &c); again != first || len(s.m.Trips()) != n {
		s.t.Fatalf("asked twice at %v: %d, then %d; trips %d, then %d", s.w.Now, first, again, n, len(s.m.Trips()))
	}
	s.trace = append(s.trace, first)
	return first
}

// send puts a child to the vote and, if the world lets it, at the venue.
func (s *sim) send(c Child) Verdict {
	s.t.Helper()
	v := s.vote(c)
	s.halt = s.halt || v >= Halt
	if s.obey && (v != Pass || s.halt) {
		return v
	}
	s.w.Parents[c.Parent-1].Open += c.Qty
	s.working(c, c.Qty)
	s.live = append(s.live, c)
	if m, ok := s.m.(SentWatcher); ok {
		m.Sent(&s.w, &c)
	}
	return v
}

// working adds qty to what is at venues on the child's side.
func (s *sim) working(c Child, qty model.Qty) {
	if c.Sign > 0 {
		s.w.Buying[c.Symbol] += qty
	} else {
		s.w.Selling[c.Symbol] += qty
	}
}

// end reports that nothing more of a child at the venue will trade.
func (s *sim) end(c Child, kind model.ExecType) {
	i := slices.IndexFunc(s.live, func(l Child) bool { return l == c })
	if i < 0 {
		s.t.Fatalf("no such child at the venue: %+v", c)
	}
	s.live = slices.Delete(s.live, i, i+1)
	s.w.Parents[c.Parent-1].Open -= c.Qty
	s.working(c, -c.Qty)
	if m, ok := s.m.(EndWatcher); ok {
		m.Ended(&s.w, &End{Child: c.ID, Parent: c.Parent, Server: c.Server, Venue: c.Venue, Symbol: c.Symbol, Left: c.Sign * c.Qty, Type: kind})
	}
}

// receive tells of a parent order.
func (s *sim) receive(p model.ParentOrder) {
	if m, ok := s.m.(ParentWatcher); ok {
		p.Received = s.w.Now
		m.Received(&s.w, &p)
	}
}

// fillAll executes what is at the venue at px, booked as the engine books it.
func (s *sim) fillAll(px model.Price) {
	for _, c := range s.live {
		s.fill(c, px)
	}
	s.live = s.live[:0]
}

func (s *sim) fill(c Child, px model.Price) {
	p := &s.w.Parents[c.Parent-1]
	unmatched := min(c.Qty, max(p.Executed+c.Qty-c.ParentQty, 0))
	p.Executed += c.Qty - unmatched
	p.Open -= c.Qty
	p.Executions++
	s.working(c, -c.Qty)
	f := Fill{Parent: c.Parent, Server: c.Server, Venue: c.Venue, Symbol: c.Symbol, Qty: c.Sign * c.Qty, Unmatched: c.Sign * unmatched,
		Before: s.w.Book.Lines[c.Symbol].Pos, Px: px}
	if unmatched > 0 {
		s.w.Book.Fill(c.Symbol, f.Unmatched, px, s.w.Mid[c.Symbol], s.w.Impact[c.Symbol], 0)
	}
	f.After = s.w.Book.Lines[c.Symbol].Pos
	if m, ok := s.m.(FillWatcher); ok {
		m.Filled(&s.w, &f)
	}
}

// trade sends a child and executes it at once, at its limit.
func (s *sim) trade(c Child) Verdict {
	s.t.Helper()
	v := s.send(c)
	s.fillAll(c.LimitPx)
	return v
}

// tick updates the marks.
func (s *sim) tick(mids ...model.Price) {
	s.declare()
	copy(s.w.Mid, mids)
	if m, ok := s.m.(TickWatcher); ok {
		m.Ticked(&s.w)
	}
}

// declare asks the monitor, twice, whether an incident is to be declared.
func (s *sim) declare() {
	m, ok := s.m.(Declarer)
	if !ok || s.w.Declared != model.Never {
		return
	}
	declares := m.Declares(&s.w)
	n := len(s.m.Trips())
	if m.Declares(&s.w) != declares || len(s.m.Trips()) != n {
		s.t.Fatalf("asked twice at %v: another answer or another trip", s.w.Now)
	}
	if declares {
		s.w.Declared = s.w.Now
	}
}

// operate lets an operation happen unless the monitor refuses it.
func (s *sim) operate(op model.Operation) (refused bool) {
	op.At = s.w.Now
	if m, ok := s.m.(OperationVoter); ok {
		refused = m.Refuses(&s.w, &op)
		n := len(s.m.Trips())
		if m.Refuses(&s.w, &op) != refused || len(s.m.Trips()) != n {
			s.t.Fatalf("asked twice at %v: another answer or another trip", s.w.Now)
		}
	}
	if refused {
		return true
	}
	s.cancel(&op)
	s.env.Fleet.Apply(&s.w.Router, &op)
	if m, ok := s.m.(OperationWatcher); ok {
		m.Saw(&s.w, &op)
	}
	return false
}

// settle returns the settlement of the account as the monitor leaves it; participation is the recorded policy's.
func (s *sim) settle(participation float64) Settlement {
	out := Settlement{Lines: slices.Clone(s.w.Book.Lines), Participation: participation}
	if m, ok := s.m.(Settler); ok {
		m.Settles(&s.w, &out)
	}
	return out
}

// on returns an operation on a server.
func on(kind model.OperationKind, server model.ServerID, build model.BuildID) model.Operation {
	return model.Operation{Kind: kind, HasServer: true, Server: server, Build: build}
}

// wantVotes fails unless the monitor's votes so far are want.
func (s *sim) wantVotes(want ...Verdict) {
	s.t.Helper()
	if !slices.Equal(s.trace, want) {
		s.t.Errorf("votes %v, want %v", s.trace, want)
	}
}

// wantTrips fails unless the log is want.
func (s *sim) wantTrips(want ...Trip) {
	s.t.Helper()
	if !slices.Equal(s.m.Trips(), want) {
		s.t.Errorf("trips\n got %+v\nwant %+v", s.m.Trips(), want)
	}
}

// after is a time after the open.
func after(d time.Duration) model.Time { return dayOpen.Add(d) }
