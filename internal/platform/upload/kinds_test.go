package upload

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaigong.example/kaigong/internal/platform/fault"
)

func key(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Fields[0].Key
}

func TestWhatIsRefusedSaysWhy(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("户名,金额\n丰禾泵业,800000\n")
	if err != nil {
		t.Fatal(err)
	}
	huge := picture(t)
	binary.BigEndian.PutUint32(huge[16:], 60_000) // the width that a PNG says
	binary.BigEndian.PutUint32(huge[20:], 60_000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	for _, c := range []struct {
		name string
		body []byte
		want string
	}{
		{"bill.exe.pdf", []byte("%PDF-1.7"), "upload.program"},
		{"bill.JS.pdf", []byte("%PDF-1.7"), "upload.program"},
		{"v1.2.pdf", []byte("%PDF-1.7"), ""},
		{"bank.com.pdf", []byte("%PDF-1.7"), ""},
		{"流水.csv", []byte(gb), ""},
		{"notes.txt", []byte("MZ\x90\x00\x03\x00"), "upload.mislabelled"},
		{"notes.txt", []byte("\xff\xfe\x01\x80\x81"), "upload.mislabelled"},
		{"page.csv", []byte("  <script>alert(1)</script>"), "upload.mislabelled"},
		{"huge.png", huge, "upload.pixels"},
		{"half.png", picture(t)[:40], "upload.mislabelled"},
		{"broken.xlsx", []byte("PK\x03\x04 but no more"), "upload.mislabelled"},
		{strings.Repeat("x", 10) + "." + strings.Repeat("y", 300), []byte("x"), "upload.kind"},
		{"noending", []byte("x"), "upload.kind"},
		{"", []byte("x"), "upload.kind"},
	} {
		if _, err := Clean("file", c.name, c.body); key(err) != c.want {
			t.Errorf("%.40s: %q, want %q", c.name, key(err), c.want)
		}
	}
}

func TestTextBecomesUTF8(t *testing.T) {
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String("丰禾泵业,800000")
	f, err := Clean("file", "流水.csv", []byte(gb))
	if err != nil || string(f.Bytes) != "丰禾泵业,800000" {
		t.Errorf("%q %v", f.Bytes, err)
	}
}

func TestTheHashIsOfWhatIsKept(t *testing.T) {
	f, err := Clean("file", "a.txt", []byte("abc"))
	if err != nil || f.SHA256 != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" { // FIPS 180-2, B.1
		t.Errorf("%s %v", f.SHA256, err)
	}
}

func TestNamesHideNothing(t *testing.T) {
	for name, want := range map[string]string{
		"licence\u202Efdp.exe.pdf": "licencefdp.exe.pdf",
		".pdf":                     "file.pdf",
		"  a\u200b.pdf ":           "a.pdf",
		"a\xff.pdf":                "a.pdf",
	} {
		if got := cleanName(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

// photo is a JPEG, 32 by 16, whose left half is red, with an EXIF note on how
// the camera was held.
func photo(t *testing.T, held uint16) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 32, 16))
	for i := range img.Pix {
		x := i / 4 % 32
		img.Pix[i] = 0
		if i%4 == 3 || i%4 == 0 && x < 16 {
			img.Pix[i] = 255
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02" + "\x01\x00\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00" + "\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = append(binary.BigEndian.AppendUint16(tiff, held), 0, 0)
	note := append([]byte("Exif\x00\x00"), tiff...)
	head := append([]byte("\xff\xd8\xff\xe1"), binary.BigEndian.AppendUint16(nil, uint16(len(note)+2))...)
	return append(append(head, note...), b.Bytes()[2:]...)
}

func red(c color.Color) bool {
	r, g, _, _ := c.RGBA()
	return r > 0x8000 && g < 0x4000
}

// TestPhotosStandUpright uses what the EXIF standard says of each value: where
// the stored left side (red here) is to be seen.
func TestPhotosStandUpright(t *testing.T) {
	for held, side := range map[uint16]string{1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom", 9: "left", 0: "left"} {
		f, err := Clean("file", "photo.jpg", photo(t, held))
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(f.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		at := map[string]bool{"left": red(img.At(1, h/2)), "right": red(img.At(w-2, h/2)), "top": red(img.At(w/2, 1)), "bottom": red(img.At(w/2, h-2))}
		if lying := held >= 5 && held <= 8; lying != (h > w) || !at[side] {
			t.Errorf("held %d: %d by %d, %v", held, w, h, at)
		}
		if bytes.Contains(f.Bytes, []byte("Exif")) {
			t.Errorf("held %d: metadata came along", held)
		}
	}
}

// TestTurningTellsMirrorsApart checks single corners, which a half cannot.
func TestTurningTellsMirrorsApart(t *testing.T) {
	// The stored picture is 3 by 2; A is its first pixel, B the last of its row.
	for orientation, want := range map[int][2]image.Point{
		1: {{0, 0}, {2, 0}}, 2: {{2, 0}, {0, 0}}, 3: {{2, 1}, {0, 1}}, 4: {{0, 1}, {2, 1}},
		5: {{0, 0}, {0, 2}}, 6: {{1, 0}, {1, 2}}, 7: {{1, 2}, {1, 0}}, 8: {{0, 2}, {0, 0}},
	} {
		img := image.NewRGBA(image.Rect(0, 0, 3, 2))
		img.Set(0, 0, color.RGBA{R: 1, A: 255})
		img.Set(2, 0, color.RGBA{R: 2, A: 255})
		out := upright(img, orientation)
		for i, p := range want {
			if r, _, _, _ := out.At(p.X, p.Y).RGBA(); r>>8 != uint32(i+1) {
				t.Errorf("orientation %d: %c is not at %v", orientation, 'A'+i, p)
			}
		}
	}
}

func TestLargePicturesBecomeSmaller(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2*maxSide, 100))); err != nil {
		t.Fatal(err)
	}
	f, err := Clean("file", "plan.png", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(f.Bytes))
	if err != nil || head.Width != maxSide || head.Height != 50 {
		t.Errorf("%+v %v", head, err)
	}
}

func TestFromForm(t *testing.T) {
	for name, c := range map[string]struct {
		field, file string
		body        []byte
		want        string
	}{
		"sent":    {"scan", "a.txt", []byte("租约"), ""},
		"missing": {"other", "a.txt", []byte("x"), "upload.missing"},
		"empty":   {"scan", "a.txt", nil, "upload.empty"},
		"large":   {"scan", "a.txt", make([]byte, MaxBytes+1), "upload.large"},
	} {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile(c.field, c.file)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(c.body)
		w.Close()
		q := httptest.NewRequest("POST", "/", &body)
		q.Header.Set("Content-Type", w.FormDataContentType())
		if _, err := FromForm(q, "scan"); key(err) != c.want {
			t.Errorf("%s: %q, want %q", name, key(err), c.want)
		}
	}
	q := httptest.NewRequest("POST", "/", strings.NewReader("scan=a.txt"))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if _, err := FromForm(q, "scan"); key(err) != "upload.missing" {
		t.Errorf("a form without files: %q", key(err))
	}
}

func FuzzOrientation(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x08Exif\x00\x00"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x1aExif\x00\x00II\x2a\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, body []byte) { orientation(body) })
}
