package report

// What the columns of the tables of every run hold. A test holds this against the tables as they are written.

// attributionNotes describes attribution.csv and attribution.parquet. Figures are those of the world in which the control is on
// alone, with prices freed of the impact of the flow that is gone, unless they say more.
var attributionNotes = []columnNote{
	{"label", "text", "", "control, by its name in this run"},
	{"id", "text", "", "its number in the catalogue"},
	{"name", "text", "", "its name in the catalogue"},
	{"family", "text", "", "prevent, detect or respond"},
	{"existed", "flag", "", "a firm could have had it on the date"},
	{"evaluable", "flag", "", "the day can judge it; if not, every figure is empty"},
	{"first_trip", "time", "UTC", "its first trip; empty if it never tripped"},
	{"loss", "money", inCurrency, "loss with this control on alone"},
	{"prevented", "money", inCurrency, "the baseline's loss less that; negative if it makes things worse"},
	{"prevented_percent", "number", "%", "the same of the baseline's loss, cut; empty if nothing was lost"},
	{"prevented_no_impact", "money", inCurrency, "what it prevents alone with recorded prices held, whatever flow is missing"},
	{"prevented_no_impact_percent", "number", "%", "the same of the baseline's loss, cut"},
	{"last_line", "money", inCurrency, "what it still prevents when all others are on"},
	{"shapley", "money", inCurrency, "its share of what all controls prevent together"},
	{"shapley_error", "money", inCurrency, "standard error of that where it is an estimate; empty where it is exact"},
	{"banzhaf", "money", inCurrency, "what it adds, the mean over all sets of the others; empty where coalitions were sampled"},
	{"trips", "count", "", "how often it tripped"},
	{"halted", "time", "UTC", "when it stopped everything for good; empty if it never did"},
	{"executions", "count", "executions", "what still went to the error account"},
	{"shares", "count", "shares", "what still went to the error account"},
	{"unmarketable", "count", "executions", "executions whose recorded limit would not have been reached at this world's price; they are counted all the same"},
	{"unprovoked_operations", "count", "", "recorded reactions to the incident that nobody had a reason for in this world"},
	{"collateral_orders", "count", "orders", "legitimate child orders that it blocked on the day"},
	{"collateral_shares", "count", "shares", "their shares"},
	{"collateral_notional", "money", inCurrency, "their worth at their limits"},
	{"collateral_minutes", "count", "minutes", "minutes of the session with at least one of them"},
	{"normal_days", "count", "days", "ordinary days on which it tripped; empty, as all that follow, if none was replayed"},
	{"normal_trips", "count", "", "its trips on ordinary days: false ones, all of them"},
	{"normal_orders", "count", "orders", "legitimate child orders that it blocked on ordinary days"},
	{"normal_shares", "count", "shares", "their shares"},
	{"normal_notional", "money", inCurrency, "their worth"},
	{"normal_minutes", "count", "minutes", "minutes of ordinary sessions with at least one of them"},
	{"normal_orders_per_million", "count", "orders", "blocked of every million legitimate orders of ordinary days, rounded down"},
	{"normal_worst_day", "text", "", "the ordinary day on which it blocked the largest part; empty if none"},
	{"normal_worst_orders_per_million", "count", "orders", "blocked of every million on that day"},
}

// leafNotes describes leaves.parquet.
var leafNotes = []columnNote{
	{"price_assumption", "text", "", "impact: prices freed of the impact of missing flow; held: prices as recorded"},
	{"leaf", "count", "", "number of the leaf, from 0, within the price assumption"},
	{"in", "text", "", "labels of the controls that are on, joined by +"},
	{"out", "text", "", "labels of the controls that are off, joined by +; the others make no difference"},
	{"in_set", "set", "", "the controls that are on"},
	{"out_set", "set", "", "the controls that are off"},
	{"coalitions", "set", "", "sets of controls that it stands for, an unsigned number; for each price assumption they come to 2 to the number of controls"},
	{"loss", "money", inCurrency, "loss of this world: the sum of the seven that follow"},
	{"spread", "money", inCurrency, "paid to cross the spread"},
	{"impact", "money", inCurrency, "paid because our own flow had moved the price"},
	{"drift", "money", inCurrency, "the market's own move, against us if positive"},
	{"recapture", "money", inCurrency, "our own impact that is still in the price when we close, a gain if negative"},
	{"exit_market", "money", inCurrency, "working the position until the close"},
	{"exit_block", "money", inCurrency, "what the buyer of the rest took off"},
	{"fees", "money", inCurrency, "fees"},
	{"children", "count", "orders", "child orders sent"},
	{"executions", "count", "executions", "executions of all flow"},
	{"shares", "count", "shares", "shares executed, of all flow"},
	{"rogue_shares", "count", "shares", "of children that a correct router would not have sent"},
	{"unmatched_executions", "count", "executions", "what went to the error account"},
	{"unmatched_shares", "count", "shares", "what went to the error account"},
	{"unmatched_parents", "count", "orders", "parents whose executions went there"},
	{"unmarketable", "count", "executions", "executions whose recorded limit would not have been reached at this world's price"},
	{"unsent", "count", "orders", "children that this world's router would not have sent"},
	{"unprovoked_operations", "count", "", "recorded reactions to the incident that nobody had a reason for in this world"},
	{"collateral_orders", "count", "orders", "legitimate child orders that were blocked"},
	{"collateral_shares", "count", "shares", "their shares"},
	{"collateral_notional", "money", inCurrency, "their worth at their limits"},
	{"collateral_minutes", "count", "minutes", "minutes of the session with at least one of them"},
	{"halted", "time", "UTC", "when everything was stopped for good; null if it never was"},
}

// tripNotes describes trips.parquet.
var tripNotes = []columnNote{
	{"price_assumption", "text", "", "of the leaf, as in leaves.parquet"},
	{"leaf", "count", "", "of the leaf, as in leaves.parquet"},
	{"in", "text", "", "of the leaf, as in leaves.parquet"},
	{"control", "text", "", "label of the control that tripped"},
	{"acted", "flag", "", "the control is on; otherwise it tripped and changed nothing"},
	{"trip", "time", "UTC", "when it decided"},
	{"effect", "time", "UTC", "when that took effect"},
	{"scope", "text", "", "what it concerns: firm, server, symbol, parent or venue"},
	{"scope_of", "text", "", "which one: a name, or a parent's row; empty for the firm"},
	{"seen", "count", "as in unit", "what it saw"},
	{"limit", "count", "as in unit", "what it allows"},
	{"unit", "text", "", "count, shares, money (millionths), bp or ns"},
}

// timelineNotes describes timeline.parquet.
var timelineNotes = []columnNote{
	{"world", "text", "", "baseline, or the label of the one control that is on"},
	{"at", "time", "UTC", "the moment: amounts as they stood then"},
	{"loss_at_mid", "money", inCurrency, "loss so far if every position were worth its mid, which our own flow has pushed"},
	{"loss_free_of_impact", "money", inCurrency, "the same with our impact out of the mid"},
	{"gross", "money", inCurrency, "long and short positions of the error account at mids, added up"},
	{"net", "money", inCurrency, "long less short positions of the error account at mids"},
	{"rogue_shares", "count", "shares", "executed since the row before, of children that a correct router would not have sent"},
	{"legitimate_shares", "count", "shares", "executed since the row before, of all others"},
	{"rogue_shares_total", "count", "shares", "the same since the open"},
	{"legitimate_shares_total", "count", "shares", "the same since the open"},
}

// curveNotes describes curves.parquet.
var curveNotes = []columnNote{
	{"leaf", "count", "", "of the leaf, as in leaves.parquet where price_assumption is impact"},
	{"at", "time", "UTC", "start of a minute; in a leaf's last row when its flow had ended"},
	{"loss", "money", inCurrency, "loss if everything had stopped at that moment and had been liquidated"},
}

// whereNotes describes where.csv.
var whereNotes = []columnNote{
	{"by", "text", "", "symbol, server or minute; the rows of each kind add up to the loss"},
	{"name", "text", "", "which one; of a minute its start, RFC 3339 in UTC; empty for what a recorded closing lost in symbols that the account had never traded"},
	{"loss", "money", inCurrency, "part of the baseline's loss that arose there"},
	{"spread", "money", inCurrency, "of it, paid to cross the spread; empty, as the six that follow, for servers and minutes"},
	{"impact", "money", inCurrency, "of it, paid because our own flow had moved the price"},
	{"drift", "money", inCurrency, "of it, the market's own move"},
	{"recapture", "money", inCurrency, "of it, our own impact that was still in the price at the exit"},
	{"exit_market", "money", inCurrency, "of it, working the position until the close"},
	{"exit_block", "money", inCurrency, "of it, what the buyer of the rest took off"},
	{"fees", "money", inCurrency, "of it, fees"},
	{"executions", "count", "executions", "executions of which something went to the error account"},
	{"shares", "count", "shares", "shares that went to the error account"},
	{"position", "count", "shares", "what the account held of the symbol when the flow ended, negative if short; empty for servers and minutes"},
}

// normalNotes describes normal.csv.
var normalNotes = []columnNote{
	{"label", "text", "", "control or variant, by its name in this run"},
	{"day", "text", "", "ordinary day on which it was on alone"},
	{"trips", "count", "", "false trips"},
	{"halted", "time", "UTC", "when it stopped everything for good; empty if it never did"},
	{"collateral_orders", "count", "orders", "legitimate child orders that it blocked"},
	{"collateral_shares", "count", "shares", "their shares"},
	{"collateral_notional", "money", inCurrency, "their worth at their limits"},
	{"collateral_minutes", "count", "minutes", "minutes of the session with at least one of them"},
	{"orders_per_million", "count", "orders", "blocked of every million legitimate orders of the day, rounded down"},
}

// loopNotes describes closed-loop.csv.
var loopNotes = []columnNote{
	{"by", "text", "", "minute, symbol or server"},
	{"name", "text", "", "which one; of a minute its start, RFC 3339 in UTC"},
	{"recorded_children", "count", "orders", "child orders sent, on record"},
	{"generated_children", "count", "orders", "child orders sent by the router model"},
	{"recorded_executions", "count", "executions", "what executed, on record"},
	{"generated_executions", "count", "executions", "what executed in the closed loop"},
	{"recorded_shares", "count", "shares", "shares of the recorded executions"},
	{"generated_shares", "count", "shares", "shares of the generated executions"},
	{"recorded_notional", "money", inCurrency, "worth of the recorded executions"},
	{"generated_notional", "money", inCurrency, "worth of the generated executions"},
}

// drawLeafNotes describes draw_leaves.parquet.
var drawLeafNotes = []columnNote{
	{"draw", "count", "", "draw of draws.parquet"},
	{"in_set", "set", "", "the controls that are on"},
	{"out_set", "set", "", "the controls that are off; the others make no difference"},
	{"loss", "money", inCurrency, "loss of this world, prices freed of the missing flow's impact"},
	{"collateral_orders", "count", "orders", "legitimate child orders that were blocked"},
}
