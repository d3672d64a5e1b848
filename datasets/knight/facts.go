package knight

import (
	"math"
	"slices"
	"strings"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// busted are the six names in which NYSE cancelled trades 30% or more away from the opening price (facts F27).
var busted = []string{"WZE", "CO", "UTG RT", "EJ", "ARC", "KWK"}

// Facts returns every published figure that a day must meet, with what the day shows: recomputed from its tables and from
// the parts of its description that are data (servers, operations, costs outside the ledger).
//
// A fact is soft if its sources are vague or conflict, or if the day's scenario contradicts it (conflicts).
func Facts(t *datasets.Tables) []model.Fact {
	m := observe(t)
	facts := slices.Concat(m.flowFacts(), m.positionFacts(), m.marketFacts(), m.lossFacts(), m.systemFacts())
	slices.SortStableFunc(facts, func(a, b model.Fact) int { return strings.Compare(a.ID, b.ID) })
	if p, ok := paramsOf(t.About.Scenario); ok {
		for i := range facts {
			for _, c := range conflicts {
				facts[i].Soft = facts[i].Soft || c.fact == facts[i].ID && c.exists(&p)
			}
		}
	}
	return facts
}

// unbounded is the end of an interval that has none.
var unbounded = math.Inf(1)

func published(id, quantity string, lo, hi, value float64, unit, source string) model.Fact {
	return model.Fact{ID: id, Quantity: quantity, Min: lo, Max: hi, Value: value, Unit: unit, Source: source, Tag: model.Published}
}

// as returns a fact with another tag: derived from published figures by arithmetic, or with an assumed interval.
func as(tag model.Tag, f model.Fact) model.Fact {
	f.Tag = tag
	return f
}

// soft returns a fact that may miss, for the reason that [Facts] gives.
func soft(f model.Fact) model.Fact {
	f.Soft = true
	return f
}

func (m *measure) flowFacts() []model.Fact {
	t, parents, stocks, largest, completed := m.tables, 0, 0, model.Qty(0), 0
	for i := range m.parent {
		switch p := &m.parent[i]; {
		case p.unmatched > 0:
			parents++
			largest = max(largest, t.ParentRows.OrderQty[i])
		case p.executed < t.ParentRows.OrderQty[i]:
			completed++
		}
	}
	fast := 0
	for s := range m.symbol {
		if m.symbol[s].shares > 0 {
			stocks++
		}
		sum, most := int32(0), int32(0)
		for i, n := range m.symbol[s].perSecond {
			sum += n
			if i >= 60 {
				sum -= m.symbol[s].perSecond[i-60]
			}
			most = max(most, sum)
		}
		if most > 100*60 {
			fast++
		}
	}
	return []model.Fact{
		published("F01", "parents run by Power Peg", 212, 212, float64(parents), "parents", "K1 paras 1, 17"),
		published("F02", "executions of the error", 4_000_001, 4_099_999, float64(m.executions), "executions", "K1 paras 1, 17"),
		published("F03", "child orders of the error", 4_000_000, unbounded, float64(m.rogue), "orders", "K1 para 17; K2"),
		published("F04", "stocks", 154, 154, float64(stocks), "stocks", "K1 paras 1, 17"),
		published("F05", "shares of the error", 397_000_001, 397_999_999, float64(m.shares), "shares", "K1 paras 1, 17"),
		published("F06", "last execution of the error, after the open", 40, 50, m.last.Sub(sessionOpen).Minutes(), "min", "K1 paras 1, 10, 17"),
		as(model.Assumed, published("F21", "largest of the 212 parents", 1, 2000, float64(largest), "shares", "K1 paras 1, 24: \"small\"")),
		as(model.Derived, published("F22a", "mean execution of the error", 99, 99.5, float64(m.shares)/float64(m.executions), "shares", "F05 over F02; K10, K26")),
		as(model.Assumed, published("F22b", "executions of exactly 100 shares", 0.9, 1, float64(m.atHundred)/float64(m.executions), "share", "K10, K26")),
		published("F23", "stocks over 100 executions a second for a minute", 3, 154, float64(fast), "stocks", "K9"),
		published("F32", "client orders left unfilled", 0, 0, float64(completed), "parents", "K3: clients were not negatively affected"),
	}
}

func (m *measure) positionFacts() []model.Fact {
	var longs, shorts, move float64
	var long, short, atClose float64
	rest := make([]model.Qty, len(m.symbol))
	for _, c := range m.tables.ClosingRows {
		rest[c.Symbol] = c.BlockQty
	}
	for s := range m.symbol {
		v := cash(m.symbol[s].pos, m.mids[s][m.end]).Float()
		if v > 0 {
			longs++
			long += v
		} else if v < 0 {
			shorts++
			short -= v
		}
		atClose += math.Abs(cash(rest[s], m.mids[s][sessionTicks]).Float())
		open := float64(m.tables.SecurityRows[s].OpenPx)
		if m.symbol[s].pos != 0 {
			move += float64(math.Copysign(100, v) * (float64(m.mids[s][m.end])/open - 1))
		}
	}
	const bn = 1e9
	return []model.Fact{
		published("F07a", "stocks net long at the stop", 80, 80, longs, "stocks", "K1 paras 1, 17"),
		published("F07b", "net long at the stop", 3.45, 3.55, long/bn, "USD bn", "K1 paras 1, 17"),
		published("F08a", "stocks net short at the stop", 74, 74, shorts, "stocks", "K1 paras 1, 17"),
		published("F08b", "net short at the stop", 3.145, 3.155, short/bn, "USD bn", "K1 paras 1, 17"),
		published("F29a", "largest gross position", 6.6, 7.0, m.peakGross/bn, "USD bn", "K17"),
		published("F29b", "gross position at the close", 4.5, 4.7, atClose/bn, "USD bn", "K17"),
		published("F30", "mean move in the position's direction at the stop", 3, 5, move/(longs+shorts), "%", "K25"),
	}
}

func (m *measure) marketFacts() []model.Fact {
	t := m.tables
	var over5, over10, named, others, pauses float64
	for s := range m.symbol {
		row, sym := &t.SecurityRows[s], &m.symbol[s]
		open := float64(row.OpenPx)
		pauses += float64(len(sym.pauses))
		if sym.shares == 0 {
			continue
		}
		move := float64(sym.high)/open - 1
		if sym.pos < 0 {
			move = 1 - float64(sym.low)/open
		}
		share := float64(sym.shares) / float64(sym.market)
		if move > 0.05 && share > 0.2 {
			over5++
			if move > 0.10 && share > 0.5 {
				over10++
			}
		}
		if float64(sym.printedUp)/open-1 >= 0.3 || 1-float64(sym.printedDown)/open >= 0.3 {
			if slices.Contains(busted, row.Symbol) {
				named++
			} else {
				others++
			}
		}
	}
	facts := []model.Fact{
		published("F09", "stocks moved over 5% with the error over 20% of the volume", 75, 75, over5, "stocks", "K1 para 18"),
		published("F10", "of those, moved over 10% with the error over 50%", 37, 37, over10, "stocks", "K1 para 18, paraphrased"),
		published("F20", "stocks of the error listed elsewhere than NYSE, NYSE MKT, NYSE Arca", 0, 0, m.listedElsewhere(), "stocks", "K4"),
		soft(published("F24a", "NYSE volume over normal at 09:34", 1.5, 2.5, m.nyseOverNormal(4), "times", "K20, K24")),
		soft(published("F24b", "NYSE volume over normal at 09:58", 4.5, 7.5, m.nyseOverNormal(28), "times", "K16")),
		soft(published("F24c", "NYSE volume over normal at 10:16", 0.9, 1.3, m.nyseOverNormal(46), "times", "K16")),
		soft(published("F24d", "NYSE volume from the open to 10:03", 225, 375, m.nyseVolume(33), "m shares", "K22, a quarter either way")),
		published("F27a", "of the six busted stocks, with prints 30% from the opening price", 6, 6, named, "stocks", "K7, K15"),
		published("F27b", "other stocks with prints 30% from the opening price", 0, 0, others, "stocks", "K7, K22"),
		published("F28", "pauses by single-stock circuit breakers", 5, 8, pauses, "pauses", "K11, K12"),
	}
	if wze := m.find("WZE"); wze >= 0 {
		facts = append(facts, m.spikeFacts(wze)...)
	}
	return facts
}

func (m *measure) find(name string) int {
	return slices.IndexFunc(m.tables.SecurityRows, func(r model.Security) bool { return r.Symbol == name })
}

// spikeFacts returns Wizzard's published path: the three seconds that end with its highest print.
func (m *measure) spikeFacts(wze int) []model.Fact {
	t := m.tables
	row, e, c, p := &t.SecurityRows[wze], &t.ExecutionRows, &t.ChildRows, &t.ParentRows
	var prints []int
	high, first := model.Price(0), 0
	for i := range e.At {
		if e.Type[i] == model.ExecTrade && int(p.Symbol[c.Parent[e.Child[i]-1]-1]) == wze {
			prints = append(prints, i)
			if e.LastPx[i] > high {
				high, first = e.LastPx[i], i
			}
		}
	}
	trades, shares, from := 0.0, 0.0, high
	for _, i := range prints {
		if i <= first && e.At[i] > e.At[first].Add(-3*time.Second) && e.LastPx[i] >= 100_000 {
			trades++
			shares += float64(e.LastQty[i])
			from = min(from, e.LastPx[i])
		}
	}
	return []model.Fact{
		published("F26a", "WZE close of 31 July", 3.50, 3.50, row.PriorClose.Float(priceScale), "USD", "K10"),
		published("F26b", "WZE opening print", 3.60, 3.60, row.OpenPx.Float(priceScale), "USD", "K10"),
		published("F26c", "WZE highest print", 14.76, 14.76, high.Float(priceScale), "USD", "K10"),
		published("F26d", "WZE first print of the last three seconds", 10, 10, from.Float(priceScale), "USD", "K10"),
		published("F26e", "WZE prints in them", 88, 88, trades, "executions", "K10"),
		published("F26f", "WZE shares in them", 9100, 9100, shares, "shares", "K10"),
	}
}

func (m *measure) listedElsewhere() (n float64) {
	for s, row := range m.tables.SecurityRows {
		if m.symbol[s].shares > 0 && !slices.Contains([]string{"NYSE", "NYSE MKT", "NYSE Arca"}, row.Listing) {
			n++
		}
	}
	return n
}

// normalNYSE is NYSE's volume in minute m of an ordinary day, in shares: 125 million by 10:03, inside the 120 to 150 million
// of facts section 5(e); its course is assumed.
func normalNYSE(m int) float64 {
	v := 2.7e6 + float64(2.5e6*math.Exp(-float64(m)/12))
	if m == 0 {
		v += 8e6 // opening auctions
	}
	return v
}

// nyseOverNormal returns NYSE's volume in a minute, a normal minute's plus our executions there, over the normal minute's.
func (m *measure) nyseOverNormal(minute int) float64 {
	return 1 + float64(m.nysePerMinute[minute])/normalNYSE(minute)
}

// nyseVolume returns the same volume from the open on, in millions of shares.
func (m *measure) nyseVolume(minutes int) (sum float64) {
	for i := range minutes {
		sum += normalNYSE(i) + float64(m.nysePerMinute[i])
	}
	return sum / 1e6
}

func (m *measure) lossFacts() []model.Fact {
	var loss, outside model.Money
	for s := range m.symbol {
		loss += m.symbol[s].paid
	}
	for _, c := range m.tables.ClosingRows {
		loss -= c.MarketNotional + c.BlockNotional
	}
	for _, o := range m.tables.About.OutsideLoss {
		outside += o.Amount
	}
	return []model.Fact{
		published("F11", "loss with related fees", 460.000001, 461.2, (loss+outside).Float()/1e6, "USD m", "K1 paras 1, 10, 17; K6"),
		published("F12", "trading loss as booked", 457.6, 457.6, loss.Float()/1e6, "USD m", "K4, K5"),
		published("F13", "related fees, third quarter", 3.5, 3.5, outside.Float()/1e6, "USD m", "K4"),
	}
}

func (m *measure) systemFacts() []model.Fact {
	t := m.tables
	alerts, rollbacks, deploys := 0.0, 0.0, 0.0
	var first, last model.Time
	for _, op := range t.OperationRows {
		switch op.Kind {
		case model.OpAlert:
			if alerts == 0 {
				first = op.At
			}
			alerts++
			last = op.At
		case model.OpDeploy:
			deploys++
		case model.OpRollback:
			rollbacks++
		}
	}
	servers := float64(len(t.About.Router.Servers))
	return []model.Fact{
		published("F15a", "e-mails that named SMARS", 97, 97, alerts, "e-mails", "K1 para 19"),
		published("F15b", "first of them, after 08:00", 0.5, 1.5, first.Sub(sessionOpen.Add(-90*time.Minute)).Minutes(), "min", "K1 para 19: about 8:01"),
		published("F15c", "last of them, before the open", 0, 90, sessionOpen.Sub(last).Minutes(), "min", "K1 para 19"),
		published("F16a", "servers", 8, 8, servers, "servers", "K1 para 15"),
		published("F16b", "servers without the new code at the open", 1, 1, servers-deploys, "servers", "K1 para 15"),
		published("F16c", "servers rolled back", 7, 7, rollbacks, "servers", "K1 para 27"),
		published("F17", "largest limit beyond the mid at receipt, parents received after the open", 0, 9.5, m.throughCollar, "%", "K1 para 21"),
		published("F18", "limit of the 33 Account", 2, 2, t.About.Error.Limit.Float()/1e6, "USD m", "K1 para 23"),
	}
}
