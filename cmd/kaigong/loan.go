package main

import (
	"fmt"
	"io"
	"os"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

type loanCmd struct {
	Schedule scheduleCmd `cmd:"" help:"Print the schedule of a loan: engine and posted figures. Without flags, the reference loan."`
}

type scheduleCmd struct {
	Principal string `help:"In yuan." default:"1000000"`
	Rate      string `help:"Percent a year." default:"5"`
	Disbursed string `help:"Day of the payout." default:"2020-01-10"`
	Term      int    `help:"Months." default:"12"`
	Repayment string `help:"How it comes back." enum:"equal_instalment,interest_monthly_principal_end,equal_principal,bullet" default:"equal_instalment"`
	DayCount  string `help:"Day count." enum:"A360,A365,AA,30E360,28E336" default:"A360"`
	Rounding  string `help:"To the fen." enum:"half_up,half_even" default:"half_up"`
	Format    string `help:"How to print." enum:"table,csv,json" default:"table"`
}

func (c scheduleCmd) Run() error {
	p, err := c.plan()
	if err != nil {
		return err
	}
	if c.Format == "table" {
		return printTable(os.Stdout, p)
	}
	s, err := instalment.Post(p)
	if err != nil {
		return err
	}
	if c.Format == "csv" {
		return s.WriteCSV(os.Stdout)
	}
	return s.WriteJSON(os.Stdout)
}

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
