package sim

// Meddling: somebody tries a move on a case at random, theirs or not, whatever
// its state. The program may refuse, or find that it was right; a move that the
// table does not allow must never succeed.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
)

// attempt is a move that can be tried on any case of a machine.
type attempt struct {
	machine *flow.Machine
	move    string
	do      func(ctx context.Context, s *actors, id string) error
}

func tried[T any](do func(context.Context, string) (T, error), ctx context.Context, id string) error {
	_, err := do(ctx, id)
	return err
}

var attempts = []attempt{
	{origination.ApplicationMachine, "discard", func(ctx context.Context, s *actors, id string) error {
		return tried(s.App.Origination.Discard, ctx, id)
	}},
	{origination.ApplicationMachine, "publish", func(ctx context.Context, s *actors, id string) error {
		return tried(s.App.Origination.Publish, ctx, id)
	}},
	{origination.ApplicationMachine, "refer", func(ctx context.Context, s *actors, id string) error { return tried(s.App.Origination.Refer, ctx, id) }},
	{origination.ApplicationMachine, "submit", func(ctx context.Context, s *actors, id string) error {
		_, err := s.App.Origination.Submit(ctx, id, 0)
		return err
	}},
	{origination.ApplicationMachine, "verify", func(ctx context.Context, s *actors, id string) error {
		_, err := s.App.Origination.Verify(ctx, id, "")
		return err
	}},
	{origination.ApplicationMachine, "return", func(ctx context.Context, s *actors, id string) error {
		_, err := s.App.Origination.Return(ctx, id, "请补充 / more, please")
		return err
	}},
	{origination.LenderCaseMachine, "interest", func(ctx context.Context, s *actors, id string) error {
		return tried(s.App.Origination.Interest, ctx, id)
	}},
	{origination.LenderCaseMachine, "request_file", func(ctx context.Context, s *actors, id string) error {
		return tried(s.App.Origination.RequestFile, ctx, id)
	}},
	{origination.LenderCaseMachine, "assess", func(ctx context.Context, s *actors, id string) error { return tried(s.App.Origination.Assess, ctx, id) }},
	{origination.OfferMachine, "issue", func(ctx context.Context, s *actors, id string) error { return s.issue(ctx, id) }},
	{origination.OfferMachine, "withdraw", func(ctx context.Context, s *actors, id string) error {
		return tried(s.App.Origination.WithdrawOffer, ctx, id)
	}},
	{servicing.ContractMachine, "cancel", func(ctx context.Context, s *actors, id string) error { return tried(s.App.Servicing.StepBack, ctx, id) }},
	{servicing.ContractMachine, "disburse", func(ctx context.Context, s *actors, id string) error {
		today := clock.DateOf(s.App.Now(), s.App.Calendar.Zone())
		_, err := s.App.Servicing.Disburse(ctx, servicing.Disbursement{Contract: id, ValueOn: today.String(), Ref: fmt.Sprint("meddled ", s.result.Steps)})
		return err
	}},
}

var tables = map[*flow.Machine]string{
	origination.ApplicationMachine: "origination_application", origination.LenderCaseMachine: "origination_lender_case",
	origination.OfferMachine: "origination_offer", servicing.ContractMachine: "servicing_contract",
}

// lawless is a move that succeeded and should not have.
type lawless struct{ error }

// meddle tries one move on one case.
func (s *actors) meddle(ctx context.Context) error {
	x := attempts[s.dice.IntN(len(attempts))]
	type found struct {
		id    string
		state flow.State
	}
	var all []found
	err := s.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		all, err = db.All(ctx, tx, func(scan db.Scan) (f found, err error) { return f, scan(&f.id, &f.state) }, `SELECT id, state FROM `+tables[x.machine]+` ORDER BY id`)
		return err
	})
	if err != nil || len(all) == 0 {
		return err
	}
	c := all[s.dice.IntN(len(all))]
	s.result.Meddled++
	err = x.do(ctx, s, c.id)
	if s.crowded {
		return err // the case may have moved since it was looked at
	}
	if _, wrong := x.machine.Take(c.state, x.move); err == nil && wrong != nil {
		return lawless{fmt.Errorf("%s of %s succeeded in state %s", x.move, c.id, c.state)}
	}
	return err
}
