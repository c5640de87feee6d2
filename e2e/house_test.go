package e2e

// The house: one park in its own database, served on a free port, and the one
// browser that all of its people share.

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/sim"
)

type house struct {
	t       *testing.T
	base    string
	world   *sim.World
	browser context.Context

	mu        sync.Mutex
	told      map[string]bool
	checked   map[string]bool
	strangers []string // requests that left the house, and complaints of the browser
}

// open starts a house that must be quiet in the end.
func open(t *testing.T) *house {
	t.Helper()
	h := loud(t)
	t.Cleanup(h.quiet)
	return h
}

// loud starts a house with the story of Fenghe Park loaded to its present, or
// skips when this machine has no browser.
func loud(t *testing.T) *house {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine: browser journeys left out")
	}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	h := &house{t: t, told: map[string]bool{}, checked: map[string]bool{}}
	h.serve(ctx)
	h.browser = browser(t, ctx, path)
	return h
}

func (h *house) serve(ctx context.Context) {
	d, err := db.Open(ctx, filepath.Join(h.t.TempDir(), "park.db"))
	h.must(err)
	srv := httptest.NewUnstartedServer(nil)
	h.base = "http://" + srv.Listener.Addr().String()
	a, err := sim.Open(ctx, sim.Options{DB: d, BaseURL: h.base})
	h.must(err)
	data, err := sim.Fenghe()
	h.must(err)
	h.world = sim.NewWorld(a, nil)
	h.must(h.world.Load(ctx, data.Of(sim.Lender), sim.Present()))
	srv.Config.Handler = a.Handler
	srv.Start()
	work, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { a.Run(work); close(done) }()
	h.t.Cleanup(func() { srv.CloseClientConnections(); srv.Close(); stop(); <-done; d.Close() })
}

func browser(t *testing.T, ctx context.Context, path string) context.Context {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	for _, f := range []string{"disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars"} {
		opts = append(opts, chromedp.Flag(f, true))
	}
	ctx, stop := chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// finding reports something once, however many pages show it.
func (h *house) finding(format string, args ...any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := fmt.Sprintf(format, args...); !h.told[s] {
		h.told[s] = true
		h.t.Error(s)
	}
}

// first says whether something is looked at for the first time.
func (h *house) first(what string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := h.checked[what]
	h.checked[what] = true
	return !seen
}

// quiet is asked at the end: nothing left the house, and no browser reported a
// breach of the content policy.
func (h *house) quiet() {
	for _, s := range h.strangers {
		h.finding("%s", s)
	}
	if h.reports() != "0" {
		h.finding("the browser reported breaches of the content policy")
	}
}

// reports is how many breaches of the content policy browsers have reported.
func (h *house) reports() string {
	w := httptest.NewRecorder()
	h.world.App.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	_, after, _ := strings.Cut(w.Body.String(), "\nkaigong_csp_reports_total ")
	n, _, _ := strings.Cut(after, "\n")
	return n
}

// shots is where pictures are kept, or "".
func shots() string { return os.Getenv("KAIGONG_SHOTS") }
