package page

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestThePageShowsItselfWithoutComplaint(t *testing.T) {
	r := small(t)
	for _, c := range []struct {
		name          string
		width, height int
		dark          bool
	}{{"light", 1280, 900, false}, {"dark", 1280, 900, true}, {"narrow", 390, 844, false}} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t, render(t, inputs(t, r)), c.width, c.height)
			if c.dark {
				b.click("#theme")
			}
			b.scroll()
			if c.width < 500 {
				b.do(chromedp.EmulateViewport(int64(c.width), int64(c.height), chromedp.EmulateMobile))
			}
			if over := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
				t.Errorf("the page is %d pixels wider than its window", over)
			}
			b.shot(c.name)
			b.quiet()
		})
	}
}

func TestBehindEveryChartIsATable(t *testing.T) {
	r := small(t)
	b := open(t, render(t, inputs(t, r)), 1280, 900)
	for _, name := range eval[[]string](b, `[...document.querySelectorAll(".chart")].filter(c => !c.parentElement.querySelector("table tbody tr")).map(c => c.id)`) {
		t.Errorf("there is no table behind %s", name)
	}
	for _, name := range eval[[]string](b, `[...document.querySelectorAll(".chart")].filter(c => c.getAttribute("role") !== "img" || !c.getAttribute("aria-label")).map(c => c.id)`) {
		t.Errorf("%s has no alternative text", name)
	}
	b.click(`[data-preset="all"]`)
	words, err := r.Words()
	if err != nil {
		t.Fatal(err)
	}
	last := eval[string](b, `[...document.querySelectorAll("#curve-table tbody tr")].pop().lastElementChild.textContent`)
	whole, _, _ := strings.Cut(words.InFull(r.AllControls.Loss), ".")
	if last != whole {
		t.Errorf("with all controls the table behind the curve ends with %s, the loss is %s", last, words.InFull(r.AllControls.Loss))
	}
}

func TestAWordExplainsItselfOnHoverAndFocus(t *testing.T) {
	b := open(t, render(t, inputs(t, small(t))), 1280, 900)
	b.do(chromedp.Focus(chromedp.CSS("#top .term")))
	if got, want := b.text("#help"), terms["error account"]; got != want {
		t.Errorf("on focus the page explains %q, want %q", got, want)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	if !eval[bool](b, `document.getElementById("help").hidden`) {
		t.Error("Escape leaves the explanation open")
	}
	b.quiet()
}

func TestThePagePrints(t *testing.T) {
	b := open(t, render(t, inputs(t, small(t))), 1280, 900)
	pdf := run(b, chromedp.PrintToPDF(chromedp.PDFPrintBackground()))
	if pages := strings.Count(string(pdf), "/Type /Page\n") + strings.Count(string(pdf), "/Type /Page "); len(pdf) < 50_000 || pages < 3 {
		t.Errorf("printed %d bytes on %d pages", len(pdf), pages)
	}
	if shown := eval[string](b, `getComputedStyle(document.querySelector("header")).display`); shown == "none" {
		t.Error("the header is gone on the screen too")
	}
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	for _, selector := range []string{"header", ".presets"} {
		if shown := eval[string](b, `getComputedStyle(document.querySelector("`+selector+`")).display`); shown != "none" {
			t.Errorf("%s is printed", selector)
		}
	}
	b.quiet()
}
