package report

import (
	"math"

	"lossreplay/model"
)

// What the incident itself says, beside the replay.

func (b *builder) addOutside(r *Results) {
	r.OutsideLoss, r.BookedLoss = []OutsideLoss{}, r.Baseline.Loss
	for _, o := range b.about.OutsideLoss {
		r.OutsideLoss = append(r.OutsideLoss, OutsideLoss{o.Name, Decimal(o.Amount), o.Source, string(o.Tag)})
		r.BookedLoss += Decimal(o.Amount)
	}
}

// evidence counts the error's symbols.
func (b *builder) evidence() []Evidence {
	securities := b.day.Securities()
	list := []Evidence{}
	for _, tag := range []model.Tag{model.Published, model.Derived, model.Assumed, model.Synthetic} {
		n := 0
		for i := range securities {
			if securities[i].Evidence == tag && inError(&b.baseline.BySymbol[i]) {
				n++
			}
		}
		if n > 0 {
			list = append(list, Evidence{string(tag), n})
		}
	}
	return list
}

func liquidation(m *model.MarketSpec) Liquidation {
	return Liquidation{m.Participation, m.Discount, m.DiscountExponent, m.Permanent}
}

func fact(f *model.Fact) Fact {
	finite := func(v float64) *float64 {
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return nil
		}
		return &v
	}
	return Fact{f.ID, f.Quantity, finite(f.Min), finite(f.Max), finite(f.Value), f.Unit, f.Source, string(f.Tag), f.Soft, f.Met()}
}
