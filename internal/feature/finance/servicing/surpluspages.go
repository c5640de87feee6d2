package servicing

// The pages of money that waits: the borrower's choice, the lender's refund.

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) surplusPage(q *http.Request) (web.View, error) { return s.surplusAgain(q, nil) }

func (s *Service) surplusAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	ways, err := s.Outlooks(ctx, v.Contract.ID)
	form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f, Values: q.PostForm}
	return web.View{Title: i18n.T(ctx, "servicing.surplus.title"), Current: "contracts", Crumbs: crumbs(ctx, v, true), Body: s.surplusBody(v, ways, form)}, err
}

func (s *Service) surplusForm(q *http.Request) (string, error) {
	in, err := web.Decode[SurplusChoice](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Contract = q.PathValue("id")
	_, err = s.Choose(q.Context(), in)
	return "/contracts/" + in.Contract, err
}

func (s *Service) refundView(v View, f ui.Form) (string, templ.Component) {
	return "servicing.refund.title", s.refundBody(v, f)
}

func (s *Service) refundForm(q *http.Request) (string, error) {
	in, err := web.Decode[Refund](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Contract = q.PathValue("id")
	_, err = s.PayBack(q.Context(), in)
	return "/contracts/" + in.Contract, err
}

// wayOptions are the answers with what each comes to.
func wayOptions(ctx context.Context, all []Outlook) (out []ui.Option) {
	for _, x := range all {
		if x.Way == loanbook.PayBack || x.Way == loanbook.NextDue || x.AmountFen > 0 {
			out = append(out, ui.Option{Value: x.Way, Label: i18n.T(ctx, "servicing.surplus."+x.Way), Hint: i18n.T(ctx, "servicing.surplus."+x.Way+".hint")})
		}
	}
	return out
}

// wayTable lays what each answer comes to beside the others.
func wayTable(ctx context.Context, all []Outlook) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "servicing.surplus.compare"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "servicing.surplus.col.way")}, {Label: i18n.T(ctx, "servicing.surplus.col.next"), Num: true}, {Label: i18n.T(ctx, "servicing.surplus.col.ends")}, {Label: i18n.T(ctx, "servicing.surplus.col.interest"), Num: true}, {Label: i18n.T(ctx, "servicing.prepay_charge"), Num: true, Spare: true}}}
	for _, x := range all {
		if x.Way != loanbook.PayBack && x.Way != loanbook.NextDue && x.AmountFen == 0 {
			continue
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: i18n.T(ctx, "servicing.surplus."+x.Way), Head: true}, {Text: i18n.Column(x.NextFen), Small: i18n.Day(ctx, x.NextOn)}, {Text: x.EndsOn}, {Text: i18n.Column(x.InterestFen)}, {Text: i18n.Column(x.ChargeFen)}}})
	}
	return t
}

// surplusMoves are what can be done with money that waits.
func (s *Service) surplusMoves(ctx context.Context, v View) (out []string) {
	if pays(&v.Contract) && v.Contract.UnappliedFen > v.HeldFen && s.Guard.Allowed(ctx, "servicing.choose", resource(&v.Contract)) {
		out = append(out, "choose")
	}
	if v.HeldFen > 0 && s.Guard.Allowed(ctx, "servicing.refund", resource(&v.Contract)) {
		out = append(out, "refund")
	}
	return out
}
