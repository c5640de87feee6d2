package organisation

// The pages of an administrator's people, and of rights that wait for a second
// person.

import (
	"context"
	"net/http"
	"strings"

	qrcode "github.com/skip2/go-qrcode"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func ownRights() web.Gate {
	return web.Gate{Action: "organisation.rights", Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return rights(kernel.From(ctx).Party), nil
	}}
}

func (s *Service) onGrant(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		g, err := grantByID(ctx, tx, p("id"))
		if err != nil {
			return authz.Resource{}, err
		}
		return s.resource(ctx, tx, g)
	}}
}

func (s *Service) onMember(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		m, err := s.Identity.MembershipByID(ctx, tx, p("id"))
		return member(m), err
	}}
}

func (s *Service) routes(r *web.Router) {
	invite := identity.OwnPeople("identity.invite")
	invite.Repeatable = identity.AgainInvite
	r.Page("GET /people", identity.OwnPeople("identity.people"), s.peoplePage)
	r.Plain("POST /people/invite", invite, s.inviteDo, s.peopleAgain)
	r.Form("POST /people/invitations/{id}/withdraw", identity.OnInvitation("identity.invite"), s.withdrawInviteDo, s.peopleAgain)
	r.Page("GET /people/{id}/roles", s.onMember("organisation.change_roles"), s.rolesPage)
	r.Form("POST /people/{id}/roles", s.onMember("organisation.change_roles"), s.rolesDo, s.rolesAgain)
	r.Page("GET /people/{id}/end", s.onMember("organisation.end"), s.endPage)
	r.Form("POST /people/{id}/end", s.onMember("organisation.end"), s.endDo, s.endAgain)
	r.Page("GET /rights", ownRights(), s.rightsPage)
	r.Form("POST /rights/{id}/confirm", s.onGrant("organisation.confirm"), s.confirmDo, s.rightsAgain)
	r.Form("POST /rights/{id}/refuse", s.onGrant("organisation.refuse"), s.refuseDo, s.rightsAgain)
	r.Form("POST /rights/{id}/withdraw", s.onGrant("organisation.withdraw"), s.withdrawDo, s.rightsAgain)
	s.api(r)
}

// inviteCookie carries the code of a new invitation to the page that shows it,
// once; it is stored nowhere else.
const inviteCookie = "kaigong_invitation"

func (s *Service) peoplePage(q *http.Request) (web.View, error) { return s.peopleAgain(q, nil) }

func (s *Service) peopleAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Identity.People(ctx)
	if err != nil {
		return web.View{}, err
	}
	grants, err := s.Rights(ctx)
	made := invitePaper{}
	if c, err := q.Cookie(inviteCookie); err == nil && f == nil {
		made = s.made(c.Value)
	}
	body := peopleBody(page{v, grants, s.Identity.System(), s.Identity.Zone}, s.Identity.Form(q, f, "/people/invite"), made)
	return web.View{Title: i18n.T(ctx, "identity.people.title"), Current: "people", Body: body}, err
}

// invitePaper is what an administrator hands over: the code to type, the link
// to send, and the picture to print.
type invitePaper struct {
	code, link string
	picture    [][]bool
}

func (s *Service) made(code string) invitePaper {
	p := invitePaper{code: code, link: strings.TrimSuffix(s.Identity.BaseURL, "/") + "/invitations/" + code}
	if picture, err := qrcode.New(p.link, qrcode.Medium); err == nil {
		p.picture = picture.Bitmap()
	}
	return p
}

func (s *Service) withdrawInviteDo(q *http.Request) (string, error) {
	_, err := s.Identity.Withdraw(q.Context(), q.PathValue("id"))
	return "/people", err
}

func (s *Service) inviteDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[identity.Invite](q.PostForm)
	if err != nil {
		return "", err
	}
	_, code, err := s.Identity.Invite(q.Context(), in)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, &http.Cookie{Name: inviteCookie, Value: code, Path: "/people", MaxAge: 300, HttpOnly: true, Secure: strings.HasPrefix(s.Identity.BaseURL, "https://"), SameSite: http.SameSiteStrictMode})
	return "/people", nil
}

// below is a page under the list of people.
func below(ctx context.Context, title string) web.View {
	return web.View{Title: i18n.T(ctx, title), Current: "people", Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "identity.people.title"), Href: "/people"}}}
}

func (s *Service) rolesPage(q *http.Request) (web.View, error) { return s.rolesAgain(q, nil) }

func (s *Service) rolesAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	m, err := s.Identity.Member(ctx, q.PathValue("id"))
	v := below(ctx, "organisation.roles.title")
	v.Body = rolesBody(m, kernel.From(ctx).Kind, s.Identity.Form(q, f, q.URL.Path))
	return v, err
}

func (s *Service) rolesDo(q *http.Request) (string, error) {
	in, err := web.Decode[ChangeRoles](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Membership = q.PathValue("id")
	_, err = s.ChangeRoles(q.Context(), in)
	return "/people", err
}

func (s *Service) endPage(q *http.Request) (web.View, error) { return s.endAgain(q, nil) }

func (s *Service) endAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	m, err := s.Identity.Member(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	open, err := s.Duties(ctx, q.PathValue("id"))
	v := below(ctx, "identity.leave.title")
	v.Body = endBody(m, open, s.Identity.Form(q, f, q.URL.Path), s.Identity.Today().String())
	return v, err
}

func (s *Service) endDo(q *http.Request) (string, error) {
	in := End{Membership: q.PathValue("id"), To: q.PostForm.Get("to")}
	for name, values := range q.PostForm {
		parts := strings.SplitN(name, ".", 3)
		if len(parts) == 3 && parts[0] == "hand" {
			in.Hand = append(in.Hand, Hand{Machine: parts[1], Case: parts[2], Person: values[0]})
		}
	}
	_, err := s.End(q.Context(), in)
	return "/people", err
}

func (s *Service) rightsPage(q *http.Request) (web.View, error) { return s.rightsAgain(q, nil) }

func (s *Service) rightsAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	all, err := s.Rights(ctx)
	return web.View{Title: i18n.T(ctx, "organisation.rights.title"), Current: "rights", Body: rightsBody(all, s.Identity.Form(q, f, ""), s.Now(), s.Identity.Zone)}, err
}

func (s *Service) confirmDo(q *http.Request) (string, error) {
	_, err := s.Confirm(q.Context(), Decide{Grant: q.PathValue("id"), Seen: q.PostForm.Get("seen")})
	return "/rights", err
}

func (s *Service) refuseDo(q *http.Request) (string, error) {
	_, err := s.Refuse(q.Context(), q.PathValue("id"))
	return "/rights", err
}

func (s *Service) withdrawDo(q *http.Request) (string, error) {
	_, err := s.Withdraw(q.Context(), q.PathValue("id"))
	return "/rights", err
}

// waits are the rights that the reader may agree to or refuse.
func (s *Service) waits(ctx context.Context) (waits []module.Wait, err error) {
	if !s.Guard.Allowed(ctx, "organisation.rights", rights(kernel.From(ctx).Party)) {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		all, err := s.waiting(ctx, tx)
		for _, g := range all {
			waits = append(waits, module.Wait{Title: g.heading(ctx), Why: i18n.T(ctx, "organisation.home.text", i18n.Args{"by": g.ByName}), Href: "/rights", Label: i18n.T(ctx, "organisation.home.look")})
		}
		return err
	})
	return waits, err
}
