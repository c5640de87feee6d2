package recovery

// Who may confirm: nobody who would gain a signature by it.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// settled is how long whoever came back in confirms for nobody else, so that one
// account does not open the next.
const settled = 7 * 24 * time.Hour

// Gains reports whether whoever holds the memberships theirs would gain a
// signature if the account that holds the memberships account fell to them:
// where the account accepts, approves or signs, they work too without holding
// that very right; or one of the two drafts what the other approves.
func Gains(theirs, account []identity.Membership) bool {
	for _, a := range account {
		for _, c := range theirs {
			if c.Party == a.Party && gainsThere(c, a) {
				return true
			}
		}
	}
	return false
}

func gainsThere(c, a identity.Membership) bool {
	lacks := slices.ContainsFunc(a.Roles, func(r kernel.Role) bool { return r.Signs() && !slices.Contains(c.Roles, r) })
	halves := func(x, y identity.Membership) bool {
		return x.HoldsAny(kernel.Officer) && y.HoldsAny(kernel.Approver) || x.HoldsAny(kernel.GuaranteeOfficer) && y.HoldsAny(kernel.GuaranteeApprover)
	}
	return lacks || halves(a, c) || halves(c, a)
}

// circle is who may confirm a request: colleagues, and people of the park.
type circle struct {
	account    []identity.Membership // of the person
	openly     []identity.Membership // of these, where others may know of it
	colleagues []string              // who may confirm for the organisation
	park       []string              // who may confirm for the park
	gainers    []string              // who must never
	operator   string
}

// needs is how many of each must confirm.
func (c circle) needs() (colleagues, park int) {
	if len(c.colleagues) >= 2 {
		return 2, 0
	}
	return len(c.colleagues), 2
}

// circle works out who may confirm, as of now. Nobody may for a request of
// nobody.
func (s *Service) circle(ctx context.Context, tx db.Tx, r Request) (c circle, err error) {
	if r.Person == "" {
		return c, nil
	}
	if c.account, err = s.Identity.CurrentOf(ctx, tx, r.Person, s.Identity.Today()); err != nil {
		return c, err
	}
	if c.openly, err = s.openly(ctx, tx, c.account); err != nil {
		return c, err
	}
	if c.colleagues, err = s.fit(ctx, tx, r, &c, r.Party, nil); err != nil {
		return c, err
	}
	if c.operator, err = s.Identity.Operator(ctx, tx); err != nil {
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		return c, err
	}
	if c.operator == r.Party {
		return c, nil // its own people are colleagues
	}
	c.park, err = s.fit(ctx, tx, r, &c, c.operator, []kernel.Role{kernel.ParkManager, kernel.Liaison})
	return c, err
}

// openly leaves out offices in a branch, which no other organisation learns of,
// unless the person works nowhere else.
func (s *Service) openly(ctx context.Context, tx db.Tx, account []identity.Membership) (out []identity.Membership, err error) {
	for _, m := range account {
		p, err := s.Identity.PartyByID(ctx, tx, m.Party)
		if err != nil {
			return nil, err
		}
		if p.Kind != kernel.BranchParty {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return account, nil
	}
	return out, nil
}

// fit lists who of a party may confirm, in one of the roles if any are named, and
// adds those who would gain to the circle's gainers.
func (s *Service) fit(ctx context.Context, tx db.Tx, r Request, c *circle, party string, roles []kernel.Role) (out []string, err error) {
	all, err := s.Identity.MembersOn(ctx, tx, party, s.Identity.Today())
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		theirs, err := s.Identity.CurrentOf(ctx, tx, m.Person, s.Identity.Today())
		if err != nil {
			return nil, err
		}
		busy, err := s.unsettled(ctx, tx, m.Person)
		if err != nil {
			return nil, err
		}
		switch {
		case m.Person == r.Person, len(roles) > 0 && !m.HoldsAny(roles...):
		case Gains(theirs, c.account):
			c.gainers = append(c.gainers, m.Person)
		case !busy && m.From.Before(clock.DateOf(r.AskedAt, s.Identity.Zone)):
			out = append(out, m.Person)
		}
	}
	return out, nil
}

// unsettled reports whether a person's own account is being recovered, with
// somebody's word already given, or was within the last days.
func (s *Service) unsettled(ctx context.Context, tx db.Tx, person string) (bool, error) {
	all, err := requestsOf(ctx, tx, person)
	return slices.ContainsFunc(all, func(r Request) bool {
		return r.State == Waiting || r.State == Done && s.Now().Sub(r.EndedAt) < settled
	}), err
}

// count is how many confirmations of each kind still stand: whoever would gain
// by now does not count any more.
func (c circle) count(r Request, all []Confirmation) (colleagues, park int, spoiled bool) {
	for _, x := range all {
		switch {
		case slices.Contains(c.gainers, x.Person):
			spoiled = true
		case x.Party == r.Party:
			colleagues++
		default:
			park++
		}
	}
	return colleagues, park, spoiled
}
