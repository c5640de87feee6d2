package origination

// SQL beside its scanners. Updates refuse to overwrite a version they have not
// seen; what is searched is a column, the rest of an entity is JSON.

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// sections is what an application keeps as JSON.
type sections struct {
	Company   Company
	Need      Need
	Operation Operation
	Sharing   Sharing
	Verdict   Verdict

	ProductVersion int64
}

const applicationColumns = `id, ref, borrower_id, park_id, state, version, body, started_by,
	started_us, submitted_us, published_us, answers_by_us`

func scanApplication(scan db.Scan) (a Application, err error) {
	var body string
	var started, submitted, published, answers int64
	err = scan(&a.ID, &a.Ref, &a.Borrower, &a.Park, &a.State, &a.Version, &body, &a.StartedBy,
		&started, &submitted, &published, &answers)
	if err != nil {
		return a, err
	}
	a.Started, a.Submitted, a.Published, a.AnswersBy = db.Instant(started), db.Instant(submitted), db.Instant(published), db.Instant(answers)
	var s sections
	err = json.Unmarshal([]byte(body), &s)
	a.Company, a.Need, a.Operation, a.Sharing, a.Verdict = s.Company, s.Need, s.Operation, s.Sharing, s.Verdict
	a.ProductVersion = s.ProductVersion
	return a, err
}

func (a *Application) body() (string, error) {
	text, err := json.Marshal(sections{a.Company, a.Need, a.Operation, a.Sharing, a.Verdict, a.ProductVersion})
	return string(text), err
}

func insertApplication(ctx context.Context, tx db.Tx, a Application) error {
	body, err := a.body()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO origination_application (`+applicationColumns+`, purpose, amount_fen)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		a.ID, a.Ref, a.Borrower, a.Park, a.State, a.Version, body, a.StartedBy,
		db.Micros(a.Started), db.Micros(a.Submitted), db.Micros(a.Published), db.Micros(a.AnswersBy),
		a.Need.Purpose, a.Need.AmountFen)
	return err
}

func updateApplication(ctx context.Context, tx db.Tx, a *Application) error {
	body, err := a.body()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE origination_application SET state = $1, version = version + 1, body = $2, purpose = $3, amount_fen = $4,
			submitted_us = $5, published_us = $6, answers_by_us = $7
		WHERE id = $8 AND version = $9`,
		a.State, body, a.Need.Purpose, a.Need.AmountFen, db.Micros(a.Submitted), db.Micros(a.Published), db.Micros(a.AnswersBy),
		a.ID, a.Version)
	return oneRow(n, err, &a.Version)
}

// oneRow turns "no row of that version" into a conflict.
func oneRow(n int64, err error, version *int64) error {
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	*version++
	return nil
}

func notFound[T any](v T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		return v, fault.New(fault.NotFound, "fault.not_found")
	}
	return v, err
}

func applicationByID(ctx context.Context, tx db.Tx, id string) (Application, error) {
	return notFound(db.One(ctx, tx, scanApplication, `
		SELECT `+applicationColumns+` FROM origination_application WHERE id = $1`, id))
}

// openFor counts a borrower's open applications with a purpose.
func openFor(ctx context.Context, tx db.Tx, borrower, purpose, except string) (ref string, err error) {
	list, err := db.All(ctx, tx, scanApplication, `
		SELECT `+applicationColumns+` FROM origination_application
		WHERE borrower_id = $1 AND purpose = $2 AND id <> $3 AND state IN
			('submitted', 'returned', 'verified', 'published', 'in_review', 'offers_open', 'offer_chosen')
		LIMIT 1`, borrower, purpose, except)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].Ref, nil
}

// newestOf is the application that a borrower last started and has not taken
// back.
func newestOf(ctx context.Context, tx db.Tx, borrower string) (Application, error) {
	return notFound(db.One(ctx, tx, scanApplication, `
		SELECT `+applicationColumns+` FROM origination_application
		WHERE borrower_id = $1 AND state <> 'withdrawn' ORDER BY started_us DESC, id DESC LIMIT 1`, borrower))
}

// applicationsIn lists what a scope may see, the newest first.
func applicationsIn(ctx context.Context, tx db.Tx, s authz.Scope, limit int) ([]Application, error) {
	return db.All(ctx, tx, scanApplication, `
		SELECT `+applicationColumns+` FROM origination_application
		WHERE ($1 = 1 AND state <> 'draft') OR borrower_id = $2 OR (park_id = $2 AND state <> 'draft')
		ORDER BY CASE WHEN submitted_us = 0 THEN started_us ELSE submitted_us END DESC, id DESC LIMIT $3`,
		db.Flag(s.All()), s.Party(), limit)
}

// restingIn lists a park's applications that were returned or referred.
func restingIn(ctx context.Context, tx db.Tx, park string, limit int) ([]Application, error) {
	return db.All(ctx, tx, scanApplication, `
		SELECT `+applicationColumns+` FROM origination_application
		WHERE park_id = $1 AND state IN ('returned', 'referred') ORDER BY submitted_us, id LIMIT $2`, park, limit)
}

const caseColumns = `id, application_id, lender_id, state, version, invited_us, answered_us, reason`

func scanCase(scan db.Scan) (c LenderCase, err error) {
	var invited, answered int64
	var reason string
	if err = scan(&c.ID, &c.Application, &c.Lender, &c.State, &c.Version, &invited, &answered, &reason); err != nil {
		return c, err
	}
	c.Invited, c.Answered = db.Instant(invited), db.Instant(answered)
	return c, json.Unmarshal([]byte(reason), &c.Reason)
}

func insertCase(ctx context.Context, tx db.Tx, c LenderCase) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO origination_lender_case (`+caseColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, c.Application, c.Lender, c.State, c.Version, db.Micros(c.Invited), db.Micros(c.Answered), "{}")
	return err
}

func updateCase(ctx context.Context, tx db.Tx, c *LenderCase) error {
	reason, err := json.Marshal(c.Reason)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE origination_lender_case SET state = $1, version = version + 1, answered_us = $2, reason = $3
		WHERE id = $4 AND version = $5`, c.State, db.Micros(c.Answered), string(reason), c.ID, c.Version)
	return oneRow(n, err, &c.Version)
}

func caseByID(ctx context.Context, tx db.Tx, id string) (LenderCase, error) {
	return notFound(db.One(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM origination_lender_case WHERE id = $1`, id))
}

func casesOf(ctx context.Context, tx db.Tx, application string) ([]LenderCase, error) {
	return db.All(ctx, tx, scanCase, `
		SELECT `+caseColumns+` FROM origination_lender_case WHERE application_id = $1 ORDER BY invited_us, id LIMIT 100`, application)
}

func casesFor(ctx context.Context, tx db.Tx, lender string, limit int) ([]LenderCase, error) {
	return db.All(ctx, tx, scanCase, `
		SELECT `+caseColumns+` FROM origination_lender_case WHERE lender_id = $1 ORDER BY invited_us DESC, id DESC LIMIT $2`, lender, limit)
}

const offerColumns = `id, ref, case_id, application_id, lender_id, product_id, state, version, terms, terms_hash,
	conditions, valid_to_on, drafted_by, drafted_us, issued_by, issued_us, opened_us, amount_fen, envelope, commitment, contract_id, reached, product_version, product_hash`

func scanOffer(scan db.Scan) (o Offer, err error) {
	var terms string
	var drafted, issued, opened int64
	err = scan(&o.ID, &o.Ref, &o.Case, &o.Application, &o.Lender, &o.Product, &o.State, &o.Version, &terms, &o.TermsHash,
		&o.Conditions, &o.ValidTo, &o.DraftedBy, &drafted, &o.IssuedBy, &issued, &opened, &o.ReservedFen, &o.Sealed.Envelope, &o.Sealed.Commitment, &o.Contract, &o.Reached, &o.ProductVersion, &o.ProductHash)
	if err != nil {
		return o, err
	}
	o.Drafted, o.Issued, o.Opened = db.Instant(drafted), db.Instant(issued), db.Instant(opened)
	return o, json.Unmarshal([]byte(terms), &o.Terms)
}

func insertOffer(ctx context.Context, tx db.Tx, o Offer) error {
	terms, err := json.Marshal(o.Terms)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO origination_offer (`+offerColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
		o.ID, o.Ref, o.Case, o.Application, o.Lender, o.Product, o.State, o.Version, string(terms), o.TermsHash,
		o.Conditions, o.ValidTo, o.DraftedBy, db.Micros(o.Drafted), o.IssuedBy, db.Micros(o.Issued), db.Micros(o.Opened), o.ReservedFen, o.Sealed.Envelope, o.Sealed.Commitment, o.Contract, o.Reached, o.ProductVersion, o.ProductHash)
	return err
}

// updateOffer stores what moves change. The content comes with the opening.
func updateOffer(ctx context.Context, tx db.Tx, o *Offer) error {
	c := o.stored()
	terms, err := json.Marshal(c.Terms)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE origination_offer SET state = $1, version = version + 1, issued_by = $2, issued_us = $3, opened_us = $4, ref = $5,
			amount_fen = $6, product_id = $7, terms = $8, terms_hash = $9, conditions = $10, valid_to_on = $11,
			contract_id = $12, reached = $13, product_version = $14, product_hash = $15
		WHERE id = $16 AND version = $17`, c.State, c.IssuedBy, db.Micros(c.Issued), db.Micros(c.Opened), c.Ref,
		c.ReservedFen, c.Product, string(terms), c.TermsHash, c.Conditions, c.ValidTo, c.Contract, c.Reached, c.ProductVersion, c.ProductHash, c.ID, c.Version)
	return oneRow(n, err, &o.Version)
}

func offerByID(ctx context.Context, tx db.Tx, id string) (Offer, error) {
	return notFound(db.One(ctx, tx, scanOffer, `SELECT `+offerColumns+` FROM origination_offer WHERE id = $1`, id))
}

func offersOf(ctx context.Context, tx db.Tx, application string) ([]Offer, error) {
	return db.All(ctx, tx, scanOffer, `
		SELECT `+offerColumns+` FROM origination_offer WHERE application_id = $1 ORDER BY drafted_us, id LIMIT 100`, application)
}

// issuedBefore lists the ids of open offers whose last day has come.
func issuedBefore(ctx context.Context, tx db.Tx, on, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT id FROM origination_offer WHERE state = 'issued' AND opened_us > 0 AND valid_to_on <= $1 AND id > $2 ORDER BY id LIMIT $3`, on, after, limit)
}

// answersDue lists the ids of applications whose lenders should have answered.
func answersDue(ctx context.Context, tx db.Tx, now time.Time, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT id FROM origination_application
		WHERE state IN ('published', 'in_review') AND answers_by_us <= $1 AND id > $2 ORDER BY id LIMIT $3`, db.Micros(now), after, limit)
}
