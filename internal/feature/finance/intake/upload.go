package intake

// A file comes in: it is read, worked out, taken back, and kept with its report.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/platform/sheet"
	"kaigong.example/kaigong/internal/platform/upload"
)

// Upload is a file that somebody at a lender brings.
type Upload struct {
	Kind      string      // Loans_ or Receipts
	File      upload.File // clean
	StatedFen money.Fen   // the total as the uploader states it, 0 where a line of the file does
}

// Upload reads a file and answers what it would come to. Nothing is booked.
func (s *Service) Upload(ctx context.Context, in Upload) (b Batch, err error) {
	who := kernel.From(ctx)
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "intake.upload", collection(who.Party)); err != nil {
			return err
		}
		as, ok := formats[in.Kind]
		if !ok || in.StatedFen < 0 {
			return wrong("stated", "intake.stated", nil)
		}
		if err := s.refuseTwice(ctx, tx, who.Party, in.File.SHA256); err != nil {
			return err
		}
		grid, err := sheet.Read(in.File, as.Sheet.Zh, as.Sheet.En)
		if err != nil {
			return err
		}
		ref, err := id.Reference(ctx, tx, series, s.today().Year)
		if err != nil {
			return err
		}
		b = Batch{ID: s.NewID(), Ref: ref, Kind: in.Kind, Lender: who.Party, State: Checked, Version: 1, FileName: in.File.Name, FileHash: in.File.SHA256,
			StatedFen: in.StatedFen, Grid: grid, MadeBy: who.Person, Made: s.Now()}
		return s.stage(ctx, tx, &b)
	})
	return b, err
}

// stage works a new batch out, keeps it and says where it stands.
func (s *Service) stage(ctx context.Context, tx db.Tx, b *Batch) (err error) {
	if b.Report, err = s.rehearse(ctx, tx, b); err != nil {
		return err
	}
	if b.Hash, err = b.hash(); err != nil {
		return err
	}
	if err := insertBatch(ctx, tx, b); err != nil {
		return err
	}
	if err := s.record(ctx, tx, b, "upload", "", field("upload_hash", b.FileHash), field("lines", len(b.Report.Lines)), field("problems", len(b.Report.Problems)+b.Report.More)); err != nil {
		return err
	}
	switch {
	case !b.Report.sound():
		return s.advance(ctx, tx, b, "fail")
	case b.Kind == Receipts:
		return s.advance(ctx, tx, b, "read_receipts")
	}
	return s.enter(ctx, tx, b)
}

// refuseTwice says who brought the same file, and when, while that batch counts.
func (s *Service) refuseTwice(ctx context.Context, tx db.Tx, lender, hash string) error {
	b, found, err := sameFile(ctx, tx, lender, hash)
	if err != nil || !found {
		return err
	}
	names, err := s.Parties.People(ctx, tx, []string{b.MadeBy})
	if err != nil {
		return err
	}
	return wrong("file", "intake.file_twice", fault.Args{"ref": b.Ref, "by": names[b.MadeBy], "on": clock.DateOf(b.Made, s.Calendar.Zone()).String()})
}

// rehearse works every line out through the doors and takes all of it back.
func (s *Service) rehearse(ctx context.Context, tx db.Tx, b *Batch) (r Report, err error) {
	err = tx.Attempt(ctx, func(ctx context.Context) (bool, error) {
		r, err = s.work(ctx, tx, b)
		return false, err
	})
	return r, err
}

// work takes every line through its door. A line that a door refuses is a
// problem and leaves nothing behind.
func (s *Service) work(ctx context.Context, tx db.Tx, b *Batch) (Report, error) {
	as := formats[b.Kind]
	t := sheet.Understand(b.Grid, as.Columns)
	r := Report{Lines: []Outcome{}, Problems: []sheet.Problem{}}
	w := &worker{Service: s, tx: tx, batch: b, seen: map[string]int{}}
	var err error
	if w.known, err = s.Loans.Known(ctx, tx, b.Lender); err != nil {
		return r, err
	}
	door := w.loan
	if b.Kind == Receipts {
		door = w.receipt
		if w.files, err = bookedFiles(ctx, tx, b); err != nil {
			return r, err
		}
	}
	for _, row := range t.Rows {
		if !row.Sound() {
			continue
		}
		out, err := w.line(ctx, row, door)
		if err != nil {
			return r, err
		}
		if out.Line > 0 {
			r.Lines = append(r.Lines, out)
		}
	}
	r.SumFen = controlled(t, as.sum, b.StatedFen)
	r.Problems, r.More = append(r.Problems, t.Problems...), t.More
	return r, nil
}

// controlled compares what the lines add up to with what the uploader states,
// beside the file or in its last line. One of the two must be there.
func controlled(t *sheet.Table, of string, stated money.Fen) (sum money.Fen) {
	readable := true
	for _, row := range t.Rows {
		v := row.Value(of)
		sum, readable = sum+v.Fen, readable && v.OK
	}
	told := money.Fen(0)
	if t.Total != nil && t.Total.Value(of).Given {
		told = t.Total.Value(of).Fen
	}
	switch {
	case !readable || len(t.Rows) == 0: // said already
	case stated == 0 && told == 0:
		t.Wrong("intake.no_total", fault.Args{"sum": sum})
	case stated != 0 && stated != sum:
		t.Wrong("intake.total_differs", fault.Args{"sum": sum, "stated": stated, "rows": len(t.Rows)})
	case told != 0 && told != sum:
		t.Total.Wrong(of, "intake.total_differs", fault.Args{"sum": sum, "stated": told, "rows": len(t.Rows)})
	}
	return sum
}

// worker takes the lines of one batch through their doors.
type worker struct {
	*Service
	tx    db.Tx
	batch *Batch
	known map[string]string // contracts by their numbers
	seen  map[string]int    // numbers of this file, with their lines
	files map[string]Batch  // that brought receipts before, by the numbers of these
}

// line takes one line through its door, in an attempt of its own.
func (w *worker) line(ctx context.Context, row sheet.Row, door func(context.Context, sheet.Row) (Outcome, error)) (out Outcome, err error) {
	err = w.tx.Attempt(ctx, func(ctx context.Context) (bool, error) {
		out, err = door(ctx, row)
		return err == nil, err
	})
	if err == nil {
		out.Line = row.No
		return out, nil
	}
	f := fault.Of(err)
	if f.Kind == fault.Internal || f.Kind == fault.Full || f.Kind == fault.Unknown {
		return Outcome{}, err
	}
	if len(f.Fields) == 0 {
		row.Wrong("", f.Key, f.Args)
	}
	for _, x := range f.Fields {
		row.Wrong(x.Name, x.Key, x.Args)
	}
	return Outcome{}, nil
}

// borrowerName is what the file may call an organisation.
func called(p Party, name string) bool {
	for _, own := range []i18n.Text{p.Name, p.Short} {
		if plain(own.Zh) == plain(name) || plain(own.En) == plain(name) {
			return true
		}
	}
	return false
}
