package reconciliation

// The read side: a lender's reconciliations, one of them with what may be done, and
// what has changed in an agreed period since.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// timelineLength bounds a timeline, listLength a list.
const (
	timelineLength = 100
	listLength     = 200
)

// View is a reconciliation with what its reader may do.
type View struct {
	Reconciliation Reconciliation       `json:"reconciliation"`
	Moves          []string             `json:"moves"`
	Own            bool                 `json:"own" doc:"The reader had a hand in it, and so does not confirm it"`
	Unexplained    int                  `json:"unexplained"`
	Since          Since                `json:"since" doc:"What changed in the books of an agreed period since"`
	Bank           i18n.Text            `json:"lender_name"`
	Events         []auditlog.Item      `json:"-"`
	People         map[string]i18n.Text `json:"-"`
}

// Since is what changed in the books of an agreed period after it was agreed.
type Since struct {
	Came     []Movement `json:"came"`
	Went     []Movement `json:"went"`
	Balances []Moved    `json:"balances"`
}

// Moved is a loan whose balance at the end of a period is another now.
type Moved struct {
	Before Account `json:"before"`
	After  Account `json:"after"`
}

// None reports whether nothing changed.
func (x Since) None() bool { return len(x.Came)+len(x.Went)+len(x.Balances) == 0 }

// View shows one reconciliation to its lender.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := byID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "reconciliation.read", r.resource()); err != nil {
			return err
		}
		v = View{Reconciliation: r, Unexplained: r.unexplained(), Own: slices.Contains(r.hands(), kernel.PersonRef(kernel.From(ctx).Person))}
		if v.Since, err = s.since(ctx, tx, &r); err != nil {
			return err
		}
		v.Moves = s.moves(ctx, &v)
		if v.Bank, err = s.Parties.Short(ctx, tx, r.Lender); err != nil {
			return err
		}
		if v.Events, err = s.Audit.Case(ctx, tx, id, kernel.From(ctx).Party, timelineLength); err != nil {
			return err
		}
		ids := []string{r.MadeBy, r.SentBy, r.DecidedBy}
		for _, n := range r.Notes {
			ids = append(ids, n.By)
		}
		for _, e := range v.Events {
			ids = append(ids, e.Person)
		}
		v.People, err = s.Parties.People(ctx, tx, ids)
		return err
	})
	return v, err
}

// moves lists what the actor may do now; confirming is asked as if the actor had
// confirmed, because the button leads through the confirmation.
func (s *Service) moves(ctx context.Context, v *View) (out []string) {
	r := &v.Reconciliation
	sure := kernel.AsConfirmed(ctx)
	for _, m := range Machine.Open(r.State) {
		switch left := len(r.Report.Differences); {
		case !s.Guard.Allowed(sure, authz.Action("reconciliation."+m.Name), r.resource()):
		case m.Name == "agree" && left > 0, m.Name == "send" && (left == 0 || v.Unexplained > 0), m.Name == "explain" && left == 0, m.Name == "reopen" && v.Since.None():
		default:
			out = append(out, m.Name)
		}
	}
	return out
}

// since compares the books of an agreed period with what they said when it was
// agreed.
func (s *Service) since(ctx context.Context, tx db.Tx, r *Reconciliation) (x Since, err error) {
	x = Since{Came: []Movement{}, Went: []Movement{}, Balances: []Moved{}}
	if r.State != Agreed {
		return x, nil
	}
	now, err := s.work(ctx, tx, r)
	if err != nil || now.ours() == r.Report.ours() {
		return x, err
	}
	x.Came, x.Went = without(now.Movements, r.Report.Movements), without(r.Report.Movements, now.Movements)
	for _, a := range now.Accounts {
		i := slices.IndexFunc(r.Report.Accounts, func(b Account) bool { return b.Contract == a.Contract })
		before := Account{Contract: a.Contract, Ref: a.Ref, Borrower: a.Borrower}
		if i >= 0 {
			before = r.Report.Accounts[i]
		}
		if before.OpeningFen != a.OpeningFen || before.ClosingFen != a.ClosingFen {
			x.Balances = append(x.Balances, Moved{before, a})
		}
	}
	return x, nil
}

// without are the movements of one list that another does not have.
func without(all, other []Movement) []Movement {
	return slices.DeleteFunc(slices.Clone(all), func(m Movement) bool { return slices.Contains(other, m) })
}

// Row is a reconciliation in a list.
type Row struct {
	ID          string    `json:"id"`
	Ref         string    `json:"ref"`
	State       string    `json:"state"`
	FromOn      string    `json:"from_on"`
	ToOn        string    `json:"to_on"`
	FileName    string    `json:"file_name"`
	Lines       int       `json:"lines"`
	Differences int       `json:"differences"`
	Unexplained int       `json:"unexplained"`
	Since       bool      `json:"changed_since" doc:"The books of the agreed period were changed since"`
	MadeBy      i18n.Text `json:"made_by"`
	Made        time.Time `json:"made"`
}

// List is what a lender reconciled.
type List struct {
	Rows      []Row `json:"rows"`
	MayUpload bool  `json:"may_upload"`
}

// List shows what the actor's bank reconciled, the latest period first.
func (s *Service) List(ctx context.Context) (l List, err error) {
	party := kernel.From(ctx).Party
	l.Rows = []Row{}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "reconciliation.list", collection(party)); err != nil {
			return err
		}
		l.MayUpload = s.Guard.Allowed(ctx, "reconciliation.upload", collection(party))
		all, err := ofLender(ctx, tx, party, listLength)
		if err != nil {
			return err
		}
		late, err := s.late(ctx, tx, party)
		if err != nil {
			return err
		}
		var people []string
		for _, r := range all {
			people = append(people, r.MadeBy)
		}
		names, err := s.Parties.People(ctx, tx, people)
		for _, r := range all {
			l.Rows = append(l.Rows, Row{ID: r.ID, Ref: r.Ref, State: string(r.State), FromOn: r.FromOn, ToOn: r.ToOn, FileName: r.FileName, Lines: len(r.Report.Lines), Differences: len(r.Report.Differences),
				Unexplained: r.unexplained(), Since: slices.ContainsFunc(late, func(p agreedPeriod) bool { return p.ID == r.ID }), MadeBy: names[r.MadeBy], Made: r.Made})
		}
		return err
	})
	return l, err
}

// late are the agreed periods of a lender into which something was booked since.
func (s *Service) late(ctx context.Context, tx db.Tx, lender string) (out []agreedPeriod, err error) {
	agreed, err := agreedOf(ctx, tx, lender)
	if err != nil || len(agreed) == 0 {
		return nil, err
	}
	first := slices.MinFunc(agreed, func(a, b agreedPeriod) int { return a.Decided.Compare(b.Decided) })
	booked, err := s.Loans.BookedSince(ctx, tx, lender, first.Decided, agreed[0].ToOn)
	for _, p := range agreed {
		if slices.ContainsFunc(booked, func(b Late) bool { return b.On >= p.FromOn && b.On <= p.ToOn && b.At.After(p.Decided) }) {
			out = append(out, p)
		}
	}
	return out, err
}

// waits are the agreed periods that have changed since, for who reconciles.
func (s *Service) waits(ctx context.Context) (out []module.Wait, err error) {
	who := kernel.From(ctx)
	if who.Kind != kernel.Bank || !s.Guard.Allowed(ctx, "reconciliation.upload", collection(who.Party)) {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		late, err := s.late(ctx, tx, who.Party)
		for _, p := range late {
			out = append(out, module.Wait{Title: i18n.T(ctx, "reconciliation.wait", i18n.Args{"from": p.FromOn, "to": p.ToOn}), Why: p.Ref, Href: "/reconciliations/" + p.ID, Label: i18n.T(ctx, "reconciliation.wait.do")})
		}
		return err
	})
	return out, err
}
