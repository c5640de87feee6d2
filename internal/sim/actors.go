package sim

// Seeded actors: people who look at what waits for them, do it, put it off or
// try what they may not. After each step the books must agree; each evening the
// transparency log must.

import (
	"context"
	"fmt"
	"math/rand/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Result counts what a simulation did.
type Result struct {
	Steps, Days, Refused, Meddled, Applications, Contracts, Together, Readings, Payouts, Receipts int
}

// actors is a simulation under way.
type actors struct {
	*World
	data   Data
	dice   *rand.Rand
	result Result
	people []string

	crowded bool // others act at the same moment
}

// Run loads the park without the story's applications and lets the actors work
// for some days. It stops at the first broken invariant.
func Run(ctx context.Context, d *db.DB, seed uint64, days int) (Result, error) {
	s, err := live(ctx, d, seed, days)
	if s == nil {
		return Result{}, err
	}
	return s.result, err
}

// RunWorld is Run for those who look at what the actors left behind.
func RunWorld(ctx context.Context, d *db.DB, seed uint64, days int) (*World, error) {
	s, err := live(ctx, d, seed, days)
	if err != nil {
		return nil, err
	}
	return s.World, nil
}

func live(ctx context.Context, d *db.DB, seed uint64, days int) (*actors, error) {
	s, err := cast(ctx, d, seed)
	if err != nil {
		return nil, err
	}
	for range days {
		if err := s.day(ctx); err != nil {
			return s, fmt.Errorf("seed %d, day %d, step %d: %w", seed, s.result.Days, s.result.Steps, err)
		}
	}
	return s, nil
}

// cast is the park on its second day, with three lenders of which two have
// little to lend, and the people who will act.
func cast(ctx context.Context, d *db.DB, seed uint64) (*actors, error) {
	a, err := Open(ctx, Options{DB: d, BaseURL: "http://localhost"})
	if err != nil {
		return nil, err
	}
	data, err := Fenghe()
	if err != nil {
		return nil, err
	}
	data.Applications = nil
	s := &actors{World: NewWorld(a, nil), data: data, dice: dice(seed)}
	if err := s.Load(ctx, data, begin.AddDays(1)); err != nil {
		return nil, err
	}
	for approver, fen := range map[string]money.Fen{"P020": 6_000_000_00, "P080": 3_000_000_00} {
		own, err := s.As(ctx, approver, "")
		if err == nil {
			err = a.Servicing.Fund(own, fen, "budget 2020")
		}
		if err != nil {
			return nil, err
		}
	}
	for _, e := range data.Enterprises[:6] {
		s.people = append(s.people, e.Contact)
	}
	s.people = append(s.people, Liaison, Liaison, Liaison, Officer, Officer, Officer, Approver, Approver, "P019", "P019", "P020", "P020", "P021", "P021", "P080", "P080")
	return s, nil
}

func dice(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed^0x9e3779b97f4a7c15)) }

// lenders are one, two or all three that sell something.
func (s *actors) lenders() []string {
	all := []string{Lender, "BANK-DY", "BANK-HM"}
	s.dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:1+s.dice.IntN(len(all))]
}

// day is a working day of thirty steps and an evening of checks.
func (s *actors) day(ctx context.Context) error {
	cal := s.App.Calendar
	next := cal.OnOrAfter(clock.DateOf(s.App.Now(), cal.Zone()).AddDays(1))
	if err := s.until(ctx, next.At(9, 0, cal.Zone())); err != nil {
		return err
	}
	s.result.Days++
	for range 30 {
		if err := s.step(ctx); err != nil {
			return err
		}
	}
	return s.evening(ctx)
}

// evening compares the log with the tables.
func (s *actors) evening(ctx context.Context) error {
	if err := s.App.Settle(ctx); err != nil {
		return err
	}
	r, err := s.App.Verify(ctx)
	if err == nil && len(r.Differences) > 0 {
		err = fmt.Errorf("log and tables differ: %s", r.Differences[0])
	}
	return err
}

func (s *actors) pick(people []string) string { return people[s.dice.IntN(len(people))] }

// step lets somebody act.
func (s *actors) step(ctx context.Context) error {
	who := s.pick(s.people)
	return s.acting(ctx, who, func(ctx context.Context) error { return s.act(ctx, who) })
}

// acting does something as a person. A refusal is part of life; an internal
// error is not, nor is a law that does not hold afterwards.
func (s *actors) acting(ctx context.Context, who string, do func(context.Context) error) error {
	s.result.Steps++
	own, err := s.As(ctx, who, "")
	if err != nil {
		return err
	}
	err = do(own)
	if _, broken := err.(lawless); broken {
		return fmt.Errorf("%s: %w", who, err)
	}
	if f := fault.Of(err); err != nil && f.Kind == fault.Internal {
		return fmt.Errorf("%s: %w", who, err)
	} else if err != nil {
		s.result.Refused++
	}
	if err := s.App.Jobs.Drain(ctx); err != nil {
		return err
	}
	return s.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.App.Servicing.Check(ctx, tx); err != nil {
			return err
		}
		return obeyed(ctx, tx)
	})
}

// act does what waits, sometimes something else, and begins anew when nothing
// waits for an enterprise.
func (s *actors) act(ctx context.Context, who string) error {
	actor := kernel.From(ctx)
	var roles []string
	for _, r := range actor.Roles {
		roles = append(roles, string(r))
	}
	var turns []flow.Turn
	err := s.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		turns, err = s.App.Keeper.Waiting(ctx, tx, actor.Party, roles, 20)
		return err
	})
	if err != nil {
		return err
	}
	if s.dice.IntN(8) == 0 {
		return s.meddle(ctx)
	}
	if len(turns) == 0 || actor.Kind == kernel.Enterprise && s.dice.IntN(8) == 0 {
		return s.begin(ctx, who, actor)
	}
	return s.take(ctx, turns[s.dice.IntN(len(turns))])
}

// begin is an enterprise's new application; others have nothing to begin.
func (s *actors) begin(ctx context.Context, who string, actor kernel.Actor) error {
	if actor.Kind != kernel.Enterprise || s.dice.IntN(3) > 0 {
		return nil
	}
	var e Enterprise
	for _, x := range s.data.Enterprises {
		if x.Contact == who {
			e = x
		}
	}
	s.result.Applications++
	today := clock.DateOf(s.App.Now(), s.App.Calendar.Zone())
	return s.Apply(ctx, fmt.Sprintf("sim-%d", s.result.Steps), Need{Enterprise: e, AmountFen: money.Fen(10+s.dice.IntN(290)) * 10_000_00, Term: 12, Purpose: origination.Purposes[s.dice.IntN(len(origination.Purposes))], Until: today.AddDays(60).String(), Lenders: s.lenders()})
}

// take does the move that a turn leads to, for the right reasons or not.
func (s *actors) take(ctx context.Context, t flow.Turn) error {
	o := s.App.Origination
	switch t.Machine + "." + t.Move {
	case "application.verify":
		if s.dice.IntN(6) == 0 {
			_, err := o.Return(ctx, t.Case, "请补充流水 / statements are missing")
			return err
		}
		_, err := o.Verify(ctx, t.Case, "")
		return err
	case "application.submit":
		_, err := o.Submit(ctx, t.Case, 0)
		return err
	case "application.publish":
		_, err := o.Publish(ctx, t.Case)
		return err
	case "application.refer":
		_, err := o.Refer(ctx, t.Case)
		return err
	case "application.choose":
		return s.choose(ctx, t.Case)
	case "application.reshare":
		return s.reshare(ctx, t.Case)
	}
	return s.takeAtLender(ctx, t)
}

// reshare asks one lender more, whether it was asked before or not.
func (s *actors) reshare(ctx context.Context, application string) error {
	until := clock.DateOf(s.App.Now(), s.App.Calendar.Zone()).AddDays(60).String()
	_, err := s.App.Origination.Reshare(ctx, application, origination.ReshareApplication{Lenders: []string{s.ID(s.lenders()[0])}, Until: until})
	return err
}

func (s *actors) takeAtLender(ctx context.Context, t flow.Turn) error {
	o := s.App.Origination
	switch t.Machine + "." + t.Move {
	case "lender_case.request_file":
		_, err := o.RequestFile(ctx, t.Case)
		return err
	case "lender_case.assess":
		if _, err := o.Assess(ctx, t.Case); err != nil {
			return err
		}
		s.result.Readings++
		_, err := o.ReadFile(ctx, t.Case)
		return err
	case "lender_case.offer":
		return s.offer(ctx, t)
	case "offer.issue":
		return s.approve(ctx, t)
	}
	return s.takeContract(ctx, t)
}

// offer drafts at the product's limit, or declines.
func (s *actors) offer(ctx context.Context, t flow.Turn) error {
	o := s.App.Origination
	if s.dice.IntN(5) == 0 {
		_, err := o.Decline(ctx, t.Case, origination.Reason{Code: "resumption_low", Threshold: 60, Found: 42})
		return err
	}
	v, err := o.ViewCase(ctx, t.Case)
	if err != nil {
		return err
	}
	p := v.Products[s.dice.IntN(len(v.Products))]
	today := clock.DateOf(s.App.Now(), s.App.Calendar.Zone())
	amount := min(p.MaxFen, v.Profile.AmountFen) / money.Fen(1+s.dice.IntN(2))
	_, err = o.Draft(ctx, origination.DraftOffer{Case: t.Case, Product: p.ID, AmountFen: amount, TermMonths: p.Terms[0], RatePPM: p.RatePPM, ValidTo: today.AddDays(3 + s.dice.IntN(10)).String()})
	return err
}

// approve issues what a colleague drafted; trying one's own must fail.
func (s *actors) approve(ctx context.Context, t flow.Turn) error {
	return s.issue(ctx, t.Case)
}

// issue confirms for the very content of an offer, as the page asks.
func (s *actors) issue(ctx context.Context, offer string) error {
	var commitment string
	err := s.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		commitment, err = db.One(ctx, tx, db.Value[string], `SELECT commitment FROM origination_offer WHERE id = $1`, offer)
		return err
	})
	if err == nil {
		_, err = s.App.Origination.Issue(confirmed(ctx, "approve:"+commitment), offer)
	}
	return err
}

func (s *actors) choose(ctx context.Context, application string) error {
	o := s.App.Origination
	_, offers, err := o.Offers(ctx, application)
	if err != nil || len(offers) == 0 {
		return err
	}
	if s.dice.IntN(8) == 0 {
		_, err := o.Withdraw(ctx, application, "")
		return err
	}
	a, err := s.accept(ctx, application, offers)
	if err == nil {
		s.result.Contracts += len(a.Contracts)
		s.result.Together += len(a.Contracts) - 1
		s.know("contract of sim", a.Contracts[0])
	}
	return err
}

// accept takes some of the offers together, whether they fit the need or not.
func (s *actors) accept(ctx context.Context, application string, offers []origination.OfferView) (origination.Application, error) {
	s.dice.Shuffle(len(offers), func(i, j int) { offers[i], offers[j] = offers[j], offers[i] })
	var in origination.AcceptOffers
	var hashes []string
	for _, x := range offers[:1+s.dice.IntN(len(offers))] {
		in.Offers, hashes = append(in.Offers, x.Offer.ID), append(hashes, x.Offer.TermsHash)
	}
	in.TermsHash = origination.WinningHash(hashes...)
	return s.App.Origination.Accept(confirmed(ctx, "accept:"+in.TermsHash), application, in)
}

func (s *actors) takeContract(ctx context.Context, t flow.Turn) error {
	c := s.App.Servicing
	v, err := c.View(ctx, t.Case)
	if err != nil {
		return err
	}
	today := v.Today
	switch t.Move {
	case "sign_borrower":
		if s.dice.IntN(10) == 0 {
			_, err := c.StepBack(ctx, t.Case)
			return err
		}
		_, err = c.SignBorrower(confirmed(ctx, "sign:"+v.Contract.FileHash), t.Case)
	case "sign_lender":
		_, err = c.SignLender(confirmed(ctx, "sign:"+v.Contract.FileHash), t.Case)
	case "disburse":
		s.result.Payouts++
		_, err = c.Disburse(ctx, servicing.Disbursement{Contract: t.Case, ValueOn: today, Ref: fmt.Sprint("payout ", s.result.Steps)})
	case "repay":
		s.result.Receipts++
		_, err = s.received(ctx, v)
	}
	return err
}
