package tabular

var recordedFiles = []recorded{
	{file: "blotter/Eleven-Trading.TradeNote/Template.csv", kept: 30, skipped: 1, mapping: `
kind: orders_and_executions
columns:
  time: {column: [T/D, Exec Time], format: 01/02/2006 15:04:05, zone: America/New_York}
  symbol: Symbol
  side: {column: Side, codes: {B: buy, S: sell, SS: sell_short, BC: buy}}
  qty: Qty
  last_px: Price
  account: Account
  fee: {sum: [Comm, SEC, TAF, NSCC, Nasdaq, ECN Remove, ECN Add]}
`, first: "2:2 2022-08-08T13:47:59Z row0.2 RBLX 0@0 fee 0"},
	{file: "blotter/Joannazhx.fix_wrap_package/execu.csv", kept: 42, skipped: 1, mapping: `
kind: executions
columns:
  time: Transaction Time
  order_id: Transaction Reference ID
  symbol: {column: Stock Code, strip: "\t"}
  side: Transaction Side
  last_qty: Transaction Quantity
  last_px: Transaction Price
  account: Account
`, first: "2:11 2018-01-09T12:01:03Z QO37NA54U3C8NTZ70I315N5_0 0992 1000@25000000 fee 0"},
	{file: "blotter/Joannazhx.fix_wrap_package/orders.csv", kept: 4, skipped: 1, mapping: `
kind: orders
columns: {time: Transaction Time, order_id: Transaction Reference ID, symbol: {column: Stock Code, strip: "\t"}, side: Transaction Side, qty: Total Quantity, account: Account}
`, first: "2:2 2018-01-09T12:01:01Z QO37NA54U3C8NTYKHDT15N4_0 0700 0@0 fee 0"},
	{file: "blotter/Joannazhx.fix_wrap_package/account_position.csv", kept: 4, skipped: 2, mapping: `
kind: closing
columns: {time: {default: "2018-01-09T16:00:00Z"}, symbol: {column: code, strip: "\t"}, side: side, last_qty: cum_qty, last_px: aver_price, account: account_num}
`},
	{file: "blotter/KapJI.capital-gains-calculator/interactive_brokers-test_basic.csv", kept: 4, skipped: 20, mapping: `
kind: orders_and_executions
skip_rows: 9
when: [{column: Transaction Type, in: [Buy, Sell]}]
columns:
  time: Date
  symbol: Symbol
  side: {column: Quantity, sign: true}
  qty: {column: Quantity, absolute: true}
  last_px: Price
  fee: {column: Commission, negate: true}
`},
	{file: "blotter/KapJI.capital-gains-calculator/schwab-2023-transactions.csv", kept: 12, skipped: 2, mapping: `
kind: orders_and_executions
when: [{column: Action, in: [Buy, Sell]}]
columns:
  time: {column: Date, format: "%m/%d/%Y"}
  symbol: Symbol
  side: Action
  qty: Quantity
  last_px: {column: Price, strip: $}
  fee: {column: Fees & Comm, strip: $}
`},
	{file: "blotter/KapJI.capital-gains-calculator/sharesight-all-trades-report.csv", kept: 12, refused: 8, skipped: 4, reasons: map[string]int{noWholeShare: 7, isEmpty: 1}, mapping: `
kind: orders_and_executions
skip_rows: 1
columns:
  time: {column: Date, format: 02/01/2006}
  symbol: Code
  side: Type
  qty: {column: Quantity, absolute: true}
  last_px: "Price *"
  fee: "Brokerage *"
`},
	{file: "blotter/cuemacro.tcapy/small_test_order_df.csv", kept: 322, skipped: 1, mapping: `
kind: parents
columns: {time: date, parent_id: id, symbol: ticker, side: {column: side, sign: true}, qty: notional, account: account_id}
`, first: "2:1 2017-04-25T07:09:31.804Z  EURUSD 0@0 fee 0"},
	{file: "blotter/cuemacro.tcapy/small_test_trade_df.csv", kept: 649, skipped: 12, mapping: `
kind_column: event_type
kinds: {placement: order, trade: execution, cancel: canceled, cancel/replace: skip}
columns:
  time: date
  order_id: ancestor_pointer_id
  parent_id: ancestor_pointer_id
  exec_id: id
  symbol: ticker
  side: {column: side, codes: {1: buy, -1: sell}}
  qty: order_notional
  px: {column: price_limit, round: true}
  last_qty: executed_notional
  last_px: {column: executed_price, round: true}
  venue: venue
  account: account_id
`},
	{file: "blotter/farukuslu.trading_algorithm_interactive_brokers/trade_blotter.csv", kept: 376, skipped: 1, mapping: `
kind: orders_and_executions
when: [{column: Status, in: [FILLED]}]
columns:
  time: Date Created
  exec_time: Fill/Cancelled Date
  order_id: ID
  symbol: Symbol
  side: Action
  qty: Size
  px: {column: Order Price, round: true}
  last_px: {column: Fill Price, round: true}
`},
	{file: "blotter/frankcserravalli.back_tester/orders.csv", kept: 14, mapping: `
kind: orders
header: none
columns: {time: {column: [c1, c2, c3], format: 2006 1 2}, symbol: c4, side: c5, qty: c6}
`, first: "1:2 2011-01-10T05:00:00Z row0.1 AAPL 0@0 fee 0"},
	{file: "blotter/freqtrade.freqtrade/kraken-BCHEUR.csv", kept: 148, mapping: `
kind: prints
header: [time, price, amount]
columns: {time: {column: time, format: epoch_s}, symbol: {default: BCHEUR}, last_px: price, last_qty: {column: amount, unit: 1e8}}
`, first: "1:15 2023-01-01T00:03:56Z  BCHEUR 110448420@90540000 fee 0"},
	{file: "blotter/freqtrade.freqtrade/public_trades_list.csv", kept: 1000, skipped: 1, mapping: `
kind: prints
columns: {time: {column: timestamp, format: epoch_ms}, symbol: {default: ETHUSDT}, last_px: price, last_qty: {column: amount, unit: 1000}}
`},
	{file: "blotter/mhdrizwan95-netizen.l2-dash/fills.csv", kept: 8, mapping: `
kind: orders_and_executions
header: none
columns: {time: c1, text: c2, symbol: c4, side: c5, qty: c6, last_px: c7, fee: c8, venue: c10}
`},
	{file: "blotter/phil8192.ob-analytics/orders.csv.gz", kept: 50_180, refused: 213, skipped: 22, reasons: map[string]int{noOrderBefore: 213}, mapping: `
kind_column: action
kinds: {created: order, deleted: removed, changed: remaining}
columns:
  time: {column: exchange.timestamp, format: epoch_ms}
  logged: {column: timestamp, format: epoch_ms}
  order_id: id
  symbol: {default: BTCUSD}
  side: direction
  qty: volume
  leaves_qty: volume
  px: price
`},
	{file: "blotter/pradeepbanoth.HFT/fills.csv", kept: 22, skipped: 1, mapping: `
kind: executions
columns:
  time: {column: timestamp_ns, format: epoch_ns}
  order_id: order_id
  symbol: symbol
  side: side
  last_px: price
  last_qty: {column: qty, unit: 1e8}
  fee: {column: fee, round: true}
`, first: "2:11 2023-11-14T22:13:20.1260005Z o12 BTCUSDT 1000000@43441820000 fee -86884"},
	{file: "blotter/quantopian.pyfolio/test_txn.csv.gz", kept: 2 * 9367, skipped: 1, mapping: `
kind: orders_and_executions
columns: {time: c1, symbol: symbol, side: {column: amount, sign: true}, qty: {column: amount, absolute: true}, last_px: {column: price, round: true}}
`},
	{file: "blotter/spopa01.matching-engine/orders.csv", kept: 10, skipped: 1, mapping: `
kind: orders
columns: {time: {default: "2020-01-02T09:30:00Z"}, order_id: orderId, symbol: {default: X}, side: side, qty: quantity, px: price}
`},
	{file: "blotter/spopa01.matching-engine/executions.csv", kept: 11, skipped: 1, mapping: `
kind_column: executionType
kinds: {FULL_FILL: execution, PARTIAL_FILL: execution, CANCEL: canceled}
columns: {time: {default: "2020-01-02T09:30:00Z"}, order_id: orderId, side: side, qty: orderSize, last_qty: lastQuantity, last_px: price, cum_qty: cumulativeQuantity}
`},
	{file: "blotter/tacgomes.investir/freetrade.csv", kept: 8, refused: 16, skipped: 16, reasons: map[string]int{noWholeShare: 15, badTime: 1}, mapping: `
kind: orders_and_executions
when: [{column: Type, in: [ORDER]}]
columns: {time: Timestamp, symbol: Ticker, side: Buy / Sell, qty: Quantity, last_px: {column: Price per Share in Account Currency, round: true}, fee: {sum: [Stamp Duty, FX Fee Amount]}}
`},
	{file: "blotter/tacgomes.investir/trading212_2022-2023.csv", refused: 8, skipped: 9, reasons: map[string]int{noWholeShare: 8}, mapping: `
kind_column: Action
kinds: {Market buy: order_and_execution, Market sell: order_and_execution, "*": skip}
columns:
  time: Time
  symbol: Ticker
  side: {column: Action, codes: {Market buy: buy, Market sell: sell}}
  qty: No. of shares
  last_px: {column: Price / share, round: true}
`},
	{file: "ticks/QuantConnect.Lean/ibm-20131007_trade.zip", kept: 24_293, mapping: `
kind: prints
header: [ms, price, size, exchange, condition, suspicious]
columns: {time: {column: ms, format: midnight_ms, date: 2013-10-07, zone: America/New_York}, symbol: {default: IBM}, last_px: {column: price, unit: 0.0001}, last_qty: size, venue: exchange}
`, first: "1:15 2013-10-07T08:00:30.27Z  IBM 283@181520000 fee 0"},
	{file: "parquet/freqtrade.freqtrade/XRP_ETH-trades.parquet", kept: 12_477, mapping: `
kind: prints
columns: {time: {column: timestamp, format: epoch_ms}, symbol: {default: XRPETH}, last_px: {column: price, round: true}, last_qty: {column: amount, unit: 1e8}}
`},
	{file: "parquet/saisharan81.paperbot/trades.parquet", kept: 8, mapping: `
kind: orders_and_executions
columns: {time: {column: ts, format: epoch_ms}, symbol: symbol, side: side, qty: {column: qty, unit: 1e8}, last_px: {column: price, round: true}, fee: {column: fee_usd, round: true}}
`},
}
