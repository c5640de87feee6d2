package dossier

// A document that is about to be out of date: whoever keeps the documents is told
// before, once for each, while the application can still take a newer one.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/record/document"
)

// noticeDays is how many days before its last day a document is told to run out.
const noticeDays = 14

// soon reports whether a document counts today and runs out within the days of
// notice.
func (s *Service) soon(d document.Document) bool {
	return d.ExpiresOn != "" && !d.Expired(s.today().String()) && d.ExpiresOn <= s.today().AddDays(noticeDays).String()
}

// SweepExpiry tells of the documents that run out soon.
func (s *Service) SweepExpiry(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	found := map[string]document.Document{}
	return job.Apart(ctx, func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			all, err := s.Documents.Expiring(ctx, tx, s.today().String(), s.today().AddDays(noticeDays).String(), after, sweepBatch)
			for _, d := range all {
				ids, found[d.ID] = append(ids, d.ID), d
			}
			return err
		})
		return ids, err
	}, func(ctx context.Context, id string) error { return s.tellExpiry(ctx, found[id]) })
}

// tellExpiry tells of one document, unless it was told or nobody needs to know.
func (s *Service) tellExpiry(ctx context.Context, d document.Document) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.Applications.Application(ctx, tx, d.Case)
		if fault.Is(err, fault.NotFound) || err == nil && !a.Open {
			return nil // a file of something else, or nobody can bring another
		}
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `INSERT INTO dossier_told (document_id, told_us) VALUES ($1, $2) ON CONFLICT (document_id) DO NOTHING`, d.ID, db.Micros(s.Now()))
		if err != nil || n == 0 {
			return err
		}
		return s.tellEnterprise(ctx, tx, a, "dossier.notice.expires", map[string]any{"ref": a.Ref, "name": d.Name, "on": d.ExpiresOn})
	})
}
