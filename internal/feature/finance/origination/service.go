package origination

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
	"kaigong.example/kaigong/internal/record/sealed"
)

// Service is the only door: pages, API, jobs and the simulator come this way.
type Service struct {
	DB        *db.DB
	Guard     *authz.Guard
	Keeper    *flow.Keeper
	Audit     AuditLog
	Consents  Consents
	Parties   Parties
	Premises  Premises
	Products  Products
	Contracts Contracts
	Capacity  Capacity
	Alliance  Alliance
	Backings  Backings
	Documents Documents
	Vault     *sealed.Vault
	Talk      Talk
	Notices   Notices
	Calendar  *clock.Calendar
	Now       func() time.Time // the business clock
	NewID     func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is an application as policies see it.
func (a *Application) resource() authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Application", ID: a.ID}, Read: "origination.read",
		Attrs: authz.Attrs{
			"credit": true, "state": string(a.State), "offers_visible": a.offersVisible(),
			"borrower": kernel.PartyRef(a.Borrower), "park": kernel.PartyRef(a.Park),
		},
	}
}

// resource is a lender's case as policies see it. ground says under which right
// the file may be read now, "" for none.
func (c *LenderCase) resource(a *Application, ground string) authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "LenderCase", ID: c.ID}, Read: "origination.read_case",
		Attrs: authz.Attrs{
			"credit": true, "state": string(c.State), "ground": ground,
			"lender": kernel.PartyRef(c.Lender), "case_borrower": kernel.PartyRef(a.Borrower),
		},
	}
}

// resource is an offer as policies see it; the borrower sees it through the
// application, once it was opened: a draft and a sealed offer stay with their
// bank, whatever others have offered meanwhile.
func (o *Offer) resource(a *Application) authz.Resource {
	r := a.resource()
	visible := r.Attrs["offers_visible"] == true && !o.Opened.IsZero()
	return authz.Resource{
		Ref: authz.Ref{Type: "Offer", ID: o.ID}, Read: "origination.read_own_offer",
		Attrs: authz.Attrs{
			"credit": true, "state": string(o.State), "lender": kernel.PartyRef(o.Lender), "drafted_by": kernel.PersonRef(o.DraftedBy),
			"borrower": r.Attrs["borrower"], "offers_visible": visible, "sealed": o.Closed(),
		},
	}
}

// collection is what lists and beginnings are asked about: everything that a
// party has here.
func collection(party string, kind string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: kind, ID: party}, Attrs: authz.Attrs{
		"credit": true, "state": "", "borrower": kernel.PartyRef(party), "park": kernel.PartyRef(party), "lender": kernel.PartyRef(party),
	}}
}

// step moves a case of any machine: the table first, then the turn and the
// evidence. The caller has asked permission and stores the entity after it.
type step struct {
	machine *flow.Machine
	move    string
	state   *flow.State
	id      string
	version int64
	ref     string
	path    string
	amount  int64
	subject i18n.Text
	sides   map[string]string
	days    map[string]int
	due     time.Time // of a turn without a clock
	hold    time.Time // others are not told before that its clock ran out
	parties []string  // who may see the entry
	fields  []auditlog.Field
}

func (s *Service) take(ctx context.Context, tx db.Tx, p step) error {
	before := *p.state
	after, err := p.machine.Take(before, p.move)
	if err != nil {
		return err
	}
	*p.state = after
	if err := s.enter(ctx, tx, p); err != nil {
		return err
	}
	return s.record(ctx, tx, p, p.move, before)
}

func (s *Service) enter(ctx context.Context, tx db.Tx, p step) error {
	return s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: p.machine, ID: p.id, State: *p.state, Ref: p.ref, Subject: p.subject,
		AmountFen: p.amount, Path: p.path, Sides: p.sides, Days: p.days, Due: p.due, Hold: p.hold,
	})
}

// record writes the log entry of a step. The state field is what Verify
// compares with the tables.
func (s *Service) record(ctx context.Context, tx db.Tx, p step, what string, before flow.State) error {
	who := kernel.From(ctx)
	fields := append([]auditlog.Field{{Name: p.machine.Name + ".state", Value: string(*p.state)}}, p.fields...)
	_, err := s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "origination." + p.machine.Name + "." + what, Case: p.id, CaseVersion: p.version + 1,
		Person: who.Person, Party: who.Party, Before: string(before), After: string(*p.state),
		Parties: p.parties, Fields: fields,
	})
	return err
}

// applicationStep describes an application to take. Its entries are for the
// enterprise and the park: a lender that was named in one could count the others.
func (s *Service) applicationStep(ctx context.Context, tx db.Tx, a *Application, move string, fields ...auditlog.Field) (step, error) {
	borrower, err := s.Parties.Party(ctx, tx, a.Borrower)
	if err != nil {
		return step{}, err
	}
	offers, err := offersOf(ctx, tx, a.ID)
	return step{
		due: s.closing(offers), machine: ApplicationMachine, move: move, state: &a.State, id: a.ID, version: a.Version, ref: a.Ref,
		path: "/applications/" + a.ID, amount: int64(a.Need.AmountFen), subject: borrower.Short,
		sides:   map[string]string{Borrower: a.Borrower, Park: a.Park},
		parties: []string{a.Borrower, a.Park}, fields: fields,
	}, err
}

// advance takes an application one move and stores it.
func (s *Service) advance(ctx context.Context, tx db.Tx, a *Application, move string, fields ...auditlog.Field) error {
	p, err := s.applicationStep(ctx, tx, a, move, fields...)
	if err != nil {
		return err
	}
	sum, err := a.paperField(ctx, tx, move)
	if err != nil {
		return err
	}
	p.fields = append(p.fields, sum)
	if err := s.take(ctx, tx, p); err != nil {
		return err
	}
	return updateApplication(ctx, tx, a)
}

// caseSubject hides the enterprise's name until the file is open.
func caseSubject(a *Application, c *LenderCase, borrower PartyFacts) i18n.Text {
	if c.State == Invited || c.State == Interested || c.State == FileRequested {
		return i18n.Text{Zh: "匿名企业 " + a.Ref, En: "Enterprise " + a.Ref + ", no name"}
	}
	return borrower.Short
}

// advanceCase takes a lender's case one move and stores it.
func (s *Service) advanceCase(ctx context.Context, tx db.Tx, a *Application, c *LenderCase, move string, fields ...auditlog.Field) error {
	p, err := s.caseStep(ctx, tx, a, c, move, fields...)
	if err != nil {
		return err
	}
	if err := s.take(ctx, tx, p); err != nil {
		return err
	}
	return updateCase(ctx, tx, c)
}

func (s *Service) caseStep(ctx context.Context, tx db.Tx, a *Application, c *LenderCase, move string, fields ...auditlog.Field) (step, error) {
	borrower, err := s.Parties.Party(ctx, tx, a.Borrower)
	if err != nil {
		return step{}, err
	}
	days, err := s.caseDays(ctx, tx, a)
	next := *c
	next.State, _ = LenderCaseMachine.Take(c.State, move)
	parties := c.parties(a, move)
	if next.State == Invited && kernel.From(ctx).Party == a.Borrower { // who acted would tell the name
		parties = parties[:1]
	}
	return step{
		machine: LenderCaseMachine, move: move, state: &c.State, id: c.ID, version: c.Version, ref: a.Ref,
		path: "/cases/" + c.ID, amount: int64(a.Need.AmountFen), subject: caseSubject(a, &next, borrower),
		sides: map[string]string{Borrower: a.Borrower, Park: a.Park, Lender: c.Lender},
		days:  days, hold: next.quiet(a),
		parties: parties, fields: append(fields, c.facts()...),
	}, err
}

// caseDays shortens the decision clock where the enterprise asked for an
// unsecured product.
func (s *Service) caseDays(ctx context.Context, tx db.Tx, a *Application) (map[string]int, error) {
	if a.Need.Product == "" {
		return nil, nil
	}
	p, err := a.wish().Find(ctx, tx, s.Products)
	return map[string]int{"decision": p.DecisionDays()}, err
}

// advanceOffer takes an offer one move and stores it.
func (s *Service) advanceOffer(ctx context.Context, tx db.Tx, a *Application, o *Offer, move string, fields ...auditlog.Field) error {
	p, err := s.offerStep(ctx, tx, a, o, move, fields...)
	if err != nil {
		return err
	}
	if err := s.take(ctx, tx, p); err != nil {
		return err
	}
	return updateOffer(ctx, tx, o)
}

// offerStep describes an offer to take. Until it was opened its entries are its
// lender's alone, and turns show what was asked for, not what is offered.
func (s *Service) offerStep(ctx context.Context, tx db.Tx, a *Application, o *Offer, move string, fields ...auditlog.Field) (step, error) {
	borrower, err := s.Parties.Party(ctx, tx, a.Borrower)
	parties := []string{o.Lender}
	if !o.Opened.IsZero() {
		parties = append(parties, a.Borrower)
	}
	return step{
		machine: OfferMachine, move: move, state: &o.State, id: o.ID, version: o.Version, ref: a.Ref,
		path: "/cases/" + o.Case, amount: int64(a.Need.AmountFen), subject: borrower.Short,
		sides: map[string]string{Borrower: a.Borrower, Lender: o.Lender}, parties: parties, fields: append(fields, o.facts()...),
	}, err
}

// fresh refuses an input that was made from an older version than is stored.
func fresh(seen, stored int64) error {
	if seen == 0 || seen == stored {
		return nil
	}
	return fault.New(fault.Conflict, "origination.stale", fault.Args{"seen": seen, "stored": stored})
}

func field(name string, value any) auditlog.Field {
	return auditlog.Field{Name: name, Value: fmt.Sprint(value)}
}
