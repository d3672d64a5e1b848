package knight

import "lossreplay/model"

// Cash is what Knight had in cash and equivalents on 31 July 2012: what the day could cost before the firm was gone. Published;
// see [CashSource].
const Cash = 365_000_000 * model.MoneyUnit

// CashSource says where [Cash] comes from.
const CashSource = "Knight's cash and equivalents on 2012-07-31, about $365 million (press of 6 Aug 2012)"
