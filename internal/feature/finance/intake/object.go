package intake

// The borrower of a loan that was taken over knows a figure otherwise and says
// so. Nothing changes by it: the lender sees it and looks into it.

import (
	"context"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Figures are what an objection can be about.
var Figures = []string{"balance", "accrued", "instalment", "rate", "term", "other"}

// Objection is what a borrower says of a figure.
type Objection struct {
	ID       string    `json:"id"`
	Contract string    `json:"contract"`
	Borrower string    `json:"borrower"`
	Lender   string    `json:"lender"`
	Figure   string    `json:"figure"`
	Told     string    `json:"told" doc:"What the borrower says it is"`
	Note     string    `json:"note"`
	MadeBy   string    `json:"made_by"`
	Made     time.Time `json:"made"`
}

// Object is the input of an objection.
type Object struct {
	Figure string `json:"figure" form:"figure" enum:"balance,accrued,instalment,rate,term,other"`
	Told   string `json:"told" form:"told" doc:"What it should be, and by which paper"`
	Note   string `json:"note" form:"note"`
}

func (in *Object) check() error {
	in.Told, in.Note = strings.TrimSpace(in.Told), strings.TrimSpace(in.Note)
	var k fault.Check
	k.That(slices.Contains(Figures, in.Figure), "figure", "intake.object.figure")
	k.That(in.Told != "" && len(in.Told) <= maxReason, "told", "intake.object.told", fault.Args{"most": maxReason})
	k.That(len(in.Note) <= maxReason, "note", "intake.object.note", fault.Args{"most": maxReason})
	return k.Err()
}

// loanResource is a contract as policies see it.
func loanResource(l *Loan) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Loan", ID: l.ID}, Read: "intake.objections", Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(l.Borrower), "lender": kernel.PartyRef(l.Lender),
	}}
}

// loan loads a contract and asks permission on it.
func (s *Service) loan(ctx context.Context, tx db.Tx, contract string, action authz.Action) (Loan, error) {
	l, err := s.Loans.Loan(ctx, tx, contract)
	if err == nil {
		err = s.Guard.Require(ctx, action, loanResource(&l))
	}
	return l, err
}

// Object records an objection and tells the lender.
func (s *Service) Object(ctx context.Context, contract string, in Object) (o Objection, err error) {
	who := kernel.From(ctx)
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.loan(ctx, tx, contract, "intake.object")
		if err != nil {
			return err
		}
		if !l.TakenOver {
			return fault.New(fault.WrongTurn, "intake.object.signed")
		}
		if err := in.check(); err != nil {
			return err
		}
		o = Objection{ID: s.NewID(), Contract: l.ID, Borrower: l.Borrower, Lender: l.Lender, Figure: in.Figure, Told: in.Told, Note: in.Note, MadeBy: who.Person, Made: s.Now()}
		if err := insertObjection(ctx, tx, o); err != nil {
			return err
		}
		fact, err := objectionFact(ctx, tx, l.ID)
		if err != nil {
			return err
		}
		if _, err := s.Audit.Append(ctx, tx, auditlog.Entry{Kind: "intake.object", Case: l.ID, Person: who.Person, Party: who.Party, Parties: []string{l.Borrower, l.Lender},
			Fields: []auditlog.Field{fact, field("figure", o.Figure)}}); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, l.Lender, kernel.PostLoan, "intake.notice.objection", "/contracts/"+l.ID+"/objections", l.ID, fault.Args{"ref": l.Ref})
	})
	return o, err
}

// ObjectionsView is what was said of one loan's figures.
type ObjectionsView struct {
	Loan       Loan                 `json:"loan"`
	Objections []Objection          `json:"objections"`
	MayObject  bool                 `json:"may_object"`
	People     map[string]i18n.Text `json:"-"`
}

// Objections shows both sides what the borrower said.
func (s *Service) Objections(ctx context.Context, contract string) (v ObjectionsView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Loan, err = s.loan(ctx, tx, contract, "intake.objections"); err != nil {
			return err
		}
		v.MayObject = v.Loan.TakenOver && s.Guard.Allowed(ctx, "intake.object", loanResource(&v.Loan))
		if v.Objections, err = objectionsTo(ctx, tx, v.Loan.ID); err != nil {
			return err
		}
		var ids []string
		for _, o := range v.Objections {
			ids = append(ids, o.MadeBy)
		}
		v.People, err = s.Parties.People(ctx, tx, ids)
		return err
	})
	return v, err
}
