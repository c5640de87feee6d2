package referral

import (
	"context"
	"slices"
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

// Service is the only door: pages, operations, sweepers and lenders' profiles come
// this way.
type Service struct {
	DB           *db.DB
	Guard        *authz.Guard
	Keeper       *flow.Keeper
	Audit        AuditLog
	Applications Applications
	Consents     Consents
	Parties      Parties
	Documents    Documents
	Notices      Notices
	Calendar     *clock.Calendar
	Now          func() time.Time // the business clock
	NewID        func() string
}

// Purposes of the consents that a referral asks for.
const (
	purposeGuarantee = "guarantee_assessment"
	purposeTown      = "town_recommendation"
)

// groundConsent is the only ground on which anybody reads here.
const groundConsent = "consent"

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is an application as policies of this feature see it.
func (a *Application) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Referred", ID: a.ID}, Read: "referral.read", Attrs: authz.Attrs{
		"credit": true, "state": string(a.State), "borrower": kernel.PartyRef(a.Borrower), "park": kernel.PartyRef(a.Park),
	}}
}

// collection is what lists are asked about: everything that a party has here.
func collection(party string) authz.Resource {
	ref := kernel.PartyRef(party)
	return authz.Resource{Ref: authz.Ref{Type: "Referrals", ID: party}, Attrs: authz.Attrs{"credit": true, "guarantor": ref, "town": ref}}
}

// step is a move of either machine that was made: whose turn comes of it, and the
// evidence.
type step struct {
	c       flow.Case
	version int64 // after the move
	move    string
	before  flow.State
	parties []string // who may see the entry
	fields  []auditlog.Field
}

func (s *Service) enter(ctx context.Context, tx db.Tx, p step) error {
	if err := s.Keeper.Enter(ctx, tx, p.c); err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err := s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "referral." + p.c.Machine.Name + "." + p.move, Case: p.c.ID, CaseVersion: p.version, Person: who.Person, Party: who.Party,
		Before: string(p.before), After: string(p.c.State), Parties: p.parties, Fields: p.fields,
	})
	return err
}

// anonymous is how an enterprise is called before its name may be known.
func anonymous(ref string) i18n.Text {
	return i18n.Text{Zh: "匿名企业 " + ref, En: "Enterprise " + ref + ", no name"}
}

// entered says whose turn a request to a guarantor brings, and leaves the evidence.
func (s *Service) entered(ctx context.Context, tx db.Tx, g *GuaranteeRequest, move string, before flow.State) error {
	subject := anonymous(g.Ref)
	if g.opens() {
		firm, err := s.Parties.Party(ctx, tx, g.Borrower)
		if err != nil {
			return err
		}
		subject = firm.Short
	}
	return s.enter(ctx, tx, step{
		c: flow.Case{Machine: GuaranteeMachine, ID: g.ID, State: g.State, Ref: g.Ref, Subject: subject, AmountFen: int64(g.AmountFen), Path: "/guarantees/" + g.ID,
			Sides: map[string]string{Borrower: g.Borrower, Guarantor: g.Guarantor}},
		version: g.Version, move: move, before: before, parties: g.readers(ctx), fields: g.facts(),
	})
}

// readers of an entry: a proposal is the guarantor's own business until it is
// signed, and what the enterprise's people do by their names is not for a guarantor
// that may not know the name.
func (g *GuaranteeRequest) readers(ctx context.Context) []string {
	switch {
	case kernel.From(ctx).Party == g.Borrower:
		return []string{g.Borrower}
	case g.State == Proposed || g.State == Reading:
		return []string{g.Guarantor}
	}
	return []string{g.Borrower, g.Guarantor}
}

// take moves a request to a guarantor: the table first, then the row, the turn and
// the evidence. What ends a request ends its consent.
func (s *Service) take(ctx context.Context, tx db.Tx, g *GuaranteeRequest, move string) (err error) {
	before := g.State
	if g.State, err = GuaranteeMachine.Take(before, move); err != nil {
		return err
	}
	if move != "request_file" && move != "propose" {
		g.DecidedBy, g.Decided = kernel.From(ctx).Person, s.Now()
	}
	if err := updateGuarantee(ctx, tx, g); err != nil {
		return err
	}
	if err := s.entered(ctx, tx, g, move, before); err != nil || !GuaranteeMachine.Final(g.State) {
		return err
	}
	return s.Consents.Revoke(ctx, tx, g.Application, g.Guarantor, "request "+string(g.State))
}

// recorded is entered for the town's half.
func (s *Service) recorded(ctx context.Context, tx db.Tx, r *Recommendation, move string, before flow.State) error {
	firm, err := s.Parties.Party(ctx, tx, r.Borrower)
	if err != nil {
		return err
	}
	return s.enter(ctx, tx, step{
		c: flow.Case{Machine: RecommendationMachine, ID: r.ID, State: r.State, Ref: r.Ref, Subject: firm.Short, AmountFen: int64(r.AmountFen), Path: "/recommendations/" + r.ID,
			Sides: map[string]string{Borrower: r.Borrower, Town: r.Town}},
		version: r.Version, move: move, before: before, parties: []string{r.Borrower, r.Town}, fields: r.facts(),
	})
}

func (s *Service) takeTown(ctx context.Context, tx db.Tx, r *Recommendation, move string) (err error) {
	before := r.State
	if r.State, err = RecommendationMachine.Take(before, move); err != nil {
		return err
	}
	r.DecidedBy, r.Decided = kernel.From(ctx).Person, s.Now()
	if err := updateRecommendation(ctx, tx, r); err != nil {
		return err
	}
	if err := s.recorded(ctx, tx, r, move, before); err != nil {
		return err
	}
	return s.Consents.Revoke(ctx, tx, r.Application, r.Town, "request "+string(r.State))
}

// ground is the right under which a guarantor reads the file now, and the classes
// with their consents.
func (s *Service) ground(ctx context.Context, tx db.Tx, g *GuaranteeRequest, classes []string) (ground string, live map[string]string, err error) {
	if !g.opens() {
		return "", nil, nil
	}
	return s.consented(ctx, tx, g.Application, g.Guarantor, purposeGuarantee, classes)
}

func (s *Service) groundOfTown(ctx context.Context, tx db.Tx, r *Recommendation) (string, map[string]string, error) {
	if r.State != Asked {
		return "", nil, nil
	}
	return s.consented(ctx, tx, r.Application, r.Town, purposeTown, classesOfTown)
}

func (s *Service) consented(ctx context.Context, tx db.Tx, application, grantee, purpose string, classes []string) (ground string, live map[string]string, err error) {
	live = map[string]string{}
	for _, class := range classes {
		consent, ok, err := s.Consents.Live(ctx, tx, application, grantee, purpose, class, s.Now())
		if err != nil {
			return "", nil, err
		}
		if ok {
			live[class], ground = consent, groundConsent
		}
	}
	return ground, live, nil
}

// disclose writes down that the actor read what is live, class by class.
func (s *Service) disclose(ctx context.Context, tx db.Tx, application, purpose string, live map[string]string, classes []string) error {
	for _, class := range classes {
		consent, ok := live[class]
		if !ok {
			continue
		}
		d := Disclosure{Application: application, Consent: consent, Grantee: kernel.From(ctx).Party, Purpose: purpose, Class: class, Ground: groundConsent}
		if err := s.Consents.Disclose(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

// grant gives a consent from now until the end of a day.
func (s *Service) grant(ctx context.Context, tx db.Tx, a *Application, grantee, purpose string, classes []string, until string) error {
	day, err := clock.ParseDate(until)
	if err != nil {
		return err
	}
	return s.Consents.Grant(ctx, tx, Grant{Subject: a.Borrower, Grantee: grantee, Application: a.ID, Purpose: purpose, Classes: classes,
		From: s.Now(), To: day.AddDays(1).At(0, 0, s.Calendar.Zone()), By: kernel.From(ctx).Person})
}

// Backings are the letters and recommendations of an application, asked for or
// there, the newest first. It authorises nothing: the feature that asks decides who may see which.
func (s *Service) Backings(ctx context.Context, tx db.Tx, application string) (all []kernel.Backing, err error) {
	letters, err := guaranteesOf(ctx, tx, application)
	if err != nil {
		return nil, err
	}
	for i := range letters {
		by, err := s.Parties.Party(ctx, tx, letters[i].Guarantor)
		if err != nil {
			return nil, err
		}
		if b, ok := letters[i].backing(by.Short, s.Now(), s.Calendar.Zone()); ok {
			all = append(all, b)
		}
	}
	words, err := recommendationsOf(ctx, tx, application)
	for i := range words {
		state := map[flow.State]string{Asked: kernel.BackingAsked, Recommended: kernel.BackingLive}[words[i].State]
		if state == "" || err != nil {
			continue
		}
		by, err := s.Parties.Party(ctx, tx, words[i].Town)
		if err != nil {
			return nil, err
		}
		all = append(all, kernel.Backing{Kind: kernel.BackedByTown, Party: words[i].Town, By: by.Short, State: state, Text: words[i].Answer})
	}
	return all, err
}

// moves lists what the actor may do now; a confirmation is taken as given, because
// the button leads through it.
func (s *Service) moves(ctx context.Context, m *flow.Machine, state flow.State, r authz.Resource) []string {
	if kernel.From(ctx).Person == "" {
		return nil
	}
	return slices.Compact(kernel.Moves(ctx, s.Guard, Name, m, state, r))
}

// still refuses an answer to an application that no longer waits for one.
func still(a *Application) error {
	switch {
	case a.Ended:
		return fault.New(fault.WrongTurn, "referral.ended")
	case !a.Referred():
		return fault.New(fault.WrongTurn, "referral.shared_again")
	}
	return nil
}
