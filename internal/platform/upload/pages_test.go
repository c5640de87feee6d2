package upload

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/fault"
)

// shot is a JPEG of a phone with where it was taken written beside the pixels.
func shot(t *testing.T, w, h int, gray bool) []byte {
	t.Helper()
	var img image.Image = image.NewRGBA(image.Rect(0, 0, w, h))
	if gray {
		img = image.NewGray(image.Rect(0, 0, w, h))
	} else {
		img.(*image.RGBA).Set(w/2, h/2, color.RGBA{200, 10, 10, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	place := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00GPS 29.5N 120.9E"
	marker := append([]byte{0xFF, 0xE1, byte((len(place) + 2) >> 8), byte(len(place) + 2)}, place...)
	return append(append([]byte{0xFF, 0xD8}, marker...), b.Bytes()[2:]...)
}

// Three photographs become a PDF that a reader can find its way through: every
// entry of the cross-reference table points at its object, there are three
// pages, and each stream is a picture of the size it was, without its place.
func TestPhotographsBecomeOneDocument(t *testing.T) {
	var pages []File
	for i, p := range []struct {
		w, h int
		gray bool
	}{{60, 80, false}, {90, 40, false}, {30, 30, true}} {
		f, err := Clean("file", fmt.Sprintf("page-%d.jpg", i), shot(t, p.w, p.h, p.gray))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, f)
	}
	f, err := Clean("file", "last.png", picture(t))
	if err != nil {
		t.Fatal(err)
	}
	book, err := Bind("file", append(pages, f))
	if err != nil || book.MediaType != "application/pdf" || book.Name != "page-0.pdf" {
		t.Fatalf("%s %s, %v", book.Name, book.MediaType, err)
	}
	if bytes.Contains(book.Bytes, []byte("GPS")) || bytes.Contains(book.Bytes, []byte("Exif")) {
		t.Error("where the phone was came along")
	}
	if again, err := Clean("file", book.Name, book.Bytes); err != nil || again.SHA256 != book.SHA256 {
		t.Errorf("it is not taken as a PDF: %v", err)
	}
	text := string(book.Bytes)
	start, _ := strconv.Atoi(regexp.MustCompile(`startxref\n(\d+)\n`).FindStringSubmatch(text)[1])
	rows := strings.Split(text[start:], "\n")
	if rows[0] != "xref" || rows[1] != "0 15" {
		t.Fatalf("the table begins %q %q", rows[0], rows[1])
	}
	for n := 1; n < 15; n++ {
		at, _ := strconv.Atoi(rows[2+n][:10])
		if want := fmt.Sprintf("%d 0 obj\n", n); !strings.HasPrefix(text[at:], want) {
			t.Errorf("entry %d points at %q", n, text[at:at+12])
		}
	}
	if strings.Count(text, "/Type /Page ") != 4 || !strings.Contains(text, "/Count 4 ") {
		t.Error("not four pages")
	}
	var sizes []string
	for _, m := range regexp.MustCompile(`/Width (\d+) /Height (\d+) /ColorSpace (/\w+) [^>]* /Length (\d+) >>\nstream\n`).FindAllStringSubmatchIndex(text, -1) {
		length, _ := strconv.Atoi(text[m[8]:m[9]])
		img, err := jpeg.DecodeConfig(strings.NewReader(text[m[1] : m[1]+length]))
		if err != nil || strconv.Itoa(img.Width) != text[m[2]:m[3]] || !strings.HasPrefix(text[m[1]+length:], "\nendstream") {
			t.Errorf("%v, %v", img, err)
		}
		sizes = append(sizes, fmt.Sprint(img.Width, "x", img.Height, text[m[6]:m[7]]))
	}
	if got := strings.Join(sizes, " "); got != "60x80/DeviceRGB 90x40/DeviceRGB 30x30/DeviceGray 8x8/DeviceRGB" {
		t.Errorf("pictures %s", got)
	}
}

// What is no picture cannot be a page, whatever it is called.
func TestAPageIsAPicture(t *testing.T) {
	_, err := Bind("file", []File{{Name: "a.jpg", MediaType: "image/jpeg", Bytes: []byte("no picture")}})
	if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Key != "upload.mislabelled" {
		t.Errorf("%v", err)
	}
}
