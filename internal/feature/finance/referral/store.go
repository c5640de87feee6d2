package referral

// SQL beside its scanners, and what the transparency log must agree with.

import (
	"context"
	"encoding/json"
	"errors"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const guaranteeColumns = `id, application_id, ref, borrower_id, park_id, guarantor_id, amount_fen, message, state, version, asked_by, asked_us, made_by, made_us,
	coverage_ppm, max_fen, fee_ppm, valid_to_on, conditions, decided_by, decided_us, reason, note`

func scanGuarantee(row db.Scan) (g GuaranteeRequest, err error) {
	var asked, made, decided int64
	err = row(&g.ID, &g.Application, &g.Ref, &g.Borrower, &g.Park, &g.Guarantor, &g.AmountFen, &g.Message, &g.State, &g.Version, &g.AskedBy, &asked, &g.MadeBy, &made,
		&g.CoveragePPM, &g.MaxFen, &g.FeePPM, &g.ValidTo, &g.Conditions, &g.DecidedBy, &decided, &g.Reason, &g.Note)
	g.Asked, g.Made, g.Decided = db.Instant(asked), db.Instant(made), db.Instant(decided)
	return g, err
}

func insertGuarantee(ctx context.Context, tx db.Tx, g *GuaranteeRequest) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_guarantee (`+guaranteeColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		g.ID, g.Application, g.Ref, g.Borrower, g.Park, g.Guarantor, g.AmountFen, g.Message, g.State, g.Version, g.AskedBy, db.Micros(g.Asked), g.MadeBy, db.Micros(g.Made),
		g.CoveragePPM, g.MaxFen, g.FeePPM, g.ValidTo, g.Conditions, g.DecidedBy, db.Micros(g.Decided), g.Reason, g.Note)
	return err
}

// updateGuarantee stores what a move changed, and refuses to pass over another one.
func updateGuarantee(ctx context.Context, tx db.Tx, g *GuaranteeRequest) error {
	n, err := tx.Exec(ctx, `
		UPDATE referral_guarantee SET state = $1, version = version + 1, made_by = $2, made_us = $3, coverage_ppm = $4, max_fen = $5, fee_ppm = $6, valid_to_on = $7, conditions = $8,
			decided_by = $9, decided_us = $10, reason = $11, note = $12 WHERE id = $13 AND version = $14`,
		g.State, g.MadeBy, db.Micros(g.Made), g.CoveragePPM, g.MaxFen, g.FeePPM, g.ValidTo, g.Conditions, g.DecidedBy, db.Micros(g.Decided), g.Reason, g.Note, g.ID, g.Version)
	g.Version++
	return moved(n, err)
}

func moved(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// known turns a row that is not there into NotFound.
func known[T any](x T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return x, err
}

func guaranteeByID(ctx context.Context, tx db.Tx, id string) (GuaranteeRequest, error) {
	return known(db.One(ctx, tx, scanGuarantee, `SELECT `+guaranteeColumns+` FROM referral_guarantee WHERE id = $1`, id))
}

// listLength bounds a list.
const listLength = 500

// guaranteesOf are the requests on an application, the newest first.
func guaranteesOf(ctx context.Context, tx db.Tx, application string) ([]GuaranteeRequest, error) {
	return db.All(ctx, tx, scanGuarantee, `SELECT `+guaranteeColumns+` FROM referral_guarantee WHERE application_id = $1 ORDER BY asked_us DESC, id DESC LIMIT $2`, application, listLength)
}

// guaranteesAt are the requests at a guarantor, those that wait first, then the
// newest.
func guaranteesAt(ctx context.Context, tx db.Tx, guarantor string) ([]GuaranteeRequest, error) {
	return db.All(ctx, tx, scanGuarantee, `
		SELECT `+guaranteeColumns+` FROM referral_guarantee WHERE guarantor_id = $1
		ORDER BY CASE WHEN state IN ('asked', 'reading', 'proposed') THEN 0 ELSE 1 END, asked_us DESC, id DESC LIMIT $2`, guarantor, listLength)
}

// unendedGuarantees are the ids of requests that time may end, in their order
// after one.
func unendedGuarantees(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `SELECT id FROM referral_guarantee WHERE state IN ('asked', 'reading', 'proposed', 'stated') AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

const recommendationColumns = `id, application_id, ref, borrower_id, park_id, town_id, amount_fen, message, state, version, asked_by, asked_us, decided_by, decided_us, answer, facts`

func scanRecommendation(row db.Scan) (r Recommendation, err error) {
	var asked, decided int64
	var facts string
	if err = row(&r.ID, &r.Application, &r.Ref, &r.Borrower, &r.Park, &r.Town, &r.AmountFen, &r.Message, &r.State, &r.Version, &r.AskedBy, &asked, &r.DecidedBy, &decided, &r.Answer, &facts); err != nil {
		return r, err
	}
	r.Asked, r.Decided = db.Instant(asked), db.Instant(decided)
	return r, json.Unmarshal([]byte(facts), &r.Facts)
}

func insertRecommendation(ctx context.Context, tx db.Tx, r *Recommendation) error {
	facts, err := json.Marshal(r.Facts)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO referral_recommendation (`+recommendationColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		r.ID, r.Application, r.Ref, r.Borrower, r.Park, r.Town, r.AmountFen, r.Message, r.State, r.Version, r.AskedBy, db.Micros(r.Asked), r.DecidedBy, db.Micros(r.Decided), r.Answer, string(facts))
	return err
}

func updateRecommendation(ctx context.Context, tx db.Tx, r *Recommendation) error {
	facts, err := json.Marshal(r.Facts)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE referral_recommendation SET state = $1, version = version + 1, decided_by = $2, decided_us = $3, answer = $4, facts = $5 WHERE id = $6 AND version = $7`,
		r.State, r.DecidedBy, db.Micros(r.Decided), r.Answer, string(facts), r.ID, r.Version)
	r.Version++
	return moved(n, err)
}

func recommendationByID(ctx context.Context, tx db.Tx, id string) (Recommendation, error) {
	return known(db.One(ctx, tx, scanRecommendation, `SELECT `+recommendationColumns+` FROM referral_recommendation WHERE id = $1`, id))
}

func recommendationsOf(ctx context.Context, tx db.Tx, application string) ([]Recommendation, error) {
	return db.All(ctx, tx, scanRecommendation, `SELECT `+recommendationColumns+` FROM referral_recommendation WHERE application_id = $1 ORDER BY asked_us DESC, id DESC LIMIT $2`, application, listLength)
}

// recommendationsAt are the requests at the town, those that wait first.
func recommendationsAt(ctx context.Context, tx db.Tx, town string) ([]Recommendation, error) {
	return db.All(ctx, tx, scanRecommendation, `
		SELECT `+recommendationColumns+` FROM referral_recommendation WHERE town_id = $1 ORDER BY CASE state WHEN 'asked' THEN 0 ELSE 1 END, asked_us DESC, id DESC LIMIT $2`, town, listLength)
}

func askedRecommendations(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `SELECT id FROM referral_recommendation WHERE state = 'asked' AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{guarantees{}, recommendations{}} }

// guarantees is every request to a guarantor.
type guarantees struct{}

// Fields names the fields that the source answers for.
func (guarantees) Fields() []string { return fieldNames((&GuaranteeRequest{}).facts()) }

// Facts lists their present values.
func (guarantees) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanGuarantee, `SELECT `+guaranteeColumns+` FROM referral_guarantee ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *GuaranteeRequest) (string, []auditlog.Field) { return x.ID, x.facts() })
}

// recommendations is every request to the town.
type recommendations struct{}

// Fields names the fields that the source answers for.
func (recommendations) Fields() []string { return fieldNames((&Recommendation{}).facts()) }

// Facts lists their present values.
func (recommendations) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanRecommendation, `SELECT `+recommendationColumns+` FROM referral_recommendation ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Recommendation) (string, []auditlog.Field) { return x.ID, x.facts() })
}

func fieldNames(fields []auditlog.Field) (all []string) {
	for _, f := range fields {
		all = append(all, f.Name)
	}
	return all
}
