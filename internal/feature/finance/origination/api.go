package origination

// The JSON door: the same service methods, the same faults.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	s.pages(r)
	s.applicationAPI(r)
	s.lenderAPI(r)
}

// byID is the path of an operation on one thing.
type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

type noInput struct{}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"origination"}}
}

// inSection is the body of a section with the version it was made from.
type inSection[T any] struct {
	ID      string `path:"id"`
	Version int64  `header:"If-Match-Version" doc:"The version that the input was made from; 0 to skip the check"`
	Body    T
}

func saveOp[T any, P interface {
	*T
	Section
}](r *web.Router, s *Service, name string) {
	o := op("save-"+name, "/applications/{id}/"+name, "Save the section "+name)
	o.Method = http.MethodPut
	web.Change(r, o, web.Gate{Action: "origination.edit", Load: loadApplication}, func(ctx context.Context, in *inSection[T]) (Application, error) {
		return s.Save(ctx, in.ID, in.Version, P(&in.Body))
	})
}

func (s *Service) applicationAPI(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadApplication} }
	web.Read(r, op("list-applications", "/applications", "List applications"), web.Gate{Action: "origination.list", Load: ownCollection("Applications")},
		func(ctx context.Context, _ *noInput) ([]Row, error) { return s.List(ctx) })
	start := op("start-application", "/applications", "Start a draft")
	start.DefaultStatus = http.StatusCreated
	web.Change(r, start, web.Gate{Action: "origination.start", Load: ownCollection("Applications")},
		func(ctx context.Context, _ *noInput) (Application, error) { return s.Start(ctx) })
	web.Read(r, op("read-application", "/applications/{id}", "Read an application with its open moves"), on("origination.read"),
		func(ctx context.Context, in *byID) (View, error) { return s.View(ctx, in.ID) })
	web.Read(r, op("read-fit", "/applications/{id}/fit", "Which products fit, and what is missing"), on("origination.edit"),
		func(ctx context.Context, in *byID) ([]Fitness, error) { return s.Fits(ctx, in.ID) })
	saveOp[Company](r, s, SectionCompany)
	saveOp[Need](r, s, SectionNeed)
	saveOp[Operation](r, s, SectionOperation)
	saveOp[Sharing](r, s, SectionSharing)
	for _, act := range []struct {
		name string
		do   func(context.Context, string) (Application, error)
	}{{"discard", s.Discard}, {"publish", s.Publish}, {"refer", s.Refer}} {
		web.Change(r, op(act.name+"-application", "/applications/{id}/"+act.name, "Move: "+act.name), on(authz.Action("origination."+act.name)),
			func(ctx context.Context, in *byID) (Application, error) { return act.do(ctx, in.ID) })
	}
	web.Change(r, op("submit-application", "/applications/{id}/submit", "Hand in"), on("origination.submit"),
		func(ctx context.Context, in *byID) (Application, error) { return s.Submit(ctx, in.ID, 0) })
	for _, act := range []struct {
		name string
		do   func(context.Context, string, string) (Application, error)
	}{{"verify", s.Verify}, {"return", s.Return}, {"withdraw", s.Withdraw}} {
		web.Change(r, op(act.name+"-application", "/applications/{id}/"+act.name, "Move: "+act.name), on(authz.Action("origination."+act.name)),
			func(ctx context.Context, in *withNote) (Application, error) { return act.do(ctx, in.ID, in.Body.Note) })
	}
	web.Change(r, op("reshare-application", "/applications/{id}/reshare", "Ask further lenders, under a consent given anew"), on("origination.reshare"),
		func(ctx context.Context, in *reshareIn) (Application, error) { return s.Reshare(ctx, in.ID, in.Body) })
	web.Read(r, op("list-offers", "/applications/{id}/offers", "Offers to choose from"), on("origination.read_offers"), s.offersOp)
	web.Change(r, op("accept-offers", "/applications/{id}/accept", "Accept an offer, or several that together lend no more than was asked; needs a fresh confirmation"),
		on("origination.accept"), s.acceptOp)
}

type reshareIn struct {
	ID   string `path:"id"`
	Body ReshareApplication
}

type withNote struct {
	ID   string `path:"id"`
	Body struct {
		Note string `json:"note" doc:"What the other side reads"`
	}
}

func (s *Service) offersOp(ctx context.Context, in *byID) ([]OfferView, error) {
	_, offers, err := s.Offers(ctx, in.ID)
	return offers, err
}

type acceptIn struct {
	ID   string `path:"id"`
	Body AcceptOffers
}

func (s *Service) acceptOp(ctx context.Context, in *acceptIn) (Application, error) {
	return s.Accept(ctx, in.ID, in.Body)
}

func (s *Service) lenderAPI(r *web.Router) {
	on := s.onCaseGate
	web.Read(r, op("read-case", "/cases/{id}", "A case with its open moves"), on("origination.read_case"),
		func(ctx context.Context, in *byID) (CaseView, error) { return s.ViewCase(ctx, in.ID) })
	web.Read(r, op("read-file", "/cases/{id}/file", "The file, class by class; every reading is recorded"), on("origination.read_file"),
		func(ctx context.Context, in *byID) (File, error) { return s.ReadFile(ctx, in.ID) })
	for _, act := range []struct {
		name, action string
		do           func(context.Context, string) (LenderCase, error)
	}{{"interest", "interest", s.Interest}, {"request-file", "request_file", s.RequestFile}, {"assess", "assess", s.Assess}} {
		web.Change(r, op(act.name, "/cases/{id}/"+act.name, "Move: "+act.name), on(authz.Action("origination."+act.action)),
			func(ctx context.Context, in *byID) (LenderCase, error) { return act.do(ctx, in.ID) })
	}
	web.Change(r, op("decline-case", "/cases/{id}/decline", "Decline with a structured reason"), on("origination.decline"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Body Reason
		}) (LenderCase, error) {
			return s.Decline(ctx, in.ID, in.Body)
		})
	draft := op("draft-offer", "/cases/{id}/offer", "Propose an offer")
	draft.DefaultStatus = http.StatusCreated
	web.Change(r, draft, on("origination.draft_offer"), func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body DraftOffer
	}) (DraftedOffer, error) {
		in.Body.Case = in.ID
		o, err := s.Draft(ctx, in.Body)
		return DraftedOffer{ID: o.ID, Case: o.Case, State: o.State, Commitment: o.Sealed.Commitment}, err
	})
	for _, act := range []struct {
		name string
		do   func(context.Context, string) (Offer, error)
	}{{"issue", s.Issue}, {"discard", s.DiscardOffer}, {"withdraw", s.WithdrawOffer}} {
		web.Change(r, op(act.name+"-offer", "/cases/{id}/offers/{offer}/"+act.name, "Offer: "+act.name), web.Gate{Action: authz.Action("origination." + act.name + "_offer"), Load: loadOffer, Discreet: lenderWork},
			func(ctx context.Context, in *offerPath) (Offer, error) { return act.do(ctx, in.Offer) })
	}
}

// DraftedOffer answers a draft. What was drafted is not repeated: answers are
// kept, and the content of an offer is nowhere kept open before its time.
type DraftedOffer struct {
	ID         string     `json:"id"`
	Case       string     `json:"case"`
	State      flow.State `json:"state"`
	Commitment string     `json:"commitment" doc:"What the approver confirms and the log holds"`
}

type offerPath struct {
	ID    string `path:"id"`
	Offer string `path:"offer"`
}
