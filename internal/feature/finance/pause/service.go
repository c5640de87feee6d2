package pause

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
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, operations and sweepers come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Keeper   *flow.Keeper
	Audit    AuditLog
	Cases    Cases
	Parties  Parties
	Notices  Notices
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is a case's clock as policies see it.
func (c Case) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Clock", ID: c.Machine + " " + c.ID}, Read: "pause.read", Attrs: authz.Attrs{
		"credit": true, "asker": kernel.PartyRef(c.Asker.Party), "asker_role": string(c.Asker.Role), "counter": kernel.PartyRef(c.Counter.Party), "counter_role": string(c.Counter.Role),
	}}
}

func (c Case) page() string { return "/pauses/" + c.Machine + "/" + c.ID }

// View is a case's clock as its reader may know it.
type View struct {
	Machine  string               `json:"machine"`
	ID       string               `json:"id"`
	Ref      string               `json:"ref"`
	Clock    *flow.Running        `json:"clock,omitempty" doc:"The clock that runs or stands still; not for the other side of a case whose course is the asker's own"`
	Requests []Request            `json:"requests"`
	Pauses   []flow.Pause         `json:"pauses"`
	MayAsk   bool                 `json:"may_ask"`
	MayReply bool                 `json:"may_reply"`
	Back     string               `json:"-"`
	Names    map[string]i18n.Text `json:"-"` // of parties and people
}

// View shows a case's clock with its pauses to either side.
func (s *Service) View(ctx context.Context, machine, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.on(ctx, tx, machine, id, "pause.read")
		if err != nil {
			return err
		}
		v = View{Machine: machine, ID: id, Ref: c.Ref, Back: c.Counter.Path}
		if v.Requests, err = requestsOf(ctx, tx, machine, id); err != nil {
			return err
		}
		asks := kernel.From(ctx).Party == c.Asker.Party
		if asks {
			v.Back = c.Asker.Path
		}
		v.MayReply = s.Guard.Allowed(ctx, "pause.answer", c.resource())
		if asks || !c.Quiet {
			r, running, err := s.Keeper.Clock(ctx, tx, machine, id)
			if err != nil {
				return err
			}
			if running {
				v.Clock = &r
				v.MayAsk = s.Guard.Allowed(ctx, "pause.ask", c.resource()) && r.PausedAt.IsZero() && !s.Now().After(r.Due)
			}
			if v.Pauses, err = s.Keeper.Pauses(ctx, tx, machine, id); err != nil {
				return err
			}
		}
		return s.names(ctx, tx, &v, c)
	})
	return v, err
}

// names looks up who is spoken of.
func (s *Service) names(ctx context.Context, tx db.Tx, v *View, c Case) (err error) {
	var people []string
	for _, r := range v.Requests {
		people = append(people, r.AskedBy, r.AnsweredBy)
	}
	for _, p := range v.Pauses {
		people = append(people, p.AskedBy, p.AgreedBy)
	}
	if v.Names, err = s.Parties.People(ctx, tx, people); err != nil {
		return err
	}
	if v.Names == nil {
		v.Names = map[string]i18n.Text{}
	}
	for _, party := range []string{c.Asker.Party, c.Counter.Party} {
		if v.Names[party], err = s.Parties.Short(ctx, tx, party); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) on(ctx context.Context, tx db.Tx, machine, id string, action authz.Action) (Case, error) {
	c, err := s.Cases.Case(ctx, tx, machine, id)
	if err != nil {
		return c, err
	}
	return c, s.Guard.Require(ctx, action, c.resource())
}

// Ask asks the other side that a clock stands still until a day.
func (s *Service) Ask(ctx context.Context, machine, id string, in AskPause) (r Request, err error) {
	if err := in.check(s.today()); err != nil {
		return r, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.on(ctx, tx, machine, id, "pause.ask")
		if err != nil {
			return err
		}
		switch k, running, err := s.Keeper.Clock(ctx, tx, machine, id); {
		case err != nil:
			return err
		case !running:
			return fault.New(fault.WrongTurn, "flow.pause.none")
		case !k.PausedAt.IsZero():
			return fault.New(fault.WrongTurn, "flow.pause.already")
		case s.Now().After(k.Due):
			return fault.New(fault.WrongTurn, "flow.pause.late")
		}
		r = Request{ID: s.NewID(), Machine: machine, Case: id, Asker: c.Asker.Party, Counter: c.Counter.Party, Reason: in.Reason, UntilOn: in.UntilOn,
			State: RequestMachine.Initial(), AskedBy: kernel.From(ctx).Person, Asked: s.Now()}
		if err := insert(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.enter(ctx, tx, c, &r, "ask", "", 1); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, c.Counter.Party, c.Counter.Role, "pause.notice.asked", c.page(), c.ID, map[string]any{"ref": c.Ref, "on": r.UntilOn})
	})
	return r, err
}

// Agree is the receipt of the other side: the clock stands still until the day.
func (s *Service) Agree(ctx context.Context, machine, id, request string) (Request, error) {
	return s.decide(ctx, machine, id, request, "pause.answer", func(ctx context.Context, tx db.Tx, c Case, r *Request) error {
		if err := s.take(ctx, tx, c, r, "agree"); err != nil {
			return err
		}
		day, err := clock.ParseDate(r.UntilOn)
		if err != nil {
			return err
		}
		who := kernel.From(ctx)
		_, err = s.Keeper.Pause(ctx, tx, machine, id, flow.Pause{Until: day.At(0, 0, s.Calendar.Zone()), Reason: r.Reason, AskedBy: r.AskedBy, AskedParty: r.Asker, AgreedBy: who.Person, AgreedParty: who.Party})
		if c.Quiet && fault.Is(err, fault.WrongTurn) {
			return nil // whether the clock still ran is not for who answers
		}
		return err
	})
}

// Refuse lets the clock run.
func (s *Service) Refuse(ctx context.Context, machine, id, request string) (Request, error) {
	return s.decide(ctx, machine, id, request, "pause.answer", func(ctx context.Context, tx db.Tx, c Case, r *Request) error {
		return s.take(ctx, tx, c, r, "refuse")
	})
}

// Withdraw takes a request back that nobody answered.
func (s *Service) Withdraw(ctx context.Context, machine, id, request string) (Request, error) {
	return s.decide(ctx, machine, id, request, "pause.withdraw", func(ctx context.Context, tx db.Tx, c Case, r *Request) error {
		return s.take(ctx, tx, c, r, "withdraw")
	})
}

func (s *Service) decide(ctx context.Context, machine, id, request string, action authz.Action, act func(context.Context, db.Tx, Case, *Request) error) (r Request, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.on(ctx, tx, machine, id, action)
		if err != nil {
			return err
		}
		if r, err = requestOf(ctx, tx, machine, id, request); err != nil {
			return err
		}
		if err := act(ctx, tx, c, &r); err != nil || action != "pause.answer" {
			return err
		}
		return s.Notices.Tell(ctx, tx, c.Asker.Party, c.Asker.Role, "pause.notice."+string(r.State), c.page(), c.ID, map[string]any{"ref": c.Ref, "on": r.UntilOn})
	})
	return r, err
}

// sweepBatch is how many a sweep reads at a time.
const sweepBatch = 100

// Sweep lets clocks go on whose day has come, and requests lapse that nobody
// answered. Calling it often is harmless.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	ending := func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ids, err = s.Keeper.Ending(ctx, tx, after, sweepBatch)
			return err
		})
		return ids, err
	}
	if err := job.Apart(ctx, ending, s.resume); err != nil {
		return err
	}
	return job.Apart(ctx, func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ids, err = overdue(ctx, tx, s.today().String(), after, sweepBatch)
			return err
		})
		return ids, err
	}, s.lapse)
}

func (s *Service) resume(ctx context.Context, key string) error {
	machine, id, _ := strings.Cut(key, " ")
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return s.Keeper.Resume(ctx, tx, machine, id) })
}

func (s *Service) lapse(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := byID(ctx, tx, id)
		if err != nil || r.State != Asked {
			return err
		}
		c, err := s.Cases.Case(ctx, tx, r.Machine, r.Case)
		if err != nil {
			return err
		}
		return s.take(ctx, tx, c, &r, "lapse")
	})
}

// take moves a request: the table first, then the turn and the evidence, then the
// row.
func (s *Service) take(ctx context.Context, tx db.Tx, c Case, r *Request, move string) (err error) {
	before := r.State
	if r.State, err = RequestMachine.Take(before, move); err != nil {
		return err
	}
	r.AnsweredBy, r.Answered = kernel.From(ctx).Person, s.Now()
	if err := s.enter(ctx, tx, c, r, move, before, 2); err != nil {
		return err
	}
	return update(ctx, tx, r, before)
}

func (s *Service) enter(ctx context.Context, tx db.Tx, c Case, r *Request, move string, before flow.State, step int64) error {
	day, err := clock.ParseDate(r.UntilOn)
	if err != nil {
		return err
	}
	asker, err := s.Parties.Short(ctx, tx, r.Asker)
	if err != nil {
		return err
	}
	err = s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: RequestMachine, ID: r.ID, State: r.State, Ref: c.Ref, Subject: asker, Path: c.page(), Sides: map[string]string{askerSide: r.Asker, counterSide: r.Counter},
		Due: day.AddDays(-1).At(clock.EndOfDay, 0, s.Calendar.Zone()), Role: string(c.Counter.Role),
	})
	if err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "pause.pause_request." + move, Case: r.ID, CaseVersion: step, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(r.State), Parties: []string{r.Asker, r.Counter}, Fields: r.facts(),
	})
	return err
}
