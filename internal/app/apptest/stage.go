package apptest

import (
	"context"
	"log/slog"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/sim"
)

// People of the story as the stage names them.
const (
	Owner        = "P027" // of E01, whose cases the stage shows
	Clerk        = "P085"
	OtherOwner   = "P028"
	Liaison      = sim.Liaison
	Manager      = "P006"
	Officer      = sim.Officer
	Approver     = sim.Approver
	OtherOfficer = "P019" // of a bank that nobody asked
	Town         = "P011"
	Convenor     = "P082"
	Auditor      = "P086"
)

// Stage is the program with a story on its database.
type Stage struct {
	*sim.World
	Data sim.Data
}

// Demo loads the park until its present, with what went to one lender alone.
func Demo(t testing.TB, d *db.DB) *Stage {
	t.Helper()
	return Logged(t, d, nil)
}

// Logged is Demo with a log that the test reads; nil for silence.
func Logged(t testing.TB, d *db.DB, log *slog.Logger) *Stage {
	t.Helper()
	ctx := context.Background()
	a, err := sim.Open(ctx, sim.Options{DB: d, BaseURL: "http://localhost", Log: log})
	if err != nil {
		t.Fatal(err)
	}
	s := &Stage{World: sim.NewWorld(a, nil)}
	all, err := sim.Fenghe()
	if err != nil {
		t.Fatal(err)
	}
	s.Data = all.Of(sim.Lender)
	if err := s.Load(ctx, s.Data, sim.Present()); err != nil {
		t.Fatal(err)
	}
	return s
}

// By runs what a person of the story does, and stops the test where it fails.
func (s *Stage) By(t testing.TB, who string, do func(ctx context.Context) error) {
	t.Helper()
	ctx, err := s.As(context.Background(), who, "")
	if err == nil {
		err = do(ctx)
	}
	if err != nil {
		t.Fatalf("%s: %v", who, err)
	}
}

// Stages of an application, in order; Until names the last one to reach.
const (
	Draft = iota
	Submitted
	Published
	Assessing
	Drafted
	Offered
	Signing
	Effective
	Performing
)

// Application takes a need of E01 to a stage, under a reference that ID, "offer
// of" and "contract of" know.
func (s *Stage) Application(t testing.TB, ref, purpose string, until int) {
	t.Helper()
	s.ApplicationOf(t, s.Data.Enterprises[0], ref, purpose, until)
}

// ApplicationOf takes a need of an enterprise to a stage.
func (s *Stage) ApplicationOf(t testing.TB, e sim.Enterprise, ref, purpose string, until int) {
	t.Helper()
	if until == Draft {
		s.By(t, e.Contact, func(ctx context.Context) error {
			a, err := s.App.Origination.Start(ctx)
			s.Know(ref, a.ID)
			return err
		})
		return
	}
	for n, step := range s.steps(e, ref, purpose) {
		if n+1 <= until {
			s.By(t, step.who, step.do)
		}
	}
}

// Product drafts a product at the lender and leaves it to its approver, under a
// reference that ID knows.
func (s *Stage) Product(t testing.TB, ref, code string) {
	t.Helper()
	s.By(t, Officer, func(ctx context.Context) error {
		v, err := s.App.Catalogue.Introduce(ctx, catalogue.DraftProduct{Code: code, NameZh: "周转贷", NameEn: "Turnover Loan", Security: "credit", MaxFen: 500_000_00,
			Terms: []int{6, 12}, RatePPM: 45_000, Repayment: kernel.Bullet, DayCount: "A360", Rounding: "half_up"})
		s.Know(ref, v.Product.ID)
		return err
	})
}

// Request lets the lender's officer ask for a document on an application that is
// assessed, under a reference that ID knows.
func (s *Stage) Request(t testing.TB, ref, application string) {
	t.Helper()
	s.By(t, Officer, func(ctx context.Context) error {
		rows, err := s.App.Origination.Cases(ctx)
		for _, r := range rows {
			if err != nil || r.Case.Application != s.ID(application) {
				continue
			}
			var q dossier.Request
			q, err = s.App.Dossier.Ask(ctx, r.Case.ID, dossier.AskDocument{Kind: "tax", Reason: "the last quarter", DueOn: "2020-07-10"})
			s.Know(ref, q.ID)
		}
		return err
	})
}

type step struct {
	who string
	do  func(ctx context.Context) error
}

func (s *Stage) steps(e sim.Enterprise, ref, purpose string) []step {
	product := s.ID("BP01")
	return []step{
		{e.Contact, func(ctx context.Context) error {
			return s.Apply(ctx, ref, sim.Need{Enterprise: e, AmountFen: 100_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender}, Purpose: purpose})
		}},
		{Liaison, func(ctx context.Context) error { return s.Verify(ctx, ref) }},
		{Officer, func(ctx context.Context) error { return s.Assess(ctx, ref) }},
		{Officer, func(ctx context.Context) error {
			return s.Draft(ctx, ref, origination.DraftOffer{Product: product, AmountFen: 100_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-07-20"})
		}},
		{Approver, func(ctx context.Context) error { return s.Issue(ctx, ref) }},
		{e.Contact, func(ctx context.Context) error { return s.AcceptAndSign(ctx, ref) }},
		{Approver, func(ctx context.Context) error { return s.Countersign(ctx, ref) }},
		{Officer, func(ctx context.Context) error { return s.Disburse(ctx, ref, "2020-06-30", "payout of "+ref) }},
	}
}
