package scheme

// The read side: what is eligible and why not, and what was relieved of it.

import (
	"cmp"
	"context"
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Judged is a loan beside a scheme, with the relief that it has under it.
type Judged struct {
	Loan       Loan      `json:"loan"`
	Verdict    Verdict   `json:"verdict"`
	Relieved   bool      `json:"relieved"`
	Relief     string    `json:"relief,omitempty"` // id of the case
	ReliefRef  string    `json:"relief_ref,omitempty"`
	BalanceFen money.Fen `json:"balance_fen"` // counts towards the coverage
}

// Cover is what was relieved of what is eligible.
type Cover struct {
	Month       string    `json:"month"` // of the first due date that the scheme is about, "" for all
	Eligible    int       `json:"eligible"`
	Relieved    int       `json:"relieved"`
	EligibleFen money.Fen `json:"eligible_fen"`
	RelievedFen money.Fen `json:"relieved_fen"`
}

// Share is the coverage in percent, rounded down, by count; 0 where nothing is
// eligible.
func (c Cover) Share() int {
	if c.Eligible == 0 {
		return 0
	}
	return 100 * c.Relieved / c.Eligible
}

// View is a version with its history and, for who may know, its loans.
type View struct {
	Version  Version              `json:"version"`
	Versions []Version            `json:"versions"`
	Loans    []Judged             `json:"loans"`
	Covers   []Cover              `json:"covers"` // by month, the sum last
	LeftFen  money.Fen            `json:"left_fen" doc:"Of the budget, where there is one"`
	Moves    []string             `json:"moves"`
	People   map[string]i18n.Text `json:"-"`
}

// owedTo is what each borrower owes a lender on all loans.
func owedTo(all []Loan, lender string) map[string]money.Fen {
	out := map[string]money.Fen{}
	for _, l := range all {
		if l.Lender == lender {
			out[l.Borrower] += l.BalanceFen
		}
	}
	return out
}

// judged lays all loans of a lender beside a version. A loan that is relieved under
// the scheme was eligible when it was, and stays among the eligible with the sums
// of that day.
func (s *Service) judged(ctx context.Context, tx db.Tx, v *Version) (out []Judged, err error) {
	loans, err := s.Loans.Of(ctx, tx, v.Lender)
	if err != nil {
		return nil, err
	}
	granted, err := s.relieved(ctx, tx, v.Scheme)
	if err != nil {
		return nil, err
	}
	owed := owedTo(loans, v.Lender)
	for _, l := range loans {
		if l.Lender != v.Lender {
			continue
		}
		x := Judged{Loan: l, Verdict: v.Rules.Judge(&l, owed[l.Borrower], s.today()), BalanceFen: l.BalanceFen}
		for _, r := range granted {
			if r.Contract == l.ID {
				x.Relieved, x.Relief, x.ReliefRef, x.BalanceFen = true, r.Case, r.Ref, r.BalanceFen
				x.Verdict = Verdict{Eligible: true, DueOn: r.DueOn}
			}
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Judged) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Verdict.DueOn, b.Verdict.DueOn), cmp.Compare(a.Loan.Ref, b.Loan.Ref))
	})
	return out, nil
}

// rank puts what can still be asked for first, then what is relieved, then what is
// not eligible.
func rank(x Judged) int {
	switch {
	case x.Relieved:
		return 1
	case x.Verdict.Eligible:
		return 0
	}
	return 2
}

// covers adds the eligible loans up by month, the sum last.
func covers(all []Judged) (out []Cover) {
	months, sum := map[string]*Cover{}, Cover{}
	for _, x := range all {
		if !x.Verdict.Eligible {
			continue
		}
		m := x.Verdict.DueOn[:min(7, len(x.Verdict.DueOn))]
		if months[m] == nil {
			months[m] = &Cover{Month: m}
		}
		for _, c := range []*Cover{months[m], &sum} {
			c.Eligible++
			c.EligibleFen += x.BalanceFen
			if x.Relieved {
				c.Relieved++
				c.RelievedFen += x.BalanceFen
			}
		}
	}
	for _, c := range months {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Cover) int { return cmp.Compare(a.Month, b.Month) })
	return append(out, sum)
}

// View shows one version with its loans to its lender.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Version, err = s.on(ctx, tx, id, "scheme.read"); err != nil {
			return err
		}
		if v.Versions, err = versionsOf(ctx, tx, v.Version.Scheme); err != nil {
			return err
		}
		if v.Loans, err = s.judged(ctx, tx, &v.Version); err != nil {
			return err
		}
		v.Covers, v.Moves = covers(v.Loans), s.moves(ctx, &v.Version)
		v.LeftFen = v.Version.Rules.BudgetFen - v.Covers[len(v.Covers)-1].RelievedFen
		var ids []string
		for _, x := range v.Versions {
			ids = append(ids, x.MadeBy, x.PutBy)
		}
		v.People, err = s.Parties.People(ctx, tx, ids)
		return err
	})
	return v, err
}

func (s *Service) moves(ctx context.Context, v *Version) []string {
	out := kernel.Moves(ctx, s.Guard, Name, VersionMachine, v.State, resource(v))
	if s.Guard.Allowed(ctx, "scheme.draft", collection(v.Lender)) {
		out = append(out, "draft")
	}
	return out
}

// Row is a scheme in a lender's list, with its coverage.
type Row struct {
	Version Version `json:"version"`
	Cover   Cover   `json:"cover"`
}

// List shows a lender its schemes.
func (s *Service) List(ctx context.Context) (rows []Row, drafts bool, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		own := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "scheme.list", collection(own)); err != nil {
			return err
		}
		drafts = s.Guard.Allowed(ctx, "scheme.draft", collection(own))
		all, err := ofLender(ctx, tx, own)
		for i := range all {
			r := Row{Version: all[i]}
			if r.Version.State == InForce {
				loans, err := s.judged(ctx, tx, &r.Version)
				if err != nil {
					return err
				}
				by := covers(loans)
				r.Cover = by[len(by)-1]
			}
			rows = append(rows, r)
		}
		return err
	})
	return rows, drafts, err
}

// Own is a borrower's loan beside a scheme of its lender.
type Own struct {
	Judged  Judged    `json:"judged"`
	Version Version   `json:"scheme"`
	Lender  i18n.Text `json:"lender"`
}

// Own shows a borrower its own loans beside the schemes of their lenders.
func (s *Service) Own(ctx context.Context) (rows []Own, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		own := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "scheme.own", collection(own)); err != nil {
			return err
		}
		all, err := inForce(ctx, tx, "")
		for i := range all {
			if err == nil {
				err = s.ownBeside(ctx, tx, own, &all[i], &rows)
			}
		}
		return err
	})
	return rows, err
}

func (s *Service) ownBeside(ctx context.Context, tx db.Tx, own string, v *Version, rows *[]Own) error {
	loans, err := s.judged(ctx, tx, v)
	if err != nil {
		return err
	}
	name, err := s.Parties.Short(ctx, tx, v.Lender)
	for _, x := range loans {
		if x.Loan.Borrower == own {
			*rows = append(*rows, Own{x, *v, name})
		}
	}
	return err
}

// Counted is a lender's coverage of one scheme as overseers read it: a sum below
// zero is not told.
type Counted struct {
	Lender   i18n.Text `json:"lender"`
	Name     i18n.Text `json:"name"`
	Document string    `json:"document"`
	Eligible int       `json:"eligible"`
	Relieved int       `json:"relieved"`
}

// Untold stands for a count that is not told.
const Untold = -1

// smallest is the smallest count that overseers are told.
const smallest = 5

// Oversee shows overseers how many loans are eligible and relieved at each lender.
func (s *Service) Oversee(ctx context.Context) (rows []Counted, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "scheme.oversee", collection(kernel.From(ctx).Party)); err != nil {
			return err
		}
		all, err := inForce(ctx, tx, "")
		for i := range all {
			if err != nil {
				break
			}
			var loans []Judged
			if loans, err = s.judged(ctx, tx, &all[i]); err != nil {
				break
			}
			by := covers(loans)
			sum := by[len(by)-1]
			c := Counted{Name: all[i].Rules.Name, Document: all[i].Rules.Document, Eligible: sum.Eligible, Relieved: sum.Relieved}
			c.Lender, err = s.Parties.Short(ctx, tx, all[i].Lender)
			rows = append(rows, c.told())
		}
		return err
	})
	return rows, err
}

// told hides small counts, and those from which one follows: what is eligible and
// what is relieved of it tell together what is not.
func (c Counted) told() Counted {
	small := func(n int) bool { return n > 0 && n < smallest }
	left := c.Eligible - c.Relieved
	switch {
	case small(c.Eligible):
		c.Eligible, c.Relieved = Untold, Untold
	case small(c.Relieved) || small(left):
		c.Relieved = Untold
	}
	return c
}
