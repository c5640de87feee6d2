package portfolio

// Sums: cash flows added up, in whole millionths of the currency.

import (
	"math"

	"kaigong.example/kaigong/engine/loan"
)

// Micro is an amount in millionths of the currency. Whole numbers add up to the
// same in any order.
type Micro int64

// Yuan is the amount as a number.
func (m Micro) Yuan() float64 { return float64(m) / 1e6 }

// Cell is what one group of contracts pays, the lender's receipts positive.
type Cell struct {
	Disbursed Micro // paid out, as a positive amount
	Principal Micro
	Interest  Micro
	Fees      Micro // with penalties
	Events    int64
}

func (c *Cell) add(o *Cell) {
	c.Disbursed += o.Disbursed
	c.Principal += o.Principal
	c.Interest += o.Interest
	c.Fees += o.Fees
	c.Events += o.Events
}

// Sums of one scenario. Flows before the first month or after the last are in
// the total and in the other groups, and not under a month.
type Sums struct {
	Scenario   string
	Contracts  int64
	Changed    int64 // contracts that the scenario restated
	Total      Cell
	ByMonth    []Cell
	ByLender   []Cell
	ByIndustry []Cell
	ByClass    []Cell
}

func newSums(name string, s Shape) Sums {
	return Sums{Scenario: name, ByMonth: make([]Cell, s.Months), ByLender: make([]Cell, s.Lenders), ByIndustry: make([]Cell, s.Industries), ByClass: make([]Cell, s.Classes)}
}

func (s *Sums) add(o *Sums) {
	s.Contracts += o.Contracts
	s.Changed += o.Changed
	s.Total.add(&o.Total)
	for _, list := range [...][2][]Cell{{s.ByMonth, o.ByMonth}, {s.ByLender, o.ByLender}, {s.ByIndustry, o.ByIndustry}, {s.ByClass, o.ByClass}} {
		for i := range list[0] {
			list[0][i].add(&list[1][i])
		}
	}
}

// count adds a contract and its flows.
func (s *Sums) count(p *Position, events []loan.Event, months []int16, changed bool) {
	s.Contracts++
	if changed {
		s.Changed++
	}
	s.flows(p, events, months)
}

// flows adds the events of a contract up.
func (s *Sums) flows(p *Position, events []loan.Event, months []int16) {
	var all Cell
	for i := range events {
		e := &events[i]
		amount := micro(e.Payoff)
		cell := &all
		var month Cell
		switch e.Type {
		case loan.IP:
			month.Interest = amount
		case loan.IED, loan.PI:
			month.Disbursed = -amount
		case loan.FP, loan.PY:
			month.Fees = amount
		case loan.PR, loan.PP, loan.MD, loan.TD, loan.STD:
			month.Principal = amount
		default:
			continue
		}
		month.Events = 1
		cell.add(&month)
		if k := int(e.At.Day()) - firstDay; k >= 0 && k < len(months) && months[k] >= 0 {
			s.ByMonth[months[k]].add(&month)
		}
	}
	s.Total.add(&all)
	s.ByLender[p.Lender].add(&all)
	s.ByIndustry[p.Industry].add(&all)
	s.ByClass[p.Class].add(&all)
}

func micro(x float64) Micro { return Micro(math.RoundToEven(x * 1e6)) }

// firstDay is the day number of the first date that a contract may carry.
var firstDay = int(loan.Civil(1900, 1, 1).Day())

// monthTable maps days from 1900 on to months of the shape, -1 outside.
func monthTable(s Shape) []int16 {
	last := loan.Civil(2200, 12, 31)
	out := make([]int16, last.Day()-loan.Civil(1900, 1, 1).Day()+1)
	y, m, _ := s.From.Date()
	begin := y*12 + m
	for i := range out {
		year, month, _ := loan.Civil(1900, 1, 1).AddDays(i).Date()
		k := year*12 + month - begin
		if k < 0 || k >= s.Months {
			k = -1
		}
		out[i] = int16(k)
	}
	return out
}
