package identity

// The pages of signing in, confirming, and the demo. Setting a cookie and
// hashing a password are why most of their forms are plain.

import (
	"context"
	"net"
	"net/http"
	"net/url"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// Reasons of the gates that are open or keep no record.
const (
	publicSignIn = "people who are not signed in sign in here"
	publicInvite = "the code of the invitation is the right to use it"
	publicDemo   = "everybody may look around the demo"
	againSignIn  = "signing in twice makes two sessions, each of which can be ended"
	againSignOut = "signing out twice is signing out"
	againConfirm = "confirming twice is confirming"
	againCode    = "it only leads on to the invitation"
	againSecret  = "a password or a code set twice is the same one"
)

func (s *Service) routes(r *web.Router) {
	open := func(public, again string) web.Gate { return web.Gate{Public: public, Repeatable: again} }
	r.Page("GET /signin", web.Gate{Public: publicSignIn}, s.signInPage)
	r.Plain("POST /signin", open(publicSignIn, againSignIn), s.signInDo, s.signInAgain)
	r.Plain("POST /signout", open(publicSignIn, againSignOut), s.signOutDo, nil)
	r.Page("GET /step-up", own("identity.step_up"), s.stepUpPage)
	r.Plain("POST /step-up", plain("identity.step_up", againConfirm), s.stepUpDo, s.stepUpAgain)
	r.Page("GET /invitations", web.Gate{Public: publicInvite}, s.codePage)
	r.Plain("POST /invitations", open(publicInvite, againCode), s.codeDo, s.codeAgain)
	r.Page("GET /invitations/{code}", web.Gate{Public: publicInvite}, s.invitationPage)
	r.Plain("POST /invitations/{code}", open(publicInvite, againSecret), s.acceptDo, s.invitationAgain)
	if s.Demo {
		r.Page("GET /demo", web.Gate{Public: publicDemo}, s.demoPage)
		r.Plain("POST /demo/as", open(publicDemo, againSignIn), s.becomeDo, nil)
	}
	s.accountPages(r)
	s.passkeyPages(r)
	s.consentPages(r)
	s.api(r)
}

// own is the gate of one's own account.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return ownAccount(kernel.From(ctx).Person), nil
	}}
}

func plain(action authz.Action, why string) web.Gate {
	g := own(action)
	g.Repeatable = why
	return g
}

// Source is the address that a request comes from.
func Source(remote string) string {
	if host, _, err := net.SplitHostPort(remote); err == nil {
		return host
	}
	return remote
}

// Form is a form as it is shown, empty or with what was typed.
func (s *Service) Form(q *http.Request, f *fault.Fault, action string) ui.Form {
	form := ui.Form{Action: action, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	return form
}

func next(q *http.Request) string {
	if to := q.PostForm.Get("next"); to != "" {
		return web.Local(to)
	}
	return web.Local(q.URL.Query().Get("next"))
}

func (s *Service) signInPage(q *http.Request) (web.View, error) { return s.signInAgain(q, nil) }

func (s *Service) signInAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	title := i18n.T(q.Context(), "identity.sign_in.title")
	return web.View{Title: title, Body: signInBody(s.Form(q, f, "/signin"), next(q), s.Demo)}, nil
}

func (s *Service) signInDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[SignIn](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Password, in.Source, in.Agent = q.PostForm.Get("password"), Source(q.RemoteAddr), q.UserAgent()
	token, err := s.SignIn(q.Context(), in)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, s.Cookie(token))
	return next(q), nil
}

func (s *Service) signOutDo(w http.ResponseWriter, q *http.Request) (string, error) {
	http.SetCookie(w, s.Cookie(""))
	return "/", s.SignOut(q.Context())
}

func (s *Service) stepUpPage(q *http.Request) (web.View, error) { return s.stepUpAgain(q, nil) }

// purpose is what a confirmation is for. Where a page was refused without
// saying so, it is for that page.
func purpose(q *http.Request) string {
	if p := q.PostForm.Get("purpose"); p != "" {
		return p
	}
	if p := q.URL.Query().Get("purpose"); p != "" {
		return p
	}
	u, _ := url.Parse(next(q)) // Local has parsed it already
	return clip("open:"+u.Path, maxPurpose)
}

func (s *Service) stepUpAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	a, err := s.Account(ctx)
	body := stepUpBody(s.Form(q, f, "/step-up"), purpose(q), next(q), a, s.Demo)
	return web.View{Title: i18n.T(ctx, "identity.step_up.title"), Body: body}, err
}

func (s *Service) stepUpDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	in := StepUp{
		Purpose: q.PostForm.Get("purpose"), Password: q.PostForm.Get("password"), Code: q.PostForm.Get("code"),
		Demo: q.PostForm.Get("demo") == "1", Source: Source(q.RemoteAddr),
	}
	return next(q), s.Confirm(q.Context(), in)
}

func (s *Service) invitationPage(q *http.Request) (web.View, error) {
	return s.invitationAgain(q, nil)
}

func (s *Service) invitationAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, p, err := s.Invitation(ctx, q.PathValue("code"))
	if err != nil {
		return web.View{}, err
	}
	form := s.Form(q, f, q.URL.Path)
	return web.View{Title: i18n.T(ctx, "identity.invitation.title"), Body: invitationBody(form, v, p, kernel.From(ctx), q.URL.Path)}, nil
}

func (s *Service) codePage(q *http.Request) (web.View, error) { return s.codeAgain(q, nil) }

func (s *Service) codeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	title := i18n.T(q.Context(), "identity.invitation.title")
	return web.View{Title: title, Body: codeBody(s.Form(q, f, "/invitations"))}, nil
}

// codeDo leads to the invitation of a code that was typed from paper.
func (s *Service) codeDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	code := proof.CleanInvite(q.PostForm.Get("code"))
	if _, _, err := s.Invitation(q.Context(), code); err != nil {
		return "", fieldFault("code", fault.Of(err).Key)
	}
	return "/invitations/" + code, nil
}

func (s *Service) acceptDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in := Accept{Code: q.PathValue("code"), Account: q.PostForm.Get("sign_in"), Password: q.PostForm.Get("password"), Agent: q.UserAgent()}
	token, err := s.Accept(q.Context(), in)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, s.Cookie(token))
	return "/account", nil
}

func (s *Service) demoPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	groups, err := s.Personas(ctx)
	return web.View{Title: i18n.T(ctx, "identity.demo.title"), Body: demoBody(groups, next(q), s.NewID())}, err
}

func (s *Service) becomeDo(w http.ResponseWriter, q *http.Request) (string, error) {
	token, err := s.Become(q.Context(), q.PostForm.Get("persona"), q.UserAgent())
	if err != nil {
		return "", err
	}
	http.SetCookie(w, s.Cookie(token))
	return next(q), nil
}
