package origination

// What happens by itself: offers run out, a consent is revoked, the contract of
// an application moves on. The program acts, under its own policy.

import (
	"context"
	"encoding/json"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
)

// sweepBatch bounds one look.
const sweepBatch = 200

// Sweep ends what ran out by the business clock. Calling it often is harmless.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, s.over, s.expireIfOver)
}

// OpenAnswers opens the offers of applications whose answers are due, also where
// a lender still owes its own. An application without an offer waits on.
func (s *Service) OpenAnswers(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, s.due, s.openIfDue)
}

// due lists some applications that wait for lenders although the day has come.
func (s *Service) due(ctx context.Context, after string) (ids []string, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		ids, err = answersDue(ctx, tx, s.Now(), after, sweepBatch)
		return err
	})
	return ids, err
}

func (s *Service) openIfDue(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := applicationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.answered(ctx, tx, &a)
	})
}

// over lists some open offers whose last day has come.
func (s *Service) over(ctx context.Context, after string) (ids []string, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		ids, err = issuedBefore(ctx, tx, s.today().String(), after, sweepBatch)
		return err
	})
	return ids, err
}

// expireIfOver ends one offer, in a transaction of its own, unless its last day
// lasts or somebody was quicker.
func (s *Service) expireIfOver(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		o, err := offerByID(ctx, tx, id)
		if err != nil || o.State != Issued || o.Open(s.Now(), s.Calendar.Zone()) {
			return err
		}
		return s.expire(ctx, tx, &o)
	})
}

func (s *Service) expire(ctx context.Context, tx db.Tx, o *Offer) error {
	a, err := applicationByID(ctx, tx, o.Application)
	if err != nil {
		return err
	}
	if err := s.advanceOffer(ctx, tx, &a, o, "expire"); err != nil {
		return err
	}
	if err := s.Capacity.Release(ctx, tx, o.Lender, o.ID, o.ReservedFen); err != nil {
		return err
	}
	return s.expireWithLastOffer(ctx, tx, &a)
}

// expireWithLastOffer ends an application that has no open offer left.
func (s *Service) expireWithLastOffer(ctx context.Context, tx db.Tx, a *Application) error {
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil || a.State != OffersOpen {
		return err
	}
	for _, o := range offers {
		if o.State == Issued {
			return nil
		}
	}
	return s.end(ctx, tx, a, "expire", "")
}

// OnConsentRevoked freezes the cases that rest on the consent: from now on
// nobody at the lender reads the file. An offer that is still sealed rests on
// the file and goes with it; one that is open is the lender's word and stays the
// enterprise's to choose.
func (s *Service) OnConsentRevoked(ctx context.Context, tx db.Tx, payload []byte) error {
	var e kernel.ConsentRevoked
	if err := json.Unmarshal(payload, &e); err != nil {
		return err
	}
	ctx = kernel.With(ctx, kernel.Program())
	a, err := applicationByID(ctx, tx, e.Case)
	if err != nil {
		return err
	}
	cases, err := casesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for i := range cases {
		c := &cases[i]
		_, err := LenderCaseMachine.Take(c.State, "freeze")
		if err != nil || e.Grantee != "" && c.Lender != e.Grantee || c.State == Offered && a.offersVisible() {
			continue
		}
		if err := s.takeBack(ctx, tx, &a, c); err != nil {
			return err
		}
		if err := s.advanceCase(ctx, tx, &a, c, "freeze"); err != nil {
			return err
		}
	}
	return s.answered(ctx, tx, &a)
}

// takeBack ends what a lender has drafted or sealed in a case, and frees what
// was set aside for it.
func (s *Service) takeBack(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) error {
	if err := s.discardDrafts(ctx, tx, a, c); err != nil {
		return err
	}
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for i := range offers {
		o := &offers[i]
		if o.Case != c.ID || o.State != Issued {
			continue
		}
		if err := s.advanceOffer(ctx, tx, a, o, "withdraw"); err != nil {
			return err
		}
		if err := s.Capacity.Release(ctx, tx, o.Lender, o.ID, o.ReservedFen); err != nil {
			return err
		}
	}
	return nil
}

// reaches says how far an event of a contract brings the offer that it was made
// from.
var reaches = map[string]flow.State{
	kernel.EventContractEffective: Contracted,
	kernel.EventLoanFunded:        Funded,
	kernel.EventLoanClosed:        Closed,
	kernel.EventContractCancelled: Withdrawn,
}

// onward is the order of these stages; a contract begins before the first.
var onward = []flow.State{"", Contracted, Funded, Closed, Withdrawn}

// OnLoanMoved takes the application along with its contracts. Handlers run at
// least once; a second run finds the stage reached and does nothing.
func (s *Service) OnLoanMoved(event string) func(context.Context, db.Tx, []byte) error {
	return func(ctx context.Context, tx db.Tx, payload []byte) error {
		var e kernel.LoanMoved
		if err := json.Unmarshal(payload, &e); err != nil {
			return err
		}
		ctx = kernel.With(ctx, kernel.Program())
		a, err := applicationByID(ctx, tx, e.Application)
		if err != nil {
			return err
		}
		offers, err := offersOf(ctx, tx, a.ID)
		i := slices.IndexFunc(offers, func(o Offer) bool { return o.Contract == e.Contract })
		if err != nil || i < 0 || slices.Index(onward, offers[i].Reached) >= slices.Index(onward, reaches[event]) {
			return err
		}
		if err := s.reach(ctx, tx, &a, &offers[i], reaches[event]); err != nil {
			return err
		}
		return s.followContracts(ctx, tx, &a, offers)
	}
}

// reach writes down how far the contract of an offer is.
func (s *Service) reach(ctx context.Context, tx db.Tx, a *Application, o *Offer, stage flow.State) error {
	o.Reached = stage
	p, err := s.offerStep(ctx, tx, a, o, "reach")
	if err != nil {
		return err
	}
	if err := s.record(ctx, tx, p, "reach", o.State); err != nil {
		return err
	}
	return updateOffer(ctx, tx, o)
}

// followContracts takes the application as far as the last of its contracts is.
// When all are cancelled it ends.
func (s *Service) followContracts(ctx context.Context, tx db.Tx, a *Application, offers []Offer) error {
	least := -1
	for i := range offers {
		if at := slices.Index(onward, offers[i].Reached); offers[i].Binds() && (least < 0 || at < least) {
			least = at
		}
	}
	if least < 0 {
		if _, err := ApplicationMachine.Take(a.State, "withdraw"); err != nil {
			return nil
		}
		return s.end(ctx, tx, a, "withdraw", "contract cancelled")
	}
	for i, move := range []string{"contract", "fund", "close"} {
		if _, err := ApplicationMachine.Take(a.State, move); err != nil || least <= i {
			continue
		}
		if err := s.advance(ctx, tx, a, move); err != nil {
			return err
		}
	}
	return nil
}
