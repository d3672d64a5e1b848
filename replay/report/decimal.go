package report

import (
	"fmt"
	"math/big"

	"lossreplay/model"
)

// Decimal is a number with up to six decimals, held as an integer of millionths: an amount in the incident's currency, or a
// percentage, or a ratio. In JSON it is a plain number with at least two decimals: 457600000.00. No float is on the way.
type Decimal int64

// String returns the number as it stands in JSON and CSV.
func (d Decimal) String() string { return model.Money(d).String() }

// MarshalJSON returns the number with all its decimals.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a plain decimal number; the error says if it has an exponent, more than six decimals, or does not fit.
func (d *Decimal) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	m, err := model.ParseMoney(string(text))
	if err != nil {
		return fmt.Errorf("amount: %w", err)
	}
	*d = Decimal(m)
	return nil
}

// ratio returns times x part / whole, cut towards zero after six decimals, and nil where whole is not positive: a share of no
// loss says nothing. Because it is cut, 100 means all of it; a share too small for six decimals reads 0.
func ratio(times int64, part *big.Int, whole model.Money) *Decimal {
	if whole <= 0 {
		return nil
	}
	q := new(big.Int).Mul(part, big.NewInt(times*int64(model.MoneyUnit)))
	q.Quo(q, big.NewInt(int64(whole)))
	if !q.IsInt64() {
		return nil
	}
	d := Decimal(q.Int64())
	return &d
}

// percent returns part as a percentage of whole; see ratio.
func percent(part, whole model.Money) *Decimal { return ratio(100, big.NewInt(int64(part)), whole) }
