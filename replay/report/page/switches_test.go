package page

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossreplay/replay/report"
)

// written names the folder of results whose own page is tested too.
const written = "LOSSREPLAY_RESULTS"

// eachPage tests the page of a small day, and the page in the folder that the variable names.
func eachPage(t *testing.T, test func(t *testing.T, r *report.Results, b *browser)) {
	t.Run("small", func(t *testing.T) {
		r := small(t)
		test(t, r, open(t, render(t, inputs(t, r)), 1280, 900))
	})
	dir := os.Getenv(written)
	if dir == "" {
		return
	}
	t.Run("written", func(t *testing.T) {
		r, err := report.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		html, err := os.ReadFile(filepath.Join(dir, Name))
		if err != nil {
			t.Fatal(err)
		}
		b := open(t, string(html), 1280, 900)
		b.scroll()
		b.shot("written")
		test(t, r, b)
	})
}

func TestEverySwitchShowsTheLossOfItsControl(t *testing.T) {
	eachPage(t, everySwitch)
}

func everySwitch(t *testing.T, r *report.Results, b *browser) {
	words, err := r.Words()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := b.text("#exact"), words.InFull(r.Baseline.Loss); got != want {
		t.Errorf("with no switch on the page shows %s, results.json has %s", got, want)
	}
	bit := 0
	for i := range r.Controls {
		c := &r.Controls[i]
		if !c.Evaluable {
			continue
		}
		box := fmt.Sprintf(`#switches input[data-bit="%d"]`, bit)
		b.click(box)
		if got, want := b.text("#exact"), words.InFull(c.Standalone.Loss); got != want {
			t.Errorf("%s alone: the page shows %s, results.json has %s", c.Label, got, want)
		}
		if got := eval[string](b, "location.hash"); got != "#on="+c.Label {
			t.Errorf("%s alone: the address is %q", c.Label, got)
		}
		if got, want := b.text("#blocked"), report.Plural(c.Standalone.CollateralOrders, "order"); !strings.HasPrefix(got, want) {
			t.Errorf("%s alone: blocked %q, want %q", c.Label, got, want)
		}
		b.click(box)
		bit++
	}
	b.quiet()
}

func TestFiftyCoalitionsFromTheAddress(t *testing.T) {
	eachPage(t, fiftyCoalitions)
}

func fiftyCoalitions(t *testing.T, r *report.Results, b *browser) {
	words, err := r.Words()
	if err != nil {
		t.Fatal(err)
	}
	run, err := r.AsRun()
	if err != nil {
		t.Fatal(err)
	}
	labels, _ := run.Controls()
	chance := rand.New(rand.NewPCG(7, 7))
	for range 50 {
		set := chance.Uint64N(1 << len(labels))
		var on []string
		for i, label := range labels {
			if set>>i&1 != 0 {
				on = append(on, label)
			}
		}
		leaf := run.Lattice.Find(set)
		want := words.InFull(report.Decimal(leaf.Loss))
		got := eval[string](b, fmt.Sprintf(`new Promise(done => { addEventListener("hashchange", () => setTimeout(() => done(document.getElementById("exact").textContent)), {once: true}); location.hash = "#on=%s&x=%d"; })`,
			strings.Join(on, ","), set))
		if got != want {
			t.Errorf("%v: the page shows %s, the lattice has %s", on, got, want)
		}
	}
	b.quiet()
}

func TestALinkBringsItsChoice(t *testing.T) {
	r := small(t)
	b := open(t, render(t, inputs(t, r)), 1280, 900)
	b.click(`[data-preset="all"]`)
	all, hash := b.text("#exact"), eval[string](b, "location.hash")
	b.do(chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("#loss")))
	if got := b.text("#exact"); got != all {
		t.Errorf("after reloading %s the page shows %s, before %s", hash, got, all)
	}
	words, _ := r.Words()
	if want := words.InFull(r.AllControls.Loss); all != want {
		t.Errorf("all controls: the page shows %s, results.json has %s", all, want)
	}
	b.click(`nav a[href="#sure"]`)
	if got := eval[string](b, "location.hash"); got != hash {
		t.Errorf("a link within the page changed the address from %q to %q", hash, got)
	}
	b.quiet()
}

func TestTheKeyboardReachesEverySwitch(t *testing.T) {
	r := small(t)
	b := open(t, render(t, inputs(t, r)), 1280, 900)
	reached := map[string]bool{}
	for range 120 {
		b.do(chromedp.KeyEvent(kb.Tab))
		bit := eval[string](b, `(document.activeElement.dataset || {}).bit || ""`)
		if bit == "" {
			continue
		}
		reached[bit] = true
		if len(reached) == 1 {
			before := b.text("#exact")
			b.do(chromedp.KeyEvent(" "))
			if b.text("#exact") == before && eval[string](b, "location.hash") == "" {
				t.Errorf("the space bar on switch %s changes nothing", bit)
			}
			b.do(chromedp.KeyEvent(" "))
		}
	}
	if want := eval[int](b, `document.querySelectorAll("#switches input").length`); len(reached) != want || want == 0 {
		t.Errorf("Tab reaches %d of %d switches", len(reached), want)
	}
	b.quiet()
}
