package datasets

import "lossreplay/model"

// small reads the tables that stay in memory and checks their rows.
func (v *validation) small() {
	d := v.day
	seen := map[string]bool{}
	v.read(securities, func(src source, check *rowCheck) (int64, error) {
		err := loadSecurities(src, func(rows []model.Security) {
			check.batch(int64(len(d.securities)), src.odd())
			check.securities(rows, seen)
			d.securities = append(d.securities, rows...)
		})
		return int64(len(d.securities)), err
	})
	d.lex[symbolWords] = symbolsOf(d.securities)
	v.read(operations, func(src source, check *rowCheck) (int64, error) {
		err := loadOperations(src, func(rows []model.Operation) {
			check.batch(int64(len(d.operations)), src.odd())
			check.operations(rows)
			d.operations = append(d.operations, rows...)
			v.span(operations, []model.Time{rows[0].At, rows[len(rows)-1].At})
		})
		return int64(len(d.operations)), err
	})
	if v.broken[securities] {
		v.columnsOnly(parents, bars, liquidation)
		return
	}
	v.read(parents, func(src source, check *rowCheck) (int64, error) {
		p := &d.parents
		err := loadParents(src, func(rows *model.ParentColumns, ids []uint32) {
			check.batch(int64(p.Len()), src.odd())
			check.parents(rows, ids)
			p.Received = append(p.Received, rows.Received...)
			p.Symbol = append(p.Symbol, rows.Symbol...)
			p.Side = append(p.Side, rows.Side...)
			p.OrderQty = append(p.OrderQty, rows.OrderQty...)
			p.Flag = append(p.Flag, rows.Flag...)
			v.span(parents, rows.Received)
		})
		return int64(p.Len()), err
	})
	v.read(bars, func(src source, check *rowCheck) (int64, error) {
		last := &model.Bar{}
		err := loadBars(src, func(rows []model.Bar) {
			check.batch(int64(len(d.bars)), src.odd())
			check.bars(rows, last)
			d.bars = append(d.bars, rows...)
			v.span(bars, []model.Time{rows[0].Start, rows[len(rows)-1].Start})
		})
		return int64(len(d.bars)), err
	})
	closed := map[model.SymbolID]bool{}
	v.read(liquidation, func(src source, check *rowCheck) (int64, error) {
		err := loadClosings(src, func(rows []model.Closing) {
			check.batch(int64(len(d.closings)), src.odd())
			check.closings(rows, closed)
			d.closings = append(d.closings, rows...)
		})
		return int64(len(d.closings)), err
	})
}
