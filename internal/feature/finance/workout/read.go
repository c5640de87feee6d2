package workout

// The read side: the proposals of a lender, one of them, and a loan with its
// class and all that was proposed about it.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Row is a proposal in a list.
type Row struct {
	Proposal
	Firm i18n.Text `json:"borrower_name"`
}

// List shows a lender's people its proposals.
func (s *Service) List(ctx context.Context) (rows []Row, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "workout.list", collection(party)); err != nil {
			return err
		}
		all, err := ofLender(ctx, tx, party)
		for _, p := range all {
			firm, err := s.Parties.Short(ctx, tx, p.Borrower)
			if err != nil {
				return err
			}
			rows = append(rows, Row{p, firm})
		}
		return err
	})
	return rows, err
}

// View is a proposal with the loan as it stands and the reader's moves.
type View struct {
	Proposal Proposal             `json:"proposal"`
	Loan     Loan                 `json:"loan"`
	Quality  Quality              `json:"quality"`
	Seal     string               `json:"seal" doc:"Names what is shown; whoever agrees names it again"`
	Moves    []string             `json:"moves"`
	Firm     i18n.Text            `json:"borrower_name"`
	Own      bool                 `json:"own" doc:"The reader made it, and so does not decide"`
	People   map[string]i18n.Text `json:"-"`
}

// View shows one proposal to its lender's people.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Proposal, v.Loan, err = s.load(ctx, tx, id, "workout.read"); err != nil {
			return err
		}
		p := &v.Proposal
		agreed, err := agreedClass(ctx, tx, p.Contract)
		if err != nil {
			return err
		}
		v.Quality, v.Seal, v.Own, v.Moves = qualityOf(&v.Loan, agreed), p.seal(&v.Loan), p.MadeBy == kernel.From(ctx).Person, s.moves(ctx, p)
		if v.Firm, err = s.Parties.Short(ctx, tx, p.Borrower); err != nil {
			return err
		}
		v.People, err = s.Parties.People(ctx, tx, []string{p.MadeBy, p.DecidedBy})
		return err
	})
	return v, err
}

// moves lists what the actor may do now; agreeing is asked as if the actor had
// confirmed, because the button leads through it.
func (s *Service) moves(ctx context.Context, p *Proposal) []string {
	return kernel.Moves(ctx, s.Guard, Name, ProposalMachine, p.State, p.resource())
}

// Sheet is a loan with its class, and what was proposed about it.
type Sheet struct {
	Loan      Loan                 `json:"loan"`
	Quality   Quality              `json:"quality"`
	Proposals []Proposal           `json:"proposals"`
	Kinds     []Kind               `json:"kinds" doc:"What the reader may propose of the loan as it stands; empty while something waits"`
	Firm      i18n.Text            `json:"borrower_name"`
	People    map[string]i18n.Text `json:"-"`
}

// Sheet shows one loan to its lender's people.
func (s *Service) Sheet(ctx context.Context, contract string) (x Sheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if x.Loan, err = s.loan(ctx, tx, contract); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "workout.read", x.Loan.resource()); err != nil {
			return err
		}
		agreed, err := agreedClass(ctx, tx, contract)
		if err != nil {
			return err
		}
		x.Quality = qualityOf(&x.Loan, agreed)
		if x.Proposals, err = about(ctx, tx, contract); err != nil {
			return err
		}
		if s.Guard.Allowed(ctx, "workout.propose", x.Loan.resource()) {
			x.Kinds = kindsOf(&x, agreed)
		}
		if x.Firm, err = s.Parties.Short(ctx, tx, x.Loan.Borrower); err != nil {
			return err
		}
		var people []string
		for _, p := range x.Proposals {
			people = append(people, p.MadeBy, p.DecidedBy)
		}
		x.People, err = s.Parties.People(ctx, tx, people)
		return err
	})
	return x, err
}

// kindsOf are what can be proposed of a loan as it stands.
func kindsOf(x *Sheet, agreed Class) (all []Kind) {
	for _, p := range x.Proposals {
		if p.State == Proposed {
			return nil
		}
	}
	for _, k := range []Kind{Default, WriteOff} {
		if stops(&x.Loan, agreed, k, "") == nil {
			all = append(all, k)
		}
	}
	if len(x.classes()) > 0 {
		all = append(all, Reclassify)
	}
	return all
}

// classes are those that can be agreed on for the loan as it stands.
func (x *Sheet) classes() (all []Class) {
	for _, c := range kernel.Classes {
		if stops(&x.Loan, x.Quality.Agreed, Reclassify, c) == nil {
			all = append(all, c)
		}
	}
	return all
}
