package upload

import (
	"archive/zip"
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/fault"
)

func picture(t *testing.T) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func archive(t *testing.T, name string, size int) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create(name)
	w.Write(bytes.Repeat([]byte{0}, size))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestClean(t *testing.T) {
	withComment := append(picture(t), "<script>hidden</script>"...)
	for _, c := range []struct {
		name string
		body []byte
		want string
	}{
		{"licence.pdf", []byte("%PDF-1.7 …"), ""},
		{"scan.PNG", withComment, ""},
		{"流水.xlsx", archive(t, "xl/workbook.xml", 100), ""},
		{"notes.txt", []byte("租约副本"), ""},
		{"empty.pdf", nil, "upload.empty"},
		{"big.pdf", append([]byte("%PDF-"), make([]byte, MaxBytes)...), "upload.large"},
		{"page.svg", []byte("<svg/>"), "upload.kind"},
		{"run.pdf.exe", []byte("MZ"), "upload.kind"},
		{"photo.jpg", picture(t), "upload.mislabelled"},
		{"photo.png", []byte("%PDF-1.7"), "upload.mislabelled"},
		{"page.txt", []byte("<!doctype html><script>1</script>"), "upload.mislabelled"},
		{"sheet.xlsx", archive(t, "word/document.xml", 10), "upload.mislabelled"},
		{"bomb.docx", archive(t, "word/document.xml", maxUnpackedMiB<<20+1), "upload.unpacked"},
	} {
		f, err := Clean("file", c.name, c.body)
		got := ""
		if err != nil {
			got = fault.Of(err).Fields[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if c.name == "scan.PNG" && bytes.Contains(f.Bytes, []byte("script")) {
			t.Error("what stood behind the picture came along")
		}
	}
}

func TestNamesLoseTheirPath(t *testing.T) {
	for name, want := range map[string]string{`C:\x\y.pdf`: "y.pdf", "../../etc/p.pdf": "p.pdf", "a\x00b<c>.pdf": "abc.pdf"} {
		if got := cleanName(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
	if got := cleanName(strings.Repeat("长", 300) + ".pdf"); len([]rune(got)) != maxName || !strings.HasSuffix(got, ".pdf") {
		t.Errorf("%d characters", len([]rune(got)))
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a.pdf", []byte("%PDF-"))
	f.Add("a.png", []byte("\x89PNG"))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		if out, err := Clean("file", name, body); err == nil && (len(out.Bytes) == 0 || strings.ContainsAny(out.Name, "/\\\x00")) {
			t.Fatalf("%q", out.Name)
		}
	})
}
