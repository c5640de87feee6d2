// Package recompute sends the loan engine to browsers, with the script that asks
// it to work a schedule out again.
package recompute

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"kaigong.example/kaigong/engine/loan/browser"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/web"
)

//go:embed assets/recompute.js
var assets embed.FS

// engineFile is a file that browsers load on demand.
type engineFile struct {
	kind   string
	packed bool // with gzip
	text   string
}

// engineFiles are all of them, and the name of this set of files.
var engineFiles = sync.OnceValues(func() (map[string]engineFile, string) {
	script, _ := fs.ReadFile(assets, "assets/recompute.js") // embedded: it is there
	files := map[string]engineFile{
		"recompute.js": {"text/javascript; charset=utf-8", false, string(script)},
		"wasm_exec.js": {"text/javascript; charset=utf-8", false, browser.Support()},
		"loan.wasm":    {"application/wasm", true, string(browser.Packed())},
	}
	h := sha256.New()
	for _, name := range []string{"recompute.js", "wasm_exec.js", "loan.wasm"} {
		h.Write([]byte(files[name].text))
	}
	return files, hex.EncodeToString(h.Sum(nil))[:16]
})

// Module is the address of the script that asks the engine.
func Module() string {
	_, set := engineFiles()
	return path.Join("/engine", set, "recompute.js")
}

// Serve sends a file of the engine. Its address changes with its content,
// so that browsers keep it for good.
func Serve(w http.ResponseWriter, q *http.Request) error {
	files, set := engineFiles()
	f, ok := files[q.PathValue("file")]
	if !ok || q.PathValue("set") != set {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	text := f.text
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if f.packed {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(q.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
		} else if b, err := browser.Unpacked(); err == nil {
			text = string(b)
		} else {
			return err
		}
	}
	http.ServeContent(w, q, "", time.Time{}, strings.NewReader(text))
	return nil
}

// Gate: the program itself is nobody's secret.
var Gate = web.Gate{Public: "the loan engine for browsers, the same for everybody; it holds no data"}
