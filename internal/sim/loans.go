package sim

// Two years in the life of a few loans: money comes in as it does, late, in part,
// too much, booked days after it came; it is taken back, chosen to go elsewhere,
// paid back; terms change. After each step the laws must hold.

import (
	"context"
	"fmt"
	"math/rand/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
)

// Tally counts what became of loans, by what was done.
type Tally map[string]int

// Add counts what another has counted.
func (y Tally) Add(x Tally) {
	for what, n := range x {
		y[what] += n
	}
}

// lives is a simulation of loans under way.
type lives struct {
	*actors
	count Tally
	loans []string         // contracts
	uses  []kernel.UseKind // of each

	prompt bool // pays what is due on the day
}

// RunLoans pays out a few loans and lets their parties do with them what people
// do, for some days. It stops at the first broken invariant.
func RunLoans(ctx context.Context, d *db.DB, seed uint64, days int) (Tally, error) {
	s, err := begun(ctx, Options{DB: d, BaseURL: "http://localhost"}, seed, 3)
	if err != nil {
		return nil, fmt.Errorf("seed %d: %w", seed, err)
	}
	end := begin.AddDays(days)
	for s.today().Before(end) {
		if err := s.days(ctx); err != nil {
			return s.count, fmt.Errorf("seed %d, %s, step %d: %w", seed, s.today(), s.result.Steps, err)
		}
	}
	return s.counted(ctx)
}

// begun is the park without its story, with some loans paid out.
func begun(ctx context.Context, o Options, seed uint64, loans int) (*lives, error) {
	a, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	data, err := Fenghe()
	if err != nil {
		return nil, err
	}
	data.Applications = nil
	s := newLives(a, data, seed)
	if err := s.Load(ctx, data, begin.AddDays(1)); err != nil {
		return nil, err
	}
	for i := range loans {
		if err := s.lend(ctx, i, uses[(int(seed)+i)%len(uses)]); err != nil {
			return nil, fmt.Errorf("loan %d: %w", i, err)
		}
	}
	return s, nil
}

func newLives(a *app.App, data Data, seed uint64) *lives {
	return &lives{count: Tally{}, actors: &actors{World: NewWorld(a, nil), data: data, dice: rand.New(rand.NewPCG(seed, seed^0x51ed270b))}}
}

func (s *lives) today() clock.Date { return clock.DateOf(s.App.Now(), s.App.Calendar.Zone()) }

// lend takes the need of an enterprise from its application to the payout.
func (s *lives) lend(ctx context.Context, i int, use kernel.UseKind) error {
	e, ref := s.data.Enterprises[i], fmt.Sprint("life ", i)
	product := s.data.Products[s.dice.IntN(3)]
	offer := origination.DraftOffer{Product: s.ID(product.ID), AmountFen: money.Fen(10+s.dice.IntN(40)) * 10_000_00, TermMonths: product.Terms[0], RatePPM: 43_500, ValidTo: s.today().AddDays(10).String(), PrepayPPM: money.PPM(s.dice.IntN(2) * 10_000)}
	if err := s.limit(ctx, use, &offer); err != nil {
		return err
	}
	for _, step := range []struct {
		who string
		do  func(context.Context) error
	}{
		{e.Contact, func(ctx context.Context) error {
			return s.Apply(ctx, ref, Need{Enterprise: e, AmountFen: offer.AmountFen, Term: 12, Until: s.today().AddDays(60).String(), Lenders: []string{Lender}, Purpose: origination.Purposes[i]})
		}},
		{Liaison, func(ctx context.Context) error { return s.Verify(ctx, ref) }},
		{Officer, func(ctx context.Context) error { return s.Assess(ctx, ref) }},
		{Officer, func(ctx context.Context) error { return s.Draft(ctx, ref, offer) }},
		{Approver, func(ctx context.Context) error { return s.Issue(ctx, ref) }},
		{e.Contact, func(ctx context.Context) error { return s.AcceptAndSign(ctx, ref) }},
		{Approver, func(ctx context.Context) error { return s.Countersign(ctx, ref) }},
		{Officer, func(ctx context.Context) error { return s.Disburse(ctx, ref, s.today().String(), "payout of "+ref) }},
	} {
		own, err := s.As(ctx, step.who, "")
		if err != nil {
			return err
		}
		if err := step.do(own); err != nil {
			return err
		}
	}
	s.loans, s.uses = append(s.loans, s.ID("contract of "+ref)), append(s.uses, use)
	return s.App.Jobs.Drain(ctx)
}

// days lets some days pass, and then somebody do something.
func (s *lives) days(ctx context.Context) error {
	next := s.App.Calendar.OnOrAfter(s.today().AddDays(1 + s.dice.IntN(25)))
	if err := s.until(ctx, next.At(9, 0, s.App.Calendar.Zone())); err != nil {
		return err
	}
	for range 3 {
		if err := s.turn(ctx); err != nil {
			return err
		}
	}
	if err := s.evening(ctx); err != nil {
		return err
	}
	return s.statements(ctx)
}

// turn lets somebody do something with a loan.
func (s *lives) turn(ctx context.Context) error {
	i := s.dice.IntN(len(s.loans))
	if s.uses[i] != kernel.OneSum && s.dice.IntN(2) == 0 {
		return s.acting(ctx, s.data.Enterprises[i].Contact, func(ctx context.Context) error { return s.useLimit(ctx, s.loans[i]) })
	}
	who := []string{Officer, Officer, Officer, Approver, s.data.Enterprises[i].Contact, s.data.Enterprises[i].Contact, ""}[s.dice.IntN(7)]
	return s.acting(ctx, who, func(ctx context.Context) error { return s.handle(ctx, who, s.loans[i]) })
}

// statements compares what the parties read of the ledger with the loans: the
// trial balance is zero, and a statement ends with what is owed and what waits.
func (s *lives) statements(ctx context.Context) error {
	own, err := s.As(ctx, Officer, "")
	if err != nil {
		return err
	}
	trial, err := s.App.Books.Trial(own, "")
	if err != nil {
		return err
	}
	for _, b := range trial.Balances {
		if b.OpeningFen != 0 || b.ClosingFen != 0 || b.RaisedFen != b.LoweredFen {
			return fmt.Errorf("the trial balance of %s is off: %+v", b.Lender, b)
		}
	}
	for _, id := range s.loans {
		c, err := s.contract(ctx, id)
		if err != nil {
			return err
		}
		st, err := s.App.Books.Statement(own, books.Ask{Contract: id, From: "2020-01-01"})
		if err != nil {
			return err
		}
		if st.ClosingFen != c.BalanceFen || st.WaitsAfter != c.UnappliedFen || st.Sum.LostFen != c.WrittenFen {
			return fmt.Errorf("the statement of %s ends with %d owed and %d waiting, the loan with %d and %d", c.Ref, st.ClosingFen, st.WaitsAfter, c.BalanceFen, c.UnappliedFen)
		}
	}
	return nil
}

func (s *lives) contract(ctx context.Context, id string) (c servicing.Contract, err error) {
	err = s.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err = loanbook.ByID(ctx, tx, id)
		return err
	})
	return c, err
}

// closeMonth closes the month before this one.
func (s *lives) closeMonth(ctx context.Context) error {
	_, err := s.App.Books.Close(ctx, books.CloseMonth{Month: s.today().AddMonths(-1).String()[:7]})
	s.count["months"] += done(err)
	return err
}

// handle does one thing with a loan, whatever its state.
func (s *lives) handle(ctx context.Context, who, contract string) error {
	if who == "" && s.dice.IntN(2) == 0 {
		return s.knock(ctx, contract)
	}
	if who == "" {
		return s.restate(ctx, contract)
	}
	v, err := s.App.Servicing.View(ctx, contract)
	if err != nil {
		return err
	}
	switch {
	case who == Approver && s.dice.IntN(3) == 0:
		return s.closeMonth(ctx)
	case who == Approver:
		return s.reverse(ctx, v)
	case who != Officer:
		return s.chooseUse(ctx, v)
	case v.HeldFen > 0 && s.dice.IntN(3) == 0:
		_, err = s.App.Servicing.PayBack(ctx, servicing.Refund{Contract: contract, PaidOn: v.Today, Number: fmt.Sprint("back ", s.result.Steps)})
		s.count["refunded"] += done(err)
		return err
	}
	return s.repay(ctx, v)
}

// done counts what was not refused.
func done(err error) int {
	if err == nil {
		return 1
	}
	return 0
}

// repay books something of what a contract waits for, or nothing.
func (s *lives) repay(ctx context.Context, v servicing.View) error {
	in, err := s.received(ctx, v)
	if err == nil && in.Number != "" {
		s.count["receipts"]++
		if v.Contract.State == servicing.WrittenOff {
			s.count["recovered"]++
		}
		if in.ReceivedOn < v.Today {
			s.count["backdated"]++
		}
	}
	return err
}

// received books a receipt as it may come: the sum that is asked for, a part of
// it, more, or one that came days ago. Now and then nobody pays.
func (s *actors) received(ctx context.Context, v servicing.View) (in servicing.Repayment, err error) {
	next, ok := v.Next()
	if !ok || s.dice.IntN(4) == 0 {
		return in, nil
	}
	in = servicing.Repayment{Contract: v.Contract.ID, ReceivedOn: v.Today, AmountFen: next.OpenFen(), Number: fmt.Sprint("receipt ", s.result.Steps)}
	switch s.dice.IntN(4) {
	case 0:
		in.AmountFen = 1 + money.Fen(s.dice.Int64N(int64(2*next.OpenFen()+1)))
	case 1:
		today, err := clock.ParseDate(v.Today)
		if err != nil {
			return in, err
		}
		in.ReceivedOn = today.AddDays(-1 - s.dice.IntN(20)).String()
	}
	_, err = s.App.Servicing.Repay(ctx, in)
	return in, err
}

// reverse takes any receipt back.
func (s *lives) reverse(ctx context.Context, v servicing.View) error {
	if len(v.Receipts) == 0 {
		return nil
	}
	r := v.Receipts[s.dice.IntN(len(v.Receipts))]
	_, err := s.App.Servicing.Reverse(ctx, servicing.Reversal{Contract: v.Contract.ID, Number: r.Number, Reason: "误记 / booked by mistake"})
	s.count["reversed"] += done(err)
	return err
}

// chooseUse says what becomes of what waits, or of some of it.
func (s *lives) chooseUse(ctx context.Context, v servicing.View) error {
	free := v.Contract.UnappliedFen - v.HeldFen
	if free <= 0 {
		return nil
	}
	ways := []string{"next", "keep_instalment", "keep_maturity", "refund"}
	_, err := s.App.Servicing.Choose(ctx, servicing.SurplusChoice{Contract: v.Contract.ID, Way: ways[s.dice.IntN(len(ways))], AmountFen: 1 + money.Fen(s.dice.Int64N(int64(free)))})
	s.count["chosen"] += done(err)
	return err
}

// restate cuts the rate or defers, as a relief that both sides agreed to would.
func (s *lives) restate(ctx context.Context, contract string) error {
	own, err := s.As(ctx, Officer, "")
	if err != nil {
		return err
	}
	v, err := s.App.Servicing.View(own, contract)
	if err != nil {
		return err
	}
	if v.Contract.State == servicing.Delinquent || v.Contract.State == servicing.Defaulted {
		return s.giveUp(ctx, v)
	}
	next, ok := v.Next()
	if !ok || len(v.Versions) > 3 {
		return nil
	}
	n := kernel.NewTerms{Terms: v.Terms}
	if next.DueOn > v.Today && s.dice.IntN(2) == 0 {
		n.Terms.TermMonths += 2
		n.Deferral = &kernel.Deferral{ResumesOn: next.DueOn, SinceOn: v.Contract.DisbursedOn, Interest: s.dice.IntN(2) == 0}
	} else {
		n.Terms.RatePPM -= n.Terms.RatePPM / 10
		n.KeepInstalment = s.dice.IntN(2) == 0
	}
	err = s.App.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := s.App.Servicing.Restate(ctx, tx, contract, n, v.Today, "纾困 / relief")
		return err
	})
	s.count["restated"] += done(err)
	return err
}

// giveUp lets an officer propose a default, and later a write-off, and somebody
// else agree to it.
func (s *lives) giveUp(ctx context.Context, v servicing.View) error {
	in, what := workout.Propose{Kind: workout.Default, Reason: "无力偿还 / cannot pay"}, "defaulted"
	if v.Contract.State == servicing.Defaulted {
		in.Kind, what = workout.WriteOff, "written_off"
	}
	officer, err := s.As(ctx, Officer, "")
	if err != nil {
		return err
	}
	p, err := s.App.Workout.Propose(officer, v.Contract.ID, in)
	if err != nil {
		return err
	}
	approver, err := s.As(ctx, Approver, "")
	if err != nil {
		return err
	}
	read, err := s.App.Workout.View(approver, p.ID)
	if err == nil {
		_, err = s.App.Workout.Agree(confirmed(approver, "agree:"+read.Seal), p.ID, read.Seal)
	}
	s.count[what] += done(err)
	return err
}

// counted adds what the steps and the ends of the loans come to.
func (s *lives) counted(ctx context.Context) (Tally, error) {
	s.count["steps"], s.count["refused"] = s.result.Steps, s.result.Refused
	for _, id := range s.loans {
		c, err := s.contract(ctx, id)
		if err != nil {
			return s.count, err
		}
		if c.State == servicing.Closed {
			s.count["closed"]++
		}
	}
	return s.count, nil
}
