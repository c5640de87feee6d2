package scheme

// The pages. Each calls one service method and decides nothing.

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) pages(r *web.Router) {
	r.Page("GET /schemes", own("scheme.list"), s.listPage)
	r.Page("GET /schemes/new", own("scheme.draft"), s.newPage)
	r.Form("POST /schemes", own("scheme.draft"), s.draftForm, s.draftAgain)
	r.Page("GET /schemes/{id}", on("scheme.read"), s.schemePage)
	for _, step := range s.steps() {
		r.Form("POST /schemes/{id}/"+step.move, on(authz.Action("scheme."+step.move)), func(q *http.Request) (string, error) {
			_, err := step.do(q.Context(), q.PathValue("id"))
			return "/schemes/" + q.PathValue("id"), err
		}, s.schemeAgain)
	}
	r.Page("GET /eligible", own("scheme.own"), s.ownPage)
	r.Page("GET /coverage", own("scheme.oversee"), s.coveragePage)
}

// form is a scheme as it is typed, field by field.
type form struct {
	After       string    `form:"after"`
	NameZh      string    `form:"name_zh"`
	NameEn      string    `form:"name_en"`
	Document    string    `form:"document"`
	Sizes       []string  `form:"sizes"`
	Industries  string    `form:"industries"`
	States      []string  `form:"states"`
	Purposes    []string  `form:"purposes"`
	MaxBalance  money.Fen `form:"max_balance"`
	Dues        string    `form:"dues"`
	DueFrom     string    `form:"due_from"`
	DueTo       string    `form:"due_to"`
	LatestOn    string    `form:"latest_on"`
	Actions     []string  `form:"actions"`
	AskUntil    string    `form:"ask_until"`
	Reply       int       `form:"reply_days"`
	JobsPercent int       `form:"jobs_percent"`
	JobsMonth   string    `form:"jobs_month"`
	JobsUntil   string    `form:"jobs_until"`
	Funding     string    `form:"funding"`
	Budget      money.Fen `form:"budget"`
	Reports     string    `form:"reports"`
}

func (f form) rules() Rules {
	return Rules{
		Name: i18n.Text{Zh: f.NameZh, En: f.NameEn}, Document: f.Document, Sizes: f.Sizes, Industries: strings.FieldsFunc(f.Industries, func(r rune) bool { return strings.ContainsRune(" ,，、;；", r) }), States: f.States, Purposes: f.Purposes,
		MaxBalanceFen: f.MaxBalance, Dues: f.Dues, DueFrom: f.DueFrom, DueTo: f.DueTo, LatestOn: f.LatestOn, Actions: f.Actions, AskUntil: f.AskUntil, Reply: f.Reply,
		JobsPercent: f.JobsPercent, JobsMonth: f.JobsMonth, JobsUntil: f.JobsUntil, Funding: f.Funding, BudgetFen: f.Budget, Reports: f.Reports,
	}
}

// values fills the form with a version that the next is written after.
func (v Version) values() url.Values {
	r := v.Rules
	all := url.Values{"after": {v.ID}, "name_zh": {r.Name.Zh}, "name_en": {r.Name.En}, "document": {r.Document}, "sizes": r.Sizes, "industries": {strings.Join(r.Industries, " ")}, "states": r.States, "purposes": r.Purposes,
		"dues": {r.Dues}, "due_from": {r.DueFrom}, "due_to": {r.DueTo}, "latest_on": {r.LatestOn}, "actions": r.Actions, "ask_until": {r.AskUntil}, "reply_days": {strconv.Itoa(r.Reply)},
		"jobs_month": {r.JobsMonth}, "jobs_until": {r.JobsUntil}, "funding": {r.Funding}, "reports": {r.Reports}}
	for name, fen := range map[string]money.Fen{"max_balance": r.MaxBalanceFen, "budget": r.BudgetFen} {
		if fen > 0 {
			all.Set(name, fen.Text())
		}
	}
	if r.JobsPercent > 0 {
		all.Set("jobs_percent", strconv.Itoa(r.JobsPercent))
	}
	return all
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, drafts, err := s.List(ctx)
	return web.View{Title: i18n.T(ctx, "scheme.list.title"), Current: "schemes", Body: listBody(rows, drafts)}, err
}

func (s *Service) newPage(q *http.Request) (web.View, error) {
	own := ui.Form{Action: "/schemes", Key: s.NewID()}
	if after := q.URL.Query().Get("after"); after != "" {
		v, err := s.View(q.Context(), after)
		if err != nil {
			return web.View{}, err
		}
		own.Values = v.Version.values()
	}
	return s.formView(q, own), nil
}

func (s *Service) formView(q *http.Request, f ui.Form) web.View {
	ctx := q.Context()
	title := i18n.T(ctx, "scheme.draft.title")
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "scheme.list.title"), Href: "/schemes"}, {Label: title}}
	return web.View{Title: title, Current: "schemes", Crumbs: crumbs, Body: draftBody(f)}
}

func (s *Service) draftForm(q *http.Request) (string, error) {
	in, err := web.Decode[form](q.PostForm)
	if err != nil {
		return "", err
	}
	v, err := s.Draft(q.Context(), in.After, in.rules())
	return "/schemes/" + v.ID, err
}

func (s *Service) draftAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.formView(q, ui.Form{Action: "/schemes", Key: s.NewID(), Values: q.PostForm, Fault: f}), nil
}

func (s *Service) schemePage(q *http.Request) (web.View, error) { return s.schemeAgain(q, nil) }

func (s *Service) schemeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	name := v.Version.Rules.Name.In(ctx)
	return web.View{Title: name, Current: "schemes", Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "scheme.list.title"), Href: "/schemes"}, {Label: name}}, Body: schemeBody(v, s.NewID(), f)}, err
}

func (s *Service) ownPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.Own(ctx)
	return web.View{Title: i18n.T(ctx, "scheme.own.title"), Current: "eligible", Body: ownBody(rows, s.NewID())}, err
}

func (s *Service) coveragePage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.Oversee(ctx)
	return web.View{Title: i18n.T(ctx, "scheme.oversee.title"), Current: "coverage", Body: overseeBody(rows)}, err
}
