package servicing

// Schedules and lists as files.

import (
	"net/http"

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

// exportList sends the contracts that the reader may list; what an overseer
// does not see on the page is not in the file either.
func (s *Service) exportList(format table.Format) download {
	return func(w http.ResponseWriter, q *http.Request) error {
		ctx := q.Context()
		rows, err := s.List(ctx)
		if err != nil {
			return err
		}
		sheet := table.Sheet{Name: "contracts-" + s.today().String()}
		for _, key := range []string{"col.ref", "borrower", "lender", "col.amount", "col.owed", "disbursed_on", "col.state"} {
			sheet.Headers = append(sheet.Headers, i18n.T(ctx, "servicing."+key))
		}
		sheet.Rows = table.Rows(rows, func(r Row) []any {
			owed := any(nil)
			if r.Linked {
				owed = r.Contract.BalanceFen
			}
			return []any{r.Contract.Ref, r.Borrower.In(ctx), r.Lender.In(ctx), r.Contract.Agreement.Terms.AmountFen, owed, r.Contract.DisbursedOn, ui.StatusOf(ContractMachine.Name, string(r.Contract.State)).Word.In(ctx)}
		})
		return table.Send(w, format, sheet)
	}
}
