// Package progress tells how far applications are and whom they asked, as their
// rows have it: what figures are made of. It reads only, and nothing of a file.
// An offer exists here from the moment it opens; until then its lender has not
// answered.
package progress

import (
	"context"
	"encoding/json"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Application is one that was handed in.
type Application struct {
	ID, Ref, Borrower, Park string
	State                   flow.State
	AmountFen               money.Fen
	Submitted, AnswersBy    time.Time
	FirstLoan               bool // as the enterprise said
	Asked                   []Asked
}

// Asked is a lender that was asked, and its answer where there is one that
// others may know.
type Asked struct {
	Case, Lender string
	Invited      time.Time
	Answered     time.Time // zero while it has not
	Declined     string    // the reason's code, "" where it did not
	OfferedFen   money.Fen // 0 where it did not
	Opened       time.Time
}

// most bounds what figures are made from.
const most = 20_000

// All lists every application that was handed in, in the order in which they
// were begun. It authorises nothing: the feature that asks decides what may be
// told.
func All(ctx context.Context, tx db.Tx) ([]Application, error) {
	list, err := db.All(ctx, tx, scanApplication, `
		SELECT id, ref, borrower_id, park_id, state, amount_fen, submitted_us, answers_by_us, body
		FROM origination_application WHERE submitted_us > 0 ORDER BY id LIMIT $1`, most)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, a := range list {
		at[a.ID] = i
	}
	asked, err := asked(ctx, tx)
	for _, x := range asked {
		if i, ok := at[x.application]; ok {
			list[i].Asked = append(list[i].Asked, x.Asked)
		}
	}
	return list, err
}

func scanApplication(scan db.Scan) (a Application, err error) {
	var submitted, answers int64
	var body string
	if err = scan(&a.ID, &a.Ref, &a.Borrower, &a.Park, &a.State, &a.AmountFen, &submitted, &answers, &body); err != nil {
		return a, err
	}
	a.Submitted, a.AnswersBy = db.Instant(submitted), db.Instant(answers)
	var sections struct{ Operation origination.Operation }
	err = json.Unmarshal([]byte(body), &sections)
	a.FirstLoan = sections.Operation.FirstLoan
	return a, err
}

type row struct {
	application string
	Asked
}

// asked lists the cases with what of their answers is open. Of several offers in
// one case the last counts: an earlier one was taken back.
func asked(ctx context.Context, tx db.Tx) (out []row, err error) {
	cases, err := db.All(ctx, tx, scanAsked, `
		SELECT id, application_id, lender_id, state, invited_us, answered_us, reason
		FROM origination_lender_case ORDER BY application_id, invited_us, id LIMIT $1`, 10*most)
	if err != nil {
		return nil, err
	}
	offers, err := db.All(ctx, tx, scanOpened, `
		SELECT case_id, amount_fen, issued_us, opened_us FROM origination_offer WHERE opened_us > 0 ORDER BY opened_us, id LIMIT $1`, 10*most)
	opened := map[string]Asked{}
	for _, o := range offers {
		opened[o.Case] = o
	}
	for _, c := range cases {
		if o, ok := opened[c.Case]; ok {
			c.Answered, c.OfferedFen, c.Opened = o.Answered, o.OfferedFen, o.Opened
		}
		out = append(out, c)
	}
	return out, err
}

func scanAsked(scan db.Scan) (r row, err error) {
	var invited, answered int64
	var state flow.State
	var text string
	if err = scan(&r.Case, &r.application, &r.Lender, &state, &invited, &answered, &text); err != nil {
		return r, err
	}
	r.Invited = db.Instant(invited)
	if state != origination.Declined {
		return r, nil
	}
	var why origination.Reason
	err = json.Unmarshal([]byte(text), &why)
	r.Answered, r.Declined = db.Instant(answered), why.Code
	return r, err
}

func scanOpened(scan db.Scan) (o Asked, err error) {
	var issued, opened int64
	err = scan(&o.Case, &o.OfferedFen, &issued, &opened)
	o.Answered, o.Opened = db.Instant(issued), db.Instant(opened)
	return o, err
}
