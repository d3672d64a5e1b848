package normal_test

import (
	"fmt"
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// within is a figure of a day with the interval that its story asks for.
type within struct {
	what        string
	got, lo, hi float64
}

const most = 1e12 // no upper end

// tellsItsStory checks that what the day's story says is really there.
func tellsItsStory(t *testing.T, m *measures) {
	story, ok := stories[m.kind.Name]
	if !ok {
		t.Fatalf("no test of the story of %s", m.kind.Name)
	}
	for _, w := range story(m) {
		t.Logf("%s: %.4g", w.what, w.got)
		if !(w.got >= w.lo && w.got <= w.hi) {
			t.Errorf("%s: %v, the story asks for %v to %v", w.what, w.got, w.lo, w.hi)
		}
	}
}

var stories = map[string]func(m *measures) []within{
	"normal-00-plain": func(m *measures) []within {
		return []within{{"shares of the first half hour", m.between(0, 30), 0.08, 0.2}, {"range of the median name", m.typical, 0.01, 0.05},
			{"operations", float64(len(m.day.OperationRows)), 1, 1}, {"rejects", float64(m.rejects), 0, 0}}
	},
	"normal-01-calm": func(m *measures) []within {
		return []within{{"range of the median name", m.typical, 0.002, 0.0125}}
	},
	"normal-02-busy": func(m *measures) []within {
		return []within{{"executions", float64(m.trades), 1.7e6, most}, {"names", float64(len(m.day.SecurityRows)), 200, 200}}
	},
	"normal-03-thin": func(m *measures) []within {
		return []within{{"market's volume over ordinary", m.volume(), 0.4, 0.75}, {"width in cents, mean", m.width(), 3, 6}}
	},
	"normal-04-open_burst": func(m *measures) []within {
		return []within{{"shares of the first half hour", m.between(0, 30), 0.25, 0.5}}
	},
	"normal-05-close_burst": func(m *measures) []within {
		return []within{{"shares of the last half hour", m.between(360, 390), 0.25, 0.5}}
	},
	"normal-06-volatile": func(m *measures) []within {
		return []within{{"range of the median name", m.typical, 0.06, 0.25}}
	},
	"normal-07-selloff": func(m *measures) []within {
		return []within{{"return from 11:00 to 15:00", m.move(11, 0, 15, 0), -0.08, -0.03}, {"share of parents that sell", float64(m.sells) / float64(m.parents), 0.68, 0.76}}
	},
	"normal-08-rebalance": func(m *measures) []within {
		names, oneSided := m.rebalanced()
		return []within{{"shares of the last ten minutes", m.between(380, 390), 0.25, 0.6}, {"names with four large parents from 15:30 on", names, 100, 130},
			{"names of them with one side only", oneSided / names, 1, 1}}
	},
	"normal-09-new_listing": func(m *measures) []within {
		parents, equal := m.crowd(100)
		return []within{{"its first quote, minutes after the open", m.firstQuote().Minutes(), 95, 95}, {"its range", m.ranges()[180], 0.15, 0.6},
			{"its opening over its offer", float64(m.day.SecurityRows[180].OpenPx) / float64(m.day.SecurityRows[180].PriorClose), 1.1, 1.1},
			{"its parents", parents, 90_000, 90_000}, {"share of them for 100 shares", equal / parents, 0.7, 0.9}}
	},
	"normal-10-frenzy": func(m *measures) []within {
		parents, equal := m.crowd(500)
		return []within{{"its price in dollars", m.day.SecurityRows[180].OpenPx.Float(4), 1, 2}, {"its range", m.ranges()[180], 0.25, 0.9},
			{"its share of all parents", parents / float64(m.parents), 0.25, 0.5}, {"share of them for 500 shares", equal / parents, 0.7, 0.9}}
	},
	"normal-11-venue_outage": func(m *measures) []within {
		inside, outside, traded := m.rejected(2, m.clock(11, 22), m.clock(11, 35))
		return []within{{"rejects by the venue in the window", inside, 2000, most}, {"rejects elsewhere", outside, 0, 0}, {"trades of what it was sent then", traded, 0, 0},
			{"children that go back to the venue that has just rejected their parent", m.sentBack(), 0, 0}}
	},
	"normal-12-canary": func(m *measures) []within {
		return append(m.builds(9, 30, 2), within{"ends of the rollout before the open", m.operations(model.OpRolloutEnd, -48*60, 0), 1, 1})
	},
	"normal-13-staged": func(m *measures) []within {
		return append(m.builds(9, 30, 5), within{"ends of the rollout", m.operations(model.OpRolloutEnd, -1e6, 1e6), 0, 0})
	},
	"normal-14-rollback_night": func(m *measures) []within {
		return append(m.builds(9, 30, 0), within{"roll-backs in the hours before the open", m.operations(model.OpRollback, -360, 0), 8, 8})
	},
	"normal-15-rollback_session": func(m *measures) []within {
		all := append(m.builds(9, 30, 8), m.builds(13, 5, 4)...)
		return append(append(all, m.builds(16, 0, 0)...), within{"roll-backs in the session", m.operations(model.OpRollback, 0, 390), 8, 8})
	},
	"normal-16-hotfix": func(m *measures) []within {
		all := append(m.builds(9, 30, 0), m.builds(12, 16, 4)...)
		return append(append(all, m.builds(16, 0, 8)...), within{"deploys in the session", m.operations(model.OpDeploy, 0, 390), 8, 8})
	},
	"normal-17-programmes": func(m *measures) []within {
		return []within{{"seconds with the parents of a basket", m.crowdedSeconds(60), 40, 90}, {"most children of a server in a second", float64(m.peak), 100, most}}
	},
	"normal-18-news": func(m *measures) []within {
		return []within{{"names without a child for ten minutes that come back a tenth away", m.jumps(), 12, 12}}
	},
	"normal-19-preopen": func(m *measures) []within {
		return []within{{"share of parents before the open", float64(m.preOpen) / float64(m.parents), 0.3, 0.4}}
	},
	"normal-20-slow_feed": func(m *measures) []within {
		return []within{{"names with three stretches of two minutes in which the feed stood still and the market moved", m.slow(), 20, 40}}
	},
	"normal-21-odd_lots": func(m *measures) []within {
		return []within{{"share of children below 100 shares", float64(m.oddLots) / float64(m.children), 0.36, 0.5}}
	},
	"normal-22-crosses": func(m *measures) []within {
		names, pairs := m.crosses()
		return []within{{"names with a cross", names, 65, 75}, {"crosses", pairs, 140, most}}
	},
	"normal-23-session_loss": func(m *measures) []within {
		return []within{{"children of the server while it has no session", m.sentBy(2, m.clock(13, 41), m.clock(13, 47)), 0, 0},
			{"of another server", m.sentBy(3, m.clock(13, 41), m.clock(13, 47)), 500, most}, {"disconnects", m.operations(model.OpDisconnect, 251, 251), 1, 1}}
	},
	"normal-24-expiry": func(m *measures) []within {
		return []within{{"shares of the first half hour", m.between(0, 30), 0.15, 0.4}, {"shares of the last half hour", m.between(360, 390), 0.15, 0.4}}
	},
	"normal-25-whipsaw": func(m *measures) []within {
		return []within{{"return from 13:05 to 13:25", m.move(13, 5, 13, 25), -0.06, -0.03}, {"return from 13:05 to 13:55", m.move(13, 5, 13, 55), -0.015, 0.015}}
	},
	"normal-26-large_children": func(m *measures) []within {
		return []within{{"largest child", float64(m.largest), 20_000, 20_000}, {"mean size of an execution", float64(m.shares) / float64(m.trades), 200, 500}}
	},
	"normal-27-half_fleet": func(m *measures) []within {
		var out []within
		for s, n := range m.byServer {
			w := within{fmt.Sprintf("children of server %d", s+1), float64(n), 0, 0}
			if s < 4 {
				w.lo, w.hi = float64(m.children)/5, float64(m.children)/3
			}
			out = append(out, w)
		}
		return out
	},
}

// builds returns how many servers run the RLP build at a time of day, all others running the plain one, and that flagged
// parents are there.
func (m *measures) builds(hour, minute int, rlp float64) []within {
	fleet, err := router.New(m.day.About.Router)
	if err != nil {
		panic(err)
	}
	state, n := fleet.Start(), 0
	for i := range m.day.OperationRows {
		if op := &m.day.OperationRows[i]; op.At <= m.clock(hour, minute) {
			fleet.Apply(&state, op)
		}
	}
	for s := range fleet.Servers() {
		n += count(state.Build[s] == router.BuildRLP)
	}
	return []within{{fmt.Sprintf("servers on the new build at %02d:%02d", hour, minute), float64(n), rlp, rlp}, {"flagged parents", float64(m.flagged), 2000, most}}
}

// operations counts those of a kind, from and to the minute after the open.
func (m *measures) operations(kind model.OperationKind, from, to float64) float64 {
	n := 0
	for _, op := range m.day.OperationRows {
		minute := float64(op.At.Sub(m.open)) / float64(time.Minute)
		n += count(op.Kind == kind && minute >= from && minute <= to)
	}
	return float64(n)
}
