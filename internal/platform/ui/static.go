package ui

// Static files: embedded, addressed by the hash of their content, so that a
// browser may keep them for good.

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed static
var staticFiles embed.FS

//go:embed locales
var localeFiles embed.FS

// Static is the tree of static files: css, js, vendor.
func Static() fs.FS { return sub(staticFiles, "static") }

// Locales is the source of the package's own messages, for i18n.Load.
func Locales() fs.FS { return localeFiles }

func sub(f fs.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil { // only a malformed path fails, and this one is a constant
		return f
	}
	return s
}

// treeHash names the whole tree: modules import each other by relative paths,
// so all files share one address.
var treeHash = sync.OnceValue(func() string {
	h := sha256.New()
	fs.WalkDir(Static(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Static(), name)
		io.WriteString(h, name+"\x00")
		h.Write(text)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:16]
})

// AssetPath is the address of a static file: /static/<hash>/css/tokens.css.
func AssetPath(name string) string { return "/static/" + treeHash() + "/" + name }

// asset is a file as it is sent: packed when that pays.
type asset struct {
	kind, text string
	packed     func() string // gzip, made when first asked for; nil for fonts
}

// StaticHandler serves the static files below /static/. An address of another
// build is answered too, and not kept.
func StaticHandler() http.Handler {
	files := map[string]asset{}
	fs.WalkDir(Static(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name], err = load(name)
		}
		return err
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
		a, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r, hash == treeHash())
	})
}

// kinds are the types of what the tree holds, named here so that they do not
// depend on the machine.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".woff2": "font/woff2",
}

func load(name string) (asset, error) {
	text, err := fs.ReadFile(Static(), name)
	a := asset{kind: kinds[path.Ext(name)], text: string(text)}
	if path.Ext(name) != ".woff2" {
		a.packed = sync.OnceValue(func() string { return pack(a.text) })
	}
	return a, err
}

func pack(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String()
}

func (a asset) serve(w http.ResponseWriter, r *http.Request, current bool) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if current {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	text := a.text
	if a.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			text = a.packed()
		}
	}
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text))
}
