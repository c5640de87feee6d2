package sim

// What must hold after every step, whoever did it: the laws of the alliance as
// questions to the tables, each with an empty answer.

import (
	"context"
	"fmt"
	"strings"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
)

// law is a sentence and the rows that break it.
type law struct{ sentence, broken string }

var laws = []law{
	{"funds, what is set aside and what is owed are never negative",
		`SELECT account_id FROM ledger_guard WHERE balance_fen < 0`},
	{"what is set aside is what open offers, unpaid contracts and undrawn limits need", `
		SELECT a.party_id FROM ledger_account a JOIN ledger_guard g ON g.account_id = a.id
		WHERE a.kind = 'reserved' AND g.balance_fen <>
			(SELECT COALESCE(SUM(o.amount_fen), 0) FROM origination_offer o WHERE o.lender_id = a.party_id AND o.state = 'issued') +
			(SELECT COALESCE(SUM(c.amount_fen), 0) FROM servicing_contract c WHERE c.lender_id = a.party_id AND c.disbursed_on = '' AND c.state <> 'cancelled') +
			(SELECT COALESCE(SUM(c.undrawn_fen), 0) FROM servicing_contract c WHERE c.lender_id = a.party_id)`},
	{"what is owed and what may still be drawn are never more than the contract",
		`SELECT id FROM servicing_contract WHERE undrawn_fen < 0 OR balance_fen + undrawn_fen > amount_fen OR undrawn_fen > 0 AND draw_until = ''`},
	{"an application has at most one winning set of offers",
		`SELECT case_id FROM auditlog_entry WHERE kind = 'origination.application.choose' GROUP BY case_id HAVING COUNT(*) > 1`},
	{"what was accepted is no more than was asked", `
		SELECT o.application_id FROM origination_offer o JOIN origination_application a ON a.id = o.application_id
		WHERE o.state = 'accepted' GROUP BY o.application_id, a.amount_fen HAVING SUM(o.amount_fen) > a.amount_fen`},
	{"an offer that was accepted has one contract, with its terms, and a contract of an application one offer", `
		SELECT o.id FROM origination_offer o LEFT JOIN servicing_contract c ON c.id = o.contract_id
		WHERE o.state = 'accepted' AND (c.id IS NULL OR o.terms_hash <> c.terms_hash) UNION ALL
		SELECT c.id FROM servicing_contract c WHERE c.application_id <> '' AND 1 <> (SELECT COUNT(*) FROM origination_offer o WHERE o.contract_id = c.id)`},
	{"what is sealed stores nothing of what it says", `
		SELECT id FROM origination_offer WHERE opened_us = 0 AND (terms_hash <> '' OR conditions <> '' OR product_id <> '' OR valid_to_on <> '' OR ref <> '')`},
	{"no offer is open before its application's offers are", `
		SELECT o.id FROM origination_offer o JOIN origination_application a ON a.id = o.application_id
		WHERE o.opened_us > 0 AND o.state IN ('issued', 'accepted') AND a.state IN ('draft', 'submitted', 'returned', 'verified', 'published', 'in_review')`},
	{"an enterprise has one open application for a purpose", `
		SELECT borrower_id FROM origination_application
		WHERE state IN ('submitted', 'returned', 'verified', 'published', 'in_review', 'offers_open', 'offer_chosen')
		GROUP BY borrower_id, purpose HAVING COUNT(*) > 1`},
	{"every reading names its ground",
		`SELECT id FROM identity_disclosure WHERE ground NOT IN ('consent', 'contract_file')`},
	{"a reading on the ground of a consent names one that was live and covered it", `
		SELECT d.id FROM identity_disclosure d LEFT JOIN identity_consent c ON c.id = d.consent_id
		WHERE d.ground = 'consent' AND (c.id IS NULL OR c.case_id <> d.case_id OR c.grantee_id <> d.grantee_id OR d.at_us < c.from_us OR d.at_us >= c.to_us
			OR (c.revoked_us > 0 AND d.at_us > c.revoked_us) OR ',' || c.classes || ',' NOT LIKE '%,' || d.class || ',%')`},
	{"a file that was read for the contract has one",
		`SELECT d.id FROM identity_disclosure d WHERE d.ground = 'contract_file' AND NOT EXISTS
			(SELECT 1 FROM origination_offer o WHERE o.application_id = d.case_id AND o.lender_id = d.grantee_id AND o.contract_id <> '')`},
	{"what came in went to principal, interest, penalty interest and charges, or waits",
		`SELECT id FROM servicing_receipt WHERE amount_fen <> principal_fen + interest_fen + penalty_fen + fee_fen + recovered_fen + unapplied_fen`},
	{"nobody pays more penalty interest than has accrued, nor any that was not agreed", `
		SELECT i.contract_id FROM servicing_installment i JOIN servicing_contract c ON c.id = i.contract_id
		WHERE i.paid_penalty_fen > i.penalty_fen OR (i.penalty_fen <> 0 AND c.agreement LIKE '%"penalty_uplift_ppm":0,%')`},
	{"what lenders earned in penalty interest is what their receipts say", `
		SELECT a.party_id FROM ledger_account a WHERE a.kind = 'penalty_income' AND
			(SELECT COALESCE(SUM(p.amount_fen), 0) FROM ledger_posting p WHERE p.account_id = a.id) +
			(SELECT COALESCE(SUM(r.penalty_fen), 0) FROM servicing_receipt r WHERE r.lender_id = a.party_id) <> 0`},
	{"what is over waits for nobody",
		over(origination.ApplicationMachine, "origination_application") + ` UNION ALL ` + over(origination.LenderCaseMachine, "origination_lender_case") +
			` UNION ALL ` + over(origination.OfferMachine, "origination_offer") + ` UNION ALL ` + over(servicing.ContractMachine, "servicing_contract")},
}

// over asks for turns of cases that no move leaves any more.
func over(m *flow.Machine, table string) string {
	var ends []string
	for _, r := range m.Rows {
		if m.Final(r.State) {
			ends = append(ends, "'"+string(r.State)+"'")
		}
	}
	return `SELECT t.case_id FROM flow_task t JOIN ` + table + ` x ON x.id = t.case_id WHERE t.machine = '` + m.Name + `' AND x.state IN (` + strings.Join(ends, ", ") + `)`
}

// obeyed answers the first law that is broken, with a row that breaks it.
func obeyed(ctx context.Context, tx db.Tx) error {
	for _, l := range laws {
		rows, err := db.All(ctx, tx, func(scan db.Scan) (id string, err error) { return id, scan(&id) }, l.broken)
		if err != nil {
			return fmt.Errorf("%s: %w", l.sentence, err)
		}
		if len(rows) > 0 {
			return fmt.Errorf("broken: %s: %s", l.sentence, rows[0])
		}
	}
	return nil
}
