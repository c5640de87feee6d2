package reconciliation

// A statement comes in: it is read, matched, and kept with what it differs in.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/platform/sheet"
	"kaigong.example/kaigong/internal/platform/upload"
)

// Upload is a statement that somebody at a lender brings.
type Upload struct {
	File   upload.File // clean
	FromOn string
	ToOn   string // the last day, which counts
}

// maxDays bounds a period.
const maxDays = 400

func (in *Upload) check(today clock.Date) error {
	var k fault.Check
	from, err := clock.ParseDate(in.FromOn)
	k.That(err == nil, "from_on", "reconciliation.date")
	to, err := clock.ParseDate(in.ToOn)
	k.That(err == nil, "to_on", "reconciliation.date")
	if !k.Failed("from_on") && !k.Failed("to_on") {
		k.That(!to.Before(from), "to_on", "reconciliation.order")
		k.That(!to.After(today), "to_on", "reconciliation.future")
		k.That(to.Before(from.AddDays(maxDays)), "to_on", "reconciliation.long", fault.Args{"most": maxDays})
	}
	return k.Err()
}

// Upload reads a statement and holds it against the books. Nothing is booked by it.
func (s *Service) Upload(ctx context.Context, in Upload) (r Reconciliation, err error) {
	who := kernel.From(ctx)
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "reconciliation.upload", collection(who.Party)); err != nil {
			return err
		}
		if err := in.check(s.today()); err != nil {
			return err
		}
		if err := s.free(ctx, tx, who.Party, in.FromOn, in.ToOn, ""); err != nil {
			return err
		}
		if err := s.refuseTwice(ctx, tx, who.Party, in.File.SHA256); err != nil {
			return err
		}
		grid, err := sheet.Read(in.File, template.Sheet.Zh, template.Sheet.En)
		if err != nil {
			return err
		}
		ref, err := id.Reference(ctx, tx, series, s.today().Year)
		if err != nil {
			return err
		}
		r = Reconciliation{ID: s.NewID(), Ref: ref, Lender: who.Party, State: Machine.Initial(), Version: 1, FromOn: in.FromOn, ToOn: in.ToOn,
			FileName: in.File.Name, FileHash: in.File.SHA256, Grid: grid, Notes: []Note{}, MadeBy: who.Person, Made: s.Now()}
		return s.stage(ctx, tx, &r)
	})
	return r, err
}

// stage keeps a new statement with its report and says where it stands.
func (s *Service) stage(ctx context.Context, tx db.Tx, r *Reconciliation) (err error) {
	if r.Report, err = s.work(ctx, tx, r); err != nil {
		return err
	}
	r.Hash = r.seal()
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	if err := s.entered(ctx, tx, r, "upload", "", field("upload_hash", r.FileHash), field("lines", len(r.Report.Lines)), field("differences", len(r.Report.Differences))); err != nil {
		return err
	}
	if n := len(r.Report.Problems) + r.Report.More; n > 0 {
		return s.take(ctx, tx, r, "fail", field("problems", n))
	}
	return nil
}

// refuseTwice says who brought the same file, and when, while that one counts.
func (s *Service) refuseTwice(ctx context.Context, tx db.Tx, lender, hash string) error {
	r, found, err := sameFile(ctx, tx, lender, hash)
	if err != nil || !found {
		return err
	}
	names, err := s.Parties.People(ctx, tx, []string{r.MadeBy})
	if err != nil {
		return err
	}
	return fault.Wrong("file", "reconciliation.file_twice", fault.Args{"ref": r.Ref, "by": names[r.MadeBy], "on": clock.DateOf(r.Made, s.Calendar.Zone()).String()})
}
