package origination

// Rows, facts and figures of the pages: data in, components' inputs out.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/shown"
)

func (s *Service) tasks(ctx context.Context, v View) []ui.Task {
	var out []ui.Task
	for _, name := range []string{SectionCompany, SectionNeed, SectionOperation, SectionDocuments, SectionSharing} {
		t := ui.Task{Name: i18n.T(ctx, "origination.section."+name), Hint: i18n.T(ctx, "origination.section."+name+".hint"), Href: sectionHref(v, name), State: ui.TaskDone}
		if slices.Contains(v.Missing, name) {
			t.State = ui.TaskTodo
		}
		out = append(out, t)
	}
	review := ui.Task{Name: i18n.T(ctx, "origination.review.title"), Hint: i18n.T(ctx, "origination.review.hint"), Href: "/applications/" + v.Application.ID + "/review", State: ui.TaskTodo}
	if len(v.Missing) > 0 {
		review.State = ui.TaskLocked
	}
	return append(out, review)
}

func nextSection(v View) string {
	if len(v.Missing) > 0 {
		return sectionHref(v, v.Missing[0])
	}
	return sectionHref(v, "review")
}

// dossierPath is where the documents of an application are kept.
const dossierPath = "dossier"

func sectionHref(v View, name string) string {
	if name == SectionDocuments {
		name = dossierPath
	}
	return "/applications/" + v.Application.ID + "/" + name
}

func (s *Service) tasksNext(ctx context.Context, v View) string {
	if len(v.Missing) == 0 {
		return i18n.T(ctx, "origination.tasks.ready")
	}
	return i18n.T(ctx, "origination.tasks.left", i18n.Args{"n": len(v.Missing)})
}

func (s *Service) needFacts(ctx context.Context, v View) []ui.Fact {
	n := v.Application.Need
	facts := n.Facts(ctx)
	if v.Product.ID != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.product"), Value: v.Product.Name.In(ctx), Note: i18n.T(ctx, "origination.product.version", i18n.Args{"code": v.Product.Code, "number": v.Product.Version})})
	}
	return facts
}

// verifiedFacts sets what the park knows beside what the enterprise said.
func (s *Service) verifiedFacts(ctx context.Context, v View) []ui.Fact {
	a := v.Application
	said := i18n.T(ctx, "origination.said")
	facts := []ui.Fact{{Label: i18n.T(ctx, "origination.credit_code"), Value: string(v.Borrower.CreditCode), Mono: true, Source: i18n.T(ctx, "origination.checked_digit")}}
	own := strconv.Itoa(a.Company.HeadcountNow) + " / " + strconv.Itoa(a.Company.HeadcountFull)
	if a.Verdict.At.IsZero() {
		return append(facts, ui.Fact{Label: i18n.T(ctx, "origination.headcount"), Value: own, Source: said, Self: true})
	}
	by := i18n.T(ctx, "origination.verified_on", i18n.Args{"on": i18n.Day(ctx, clock.DateOf(a.Verdict.At, s.Calendar.Zone()).String())})
	return append(facts, a.Verdict.Facts(ctx, own, by)...)
}

func (s *Service) peopleFacts(ctx context.Context, v View) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "origination.side.borrower"), Value: v.Borrower.Name.In(ctx), Note: v.Application.Company.Contact}}
	for _, l := range v.Lenders {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.side.lender"), Value: l.Name.In(ctx)})
	}
	for id, name := range v.People {
		if id == v.Application.Verdict.By {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.side.park"), Value: name.In(ctx)})
		}
	}
	return facts
}

func (s *Service) orgs(v View) map[string]i18n.Text {
	out := map[string]i18n.Text{v.Borrower.ID: v.Borrower.Short, v.Application.Park: {Zh: "园区", En: "the park"}}
	for _, l := range v.Lenders {
		out[l.Case.Lender] = l.Name
	}
	return out
}

func productOptions(ctx context.Context, products []Product) []ui.Option {
	var out []ui.Option
	for _, p := range products {
		out = append(out, ui.Option{Value: p.ID, Label: p.LenderName.In(ctx) + " · " + p.Name.In(ctx) + " · " + i18n.Percent(p.RatePPM) + " · ≤ " + i18n.Wan(ctx, p.MaxFen)})
	}
	return out
}

// amountHint names the limit that holds: that of the chosen product where one is.
func amountHint(ctx context.Context, p Product) string {
	if p.ID == "" {
		return i18n.T(ctx, "origination.amount.hint", i18n.Args{"max": i18n.Wan(ctx, form.MaxAmount)})
	}
	return i18n.T(ctx, "origination.amount.hint.product", i18n.Args{"product": p.Name, "max": i18n.Wan(ctx, min(p.MaxFen, form.MaxAmount))})
}

func ownProducts(ctx context.Context, products []Product) []ui.Option {
	var out []ui.Option
	for _, p := range products {
		out = append(out, ui.Option{Value: p.ID, Label: p.Code + " " + p.Name.In(ctx) + " · " + i18n.Percent(p.RatePPM) + " · " + form.JoinInts(p.Terms) + " " + i18n.T(ctx, "origination.months")})
	}
	return out
}

func lenderOptions(ctx context.Context, lenders []PartyFacts) []ui.Option {
	var out []ui.Option
	for _, l := range lenders {
		out = append(out, ui.Option{Value: l.ID, Label: l.Short.In(ctx)})
	}
	return out
}

func lenderNames(ctx context.Context, lenders []PartyFacts, chosen []string) string {
	var out []string
	for _, l := range lenders {
		if slices.Contains(chosen, l.ID) {
			out = append(out, l.Short.In(ctx))
		}
	}
	return strings.Join(out, i18n.T(ctx, "origination.comma"))
}

func classNames(ctx context.Context, classes []string) string {
	var out []string
	for _, c := range classes {
		out = append(out, i18n.T(ctx, "origination.class."+c))
	}
	return strings.Join(out, i18n.T(ctx, "origination.comma"))
}

// said are messages as a thread takes them.
func said(messages []Message) (out []shown.Said) {
	for _, m := range messages {
		out = append(out, shown.Said(m))
	}
	return out
}

// findingsOf are the conditions of all products beside a case.
func findingsOf(list []Fitness) (all []kernel.Finding) {
	for _, f := range list {
		all = append(all, f.Findings...)
	}
	return all
}

// confirmed reports whether the actor has freshly confirmed for a purpose.
func confirmed(ctx context.Context, purpose string) bool {
	return kernel.From(ctx).ConfirmedFor(purpose)
}

func stepUp(next, purpose string) string {
	return "/step-up?next=" + url.QueryEscape(next) + "&purpose=" + url.QueryEscape(purpose)
}

func (s *Service) mayDraft(ctx context.Context, v CaseView) bool {
	c := v.Case
	return s.Guard.Allowed(ctx, "origination.draft_offer", c.resource(&Application{ID: v.Application}, ""))
}
