// Package tabular reads order and execution tables of any layout, by a mapping that the user writes: CSV, Parquet, Arrow IPC,
// and timelines of operations in CSV or JSON lines.
//
// Owns: the mapping of columns to fields (`tables:` of the mapping file), the splitting of CSV, the reading of numbers, times,
// sides and codes out of cells, the guess of a mapping from a file.
//
// Refuses: guessing while it reads. A cell that does not parse, a fraction of a share, a price with more decimals than the day
// has, a time that its zone's clock never showed, a row with too many or too few columns: the row is refused with its line,
// column, value and reason, and the next one is read. UTF-16 is refused with the mend, not decoded.
//
// Invariants: a row gives its records, or one refusal, or one skip with a reason; no bytes make it panic; memory is bounded by
// the longest row (1 MiB) in CSV, by a row group or record batch in Parquet and Arrow; nothing is allocated per row.
package tabular
