package recovery

// The pages of who cannot come in, and of those who confirm or stop it.

import (
	"context"
	"net/http"
	"strings"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// Reasons of the gates that are open or keep no record.
const (
	publicRecover = "people who cannot sign in ask here; the answer says nothing about accounts"
	publicClaim   = "the claim is the right to use it"
	againAsk      = "each press makes a request of its own; unused ones lapse"
	againRedeem   = "a claim works once"
)

func listed() web.Gate {
	return web.Gate{Action: "recovery.list", Load: web.Fixed(everything())}
}

func (s *Service) onRequest(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		r, err := requestByID(ctx, tx, p("id"))
		if err != nil {
			return authz.Resource{}, err
		}
		c, err := s.circle(ctx, tx, r)
		return s.resource(r, c), err
	}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /recover", web.Gate{Public: publicRecover}, s.askPage)
	r.Plain("POST /recover", web.Gate{Public: publicRecover, Repeatable: againAsk}, s.askDo, s.askAgain)
	r.Page("GET /recover/status", web.Gate{Public: publicClaim}, s.statusPage)
	r.Plain("POST /recover/password", web.Gate{Public: publicClaim, Repeatable: againRedeem}, s.redeemDo, s.statusAgain)
	r.Page("GET /recoveries", listed(), s.listPage)
	r.Page("GET /recoveries/{id}", s.onRequest("recovery.read"), s.requestPage)
	r.Form("POST /recoveries/{id}/confirm", s.onRequest("recovery.confirm"), s.confirmDo, s.requestAgain)
	r.Form("POST /recoveries/{id}/stop", s.onRequest("recovery.stop"), s.stopDo, s.requestAgain)
	s.api(r)
}

// claimCookie keeps the claim in the browser that asked, until it lapses.
const claimCookie = "kaigong_recovery"

func (s *Service) keep(w http.ResponseWriter, claim string) {
	c := &http.Cookie{Name: claimCookie, Value: claim, Path: "/recover", MaxAge: 30 * 24 * 3600, HttpOnly: true, Secure: strings.HasPrefix(s.Identity.BaseURL, "https://"), SameSite: http.SameSiteStrictMode}
	if claim == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func claimOf(q *http.Request) string {
	c, err := q.Cookie(claimCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Service) askPage(q *http.Request) (web.View, error) { return s.askAgain(q, nil) }

func (s *Service) askAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return web.View{Title: i18n.T(q.Context(), "recovery.title"), Body: askBody(s.Identity.Form(q, f, "/recover"), claimOf(q) != "")}, nil
}

func (s *Service) askDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[Ask](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Source = identity.Source(q.RemoteAddr)
	out, err := s.Ask(q.Context(), in)
	if err != nil {
		return "", err
	}
	s.keep(w, out.Claim)
	return "/recover/status", nil
}

func (s *Service) statusPage(q *http.Request) (web.View, error) { return s.statusAgain(q, nil) }

// statusAgain shows how far the request of this browser is. Without one it leads
// to asking.
func (s *Service) statusAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Status(ctx, claimOf(q))
	if fault.Is(err, fault.NotFound) {
		return s.askAgain(q, nil)
	}
	return web.View{Title: i18n.T(ctx, "recovery.title"), Body: statusBody(v, s.Identity.Form(q, f, "/recover/password"), s.Now(), s.Identity.Zone)}, err
}

func (s *Service) redeemDo(w http.ResponseWriter, q *http.Request) (string, error) {
	if err := s.Redeem(q.Context(), Redeem{Claim: claimOf(q), Password: q.PostForm.Get("password")}); err != nil {
		return "", err
	}
	s.keep(w, "")
	return "/signin", nil
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx, ref := q.Context(), q.URL.Query().Get("ref")
	all, err := s.Requests(ctx, ref)
	body := listBody(all, ref, ui.Form{Action: "/recoveries", Search: true, Plain: true}, s.Now(), s.Identity.Zone)
	return web.View{Title: i18n.T(ctx, "recovery.list.title"), Current: "recoveries", Body: body}, err
}

func (s *Service) requestPage(q *http.Request) (web.View, error) { return s.requestAgain(q, nil) }

func (s *Service) requestAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Request(ctx, q.PathValue("id"))
	return web.View{Title: i18n.T(ctx, "recovery.list.title"), Current: "recoveries", Body: requestBody(v, s.Identity.Form(q, f, v.path()+"/confirm"), s.Now(), s.Identity.Zone),
		Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "recovery.list.title"), Href: "/recoveries"}}}, err
}

func (s *Service) confirmDo(q *http.Request) (string, error) {
	r, err := s.Confirm(q.Context(), Confirm{Request: q.PathValue("id"), Seen: q.PostForm.Get("seen")})
	return r.path(), err
}

func (s *Service) stopDo(q *http.Request) (string, error) {
	r, err := s.Stop(q.Context(), q.PathValue("id"))
	return r.path(), err
}

// spelled is a reference as it is read aloud.
func spelled(ref string) string {
	if len(ref) != proof.ReadAloudLen {
		return ref
	}
	return ref[:4] + "-" + ref[4:]
}
