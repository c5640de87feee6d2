//go:build measure

package bench

// Start, memory, pages and complete writes, each printed beside its measure.

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/sim"
)

// TestMeasureStart starts the built demo and asks for its first page.
func TestMeasureStart(t *testing.T) {
	exe := filepath.Join(t.TempDir(), "kaigong")
	if out, err := exec.Command("go", "build", "-o", exe, "kaigong.example/kaigong/cmd/kaigong").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	c := exec.Command(exe, "demo", "--port", fmt.Sprint(port), "--dir", t.TempDir())
	begun := clock.System()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { c.Process.Kill(); c.Wait() }()
	for clock.System().Sub(begun) < time.Minute {
		if r, err := http.Get(fmt.Sprintf("http://localhost:%d/", port)); err == nil {
			r.Body.Close()
			fmt.Printf("demo: start to first page, the whole story loaded    %v\n", clock.System().Sub(begun).Round(time.Millisecond))
			fmt.Printf("demo: resident memory after it                       %s\n", resident(c.Process.Pid))
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Error("the demo did not answer within a minute")
}

// resident reads the memory of a process where the system tells it.
func resident(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(text)) {
		if size, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strings.TrimSpace(size)
		}
	}
	return fmt.Sprint("not told ", err)
}

func TestMeasureWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `CREATE TABLE bench_row (body TEXT NOT NULL)`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		bare := measure(300, 1, func(int) error { return insert(d) })
		writes(t, s, bare)
		pages(t, s, d)
	})
}

const one = `INSERT INTO bench_row (body) VALUES ($1)`

// insert is what the bare handler does: one durable row.
func insert(d *db.DB) error {
	return d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, one, "a row")
		return err
	})
}

// bareHandler answers after one durable insert.
func bareHandler(d *db.DB) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if err := insert(d); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Write([]byte("ok"))
	})
}

// spread is how long things took.
type spread struct {
	all  []time.Duration
	took time.Duration
}

func (s spread) at(share float64) time.Duration {
	return s.all[min(len(s.all)-1, int(share*float64(len(s.all))))].Round(10 * time.Microsecond)
}

func (s spread) perSecond() float64 { return float64(len(s.all)) / s.took.Seconds() }

// measure does n things over some connections at once.
func measure(n, connections int, do func(i int) error) spread {
	s := spread{all: make([]time.Duration, n)}
	var group sync.WaitGroup
	begun := clock.System()
	for c := range connections {
		group.Go(func() {
			for i := c; i < n; i += connections {
				at := clock.System()
				if err := do(i); err != nil {
					fmt.Println("failed:", err)
				}
				s.all[i] = clock.System().Sub(at)
			}
		})
	}
	group.Wait()
	s.took = clock.System().Sub(begun)
	slices.Sort(s.all)
	return s
}

// writes are complete business writes: check, authorise, move, turn, clock, log.
func writes(t *testing.T, s *apptest.Stage, bare spread) {
	t.Helper()
	s.Application(t, "draft", "resumption", apptest.Draft)
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		full := measure(300, 1, func(i int) error {
			_, err := s.App.Origination.Save(ctx, s.ID("draft"), 0, &origination.Need{AmountFen: 10_000_00, Purpose: "payroll", TermMonths: 12})
			return err
		})
		fmt.Printf("%-10s bare durable insert %7.0f/s   save a section %6.0f/s = %.2f of bare\n", engine(t), bare.perSecond(), full.perSecond(), full.perSecond()/bare.perSecond())
		return nil
	})
	firms := s.Data.Enterprises
	submit := measure(len(firms), 1, func(i int) error {
		e := firms[i]
		ctx, err := s.As(context.Background(), e.Contact, "")
		if err == nil {
			err = s.Apply(ctx, fmt.Sprint("bench ", i), sim.Need{Enterprise: e, AmountFen: 10_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender}, Purpose: "order"})
		}
		return err
	})
	fmt.Printf("%-10s whole application, seven writes with a file and its submission: %.0f/s, %.0f writes/s = %.2f of bare\n", engine(t), submit.perSecond(), 7*submit.perSecond(), 7*submit.perSecond()/bare.perSecond())
}

func engine(t *testing.T) string { return t.Name()[strings.LastIndex(t.Name(), "/")+1:] }

// pages are asked by 16 connections, beside the bare handler.
func pages(t *testing.T, s *apptest.Stage, d *db.DB) {
	t.Helper()
	app := httptest.NewServer(s.App.Handler)
	defer app.Close()
	bare := httptest.NewServer(bareHandler(d))
	defer bare.Close()
	base := ask(bare.URL, "/", "")
	fmt.Printf("%-10s %-22s p50 %8v  p99 %8v\n", engine(t), "bare handler, insert", base.at(.5), base.at(.99))
	owner, officer := s.Client(t, apptest.Owner).Token, s.Client(t, apptest.Officer).Token
	for _, x := range []struct{ name, path, token string }{
		{"home of an owner", "/", owner}, {"an application", "/applications/" + s.ID("draft"), owner}, {"a contract", "/contracts/" + s.ID("contract of AP04"), officer},
	} {
		got := ask(app.URL, x.path, x.token)
		fmt.Printf("%-10s %-22s p50 %8v  p99 %8v = %.2f of bare\n", engine(t), x.name, got.at(.5), got.at(.99), float64(got.at(.5))/float64(base.at(.5)))
	}
}

func ask(base, path, token string) spread {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	defer client.CloseIdleConnections()
	return measure(800, 16, func(int) error {
		q, err := http.NewRequest(http.MethodGet, base+path, nil)
		if err != nil {
			return err
		}
		q.Header.Set("Authorization", "Bearer "+token)
		r, err := client.Do(q)
		if err != nil {
			return err
		}
		defer r.Body.Close()
		if r.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %d", path, r.StatusCode)
		}
		_, err = io.Copy(io.Discard, r.Body)
		return err
	})
}
