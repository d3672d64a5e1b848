package datasets

import "github.com/apache/arrow/go/v15/arrow/memory"

// Guard runs f and returns its panic as an error: the libraries that decode Parquet and Arrow panic on damaged files. For
// readers of foreign files only; in code of our own a panic is a bug.
func Guard(f func() error) error { return guard(f) }

// Bounded returns an allocator for readers of foreign Parquet and Arrow files: it panics, within [Guard] an error, when a
// damaged header claims a page or buffer of more than 256 MiB.
func Bounded() memory.Allocator { return newBounded() }
