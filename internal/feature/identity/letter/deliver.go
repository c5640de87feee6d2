package letter

// Letters leave: each is claimed under a lease, composed, handed over outside
// any transaction, and marked. Whoever dies between handing over and marking
// leaves a letter that is tried again under the same Message-ID.

import (
	"context"
	"errors"
	"hash/fnv"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/job"
)

const (
	lease    = 2 * time.Minute // longer than a conversation may take
	maxTries = 12              // after which a letter is dead: about two days
	longest  = 6 * time.Hour   // between two tries
	round    = 50              // letters of one round
	poll     = 3 * time.Second
)

// Run delivers until ctx ends. It stands beside the queue of jobs, which a slow
// mail server must not hold up.
func (s *Service) Run(ctx context.Context, failed func(error)) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if err := s.Deliver(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Deliver hands over what is ready. A channel on which nobody answers is left
// alone for the rest of the round.
func (s *Service) Deliver(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	silent := map[Channel]bool{}
	next := func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			now := s.System()
			ids, err = db.All(ctx, tx, db.Value[string], `
				SELECT id FROM letter_letter WHERE state = 'ready' AND try_us <= $1 AND leased_us < $2 AND id > $3 ORDER BY id LIMIT $4`,
				db.Micros(now), db.Micros(now.Add(-lease)), after, round)
			return err
		})
		return ids, err
	}
	return job.Apart(ctx, next, func(ctx context.Context, id string) error {
		l, mine, err := s.claim(ctx, id, silent)
		if err != nil || !mine {
			return err
		}
		return s.handOver(ctx, l, silent)
	})
}

// claim takes a letter under a lease.
func (s *Service) claim(ctx context.Context, id string, silent map[Channel]bool) (l Letter, mine bool, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		now := s.System()
		if l, err = letterByID(ctx, tx, id); err != nil || l.ID == "" || silent[l.Channel] {
			return err
		}
		n, err := tx.Exec(ctx, `UPDATE letter_letter SET leased_us = $1, tries = tries + 1 WHERE id = $2 AND state = 'ready' AND leased_us = $3 AND leased_us < $4`,
			db.Micros(now), id, l.leased, db.Micros(now.Add(-lease)))
		l.leased, l.Tries, mine = db.Micros(now), l.Tries+1, n == 1
		return err
	})
	return l, mine, err
}

func letterByID(ctx context.Context, tx db.Tx, id string) (Letter, error) {
	return orNone(db.One(ctx, tx, scanLetter, `SELECT `+letterColumns+` FROM letter_letter WHERE id = $1`, id))
}

func (s *Service) handOver(ctx context.Context, l Letter, silent map[Channel]bool) error {
	m, a, err := s.compose(ctx, l)
	if err != nil {
		return errors.Join(err, s.mark(ctx, l, Ready, "it could not be written"))
	}
	way := s.Ways[l.Channel]
	if m.To == "" || way == nil {
		return s.mark(ctx, l, Void, "")
	}
	err = way.Send(ctx, m)
	var said *courier.Refusal
	switch {
	case err == nil:
		return s.mark(ctx, l, Sent, "")
	case ctx.Err() != nil:
		return err // the program ends; the lease brings the letter back
	case errors.As(err, &said) && said.Final:
		return s.refused(ctx, l, a, said)
	case !errors.As(err, &said):
		silent[l.Channel] = true
	}
	if l.Tries >= maxTries {
		return s.mark(ctx, l, Dead, err.Error())
	}
	return s.mark(ctx, l, Ready, err.Error())
}

// refused ends a letter that nobody will take. Where the address takes nothing at
// all, its owner reads that on the page, and nothing more goes there.
func (s *Service) refused(ctx context.Context, l Letter, a Address, said *courier.Refusal) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if said.Gone && a.State == Confirmed {
			a.State, a.Problem = Failing, said.Error()
			if err := updateAddress(ctx, tx, a); err != nil {
				return err
			}
		}
		return s.mark(ctx, l, Dead, said.Error())
	})
}

// mark ends a try, unless somebody else has the letter by now.
func (s *Service) mark(ctx context.Context, l Letter, state State, why string) error {
	now := s.System()
	try, ended := now, db.Micros(now)
	if state == Ready {
		try, ended = now.Add(pause(l)), 0
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE letter_letter SET state = $1, error = $2, try_us = $3, ended_us = $4, leased_us = 0 WHERE id = $5 AND leased_us = $6`,
			state, why, db.Micros(try), ended, l.ID, l.leased)
		return err
	})
}

// pause doubles with every try, from one minute. A part of it follows from the
// letter's id, so that letters which failed together come back apart.
func pause(l Letter) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(l.ID))
	whole := min(longest, time.Minute<<min(l.Tries, 10))
	return whole/2 + whole/2*time.Duration(h.Sum32()%1000)/1000
}
