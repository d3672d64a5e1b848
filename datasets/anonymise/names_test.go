package anonymise

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// testKey returns a key that is the same in every run.
func testKey(seed byte) Key {
	secret := make([]byte, keyMin)
	for i := range secret {
		secret[i] = seed + byte(7*i)
	}
	return Key{secret}
}

func TestNames(t *testing.T) {
	key := testKey(1)
	old := []string{"AAPL", "MSFT", "", "AAPL", "BRK.B"}
	new := key.name(symbolsKind, old)
	if new[0] != new[3] || new[2] != "" || new[0] == new[1] || new[1] == new[4] {
		t.Errorf("%q became %q", old, new)
	}
	if want := "S-EY5CPSEZ"; new[0] != want {
		t.Errorf("AAPL became %q; with this key it was always %q", new[0], want)
	}
	if other := key.name(symbolsKind, []string{"ZZZ", "AAPL"}); other[1] != new[0] {
		t.Errorf("AAPL is %q on another day", other[1])
	}
	if other := testKey(2).name(symbolsKind, old); other[0] == new[0] {
		t.Errorf("two keys give %q", new[0])
	}
	if server := key.name(serversKind, old); server[0][2:] == new[0][2:] {
		t.Errorf("a server and a symbol of one name share %q", new[0][2:])
	}
}

func TestNamesStayApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := rapid.SliceOfNDistinct(rapid.StringN(1, 8, -1), 0, 200, rapid.ID).Draw(t, "old")
		new := testKey(3).name(serversKind, old)
		if slices.Sort(new); len(slices.Compact(new)) != len(old) {
			t.Fatalf("%q became %q", old, new)
		}
		for _, name := range new {
			if len(name) != 2+shortest || !strings.HasPrefix(name, "H-") {
				t.Fatalf("%q", name)
			}
		}
	})
}

// TestShortNamesThatMeetStayWhole cuts digests so short that some meet.
func TestShortNamesThatMeetStayWhole(t *testing.T) {
	full := map[string]string{"a": "AB12", "b": "AB34", "c": "CD56"}
	cut := apart(full, 2)
	if cut["a"] != "AB12" || cut["b"] != "AB34" || cut["c"] != "CD" {
		t.Errorf("%v", cut)
	}
}

func TestKeyOfAFile(t *testing.T) {
	dir := t.TempDir()
	write := func(data []byte) string {
		name := filepath.Join(dir, fmt.Sprint(len(data), len(data) > 0 && data[0] == 'z'))
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	good := testKey(9).secret
	for _, c := range []struct {
		name string
		data []byte
		says string
	}{
		{"32_random_bytes", good, ""},
		{"64_hexadecimal_digits", []byte("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"), ""},
		{"31_bytes", good[:31], "it has 31 bytes; at least 32 are needed"},
		{"empty", nil, "it has 0 bytes"},
		{"one_byte_again_and_again", []byte(strings.Repeat("z", 100)), "it has 1 different bytes, so it is not random"},
		{"a_large_file", slices.Repeat(good, 200), "it has more than 4096 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			key, err := ReadKey(write(c.data))
			if c.says == "" {
				if err != nil || string(key.secret) != string(c.data) {
					t.Fatalf("key %x, error %v", key.secret, err)
				}
				return
			}
			if !errors.Is(err, ErrKey) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("error %v; want %q", err, c.says)
			}
		})
	}
	if _, err := ReadKey(dir); !errors.Is(err, ErrKey) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := ReadKey(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestNewKeyIsPrivateAndReadsBack(t *testing.T) {
	name := filepath.Join(t.TempDir(), "key")
	key := NewKey()
	if err := key.Write(name); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
	if again, err := ReadKey(name); err != nil || string(again.secret) != string(key.secret) {
		t.Errorf("key %x became %x, error %v", key.secret, again.secret, err)
	}
	if err := key.Write(name); !errors.Is(err, os.ErrExist) {
		t.Errorf("written over: %v", err)
	}
	if string(NewKey().secret) == string(key.secret) {
		t.Error("two new keys are one")
	}
}

// session returns a session that opens at a local time and closes after a length.
func session(t rapid.TB, zone, open string, length time.Duration) *model.Incident {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", open, loc)
	if err != nil {
		t.Fatal(err)
	}
	from := model.Time(at.UnixNano())
	return &model.Incident{Date: at.Format(time.DateOnly), Session: model.Session{Zone: zone, Open: from, Close: from.Add(length)}}
}

// clock returns what the session's clock shows at a time: weekday, hour, offset.
func clock(in *model.Incident, at model.Time) string {
	loc, err := time.LoadLocation(in.Session.Zone)
	if err != nil {
		panic(err)
	}
	return at.UTC().In(loc).Format("Mon 15:04:05.999999999 -0700")
}

func TestClockShowsWhatItShowed(t *testing.T) {
	zones := []string{"UTC", "America/New_York", "Europe/London", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Casablanca"}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		day := time.Date(2000+rapid.IntRange(0, 30).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		in := session(t, zone, day.Format(time.DateOnly)+" 09:30", time.Duration(rapid.IntRange(1, 24*60).Draw(t, "minutes"))*time.Minute)
		by, err := testKey(rapid.Byte().Draw(t, "key")).shift(in)
		if err != nil {
			t.Fatal(err)
		}
		if by == 0 || by%week != 0 || by > weeksMax*week || by < -weeksMax*week {
			t.Fatalf("moved by %v", by)
		}
		for _, at := range []model.Time{in.Session.Open, in.Session.Close} {
			if was, is := clock(in, at), clock(in, at.Add(by)); was != is {
				t.Fatalf("%s became %s, %v later", was, is, by)
			}
		}
	})
}

func TestEdgesOfTime(t *testing.T) {
	// the night in which the clock goes forward has few other dates, and still some
	night := session(t, "America/New_York", "2024-03-09 20:00", 12*time.Hour)
	by, err := testKey(1).shift(night)
	if err != nil || clock(night, night.Session.Close) != clock(night, night.Session.Close.Add(by)) {
		t.Errorf("moved by %v, error %v", by, err)
	}
	for _, c := range []struct{ open, says string }{{"2200-01-02 09:30", ""}, {"2240-01-02 09:30", "no other week"}} {
		_, err := testKey(1).shift(session(t, "UTC", c.open, time.Hour))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v; want %q", c.open, err, c.says)
		}
	}
	// two days of one key move by different lengths
	a, _ := testKey(1).shift(session(t, "UTC", "2024-05-06 09:30", time.Hour))
	b, _ := testKey(1).shift(session(t, "UTC", "2024-05-07 09:30", time.Hour))
	if a == b {
		t.Errorf("both days move by %v", a)
	}
}
