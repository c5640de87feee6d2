package upload

// Several photographed pages become one document: a PDF with a picture on each
// page. The pictures are drawn anew like any other, so nothing that a phone
// wrote beside the pixels comes along.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"net/http"
	"strings"

	"kaigong.example/kaigong/internal/platform/fault"
)

// MaxPages bounds how many pages one document is photographed on.
const MaxPages = 20

// FromPages reads a field that carries one file of any kind, or several pictures
// that are the pages of one document, in their order.
func FromPages(q *http.Request, field string) (File, error) {
	if q.MultipartForm == nil || len(q.MultipartForm.File[field]) < 2 {
		return FromForm(q, field)
	}
	heads := q.MultipartForm.File[field]
	if len(heads) > MaxPages {
		return File{}, wrong(field, "upload.pages", fault.Args{"max": MaxPages})
	}
	var pages []File
	for _, head := range heads {
		f, err := head.Open()
		if err != nil {
			return File{}, err
		}
		body, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
		if err = errors.Join(err, f.Close()); err != nil {
			return File{}, err
		}
		page, err := Clean(field, head.Filename, body)
		if err != nil {
			return File{}, err
		}
		if !strings.HasPrefix(page.MediaType, "image/") {
			return File{}, wrong(field, "upload.page_kind", fault.Args{"name": page.Name})
		}
		pages = append(pages, page)
	}
	return Bind(field, pages)
}

// Bind makes one PDF of clean pictures, a page each, named after the first.
func Bind(field string, pictures []File) (File, error) {
	var book pdf
	for _, p := range pictures {
		photo, size, gray, err := photograph(p)
		if err != nil {
			return File{}, wrong(field, "upload.mislabelled", fault.Args{"ending": p.Name})
		}
		book.page(photo, size, gray)
	}
	body := book.close()
	if len(body) > MaxBytes {
		return File{}, wrong(field, "upload.large", fault.Args{"mib": MaxBytes >> 20})
	}
	stem, _, _ := strings.Cut(pictures[0].Name, ".")
	sum := sha256.Sum256(body)
	return File{Name: stem + ".pdf", MediaType: "application/pdf", Bytes: body, SHA256: hex.EncodeToString(sum[:])}, nil
}

// photograph is a picture as JPEG; what is transparent becomes white paper.
func photograph(p File) (body []byte, size image.Point, gray bool, err error) {
	if p.MediaType == "image/jpeg" {
		head, err := jpeg.DecodeConfig(bytes.NewReader(p.Bytes))
		return p.Bytes, image.Pt(head.Width, head.Height), head.ColorModel == color.GrayModel, err
	}
	img, _, err := image.Decode(bytes.NewReader(p.Bytes))
	if err != nil {
		return nil, size, false, err
	}
	paper := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(paper, paper.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(paper, paper.Bounds(), img, img.Bounds().Min, draw.Over)
	var b bytes.Buffer
	err = jpeg.Encode(&b, paper, &jpeg.Options{Quality: jpegQuality})
	return b.Bytes(), paper.Bounds().Size(), false, err
}

// A4 in points, upright.
const a4Short, a4Long = 595.28, 841.89

// pdf writes the few objects that a book of pictures needs (ISO 32000-1, 7.5):
// 1 is the catalogue, 2 the list of pages, and each page has three of its own.
type pdf struct {
	b       bytes.Buffer
	offsets []int // of the objects of pages, from object 3
	pages   []int
}

func (p *pdf) object(n int, format string, args ...any) {
	if p.b.Len() == 0 {
		p.b.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	}
	p.offsets = append(p.offsets, p.b.Len())
	fmt.Fprintf(&p.b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{n}, args...)...)
}

// page adds a picture that fills an A4 page as far as its shape allows.
func (p *pdf) page(photo []byte, size image.Point, gray bool) {
	n, wide, high, space := 3+len(p.offsets), a4Short, a4Long, "/DeviceRGB"
	if size.X > size.Y {
		wide, high = high, wide
	}
	if gray {
		space = "/DeviceGray"
	}
	scale := min(wide/float64(size.X), high/float64(size.Y))
	w, h := float64(size.X)*scale, float64(size.Y)*scale
	place := fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /P Do Q", w, h, (wide-w)/2, (high-h)/2)
	p.object(n, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Resources << /XObject << /P %d 0 R >> >> /Contents %d 0 R >>", wide, high, n+2, n+1)
	p.object(n+1, "<< /Length %d >>\nstream\n%s\nendstream", len(place), place)
	p.object(n+2, "<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream", size.X, size.Y, space, len(photo), photo)
	p.pages = append(p.pages, n)
}

// close writes the catalogue, the pages and where each object begins.
func (p *pdf) close() []byte {
	var kids strings.Builder
	for _, n := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	count := len(p.offsets) + 3
	p.object(1, "<< /Type /Catalog /Pages 2 0 R >>")
	p.object(2, "<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(p.pages))
	inOrder := append(p.offsets[len(p.offsets)-2:], p.offsets[:len(p.offsets)-2]...)
	start := p.b.Len()
	fmt.Fprintf(&p.b, "xref\n0 %d\n0000000000 65535 f \n", count)
	for _, at := range inOrder {
		fmt.Fprintf(&p.b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&p.b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", count, start)
	return p.b.Bytes()
}
