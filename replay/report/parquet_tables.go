package report

import (
	"io"

	"lossreplay/model"
)

// The columns of the Parquet files that are read back, as docs/json.md lists them.

var leafTable = []kept[LeafRow]{
	keptText("price_assumption", func(r *LeafRow) *string { return &r.Prices }),
	keptCount("leaf", func(r *LeafRow) *int { return &r.Leaf }),
	keptText("in", func(r *LeafRow) *string { return &r.In }),
	keptText("out", func(r *LeafRow) *string { return &r.Out }),
	keptSet("in_set", func(r *LeafRow) *uint64 { return &r.InSet }),
	keptSet("out_set", func(r *LeafRow) *uint64 { return &r.OutSet }),
	keptSet("coalitions", func(r *LeafRow) *uint64 { return &r.Coalitions }),
	keptMoney("loss", func(r *LeafRow) *model.Money { return &r.Total }),
	keptMoney("spread", func(r *LeafRow) *model.Money { return &r.Loss.Spread }),
	keptMoney("impact", func(r *LeafRow) *model.Money { return &r.Loss.Impact }),
	keptMoney("drift", func(r *LeafRow) *model.Money { return &r.Loss.Drift }),
	keptMoney("recapture", func(r *LeafRow) *model.Money { return &r.Loss.Recapture }),
	keptMoney("exit_market", func(r *LeafRow) *model.Money { return &r.Loss.ExitMarket }),
	keptMoney("exit_block", func(r *LeafRow) *model.Money { return &r.Loss.ExitBlock }),
	keptMoney("fees", func(r *LeafRow) *model.Money { return &r.Loss.Fees }),
	keptCount("children", func(r *LeafRow) *int64 { return &r.Flow.Children }),
	keptCount("executions", func(r *LeafRow) *int64 { return &r.Flow.Executions }),
	keptCount("shares", func(r *LeafRow) *int64 { return &r.Flow.Shares }),
	keptCount("rogue_shares", func(r *LeafRow) *int64 { return &r.Flow.RogueShares }),
	keptCount("unmatched_executions", func(r *LeafRow) *int64 { return &r.Flow.UnmatchedExecutions }),
	keptCount("unmatched_shares", func(r *LeafRow) *int64 { return &r.Flow.UnmatchedShares }),
	keptCount("unmatched_parents", func(r *LeafRow) *int64 { return &r.Flow.UnmatchedParents }),
	keptCount("unmarketable", func(r *LeafRow) *int64 { return &r.Flow.Unmarketable }),
	keptCount("unsent", func(r *LeafRow) *int64 { return &r.Flow.Unsent }),
	keptCount("unprovoked_operations", func(r *LeafRow) *int64 { return &r.Flow.Unprovoked }),
	keptCount("collateral_orders", func(r *LeafRow) *int64 { return &r.Collateral.Orders }),
	keptCount("collateral_shares", func(r *LeafRow) *int64 { return &r.Collateral.Shares }),
	keptMoney("collateral_notional", func(r *LeafRow) *model.Money { return &r.Collateral.Notional }),
	keptCount("collateral_minutes", func(r *LeafRow) *int { return &r.Collateral.Minutes }),
	keptMoment("halted", func(r *LeafRow) *model.Time { return &r.Halted }),
}

var tripTable = []kept[TripRow]{
	keptText("price_assumption", func(r *TripRow) *string { return &r.Prices }),
	keptCount("leaf", func(r *TripRow) *int { return &r.Leaf }),
	keptText("in", func(r *TripRow) *string { return &r.In }),
	keptText("control", func(r *TripRow) *string { return &r.Control }),
	keptFlag("acted", func(r *TripRow) *bool { return &r.Acted }),
	keptMoment("trip", func(r *TripRow) *model.Time { return &r.At }),
	keptMoment("effect", func(r *TripRow) *model.Time { return &r.Effect }),
	keptText("scope", func(r *TripRow) *string { return &r.Scope }),
	keptText("scope_of", func(r *TripRow) *string { return &r.ScopeOf }),
	keptCount("seen", func(r *TripRow) *int64 { return &r.Seen }),
	keptCount("limit", func(r *TripRow) *int64 { return &r.Limit }),
	keptText("unit", func(r *TripRow) *string { return &r.Unit }),
}

var secondTable = []kept[SecondRow]{
	keptText("world", func(r *SecondRow) *string { return &r.World }),
	keptMoment("at", func(r *SecondRow) *model.Time { return &r.At }),
	keptMoney("loss_at_mid", func(r *SecondRow) *model.Money { return &r.LossMid }),
	keptMoney("loss_free_of_impact", func(r *SecondRow) *model.Money { return &r.LossFree }),
	keptMoney("gross", func(r *SecondRow) *model.Money { return &r.Gross }),
	keptMoney("net", func(r *SecondRow) *model.Money { return &r.Net }),
	keptCount("rogue_shares", func(r *SecondRow) *int64 { return &r.RogueShares }),
	keptCount("legitimate_shares", func(r *SecondRow) *int64 { return &r.LegitShares }),
	keptCount("rogue_shares_total", func(r *SecondRow) *int64 { return &r.RogueTotal }),
	keptCount("legitimate_shares_total", func(r *SecondRow) *int64 { return &r.LegitTotal }),
}

func (r *Results) writeLeaves(w io.Writer) error { return writeKept(w, leafTable, r.LeafRows) }

func (r *Results) writeTrips(w io.Writer) error { return writeKept(w, tripTable, r.TripRows) }

func (r *Results) writeTimeline(w io.Writer) error { return writeKept(w, secondTable, r.SecondRows) }
