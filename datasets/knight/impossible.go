package knight

import "fmt"

// Impossible is the error of parameters of which there is no day. Facts are the published figures that such a day would miss, by
// id; where it would miss none, Rule says in general words which parameters contradict each other.
type Impossible struct {
	Facts []string
	Rule  string
	text  string
}

// Error says what is wrong with these very values.
func (e *Impossible) Error() string { return e.text }

// misses returns the error of a day that would miss published figures.
func misses(facts []string, format string, args ...any) error {
	return &Impossible{Facts: facts, text: fmt.Sprintf(format, args...)}
}

// contradicts returns the error of parameters that contradict each other.
func contradicts(rule, format string, args ...any) error {
	return &Impossible{Rule: rule, text: fmt.Sprintf(format, args...)}
}
