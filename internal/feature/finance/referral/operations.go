package referral

// The operations: the same use cases as the pages, for programs.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/web"
)

type applicationID struct {
	ID string `path:"id" doc:"The application"`
}

type requestID struct {
	ID string `path:"id" doc:"The request"`
}

// noted is a request with a reason in words.
type noted struct {
	ID   string `path:"id" doc:"The request"`
	Body struct {
		Note string `json:"note"`
	}
}

// answered is a request with the town's words.
type answered struct {
	ID   string `path:"id" doc:"The request"`
	Body struct {
		Answer string `json:"answer"`
	}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"referral"}}
}

func created(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusCreated
	return o
}

func (s *Service) operations(r *web.Router) {
	web.Read(r, op("read-referral", "/applications/{id}/referral", "Whom the owner of a declined application asked, and whom it can ask"), s.onApplication("referral.read"),
		func(ctx context.Context, in *applicationID) (Doors, error) { return s.Doors(ctx, in.ID) })
	web.Change(r, created(op("ask-guarantor", "/applications/{id}/guarantee", "Ask a guarantee company, and consent to what it may read")), s.onApplication("referral.ask"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id" doc:"The application"`
			Body AskGuarantor
		}) (GuaranteeRequest, error) {
			return s.AskGuarantor(ctx, in.ID, in.Body)
		})
	web.Change(r, created(op("ask-town", "/applications/{id}/recommendation", "Ask the town for a recommendation, and consent to what it may read")), s.onApplication("referral.ask"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id" doc:"The application"`
			Body AskTown
		}) (Recommendation, error) {
			return s.AskTown(ctx, in.ID, in.Body)
		})
	s.guarantorOperations(r)
	s.townOperations(r)
}

func (s *Service) guarantorOperations(r *web.Router) {
	web.Read(r, op("list-guarantees", "/guarantees", "What enterprises asked the guarantor for"), own("referral.list_guarantees"), func(ctx context.Context, _ *struct{}) ([]GuaranteeRow, error) { return s.Guarantees(ctx) })
	web.Read(r, op("read-guarantee", "/guarantees/{id}", "A request with the letter of intent and its seal"), s.onGuarantee("referral.work"), func(ctx context.Context, in *requestID) (GuaranteeView, error) { return s.Guarantee(ctx, in.ID) })
	web.Read(r, op("read-guarantee-file", "/guarantees/{id}/file", "The file of a request, under the consent; the reading is logged"), s.onGuarantee("referral.read_file"), func(ctx context.Context, in *requestID) (FileView, error) { return s.ReadFile(ctx, in.ID) })
	web.Change(r, op("request-guarantee-file", "/guarantees/{id}/request-file", "Open the file under the consent that came with the request"), s.onGuarantee("referral.request_file"), func(ctx context.Context, in *requestID) (GuaranteeRequest, error) { return s.RequestFile(ctx, in.ID) })
	web.Change(r, op("propose-guarantee", "/guarantees/{id}/propose", "Put a letter of intent before whoever signs"), s.onGuarantee("referral.propose"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id" doc:"The request"`
			Body Letter
		}) (GuaranteeRequest, error) {
			return s.Propose(ctx, in.ID, in.Body)
		})
	web.Change(r, op("return-guarantee", "/guarantees/{id}/return", "Send a letter back to whoever proposed it"), s.onGuarantee("referral.return"), func(ctx context.Context, in *noted) (GuaranteeRequest, error) {
		return s.Return(ctx, in.ID, in.Body.Note)
	})
	web.Change(r, op("state-guarantee", "/guarantees/{id}/state", "Sign a letter of intent that a colleague proposed, as it was shown"), s.onGuarantee("referral.decide"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id" doc:"The request"`
			Body struct {
				Seal string `json:"seal" doc:"Of the letter as it was shown"`
			}
		}) (GuaranteeRequest, error) {
			return s.State(ctx, in.ID, in.Body.Seal)
		})
	web.Change(r, op("decline-guarantee", "/guarantees/{id}/decline", "Decline with a structured reason"), s.onGuarantee("referral.decline"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id" doc:"The request"`
			Body DeclineGuarantee
		}) (GuaranteeRequest, error) {
			return s.Decline(ctx, in.ID, in.Body)
		})
	web.Change(r, op("take-back-guarantee", "/guarantees/{id}/take-back", "Take a letter back that no lender sees"), s.onGuarantee("referral.take_back"), func(ctx context.Context, in *noted) (GuaranteeRequest, error) {
		return s.TakeBack(ctx, in.ID, in.Body.Note)
	})
	web.Change(r, op("withdraw-guarantee", "/guarantees/{id}/withdraw", "Take a request back that the guarantor has not answered"), s.onGuarantee("referral.withdraw"), func(ctx context.Context, in *requestID) (GuaranteeRequest, error) { return s.Withdraw(ctx, in.ID) })
}

func (s *Service) townOperations(r *web.Router) {
	web.Read(r, op("list-recommendations", "/recommendations", "What enterprises asked the town for"), own("referral.list_recommendations"), func(ctx context.Context, _ *struct{}) ([]TownRow, error) { return s.Recommendations(ctx) })
	web.Read(r, op("read-recommendation", "/recommendations/{id}", "A request with what the park knows; the reading is logged"), s.onRecommendation("referral.read_recommendation"), func(ctx context.Context, in *requestID) (TownView, error) { return s.Recommendation(ctx, in.ID) })
	web.Change(r, op("recommend", "/recommendations/{id}/recommend", "Recommend, in words that lenders read beside the profile"), s.onRecommendation("referral.recommend"), func(ctx context.Context, in *answered) (Recommendation, error) {
		return s.Recommend(ctx, in.ID, in.Body.Answer)
	})
	web.Change(r, op("refuse-recommendation", "/recommendations/{id}/refuse", "Say why the town does not recommend"), s.onRecommendation("referral.refuse"), func(ctx context.Context, in *answered) (Recommendation, error) {
		return s.Refuse(ctx, in.ID, in.Body.Answer)
	})
	web.Change(r, op("withdraw-recommendation", "/recommendations/{id}/withdraw", "Take a request back that the town has not answered"), s.onRecommendation("referral.withdraw"), func(ctx context.Context, in *requestID) (Recommendation, error) { return s.WithdrawTown(ctx, in.ID) })
}
