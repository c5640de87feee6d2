package renewal

// SQL beside its scanners.

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const caseColumns = `id, ref, contract_id, contract_ref, borrower_id, lender_id, park_id, state, version, under_way, ask, asked_by, asked_us, review, proposal_no, answer, effective_on, next_ref, next_id`

func scanCase(scan db.Scan) (c Case, err error) {
	var ask, review, answer string
	var asked, under int64
	err = scan(&c.ID, &c.Ref, &c.Contract, &c.ContractRef, &c.Borrower, &c.Lender, &c.Park, &c.State, &c.Version, &under, &ask, &c.AskedBy, &asked, &review, &c.Proposal, &answer, &c.EffectiveOn, &c.NextRef, &c.Next)
	if err != nil {
		return c, err
	}
	c.Asked, c.UnderWay = db.Instant(asked), under != 0
	return c, errors.Join(json.Unmarshal([]byte(ask), &c.Ask), json.Unmarshal([]byte(review), &c.Review), json.Unmarshal([]byte(answer), &c.Answer))
}

// text is a value as JSON; what is stored here always has one.
func text(v any) string {
	b, _ := json.Marshal(v) // plain values: it cannot fail
	return string(b)
}

func insertCase(ctx context.Context, tx db.Tx, c Case) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO renewal_case (`+caseColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		c.ID, c.Ref, c.Contract, c.ContractRef, c.Borrower, c.Lender, c.Park, c.State, c.Version, db.Flag(c.UnderWay), text(c.Ask), c.AskedBy, db.Micros(c.Asked), text(c.Review), c.Proposal, text(c.Answer), c.EffectiveOn, c.NextRef, c.Next)
	return err
}

// updateCase stores what a step changed, and refuses to pass over another step.
func updateCase(ctx context.Context, tx db.Tx, c *Case) error {
	c.UnderWay = !CaseMachine.Final(c.State)
	n, err := tx.Exec(ctx, `
		UPDATE renewal_case SET state = $1, version = version + 1, under_way = $2, review = $3, proposal_no = $4, answer = $5, next_ref = $6, next_id = $7
		WHERE id = $8 AND version = $9`,
		c.State, db.Flag(c.UnderWay), text(c.Review), c.Proposal, text(c.Answer), c.NextRef, c.Next, c.ID, c.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	c.Version++
	return err
}

func caseByID(ctx context.Context, tx db.Tx, id string) (Case, error) {
	c, err := db.One(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM renewal_case WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return c, fault.New(fault.NotFound, "fault.not_found")
	}
	return c, err
}

// underWay is the one case of a contract that has not ended, and false for none.
func underWay(ctx context.Context, tx db.Tx, contract string) (Case, bool, error) {
	return found(db.One(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM renewal_case WHERE contract_id = $1 AND under_way = 1`, contract))
}

// byNext is the case from which a contract came, and false for none.
func byNext(ctx context.Context, tx db.Tx, contract string) (Case, bool, error) {
	return found(db.One(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM renewal_case WHERE next_id = $1`, contract))
}

func found(c Case, err error) (Case, bool, error) {
	if errors.Is(err, db.ErrNoRow) {
		return c, false, nil
	}
	return c, err == nil, err
}

func casesIn(ctx context.Context, tx db.Tx, party string, limit int) ([]Case, error) {
	return db.All(ctx, tx, scanCase, `
		SELECT `+caseColumns+` FROM renewal_case WHERE borrower_id = $1 OR lender_id = $1 ORDER BY asked_us DESC, id DESC LIMIT $2`, party, limit)
}

// moving are the ids of cases that a sweep looks at.
func moving(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT id FROM renewal_case WHERE under_way = 1 AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

const proposalColumns = `no, agreement, basis, note, file, file_hash, made_by, made_us, agreed_by, agreed_us, approved_by, approved_us`

func scanProposal(scan db.Scan) (p Proposal, err error) {
	var agreement string
	var made, agreed, approved int64
	if err = scan(&p.No, &agreement, &p.Basis, &p.Note, &p.File, &p.FileHash, &p.MadeBy, &made, &p.AgreedBy, &agreed, &p.ApprovedBy, &approved); err != nil {
		return p, err
	}
	p.Made, p.Agreed, p.Approved = db.Instant(made), db.Instant(agreed), db.Instant(approved)
	return p, json.Unmarshal([]byte(agreement), &p.Agreement)
}

func insertProposal(ctx context.Context, tx db.Tx, caseID string, p Proposal) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO renewal_proposal (case_id, `+proposalColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		caseID, p.No, text(p.Agreement), p.Basis, p.Note, p.File, p.FileHash, p.MadeBy, db.Micros(p.Made), "", 0, "", 0)
	return err
}

// signProposal stores who signed.
func signProposal(ctx context.Context, tx db.Tx, caseID string, p *Proposal) error {
	_, err := tx.Exec(ctx, `
		UPDATE renewal_proposal SET agreed_by = $1, agreed_us = $2, approved_by = $3, approved_us = $4 WHERE case_id = $5 AND no = $6`,
		p.AgreedBy, db.Micros(p.Agreed), p.ApprovedBy, db.Micros(p.Approved), caseID, p.No)
	return err
}

// proposals of a case, the oldest first.
func proposals(ctx context.Context, tx db.Tx, caseID string) ([]Proposal, error) {
	return db.All(ctx, tx, scanProposal, `SELECT `+proposalColumns+` FROM renewal_proposal WHERE case_id = $1 ORDER BY no LIMIT 200`, caseID)
}

// onTable is the proposal that counts now, the zero Proposal for none.
func onTable(ctx context.Context, tx db.Tx, c *Case) (Proposal, error) {
	if c.Proposal == 0 {
		return Proposal{}, nil
	}
	return db.One(ctx, tx, scanProposal, `SELECT `+proposalColumns+` FROM renewal_proposal WHERE case_id = $1 AND no = $2`, c.ID, c.Proposal)
}
