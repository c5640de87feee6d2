package servicing

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/reconcile"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Check holds the books against each other: rows, schedule, receipts and ledger
// must tell one story. Tests, the simulator and the doctor ask.
func (s *Service) Check(ctx context.Context, tx db.Tx) error {
	return reconcile.Books{Ledger: s.Book, Collect: s.collect}.Check(ctx, tx)
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{loanbook.Source{}} }
