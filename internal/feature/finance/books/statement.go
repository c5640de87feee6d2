package books

// Statements: what was owed when a period began, what moved, and what is owed
// when it ended; of one loan, or of all loans of a party.

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Ask says what a statement is about. The last day counts.
type Ask struct {
	Contract string `query:"contract" doc:"Identifier of a contract; all of the party where it is absent"`
	From     string `query:"from" doc:"First day; the first of the month where it is absent"`
	To       string `query:"to" doc:"Last day; today where it is absent"`
}

// Line is one movement. What came in is split into its parts.
type Line struct {
	On           string    `json:"on"`
	Booked       time.Time `json:"booked"`
	Ref          string    `json:"ref"` // of the contract
	Kind         string    `json:"kind"`
	Number       string    `json:"number"`
	Reversal     bool      `json:"reversal"`
	OutFen       money.Fen `json:"out_fen"` // paid out to the borrower, refunds not included
	InFen        money.Fen `json:"in_fen"`  // came in; below zero for what was paid back
	PrincipalFen money.Fen `json:"principal_fen"`
	InterestFen  money.Fen `json:"interest_fen"`
	PenaltyFen   money.Fen `json:"penalty_fen"`
	FeeFen       money.Fen `json:"fee_fen"`
	OtherFen     money.Fen `json:"other_fen"`   // recovered after a write-off
	WaitingFen   money.Fen `json:"waiting_fen"` // change of what waits
	LostFen      money.Fen `json:"lost_fen"`    // written off
	BalanceFen   money.Fen `json:"balance_fen"` // principal owed after it, of all loans of the statement
}

// Statement is a period of one loan or of several.
type Statement struct {
	Contract    string    `json:"contract"` // "" for all
	From        string    `json:"from"`
	To          string    `json:"to"`
	OpeningFen  money.Fen `json:"opening_fen"`
	ClosingFen  money.Fen `json:"closing_fen"`
	WaitsBefore money.Fen `json:"waits_before_fen"`
	WaitsAfter  money.Fen `json:"waits_after_fen"`
	Lines       []Line    `json:"lines"`
	Sum         Line      `json:"sum"`
	Loans       []Loan    `json:"loans"` // that the reader can ask about
}

func (in *Ask) check(today clock.Date) error {
	in.From, in.To = cmp.Or(in.From, today.String()[:8]+"01"), cmp.Or(in.To, today.String())
	var k fault.Check
	_, err := clock.ParseDate(in.From)
	k.That(err == nil, "from", "books.date.form")
	_, err = clock.ParseDate(in.To)
	k.That(err == nil, "to", "books.date.form")
	k.That(k.Failed("from") || k.Failed("to") || in.From <= in.To, "to", "books.date.order")
	return k.Err()
}

// Statement answers a period of the reader's own loans.
func (s *Service) Statement(ctx context.Context, in Ask) (st Statement, err error) {
	if err := in.check(s.today()); err != nil {
		return st, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		own := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "books.statement", collection(own)); err != nil {
			return err
		}
		st, err = s.statementOf(ctx, tx, own, in)
		return err
	})
	return st, err
}

// statementOf is a period of a party's loans, as the books have it now.
func (s *Service) statementOf(ctx context.Context, tx db.Tx, party string, in Ask) (st Statement, err error) {
	st = Statement{Contract: in.Contract, From: in.From, To: in.To}
	if st.Loans, err = s.Loans.PaidOut(ctx, tx, party); err != nil {
		return st, err
	}
	found := in.Contract == ""
	for _, l := range st.Loans {
		if in.Contract == "" || in.Contract == l.ID {
			found = true
			if err := s.add(ctx, tx, &st, l); err != nil {
				return st, err
			}
		}
	}
	if !found {
		return st, fault.New(fault.NotFound, "fault.not_found")
	}
	st.total()
	return st, nil
}

// add puts the movements of a loan into a statement.
func (s *Service) add(ctx context.Context, tx db.Tx, st *Statement, l Loan) error {
	day, err := clock.ParseDate(st.To)
	if err != nil {
		return err
	}
	all, err := s.Book.Movements(ctx, tx, l.ID, day.AddDays(1).String())
	for _, m := range all {
		x := line(m)
		x.Ref = l.Ref
		if m.ValueOn < st.From {
			st.OpeningFen += m.Parts[kernel.AccountPrincipal]
			st.WaitsBefore += x.WaitingFen
			continue
		}
		st.Lines = append(st.Lines, x)
	}
	return err
}

// line reads a transfer as a movement of a loan.
func line(m ledger.Movement) Line {
	x := Line{On: m.ValueOn, Booked: m.At, Kind: m.Kind, Number: m.Note, Reversal: m.Reverses != "", PrincipalFen: -m.Parts[kernel.AccountPrincipal],
		InterestFen: -m.Parts[kernel.AccountInterest], PenaltyFen: -m.Parts[kernel.AccountPenalty], FeeFen: -m.Parts[kernel.AccountFees] - m.Parts[kernel.AccountDrawing] - m.Parts[kernel.AccountCommit],
		OtherFen: -m.Parts[kernel.AccountRecovery], WaitingFen: -m.Parts[kernel.AccountUnapplied], LostFen: m.Parts[kernel.AccountLoss], InFen: m.Parts[kernel.AccountFunds]}
	if m.Kind == "renewal" { // settled by a new loan, and not by money
		x.InFen = m.Parts[kernel.AccountClearing]
	}
	if m.Kind == "disbursement" || m.Kind == "take_over" { // the fee is taken at the payout
		x.OutFen, x.PrincipalFen = m.Parts[kernel.AccountPrincipal], 0
	}
	return x
}

// total sorts the lines, runs the balance and adds up.
func (st *Statement) total() {
	slices.SortStableFunc(st.Lines, func(a, b Line) int { return cmp.Or(cmp.Compare(a.On, b.On), a.Booked.Compare(b.Booked)) })
	st.ClosingFen, st.WaitsAfter = st.OpeningFen, st.WaitsBefore
	for i := range st.Lines {
		x := &st.Lines[i]
		st.ClosingFen += x.OutFen - x.PrincipalFen
		st.WaitsAfter += x.WaitingFen
		x.BalanceFen = st.ClosingFen
		t := &st.Sum
		t.OutFen, t.InFen, t.PrincipalFen, t.InterestFen = t.OutFen+x.OutFen, t.InFen+x.InFen, t.PrincipalFen+x.PrincipalFen, t.InterestFen+x.InterestFen
		t.PenaltyFen, t.FeeFen, t.OtherFen, t.WaitingFen, t.LostFen = t.PenaltyFen+x.PenaltyFen, t.FeeFen+x.FeeFen, t.OtherFen+x.OtherFen, t.WaitingFen+x.WaitingFen, t.LostFen+x.LostFen
	}
	st.Sum.BalanceFen = st.ClosingFen
}
