package servicing

// A receipt that was booked by mistake is taken back by somebody else than who
// booked it. Nothing is overwritten: the ledger posts the opposite, the receipt
// moves to the reversals, and what is left is allocated anew.

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// applied is the kind of a receipt that the program makes when a due date comes
// and money waits: nothing comes in, what waits goes to the instalment.
const applied = "applied"

// Reversal is how an approver takes back the receipt that was booked last.
type Reversal struct {
	Contract string `json:"-" form:"-"`
	Number   string `json:"number" form:"number" doc:"The receipt's number, as the reader saw it"`
	Reason   string `json:"reason" form:"reason" doc:"Why it was wrong; both parties see it"`
}

// Reversed is a receipt that was taken back.
type Reversed struct {
	Receipt
	Reason     string    `json:"reason"`
	ReversedBy string    `json:"reversed_by"`
	Reversed   time.Time `json:"reversed"`
}

func (in *Reversal) check() error {
	in.Number, in.Reason = strings.TrimSpace(in.Number), strings.TrimSpace(in.Reason)
	var k fault.Check
	k.That(in.Reason != "" && len(in.Reason) <= 300, "reason", "servicing.reverse.reason.missing")
	return k.Err()
}

// Reverse takes back the last receipt of a contract that is still being paid.
func (s *Service) Reverse(ctx context.Context, in Reversal) (Contract, error) {
	return s.act(ctx, in.Contract, "servicing.reverse", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if !c.Pays() {
			_, err := ContractMachine.Take(c.State, "reverse")
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		receipts, err := receiptsOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		last := lastBooked(receipts)
		if last < 0 || receipts[last].Number != in.Number {
			return fault.New(fault.Conflict, "servicing.reverse.not_last")
		}
		own := c.resource()
		own.Attrs["booked_by"] = kernel.PersonRef(receipts[last].BookedBy)
		if err := s.Guard.Require(ctx, "servicing.reverse", own); err != nil {
			return err
		}
		return s.takeBack(ctx, tx, c, receipts, last, in.Reason)
	})
}

// lastBooked finds the last receipt that a person booked, -1 when there is none.
func lastBooked(receipts []Receipt) int {
	for i := len(receipts) - 1; i >= 0; i-- {
		if receipts[i].Kind != applied {
			return i
		}
	}
	return -1
}

// takeBack reverses a receipt and what the program applied after it.
func (s *Service) takeBack(ctx context.Context, tx db.Tx, c *Contract, receipts []Receipt, last int, reason string) error {
	for i := len(receipts) - 1; i >= last; i-- {
		r := receipts[i]
		if _, err := s.Book.Reverse(ctx, tx, ledger.Reversal{Transfer: r.ID, ValueOn: s.today().String(), Reason: reason}); err != nil {
			return err
		}
		if err := moveToReversals(ctx, tx, Reversed{Receipt: r, Reason: reason, ReversedBy: kernel.From(ctx).Person, Reversed: s.Now()}); err != nil {
			return err
		}
		c.BalanceFen += r.PrincipalFen
	}
	rows, err := installmentsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if c.UnappliedFen, err = replay(c.Agreement.Terms, rows, receipts[:last]); err != nil {
		return err
	}
	if err := writeInstallments(ctx, tx, c.ID, rows); err != nil {
		return err
	}
	c.Quote = nil
	if err := s.move(ctx, tx, c, "reverse", append(receiptFields(&receipts[last]), field("reason", reason))...); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.reversed", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref, "number": receipts[last].Number})
}

// replay allocates receipts to unpaid rows as it was done when they came in,
// and answers what waits. A receipt that would go elsewhere now is a mistake.
func replay(t kernel.LoanTerms, rows []Installment, receipts []Receipt) (waits money.Fen, err error) {
	for i := range rows {
		rows[i].PaidPrincipalFen, rows[i].PaidInterestFen, rows[i].PaidOn, rows[i].Penalty = 0, 0, "", Penalty{}
	}
	for _, r := range receipts {
		again := Receipt{ReceivedOn: r.ReceivedOn}
		if waits, err = allocate(t, rows, &again, waits+r.AmountFen); err != nil {
			return waits, err
		}
		if again.PrincipalFen != r.PrincipalFen || again.InterestFen != r.InterestFen || again.PenaltyFen != r.PenaltyFen {
			return waits, fmt.Errorf("servicing: receipt %s replays to %s, %s and %s", r.Number, again.PrincipalFen.Text(), again.InterestFen.Text(), again.PenaltyFen.Text())
		}
	}
	return waits, nil
}

const reversalColumns = receiptColumns + `, reason, reversed_by, reversed_us`

func scanReversed(scan db.Scan) (r Reversed, err error) {
	var booked, reversed int64
	err = scan(&r.ID, &r.Contract, &r.Lender, &r.Number, &r.Kind, &r.ReceivedOn, &r.AmountFen, &r.PrincipalFen, &r.InterestFen, &r.PenaltyFen, &r.FeeFen, &r.UnappliedFen,
		&r.BookedBy, &booked, &r.Reason, &r.ReversedBy, &reversed)
	r.Booked, r.Reversed = db.Instant(booked), db.Instant(reversed)
	return r, err
}

func reversalsOf(ctx context.Context, tx db.Tx, contract string) ([]Reversed, error) {
	return db.All(ctx, tx, scanReversed, `
		SELECT `+reversalColumns+` FROM servicing_reversal WHERE contract_id = $1 ORDER BY reversed_us, id LIMIT 2000`, contract)
}

func moveToReversals(ctx context.Context, tx db.Tx, r Reversed) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO servicing_reversal (`+reversalColumns+`)
		SELECT `+receiptColumns+`, $1, $2, $3 FROM servicing_receipt WHERE id = $4`,
		r.Reason, r.ReversedBy, db.Micros(r.Reversed), r.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM servicing_receipt WHERE id = $1`, r.ID)
	return err
}

// writeInstallments stores what is paid on every row, nothing included.
func writeInstallments(ctx context.Context, tx db.Tx, contract string, rows []Installment) error {
	for _, i := range rows {
		if err := writeInstallment(ctx, tx, contract, i); err != nil {
			return err
		}
	}
	return nil
}
