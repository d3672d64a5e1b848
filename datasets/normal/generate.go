package normal

import (
	"fmt"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// build is a day in the making. Slices are by name.
type build struct {
	day   Day
	index int
	seed  uint64
	open  model.Time

	names   []name
	pace    *pace
	market  []float64 // common return by tick
	baskets []basketList
	tapes   []tape
	orders  [][]order
	// children of a name stand parent by parent; reports as they belong to children.
	children [][]child
	reports  [][]report
}

// Generate returns day number day of [Days], whole in memory: a pure function of its arguments, the same bytes on one core or
// many. Each day has at least a million executions. The error says that there is no such day.
//
// It takes about a second of processor time, shared between cores, and up to half a gigabyte; go test -bench . measures it.
func Generate(day int, seed uint64) (*datasets.Tables, error) {
	days := Days()
	if day < 0 || day >= len(days) {
		return nil, fmt.Errorf("normal day %d does not exist; there are days 0 to %d", day, len(days)-1)
	}
	b := &build{day: days[day], index: day, seed: seed}
	date, err := time.Parse(time.DateOnly, b.day.Date)
	if err != nil {
		return nil, fmt.Errorf("date of %s: %w", b.day.Name, err)
	}
	// All dates lie in June and July, when New York is four hours behind UTC.
	b.open = model.Time(date.UnixNano()).Add(openClock + 4*time.Hour)
	b.pace = newPace(b.day.OpenBurst, b.day.CloseBurst)
	b.makeNames()
	b.drawMarket()
	b.drawBaskets()
	n := len(b.names)
	b.tapes, b.orders, b.children, b.reports = make([]tape, n), make([][]order, n), make([][]child, n), make([][]report, n)
	datasets.InParallel(n, func(s int) {
		b.drawPrices(s)
		b.orders[s] = b.drawOrders(s)
		b.workOrders(s)
	})
	return b.tables(), nil
}
