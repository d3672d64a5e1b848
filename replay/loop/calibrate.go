package loop

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
	"lossreplay/model/router"
	"lossreplay/replay"
)

// Calibrate reads the recorded day once and returns what the loop needs to generate it: see [Model] and [Fitted]. It then
// runs the baseline, a few times, until the pace of runaway parents fits.
//
// Memory grows with symbols times ticks of the flow (24 bytes each) and with parents, not with the number of orders. The error
// is that of the day's readers, of a router or market description that cannot be, of a day whose runaway flow has no bars to
// be paced by, or of ctx.
func Calibrate(ctx context.Context, day replay.Day) (*Model, error) {
	m, err := newModel(day)
	if err != nil {
		return nil, err
	}
	r := newRecord(m)
	if err := r.read(ctx, day); err != nil {
		return nil, err
	}
	r.into(m)
	if err := m.fitPace(ctx, r); err != nil {
		return nil, err
	}
	return m, nil
}

func newModel(day replay.Day) (*Model, error) {
	m := &Model{about: day.Incident(), securities: day.Securities(), history: day.Operations(), parents: day.Parents(), lastSend: math.MinInt64}
	var err error
	if m.fleet, err = router.New(m.about.Router); err != nil {
		return nil, fmt.Errorf("incident %s: %w", m.about.Name, err)
	}
	if m.kernel, err = market.NewKernel(m.about.Market); err != nil {
		return nil, fmt.Errorf("incident %s: %w", m.about.Name, err)
	}
	n := len(m.securities)
	m.tape = market.NewTape(m.about, m.securities, m.kernel)
	m.tape.Bars(day.Bars())
	m.tape.Closings(day.Closings())
	m.perMinute = m.kernel.TicksPerMinute()
	m.minutes = m.tape.Ticks() / m.perMinute
	m.volume = make([]model.Qty, m.minutes*n)
	if len(day.Bars()) > 0 {
		m.tradable = make([]model.Qty, m.minutes*n)
	}
	for _, b := range day.Bars() {
		if i := int(b.Start.Sub(m.about.Session.Open) / time.Minute); b.Start >= m.about.Session.Open && i < m.minutes {
			m.volume[i*n+int(b.Symbol)] += b.Volume
		}
	}
	m.unit, m.server = make([]float64, n), make([]int16, m.parents.Len())
	for s := range m.unit {
		m.unit[s] = market.Unit(&m.securities[s])
	}
	for p := range m.server {
		m.server[p] = noServer
	}
	m.major = make([]int, n)
	m.resumes = make([]bool, len(m.server))
	m.venues = make([]int64, n*len(m.about.Venues))
	m.Recorded.Tally = newTally(n, m.minutes, m.fleet.Servers())
	return m, nil
}

// read takes every row of the day. ctx is asked once for so many rows.
func (r *record) read(ctx context.Context, day replay.Day) (err error) {
	defer func() { err = errors.Join(err, r.close()) }()
	if err := r.open(day); err != nil {
		return err
	}
	for row := 0; ; row++ {
		if row%(1<<16) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if more, err := r.step(); err != nil || !more {
			return err
		}
	}
}

// into leaves in m what the record says.
func (r *record) into(m *Model) {
	m.Fitted = r.fitted()
	for _, s := range m.server {
		if s == noServer {
			m.Recorded.Skipped++
		}
	}
	for i := range m.tradable {
		m.tradable[i] = max(m.volume[i], r.ours[i])
	}
	for s := range m.securities {
		row := m.venues[s*len(m.about.Venues):][:len(m.about.Venues)]
		for v := 1; v < len(row); v++ {
			row[v] += row[v-1]
		}
	}
	pos := make([]model.Qty, len(m.securities))
	for s := range pos {
		pos[s] = r.book.Lines[s].Pos
	}
	m.tape.Close(m.flowEnd, pos, r.own)
	m.Recorded.Loss, _ = m.settle(&r.book, market.Stop{Tick: m.flowEnd, Missing: make([]market.Impact, len(pos))})
}

// settle liquidates a book and returns its loss, whole and by symbol. stop is where its flow ended; its positions are the book's.
func (m *Model) settle(book *ledger.Book, stop market.Stop) (ledger.Loss, []ledger.Loss) {
	stop.Pos = make([]model.Qty, len(book.Lines))
	for s := range stop.Pos {
		stop.Pos[s] = book.Lines[s].Pos
	}
	var total ledger.Loss
	bySymbol := make([]ledger.Loss, len(book.Lines))
	for s, exit := range m.tape.Settle(stop, false) {
		bySymbol[s] = book.Settle(model.SymbolID(s), exit)
		total = total.Plus(bySymbol[s])
	}
	return total, bySymbol
}

// The pace is fitted until the baseline's runaway shares are within paceNear of the record's, or for paceRounds simulations:
// on a small day a child is a large part of the whole, and no pace meets it exactly.
const (
	paceNear   = 0.0005
	paceRounds = 5
)

// fitPace fits kappa and keeps the baseline. The first guess is the record's runaway shares over the volume of the minutes in
// which its symbol sent any; each round then scales it by what was missed.
func (m *Model) fitPace(ctx context.Context, r *record) error {
	want := float64(m.Recorded.RunawayShares)
	var volume float64
	for i, ran := range r.runaway {
		if ran {
			volume += float64(m.volume[i])
		}
	}
	switch {
	case want > 0 && volume == 0:
		return fmt.Errorf("incident %s: the loop paces runaway parents by the market's volume; give the bars of their symbols", m.about.Name)
	case want > 0:
		m.Fitted.Kappa = want / volume
	}
	for {
		m.Fitted.KappaRounds++
		w, err := m.simulate(ctx, Config{})
		if err != nil {
			return err
		}
		got := float64(w.flow.RunawayShares)
		if math.Abs(got-want) <= paceNear*want || got == 0 || m.Fitted.KappaRounds == paceRounds {
			m.legit = w.steady()
			m.leftOver = w.unexecuted(m.legit)
			m.Baseline = w.outcome()
			return nil
		}
		m.Fitted.Kappa *= want / got
	}
}
