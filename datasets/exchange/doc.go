// Package exchange holds what importers of exchange order data share: New York midnight, prices in ten-thousandths, a table of
// open orders, and a flow of orders taken out of the market's as if one firm had sent them.
//
// Owns: which orders of a public feed are taken as the recorded flow, and the parents that are assumed above them.
//
// Refuses: reading any format (lobster and itch do), inventing orders or fills: all that it emits was in the feed, but for the
// parents and the servers, which are assumed and called so.
//
// Invariants: whether an order is taken depends on its reference and the seed alone; memory is bounded by the open orders that
// are taken, and by their executions where a feed can break them.
package exchange
