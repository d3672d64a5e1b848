package lobster

import (
	"path"
	"regexp"
	"strings"
)

// Files is a message file with its order-book file; Book is empty if there is none.
type Files struct{ Messages, Book string }

// pattern is a file's name, possibly packed: TICKER_DATE_START_END_message_LEVEL.csv, times in milliseconds after midnight.
var pattern = regexp.MustCompile(`^([A-Za-z0-9.\-^=+]{1,20})_(\d{4}-\d\d-\d\d)_(\d{1,9})_(\d{1,9})_(message|orderbook)_(\d{1,4})\.csv(\.[a-z0-9]{1,4})?$`)

// Name is what the name of a LOBSTER file says.
type Name struct {
	Symbol, Date string
	Book         bool // an order-book file, else a message file
}

// ParseName returns what the name of a LOBSTER file says, with or without its folder and the suffix of its packing, and whether
// it is such a name.
func ParseName(name string) (Name, bool) {
	m := pattern.FindStringSubmatch(base(name))
	if m == nil {
		return Name{}, false
	}
	return Name{Symbol: m[1], Date: m[2], Book: m[5] == "orderbook"}, true
}

func base(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// Pair puts message and order-book files together by their names, in order of the message files; folders do not count unless
// two files have one name, packings do not count. alone are the names that are in no pair: order-book files without messages,
// a second file of the same name, and names that are not LOBSTER's.
func Pair(names []string) (pairs []Files, alone []string) {
	books := map[string][]string{} // by the key of their message file
	for _, name := range names {
		if n, ok := ParseName(name); ok && n.Book {
			books[key(name)] = append(books[key(name)], name)
		}
	}
	paired := map[string]bool{}
	for _, name := range names {
		if n, ok := ParseName(name); !ok || n.Book {
			continue
		}
		f := Files{Messages: name}
		for _, book := range books[key(name)] {
			if !paired[book] && (f.Book == "" || folder(book) == folder(name) && folder(f.Book) != folder(name)) {
				f.Book = book
			}
		}
		paired[name], paired[f.Book] = true, true
		pairs = append(pairs, f)
	}
	for _, name := range names {
		if !paired[name] {
			alone = append(alone, name)
		}
	}
	return pairs, alone
}

// key is equal for a message file and its order-book file.
func key(name string) string {
	m := pattern.FindStringSubmatch(base(name))
	return strings.Join([]string{m[1], m[2], m[3], m[4], m[6]}, "_")
}

func folder(name string) string { return path.Dir(strings.ReplaceAll(name, `\`, "/")) }
