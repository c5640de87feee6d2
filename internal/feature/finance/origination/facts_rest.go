package origination

// What the log answers for beside states and terms: all that the parties rely on
// in an offer, what an enterprise handed in with its documents, and what a
// lender answered. Every move of a case writes it down; verification computes it
// anew from the tables.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/document"
)

// facts of an offer as it is stored, by name: a difference says which of them
// was edited. While it is sealed its content is a commitment and the fingerprint
// of what lies closed.
func (o *Offer) facts() []auditlog.Field {
	c := o.stored()
	closed := sha256.Sum256([]byte(c.Sealed.Envelope))
	return []auditlog.Field{
		field("offer.conditions", c.Conditions), field("offer.valid_to", c.ValidTo), field("offer.product", fmt.Sprint(c.Product, " ", c.ProductVersion, " ", c.ProductHash)), field("offer.terms_hash", c.TermsHash),
		field("offer.of", fmt.Sprint(c.Lender, " ", c.Case, " ", c.Application)), field("offer.reserved", int64(c.ReservedFen)),
		field("offer.commitment", c.Sealed.Commitment), field("offer.closed", hex.EncodeToString(closed[:])), field("offer.opened", fmt.Sprint(c.Ref, " ", db.Micros(c.Opened))),
		field("offer.contract", fmt.Sprint(c.Contract, " ", c.Reached)),
		field("offer.drafted", fmt.Sprint(c.DraftedBy, " ", db.Micros(c.Drafted))), field("offer.issued", fmt.Sprint(c.IssuedBy, " ", db.Micros(c.Issued))),
	}
}

// facts of a lender's case: whose it is, since when, and the answer.
func (c *LenderCase) facts() []auditlog.Field {
	of := fmt.Sprint(c.Lender, " ", c.Application, " ", db.Micros(c.Invited))
	answer := fmt.Sprint(db.Micros(c.Answered), " ", c.Reason.Code, " ", c.Reason.Threshold, " ", c.Reason.Found, " ", c.Reason.Note)
	return []auditlog.Field{field("lender_case.of", of), field("lender_case.answer", answer)}
}

// paper is the fingerprint of an application as it was handed in: its sections
// and the park's verdict as they are stored, the columns beside them, and its
// documents by name and hash. It is empty while the enterprise may still edit.
func paper(ctx context.Context, tx db.Tx, a *Application, body, beside string) (string, error) {
	if a.Editable() {
		return "", nil
	}
	files, err := document.Store{}.List(ctx, tx, a.ID)
	if err != nil {
		return "", err
	}
	var names []string
	for _, d := range files {
		names = append(names, fmt.Sprint(d.ID, " ", d.Kind, " ", d.Version, " ", d.MediaType, " ", d.Size, " ", d.SHA256, " ", d.ExpiresOn, " ", d.Owner, " ", d.UploadedBy, " ", db.Micros(d.At), " ", d.Name))
	}
	text, err := json.Marshal([]any{
		a.Ref, a.Borrower, a.Park, a.StartedBy, db.Micros(a.Started), db.Micros(a.Submitted), db.Micros(a.Published), db.Micros(a.AnswersBy),
		body, beside, names,
	})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// beside is what the columns for searching repeat of the need.
func beside(purpose string, amountFen int64) string { return fmt.Sprint(purpose, " ", amountFen) }

// paperField is the fingerprint that a move of an application leaves behind.
func (a *Application) paperField(ctx context.Context, tx db.Tx, move string) (auditlog.Field, error) {
	after := *a
	var err error
	if after.State, err = ApplicationMachine.Take(a.State, move); err != nil {
		return auditlog.Field{}, err
	}
	return after.paperNow(ctx, tx)
}

// paperNow is the fingerprint of an application as it is about to be stored.
func (a *Application) paperNow(ctx context.Context, tx db.Tx) (auditlog.Field, error) {
	body, err := a.body()
	if err != nil {
		return auditlog.Field{}, err
	}
	sum, err := paper(ctx, tx, a, body, beside(a.Need.Purpose, int64(a.Need.AmountFen)))
	return field("application.paper", sum), err
}

func offerFacts(ctx context.Context, tx db.Tx, yield yielder) error {
	all, err := db.All(ctx, tx, scanOffer, `SELECT `+offerColumns+` FROM origination_offer ORDER BY id`)
	for _, o := range all {
		o.TermsHash = storedTerms(&o)
		if !yield(o.ID, append(o.facts(), field(OfferMachine.Name+".state", o.State))...) {
			return nil
		}
	}
	return err
}

func caseFacts(ctx context.Context, tx db.Tx, yield yielder) error {
	all, err := db.All(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM origination_lender_case ORDER BY id`)
	for _, c := range all {
		if !yield(c.ID, append(c.facts(), field(LenderCaseMachine.Name+".state", c.State))...) {
			return nil
		}
	}
	return err
}

func applicationFacts(ctx context.Context, tx db.Tx, yield yielder) error {
	all, err := db.All(ctx, tx, scanApplication, `SELECT `+applicationColumns+` FROM origination_application ORDER BY id`)
	if err != nil {
		return err
	}
	type row struct {
		body, purpose string
		amountFen     int64
	}
	stored, err := db.All(ctx, tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.body, &r.purpose, &r.amountFen) },
		`SELECT body, purpose, amount_fen FROM origination_application ORDER BY id`)
	if err != nil {
		return err
	}
	for i, r := range stored {
		sum, err := paper(ctx, tx, &all[i], r.body, beside(r.purpose, r.amountFen))
		if err != nil || !yield(all[i].ID, field("application.paper", sum), field(ApplicationMachine.Name+".state", all[i].State)) {
			return err
		}
	}
	return nil
}
