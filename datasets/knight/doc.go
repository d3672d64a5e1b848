// Package knight reconstructs the order and execution logs of Knight Capital's router on 2012-08-01.
//
// The logs were never published. [Generate] makes a day that meets every published figure at once (facts F01 to F32, in
// [Facts]) and says of each choice beyond them why it was made and that it is assumed. The SEC found the facts in its order
// 34-70694; Knight consented without admitting or denying them, and the order names no stock: the names here are derived
// from public daily bars, the rest is plainly synthetic. A fact, section or conflict named in a comment or a setting (F24,
// section 9, C3) stands in docs/knight.md with its source.
//
// Owns: the day's symbols, parents, flow, prices, closing trades, operations, and the published figures.
//
// Refuses: files, clocks, global state; any claim that this is how the day really went.
//
// Invariants: the same parameters and seed give the same bytes, on one core or many; every day loses exactly [TradingLoss];
// what the recorded router sent is what [router.SMARS] would send in its place.
package knight
