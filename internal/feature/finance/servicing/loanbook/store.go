package loanbook

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const ContractColumns = `id, ref, application_id, borrower_id, lender_id, park_id, state, version, agreement, terms_hash, file_hash,
	prepared_us, borrower_by, borrower_us, lender_by, lender_us, disbursed_on, payout_ref, drawn_fen, undrawn_fen, draw_until, lapsed_on, balance_fen, unapplied_fen, written_off_on, written_off_fen, booked_on, quote, closed_on, renewed_by`

func ScanContract(scan db.Scan) (c Contract, err error) {
	var agreement, quote string
	var prepared, borrower, lender int64
	err = scan(&c.ID, &c.Ref, &c.Application, &c.Borrower, &c.Lender, &c.Park, &c.State, &c.Version, &agreement, &c.TermsHash, &c.FileHash,
		&prepared, &c.ByBorrower.By, &borrower, &c.ByLender.By, &lender, &c.DisbursedOn, &c.PayoutRef, &c.DrawnFen, &c.UndrawnFen, &c.DrawUntil, &c.LapsedOn, &c.BalanceFen, &c.UnappliedFen, &c.WrittenOn, &c.WrittenFen, &c.BookedOn, &quote, &c.ClosedOn, &c.RenewedBy)
	if err != nil {
		return c, err
	}
	c.Prepared, c.ByBorrower.At, c.ByLender.At = db.Instant(prepared), db.Instant(borrower), db.Instant(lender)
	if quote != "" {
		c.Quote = &Quote{}
		err = json.Unmarshal([]byte(quote), c.Quote)
	}
	return c, errors.Join(err, json.Unmarshal([]byte(agreement), &c.Agreement))
}

func Insert(ctx context.Context, tx db.Tx, c Contract, file string) error {
	agreement, err := json.Marshal(c.Agreement)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO servicing_contract (`+ContractColumns+`, file, amount_fen)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)`,
		c.ID, c.Ref, c.Application, c.Borrower, c.Lender, c.Park, c.State, c.Version, string(agreement), c.TermsHash, c.FileHash,
		db.Micros(c.Prepared), "", 0, "", 0, "", "", 0, 0, "", "", c.BalanceFen, 0, "", 0, "", "", "", "", file, c.Agreement.Terms.AmountFen)
	return err
}

func Update(ctx context.Context, tx db.Tx, c *Contract) error {
	quote := ""
	if c.Quote != nil {
		text, err := json.Marshal(c.Quote)
		if err != nil {
			return err
		}
		quote = string(text)
	}
	n, err := tx.Exec(ctx, `
		UPDATE servicing_contract SET state = $1, version = version + 1, borrower_by = $2, borrower_us = $3, lender_by = $4, lender_us = $5,
			disbursed_on = $6, payout_ref = $7, balance_fen = $8, unapplied_fen = $9, booked_on = $10, quote = $11, closed_on = $12, written_off_on = $13, written_off_fen = $14, renewed_by = $15,
			drawn_fen = $16, undrawn_fen = $17, draw_until = $18, lapsed_on = $19
		WHERE id = $20 AND version = $21`,
		c.State, c.ByBorrower.By, db.Micros(c.ByBorrower.At), c.ByLender.By, db.Micros(c.ByLender.At),
		c.DisbursedOn, c.PayoutRef, c.BalanceFen, c.UnappliedFen, c.BookedOn, quote, c.ClosedOn, c.WrittenOn, c.WrittenFen, c.RenewedBy,
		c.DrawnFen, c.UndrawnFen, c.DrawUntil, c.LapsedOn, c.ID, c.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	c.Version++
	return err
}

func notFound[T any](v T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		return v, fault.New(fault.NotFound, "fault.not_found")
	}
	return v, err
}

func ByID(ctx context.Context, tx db.Tx, id string) (Contract, error) {
	return notFound(db.One(ctx, tx, ScanContract, `SELECT `+ContractColumns+` FROM servicing_contract WHERE id = $1`, id))
}

func File(ctx context.Context, tx db.Tx, id string) (string, error) {
	return notFound(db.One(ctx, tx, db.Value[string], `SELECT file FROM servicing_contract WHERE id = $1`, id))
}

func In(ctx context.Context, tx db.Tx, s authz.Scope, limit int) ([]Contract, error) {
	return db.All(ctx, tx, ScanContract, `
		SELECT `+ContractColumns+` FROM servicing_contract
		WHERE $1 = 1 OR borrower_id = $2 OR lender_id = $2
		ORDER BY prepared_us DESC, id DESC LIMIT $3`, db.Flag(s.All()), s.Party(), limit)
}

// PaidOut are the contracts of a party that were paid out, the oldest first.
func PaidOut(ctx context.Context, tx db.Tx, party string) ([]Contract, error) {
	return db.All(ctx, tx, ScanContract, `
		SELECT `+ContractColumns+` FROM servicing_contract
		WHERE disbursed_on <> '' AND (borrower_id = $1 OR lender_id = $1) ORDER BY disbursed_on, id LIMIT 5000`, party)
}

// Upcoming is an instalment that is not paid, with the contract that it is of.
type Upcoming struct {
	Contract, Ref, Borrower, Lender, DueOn, CollectOn string
	OpenFen                                           money.Fen // less what waits
}

// UpcomingIn are the unpaid instalments of running contracts that are collected
// on a day of [from, to], the earliest first.
func UpcomingIn(ctx context.Context, tx db.Tx, from, to string) ([]Upcoming, error) {
	return db.All(ctx, tx, func(scan db.Scan) (u Upcoming, err error) {
		return u, scan(&u.Contract, &u.Ref, &u.Borrower, &u.Lender, &u.DueOn, &u.CollectOn, &u.OpenFen)
	}, `
		SELECT c.id, c.ref, c.borrower_id, c.lender_id, i.due_on, i.collect_on, i.principal_fen + i.interest_fen + i.drawing_fee_fen + i.commitment_fee_fen - i.waived_fees_fen - i.paid_principal_fen - i.paid_interest_fen - i.paid_fees_fen - c.unapplied_fen
		FROM servicing_installment i JOIN servicing_contract c ON c.id = i.contract_id
		WHERE c.state IN ('disbursing', 'performing', 'in_grace', 'delayed', 'delinquent', 'relief_active') AND i.collect_on >= $1 AND i.collect_on <= $2
			AND i.principal_fen + i.interest_fen + i.drawing_fee_fen + i.commitment_fee_fen - i.waived_fees_fen > i.paid_principal_fen + i.paid_interest_fen + i.paid_fees_fen
		ORDER BY i.collect_on, c.id LIMIT 5000`, from, to)
}

// Unsigned lists the contracts that wait for a lender's signature, with who drafted
// the offer and so may not give it. It authorises nothing.
func Unsigned(ctx context.Context, tx db.Tx, lender string) (out []kernel.Begun, err error) {
	all, err := db.All(ctx, tx, ScanContract, `
		SELECT `+ContractColumns+` FROM servicing_contract WHERE lender_id = $1 AND state = 'signed_borrower' ORDER BY id LIMIT 500`, lender)
	for _, c := range all {
		out = append(out, kernel.Begun{Machine: "contract", Case: c.ID, By: c.Agreement.DraftedBy, Twice: true})
	}
	return out, err
}

// Paying are the ids of those that a sweep looks at.
func Paying(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT id FROM servicing_contract
		WHERE state IN ('disbursing', 'performing', 'in_grace', 'delayed', 'delinquent', 'relief_active', 'defaulted') AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

const installmentColumns = `no, terms_version, from_on, due_on, collect_on, fraction, accruals, principal_fen, interest_fen, balance_fen, carried_fen, deferred_fen, moved_fen, settles, drawing_fee_fen, commitment_fee_fen, unused, paid_fees_fen, waived_fees_fen,
	paid_principal_fen, paid_interest_fen, paid_on, penalty_base, penalty_to_on, penalty_fen, paid_penalty_fen, waived_penalty_fen`

func scanInstallment(scan db.Scan) (i Installment, err error) {
	var settles int64
	err = scan(&i.No, &i.TermsVersion, &i.FromOn, &i.DueOn, &i.CollectOn, &i.Fraction, &i.Accruals, &i.PrincipalFen, &i.InterestFen, &i.BalanceFen, &i.CarriedFen, &i.DeferredFen, &i.MovedFen, &settles, &i.DrawingFeeFen, &i.CommitmentFeeFen, &i.Unused, &i.PaidFeesFen, &i.WaivedFeesFen,
		&i.PaidPrincipalFen, &i.PaidInterestFen, &i.PaidOn, &i.Base, &i.ToOn, &i.Penalty.Fen, &i.PaidFen, &i.WaivedFen)
	i.Settles = settles != 0
	return i, err
}

func insertInstallment(ctx context.Context, tx db.Tx, contract string, i Installment) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO servicing_installment (contract_id, `+installmentColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)`,
		contract, i.No, i.TermsVersion, i.FromOn, i.DueOn, i.CollectOn, i.Fraction, i.Accruals, i.PrincipalFen, i.InterestFen, i.BalanceFen, i.CarriedFen, i.DeferredFen, i.MovedFen, db.Flag(i.Settles), i.DrawingFeeFen, i.CommitmentFeeFen, i.Unused, i.PaidFeesFen, i.WaivedFeesFen,
		i.PaidPrincipalFen, i.PaidInterestFen, i.PaidOn, i.Base, i.ToOn, i.Penalty.Fen, i.PaidFen, i.WaivedFen)
	return err
}

func Installments(ctx context.Context, tx db.Tx, contract string) ([]Installment, error) {
	return db.All(ctx, tx, scanInstallment, `
		SELECT `+installmentColumns+` FROM servicing_installment WHERE contract_id = $1 ORDER BY no LIMIT 1200`, contract)
}

// Replace stores the rows of a schedule, those that changed.
func Replace(ctx context.Context, tx db.Tx, contract string, rows []Installment) error {
	stored, err := Installments(ctx, tx, contract)
	if err != nil {
		return err
	}
	for i := range max(len(rows), len(stored)) {
		if i < len(rows) && i < len(stored) && rows[i] == stored[i] {
			continue
		}
		if i < len(stored) {
			if _, err := tx.Exec(ctx, `DELETE FROM servicing_installment WHERE contract_id = $1 AND no = $2`, contract, stored[i].No); err != nil {
				return err
			}
		}
		if i < len(rows) {
			if err := insertInstallment(ctx, tx, contract, rows[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

const receiptColumns = `id, contract_id, lender_id, number, kind, received_on, amount_fen, principal_fen, interest_fen, penalty_fen, fee_fen, drawing_fee_fen, commitment_fee_fen, recovered_fen, unapplied_fen, posted_on, booked_by, booked_us`

func scanReceipt(scan db.Scan) (r Receipt, err error) {
	var booked int64
	err = scan(&r.ID, &r.Contract, &r.Lender, &r.Number, &r.Kind, &r.ReceivedOn, &r.AmountFen, &r.PrincipalFen, &r.InterestFen, &r.PenaltyFen, &r.FeeFen, &r.DrawingFen, &r.CommitFen, &r.RecoveredFen, &r.UnappliedFen, &r.PostedOn, &r.BookedBy, &booked)
	r.Booked = db.Instant(booked)
	return r, err
}

func InsertReceipt(ctx context.Context, tx db.Tx, r Receipt) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO servicing_receipt (`+receiptColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		r.ID, r.Contract, r.Lender, r.Number, r.Kind, r.ReceivedOn, r.AmountFen, r.PrincipalFen, r.InterestFen, r.PenaltyFen, r.FeeFen, r.DrawingFen, r.CommitFen, r.RecoveredFen, r.UnappliedFen, r.PostedOn, r.BookedBy, db.Micros(r.Booked))
	return err
}

// Reallocate stores what a receipt goes to now.
func Reallocate(ctx context.Context, tx db.Tx, r Receipt) error {
	_, err := tx.Exec(ctx, `
		UPDATE servicing_receipt SET principal_fen = $1, interest_fen = $2, penalty_fen = $3, fee_fen = $4, recovered_fen = $5, unapplied_fen = $6, drawing_fee_fen = $7, commitment_fee_fen = $8 WHERE id = $9`,
		r.PrincipalFen, r.InterestFen, r.PenaltyFen, r.FeeFen, r.RecoveredFen, r.UnappliedFen, r.DrawingFen, r.CommitFen, r.ID)
	return err
}

func Receipts(ctx context.Context, tx db.Tx, contract string) ([]Receipt, error) {
	return db.All(ctx, tx, scanReceipt, `
		SELECT `+receiptColumns+` FROM servicing_receipt WHERE contract_id = $1 ORDER BY received_on, id LIMIT 2000`, contract)
}

func ReceiptByNumber(ctx context.Context, tx db.Tx, lender, number string) (Receipt, error) {
	return db.One(ctx, tx, scanReceipt, `SELECT `+receiptColumns+` FROM servicing_receipt WHERE lender_id = $1 AND number = $2`, lender, number)
}

// Income is what receipts brought beside principal.
type Income struct{ Interest, Penalty, Fees, Drawing, Commitment, Recovered money.Fen }

// IncomeOf sums the income of a lender's receipts.
func IncomeOf(ctx context.Context, tx db.Tx, lender string) (Income, error) {
	return db.One(ctx, tx, func(scan db.Scan) (x Income, err error) {
		return x, scan(&x.Interest, &x.Penalty, &x.Fees, &x.Drawing, &x.Commitment, &x.Recovered)
	}, `
		SELECT CAST(COALESCE(SUM(interest_fen), 0) AS BIGINT), CAST(COALESCE(SUM(penalty_fen), 0) AS BIGINT), CAST(COALESCE(SUM(fee_fen - drawing_fee_fen - commitment_fee_fen), 0) AS BIGINT), CAST(COALESCE(SUM(drawing_fee_fen), 0) AS BIGINT), CAST(COALESCE(SUM(commitment_fee_fen), 0) AS BIGINT), CAST(COALESCE(SUM(recovered_fen), 0) AS BIGINT)
		FROM servicing_receipt WHERE lender_id = $1`, lender)
}
