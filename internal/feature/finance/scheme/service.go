package scheme

import (
	"context"
	"fmt"
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

// Service is the only door: pages, API, jobs and the simulator come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Keeper   *flow.Keeper
	Audit    AuditLog
	Loans    Loans
	Reliefs  Reliefs
	Parties  Parties
	Notices  Notices
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

func (s *Service) today() string { return clock.DateOf(s.Now(), s.Calendar.Zone()).String() }

// resource is a version as policies see it.
func resource(v *Version) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Scheme", ID: v.ID}, Read: "scheme.read", Attrs: authz.Attrs{
		"credit": true, "state": string(v.State), "lender": kernel.PartyRef(v.Lender), "made_by": kernel.PersonRef(v.MadeBy),
	}}
}

// collection is what lists and beginnings are asked about: the schemes of a party.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Schemes", ID: party}, Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(party), "lender": kernel.PartyRef(party),
	}}
}

func (s *Service) on(ctx context.Context, tx db.Tx, id string, action authz.Action) (Version, error) {
	v, err := byID(ctx, tx, id)
	if err != nil {
		return v, err
	}
	return v, s.Guard.Require(ctx, action, resource(&v))
}

// Draft writes a scheme down, or with the id of one of its versions the next of
// that scheme.
func (s *Service) Draft(ctx context.Context, after string, in Rules) (v Version, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		v = Version{ID: s.NewID(), No: 1, Lender: who.Party, State: Drafted, Version: 1, Rules: in, MadeBy: who.Person, Made: s.Now()}
		if v.Scheme = v.ID; after != "" {
			if err := s.follow(ctx, tx, after, &v); err != nil {
				return err
			}
		}
		if err := s.Guard.Require(ctx, "scheme.draft", collection(v.Lender)); err != nil {
			return err
		}
		if err := v.Rules.check(); err != nil {
			return err
		}
		v.Hash = v.hash()
		if err := insertVersion(ctx, tx, v); err != nil {
			return err
		}
		if err := s.enter(ctx, tx, &v); err != nil {
			return err
		}
		return s.record(ctx, tx, &v, "draft", "")
	})
	return v, err
}

// follow makes a draft the next version of a scheme. One draft at a time waits.
func (s *Service) follow(ctx context.Context, tx db.Tx, after string, v *Version) error {
	old, err := byID(ctx, tx, after)
	if err != nil {
		return err
	}
	all, err := versionsOf(ctx, tx, old.Scheme)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.State == Drafted {
			return fault.New(fault.Conflict, "scheme.draft.waits", fault.Args{"no": x.No})
		}
	}
	v.Scheme, v.Lender, v.No = old.Scheme, old.Lender, len(all)+1
	return nil
}

// Approve puts a version in force, by another person than who wrote it and freshly
// confirmed for exactly these rules. The version before is superseded.
func (s *Service) Approve(ctx context.Context, id string) (Version, error) {
	return s.act(ctx, id, "approve", func(ctx context.Context, tx db.Tx, v *Version) error {
		who := kernel.From(ctx)
		if who.StepUpFor != "approve:"+v.Hash || v.Hash != v.hash() {
			return fault.New(fault.StepUp, "fault.step_up")
		}
		all, err := versionsOf(ctx, tx, v.Scheme)
		for i := range all {
			if err == nil && all[i].State == InForce {
				err = s.advance(ctx, tx, &all[i], "supersede")
			}
		}
		v.InForce, v.PutBy = s.today(), who.Person
		return err
	})
}

// Discard drops a draft.
func (s *Service) Discard(ctx context.Context, id string) (Version, error) {
	return s.act(ctx, id, "discard", nil)
}

// End takes a scheme out of force: no relief can cite it any more.
func (s *Service) End(ctx context.Context, id string) (Version, error) {
	return s.act(ctx, id, "end", nil)
}

// act is the shape of every step: one transaction that loads, asks permission and
// moves.
func (s *Service) act(ctx context.Context, id, move string, do func(context.Context, db.Tx, *Version) error) (v Version, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if v, err = s.on(ctx, tx, id, authz.Action("scheme."+move)); err != nil {
			return err
		}
		if _, err := VersionMachine.Take(v.State, move); err != nil {
			return err
		}
		if do != nil {
			if err := do(ctx, tx, &v); err != nil {
				return err
			}
		}
		return s.advance(ctx, tx, &v, move)
	})
	return v, err
}

// advance takes a version one step: the table, the turn, the evidence.
func (s *Service) advance(ctx context.Context, tx db.Tx, v *Version, move string) error {
	before := v.State
	after, err := VersionMachine.Take(before, move)
	if err != nil {
		return err
	}
	if v.State = after; move != "approve" {
		v.EndedOn = s.today()
	}
	if err := updateVersion(ctx, tx, v); err != nil {
		return err
	}
	if err := s.enter(ctx, tx, v); err != nil {
		return err
	}
	return s.record(ctx, tx, v, move, before)
}

func (s *Service) enter(ctx context.Context, tx db.Tx, v *Version) error {
	return s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: VersionMachine, ID: v.ID, State: v.State, Ref: v.Rules.Document, Subject: v.Rules.Name, Path: "/schemes/" + v.ID, Sides: map[string]string{Lender: v.Lender},
	})
}

func (s *Service) record(ctx context.Context, tx db.Tx, v *Version, what string, before flow.State) error {
	who := kernel.From(ctx)
	stored, err := byID(ctx, tx, v.ID) // as whoever verifies will read it
	if err != nil {
		return err
	}
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "scheme." + what, Case: v.ID, CaseVersion: v.Version, Person: who.Person, Party: who.Party, Before: string(before), After: string(v.State), Parties: []string{v.Lender},
		Fields: append(factsOf(stored), auditlog.Field{Name: "rules_hash", Value: v.Hash}, auditlog.Field{Name: "no", Value: fmt.Sprint(v.No)}),
	})
	return err
}

// Citation is how a relief names the scheme under which it is granted.
type Citation struct {
	ID       string
	No       int
	Name     i18n.Text
	Document string
	Hash     string
	DueOn    string // the first due date that the scheme is about
}

// Cite checks a relief against the scheme that it names, and answers how it is
// cited. The loan must be eligible as it stands, counted from the day on which the
// relief was asked for. It authorises nothing.
func (s *Service) Cite(ctx context.Context, tx db.Tx, id, asked string, g Granted) (c Citation, err error) {
	v, err := byID(ctx, tx, id)
	if err != nil {
		return c, err
	}
	l, err := s.Loans.Loan(ctx, tx, g.Contract)
	if err != nil {
		return c, err
	}
	if v.Lender != l.Lender || v.State != InForce {
		return c, fault.New(fault.WrongTurn, "scheme.cite.not_in_force")
	}
	loans, err := s.Loans.Of(ctx, tx, l.Borrower)
	if err != nil {
		return c, err
	}
	verdict := v.Rules.Judge(&l, owedTo(loans, l.Lender)[l.Borrower], asked)
	if !verdict.Eligible {
		why := verdict.Reasons[0]
		return c, &fault.Fault{Kind: fault.WrongTurn, Key: "scheme.reason." + why.Code, Args: why.Args}
	}
	counted := 0
	if v.Rules.JobsPercent > 0 {
		if counted, err = s.Loans.Counted(ctx, tx, l.Borrower, v.Rules.JobsMonth); err != nil {
			return c, err
		}
	}
	if err := v.Rules.allows(g, counted); err != nil {
		return c, err
	}
	return Citation{v.ID, v.No, v.Rules.Name, v.Rules.Document, v.Hash, verdict.DueOn}, s.afford(ctx, tx, &v, g)
}

// afford refuses what would pass the budget of a scheme, over all its versions.
func (s *Service) afford(ctx context.Context, tx db.Tx, v *Version, g Granted) error {
	if v.Rules.BudgetFen == 0 {
		return nil
	}
	used, err := s.relieved(ctx, tx, v.Scheme)
	if err != nil {
		return err
	}
	left := v.Rules.BudgetFen
	for _, r := range used {
		if r.Contract != g.Contract {
			left -= r.BalanceFen
		}
	}
	if g.PrincipalFen > left {
		return fault.New(fault.WrongTurn, "scheme.cite.budget", fault.Args{"left": max(0, left), "amount": g.PrincipalFen})
	}
	return nil
}

// relieved is what was granted under any version of a scheme.
func (s *Service) relieved(ctx context.Context, tx db.Tx, scheme string) (out []Relieved, err error) {
	all, err := versionsOf(ctx, tx, scheme)
	for _, v := range all {
		if err != nil {
			break
		}
		var some []Relieved
		some, err = s.Reliefs.Under(ctx, tx, v.ID)
		out = append(out, some...)
	}
	return out, err
}

// options are the schemes in force of a lender under which a loan is eligible
// today, for whoever proposes a relief. It authorises nothing.
func (s *Service) options(ctx context.Context, tx db.Tx, contract string) (out []Version, err error) {
	l, err := s.Loans.Loan(ctx, tx, contract)
	if err != nil {
		return nil, err
	}
	loans, err := s.Loans.Of(ctx, tx, l.Borrower)
	if err != nil {
		return nil, err
	}
	all, err := inForce(ctx, tx, l.Lender)
	for _, v := range all {
		if v.Rules.Judge(&l, owedTo(loans, l.Lender)[l.Borrower], s.today()).Eligible {
			out = append(out, v)
		}
	}
	return out, err
}

// Offered names the schemes under which a loan is eligible today. It authorises
// nothing.
func (s *Service) Offered(ctx context.Context, tx db.Tx, contract string) (out []Citation, err error) {
	all, err := s.options(ctx, tx, contract)
	for _, v := range all {
		out = append(out, Citation{ID: v.ID, No: v.No, Name: v.Rules.Name, Document: v.Rules.Document, Hash: v.Hash})
	}
	return out, err
}
