package powercut

// The trust test `powercut`: SQLite as Kaigong opens it, on a disk whose power
// is cut at random operations.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	acks     = "answers" // the file in which the workload says what it was told
	dbFile   = "kaigong.db"
	envDir   = "KAIGONG_POWERCUT_DIR"
	envSync  = "KAIGONG_POWERCUT_SYNC"
	writers  = 3
	longest  = 3000 // characters of a row
	deadline = 60 * time.Second
)

// TestMain lets this program also be the other process, which writes until it
// is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(envDir); dir != "" {
		fmt.Println(workload(dir, os.Getenv(envSync)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// workload inserts rows for ever, and notes each in the file of answers once
// the database said that it is safe, or how it was refused.
func workload(dir, level string) error {
	ctx := context.Background()
	d, err := db.OpenSQLite(ctx, filepath.Join(dir, dbFile), level)
	if err != nil {
		return err
	}
	next, err := prepare(ctx, d)
	if err != nil {
		return err
	}
	told, err := os.OpenFile(filepath.Join(dir, acks), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	var n atomic.Int64
	n.Store(next)
	var wait sync.WaitGroup
	for range writers {
		wait.Go(func() {
			for {
				// One write call for each answer, in the order of the disk.
				id := n.Add(1)
				answer := strconv.FormatInt(id, 10)
				if err := insert(ctx, d, id); err != nil {
					answer = "refused " + string(fault.Of(err).Kind)
				}
				fmt.Fprintln(told, answer)
			}
		})
	}
	wait.Wait()
	return nil
}

// prepare makes the table and answers the highest row in it.
func prepare(ctx context.Context, d *db.DB) (highest int64, err error) {
	err = d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS powercut_row (id BIGINT PRIMARY KEY, body TEXT NOT NULL)`); err != nil {
			return err
		}
		highest, err = db.Count(ctx, tx, `SELECT MAX(id) FROM powercut_row`)
		return err
	})
	return highest, err
}

func insert(ctx context.Context, d *db.DB, id int64) error {
	return d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO powercut_row (id, body) VALUES ($1, $2)`, id, strings.Repeat("x", int(id*7919%longest)))
		return err
	})
}

// blackout is one cut: what the workload was told, and what is left.
type blackout struct {
	told string
	left Image
}

// promises are the rows that were acknowledged.
func (b blackout) promises() (all []int64) {
	for _, line := range strings.Split(b.told, "\n") {
		if id, err := strconv.ParseInt(line, 10, 64); err == nil {
			all = append(all, id)
		}
	}
	return all
}

// start runs the workload on a mounted disk until the test ends. It answers
// what the workload said when it ended early.
func start(t *testing.T, disk *Disk, level string) (said func() string, stop func()) {
	t.Helper()
	dir := t.TempDir()
	unmount, err := Mount(disk, dir)
	if errors.Is(err, ErrNoFUSE) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	work := exec.Command(self)
	work.Env = append(os.Environ(), envDir+"="+dir, envSync+"="+level)
	var output strings.Builder
	work.Stdout, work.Stderr = &output, &output
	if err := work.Start(); err != nil {
		unmount()
		t.Fatal(err)
	}
	return func() string { work.Process.Kill(); work.Wait(); return output.String() },
		func() { work.Process.Kill(); work.Wait(); unmount() }
}

// lab cuts the power at random operations, without the workload noticing: a
// cut is looked at from outside.
type lab struct {
	random *rand.Rand
	level  string
	cuts   chan blackout
	done   chan struct{}
}

// run hands over the cuts of one life of a disk, which begins with an image.
func (l *lab) run(t *testing.T, first Image, n int, take func(blackout)) {
	t.Helper()
	disk := New(first)
	l.cuts, l.done = make(chan blackout), make(chan struct{})
	disk.Watch = l.watch()
	said, stop := start(t, disk, l.level)
	defer stop()
	defer close(l.done)
	for range n {
		select {
		case b := <-l.cuts:
			take(b)
		case <-time.After(deadline):
			t.Fatalf("the workload stands still: %s", said())
		}
	}
}

// watch cuts at random operations, and now and then at two that are close, so
// that every step of a commit is hit. Every other cut keeps some of the pages
// that were never synced.
func (l *lab) watch() func(Op, Moment) syscall.Errno {
	left, some := l.random.IntN(200), false
	return func(_ Op, m Moment) syscall.Errno {
		if left--; left > 0 {
			return 0
		}
		left = 1 + l.random.IntN(8)
		if l.random.IntN(3) > 0 {
			left = 1 + l.random.IntN(1500)
		}
		b := blackout{told: string(m.Seen(acks))}
		if some = !some; some {
			b.left = m.Cut(func() bool { return l.random.IntN(2) == 0 })
		} else {
			b.left = m.Cut(nil)
		}
		select {
		case l.cuts <- b:
		case <-l.done:
		}
		return 0
	}
}

// lost opens what a cut left, and counts the promised rows that are missing. A
// database that is damaged or takes no more rows fails the test.
func lost(t *testing.T, b blackout) (missing, promised int) {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	if err := b.left.Save(dir); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	d, err := db.Open(ctx, filepath.Join(dir, dbFile))
	if err != nil {
		t.Fatalf("the database does not open after a cut: %v", err)
	}
	defer d.Close()
	highest, err := prepare(ctx, d)
	if err != nil {
		t.Fatalf("the database takes no table after a cut: %v", err)
	}
	found := rows(t, d)
	for _, id := range b.promises() {
		if promised++; !found[id] {
			missing++
		}
	}
	if err := insert(ctx, d, highest+1); err != nil {
		t.Fatalf("the database takes no row after a cut: %v", err)
	}
	return missing, promised
}

func rows(t *testing.T, d *db.DB) map[int64]bool {
	t.Helper()
	found := map[int64]bool{}
	err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		sound, err := db.All(ctx, tx, db.Value[string], `PRAGMA integrity_check`)
		if err != nil || len(sound) != 1 || sound[0] != "ok" {
			t.Fatalf("the database is damaged after a cut: %q %v", sound, err)
		}
		ids, err := db.All(ctx, tx, db.Value[int64], `SELECT id FROM powercut_row`)
		for _, id := range ids {
			found[id] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// size is how many cuts the test makes.
func size() (lives, cuts int) {
	if os.Getenv("KAIGONG_FAULTS") == "full" {
		return 10, 50
	}
	return 2, 40
}

func newLab(t *testing.T, level string) *lab {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return &lab{random: rand.New(rand.NewPCG(seed, 1)), level: level}
}

// TestPowercut keeps every promise through every cut. The next life of a disk
// starts from what the last cut left, and the promises of all lives count.
func TestPowercut(t *testing.T) {
	l := newLab(t, "FULL")
	lives, cuts := size()
	last, all, looked := blackout{}, 0, 0
	for range lives {
		earlier := last.told
		l.run(t, last.left, cuts, func(b blackout) {
			b.told = earlier + b.told
			missing, promised := lost(t, b)
			if missing > 0 {
				t.Errorf("%d of %d acknowledged rows are lost", missing, promised)
			}
			all, looked, last = all+1, looked+promised, b
		})
	}
	if looked < 10*all {
		t.Fatalf("%d cuts saw only %d promises: the test shows nothing", all, looked)
	}
	t.Logf("%d cuts, %d promises looked up", all, looked)
}

// TestPowercutControl is the same with SQLite's weaker setting, which must
// lose rows: otherwise the disk above loses nothing and shows nothing.
func TestPowercutControl(t *testing.T) {
	l := newLab(t, "NORMAL")
	missing, promised := 0, 0
	l.run(t, nil, 10, func(b blackout) {
		m, p := lost(t, b)
		missing, promised = missing+m, promised+p
	})
	if missing == 0 {
		t.Fatalf("synchronous=NORMAL lost none of %d rows in 10 cuts: the disk is too kind", promised)
	}
	t.Logf("control: %d of %d promises lost", missing, promised)
}

// TestAnAilingDisk refuses operations of the write-ahead log. What the caller
// is told must be true: full is full, a failed sync is neither yes nor no, and
// once the disk is well again, writes go on and every promise holds.
func TestAnAilingDisk(t *testing.T) {
	for _, c := range []struct {
		op    string
		errno syscall.Errno
		want  fault.Kind
	}{{"write", syscall.ENOSPC, fault.Full}, {"sync", syscall.EIO, fault.Unknown}} {
		t.Run(c.op, func(t *testing.T) {
			disk, seen, before, hold := New(nil), make(chan blackout), 400, make(chan struct{})
			bad := 0
			disk.Watch = func(op Op, m Moment) syscall.Errno {
				if before--; before > 0 {
					return 0
				}
				if op.Name == dbFile+"-wal" && op.Kind == c.op && bad < 5 {
					bad++
					return c.errno
				}
				if told := string(m.Seen(acks)); bad == 5 && strings.Count(told, "\n") > 300 {
					bad++
					select {
					case seen <- blackout{told, m.Cut(nil)}:
					case <-hold:
					}
				}
				return 0
			}
			said, stop := start(t, disk, "FULL")
			defer stop()
			defer close(hold)
			select {
			case b := <-seen:
				if missing, promised := lost(t, b); missing > 0 || promised < 200 {
					t.Errorf("%d of %d acknowledged rows are lost", missing, promised)
				}
				if n := strings.Count(b.told, "refused "); n == 0 || n != strings.Count(b.told, "refused "+string(c.want)) {
					t.Errorf("want only %s: %s", c.want, refusals(b.told))
				}
			case <-time.After(deadline):
				t.Fatalf("writes did not go on: %s", said())
			}
		})
	}
}

func refusals(told string) (all []string) {
	for _, line := range strings.Split(told, "\n") {
		if strings.HasPrefix(line, "refused") {
			all = append(all, line)
		}
	}
	return all
}
