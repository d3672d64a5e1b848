// Package itch reads Nasdaq TotalView-ITCH 5.0: each message of a day of one exchange, in two-byte length frames.
//
// Owns: the messages and their lengths, the full order book of each stock that is asked for, the quotes and prints that follow
// from it.
//
// Refuses: guessing the day (a file does not say it), quotes of a book that is crossed or has an empty side, ITCH of other
// versions: their messages have other lengths and are refused.
//
// Invariants: every message is used, refused with its number and offset, or counted; memory is bounded by the open orders of
// the stocks that are asked for, not by the file; after each message the shares of a price level are those of its orders.
package itch
