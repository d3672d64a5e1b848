package intake

import (
	"cmp"
	"slices"

	"lossreplay/model"
)

// corrections are the busts and corrections of the log. They are few, and known before the fills that they change are met, so
// that a day can be written in one pass.
type corrections struct {
	list []correction
	of   map[uint64][]int32 // by the fill they name, in order of time once sorted
}

// correction takes a fill back or replaces it.
type correction struct {
	kind             Kind
	at               model.Time
	where            Where
	ref, exec        uint64
	order, orig      uint64
	qty, px, fee     int64
	id, newID, named string // as in the log: the fill, what it becomes, its order

	// found says that its fill was there; what it was, and when.
	found, twice, tooLarge bool
	traded                 model.Time
	symbol                 string
	oldQty, oldPx          int64
}

// correctionsMax bounds the corrections, which are held in memory.
const correctionsMax = 1_000_000

// correction notes a bust or correction.
func (in *Intake) correction(r *Record) error {
	if len(in.corrections.list) >= correctionsMax {
		return in.refuse(Refusal{Where: r.Where, Reason: "more busts and corrections than are taken"})
	}
	for _, id := range [][]byte{r.RefExec, r.Exec, r.Order} {
		if len(id) > 0 && !plain(id) {
			return in.refuse(Refusal{Where: r.Where, Value: string(id), Reason: "an id " + errPlain.Error()})
		}
	}
	in.kept++
	in.corrections.list = append(in.corrections.list, correction{
		kind: r.Kind, at: r.At, where: r.Where, ref: hashOf(r.RefExec), exec: hashOf(r.Exec), order: hashOf(r.Order), orig: hashOf(r.OrigOrder),
		qty: int64(r.LastQty), px: int64(r.LastPx), fee: int64(r.Fee), id: string(r.RefExec), newID: string(r.Exec), named: string(r.Order),
	})
	return nil
}

// sort puts the corrections into order of time and lists them by the fill they name.
func (c *corrections) sort() {
	slices.SortStableFunc(c.list, func(a, b correction) int { return cmp.Compare(a.at, b.at) })
	c.of = make(map[uint64][]int32, len(c.list))
	for i := range c.list {
		c.of[c.list[i].ref] = append(c.of[c.list[i].ref], int32(i))
	}
}

// apply changes a fill as the log's corrections of it say, and reports whether it still stands. A correction that names an
// order must name the fill's. most is the largest quantity that its order leaves it.
func (c *corrections) apply(r *rec, symbol string, most int64) bool {
	if len(c.list) == 0 || r.exec == 0 {
		return true
	}
	ids, stands := []uint64{r.exec}, true
	for n := 0; n < len(ids); n++ {
		for _, i := range c.of[ids[n]] {
			k := &c.list[i]
			if k.found || k.order != 0 && r.order != k.order && r.order != k.orig {
				continue
			}
			k.found, k.traded, k.symbol, k.oldQty, k.oldPx = true, r.at, symbol, r.lastQty, r.lastPx
			k.twice = !stands || k.kind == TradeCorrect && k.qty == r.lastQty && k.px == r.lastPx
			switch {
			case k.twice:
			case k.kind == TradeCancel:
				stands = false
			case k.qty > most:
				k.tooLarge = true
			default:
				r.lastQty, r.lastPx = k.qty, k.px
				if k.fee != 0 {
					r.fee = k.fee
				}
				if k.exec != 0 && !slices.Contains(ids, k.exec) {
					ids = append(ids, k.exec)
				}
			}
		}
	}
	return stands
}

// write writes the corrections that changed something, and refuses the others.
func (in *Intake) writeCorrections(sum *Summary) error {
	list := in.corrections.list
	if len(list) == 0 {
		return nil
	}
	f, err := in.folder.Create(CorrectionsFile)
	if err != nil {
		return err
	}
	table := newSideTable("corrections", f, correctionColumns)
	for i := range list {
		k := &list[i]
		switch {
		case !k.found:
			err = in.refuseLater(k.where, "reference", k.id, "names a fill that is not in the log")
		case k.twice:
			sum.Duplicates++
			err = in.refuseLater(k.where, "reference", k.id, reasonDuplicate)
		case k.tooLarge:
			err = in.refuseLater(k.where, "last quantity", k.id, "is more than its order leaves: the fill stays as it was")
		default:
			word := "trade_cancel"
			if sum.Busts++; k.kind == TradeCorrect {
				word = "trade_correct"
				sum.Busts--
				sum.Corrections++
			}
			err = table.add([]string{word, k.id, k.newID, k.named, k.symbol, in.source(k.where.Source)},
				[]int64{int64(k.traded), int64(k.at), k.oldQty, k.oldPx, k.qty, k.px, k.where.Line})
		}
		if err != nil {
			return err
		}
	}
	return table.close()
}

// refuseLater refuses a record that was kept so far.
func (in *Intake) refuseLater(w Where, field, value, reason string) error {
	in.kept--
	return in.refuseAt(w, field, value, reason)
}
