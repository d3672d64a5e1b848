package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lossreplay/datasets"
	"lossreplay/datasets/anonymise"
)

// anonymiseFlags are the flags of dataset anonymise.
type anonymiseFlags struct {
	key, newKey, names string
	force, json        bool
}

// newAnonymise returns the verb dataset anonymise.
func newAnonymise(a *app) *cobra.Command {
	var f anonymiseFlags
	cmd := &cobra.Command{
		Use:   "anonymise DIR OUT [flags]",
		Short: "Write a day under other names and at another date; its figures stay the same.",
		Long: "Symbols, listings, servers, venues, builds, flags, code paths and the account get names that follow from\n" +
			"the key; all times move by a number of whole weeks that does too. Texts, facts and sources are left out.\n" +
			"Prices, quantities, amounts and the order of rows stay: who knows a stock's prices of the day may find it.",
		Example: `  # with a key of your own, to be kept; the same key gives the same names again
  lossreplay dataset anonymise days/2024-05-06 days/shared --new-key day.key --names names.csv
  lossreplay dataset anonymise days/2024-05-07 days/shared-2 --key day.key`,
		Args: words(2, 2, "a day's folder and a new folder"),
		RunE: typed(func(cmd *cobra.Command, args []string) error { return a.anonymise(cmd.Context(), args[0], args[1], f) }),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.key, "key", "", "`FILE` of 32 random bytes or more, as --new-key makes one")
	flags.StringVar(&f.newKey, "new-key", "", "`FILE` new file for a new key, for its owner alone")
	group(flags, "The key", "key", "new-key")
	flags.StringVar(&f.names, "names", "", "`FILE` new CSV file of old and new names, for its owner alone")
	flags.BoolVar(&f.force, "force", false, "replace OUT if it is there")
	flags.BoolVar(&f.json, "json", false, "standard output is one JSON document, also on failure")
	group(flags, "What comes out", "names", "force", "json")
	return cmd
}

// anonymised is the answer of dataset anonymise. It says nothing that the key keeps secret.
type anonymised struct {
	Out      string            `json:"out"`
	Incident string            `json:"incident"`
	Date     string            `json:"date"`
	Replaced []replacedNames   `json:"replaced"`
	LeftOut  anonymise.LeftOut `json:"left_out"`
}

// replacedNames says how many names of a kind have others.
type replacedNames struct {
	Kind  string `json:"kind"`
	Names int    `json:"names"`
}

func (a *app) anonymise(ctx context.Context, dir, out string, f anonymiseFlags) (err error) {
	opts := datasets.WriteOptions{Force: f.force, Canceled: ctx.Err}
	if err := together(f.check(dir, out), notThere(datasets.MayWrite(out, opts))); err != nil {
		return err
	}
	original, err := datasets.Open(dir)
	if err != nil {
		return badDay(err, "")
	}
	key, done, err := f.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done(err != nil)) }()
	day, err := anonymise.New(original, key)
	if err != nil {
		return badInput("give the day another date, or its session another zone, first", "%w", err)
	}
	if f.names != "" {
		if err := day.WriteNames(f.names); err != nil {
			return taken(err, f.names)
		}
		defer func() {
			if err != nil {
				err = errors.Join(err, os.Remove(f.names))
			}
		}()
	}
	if err := day.Write(out, opts); err != nil {
		return notThere(err)
	}
	answer := anonymisedAs(out, day)
	if f.json {
		return a.json(answer)
	}
	a.anonymisedDay(answer)
	return nil
}

// open returns the key, and what to do with its file once the command is done: a new key of a command that fails goes.
func (f *anonymiseFlags) open() (key anonymise.Key, done func(failed bool) error, err error) {
	if f.newKey == "" {
		key, err = anonymise.ReadKey(f.key)
		if errors.Is(err, anonymise.ErrKey) || errors.Is(err, fs.ErrNotExist) {
			err = badInput("--new-key FILE makes a key", "%w", err)
		}
		return key, func(bool) error { return nil }, err
	}
	key = anonymise.NewKey()
	err = taken(key.Write(f.newKey), f.newKey)
	return key, func(failed bool) error {
		if failed {
			return os.Remove(f.newKey)
		}
		return nil
	}, err
}

// taken returns err, as a fault of the user if the file is there already.
func taken(err error, name string) error {
	if errors.Is(err, fs.ErrExist) {
		return badInput("choose another name, or remove the file", "%s is there already", name)
	}
	return err
}

// check refuses flags and places that cannot be: no key or two, and secrets or the original where OUT will be.
func (f *anonymiseFlags) check(dir, out string) error {
	switch {
	case f.key == "" && f.newKey == "":
		return badInput("name a key with --key FILE, or make one with --new-key FILE", "no key: the new names follow from it")
	case f.key != "" && f.newKey != "":
		return badInput("give one of them", "--key and --new-key name two keys")
	}
	for _, place := range []struct{ flag, name string }{{"--key", f.key}, {"--new-key", f.newKey}, {"--names", f.names}} {
		if place.name != "" && within(place.name, out) {
			return badInput("keep it elsewhere: who has it knows the old names", "%s %s lies in %s, which is to be given away", place.flag, place.name, out)
		}
	}
	if within(out, dir) || within(dir, out) {
		return badInput("name a new folder beside it", "%s and %s are the same folder, or one is in the other", dir, out)
	}
	return nil
}

// within reports whether a place is dir or below it, links followed as far as they are there.
func within(place, dir string) bool {
	rel, err := filepath.Rel(resolved(dir), resolved(place))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolved returns the absolute path of a place that need not be there, with the links of the part that is.
func resolved(place string) string {
	path, err := filepath.Abs(place)
	if err != nil {
		return filepath.Clean(place)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if path == filepath.Dir(path) {
		return path
	}
	return filepath.Join(resolved(filepath.Dir(path)), filepath.Base(path))
}

// anonymisedAs counts what became of a day.
func anonymisedAs(out string, day *anonymise.Day) *anonymised {
	answer := &anonymised{Out: out, Incident: day.Incident().Name, Date: day.Incident().Date, Replaced: []replacedNames{}, LeftOut: day.LeftOut()}
	at := map[string]int{}
	for _, n := range day.Names() {
		i, ok := at[n.Kind]
		if !ok {
			i = len(answer.Replaced)
			at[n.Kind] = i
			answer.Replaced = append(answer.Replaced, replacedNames{Kind: n.Kind})
		}
		answer.Replaced[i].Names++
	}
	return answer
}
