package feed

// The calendar itself: what a program that knows the address reads.

import (
	"context"
	"strconv"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ical"
)

// Calendar answers an address. It asks for no permission but the secret, and
// whether its person may still know.
func (s *Service) Calendar(ctx context.Context, id, secret string) (string, error) {
	l, err := s.open(ctx, id, secret)
	if err != nil {
		return "", err
	}
	ctx = i18n.Speaking(ctx, i18n.Lang(l.Language))
	c := ical.Calendar{Name: i18n.T(ctx, "feed.name")}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		dues, err := s.Loans.Dues(ctx, tx, l.Party)
		if err != nil {
			return err
		}
		for _, d := range dues {
			e, err := s.event(ctx, tx, l, d)
			if err != nil {
				return err
			}
			c.Events = append(c.Events, e)
		}
		return nil
	})
	return c.Text(), err
}

// event is one due date, with what its reader chose to be told.
func (s *Service) event(ctx context.Context, tx db.Tx, l Link, d Due) (ical.Event, error) {
	e := ical.Event{UID: d.Contract + "-" + strconv.Itoa(d.No) + "@kaigong", Sequence: d.Version, Stamp: s.Now(), Day: d.On, Remind: 1, Summary: i18n.T(ctx, "feed.summary", i18n.Args{"ref": d.Ref, "no": d.No})}
	if l.Amounts {
		e.Summary += " · " + i18n.Exact(ctx, d.OpenFen)
	}
	if l.Names {
		name, err := s.Parties.Short(ctx, tx, d.Other)
		if err != nil {
			return e, err
		}
		e.Note = name.In(ctx)
	}
	if s.BaseURL != "" {
		e.URL = s.BaseURL + "/contracts/" + d.Contract
	}
	return e, nil
}
