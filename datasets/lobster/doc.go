// Package lobster reads LOBSTER data: the messages that changed the order book of one Nasdaq stock on one day, and beside them,
// row by row, the best levels of the book after each message.
//
// Owns: the two file formats, the pairing of message and order-book files, their rows as quotes and prints of the market, and
// the check of one file against the other.
//
// Refuses: quotes without an order-book file. Messages tell what changes, not what stood in the book before the first of them,
// and a file of few levels leaves out what happens below: a book built from messages alone would be wrong and look right.
//
// Invariants: every row is emitted, refused with its line, or counted; memory does not grow with the file but by the orders
// that a flow has open.
package lobster
