package setup

// The pages of a deployment's beginning: two behind the link, the rest for the
// first person. Setting a cookie, hashing a password and sending a letter are why
// their forms are plain.

import (
	"context"
	"net/http"
	"strings"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

const (
	publicLink = "the secret of the link is the right to use it; there is nothing here once there is an operator"
	againDraft = "a draft kept twice is the same draft"
	againBegin = "a link works once"
)

// gate is that of the first person, while the setup is not finished.
func (s *Service) gate(action authz.Action, again string) web.Gate {
	return web.Gate{Action: action, Repeatable: again, Load: func(ctx context.Context, tx db.Tx, _ web.Params) (authz.Resource, error) {
		f, err := founding(ctx, tx)
		if err == nil && !f.DoneAt.IsZero() {
			err = nothing()
		}
		return f.resource(), err
	}}
}

func (s *Service) routes(r *web.Router) {
	open := func(again string) web.Gate { return web.Gate{Public: publicLink, Repeatable: again} }
	r.Page("GET /setup/{secret}", open(""), s.operatorPage)
	r.Plain("POST /setup/{secret}", open(againDraft), s.operatorDo, s.operatorAgain)
	r.Page("GET /setup/{secret}/person", open(""), s.personPage)
	r.Plain("POST /setup/{secret}/person", open(againBegin), s.personDo, s.personAgain)
	r.Page("GET /setup", s.gate("setup.read", ""), s.overviewPage)
	r.Page("GET /setup/organisations", s.gate("setup.read", ""), s.organisationsPage)
	r.Plain("POST /setup/organisations", s.gate("setup.invite", againInvite), s.inviteDo, s.organisationsAgain)
	r.Plain("POST /setup/organisations/again", s.gate("setup.invite", againLink), s.againDo, s.organisationsAgain)
	r.Page("GET /setup/holidays", s.gate("setup.read", ""), s.holidaysPage)
	r.Plain("POST /setup/holidays", s.gate("setup.change", againStep), s.stepDo(Holidays, "/setup/letters"), nil)
	r.Page("GET /setup/letters", s.gate("setup.read", ""), s.lettersPage)
	r.Plain("POST /setup/letters", s.gate("setup.change", againTest), s.testDo, s.lettersAgain)
	r.Plain("POST /setup/letters/done", s.gate("setup.change", againStep), s.stepDo(Lettered, "/setup"), nil)
	r.Plain("POST /setup/finish", s.gate("setup.change", againStep), s.stepDo(Finish, "/"), nil)
	s.api(r)
}

func titled(ctx context.Context, key string) web.View { return web.View{Title: i18n.T(ctx, key)} }

// below is a page under the overview.
func below(ctx context.Context, key string) web.View {
	v := titled(ctx, key)
	v.Crumbs = []ui.Crumb{{Label: i18n.T(ctx, "setup.title"), Href: "/setup"}}
	return v
}

func link(q *http.Request) string { return "/setup/" + q.PathValue("secret") }

func (s *Service) operatorPage(q *http.Request) (web.View, error) { return s.operatorAgain(q, nil) }

func (s *Service) operatorAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	l, err := s.Open(q.Context(), q.PathValue("secret"), identity.Source(q.RemoteAddr))
	if err != nil {
		return web.View{}, err
	}
	v := titled(q.Context(), "setup.title")
	v.Body = operatorBody(s.Identity.Form(q, f, link(q)), l.Draft)
	return v, nil
}

func (s *Service) operatorDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[Operator](q.PostForm)
	if err != nil {
		return "", err
	}
	return link(q) + "/person", s.Draft(q.Context(), q.PathValue("secret"), identity.Source(q.RemoteAddr), in)
}

func (s *Service) personPage(q *http.Request) (web.View, error) { return s.personAgain(q, nil) }

// personAgain asks for the operator first where nothing was typed of it.
func (s *Service) personAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	l, err := s.Open(q.Context(), q.PathValue("secret"), identity.Source(q.RemoteAddr))
	if err != nil {
		return web.View{}, err
	}
	v := titled(q.Context(), "setup.title")
	if l.Draft == (Operator{}) {
		v.Body = operatorBody(ui.Form{Action: link(q), Key: s.NewID()}, l.Draft)
		return v, nil
	}
	v.Body = personBody(s.Identity.Form(q, f, link(q)+"/person"), l.Draft, link(q))
	return v, nil
}

func (s *Service) personDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[Begin](q.PostForm)
	if err == nil {
		in.First, err = web.Decode[First](q.PostForm)
	}
	if err != nil {
		return "", err
	}
	in.Password, in.Agent = q.PostForm.Get("password"), q.UserAgent()
	token, err := s.Begin(q.Context(), q.PathValue("secret"), identity.Source(q.RemoteAddr), in)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, s.Identity.Cookie(token))
	return "/setup", nil
}

func (s *Service) overviewPage(q *http.Request) (web.View, error) {
	v, err := s.View(q.Context())
	page := titled(q.Context(), "setup.title")
	page.Body = overviewBody(v, s.NewID())
	return page, err
}

// codeCookie carries the code of a new invitation to the page that shows it; it
// is stored nowhere else.
const codeCookie = "kaigong_setup"

func (s *Service) organisationsPage(q *http.Request) (web.View, error) {
	return s.organisationsAgain(q, nil)
}

func (s *Service) organisationsAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx)
	page := below(ctx, "setup.step.organisations")
	page.Body = organisationsBody(v, s.Identity.Form(q, f, "/setup/organisations"), s.made(q, f, v), s.Identity.System(), s.Identity.Zone)
	return page, err
}

// paper is the link of a new invitation, and for whom it is.
type paper struct{ party, link string }

func (s *Service) made(q *http.Request, f *fault.Fault, v View) (p paper) {
	c, err := q.Cookie(codeCookie)
	if err != nil || f != nil {
		return p
	}
	id, code, _ := strings.Cut(c.Value, ".")
	for _, i := range v.Invited {
		if i.Party.ID == id && !i.Accepted {
			p = paper{i.Party.Name.In(q.Context()), strings.TrimSuffix(s.Identity.BaseURL, "/") + "/invitations/" + code}
		}
	}
	return p
}

func (s *Service) hand(w http.ResponseWriter, c Code) string {
	cookie := s.Identity.Cookie("")
	cookie.Name, cookie.Value, cookie.Path, cookie.MaxAge, cookie.SameSite = codeCookie, c.Party+"."+c.Code, "/setup/organisations", 300, http.SameSiteStrictMode
	http.SetCookie(w, cookie)
	return "/setup/organisations"
}

func (s *Service) inviteDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[InviteOrganisation](q.PostForm)
	if err == nil {
		in.Operator, err = web.Decode[Operator](q.PostForm)
	}
	if err == nil {
		in.First, err = web.Decode[First](q.PostForm)
	}
	if err != nil {
		return "", err
	}
	c, err := s.Invite(q.Context(), in)
	if err != nil {
		return "", err
	}
	return s.hand(w, c), nil
}

func (s *Service) againDo(w http.ResponseWriter, q *http.Request) (string, error) {
	c, err := s.Again(q.Context(), q.PostForm.Get("party"))
	if err != nil {
		return "", err
	}
	return s.hand(w, c), nil
}

func (s *Service) holidaysPage(q *http.Request) (web.View, error) {
	v, err := s.View(q.Context())
	page := below(q.Context(), "setup.step.holidays")
	page.Body = holidaysBody(v, s.NewID())
	return page, err
}

func (s *Service) stepDo(step Step, next string) func(http.ResponseWriter, *http.Request) (string, error) {
	return func(_ http.ResponseWriter, q *http.Request) (string, error) { return next, s.Done(q.Context(), step) }
}

func (s *Service) lettersPage(q *http.Request) (web.View, error) { return s.lettersAgain(q, nil) }

func (s *Service) lettersAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	v, err := s.View(q.Context())
	page := below(q.Context(), "setup.step.letters")
	page.Body = lettersBody(v, s.Identity.Form(q, f, "/setup/letters"), q.URL.Query().Get("sent") == "1")
	return page, err
}

func (s *Service) testDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	return "/setup/letters?sent=1", s.TestLetter(q.Context(), q.PostForm.Get("address"), identity.Source(q.RemoteAddr))
}
