package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/loan/say"
	"kaigong.example/kaigong/engine/money"
)

type loanCmd struct {
	Schedule scheduleCmd `cmd:"" help:"Print the schedule of a loan: engine and posted figures. Without terms and flags, the reference loan."`
	Actus    actusCmd    `cmd:"" help:"Compute the cases of a file in the published format and list what differs."`
}

type scheduleCmd struct {
	Terms     string `arg:"" optional:"" type:"existingfile" help:"Terms in the standard's vocabulary, as JSON; the flags of a product are then left out."`
	Principal string `help:"In yuan." default:"1000000"`
	Rate      string `help:"Percent a year." default:"5"`
	Disbursed string `help:"Day of the payout." default:"2020-01-10"`
	Term      int    `help:"Months." default:"12"`
	Repayment string `help:"How it comes back." enum:"equal_instalment,interest_monthly_principal_end,equal_principal,bullet" default:"equal_instalment"`
	DayCount  string `help:"Day count." enum:"A360,A365,AA,30E360,30E360ISDA,28E336" default:"A360"`
	Rounding  string `help:"To the fen." enum:"half_up,half_even" default:"half_up"`
	Format    string `help:"How to print." enum:"table,csv,json" default:"table"`
	Why       bool   `help:"Explain every cash flow."`
	Lang      string `help:"Language of explanations and errors." enum:"zh,en" default:"en"`
}

func (c scheduleCmd) Run() error { return c.print(os.Stdout) }

func (c scheduleCmd) print(w io.Writer) error {
	write := c.printPlan
	if c.Terms != "" {
		write = c.printTerms
	}
	return inLanguage(write(w), c.Lang)
}

// inLanguage says what is wrong with terms in the language that was asked for.
func inLanguage(err error, language string) error {
	var wrong *loan.TermError
	if language == "zh" && errors.As(err, &wrong) {
		return errors.New(say.Error(wrong, language))
	}
	return err
}

func (c scheduleCmd) printPlan(w io.Writer) error {
	p, err := c.plan()
	if err != nil {
		return err
	}
	if c.Why {
		terms, err := p.Terms()
		if err != nil {
			return err
		}
		return explain(w, &terms, loan.Observed{}, c.Lang)
	}
	if c.Format == "table" {
		return printTable(w, p)
	}
	s, err := instalment.Post(p)
	switch {
	case err != nil:
		return err
	case c.Format == "csv":
		return s.WriteCSV(w)
	}
	return s.WriteJSON(w)
}

// printTable is the schedule of a plan as the reference file has it.
func printTable(w io.Writer, p instalment.Plan) error {
	s, err := instalment.Post(p)
	if err != nil {
		return err
	}
	return s.WriteTable(w)
}

func (c scheduleCmd) plan() (p instalment.Plan, err error) {
	principal, err := money.Parse(c.Principal)
	if err != nil {
		return p, fmt.Errorf("--principal: %w", err)
	}
	rate, err := money.ParsePercent(c.Rate)
	if err != nil {
		return p, fmt.Errorf("--rate: %w", err)
	}
	day, err := loan.ParseTime(c.Disbursed)
	return instalment.Plan{Principal: principal, Rate: rate, Disbursed: day, TermMonths: c.Term, Repayment: instalment.Repayment(c.Repayment), DayCount: loan.DayCount(c.DayCount), Rounding: money.Rounding(c.Rounding)}, err
}

// explain prints a sentence for every cash flow.
func explain(w io.Writer, t *loan.Terms, o loan.Observed, language string) error {
	all, err := loan.ExplainAll(t, o)
	if err != nil {
		return err
	}
	for _, x := range all {
		if _, err := fmt.Fprintln(w, say.Explanation(x, language)); err != nil {
			return err
		}
	}
	return nil
}
