package kill9

// The program as a child process, and the parent that kills it.

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/sim"
)

// child is set in the process that serves and is killed.
const child = "KAIGONG_KILL9_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) != "" {
		if err := serve(os.Getenv(child), os.Getenv(child+"_KEY")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// open is the program on an existing database, at the demo's present.
func open(ctx context.Context, path, key string) (*app.App, error) {
	d, err := db.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	zone, err := clock.Zone(app.ParkZone)
	if err != nil {
		return nil, err
	}
	return app.New(ctx, app.Config{DB: d, Business: clock.Standing(sim.Present().At(9, 0, zone)), System: func() time.Time { return clock.System() },
		LogKey: key, BaseURL: "http://localhost", Demo: true, Log: slog.New(slog.DiscardHandler)})
}

// serve answers on a free port and prints it once ready.
func serve(path, key string) error {
	ctx := context.Background()
	a, err := open(ctx, path, key)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go a.Run(ctx)
	fmt.Println(l.Addr())
	return http.Serve(l, a.Handler)
}

// At full size there are twenty databases: checking the whole of one after every
// kill costs more with every row in it.
func TestKill9(t *testing.T) {
	lives := 1
	if os.Getenv("KAIGONG_FAULTS") == "full" {
		lives = 20
	}
	for n := range lives {
		t.Run(fmt.Sprint("database ", n+1), func(t *testing.T) { killed(t, uint64(n)) })
	}
}

func killed(t *testing.T, seed uint64) {
	const kills = 50
	lab := prepare(t)
	dice := rand.New(rand.NewPCG(9, seed))
	var slowest, total time.Duration
	for n := range kills {
		ready := lab.round(t, time.Duration(20+dice.IntN(230))*time.Millisecond)
		slowest, total = max(slowest, ready), total+ready
		lab.settle(t)
		if t.Failed() {
			t.Fatalf("after kill %d", n+1)
		}
	}
	t.Logf("%d kills: %v acknowledged, %d requests without an answer; ready again after %v on average, %v at most", kills, lab.done, lab.unknown, total/time.Duration(kills), slowest)
	if lab.unknown == 0 || lab.done["start"] == 0 || lab.done["repay"] == 0 || lab.done["headcount"] == 0 {
		t.Error("the load never reached what the test is about")
	}
}

// intent is one thing that somebody wants done, under one key.
type intent struct {
	kind, token, path, key, body string
}

// lab is the database under attack and what the program has acknowledged.
type lab struct {
	path, key string
	visitors  []func(n int) intent

	mu      sync.Mutex
	next    int
	open    []intent       // sent, and never answered
	ids     []string       // of applications that were acknowledged
	done    map[string]int // acknowledged intents by kind
	before  map[string]int // rows before the attack by kind
	unknown int
}

// prepare loads the demo and closes it.
func prepare(t *testing.T) *lab {
	l := &lab{path: filepath.Join(t.TempDir(), "kill9.db"), done: map[string]int{}}
	d, err := db.Open(context.Background(), l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	s := apptest.Demo(t, d)
	l.key = s.App.LogKey
	owner, officer := s.Client(t, apptest.Owner).Token, s.Client(t, apptest.Officer).Token
	contract, enterprise := s.ID("contract of AP04"), s.ID("E01")
	l.visitors = []func(n int) intent{
		func(n int) intent { return intent{"start", owner, "/api/v1/applications", "", ""} },
		func(n int) intent {
			return intent{"repay", officer, "/api/v1/contracts/" + contract + "/repay", "", fmt.Sprintf(`{"received_on": "2020-06-30", "amount_fen": %d, "number": "K-%d"}`, 1+n%50, n)}
		},
		func(n int) intent {
			return intent{"headcount", owner, "/api/v1/enterprises/" + enterprise + "/headcounts", "", fmt.Sprintf(`{"as_of": "2020-06-30", "now": %d, "normal": 5000}`, n%5000)}
		},
	}
	l.before = l.count(t, d)
	return l
}

// count asks the tables how often each kind was done.
func (l *lab) count(t *testing.T, d *db.DB) map[string]int {
	t.Helper()
	found := map[string]int{}
	for kind, query := range map[string]string{
		"start": `SELECT COUNT(*) FROM origination_application`, "repay": `SELECT COUNT(*) FROM servicing_receipt`, "headcount": `SELECT COUNT(*) FROM park_headcount`,
	} {
		err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
			found[kind], err = db.One(ctx, tx, func(scan db.Scan) (n int, err error) { return n, scan(&n) }, query)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// round starts the program, lets everybody work and kills it. It answers how
// long the start took.
func (l *lab) round(t *testing.T, life time.Duration) time.Duration {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), child+"="+l.path, child+"_KEY="+l.key)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	begun := clock.System()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	ready := clock.System().Sub(begun)
	if err != nil {
		c.Process.Kill()
		c.Wait()
		t.Fatalf("the program did not start: %v", err)
	}
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() { l.work("http://"+strings.TrimSpace(address), l.visitors[i%len(l.visitors)]) })
	}
	time.Sleep(life)
	c.Process.Kill()
	all.Wait()
	c.Wait()
	return ready
}

// work sends one intent after another until the program is gone.
func (l *lab) work(base string, visitor func(n int) intent) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for {
		l.mu.Lock()
		l.next++
		x := visitor(l.next)
		x.key = fmt.Sprintf("kill9-%08d", l.next)
		l.mu.Unlock()
		q, err := http.NewRequest("POST", base+x.path, strings.NewReader(x.body))
		if err != nil {
			return
		}
		r, err := client.Do(signed(q, x))
		if err != nil {
			l.unanswered(x)
			return
		}
		var made struct{ ID string }
		err = json.NewDecoder(r.Body).Decode(&made)
		r.Body.Close()
		if err != nil || r.StatusCode >= 500 {
			l.unanswered(x)
			return
		}
		l.acknowledged(x, r.StatusCode, made.ID)
	}
}

func signed(q *http.Request, x intent) *http.Request {
	q.Header.Set("Authorization", "Bearer "+x.token)
	q.Header.Set("Idempotency-Key", x.key)
	q.Header.Set("Content-Type", "application/json")
	return q
}

func (l *lab) unanswered(x intent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = append(l.open, x)
	l.unknown++
}

func (l *lab) acknowledged(x intent, status int, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if status >= 300 {
		l.done["refused "+x.kind]++
		return
	}
	l.done[x.kind]++
	if x.kind == "start" {
		l.ids = append(l.ids, id)
	}
}

// settle opens the database again and asks once more, with the same key, for
// what was never answered. Then everything must be there exactly once, and log
// and books must agree.
func (l *lab) settle(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	a, err := open(ctx, l.path, l.key)
	if err != nil {
		t.Fatal(err)
	}
	defer a.DB.Close()
	for _, x := range l.open {
		w := httptest.NewRecorder()
		a.Handler.ServeHTTP(w, signed(httptest.NewRequest("POST", x.path, strings.NewReader(x.body)), x))
		var made struct{ ID string }
		if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code >= 300 {
			t.Errorf("%s asked again: %d %s", x.kind, w.Code, w.Body)
		}
		l.acknowledged(x, w.Code, made.ID)
	}
	l.open = nil
	for kind, n := range l.count(t, a.DB) {
		if n != l.before[kind]+l.done[kind] {
			t.Errorf("%s: %d acknowledged, %d in the tables", kind, l.done[kind], n-l.before[kind])
		}
	}
	l.look(t, a)
	if err := a.Settle(ctx); err != nil {
		t.Error(err)
	}
	r, err := a.Verify(ctx)
	if err != nil || len(r.Differences) > 0 {
		t.Errorf("log and books: %v %v", err, r.Differences)
	}
}

// look finds each acknowledged application by its id.
func (l *lab) look(t *testing.T, a *app.App) {
	t.Helper()
	err := a.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		all, err := db.All(ctx, tx, func(scan db.Scan) (id string, err error) { return id, scan(&id) }, `SELECT id FROM origination_application`)
		there := map[string]bool{}
		for _, id := range all {
			there[id] = true
		}
		for _, id := range l.ids {
			if !there[id] {
				t.Errorf("application %s was acknowledged and is gone", id)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
