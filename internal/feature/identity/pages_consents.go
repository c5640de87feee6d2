package identity

// The pages of an enterprise's consents, and the gates of people. Package
// organisation has the pages of an administrator's people.

import (
	"context"
	"net/http"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// OwnPeople is the gate of the people of one's own organisation.
func OwnPeople(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return people(kernel.From(ctx).Party), nil
	}}
}

func onConsent(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		c, err := consentByID(ctx, tx, p("id"))
		return c.resource(), err
	}}
}

func ownConsents() web.Gate {
	return web.Gate{Action: "identity.consents", Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return given(kernel.From(ctx).Party), nil
	}}
}

func (s *Service) consentPages(r *web.Router) {
	r.Page("GET /consents", ownConsents(), s.consentsPage)
	r.Page("GET /consents/{id}", onConsent("identity.revoke_consent"), s.consentPage)
	r.Form("POST /consents/{id}/revoke", onConsent("identity.revoke_consent"), s.revokeDo, s.consentAgain)
}

// OnInvitation is the gate of one invitation.
func OnInvitation(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		v, err := invitationByID(ctx, tx, p("id"))
		return people(v.Party), err
	}}
}

func (s *Service) consentsPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	v, err := s.Consents(ctx)
	body := consentsBody(v, s.Now(), s.Zone, kernel.From(ctx).Has(kernel.Owner))
	return web.View{Title: i18n.T(ctx, "identity.consents.title"), Current: "consents", Body: body}, err
}

func (s *Service) consentPage(q *http.Request) (web.View, error) { return s.consentAgain(q, nil) }

func (s *Service) consentAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Consent(ctx, q.PathValue("id"))
	return web.View{
		Title: i18n.T(ctx, "identity.revoke.title"), Current: "consents", Body: revokeBody(v, s.Form(q, f, "/consents/"+v.ID+"/revoke")),
		Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "identity.consents.title"), Href: "/consents"}},
	}, err
}

func (s *Service) revokeDo(q *http.Request) (string, error) {
	return "/consents", s.Revoke(q.Context(), q.PathValue("id"), strings.TrimSpace(q.PostForm.Get("reason")))
}
