package workout

// SQL beside its scanner, and what the transparency log must agree with.

import (
	"context"
	"errors"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const columns = `id, contract_id, contract_ref, borrower_id, lender_id, kind, class, reason, note, loan_state, balance_fen, days_past_due, state, version, made_by, made_us, decided_by, decided_us, answer`

func scan(row db.Scan) (p Proposal, err error) {
	var made, decided int64
	err = row(&p.ID, &p.Contract, &p.ContractRef, &p.Borrower, &p.Lender, &p.Kind, &p.Class, &p.Reason, &p.Note, &p.LoanState, &p.BalanceFen, &p.DaysPastDue, &p.State, &p.Version, &p.MadeBy, &made, &p.DecidedBy, &decided, &p.Answer)
	p.Made, p.Decided = db.Instant(made), db.Instant(decided)
	return p, err
}

func insert(ctx context.Context, tx db.Tx, p *Proposal) error {
	p.Version = 1
	_, err := tx.Exec(ctx, `
		INSERT INTO workout_proposal (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		p.ID, p.Contract, p.ContractRef, p.Borrower, p.Lender, p.Kind, p.Class, p.Reason, p.Note, p.LoanState, p.BalanceFen, p.DaysPastDue, p.State, p.Version, p.MadeBy, db.Micros(p.Made), p.DecidedBy, db.Micros(p.Decided), p.Answer)
	return err
}

// update stores what a move changed, and refuses to pass over another one.
func update(ctx context.Context, tx db.Tx, p *Proposal) error {
	n, err := tx.Exec(ctx, `
		UPDATE workout_proposal SET state = $1, version = version + 1, balance_fen = $2, days_past_due = $3, decided_by = $4, decided_us = $5, answer = $6 WHERE id = $7 AND version = $8`,
		p.State, p.BalanceFen, p.DaysPastDue, p.DecidedBy, db.Micros(p.Decided), p.Answer, p.ID, p.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	p.Version++
	return err
}

func byID(ctx context.Context, tx db.Tx, id string) (Proposal, error) {
	p, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM workout_proposal WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return p, err
}

// waiting is the one proposal about a loan that nobody decided, and false for none.
func waiting(ctx context.Context, tx db.Tx, contract string) (Proposal, bool, error) {
	p, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM workout_proposal WHERE contract_id = $1 AND state = 'proposed'`, contract)
	if errors.Is(err, db.ErrNoRow) {
		return p, false, nil
	}
	return p, err == nil, err
}

// agreedClass is the class that was agreed on last for a loan, "" for none.
func agreedClass(ctx context.Context, tx db.Tx, contract string) (Class, error) {
	c, err := db.One(ctx, tx, db.Value[Class], `
		SELECT class FROM workout_proposal WHERE contract_id = $1 AND kind = 'class' AND state = 'agreed' ORDER BY decided_us DESC, id DESC LIMIT 1`, contract)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	return c, err
}

// Judged are the classes and the defaults that two people of a lender agreed on,
// in that order. It authorises nothing.
func (s *Service) Judged(ctx context.Context, tx db.Tx, lender string) ([]Proposal, error) {
	return db.All(ctx, tx, scan, `
		SELECT `+columns+` FROM workout_proposal WHERE lender_id = $1 AND kind IN ('class', 'default') AND state = 'agreed' ORDER BY decided_us, id LIMIT 20000`, lender)
}

// listLength bounds a list.
const listLength = 500

// about are the proposals about a loan, the newest first.
func about(ctx context.Context, tx db.Tx, contract string) ([]Proposal, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM workout_proposal WHERE contract_id = $1 ORDER BY made_us DESC, id DESC LIMIT $2`, contract, listLength)
}

// ofLender are the proposals of a lender, those that wait first, then the newest.
func ofLender(ctx context.Context, tx db.Tx, lender string) ([]Proposal, error) {
	return db.All(ctx, tx, scan, `
		SELECT `+columns+` FROM workout_proposal WHERE lender_id = $1 ORDER BY CASE state WHEN 'proposed' THEN 0 ELSE 1 END, made_us DESC, id DESC LIMIT $2`, lender, listLength)
}

// open are the ids of proposals that nobody decided, in their order after one.
func open(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `SELECT id FROM workout_proposal WHERE state = 'proposed' AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{proposals{}} }

// proposals is every proposal.
type proposals struct{}

// Fields names the fields that the source answers for.
func (proposals) Fields() (names []string) {
	for _, f := range (&Proposal{}).facts() {
		names = append(names, f.Name)
	}
	return names
}

// Facts lists their present values.
func (proposals) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM workout_proposal ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Proposal) (string, []auditlog.Field) { return x.ID, x.facts() })
}
