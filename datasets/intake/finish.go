package intake

import (
	"errors"
	"fmt"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// ErrNoOrders is the error of sources in which there is no order that could be taken.
var ErrNoOrders = errors.New("no orders in it")

// Finish puts the records into order, makes the day of them and writes it into the folder, which it seals: the day returned is
// validated, and has its place once the folder is committed. The summary is there whenever records were read, also with an
// error. errors.Is(err, ErrNoOrders) holds if no order was found; a *datasets.Problems says what the user must change. canceled, if
// set, is asked now and then; its error ends the work.
func (in *Intake) Finish(canceled func() error) (*Summary, *datasets.Day, error) {
	m := in.newMachine()
	err := in.chooseDay(m)
	if err == nil {
		err = m.run(canceled)
	}
	if err == nil && m.sum.Children == 0 {
		err = ErrNoOrders
	}
	m.summarise()
	if err != nil {
		return m.sum, nil, err
	}
	if err := m.complete(); err != nil {
		return m.sum, nil, err
	}
	m.summarise()
	day, err := in.folder.Seal(m.t)
	return m.sum, day, err
}

func (in *Intake) newMachine() *machine {
	return &machine{Intake: in, t: &datasets.Tables{}, sum: &Summary{}, waiting: map[uint32][]rec{}, requests: map[uint32]rec{},
		taken: newTaken(), parents: newParents(), closings: map[model.SymbolID]*model.Closing{}}
}

// setDay settles the day where the user has named it: records of other days are then left out as they come.
func (in *Intake) setDay(date string) {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic("intake: " + err.Error())
	}
	in.chosen, in.dayKnown = at.Unix()/86400, true
}

// chooseDay settles which day it is.
func (in *Intake) chooseDay(m *machine) error {
	if !in.dayKnown {
		day, ok := in.calendar.busiest()
		if !ok {
			return ErrNoOrders
		}
		in.chosen = day
	}
	m.t.About.Date = dayText(in.chosen)
	m.sum.Date = m.t.About.Date
	y, month, d := time.Unix(in.chosen*86400, 0).UTC().Date()
	in.calendar.set(y, month, d)
	m.begin, m.end = in.calendar.first, in.calendar.end
	m.t.About.Router.Flags = []string{""}
	m.flagOf = []int32{1}
	m.t.About.Router.Builds = []model.BuildSpec{{Name: recordedBuild}}
	return nil
}

// run takes all records in order.
func (m *machine) run(canceled func() error) error {
	m.corrections.sort()
	n := 0
	err := m.spill.each(func(r *rec) error {
		if n++; n%(1<<16) == 0 && canceled != nil {
			if err := canceled(); err != nil {
				return err
			}
		}
		c := *r
		return m.take(&c)
	})
	if err != nil {
		return err
	}
	m.market.flush(m)
	m.sum.StillOpen = int64(len(m.orders.open) - len(m.orders.free))
	m.orders, m.taken = orders{}, taken{} // room for what checks the day
	return m.spill.close()
}

// complete fills in what is known only at the end: the liquidation, the securities, the description.
func (m *machine) complete() error {
	if err := m.liquidate(); err != nil {
		return err
	}
	for i := range m.t.SecurityRows {
		s := &m.t.SecurityRows[i]
		s.OpenPx = max(s.OpenPx, 1) // of a symbol that a parent names alone
		volume := max(m.market.printed[i], m.market.own[i], 1)
		s.PriorClose, s.NormalVolume, s.VolumeScale = s.OpenPx, model.Qty(volume), model.Qty(volume)
	}
	if err := m.writeCorrections(m.sum); err != nil {
		return err
	}
	m.describe()
	return m.refusedTable.close()
}

// summarise counts what was read.
func (m *machine) summarise() {
	s := m.sum
	s.Kept = m.kept
	s.Refused, s.RefusedRows = m.refused.list()
	s.Skipped, s.SkippedRows = m.skipped.list()
	s.Warned, _ = m.warned.list()
	s.Read = s.Kept + s.RefusedRows + s.SkippedRows
	s.Symbols, s.Servers = len(m.t.SecurityRows), len(m.t.About.Router.Servers)
	if s.First != 0 {
		s.FirstText, s.LastText = s.First.String(), s.Last.String()
	}
}

// Found says in a line what was found, for a user whose sources hold no order.
func (s *Summary) Found() string {
	return fmt.Sprintf("%d rows read: %d quotes, %d operations, %d refused, %d left alone", s.Read, s.Quotes, s.Operations, s.RefusedRows, s.SkippedRows)
}
