package instalment

// A schedule as a banker reads it: the terms, every instalment with the
// engine's unrounded figures beside the posted ones, and the totals.

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// engineRow is the engine's interest, principal and balance of one due date.
type engineRow struct{ Interest, Principal, Balance float64 }

// engineRows adds up the engine's events per due date; nil where the engine
// does not compute the plan.
func (s Schedule) engineRows() []engineRow {
	terms, err := s.Plan.Terms()
	if err != nil {
		return nil
	}
	events, err := loan.Events(&terms, loan.Observed{})
	if err != nil {
		return nil
	}
	rows := make([]engineRow, len(s.Installments))
	i := 0
	for _, e := range events {
		if e.Type == loan.IED || e.Type == loan.PRF {
			continue
		}
		for i < len(rows)-1 && e.At > s.Installments[i].Due {
			i++
		}
		switch e.Type {
		case loan.IP:
			rows[i].Interest += e.Payoff
		case loan.PR, loan.MD:
			rows[i].Principal += e.Payoff
		}
		rows[i].Balance = e.Notional
	}
	return rows
}

// EngineInterest is the unrounded total interest, and false where the engine
// does not compute the plan.
func (s Schedule) EngineInterest() (float64, bool) {
	rows := s.engineRows()
	var sum float64
	for _, r := range rows {
		sum += r.Interest
	}
	return sum, rows != nil
}

// WriteTable prints the schedule for people.
func (s Schedule) WriteTable(w io.Writer) error {
	p := s.Plan
	fmt.Fprintf(w, "Loan schedule / 还款计划\n\n")
	fmt.Fprintf(w, "principal 本金          %s\nrate 年利率              %s %%\ndisbursed 放款日        %s\nterm 期限               %d months\nrepayment 还款方式      %s\nday count 计息基础      %s\nrounding 取整           %s\n\n",
		p.Principal.Text(), money.Fen(money.Div(money.Fen(p.Rate), 100, money.HalfUp)).Text(), p.Disbursed, p.TermMonths, p.Repayment, p.DayCount, p.Rounding)
	rows := s.engineRows()
	fmt.Fprintf(w, "%3s  %-10s  %-8s  %14s  %14s  %12s  %14s", "no", "due", "year", "instalment", "principal", "interest", "balance")
	if rows != nil {
		fmt.Fprintf(w, "   | engine %14s  %18s", "interest", "balance")
	}
	fmt.Fprintln(w)
	for i, r := range s.Installments {
		fmt.Fprintf(w, "%3d  %s  %-8s  %14s  %14s  %12s  %14s", r.No, r.Due, r.Fraction, r.Total.Text(), r.Principal.Text(), r.Interest.Text(), r.Balance.Text())
		if rows != nil {
			fmt.Fprintf(w, "   | %21.4f  %18.4f", rows[i].Interest, rows[i].Balance+0)
		}
		fmt.Fprintln(w)
	}
	last := s.Installments[len(s.Installments)-1]
	fmt.Fprintf(w, "\ntotal interest, posted 入账利息合计   %s\n", s.TotalInterest().Text())
	if sum, ok := s.EngineInterest(); ok {
		fmt.Fprintf(w, "total interest, engine 引擎利息合计   %.4f\n", sum)
	}
	if s.Instalment > 0 {
		fmt.Fprintf(w, "instalment 每期应还                   %s\n", s.Instalment.Text())
	}
	_, err := fmt.Fprintf(w, "last instalment 末期应还              %s\n", last.Total.Text())
	return err
}

// WriteCSV writes one line per instalment, amounts in yuan.
func (s Schedule) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"no", "from", "due", "year_fraction", "instalment", "principal", "interest", "balance"})
	for _, r := range s.Installments {
		out.Write([]string{fmt.Sprint(r.No), r.From.String(), r.Due.String(), r.Fraction.String(), plain(r.Total), plain(r.Principal), plain(r.Interest), plain(r.Balance)})
	}
	out.Flush()
	return out.Error()
}

func plain(f money.Fen) string { return fmt.Sprintf("%d.%02d", f/100, f%100) }

// WriteJSON writes the schedule with amounts in fen.
func (s Schedule) WriteJSON(w io.Writer) error {
	type row struct {
		No                                              int
		From, Due                                       string
		TotalFen, PrincipalFen, InterestFen, BalanceFen money.Fen
	}
	rows := make([]row, len(s.Installments))
	for i, r := range s.Installments {
		rows[i] = row{r.No, r.From.String(), r.Due.String(), r.Total, r.Principal, r.Interest, r.Balance}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"installments": rows, "total_interest_fen": s.TotalInterest(), "instalment_fen": s.Instalment})
}
