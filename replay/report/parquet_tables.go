package report

import (
	"io"

	"lossreplay/model"
)

// The columns of the Parquet files, as docs/json.md lists them.

func (r *Results) writeLeaves(w io.Writer) error {
	type row = LeafRow
	return writeParquet(w, []field[row]{
		textField("price_assumption", func(r *row) string { return r.Prices }),
		countField("leaf", func(r *row) int64 { return int64(r.Leaf) }),
		textField("in", func(r *row) string { return r.In }),
		textField("out", func(r *row) string { return r.Out }),
		setField("in_set", func(r *row) uint64 { return r.InSet }),
		setField("out_set", func(r *row) uint64 { return r.OutSet }),
		setField("coalitions", func(r *row) uint64 { return r.Coalitions }),
		moneyField("loss", func(r *row) model.Money { return r.Total }),
		moneyField("spread", func(r *row) model.Money { return r.Loss.Spread }),
		moneyField("impact", func(r *row) model.Money { return r.Loss.Impact }),
		moneyField("drift", func(r *row) model.Money { return r.Loss.Drift }),
		moneyField("recapture", func(r *row) model.Money { return r.Loss.Recapture }),
		moneyField("exit_market", func(r *row) model.Money { return r.Loss.ExitMarket }),
		moneyField("exit_block", func(r *row) model.Money { return r.Loss.ExitBlock }),
		moneyField("fees", func(r *row) model.Money { return r.Loss.Fees }),
		countField("children", func(r *row) int64 { return r.Flow.Children }),
		countField("executions", func(r *row) int64 { return r.Flow.Executions }),
		countField("shares", func(r *row) int64 { return r.Flow.Shares }),
		countField("rogue_shares", func(r *row) int64 { return r.Flow.RogueShares }),
		countField("unmatched_executions", func(r *row) int64 { return r.Flow.UnmatchedExecutions }),
		countField("unmatched_shares", func(r *row) int64 { return r.Flow.UnmatchedShares }),
		countField("unmatched_parents", func(r *row) int64 { return r.Flow.UnmatchedParents }),
		countField("unmarketable", func(r *row) int64 { return r.Flow.Unmarketable }),
		countField("unsent", func(r *row) int64 { return r.Flow.Unsent }),
		countField("unprovoked_operations", func(r *row) int64 { return r.Flow.Unprovoked }),
		countField("collateral_orders", func(r *row) int64 { return r.Collateral.Orders }),
		countField("collateral_shares", func(r *row) int64 { return r.Collateral.Shares }),
		moneyField("collateral_notional", func(r *row) model.Money { return r.Collateral.Notional }),
		countField("collateral_minutes", func(r *row) int64 { return int64(r.Collateral.Minutes) }),
		momentField("halted", func(r *row) model.Time { return r.Halted }),
	}, r.LeafRows)
}

func (r *Results) writeTrips(w io.Writer) error {
	type row = TripRow
	return writeParquet(w, []field[row]{
		textField("price_assumption", func(r *row) string { return r.Prices }),
		countField("leaf", func(r *row) int64 { return int64(r.Leaf) }),
		textField("in", func(r *row) string { return r.In }),
		textField("control", func(r *row) string { return r.Control }),
		boolField("acted", func(r *row) bool { return r.Acted }),
		momentField("trip", func(r *row) model.Time { return r.At }),
		momentField("effect", func(r *row) model.Time { return r.Effect }),
		textField("scope", func(r *row) string { return r.Scope }),
		textField("scope_of", func(r *row) string { return r.ScopeOf }),
		countField("seen", func(r *row) int64 { return r.Seen }),
		countField("limit", func(r *row) int64 { return r.Limit }),
		textField("unit", func(r *row) string { return r.Unit }),
	}, r.TripRows)
}

func (r *Results) writeTimeline(w io.Writer) error {
	type row = SecondRow
	return writeParquet(w, []field[row]{
		textField("world", func(r *row) string { return r.World }),
		momentField("at", func(r *row) model.Time { return r.At }),
		moneyField("loss_at_mid", func(r *row) model.Money { return r.LossMid }),
		moneyField("loss_free_of_impact", func(r *row) model.Money { return r.LossFree }),
		moneyField("gross", func(r *row) model.Money { return r.Gross }),
		moneyField("net", func(r *row) model.Money { return r.Net }),
		countField("rogue_shares", func(r *row) int64 { return r.RogueShares }),
		countField("legitimate_shares", func(r *row) int64 { return r.LegitShares }),
		countField("rogue_shares_total", func(r *row) int64 { return r.RogueTotal }),
		countField("legitimate_shares_total", func(r *row) int64 { return r.LegitTotal }),
	}, r.SecondRows)
}
