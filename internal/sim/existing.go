package sim

// Loans that the lenders of the data kept in their own books before the demo
// begins: each lender brings its own in one file, somebody else there approves
// it, and what falls due is paid from there. Two of them are relieved.

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/upload"
)

// Existing is a loan of the data that was paid out before the demo begins.
type Existing struct {
	ID, Enterprise, Bank, Repayment, Disbursed string
	PrincipalCNY                               int64       `json:"principal_cny"`
	RatePct                                    json.Number `json:"rate_apr_pct"`
	Term                                       int         `json:"term_months"`
	Opening                                    struct {
		AsOf                         string `json:"as_of"`
		Balance, Accrued, Instalment string
		Source                       i18n.Text
	}
}

// Granted is a relief of the data.
type Granted struct {
	ID, Loan, Kind, Product, Effective string
	From                               string      `json:"defers_from"`
	To                                 string      `json:"defers_to"`
	RatePct                            json.Number `json:"new_rate_apr_pct"`
}

// existing brings the loans of the data on its first day, pays what falls due,
// and lets the reliefs be agreed.
func (t *Timeline) existing(d Data) error {
	for _, bank := range d.existingLenders() {
		t.bring(d, bank)
	}
	renewed := map[string]bool{}
	for _, r := range d.Relief {
		renewed[r.Loan] = r.Kind == "renewal_without_principal"
	}
	for _, l := range d.Existing {
		if err := t.payExisting(l, renewed[l.ID]); err != nil {
			return err
		}
	}
	for _, r := range d.Relief {
		if err := t.relieve(d, r); err != nil {
			return err
		}
	}
	return nil
}

func (d Data) existingLenders() (banks []string) {
	for _, l := range d.Existing {
		if !slices.Contains(banks, l.Bank) {
			banks = append(banks, l.Bank)
		}
	}
	return banks
}

// bring is a lender's file: its officer uploads and accepts it, its approver
// confirms the report.
func (t *Timeline) bring(d Data, bank string) {
	w, who, ref := t.world, desks[bank], "existing loans of "+bank
	t.add(t.at(begin, 14, 0), who.officer, "brings the "+ref, func(ctx context.Context) error {
		f, err := upload.Clean("file", "existing-loans-"+bank+".csv", d.existingFile(bank))
		if err != nil {
			return err
		}
		b, err := w.App.Intake.Upload(ctx, intake.Upload{Kind: intake.Loans_, File: f})
		if err != nil {
			return err
		}
		for _, p := range b.Report.Problems {
			return fmt.Errorf("line %d, %s: %s", p.Line, p.Column, p.Key)
		}
		w.know(ref, b.ID)
		w.know("report of the "+ref, b.Hash)
		_, err = w.App.Intake.Accept(ctx, b.ID)
		return err
	})
	t.add(t.at(begin, 15, 0), who.approver, "approves the "+ref, func(ctx context.Context) error {
		b, err := w.App.Intake.Approve(confirmed(ctx, "approve:"+w.ID("report of the "+ref)), w.ID(ref))
		for _, o := range b.Report.Lines {
			w.know("contract of "+o.Number, o.Contract)
		}
		return err
	})
}

// existingFile is the list of a lender's loans as its officer fills in the
// template, with the total in the last line.
func (d Data) existingFile(bank string) []byte {
	var b strings.Builder
	out := csv.NewWriter(&b)
	out.Write([]string{"统一社会信用代码", "借款人", "合同编号", "放款日期", "期限（月）", "借款金额（元）", "年利率（%）", "还款方式", "截至日期", "本金余额（元）", "应计利息（元）", "约定每期金额（元）", "数据来源"})
	var sum money.Fen
	for _, l := range d.Existing {
		if l.Bank != bank {
			continue
		}
		e, o := d.enterprise(l.Enterprise), l.Opening
		out.Write([]string{e.Uscc, e.Name.Zh, l.ID, l.Disbursed, fmt.Sprint(l.Term), fmt.Sprint(l.PrincipalCNY), l.RatePct.String(), l.Repayment, o.AsOf, o.Balance, o.Accrued, o.Instalment, o.Source.Zh})
		balance, _ := money.Parse(o.Balance) // the door reads it again and refuses what it cannot
		sum += balance
	}
	out.Write([]string{"合计", "", "", "", "", "", "", "", "", sum.Text()})
	out.Flush()
	return []byte(b.String())
}

// payExisting books what falls due on the day itself.
func (t *Timeline) payExisting(l Existing, renewed bool) error {
	day, err := clock.ParseDate(l.Disbursed)
	for n := 1; n <= l.Term && err == nil; n++ {
		due := day.AddMonths(n)
		if !due.After(begin) || due.After(Present()) {
			continue
		}
		t.add(t.at(due, 10, 0), desks[l.Bank].officer, "books what "+l.ID+" owes", func(ctx context.Context) error {
			if renewed && n == l.Term {
				return t.payInterest(ctx, l, n)
			}
			return t.world.RepayDue(ctx, l.ID, fmt.Sprintf("%s-%02d", l.ID, n))
		})
	}
	return err
}

// payInterest books the interest of a last due date whose principal is renewed.
func (t *Timeline) payInterest(ctx context.Context, l Existing, n int) error {
	v, err := t.world.App.Servicing.View(ctx, t.world.ID("contract of "+l.ID))
	next, _ := v.Next()
	if err != nil {
		return err
	}
	_, err = t.world.App.Servicing.Repay(ctx, servicing.Repayment{Contract: v.Contract.ID, ReceivedOn: v.Today, AmountFen: next.InterestFen, Number: fmt.Sprintf("%s-%02d", l.ID, n)})
	return err
}

// existingLoan finds a loan by its reference.
func (d Data) existingLoan(id string) Existing {
	i := slices.IndexFunc(d.Existing, func(l Existing) bool { return l.ID == id })
	return d.Existing[max(i, 0)]
}
