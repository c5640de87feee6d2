package overview

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Threshold is the smallest count that is told to readers of counts alone, where
// a deployment sets no other.
const Threshold = 3

// Service is the only door: pages and operations come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Alliance Alliance
	Calendar Calendar
	Least    int64            // the smallest count that is told; Threshold where it is 0
	Now      func() time.Time // the business clock
}

func (s *Service) least() int64 {
	if s.Least == 0 {
		return Threshold
	}
	return s.Least
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is the overview as policies see it: that of the reader's own party.
func resource(ctx context.Context) authz.Resource {
	party := kernel.From(ctx).Party
	return authz.Resource{Ref: authz.Ref{Type: "Overview", ID: party}, Attrs: authz.Attrs{"credit": true, "reader": kernel.PartyRef(party)}}
}

// reader is what one may read.
type reader struct {
	applications bool   // exactly, and opened to their rows
	lenders      bool   // exactly
	lender       string // whose own cases are all that is read, "" for everybody's
}

func (s *Service) reader(ctx context.Context) (r reader, err error) {
	own := resource(ctx)
	if s.Guard.Allowed(ctx, "overview.own", own) {
		return reader{true, true, kernel.From(ctx).Party}, nil
	}
	if err := s.Guard.Require(ctx, "overview.see", own); err != nil {
		return r, err
	}
	return reader{applications: s.Guard.Allowed(ctx, "overview.rows", own), lenders: s.Guard.Allowed(ctx, "overview.lenders", own)}, nil
}

// Overview is the alliance in figures.
type Overview struct {
	AsOf     time.Time  `json:"as_of"`
	Figures  Figures    `json:"figures"`
	Standing []Standing `json:"standing" doc:"Where applications stand now; empty for a lender"`
	All      Count      `json:"all" doc:"Applications that were handed in up to now"`
	Lenders  []ByLender `json:"lenders" doc:"Of the window, or of each quarter of it where small cells are kept back"`
	Rows     bool       `json:"rows" doc:"The reader may open figures to their rows"`
	Own      bool       `json:"own" doc:"Of the reader's own cases alone"`
}

// ByLender is a table by lenders.
type ByLender struct {
	Window Window               `json:"window"`
	Rows   []Lender             `json:"rows"`
	All    [lenderColumns]Count `json:"all"`
	Least  int64                `json:"least"`
}

// See shows the figures of a window. Who reads counts alone gets the quarter in
// which the window ends, since quarters do not overlap.
func (s *Service) See(ctx context.Context, w Window) (o Overview, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := s.reader(ctx)
		if err != nil {
			return err
		}
		apps, err := s.applications(ctx, tx, r)
		if err != nil {
			return err
		}
		names, err := s.Alliance.Lenders(ctx, tx)
		if err != nil {
			return err
		}
		least := int64(0)
		if !r.applications {
			least, w = s.least(), s.published(w.Last())
		}
		o = Overview{AsOf: s.Now(), Figures: figures(apps, w, s.Calendar, least), Rows: r.applications, Own: r.lender != ""}
		if !o.Own {
			o.Standing, o.All = standing(apps, least)
		}
		spans, few := []Window{w}, int64(0)
		if !r.lenders {
			spans, few = s.quarters(w), s.least()
		}
		for _, span := range spans {
			b := ByLender{Window: span, Least: few}
			b.Rows, b.All = lenders(apps, names, span, s.Calendar, few)
			o.Lenders = append(o.Lenders, b)
		}
		return nil
	})
	return o, err
}

// quartersShown bounds the tables by lenders of one page.
const quartersShown = 8

// quarters are those that a window touches, the last first.
func (s *Service) quarters(w Window) (all []Window) {
	for q := s.published(w.Last()); w.From.Before(q.To) && len(all) < quartersShown; q = s.published(q.From.AddDays(-1)) {
		all = append(all, q)
	}
	return all
}

// published is the quarter that holds a day, as far as it is over.
func (s *Service) published(d clock.Date) Window {
	q := quarter(d)
	if end := s.today().AddDays(1); end.Before(q.To) && q.From.Before(end) {
		q.To = end
	}
	return q
}

func (s *Service) applications(ctx context.Context, tx db.Tx, r reader) ([]Application, error) {
	apps, err := s.Alliance.Applications(ctx, tx)
	if r.lender != "" {
		apps = of(r.lender, apps)
	}
	return apps, err
}

func (s *Service) moment(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Moment(ctx, t, s.Now(), s.Calendar.Zone())
}
