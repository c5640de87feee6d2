package main

// What an operator needs around the server: making it, copying it, putting a
// copy back, and proving that nothing was changed.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/feature/identity/setup"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/config"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

type initCmd struct {
	settings
	OperatorZh string `help:"Chinese name of the park operator. Without any name a one-time link is printed that leads through the rest." placeholder:"NAME"`
	OperatorEn string `help:"English name of the park operator." placeholder:"NAME"`
	PersonZh   string `help:"Chinese name of its first administrator." placeholder:"NAME"`
	PersonEn   string `help:"English name of its first administrator." placeholder:"NAME"`
	BaseURL    string `help:"How browsers reach the server." default:"http://localhost:8080"`
}

// Run makes keys and database, and either the park operator with the invitation
// of its first administrator, or a link whose pages ask for them.
func (c initCmd) Run(ctx context.Context) error {
	given := 0
	for _, name := range []string{c.OperatorZh, c.OperatorEn, c.PersonZh, c.PersonEn} {
		if name != "" {
			given++
		}
	}
	if given != 0 && given != 4 {
		return errors.New("give all four names, or none: then a one-time link leads through pages that ask for them")
	}
	cfg, err := c.load(config.Config{BaseURL: c.BaseURL})
	if err != nil {
		return err
	}
	a, err := open(ctx, cfg, true)
	if err != nil {
		return err
	}
	defer a.DB.Close()
	ctx = kernel.With(ctx, kernel.Program())
	if given == 0 {
		err = printLink(ctx, a)
	} else {
		err = c.named(ctx, a)
	}
	if err == nil {
		fmt.Printf("\nThe deployment is in %s.\nKeep %s safe: whoever has the log key can sign in the log's name.\nThen: kaigong serve --data-dir %s\n", cfg.DataDir, cfg.KeyDir, cfg.DataDir)
	}
	return err
}

// named founds the deployment with the names of the command line.
func (c initCmd) named(ctx context.Context, a *app.App) error {
	code, err := a.Setup.Found(ctx, setup.Operator{NameZh: c.OperatorZh, NameEn: c.OperatorEn}, setup.First{PersonZh: c.PersonZh, PersonEn: c.PersonEn})
	if err == nil {
		fmt.Printf("First administrator, within 72 hours:\n  %s/invitations/%s\n", a.BaseURL, code)
	}
	return err
}

// printLink prints a new link; the ones before it stop working.
func printLink(ctx context.Context, a *app.App) error {
	l, secret, err := a.Setup.MakeLink(ctx)
	if fault.Is(err, fault.WrongTurn) {
		return errors.New("this deployment has its operator already; sign in, or let its administrators invite you")
	}
	if err == nil {
		fmt.Printf("Open this link once the server runs, before %s. It works once; whoever opens it founds the deployment:\n  %s/setup/%s\n", l.EndsAt.Local().Format("2006-01-02 15:04"), strings.TrimSuffix(a.BaseURL, "/"), secret)
	}
	return err
}

// greet prints a link where there is neither an operator nor a link that works. A
// restart must not void the link in somebody's hand.
func greet(ctx context.Context, a *app.App) error {
	until, founded, err := a.Setup.Waiting(ctx)
	if err != nil || founded {
		return err
	}
	if until.IsZero() {
		return printLink(kernel.With(ctx, kernel.Program()), a)
	}
	fmt.Printf("There is no operator yet. The link that was printed before works until %s; kaigong init prints a new one.\n", until.Local().Format("2006-01-02 15:04"))
	return nil
}

type migrateCmd struct{ settings }

func (c migrateCmd) Run(ctx context.Context) error {
	cfg, err := c.load(config.Config{})
	if err != nil {
		return err
	}
	a, err := open(ctx, cfg, false)
	if err != nil {
		return err
	}
	fmt.Println("the database is up to date")
	return a.DB.Close()
}

type backupCmd struct {
	settings
	To string `help:"File to write; it must not exist." required:"" placeholder:"FILE"`
}

// Run copies a running SQLite database into one consistent file.
func (c backupCmd) Run(ctx context.Context) error {
	cfg, err := c.load(config.Config{})
	if err != nil {
		return err
	}
	if cfg.Postgres() {
		return errors.New("on PostgreSQL use pg_basebackup with WAL archiving; docs/operations.md says how")
	}
	d, err := db.Open(ctx, dsn(cfg))
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.CopyTo(ctx, c.To); err != nil {
		return err
	}
	fmt.Println("written:", c.To)
	return nil
}

type restoreCmd struct {
	settings
	From string `help:"Backup file." required:"" placeholder:"FILE"`
}

// Run proves a backup against its log before it puts it in place, and never
// overwrites a database.
func (c restoreCmd) Run(ctx context.Context) error {
	cfg, err := c.load(config.Config{})
	if err != nil {
		return err
	}
	target := dsn(cfg)
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; move it away first", target)
	}
	scratch := target + ".restoring"
	if err := copyFile(scratch, c.From); err != nil {
		return err
	}
	trial := cfg
	trial.DSN = scratch
	a, err := open(ctx, trial, false)
	if err != nil {
		return errors.Join(err, os.Remove(scratch))
	}
	err = report(ctx, a)
	if err = errors.Join(err, a.DB.Close()); err != nil {
		return errors.Join(fmt.Errorf("the backup was not put in place: %w", err), os.Remove(scratch))
	}
	for _, rest := range []string{"-wal", "-shm"} {
		os.Remove(scratch + rest)
	}
	if err := os.Rename(scratch, target); err != nil {
		return err
	}
	fmt.Println("restored:", target)
	return nil
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

type verifyCmd struct {
	settings
	Proof string `help:"Check a proof file offline instead." placeholder:"FILE"`
	Key   string `help:"The log's public key, as text or a file." placeholder:"KEY"`
}

func (c verifyCmd) Run(ctx context.Context) error {
	if c.Proof != "" {
		return c.offline()
	}
	cfg, err := c.load(config.Config{})
	if err != nil {
		return err
	}
	a, err := open(ctx, cfg, false)
	if err != nil {
		return err
	}
	defer a.DB.Close()
	return report(ctx, a)
}

// offline needs nothing but the file and the key.
func (c verifyCmd) offline() error {
	text, err := os.ReadFile(c.Proof)
	if err != nil {
		return err
	}
	key := c.Key
	if b, err := os.ReadFile(key); err == nil {
		key = string(b)
	}
	p, err := auditlog.CheckProof(text, trimLine(key))
	if err != nil {
		return err
	}
	fmt.Printf("the proof holds: entry %d of a tree of %d\n", p.Index, p.Size)
	return nil
}

func trimLine(s string) string {
	for len(s) > 0 && (s[len(s)-1] == '\n' || s[len(s)-1] == '\r') {
		s = s[:len(s)-1]
	}
	return s
}

// report verifies and prints; a difference is an error.
func report(ctx context.Context, a *app.App) error {
	r, err := a.Verify(ctx)
	for _, d := range r.Differences {
		fmt.Println("differs:", d)
	}
	if err != nil {
		return err
	}
	fmt.Printf("%d entries and %d facts compared, root %s\n", r.Entries, r.Facts, r.Root)
	if n := len(r.Differences); n > 0 {
		return fmt.Errorf("%d differences: somebody changed the database behind the program", n)
	}
	return nil
}

type doctorCmd struct {
	settings
	outward
	LetterTo string `help:"Also send a test letter to this address." placeholder:"ADDRESS"`
}

// Run looks at everything that tends to go wrong and says what to do.
func (c doctorCmd) Run(ctx context.Context) error {
	cfg, err := c.load(config.Config{Letters: c.letters()})
	if err != nil {
		return err
	}
	a, err := open(ctx, cfg, false)
	if err != nil {
		return err
	}
	defer a.DB.Close()
	worst := 0
	say := func(ok bool, good, bad string) {
		if ok {
			fmt.Println("ok     ", good)
			return
		}
		fmt.Println("mend   ", bad)
		worst = 1
	}
	say(a.DB.Ping(ctx) == nil, "the database answers", "the database does not answer: check --dsn")
	year := clock.DateOf(a.Now(), a.Calendar.Zone()).Year
	say(!a.Calendar.Provisional(year), fmt.Sprintf("the holidays of %d are known", year), fmt.Sprintf("the holidays of %d are not in this version: due dates are provisional until you update", year))
	a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		dead, err := a.Jobs.Dead(ctx, tx)
		say(err == nil && len(dead) == 0, "no dead jobs", fmt.Sprintf("%d jobs gave up; read their errors in the table job_queue", len(dead)))
		return err
	})
	c.ways(ctx, a, say)
	err = report(ctx, a)
	say(err == nil, "log, tables and books agree", fmt.Sprint(err))
	if worst > 0 {
		return exitError{worst}
	}
	return nil
}
