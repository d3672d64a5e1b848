package page

import (
	"fmt"
	"os"
	"testing"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

// measured returns the page to measure: the file that LOSSREPLAY_PAGE names, for instance the Knight day's, else that of a small day with
// every control of the catalogue.
func measured(b *testing.B) string {
	if name := os.Getenv("LOSSREPLAY_PAGE"); name != "" {
		html, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		return string(html)
	}
	return render(b, inputs(b, results(b, daytest.Small(), control.All())))
}

// BenchmarkSwitch flips switches of the page in a browser: ms/switch is from the click until the answer stands and its chart is
// drawn, the worst one beside it. A frame has 16.7 ms.
func BenchmarkSwitch(b *testing.B) {
	page := open(b, measured(b), 1280, 900)
	page.scroll()
	n := eval[int](page, `document.querySelectorAll("#switches input").length`)
	var total, worst float64
	for i := range b.N {
		took := eval[float64](page, fmt.Sprintf(`(() => { const box = document.querySelectorAll("#switches input")[%d]; const from = performance.now(); box.click(); return performance.now() - from; })()`, i%n))
		total, worst = total+took, max(worst, took)
	}
	b.ReportMetric(total/float64(b.N), "ms/switch")
	b.ReportMetric(worst, "worst-ms")
	b.ReportMetric(float64(n), "switches")
}

// BenchmarkFirstChart opens the page: ms/chart is from the start of navigation until the first chart is drawn.
func BenchmarkFirstChart(b *testing.B) {
	html := measured(b)
	var total float64
	for range b.N {
		total += eval[float64](open(b, html, 1280, 1200), `new Promise(done => { (function look() { const mark = performance.getEntriesByName("first chart")[0]; mark ? done(mark.startTime) : setTimeout(look, 20); })(); })`)
	}
	b.ReportMetric(total/float64(b.N), "ms/chart")
	b.ReportMetric(float64(len(html))/1000, "kB")
}
