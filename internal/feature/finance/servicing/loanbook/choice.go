package loanbook

// What a borrower chose to be done with money that waits.

import (
	"context"
	"fmt"
	"time"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// Ways in which money that waits can be used. What nobody chose goes to the next
// due date.
const (
	NextDue        = "next"
	KeepInstalment = "keep_instalment"
	KeepMaturity   = "keep_maturity"
	PayBack        = "refund"
)

// Early is the kind of a receipt that the program makes of a choice: principal
// that is not due is paid from what waits.
const Early = "early"

// Refunded is the kind of a receipt below zero: money that was paid back.
const Refunded = "refund"

// ways are what the choices are to the subledger; the next due date is no fact.
var ways = map[string]subledger.Kind{KeepInstalment: subledger.KeepInstal, KeepMaturity: subledger.KeepMaturity, PayBack: subledger.Hold}

// Choice is what a borrower chose on a day.
type Choice struct {
	ID        string    `json:"id"`
	Way       string    `json:"way"`
	ChosenOn  string    `json:"chosen_on"`
	AmountFen money.Fen `json:"amount_fen"`
	By        string    `json:"by"`
	Made      time.Time `json:"made"`
}

const choiceColumns = `id, way, chosen_on, amount_fen, chosen_by, made_us`

func scanChoice(scan db.Scan) (c Choice, err error) {
	var made int64
	err = scan(&c.ID, &c.Way, &c.ChosenOn, &c.AmountFen, &c.By, &made)
	c.Made = db.Instant(made)
	return c, err
}

// InsertChoice stores a choice.
func InsertChoice(ctx context.Context, tx db.Tx, contract string, c Choice) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO servicing_choice (contract_id, `+choiceColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		contract, c.ID, c.Way, c.ChosenOn, c.AmountFen, c.By, db.Micros(c.Made))
	return err
}

// Choices are a contract's, the oldest first.
func Choices(ctx context.Context, tx db.Tx, contract string) ([]Choice, error) {
	return db.All(ctx, tx, scanChoice, `SELECT `+choiceColumns+` FROM servicing_choice WHERE contract_id = $1 ORDER BY id LIMIT 1000`, contract)
}

// Made is the kind and the number of a booking that the program stores as a
// receipt of its own, and who stands behind it; "" for a receipt that somebody
// booked.
func (f Facts) Made(b subledger.Booking) (kind, number, by string) {
	if b.Kind == subledger.Applied {
		return Applied, fmt.Sprintf("%s/%d", f.Ref, b.No), ""
	}
	for i, c := range f.Choices {
		if c.ID == b.Fact {
			return Early, fmt.Sprintf("%s/E%d", f.Ref, i+1), c.By
		}
	}
	return "", "", ""
}

// Derived reports whether the program makes a receipt from the facts, and may
// take it back.
func (r Receipt) Derived() bool { return r.Kind == Applied || r.Kind == Early }
