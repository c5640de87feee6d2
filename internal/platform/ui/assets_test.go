package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestVendoredFiles recomputes the checksums of VENDOR.md and finds files that
// it does not list.
func TestVendoredFiles(t *testing.T) {
	row := regexp.MustCompile(`\| (static/vendor/\S+) \| (\S+) \| (\S+) \| (\S+) \| ([0-9a-f]{64}) \|`)
	listed := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(read(t, "VENDOR.md"), -1) {
		listed[m[1]] = m[5]
	}
	fs.WalkDir(staticFiles, "static/vendor", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sum := sha256.Sum256([]byte(read(t, name)))
		if got := hex.EncodeToString(sum[:]); got != listed[name] {
			t.Errorf("%s: checksum %s, VENDOR.md says %q", name, got, listed[name])
		}
		delete(listed, name)
		return nil
	})
	for name := range listed {
		t.Errorf("VENDOR.md lists %s, which is not there", name)
	}
}

// tokens reads the custom properties that hold a plain colour.
func tokens(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`--kg-([a-z0-9-]+): (#[0-9A-F]{6});`).FindAllStringSubmatch(read(t, "static/css/tokens.css"), -1) {
		all[m[1]] = m[2]
	}
	return all
}

// TestContrast computes WCAG contrast from the tokens: 4.5 for text, 3 for
// edges and pictures.
func TestContrast(t *testing.T) {
	c := tokens(t)
	check := func(front, back string, least float64) {
		t.Helper()
		if c[front] == "" || c[back] == "" {
			t.Errorf("tokens.css lacks %s or %s", front, back)
		} else if got := contrast(c[front], c[back]); got < least {
			t.Errorf("%s on %s has contrast %.2f, needs %.1f", front, back, got, least)
		}
	}
	for _, tone := range Tones {
		if tone != End {
			check(string(tone)+"-fg", string(tone)+"-bg", 4.5)
			check("ink", string(tone)+"-bg", 4.5)
		}
	}
	for _, ground := range []string{"page", "surface", "sunken", "accent-tint"} {
		check("ink", ground, 4.5)
		check("ink-2", ground, 4.5)
		check("ink-3", ground, 4.5)
		check("accent", ground, 4.5)
		check("edge", ground, 3)
	}
	check("on-accent", "accent", 4.5)
	check("ink-2", "hold-bg", 4.5)
	for _, line := range []string{"c-principal", "c-interest", "c-before", "ok-solid", "risk-solid"} {
		check(line, "surface", 3)
	}
}

// TestContrastFormula checks the formula on values that WCAG publishes: black
// on white is 21, and #777777 on white just fails at 4.48.
func TestContrastFormula(t *testing.T) {
	for _, x := range []struct {
		front, back string
		want        float64
	}{{"#000000", "#FFFFFF", 21}, {"#777777", "#FFFFFF", 4.48}, {"#FFFFFF", "#FFFFFF", 1}} {
		if got := contrast(x.front, x.back); math.Abs(got-x.want) > 0.005 {
			t.Errorf("contrast of %s on %s is %.3f, want %.2f", x.front, x.back, got, x.want)
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(hexColour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hexColour[1+2*i:3+2*i], 16, 8)
		v := float64(n) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// TestClassesHaveStyles finds kg- classes that the templates use and no sheet
// knows, and sheets that the shell does not load.
func TestClassesHaveStyles(t *testing.T) {
	css := ""
	for _, file := range glob(t, "static/css/*.css") {
		css += read(t, file)
		if !strings.Contains(strings.Join(sheets[:], " "), strings.TrimPrefix(file, "static/css/")) {
			t.Errorf("the shell does not load %s", file)
		}
	}
	used := regexp.MustCompile(`class=(?:"|\{ ")(kg-[a-z0-9-]+)`)
	for _, file := range glob(t, "*.templ") {
		for _, m := range used.FindAllStringSubmatch(read(t, file), -1) {
			if !strings.Contains(css, "."+m[1]) {
				t.Errorf("%s: no style for class %s", file, m[1])
			}
		}
	}
}

// TestStaticHandler holds that a file of this build is kept for good, one of
// another build is not, and nothing outside the tree is served.
func TestStaticHandler(t *testing.T) {
	h := StaticHandler()
	ask := func(path, encoding string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	w := ask(AssetPath("css/tokens.css"), "")
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("tokens.css: %d %v", w.Code, w.Header())
	}
	packed := ask(AssetPath("css/tokens.css"), "gzip, br")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= w.Body.Len() {
		t.Errorf("a packed file must be smaller: %d of %d, %v", packed.Body.Len(), w.Body.Len(), packed.Header())
	}
	if w := ask("/static/0000000000000000/css/tokens.css", ""); w.Code != 200 || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("another build's address: %d %q", w.Code, w.Header().Get("Cache-Control"))
	}
	for _, path := range []string{"/static/", AssetPath(""), AssetPath("css"), AssetPath("../ui.go"), AssetPath("none.css")} {
		if w := ask(path, ""); w.Code != 404 {
			t.Errorf("%s answered %d", path, w.Code)
		}
	}
}

// TestModulesFindEachOther follows the imports of the scripts.
func TestModulesFindEachOther(t *testing.T) {
	from := regexp.MustCompile(`from "\./([^"]+)"`)
	for _, file := range glob(t, "static/js/*.js") {
		for _, m := range from.FindAllStringSubmatch(read(t, file), -1) {
			if _, err := fs.Stat(Static(), "js/"+m[1]); err != nil {
				t.Errorf("%s imports %s: %v", file, m[1], err)
			}
		}
	}
}
