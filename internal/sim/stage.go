package sim

// A thousand short lives begin where others have got to: a park with one loan
// paid out is kept as a database file, and each life takes a copy.

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Stage is a file in which a loan is paid out, and what whoever opens a copy
// must know.
type Stage struct {
	file    string
	options Options // without a database
	ids     map[string]string
	loan    string
	use     kernel.UseKind
	now     time.Time
}

// NewStage makes the file in a folder. variety decides on product and amount.
func NewStage(ctx context.Context, dir string, variety uint64) (*Stage, error) {
	key, _, err := auditlog.NewKey(rand.Reader, Origin)
	if err != nil {
		return nil, err
	}
	g := &Stage{file: filepath.Join(dir, fmt.Sprintf("stage-%d.db", variety)), options: Options{BaseURL: "http://localhost", LogKey: key, CaseKey: make([]byte, 32)}}
	if _, err := io.ReadFull(rand.Reader, g.options.CaseKey); err != nil {
		return nil, err
	}
	d, err := volatile(ctx, g.file)
	if err != nil {
		return nil, err
	}
	s, err := begun(ctx, g.with(d), variety, 1)
	if err != nil {
		d.Close()
		return nil, err
	}
	g.ids, g.loan, g.use, g.now = maps.Clone(s.ids), s.loans[0], s.uses[0], s.App.Now()
	return g, d.Close()
}

// volatile opens a file that need not survive the machine.
func volatile(ctx context.Context, path string) (*db.DB, error) {
	return db.OpenSQLite(ctx, path, "OFF")
}

func (g *Stage) with(d *db.DB) Options {
	o := g.options
	o.DB = d
	return o
}

// Live lets the loan have two years of a seed's luck in a copy of the stage, in
// steps that lie weeks apart: what falls due in between is done on waking up, as
// by a program that stood still. The laws must hold after each step, and log and
// tables agree at the end.
func (g *Stage) Live(ctx context.Context, dir string, seed uint64) (Tally, error) {
	path := filepath.Join(dir, fmt.Sprintf("life-%d.db", seed))
	made, err := os.ReadFile(g.file)
	if err == nil {
		err = os.WriteFile(path, made, 0o600)
	}
	if err != nil {
		return nil, err
	}
	d, err := volatile(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { d.Close(); os.Remove(path) }()
	s, err := g.wake(ctx, d, seed)
	if err != nil {
		return nil, err
	}
	for end := s.today().AddDays(730); s.today().Before(end) && err == nil; {
		err = s.weeks(ctx)
	}
	if err == nil {
		err = s.evening(ctx)
	}
	if err != nil {
		return s.count, fmt.Errorf("seed %d, %s, step %d: %w", seed, s.today(), s.result.Steps, err)
	}
	return s.counted(ctx)
}

// wake is the stage as its program left it.
func (g *Stage) wake(ctx context.Context, d *db.DB, seed uint64) (*lives, error) {
	a, err := Open(ctx, g.with(d))
	if err != nil {
		return nil, err
	}
	data, err := Fenghe()
	if err != nil {
		return nil, err
	}
	s := newLives(a, data, seed)
	s.prompt = s.dice.IntN(2) == 0
	s.ids, s.loans, s.uses = maps.Clone(g.ids), []string{g.loan}, []kernel.UseKind{g.use}
	return s, a.Business.Advance(g.now)
}

// weeks lets time pass and then somebody do something. Who pays on the day
// wakes up on the day on which something is due, and pays it.
func (s *lives) weeks(ctx context.Context) error {
	cal := s.App.Calendar
	next := cal.OnOrAfter(s.today().AddDays(1 + s.dice.IntN(75)))
	due, err := s.due(ctx)
	if err != nil {
		return err
	}
	if s.prompt && s.today().Before(due) {
		next = due
	}
	if err := s.App.Business.Advance(next.At(9, 0, cal.Zone())); err != nil {
		return err
	}
	if err := s.App.Settle(ctx); err != nil {
		return err
	}
	if s.prompt && next == due {
		if err := s.acting(ctx, Officer, s.payDue); err != nil {
			return err
		}
	}
	if !s.prompt || s.dice.IntN(3) == 0 {
		if err := s.turn(ctx); err != nil {
			return err
		}
	}
	return s.statements(ctx)
}

// open is what the loan waits for next, and whether there is such a thing.
func (s *lives) open(ctx context.Context) (next servicing.Installment, waits bool, err error) {
	err = s.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		rows, err := loanbook.Installments(ctx, tx, s.loans[0])
		v := servicing.View{Installments: rows}
		next, waits = v.Next()
		return err
	})
	return next, waits, err
}

// due is the day on which the loan's next sum is due, the zero day when none is.
func (s *lives) due(ctx context.Context) (clock.Date, error) {
	next, waits, err := s.open(ctx)
	if err != nil || !waits {
		return clock.Date{}, err
	}
	return clock.ParseDate(next.DueOn)
}

// payDue books the whole sum that is due.
func (s *lives) payDue(ctx context.Context) error {
	next, waits, err := s.open(ctx)
	if err != nil || !waits {
		return err
	}
	_, err = s.App.Servicing.Repay(ctx, servicing.Repayment{Contract: s.loans[0], ReceivedOn: s.today().String(), AmountFen: next.OpenFen(), Number: fmt.Sprint("prompt ", s.result.Steps)})
	s.count["prompt"] += done(err)
	return err
}
