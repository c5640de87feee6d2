package dossier

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
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/document"
)

// Service is the only door: pages, API, jobs and the simulator come this way.
type Service struct {
	DB           *db.DB
	Guard        *authz.Guard
	Keeper       *flow.Keeper
	Audit        AuditLog
	Documents    document.Store
	Applications Applications
	Parties      Parties
	Notices      Notices
	Zone         *time.Location
	Now          func() time.Time // the business clock
	NewID        func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Zone) }

// resource is an application's dossier as policies see it.
func (a *Application) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Dossier", ID: a.ID}, Read: "dossier.read", Attrs: authz.Attrs{"credit": true, "borrower": kernel.PartyRef(a.Borrower)}}
}

// resource is a dossier as a lender reaches it. Whoever may not read it now is
// told that there is nothing.
func (c *Case) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "CaseDossier", ID: c.ID}, Read: "dossier.read_case", Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(c.Lender), "ground": c.Ground}}
}

// AddDocument is a document that an enterprise brings, clean and whole.
type AddDocument struct {
	Kind      string
	ExpiresOn string // the last day on which it counts, "" for what its kind says
	Name      string
	MediaType string
	Bytes     []byte
}

// Supply adds a document to an enterprise's own application, as the next version
// of its kind, and answers every request for that kind.
func (s *Service) Supply(ctx context.Context, application string, in AddDocument) (d document.Document, err error) {
	var c fault.Check
	c.That(slices.Contains(kernel.DocumentKinds, in.Kind), "kind", "dossier.kind.choose")
	until := expiry(&c, in.Kind, in.ExpiresOn, s.today())
	if err := c.Err(); err != nil {
		return d, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.Applications.Application(ctx, tx, application)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "dossier.supply", a.resource()); err != nil {
			return err
		}
		if !a.Open {
			return fault.New(fault.WrongTurn, "dossier.closed")
		}
		waiting, err := s.waiting(ctx, tx, a.ID, in.Kind)
		if err != nil {
			return err
		}
		n := document.New{Case: a.ID, Owner: a.Borrower, Kind: in.Kind, Name: in.Name, MediaType: in.MediaType, Bytes: in.Bytes, ExpiresOn: until, UploadedBy: kernel.From(ctx).Person}
		if len(waiting) > 0 {
			n.RequestedBy = waiting[0].Lender
		}
		if d, err = s.Documents.Put(ctx, tx, n); err != nil {
			return err
		}
		if err := s.Applications.Changed(ctx, tx, a.ID); err != nil {
			return err
		}
		return s.answer(ctx, tx, a, waiting, d.ID)
	})
	return d, err
}

// waiting are the open requests of an application for a kind.
func (s *Service) waiting(ctx context.Context, tx db.Tx, application, kind string) ([]Request, error) {
	all, err := requestsOf(ctx, tx, application, "")
	return slices.DeleteFunc(all, func(r Request) bool { return r.State != Requested || r.Kind != kind }), err
}

// answer ends the requests that a document answers and tells who asked.
func (s *Service) answer(ctx context.Context, tx db.Tx, a Application, waiting []Request, document string) error {
	for i := range waiting {
		r := &waiting[i]
		r.Document = document
		if err := s.take(ctx, tx, a, r, "supply"); err != nil {
			return err
		}
		if err := s.Notices.Tell(ctx, tx, r.Lender, kernel.Officer, "dossier.notice.supplied", "/cases/"+r.Case+"/dossier", r.Case, map[string]any{"ref": a.Ref}); err != nil {
			return err
		}
	}
	return nil
}

// onCase loads a lender's case with its ground and asks permission.
func (s *Service) onCase(ctx context.Context, tx db.Tx, id string, action authz.Action) (Case, error) {
	c, err := s.Applications.Case(ctx, tx, id)
	if err != nil {
		return c, err
	}
	return c, s.Guard.Require(ctx, action, c.resource())
}

// Ask lets a lender's officer ask for a document, with a reason and a day. It
// becomes a task of the enterprise's owner.
func (s *Service) Ask(ctx context.Context, caseID string, in AskDocument) (r Request, err error) {
	if err := in.check(s.today()); err != nil {
		return r, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.onCase(ctx, tx, caseID, "dossier.request")
		if err != nil {
			return err
		}
		if !c.Application.Open {
			return fault.New(fault.WrongTurn, "dossier.closed")
		}
		all, err := requestsOf(ctx, tx, c.Application.ID, c.ID)
		if err != nil {
			return err
		}
		var check fault.Check
		check.That(!slices.ContainsFunc(all, func(r Request) bool { return r.State == Requested && r.Kind == in.Kind }), "kind", "dossier.asked_already")
		check.That(len(all) < maxRequests, "kind", "dossier.asked_often", fault.Args{"max": maxRequests})
		if err := check.Err(); err != nil {
			return err
		}
		r = Request{ID: s.NewID(), Application: c.Application.ID, Case: c.ID, Lender: c.Lender, Kind: in.Kind, Reason: in.Reason, DueOn: in.DueOn,
			State: RequestMachine.Initial(), AskedBy: kernel.From(ctx).Person, Asked: s.Now()}
		if err := insertRequest(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.enter(ctx, tx, c.Application, &r, "ask", "", 1); err != nil {
			return err
		}
		return s.tellEnterprise(ctx, tx, c.Application, "dossier.notice.asked", map[string]any{"ref": c.Application.Ref})
	})
	return r, err
}

// tellEnterprise tells whoever keeps an enterprise's documents.
func (s *Service) tellEnterprise(ctx context.Context, tx db.Tx, a Application, key string, args map[string]any) error {
	for _, role := range []kernel.Role{kernel.Owner, kernel.FinanceClerk} {
		if err := s.Notices.Tell(ctx, tx, a.Borrower, role, key, "/applications/"+a.ID+"/dossier", a.ID, args); err != nil {
			return err
		}
	}
	return nil
}

// TakeBack ends a request that its lender no longer makes.
func (s *Service) TakeBack(ctx context.Context, caseID, id string) (r Request, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.onCase(ctx, tx, caseID, "dossier.request")
		if err != nil {
			return err
		}
		if r, err = requestOf(ctx, tx, c.ID, id); err != nil {
			return err
		}
		return s.take(ctx, tx, c.Application, &r, "withdraw")
	})
	return r, err
}

// sweepBatch is how many requests a sweep reads at a time.
const sweepBatch = 100

// Sweep lets requests lapse that nobody can answer any more.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ids, err = openAfter(ctx, tx, after, sweepBatch)
			return err
		})
		return ids, err
	}, s.lapseIfOver)
}

func (s *Service) lapseIfOver(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := requestByID(ctx, tx, id)
		if err != nil || r.State != Requested {
			return err
		}
		c, err := s.Applications.Case(ctx, tx, r.Case)
		if err != nil || c.Application.Open && c.Ground != "" {
			return err
		}
		return s.take(ctx, tx, c.Application, &r, "lapse")
	})
}

// take moves a request: the table first, then the turn and the evidence, then
// the row.
func (s *Service) take(ctx context.Context, tx db.Tx, a Application, r *Request, move string) (err error) {
	before := r.State
	if r.State, err = RequestMachine.Take(before, move); err != nil {
		return err
	}
	r.DoneBy, r.Done = kernel.From(ctx).Person, s.Now()
	if err := s.enter(ctx, tx, a, r, move, before, 2); err != nil {
		return err
	}
	return updateRequest(ctx, tx, r, before)
}

func (s *Service) enter(ctx context.Context, tx db.Tx, a Application, r *Request, move string, before flow.State, step int64) error {
	due, err := clock.ParseDate(r.DueOn)
	if err != nil {
		return err
	}
	lender, err := s.Parties.Short(ctx, tx, r.Lender)
	if err != nil {
		return err
	}
	err = s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: RequestMachine, ID: r.ID, State: r.State, Ref: a.Ref, Subject: lender, Path: "/applications/" + a.ID + "/dossier",
		Sides: map[string]string{borrowerSide: a.Borrower, lenderSide: r.Lender}, Due: due.At(clock.EndOfDay, 0, s.Zone),
	})
	if err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "dossier.document_request." + move, Case: r.ID, CaseVersion: step, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(r.State), Parties: []string{a.Borrower, r.Lender}, Fields: r.facts(),
	})
	return err
}
