package exchange

import "lossreplay/model"

// PriceMax is the highest price that is taken, in ten-thousandths: a million dollars and far above what Nasdaq can quote.
const PriceMax = int64(1_000_000_0000)

// Prices turns prices of feeds, in ten-thousandths, into prices at a day's scale.
type Prices struct{ times, over int64 }

// PricesAt returns the conversion to scale. It panics if scale is out of range.
func PricesAt(scale model.Scale) Prices {
	unit := int64(scale.Unit())
	if unit <= 100 {
		return Prices{times: 100 / unit, over: 1}
	}
	return Prices{times: 1, over: unit / 100}
}

// From returns the price and whether the scale can hold it: at scale 2 it cannot hold 10.0050. It is exact for prices up to
// PriceMax.
func (p Prices) From(tenThousandths int64) (model.Price, bool) {
	return model.Price(tenThousandths * p.times / p.over), tenThousandths%p.over == 0
}
