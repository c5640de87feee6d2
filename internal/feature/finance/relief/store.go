package relief

// SQL beside its scanners.

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const caseColumns = `id, ref, contract_id, contract_ref, borrower_id, lender_id, park_id, state, version, under_way, amount_fen, ask, asked_by, asked_us, proposal_no, answer, effective_on, ends_on, breach`

func scanCase(scan db.Scan) (c Case, err error) {
	var ask, answer, breach string
	var asked, under int64
	err = scan(&c.ID, &c.Ref, &c.Contract, &c.ContractRef, &c.Borrower, &c.Lender, &c.Park, &c.State, &c.Version, &under, &c.AmountFen, &ask, &c.AskedBy, &asked, &c.Proposal, &answer, &c.EffectiveOn, &c.EndsOn, &breach)
	if err != nil {
		return c, err
	}
	c.Asked, c.UnderWay = db.Instant(asked), under != 0
	return c, errors.Join(json.Unmarshal([]byte(ask), &c.Ask), json.Unmarshal([]byte(answer), &c.Answer), json.Unmarshal([]byte(breach), &c.Breach))
}

// texts are values as JSON, in order.
func texts(values ...any) (out []string, err error) {
	for _, v := range values {
		text, e := json.Marshal(v)
		out, err = append(out, string(text)), errors.Join(err, e)
	}
	return out, err
}

func insertCase(ctx context.Context, tx db.Tx, c Case) error {
	t, err := texts(c.Ask, c.Answer, c.Breach)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO relief_case (`+caseColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		c.ID, c.Ref, c.Contract, c.ContractRef, c.Borrower, c.Lender, c.Park, c.State, c.Version, db.Flag(c.UnderWay), c.AmountFen, t[0], c.AskedBy, db.Micros(c.Asked), c.Proposal, t[1], c.EffectiveOn, c.EndsOn, t[2])
	return err
}

// updateCase stores what a step changed, and refuses to pass over another step.
func updateCase(ctx context.Context, tx db.Tx, c *Case) error {
	t, err := texts(c.Answer, c.Breach)
	if err != nil {
		return err
	}
	c.UnderWay = !CaseMachine.Final(c.State)
	n, err := tx.Exec(ctx, `
		UPDATE relief_case SET state = $1, version = version + 1, under_way = $2, proposal_no = $3, answer = $4, effective_on = $5, ends_on = $6, breach = $7
		WHERE id = $8 AND version = $9`,
		c.State, db.Flag(c.UnderWay), c.Proposal, t[0], c.EffectiveOn, c.EndsOn, t[1], c.ID, c.Version)
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

func caseByID(ctx context.Context, tx db.Tx, id string) (Case, error) {
	return notFound(db.One(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM relief_case WHERE id = $1`, id))
}

// underWay is the one case of a contract that has not ended, and false for none.
func underWay(ctx context.Context, tx db.Tx, contract string) (Case, bool, error) {
	c, err := db.One(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM relief_case WHERE contract_id = $1 AND under_way = 1`, contract)
	if errors.Is(err, db.ErrNoRow) {
		return c, false, nil
	}
	return c, err == nil, err
}

func casesIn(ctx context.Context, tx db.Tx, scope authz.Scope, limit int) ([]Case, error) {
	return db.All(ctx, tx, scanCase, `
		SELECT `+caseColumns+` FROM relief_case WHERE $1 = 1 OR borrower_id = $2 OR lender_id = $2
		ORDER BY asked_us DESC, id DESC LIMIT $3`, db.Flag(scope.All()), scope.Party(), limit)
}

// moving are the ids of cases that a sweep looks at.
func moving(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT id FROM relief_case WHERE under_way = 1 AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

const proposalColumns = `no, action, terms, comparison, promise_until, scheme_id, cites, note, hash, made_by, made_us, agreed_by, agreed_us, approved_by, approved_us`

func scanProposal(scan db.Scan) (p Proposal, err error) {
	var action, terms, comparison, scheme, cites string
	var made, agreed, approved int64
	if err = scan(&p.No, &action, &terms, &comparison, &p.PromiseUntil, &scheme, &cites, &p.Note, &p.Hash, &p.MadeBy, &made, &p.AgreedBy, &agreed, &p.ApprovedBy, &approved); err != nil {
		return p, err
	}
	p.Made, p.Agreed, p.Approved = db.Instant(made), db.Instant(agreed), db.Instant(approved)
	err = errors.Join(json.Unmarshal([]byte(action), &p.Action), json.Unmarshal([]byte(terms), &p.Terms), json.Unmarshal([]byte(comparison), &p.Comparison), json.Unmarshal([]byte(cites), &p.Cites))
	p.Cites.ID = scheme // the column by which reliefs under a scheme are found
	return p, err
}

func insertProposal(ctx context.Context, tx db.Tx, caseID string, p Proposal) error {
	t, err := texts(p.Action, p.Terms, p.Comparison, p.Cites)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO relief_proposal (case_id, `+proposalColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		caseID, p.No, t[0], t[1], t[2], p.PromiseUntil, p.Cites.ID, t[3], p.Note, p.Hash, p.MadeBy, db.Micros(p.Made), "", 0, "", 0)
	return err
}

// signProposal stores who agreed and who approved.
func signProposal(ctx context.Context, tx db.Tx, caseID string, p *Proposal) error {
	_, err := tx.Exec(ctx, `
		UPDATE relief_proposal SET agreed_by = $1, agreed_us = $2, approved_by = $3, approved_us = $4 WHERE case_id = $5 AND no = $6`,
		p.AgreedBy, db.Micros(p.Agreed), p.ApprovedBy, db.Micros(p.Approved), caseID, p.No)
	return err
}

// proposals of a case, the oldest first.
func proposals(ctx context.Context, tx db.Tx, caseID string) ([]Proposal, error) {
	return db.All(ctx, tx, scanProposal, `SELECT `+proposalColumns+` FROM relief_proposal WHERE case_id = $1 ORDER BY no LIMIT 200`, caseID)
}

// onTable is the proposal that counts now, the zero Proposal for none.
func onTable(ctx context.Context, tx db.Tx, c *Case) (Proposal, error) {
	if c.Proposal == 0 {
		return Proposal{}, nil
	}
	return db.One(ctx, tx, scanProposal, `SELECT `+proposalColumns+` FROM relief_proposal WHERE case_id = $1 AND no = $2`, c.ID, c.Proposal)
}

// Relieved is a relief under a scheme that took effect and was not revoked.
type Relieved struct {
	Case, Ref, Contract, DueOn string
	BalanceFen                 money.Fen // when it was proposed
}

// under are the reliefs that cite a version of a scheme, took effect and were not
// revoked.
func under(ctx context.Context, tx db.Tx, scheme string) ([]Relieved, error) {
	return db.All(ctx, tx, func(scan db.Scan) (r Relieved, err error) {
		var cites, comparison string
		if err = scan(&r.Case, &r.Ref, &r.Contract, &cites, &comparison); err != nil {
			return r, err
		}
		var c Citation
		var x plan.Comparison
		err = errors.Join(json.Unmarshal([]byte(cites), &c), json.Unmarshal([]byte(comparison), &x))
		r.DueOn, r.BalanceFen = c.DueOn, x.Before.PrincipalFen
		return r, err
	}, `
		SELECT c.id, c.ref, c.contract_id, p.cites, p.comparison FROM relief_case c JOIN relief_proposal p ON p.case_id = c.id AND p.no = c.proposal_no
		WHERE p.scheme_id = $1 AND c.state IN ('effective', 'noticed', 'breached', 'completed') ORDER BY c.id LIMIT 5000`, scheme)
}
