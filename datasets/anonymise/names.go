package anonymise

import "encoding/base32"

// Name is one name with what stands for it.
type Name struct {
	Kind     string
	Old, New string
}

// kind is a kind of names: its word in tables, and the letter with which its new names begin.
type kind struct{ word, letter string }

var (
	daysKind     = kind{"day", "D"}
	symbolsKind  = kind{"symbol", "S"}
	listingsKind = kind{"listing", "L"}
	serversKind  = kind{"server", "H"}
	venuesKind   = kind{"venue", "V"}
	buildsKind   = kind{"build", "B"}
	flagsKind    = kind{"flag", "F"}
	pathsKind    = kind{"code path", "P"}
	accountsKind = kind{"account", "A"}
)

// letters write a digest so that no letter looks like another.
var letters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// shortest is the number of letters of a new name: 40 bits.
const shortest = 8

// name returns the new names of a list in its order: the same for the same text, different for different ones, the empty text
// for itself. A name is the same on every day of the same key, but where two short names of one day meet: 65,000 symbols do so on one day in 500.
func (k Key) name(of kind, old []string) (new []string) {
	full := make(map[string]string, len(old))
	for _, text := range old {
		if _, ok := full[text]; !ok && text != "" {
			sum := k.digest(of.word, text)
			full[text] = letters.EncodeToString(sum[:])
		}
	}
	cut := apart(full, shortest)
	for _, text := range old {
		if text == "" {
			new = append(new, "")
		} else {
			new = append(new, of.letter+"-"+cut[text])
		}
	}
	return new
}

// apart cuts texts, which are all different, to n letters, and leaves those whole that would then be equal.
func apart(full map[string]string, n int) map[string]string {
	met := make(map[string]int, len(full))
	for _, text := range full {
		met[text[:n]]++
	}
	cut := make(map[string]string, len(full))
	for old, text := range full {
		cut[old] = text
		if met[text[:n]] == 1 {
			cut[old] = text[:n]
		}
	}
	return cut
}
