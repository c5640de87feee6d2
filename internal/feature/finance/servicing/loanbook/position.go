package loanbook

// Where the contracts of a party stand today, from the rows that are stored: the
// sweep keeps them as of the day.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// Position is a contract with its first unpaid due date.
type Position struct {
	Contract    Contract
	NextNo      int    // 0 where nothing is left to pay, or nothing was paid out yet
	NextOn      string // the due date
	NextCollect string // the working day on which it is collected
	NextFen     money.Fen
	OverdueFen  money.Fen // of all rows that should have been paid before today
}

// unpaid is what is still to be paid of a row, penalty interest included.
const unpaid = `principal_fen + interest_fen + drawing_fee_fen + commitment_fee_fen - waived_fees_fen - paid_principal_fen - paid_interest_fen - paid_fees_fen + penalty_fen - paid_penalty_fen - waived_penalty_fen`

// Positions are the contracts of a party, the newest first.
func Positions(ctx context.Context, tx db.Tx, party, today string, limit int) ([]Position, error) {
	contracts, err := db.All(ctx, tx, ScanContract, `
		SELECT `+ContractColumns+` FROM servicing_contract
		WHERE borrower_id = $1 OR lender_id = $1
		ORDER BY prepared_us DESC, id DESC LIMIT $2`, party, limit)
	if err != nil {
		return nil, err
	}
	next, err := db.All(ctx, tx, scanNext, `
		SELECT i.contract_id, i.no, i.due_on, i.collect_on, `+unpaid+`, m.overdue_fen
		FROM servicing_installment i JOIN (
			SELECT contract_id, MIN(no) AS first_no, CAST(SUM(CASE WHEN collect_on < $2 THEN `+unpaid+` ELSE 0 END) AS BIGINT) AS overdue_fen
			FROM servicing_installment
			WHERE `+unpaid+` > 0 AND contract_id IN (SELECT id FROM servicing_contract WHERE (borrower_id = $1 OR lender_id = $1)
				AND state IN ('disbursing', 'performing', 'in_grace', 'delayed', 'delinquent', 'relief_active', 'defaulted'))
			GROUP BY contract_id) m ON m.contract_id = i.contract_id AND m.first_no = i.no
		ORDER BY i.contract_id`, party, today)
	at := map[string]Position{}
	for _, p := range next {
		at[p.Contract.ID] = p
	}
	out := make([]Position, len(contracts))
	for i, c := range contracts {
		out[i] = at[c.ID]
		out[i].Contract = c
	}
	return out, err
}

func scanNext(scan db.Scan) (p Position, err error) {
	return p, scan(&p.Contract.ID, &p.NextNo, &p.NextOn, &p.NextCollect, &p.NextFen, &p.OverdueFen)
}

// DueDate is an unpaid due date of a contract. Version grows with every change
// of the contract.
type DueDate struct {
	Contract, Ref, Borrower, Lender string
	Version                         int64
	No                              int
	CollectOn                       string
	OpenFen                         money.Fen
}

// DueDates are the unpaid due dates of a party's running contracts, the earliest
// first.
func DueDates(ctx context.Context, tx db.Tx, party string) ([]DueDate, error) {
	return db.All(ctx, tx, func(scan db.Scan) (d DueDate, err error) {
		return d, scan(&d.Contract, &d.Ref, &d.Borrower, &d.Lender, &d.Version, &d.No, &d.CollectOn, &d.OpenFen)
	}, `
		SELECT c.id, c.ref, c.borrower_id, c.lender_id, c.version, i.no, i.collect_on, `+unpaid+`
		FROM servicing_installment i JOIN servicing_contract c ON c.id = i.contract_id
		WHERE (c.borrower_id = $1 OR c.lender_id = $1) AND c.state IN ('disbursing', 'performing', 'in_grace', 'delayed', 'delinquent', 'relief_active', 'defaulted') AND `+unpaid+` > 0
		ORDER BY i.collect_on, c.id, i.no LIMIT 2000`, party)
}
