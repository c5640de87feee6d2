package letter

// What the operator sees of letters: that they leave, and which got stuck. Never
// what they say, and of an address only what its owner would recognise.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
)

// Outbox is how the ways out of the house do. Its counts move neither with one
// letter nor at once: when a letter leaves tells that something happened, and may
// be all there is to learn of an offer that is still sealed.
type Outbox struct {
	Channels []Channel `json:"channels"`
	Held     int64     `json:"held"`    // longer than held
	Sent     int64     `json:"sent"`    // yesterday
	Failing  int64     `json:"failing"` // addresses that take nothing
	Stuck    []Stuck   `json:"stuck"`   // given up, the newest first
}

// Stuck is a letter that was given up.
type Stuck struct {
	ID      string    `json:"id"`
	Channel Channel   `json:"channel"`
	To      string    `json:"to"` // masked
	At      time.Time `json:"at"`
	Tries   int64     `json:"tries"`
	Error   string    `json:"error"`
}

const (
	stuckShown = 200
	held       = 10 * time.Minute // what has not left by then waits for the other side
)

// Outbox shows the operator what left and what did not.
func (s *Service) Outbox(ctx context.Context) (o Outbox, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.requireAll(ctx, tx, "letter.outbox"); err != nil {
			return err
		}
		o, err = s.outbox(ctx, tx)
		return err
	})
	return o, err
}

// Health is Outbox for the operator's command line.
func (s *Service) Health(ctx context.Context) (o Outbox, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		o, err = s.outbox(ctx, tx)
		return err
	})
	return o, err
}

func (s *Service) outbox(ctx context.Context, tx db.Tx) (o Outbox, err error) {
	o.Channels, o.Stuck = s.offered(), []Stuck{}
	now := s.System()
	today := clock.DateOf(now, s.Calendar.Zone())
	midnight, before := today.At(0, 0, s.Calendar.Zone()), today.AddDays(-1).At(0, 0, s.Calendar.Zone())
	for _, count := range []struct {
		to    *int64
		query string
		args  []any
	}{
		{&o.Held, `SELECT COUNT(*) FROM letter_letter WHERE state = 'ready' AND made_us < $1`, []any{db.Micros(now.Add(-held))}},
		{&o.Sent, `SELECT COUNT(*) FROM letter_letter WHERE state = 'sent' AND ended_us >= $1 AND ended_us < $2`, []any{db.Micros(before), db.Micros(midnight)}},
		{&o.Failing, `SELECT COUNT(*) FROM letter_address WHERE state = 'failing'`, nil},
	} {
		if *count.to, err = db.Count(ctx, tx, count.query, count.args...); err != nil {
			return o, err
		}
	}
	dead, err := db.All(ctx, tx, scanLetter, `SELECT `+letterColumns+` FROM letter_letter WHERE state = 'dead' ORDER BY id DESC LIMIT $1`, stuckShown)
	if err != nil {
		return o, err
	}
	for _, l := range dead {
		a, err := addressBy(ctx, tx, "id", l.address)
		if err != nil {
			return o, err
		}
		o.Stuck = append(o.Stuck, Stuck{ID: l.ID, Channel: l.Channel, To: courier.Masked(a.Address), At: l.WrittenAt, Tries: l.Tries, Error: l.Error})
	}
	return o, nil
}

// waits tell the operator that letters got stuck.
func (s *Service) waits(ctx context.Context) (waits []module.Wait, err error) {
	if !kernel.From(ctx).Has(kernel.ParkManager) {
		return nil, nil
	}
	o, err := s.Outbox(ctx)
	if fault.Is(err, fault.Denied) {
		return nil, nil // of another operator
	}
	if n := len(o.Stuck); n > 0 {
		waits = []module.Wait{{Title: i18n.T(ctx, "letter.wait", i18n.Args{"n": n}), Why: i18n.T(ctx, "letter.stuck.note"), Href: "/letters", Label: i18n.T(ctx, "letter.outbox")}}
	}
	return waits, err
}

// Again lets a letter that was given up be tried once more from the beginning.
func (s *Service) Again(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.requireAll(ctx, tx, "letter.again"); err != nil {
			return err
		}
		l, err := letterByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case l.ID == "":
			return fault.New(fault.NotFound, "fault.not_found")
		case l.State != Dead:
			return fault.New(fault.WrongTurn, "letter.again.over")
		}
		_, err = tx.Exec(ctx, `UPDATE letter_letter SET state = 'ready', tries = 0, leased_us = 0, ended_us = 0, try_us = $1 WHERE id = $2`, db.Micros(s.System()), id)
		return err
	})
}
