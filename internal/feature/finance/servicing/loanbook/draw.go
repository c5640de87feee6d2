package loanbook

// What was drawn after the first payout, and fees that were let go: facts like
// receipts.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// Draw is money that was paid out after the first payout.
type Draw struct {
	ID         string    `json:"id"`
	ValueOn    string    `json:"value_on"`
	AmountFen  money.Fen `json:"amount_fen"`
	Number     string    `json:"number"` // the lender's own, of the payout
	RecordedBy string    `json:"recorded_by"`
	AgreedBy   string    `json:"agreed_by"`
	Made       time.Time `json:"made"`
}

const drawColumns = `id, value_on, amount_fen, number, recorded_by, agreed_by, made_us`

func scanDraw(scan db.Scan) (d Draw, err error) {
	var made int64
	err = scan(&d.ID, &d.ValueOn, &d.AmountFen, &d.Number, &d.RecordedBy, &d.AgreedBy, &made)
	d.Made = db.Instant(made)
	return d, err
}

// InsertDraw stores what was drawn.
func InsertDraw(ctx context.Context, tx db.Tx, contract string, d Draw) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO servicing_draw (contract_id, `+drawColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		contract, d.ID, d.ValueOn, d.AmountFen, d.Number, d.RecordedBy, d.AgreedBy, db.Micros(d.Made))
	return err
}

// Draws are a contract's after the first payout, the oldest first.
func Draws(ctx context.Context, tx db.Tx, contract string) ([]Draw, error) {
	return db.All(ctx, tx, scanDraw, `SELECT `+drawColumns+` FROM servicing_draw WHERE contract_id = $1 ORDER BY id LIMIT 1000`, contract)
}

// ForeseeDraw is the schedule as it stands today, and as it would be with more drawn
// on a day; where that lies ahead, both are as of it.
func ForeseeDraw(ctx context.Context, tx db.Tx, contract string, d Draw, today string, collect func(loan.Time) loan.Time) (before, after []Installment, err error) {
	c, err := ByID(ctx, tx, contract)
	if err != nil {
		return nil, nil, err
	}
	f, err := FactsOn(ctx, tx, &c)
	if err != nil {
		return nil, nil, err
	}
	day := max(d.ValueOn, today)
	was, err := f.At(day, collect)
	if err != nil {
		return nil, nil, err
	}
	f.Draws = append(f.Draws, d)
	now, err := f.At(day, collect)
	return Rows(was), Rows(now), err
}

// Waiver lets go of fees of one due date.
type Waiver struct {
	ID        string    `json:"id"`
	DueOn     string    `json:"due_on"`
	WaivedOn  string    `json:"waived_on"`
	AmountFen money.Fen `json:"amount_fen"`
	Reason    string    `json:"reason"`
	AskedBy   string    `json:"asked_by"`
	AgreedBy  string    `json:"agreed_by"`
	Made      time.Time `json:"made"`
}

const waiverColumns = `id, due_on, waived_on, amount_fen, reason, asked_by, agreed_by, made_us`

func scanWaiver(scan db.Scan) (w Waiver, err error) {
	var made int64
	err = scan(&w.ID, &w.DueOn, &w.WaivedOn, &w.AmountFen, &w.Reason, &w.AskedBy, &w.AgreedBy, &made)
	w.Made = db.Instant(made)
	return w, err
}

// InsertWaiver stores that fees were let go.
func InsertWaiver(ctx context.Context, tx db.Tx, contract string, w Waiver) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO servicing_waiver (contract_id, `+waiverColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		contract, w.ID, w.DueOn, w.WaivedOn, w.AmountFen, w.Reason, w.AskedBy, w.AgreedBy, db.Micros(w.Made))
	return err
}

// Waivers are a contract's, the oldest first.
func Waivers(ctx context.Context, tx db.Tx, contract string) ([]Waiver, error) {
	return db.All(ctx, tx, scanWaiver, `SELECT `+waiverColumns+` FROM servicing_waiver WHERE contract_id = $1 ORDER BY id LIMIT 1000`, contract)
}
