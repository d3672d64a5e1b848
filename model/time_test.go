package model

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTimeAddNeverWraps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		at, d := Time(edgy(r, "time")), Duration(edgy(r, "duration"))
		want := new(big.Int).Add(big.NewInt(int64(at)), big.NewInt(int64(d)))
		got := at.Add(d)
		if at == Never || !want.IsInt64() {
			if got != Never {
				r.Fatalf("%d + %d = %d, want Never", at, d, got)
			}
		} else if int64(got) != want.Int64() {
			r.Fatalf("%d + %d = %d, want %v", at, d, got, want)
		}
	})
}

func TestTimeIsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		at := Time(rapid.Int64Range(-1<<63, 1<<63-2).Draw(r, "time"))
		if got, err := ParseTime(at.String()); err != nil || got != at {
			r.Fatalf("%d is written %q and read as %d, %v", int64(at), at, int64(got), err)
		}
	})
	if Never.String() != "never" {
		t.Errorf("Never is written %q", Never)
	}
}

func TestParseTime(t *testing.T) {
	const open = Time(1_343_827_800_000_000_000) // 09:30 in New York, 13:30 UTC
	for _, text := range []string{"2012-08-01T09:30:00-04:00", "2012-08-01T13:30:00Z", "2012-08-01T15:30:00.000+02:00"} {
		if got, err := ParseTime(text); err != nil || got != open {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "2012-08-01T09:30:00", "09:30:00", "2012-08-01", "1600-01-01T00:00:00Z", "2300-01-01T00:00:00Z"} {
		if got, err := ParseTime(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	if d := open.Add(90 * time.Minute).Sub(open); d != 90*time.Minute {
		t.Errorf("an hour and a half later is %v later", d)
	}
}
