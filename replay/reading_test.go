package replay_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/replay"
)

// brokenDay is a day whose executions end in an error after so many batches; it counts its open readers.
type brokenDay struct {
	tiny
	good int
	open *atomic.Int64
}

type counted[C any] struct {
	replay.Reader[C]
	open *atomic.Int64
	good int // batches until it fails; negative never
}

var errDisk = errors.New("disk on fire")

func (r *counted[C]) Next(batch *C) error {
	if r.good == 0 {
		return errDisk
	}
	r.good--
	return r.Reader.Next(batch)
}

func (r *counted[C]) Close() error {
	r.open.Add(-1)
	return r.Reader.Close()
}

func count[C any](r replay.Reader[C], err error, open *atomic.Int64, good int) (replay.Reader[C], error) {
	if err != nil {
		return nil, err
	}
	open.Add(1)
	return &counted[C]{r, open, good}, nil
}

func (d brokenDay) Children() (replay.Reader[model.ChildColumns], error) {
	r, err := d.tiny.Children()
	return count(r, err, d.open, -1)
}

func (d brokenDay) Executions() (replay.Reader[model.ExecutionColumns], error) {
	r, err := d.tiny.Executions()
	return count(r, err, d.open, d.good)
}

func (d brokenDay) Quotes() (replay.Reader[model.QuoteColumns], error) {
	r, err := d.tiny.Quotes()
	return count(r, err, d.open, -1)
}

func busyDay() tiny {
	d := tinyDay()
	p := d.parent(0, 0, model.Buy, 1_000_000, 0)
	for i := range 200 {
		d.filled(time.Duration(i)*time.Millisecond, p, false)
	}
	return d
}

// A reader's error is the run's, with the table's name, and every reader is closed.
func TestReaderErrorEndsTheRun(t *testing.T) {
	for _, good := range []int{0, 1} {
		d := brokenDay{busyDay(), good, new(atomic.Int64)}
		for _, size := range []int{1, 7, 4096} {
			_, err := replay.Run(context.Background(), d, replay.Config{BatchEvents: size})
			if !errors.Is(err, errDisk) || !strings.HasPrefix(err.Error(), "executions: ") {
				t.Errorf("batches of %d, %d good: error %v", size, good, err)
			}
		}
		if n := d.open.Load(); n != 0 {
			t.Errorf("%d readers are open", n)
		}
	}
}

// A run that is called off says so, and every reader is closed.
func TestCancelledRun(t *testing.T) {
	d := brokenDay{busyDay(), -1, new(atomic.Int64)}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := replay.Run(ctx, d, replay.Config{BatchEvents: 1, Progress: func(replay.Progress) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if n := d.open.Load(); n != 0 {
		t.Errorf("%d readers are open", n)
	}
}

// What can't be replayed is refused with its row.
func TestRefusals(t *testing.T) {
	huge := busyDay()
	huge.ChildRows.OrderQty[3] = 1 << 31
	orphan := busyDay()
	orphan.ExecutionRows.Child[5] = 4_000
	nobody := busyDay()
	nobody.ChildRows.Parent[7] = 2
	for _, c := range []struct {
		name string
		day  tiny
		want string
	}{{"too many shares", huge, "child 4 has 2147483648 shares"}, {"no such child", orphan, "execution 6 is on child 4000"},
		{"no such parent", nobody, "child 8 names parent 2 of 1"}} {
		_, err := replay.Run(context.Background(), c.day, replay.Config{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}
