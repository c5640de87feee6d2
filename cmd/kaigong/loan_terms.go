package main

// Schedules of contracts in the standard's vocabulary: the engine's events, and
// the posted rows where the books know the contract.

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/actus"
	"kaigong.example/kaigong/engine/money"
)

// contractSchedule is a contract computed and, in the lender's books, posted.
type contractSchedule struct {
	events []loan.Event
	rows   []loan.Booked
	noRows error // why nothing is posted
}

func (c scheduleCmd) printTerms(w io.Writer) error {
	text, err := os.ReadFile(c.Terms)
	if err != nil {
		return err
	}
	contract, err := actus.ReadContract(text)
	if err != nil {
		return err
	}
	if c.Why {
		return explain(w, &contract.Terms, contract.Observed, c.Lang)
	}
	var s contractSchedule
	if s.events, err = loan.Events(&contract.Terms, contract.Observed); err != nil {
		return err
	}
	s.rows, s.noRows = loan.Book(&contract.Terms, contract.Observed, money.Rounding(c.Rounding))
	switch c.Format {
	case "csv":
		return s.writeCSV(w)
	case "json":
		return s.writeJSON(w)
	}
	return s.writeTable(w)
}

func (s *contractSchedule) writeTable(w io.Writer) error {
	fmt.Fprintf(w, "engine 引擎\n%-19s %-4s %20s %20s %12s %16s\n", "date", "type", "payoff", "balance", "rate", "accrued")
	for _, e := range s.events {
		fmt.Fprintf(w, "%-19s %-4s %20.4f %20.4f %12.8f %16.4f\n", e.At, e.Type, e.Payoff+0, e.Notional+0, e.Rate, e.Accrued+0)
	}
	if s.noRows != nil {
		_, err := fmt.Fprintf(w, "\nposted 入账: %v\n", s.noRows)
		return err
	}
	var interest, fees money.Fen
	fmt.Fprintf(w, "\nposted 入账\n%-19s %18s %16s %14s %18s %18s\n", "date", "principal", "interest", "fees", "total", "balance")
	for _, r := range s.rows {
		interest, fees = interest+r.Interest, fees+r.Fee
		fmt.Fprintf(w, "%-19s %18s %16s %14s %18s %18s\n", r.At, r.Principal.Text(), r.Interest.Text(), r.Fee.Text(), r.Total().Text(), r.Balance.Text())
	}
	_, err := fmt.Fprintf(w, "\ntotal interest, engine 引擎利息合计   %.4f\ntotal interest, posted 入账利息合计   %s\nfees, posted 入账费用合计             %s\n", s.engineInterest(), interest.Text(), fees.Text())
	return err
}

func (s *contractSchedule) engineInterest() (sum float64) {
	for _, e := range s.events {
		if e.Type == loan.IP {
			sum += e.Payoff
		}
	}
	return sum
}

// writeCSV writes the engine's events, and then the posted rows, each line
// naming which it is.
func (s *contractSchedule) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	number := func(x float64) string {
		return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x, 'f', 10, 64), "0"), ".")
	}
	out.Write([]string{"layer", "date", "type", "payoff", "principal", "interest", "fees", "balance", "rate", "accrued"})
	for _, e := range s.events {
		out.Write([]string{"engine", e.At.String(), e.Type.String(), number(e.Payoff), "", "", "", number(e.Notional), number(e.Rate), number(e.Accrued)})
	}
	for _, r := range s.rows {
		out.Write([]string{"posted", r.At.String(), "", number(r.Total().Yuan()), number(r.Principal.Yuan()), number(r.Interest.Yuan()), number(r.Fee.Yuan()), number(r.Balance.Yuan()), "", ""})
	}
	out.Flush()
	return out.Error()
}

// writeJSON writes the engine's events with amounts as numbers, and the posted
// rows in fen.
func (s *contractSchedule) writeJSON(w io.Writer) error {
	type event struct {
		EventDate           loan.Time      `json:"eventDate"`
		EventType           loan.EventType `json:"eventType"`
		Payoff              float64        `json:"payoff"`
		NotionalPrincipal   float64        `json:"notionalPrincipal"`
		NominalInterestRate float64        `json:"nominalInterestRate"`
		AccruedInterest     float64        `json:"accruedInterest"`
	}
	type row struct {
		Date         loan.Time `json:"date"`
		PrincipalFen money.Fen `json:"principal_fen"`
		InterestFen  money.Fen `json:"interest_fen"`
		FeeFen       money.Fen `json:"fee_fen"`
		BalanceFen   money.Fen `json:"balance_fen"`
	}
	events := make([]event, len(s.events))
	for i, e := range s.events {
		events[i] = event{e.At, e.Type, e.Payoff, e.Notional, e.Rate, e.Accrued}
	}
	rows := make([]row, len(s.rows))
	for i, r := range s.rows {
		rows[i] = row{r.At, r.Principal, r.Interest, r.Fee, r.Balance}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"engine": events, "posted": rows})
}
