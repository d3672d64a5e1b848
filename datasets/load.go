package datasets

import "lossreplay/model"

// every is the list of all columns of a table.
func every(t table) []int {
	all := make([]int, len(tables[t].columns))
	for i := range all {
		all[i] = i
	}
	return all
}

// columnsOf is a batch's columns as they are read: the first failure stays in err and the rest is empty.
type columnsOf struct {
	src source
	err error
}

func get[T any](c *columnsOf, read func(int) ([]T, error), column int) []T {
	if c.err != nil {
		return nil
	}
	values, err := read(column)
	c.err = err
	return values
}

func (c *columnsOf) ints(column int) []int64     { return get(c, c.src.ints, column) }
func (c *columnsOf) ids(column int) []uint32     { return get(c, c.src.ids, column) }
func (c *columnsOf) bools(column int) []bool     { return get(c, c.src.bools, column) }
func (c *columnsOf) floats(column int) []float64 { return get(c, c.src.floats, column) }
func (c *columnsOf) texts(column int) []string   { return get(c, c.src.texts, column) }
func (c *columnsOf) codes(column int) []int32    { return get(c, c.src.codes, column) }

func loadSecurities(src source, take func(rows []model.Security)) error {
	return drain(src, func(n int) error {
		c := columnsOf{src: src}
		symbols, listings, prior, open := c.texts(secSymbol), c.texts(secListing), c.ints(secPriorClose), c.ints(secOpen)
		volume, scale, impact, halt := c.ints(secNormalVolume), c.ints(secVolumeScale), c.floats(secImpact), c.ints(secHaltMove)
		evidence := pick(nil, c.codes(secEvidence), tags)
		if c.err != nil {
			return c.err
		}
		rows := make([]model.Security, n)
		for i := range rows {
			rows[i] = model.Security{Symbol: symbols[i], Listing: listings[i], PriorClose: model.Price(prior[i]), OpenPx: model.Price(open[i]),
				NormalVolume: model.Qty(volume[i]), VolumeScale: model.Qty(scale[i]), ImpactLevel: impact[i],
				HaltMove: int32(min(max(halt[i], -1), qtyMax)), Evidence: evidence[i]}
		}
		take(rows)
		return nil
	})
}

func loadOperations(src source, take func(rows []model.Operation)) error {
	return drain(src, func(n int) error {
		c := columnsOf{src: src}
		at, kinds, servers, builds := c.ints(opAt), pick(nil, c.codes(opKind), operationKinds), c.codes(opServer), c.codes(opBuild)
		reactions, texts, tagged := c.bools(opReaction), c.texts(opText), pick(nil, c.codes(opTag), tags)
		if c.err != nil {
			return c.err
		}
		rows := make([]model.Operation, n)
		for i := range rows {
			rows[i] = model.Operation{At: model.Time(at[i]), Kind: kinds[i], HasServer: servers[i] != nullWord, Reaction: reactions[i],
				Text: texts[i], Tag: tagged[i]}
			if rows[i].HasServer {
				rows[i].Server = model.ServerID(servers[i])
			}
			if builds[i] != nullWord {
				rows[i].Build = model.BuildID(builds[i])
			}
		}
		take(rows)
		return nil
	})
}

func loadParents(src source, take func(rows *model.ParentColumns, ids []uint32)) error {
	return drain(src, func(int) error {
		c := columnsOf{src: src}
		ids := c.ids(parID)
		rows := model.ParentColumns{
			Received: from[model.Time](c.ints(parReceived)), Symbol: narrow[model.SymbolID](nil, c.codes(parSymbol)),
			Side: pick(nil, c.codes(parSide), sides), OrderQty: from[model.Qty](c.ints(parQty)), Flag: narrow[model.FlagID](nil, c.codes(parFlag)),
		}
		if c.err == nil {
			take(&rows, ids)
		}
		return c.err
	})
}

func loadBars(src source, take func(rows []model.Bar)) error {
	return drain(src, func(n int) error {
		c := columnsOf{src: src}
		start, symbol := c.ints(barStart), narrow[model.SymbolID](nil, c.codes(barSymbol))
		volume, last := c.ints(barVolume), c.ints(barLast)
		if c.err != nil {
			return c.err
		}
		rows := make([]model.Bar, n)
		for i := range rows {
			rows[i] = model.Bar{Start: model.Time(start[i]), Symbol: symbol[i], Volume: model.Qty(volume[i]), Last: model.Price(last[i])}
		}
		take(rows)
		return nil
	})
}

func loadClosings(src source, take func(rows []model.Closing)) error {
	return drain(src, func(n int) error {
		c := columnsOf{src: src}
		symbol, marketQty, marketNotional := narrow[model.SymbolID](nil, c.codes(liqSymbol)), c.ints(liqMarketQty), c.ints(liqMarketNotional)
		blockQty, blockNotional := c.ints(liqBlockQty), c.ints(liqBlockNotional)
		if c.err != nil {
			return c.err
		}
		rows := make([]model.Closing, n)
		for i := range rows {
			rows[i] = model.Closing{Symbol: symbol[i], MarketQty: model.Qty(marketQty[i]), MarketNotional: model.Money(marketNotional[i]),
				BlockQty: model.Qty(blockQty[i]), BlockNotional: model.Money(blockNotional[i])}
		}
		take(rows)
		return nil
	})
}
