package identity

// The pages of an administrator's people and of an enterprise's consents.

import (
	"context"
	"net/http"
	"strings"

	qrcode "github.com/skip2/go-qrcode"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func ownPeople(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return people(kernel.From(ctx).Party), nil
	}}
}

func onMembership(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		m, err := membershipByID(ctx, tx, p("id"))
		return people(m.Party), err
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

func (s *Service) peoplePages(r *web.Router) {
	invite := ownPeople("identity.invite")
	invite.Repeatable = againInvite
	r.Page("GET /people", ownPeople("identity.people"), s.peoplePage)
	r.Plain("POST /people/invite", invite, s.inviteDo, s.peopleAgain)
	r.Form("POST /people/invitations/{id}/withdraw", onInvitation("identity.invite"), s.withdrawDo, s.peopleAgain)
	r.Page("GET /people/{id}/end", onMembership("identity.leave"), s.leavePage)
	r.Form("POST /people/{id}/end", onMembership("identity.leave"), s.leaveDo, s.leaveAgain)
	r.Page("GET /consents", ownConsents(), s.consentsPage)
	r.Page("GET /consents/{id}", onConsent("identity.revoke_consent"), s.consentPage)
	r.Form("POST /consents/{id}/revoke", onConsent("identity.revoke_consent"), s.revokeDo, s.consentAgain)
}

// inviteCookie carries the code of a new invitation to the page that shows it,
// once; it is stored nowhere else.
const inviteCookie = "kaigong_invitation"

func (s *Service) peoplePage(q *http.Request) (web.View, error) { return s.peopleAgain(q, nil) }

func (s *Service) peopleAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.People(ctx)
	made := s.made("")
	if c, err := q.Cookie(inviteCookie); err == nil && f == nil {
		made = s.made(c.Value)
	}
	body := peopleBody(v, s.form(q, f, "/people/invite"), made, s.System(), s.Zone)
	return web.View{Title: i18n.T(ctx, "identity.people.title"), Current: "people", Body: body}, err
}

// invitePaper is what an administrator hands over: the code to type, the link
// to send, and the picture to print.
type invitePaper struct {
	code, link string
	picture    [][]bool
}

func (s *Service) made(code string) invitePaper {
	if code == "" {
		return invitePaper{}
	}
	p := invitePaper{code: code, link: strings.TrimSuffix(s.BaseURL, "/") + "/invitations/" + code}
	if picture, err := qrcode.New(p.link, qrcode.Medium); err == nil {
		p.picture = picture.Bitmap()
	}
	return p
}

func (s *Service) withdrawDo(q *http.Request) (string, error) {
	_, err := s.Withdraw(q.Context(), q.PathValue("id"))
	return "/people", err
}

func onInvitation(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		v, err := invitationByID(ctx, tx, p("id"))
		return people(v.Party), err
	}}
}

func (s *Service) inviteDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[Invite](q.PostForm)
	if err != nil {
		return "", err
	}
	_, code, err := s.Invite(q.Context(), in)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, &http.Cookie{Name: inviteCookie, Value: code, Path: "/people", MaxAge: 300, HttpOnly: true, Secure: s.https(), SameSite: http.SameSiteStrictMode})
	return "/people", nil
}

func (s *Service) leavePage(q *http.Request) (web.View, error) { return s.leaveAgain(q, nil) }

func (s *Service) leaveAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	m, err := s.Member(ctx, q.PathValue("id"))
	return web.View{
		Title: i18n.T(ctx, "identity.leave.title"), Current: "people", Body: leaveBody(m, s.form(q, f, q.URL.Path), s.today().String()),
		Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "identity.people.title"), Href: "/people"}},
	}, err
}

func (s *Service) leaveDo(q *http.Request) (string, error) {
	_, err := s.Leave(q.Context(), LeaveParty{Membership: q.PathValue("id"), To: q.PostForm.Get("to")})
	return "/people", err
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
		Title: i18n.T(ctx, "identity.revoke.title"), Current: "consents", Body: revokeBody(v, s.form(q, f, "/consents/"+v.ID+"/revoke")),
		Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "identity.consents.title"), Href: "/consents"}},
	}, err
}

func (s *Service) revokeDo(q *http.Request) (string, error) {
	return "/consents", s.Revoke(q.Context(), q.PathValue("id"), strings.TrimSpace(q.PostForm.Get("reason")))
}
