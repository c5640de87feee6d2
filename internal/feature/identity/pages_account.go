package identity

// The pages of the own account.

import (
	"net/http"

	qrcode "github.com/skip2/go-qrcode"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) accountPages(r *web.Router) {
	change := own("identity.change_account")
	r.Page("GET /account", own("identity.read_account"), s.accountPage)
	r.Form("POST /account/switch", change, s.switchDo, s.accountAgain)
	r.Form("POST /account/sessions/{id}/end", change, s.endSessionDo, s.accountAgain)
	r.Plain("POST /account/sign-out-everywhere", plain("identity.change_account", againSignOut), s.everywhereDo, s.accountAgain)
	r.Page("GET /account/password", change, s.passwordPage)
	r.Plain("POST /account/password", plain("identity.change_account", againSecret), s.passwordDo, s.passwordAgain)
	r.Form("POST /account/codes/start", change, s.startCodesDo, s.accountAgain)
	r.Page("GET /account/codes", change, s.codesPage)
	r.Plain("POST /account/codes", plain("identity.change_account", againSecret), s.codesDo, s.codesAgain)
}

func (s *Service) accountPage(q *http.Request) (web.View, error) { return s.accountAgain(q, nil) }

func (s *Service) accountAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	a, err := s.Account(ctx)
	body := accountBody(a, s.Form(q, f, "/account"), s.System(), s.Zone)
	return web.View{Title: i18n.T(ctx, "identity.account.title"), Current: "account", Body: body}, err
}

func accountView(q *http.Request, title string) web.View {
	ctx := q.Context()
	return web.View{Title: i18n.T(ctx, title), Current: "account", Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "identity.account.title"), Href: "/account"}}}
}

func (s *Service) switchDo(q *http.Request) (string, error) {
	return "/", s.Switch(q.Context(), q.PostForm.Get("membership"))
}

func (s *Service) endSessionDo(q *http.Request) (string, error) {
	return "/account", s.EndSession(q.Context(), q.PathValue("id"))
}

func (s *Service) everywhereDo(w http.ResponseWriter, q *http.Request) (string, error) {
	http.SetCookie(w, s.Cookie(""))
	return "/signin", s.SignOutEverywhere(q.Context())
}

func (s *Service) passwordPage(q *http.Request) (web.View, error) { return s.passwordAgain(q, nil) }

func (s *Service) passwordAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	v := accountView(q, "identity.password.title")
	v.Body = passwordBody(s.Form(q, f, "/account/password"))
	return v, nil
}

func (s *Service) passwordDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	return "/account", s.ChangePassword(q.Context(), ChangePassword{
		Old: q.PostForm.Get("old"), New: q.PostForm.Get("new"), Source: Source(q.RemoteAddr),
	})
}

func (s *Service) startCodesDo(q *http.Request) (string, error) {
	return "/account/codes", s.StartCodes(q.Context())
}

func (s *Service) codesPage(q *http.Request) (web.View, error) { return s.codesAgain(q, nil) }

func (s *Service) codesAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	a, err := s.Account(q.Context())
	if err != nil {
		return web.View{}, err
	}
	if a.pending == "" {
		return web.View{}, fault.New(fault.WrongTurn, "identity.code.not_started")
	}
	picture, err := qrcode.New(proof.CodeAddress(a.pending, a.Person.SignIn), qrcode.Medium)
	if err != nil {
		return web.View{}, err
	}
	v := accountView(q, "identity.code.title")
	v.Body = codesBody(s.Form(q, f, "/account/codes"), picture.Bitmap(), a.pending)
	return v, nil
}

func (s *Service) codesDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	return "/account", s.EnrolCodes(q.Context(), EnrolCodes{
		Password: q.PostForm.Get("password"), Code: q.PostForm.Get("code"), Source: Source(q.RemoteAddr),
	})
}
