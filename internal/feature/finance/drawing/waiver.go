package drawing

// A Waiver: fees of one due date that one person of the lender proposes to let go,
// and another one decides about.

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Waiver is what was proposed, and what became of it.
type Waiver struct {
	ID          string     `json:"id"`
	Contract    string     `json:"contract"`
	ContractRef string     `json:"contract_ref"`
	Borrower    string     `json:"borrower"`
	Lender      string     `json:"lender"`
	DueOn       string     `json:"due_on" doc:"Whose fees"`
	AmountFen   money.Fen  `json:"amount_fen"`
	Reason      string     `json:"reason"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	MadeBy      string     `json:"made_by"`
	Made        time.Time  `json:"made"`
	DecidedBy   string     `json:"decided_by"`
	Decided     time.Time  `json:"decided"`
	Answer      string     `json:"answer"`
}

// ProposeWaiver is what is proposed: all or a part of the open fees of a due date.
type ProposeWaiver struct {
	DueOn     string    `json:"due_on" form:"due_on" format:"date"`
	AmountFen money.Fen `json:"amount_fen" form:"amount"`
	Reason    string    `json:"reason" form:"reason" doc:"The borrower reads it"`
}

func (w *Waiver) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Waiver", ID: w.ID}, Read: "drawing.read_waiver", Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(w.Borrower), "lender": kernel.PartyRef(w.Lender), "made_by": kernel.PersonRef(w.MadeBy),
	}}
}

// facts are what the log holds of a waiver.
func (w *Waiver) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "waiver.of", Value: fmt.Sprint(w.Contract, " ", w.ContractRef, " ", w.Borrower, " ", w.Lender)},
		{Name: "waiver.proposed", Value: fmt.Sprint(w.DueOn, " ", int64(w.AmountFen), " ", w.Reason, " ", w.MadeBy, " ", db.Micros(w.Made))},
		{Name: "waiver.decided", Value: fmt.Sprint(w.State, " ", w.DecidedBy, " ", db.Micros(w.Decided), " ", w.Answer)},
	}
}

// feesRun are the states of a contract in which fees are asked for.
var feesRun = []flow.State{"disbursing", "performing", "in_grace", "delayed", "delinquent", "relief_active", "defaulted"}

// fee finds the fees of a due date, none where it has none.
func (l *Loan) fee(dueOn string) Fee {
	if i := slices.IndexFunc(l.Fees, func(f Fee) bool { return f.DueOn == dueOn }); i >= 0 {
		return l.Fees[i]
	}
	return Fee{}
}

// Propose proposes to let go of fees. Nothing changes before somebody else agrees.
func (s *Service) Propose(ctx context.Context, contract string, in ProposeWaiver) (w Waiver, err error) {
	var k fault.Check
	if err := checkReason(&in.Reason); err != nil {
		k.Join(err)
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.loan(ctx, tx, contract, "drawing.propose_waiver", "drawing.read_waiver")
		if err != nil {
			return err
		}
		if !slices.Contains(feesRun, l.State) {
			return fault.New(fault.WrongTurn, stops[l.State], fault.Args{"ref": l.Ref})
		}
		open := l.fee(in.DueOn).OpenFen()
		k.That(open > 0, "due_on", "drawing.waiver.none")
		k.That(in.AmountFen > 0 && (in.AmountFen <= open || open <= 0), "amount", "drawing.waiver.amount", fault.Args{"open": open})
		if err := k.Err(); err != nil {
			return err
		}
		if waits, err := proposedFor(ctx, tx, l.ID, in.DueOn); err != nil || waits {
			if waits {
				err = fault.New(fault.Conflict, "drawing.waiver.another")
			}
			return err
		}
		w = Waiver{ID: s.NewID(), Contract: l.ID, ContractRef: l.Ref, Borrower: l.Borrower, Lender: l.Lender, DueOn: in.DueOn, AmountFen: in.AmountFen, Reason: in.Reason,
			State: WaiverMachine.Initial(), MadeBy: kernel.From(ctx).Person, Made: s.Now()}
		if err := insertWaiver(ctx, tx, &w); err != nil {
			return err
		}
		return s.entered(ctx, tx, w.step("propose", ""))
	})
	return w, err
}

// onWaiver loads a waiver with its loan, asks permission and takes it one move.
func (s *Service) onWaiver(ctx context.Context, id string, action authz.Action, act func(context.Context, db.Tx, *Waiver, *Loan) error) (w Waiver, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if w, err = waiverByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "drawing.read_waiver", w.resource()); err != nil {
			return err
		}
		if decides := action == "drawing.agree_waiver" || action == "drawing.refuse_waiver"; decides && kernel.From(ctx).Person == w.MadeBy {
			return fault.New(fault.Denied, "drawing.own")
		}
		if err := s.Guard.Require(ctx, action, w.resource()); err != nil {
			return err
		}
		l, err := s.Loans.Loan(ctx, tx, w.Contract)
		if err != nil {
			return err
		}
		return act(ctx, tx, &w, &l)
	})
	return w, err
}

// AgreeWaiver lets go of the fees that somebody else proposed to.
func (s *Service) AgreeWaiver(ctx context.Context, id string) (Waiver, error) {
	return s.onWaiver(ctx, id, "drawing.agree_waiver", func(ctx context.Context, tx db.Tx, w *Waiver, l *Loan) error {
		if err := s.takeWaiver(ctx, tx, w, "agree"); err != nil {
			return err
		}
		if open := l.fee(w.DueOn).OpenFen(); open < w.AmountFen {
			return fault.New(fault.Conflict, "drawing.waiver.paid", fault.Args{"open": open, "amount": w.AmountFen})
		}
		if err := s.Loans.Waive(ctx, tx, w.Contract, LetGo{ID: w.ID, DueOn: w.DueOn, Reason: w.Reason, AmountFen: w.AmountFen, AskedBy: w.MadeBy, AgreedBy: w.DecidedBy}); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, w.Borrower, kernel.Owner, "drawing.notice.waived", "/contracts/"+w.Contract, w.ID, map[string]any{"ref": w.ContractRef, "amount": w.AmountFen, "on": w.DueOn})
	})
}

// RefuseWaiver leaves the fees as they are.
func (s *Service) RefuseWaiver(ctx context.Context, id, reason string) (Waiver, error) {
	if err := checkReason(&reason); err != nil {
		return Waiver{}, err
	}
	return s.onWaiver(ctx, id, "drawing.refuse_waiver", func(ctx context.Context, tx db.Tx, w *Waiver, _ *Loan) error {
		w.Answer = reason
		if err := s.takeWaiver(ctx, tx, w, "refuse"); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, w.Lender, kernel.PostLoan, "drawing.notice.not_waived", "/waivers/"+w.ID, w.ID, map[string]any{"ref": w.ContractRef})
	})
}

// WithdrawWaiver takes the own proposal back.
func (s *Service) WithdrawWaiver(ctx context.Context, id string) (Waiver, error) {
	return s.onWaiver(ctx, id, "drawing.withdraw_waiver", func(ctx context.Context, tx db.Tx, w *Waiver, _ *Loan) error {
		return s.takeWaiver(ctx, tx, w, "withdraw")
	})
}

// takeWaiver moves a waiver: the table first, then the row, the turn and the evidence.
func (s *Service) takeWaiver(ctx context.Context, tx db.Tx, w *Waiver, move string) (err error) {
	before := w.State
	if w.State, err = WaiverMachine.Take(before, move); err != nil {
		return err
	}
	w.DecidedBy, w.Decided = kernel.From(ctx).Person, s.Now()
	if err := updateWaiver(ctx, tx, w); err != nil {
		return err
	}
	return s.entered(ctx, tx, w.step(move, before))
}

// lapseWaiver ends a proposal whose fees were paid.
func (s *Service) lapseWaiver(ctx context.Context, id string) error {
	_, err := s.onWaiver(ctx, id, "drawing.lapse_waiver", func(ctx context.Context, tx db.Tx, w *Waiver, l *Loan) error {
		if w.State != Proposed || l.fee(w.DueOn).OpenFen() > 0 {
			return nil
		}
		return s.takeWaiver(ctx, tx, w, "lapse")
	})
	return err
}

func (w *Waiver) step(move string, before flow.State) step {
	return step{machine: WaiverMachine, id: w.ID, kind: "waiver." + move, ref: w.ContractRef, path: "/waivers/" + w.ID, amount: w.AmountFen, borrower: w.Borrower, before: before, after: w.State, version: w.Version,
		sides: map[string]string{Lender: w.Lender}, parties: []string{w.Lender}, fields: w.facts()}
}
