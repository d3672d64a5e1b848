package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

func TestPNGIs1600PixelsWide(t *testing.T) {
	var out bytes.Buffer
	if err := build(t, tinyStudy(t)).lossPicture().png(&out); err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 1600 || size.Y != 1200 {
		t.Errorf("size %v", size)
	}
}

func TestSVGNamesEveryControl(t *testing.T) {
	r := build(t, study(t, daytest.Small(), control.Defaults(), nil))
	var out bytes.Buffer
	if err := r.lossPicture().svg(&out); err != nil {
		t.Fatal(err)
	}
	text := svgText(t, out.Bytes())
	if len(r.Course.Worlds) < 4 {
		t.Fatalf("only %d worlds are shown", len(r.Course.Worlds))
	}
	for _, c := range r.Controls {
		if !strings.Contains(text, c.Label) {
			t.Errorf("%s has no label in %q", c.Label, text)
		}
	}
	if !strings.Contains(text, "no control, or only A12, A16") || !strings.Contains(text, "A41: $1.1k") || !strings.Contains(text, "09:30 ET") {
		t.Errorf("baseline or clock is missing in %q", text)
	}
}

// svgText returns all text of a picture; it fails if that is no XML.
func svgText(t *testing.T, svg []byte) string {
	t.Helper()
	var text strings.Builder
	dec := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := token.(xml.CharData); ok {
			text.Write(bytes.TrimSpace(data))
			text.WriteByte(' ')
		}
	}
}

func TestFigureOfADayThatLostNothing(t *testing.T) {
	r := build(t, study(t, tinyDay(), nil, nil))
	r.Baseline.Loss = 0
	r.Course.Worlds[0].Final = 0
	if err := r.lossPicture().svg(io.Discard); err != nil {
		t.Error(err)
	}
}

func TestLabelsStandApart(t *testing.T) {
	labels := []endLabel{{y: 100, lines: []string{"a", "b"}}, {y: 99, lines: []string{"c"}}, {y: 1, lines: []string{"d"}}, {y: 0, lines: []string{"e", "f"}}}
	tops := spread(labels, func(v float64) vg.Length { return vg.Length(v) }, 110, -10)
	for i := 1; i < len(tops); i++ {
		if bottom := tops[i-1] - labelPitch*vg.Length(len(labels[i-1].lines)); tops[i] > bottom {
			t.Errorf("label %d reaches from %v, label %d down to %v", i, tops[i], i-1, bottom)
		}
	}
	if last := tops[3] - 2*labelPitch; last < -10 {
		t.Errorf("the last label reaches down to %v", last)
	}
}

func TestPicturesAreVectorsWithTheirTypeface(t *testing.T) {
	r := build(t, study(t, daytest.Small(), control.Defaults(), nil))
	file := r.lossPicture().files(r.made())[2]
	var first, second bytes.Buffer
	if err := errors.Join(file.Write(&first), file.Write(&second)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("written twice, the bytes differ")
	}
	text := first.String()
	for want, n := range map[string]int{"/Subtype /Image": 0, "/FontFile2 ": 2, "D:20120801000000": 2} {
		if got := strings.Count(text, want); got != n {
			t.Errorf("%q is there %d times, not %d", want, got, n)
		}
	}
	if file.Name != "figures/loss.pdf" || !strings.HasPrefix(text, "%PDF-1.") {
		t.Errorf("%s begins with %q", file.Name, text[:8])
	}
}

func TestPicturesOfHostileNamesAreWritten(t *testing.T) {
	r := build(t, tinyStudy(t))
	r.Title = "Title \\ ) ( %% \x00 \u202e 雪 😀"
	for i := range r.Course.Worlds {
		r.Course.Worlds[i].Name = "雪 😀 )(\\ \n <script>" + strings.Repeat("long ", 200)
	}
	for _, f := range r.lossPicture().files(r.made()) {
		if err := f.Write(io.Discard); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
