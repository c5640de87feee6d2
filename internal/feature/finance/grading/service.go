package grading

import (
	"context"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, operations and other features come this way.
type Service struct {
	DB         *db.DB
	Guard      *authz.Guard
	Keeper     *flow.Keeper
	Audit      AuditLog
	Loans      Loans
	Judgements Judgements
	Parties    Parties
	Notices    Notices
	Calendar   *clock.Calendar
	Now        func() time.Time // the business clock
	NewID      func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// Desk is what the people of a lender see of its rules.
type Desk struct {
	Today   string               `json:"today"`
	InForce Rule                 `json:"in_force"`
	Rules   []Rule               `json:"rules" doc:"The newest first"`
	Waiting []Waiting            `json:"waiting"`
	Ask     bool                 `json:"may_propose"`
	People  map[string]i18n.Text `json:"-"`
}

// Waiting is a rule that nobody decided, with what the reader may do with it.
type Waiting struct {
	Rule  Rule     `json:"rule"`
	Moves []string `json:"moves"`
}

// Rules shows the people of a lender its rules.
func (s *Service) Rules(ctx context.Context) (d Desk, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "grading.read", collection(party)); err != nil {
			return err
		}
		d.Today = s.today().String()
		if d.Rules, err = rulesOf(ctx, tx, party); err != nil {
			return err
		}
		agreed, err := agreedOf(ctx, tx, party)
		if err != nil {
			return err
		}
		d.InForce = agreed.On(d.Today)
		d.Ask = s.Guard.Allowed(ctx, "grading.propose", collection(party))
		var people []string
		for _, r := range d.Rules {
			people = append(people, r.MadeBy, r.DecidedBy)
			if r.State == Proposed {
				d.Waiting = append(d.Waiting, Waiting{r, s.moves(ctx, &r)})
			}
		}
		d.People, err = s.Parties.People(ctx, tx, people)
		return err
	})
	return d, err
}

// moves lists what the actor may do now; agreeing is asked as if the actor had
// confirmed, because the button leads through it.
func (s *Service) moves(ctx context.Context, r *Rule) []string {
	return kernel.Moves(ctx, s.Guard, Name, RuleMachine, r.State, r.resource())
}

// Propose puts thresholds before whoever approves for the lender.
func (s *Service) Propose(ctx context.Context, in Propose) (r Rule, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "grading.propose", collection(who.Party)); err != nil {
			return err
		}
		all, err := rulesOf(ctx, tx, who.Party)
		if err != nil {
			return err
		}
		agreed, err := agreedOf(ctx, tx, who.Party)
		if err != nil {
			return err
		}
		if err := in.check(s.today()); err != nil {
			return err
		}
		for _, x := range all {
			if x.FromOn == in.FromOn && (x.State == Proposed || x.State == Agreed) {
				return fault.New(fault.Conflict, "grading.another", fault.Args{"on": x.FromOn})
			}
		}
		if in.same(agreed.On(in.FromOn)) {
			return fault.New(fault.Conflict, "grading.same")
		}
		r = Rule{ID: s.NewID(), Lender: who.Party, No: len(all) + 1, FromOn: in.FromOn, Thresholds: in.thresholds(), WatchMonths: in.WatchMonths, Reason: in.Reason, State: RuleMachine.Initial(), MadeBy: who.Person, Made: s.Now()}
		if err := insert(ctx, tx, &r); err != nil {
			return err
		}
		return s.entered(ctx, tx, &r, "propose", "")
	})
	return r, err
}

// on loads a rule, asks permission and takes it one move.
func (s *Service) on(ctx context.Context, id, move string, act func(context.Context, *Rule) error) (r Rule, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, err := byID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "grading.read", found.resource()); err != nil {
			return err
		}
		if kernel.From(ctx).Person == found.MadeBy && move != "withdraw" {
			return fault.New(fault.Denied, "grading.own") // the policies forbid it too
		}
		if err := s.Guard.Require(ctx, authz.Action("grading."+move), found.resource()); err != nil {
			return err
		}
		r = found
		before := r.State
		if r.State, err = RuleMachine.Take(before, move); err != nil {
			return err
		}
		if err := act(ctx, &r); err != nil {
			return err
		}
		r.DecidedBy, r.Decided = kernel.From(ctx).Person, s.Now()
		if err := update(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.entered(ctx, tx, &r, move, before); err != nil || move == "withdraw" {
			return err
		}
		for _, role := range []kernel.Role{kernel.PostLoan, kernel.Officer} {
			if err := s.Notices.Tell(ctx, tx, r.Lender, role, "grading.notice."+string(r.State), "/classes/rules", r.ID, map[string]any{"on": r.FromOn}); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// Agree puts thresholds in force that somebody else proposed, from their first
// day, freshly confirmed.
func (s *Service) Agree(ctx context.Context, id string) (Rule, error) {
	return s.on(ctx, id, "agree", func(ctx context.Context, r *Rule) error {
		if !confirmed(ctx, "agree:"+r.ID) {
			return fault.New(fault.StepUp, "fault.step_up")
		}
		if r.FromOn < s.today().String() {
			return fault.New(fault.WrongTurn, "grading.from.over", fault.Args{"on": r.FromOn})
		}
		return nil
	})
}

// Refuse leaves the thresholds as they are.
func (s *Service) Refuse(ctx context.Context, id, reason string) (Rule, error) {
	return s.on(ctx, id, "refuse", func(_ context.Context, r *Rule) error {
		r.Answer = strings.TrimSpace(reason)
		var k fault.Check
		checkReason(&k, r.Answer)
		return k.Err()
	})
}

// Withdraw takes a proposal back; only whoever made it may.
func (s *Service) Withdraw(ctx context.Context, id string) (Rule, error) {
	return s.on(ctx, id, "withdraw", func(context.Context, *Rule) error { return nil })
}

func confirmed(ctx context.Context, purpose string) bool {
	return kernel.From(ctx).ConfirmedFor(purpose)
}

// entered says whose turn it is now, and leaves the evidence.
func (s *Service) entered(ctx context.Context, tx db.Tx, r *Rule, move string, before flow.State) error {
	name, err := s.Parties.Short(ctx, tx, r.Lender)
	if err != nil {
		return err
	}
	err = s.Keeper.Enter(ctx, tx, flow.Case{Machine: RuleMachine, ID: r.ID, State: r.State, Ref: r.FromOn, Subject: name, Path: "/classes/rules", Sides: map[string]string{Lender: r.Lender}})
	if err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "grading.class_rule." + move, Case: r.ID, CaseVersion: r.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(r.State), Parties: []string{r.Lender}, Fields: r.facts(),
	})
	return err
}
