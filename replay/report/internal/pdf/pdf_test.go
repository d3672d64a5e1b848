package pdf

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"pgregory.net/rapid"
)

func TestTextIsMadeDrawable(t *testing.T) {
	for text, want := range map[string]string{"plain": "plain", "a\u00a0b\tc\nd": "a b c d", "Müller → ≤ €": "Müller → ≤ €", "雪😀": "□□", "a\x00\u202eb": "ab", "\xff": "□", "": ""} {
		if got := Clean(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestDrawableTextHoldsNoSurprise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := Clean(rapid.String().Draw(t, "text"))
		for _, r := range got {
			if r > 0xFFFD || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q holds %U", got, r)
			}
		}
		if again := Clean(got); again != got {
			t.Fatalf("%q becomes %q", got, again)
		}
	})
}

// page returns the stream of a page of 100 by 100 points at half the size, on which paint draws.
func page(t *testing.T, paint func(draw.Canvas) error) string {
	t.Helper()
	doc := New(100, 100, About{Date: time.Unix(0, 0)})
	doc.SetCompression(false)
	doc.AddPage()
	if err := Draw(doc, Place{X: 10, Y: 20, Scale: 0.5}, 100, 100, paint); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := doc.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCirclesAreRoundWhereverTheyAre(t *testing.T) {
	text := page(t, func(c draw.Canvas) error {
		c.Push()
		c.Translate(vg.Point{X: 40, Y: 60})
		c.Rotate(0.3)
		c.SetColor(color.Black)
		var p vg.Path
		p.Move(vg.Point{X: 10})
		p.Arc(vg.Point{}, 10, 0, 2*math.Pi)
		p.Close()
		c.Fill(p)
		c.Pop()
		return nil
	})
	// The centre: 10 + 40/2 from the left, 20 + (100-60)/2 from the top, which is 60 from the bottom. The radius: 10/2.
	ends := regexp.MustCompile(`(?m)([-0-9.]+) ([-0-9.]+) c$`).FindAllStringSubmatch(text, -1)
	if len(ends) != 4 {
		t.Fatalf("%d curves in\n%s", len(ends), text)
	}
	for _, m := range ends {
		x, _ := strconv.ParseFloat(m[1], 64)
		y, _ := strconv.ParseFloat(m[2], 64)
		if r := math.Hypot(x-30, y-60); math.Abs(r-5) > 0.02 {
			t.Errorf("%v, %v is %v from the centre", x, y, r)
		}
	}
}

func TestWhatGoesWrongIsReturned(t *testing.T) {
	wrong := errors.New("wrong")
	err := WritePage(&bytes.Buffer{}, 100, 100, About{}, func(draw.Canvas) error { return wrong })
	if !errors.Is(err, wrong) {
		t.Errorf("got %v", err)
	}
	defer func() {
		if p, _ := recover().(string); !strings.HasPrefix(p, "pdf: ") {
			t.Errorf("a picture made of dots: %v", p)
		}
	}()
	page(t, func(c draw.Canvas) error {
		c.DrawImage(vg.Rectangle{}, image.NewGray(image.Rect(0, 0, 1, 1)))
		return nil
	})
}
