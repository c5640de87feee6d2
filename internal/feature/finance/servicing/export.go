package servicing

// Schedules and lists as files.

import (
	"context"
	"net/http"
	"net/url"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
)

type download = func(http.ResponseWriter, *http.Request) error

// exportSchedule sends the schedule of a contract, amounts in yuan.
func (s *Service) exportSchedule(format table.Format) download {
	return func(w http.ResponseWriter, q *http.Request) error {
		ctx := q.Context()
		v, err := s.View(ctx, q.PathValue("id"))
		if err != nil {
			return err
		}
		sheet := table.Sheet{Name: v.Contract.Ref}
		for _, key := range []string{"no", "due", "collect", "fraction", "total"} {
			sheet.Headers = append(sheet.Headers, i18n.T(ctx, "servicing.col."+key))
		}
		sheet.Headers = append(sheet.Headers, i18n.T(ctx, "servicing.principal"), i18n.T(ctx, "servicing.interest"), i18n.T(ctx, "servicing.col.balance"), i18n.T(ctx, "servicing.col.paid_on"))
		sheet.Rows = table.Rows(v.Installments, func(i Installment) []any {
			return []any{i.No, i.DueOn, i.CollectOn, i.Fraction, i.TotalFen(), i.PrincipalFen, i.InterestFen, i.BalanceFen, i.PaidOn}
		})
		return table.Send(w, format, sheet)
	}
}

// stagesSheet is the list of stages as a file: what overseers may know of each
// contract.
func (s *Service) stagesSheet(ctx context.Context, _ url.Values) (sheet table.Sheet, err error) {
	if err := s.Guard.Require(ctx, "servicing.follow", collection(kernel.From(ctx).Party)); err != nil {
		return sheet, err
	}
	rows, err := s.List(ctx)
	for _, key := range []string{"col.ref", "borrower", "lender", "col.amount", "disbursed_on", "col.state"} {
		sheet.Headers = append(sheet.Headers, i18n.T(ctx, "servicing."+key))
	}
	sheet.Rows = table.Rows(rows, func(r Row) []any {
		return []any{r.Contract.Ref, r.Borrower.In(ctx), r.Lender.In(ctx), r.Contract.Agreement.Terms.AmountFen, r.Contract.DisbursedOn, ui.StatusOf(ContractMachine.Name, string(r.Contract.State)).Word.In(ctx)}
	})
	return sheet, err
}
