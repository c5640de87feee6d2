package grading

// The report: a lender's loans by class and by lateness on a day, and what moved
// since the end of the month before.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Sum is a number of loans and their balance.
type Sum struct {
	Count      int       `json:"count"`
	BalanceFen money.Fen `json:"balance_fen"`
}

func (s *Sum) add(balance money.Fen) { s.Count, s.BalanceFen = s.Count+1, s.BalanceFen+balance }

// Line is one class.
type Line struct {
	Class kernel.Class `json:"class"`
	Sum
	SharePPM money.PPM `json:"share_ppm" doc:"Of the balance"`
	Before   Sum       `json:"before" doc:"At the end of the month before"`
}

// Late is a stretch of days past due.
type Late struct {
	Bucket string `json:"bucket" doc:"current, d1, d31, d61 or d91"`
	Sum
	OverdueFen money.Fen `json:"overdue_fen"`
}

// Move is what went from one place to another since the month before. From is
// empty for loans that were not on the books then; To may be a class, paid or
// written_off. The balance is today's, and where nothing is left the one before.
type Move struct {
	From kernel.Class `json:"from"`
	To   string       `json:"to"`
	Sum
}

// Places beside the classes to which a loan can move.
const (
	Paid       = "paid"
	WrittenOff = "written_off"
)

// Row is one loan of a report.
type Row struct {
	ID         string       `json:"id"`
	Ref        string       `json:"ref"`
	Borrower   i18n.Text    `json:"borrower"`
	Grade      Grade        `json:"grade"`
	BalanceFen money.Fen    `json:"balance_fen"`
	OverdueFen money.Fen    `json:"overdue_fen"`
	Before     kernel.Class `json:"before" doc:"At the end of the month before; empty where it was not on the books"`
	BeforeFen  money.Fen    `json:"before_fen"`
	To         string       `json:"to" doc:"Its class, paid or written_off"`
}

// Report is a lender's loans by class.
type Report struct {
	On            string    `json:"on"`
	Previous      string    `json:"previous" doc:"The last day of the month before"`
	Rule          Rule      `json:"rule" doc:"That counts on the day"`
	Total         Sum       `json:"total"`
	Lines         []Line    `json:"lines"`
	Late          []Late    `json:"late"`
	NonPerforming Sum       `json:"non_performing"`
	RatioPPM      money.PPM `json:"ratio_ppm" doc:"Of the balance that does not perform"`
	BeforePPM     money.PPM `json:"before_ppm" doc:"At the end of the month before"`
	Moves         []Move    `json:"moves"`
	Written       Sum       `json:"written_off" doc:"Loans written off by the day, with what was given up of them"`
	Rows          []Row     `json:"rows"`
	Cut           bool      `json:"cut" doc:"There are more loans than a report is made from"`
}

// days are the day of a report and the end of the month before; month is "" for
// today.
func days(month string, today clock.Date) (on, previous clock.Date, err error) {
	if month == "" {
		month = today.String()[:7]
	}
	first, err := clock.ParseDate(month + "-01")
	if err != nil || first.After(today) {
		return on, previous, &fault.Fault{Kind: fault.Invalid, Key: "fault.invalid", Args: fault.Args{"n": 1}, Fields: []fault.Field{{Name: "month", Key: "grading.month", Args: fault.Args{"month": today.String()[:7]}}}}
	}
	if on = first.AddMonths(1).AddDays(-1); on.After(today) {
		on = today
	}
	return on, first.AddDays(-1), nil
}

// Report shows the people of a lender its loans by class, as of today or of the
// end of a month.
func (s *Service) Report(ctx context.Context, month string) (r Report, err error) {
	on, previous, err := days(strings.TrimSpace(month), s.today())
	if err != nil {
		return r, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		lender := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "grading.report", collection(lender)); err != nil {
			return err
		}
		rules, err := agreedOf(ctx, tx, lender)
		if err != nil {
			return err
		}
		r = Report{On: on.String(), Previous: previous.String(), Rule: rules.On(on.String())}
		rows, err := s.rows(ctx, tx, lender, rules, &r)
		if err != nil {
			return err
		}
		r.sumUp(rows)
		return nil
	})
	return r, err
}

// rows are the loans of a report that are, or were, on the books.
func (s *Service) rows(ctx context.Context, tx db.Tx, lender string, rules Rules, r *Report) (rows []Row, err error) {
	loans, err := s.Loans.Book(ctx, tx, lender, r.Previous, r.On)
	if err != nil {
		return nil, err
	}
	agreed, err := s.Judgements.Agreed(ctx, tx, lender)
	if err != nil {
		return nil, err
	}
	r.Cut = len(loans) == MaxLoans
	judged := byContract(agreed)
	for _, l := range loans {
		was, is := l.On[0], l.On[1]
		if is.Written {
			r.Written.add(is.WrittenFen)
		}
		if !was.open() && !is.open() {
			continue
		}
		x := Row{ID: l.ID, Ref: l.Ref, BalanceFen: is.BalanceFen, OverdueFen: is.OverdueFen, BeforeFen: was.BalanceFen, Grade: rules.grade(is.standing(judged[l.ID], r.On), r.On)}
		if was.open() {
			x.Before = rules.grade(was.standing(judged[l.ID], r.Previous), r.Previous).Class
		}
		switch {
		case is.open():
			x.To = string(x.Grade.Class)
		case is.Written:
			x.To = WrittenOff
		default:
			x.To = Paid
		}
		if x.Borrower, err = s.Parties.Short(ctx, tx, l.Borrower); err != nil {
			return nil, err
		}
		rows = append(rows, x)
	}
	return rows, nil
}

func byContract(all []Judgement) map[string][]Judgement {
	out := map[string][]Judgement{}
	for _, j := range all {
		out[j.Contract] = append(out[j.Contract], j)
	}
	return out
}

// open reports whether something of a loan is on the books.
func (p Position) open() bool { return p.Began && p.BalanceFen > 0 }

// standing is what the class of a loan on a day follows from.
func (p Position) standing(judged []Judgement, on string) Standing {
	st := Standing{Days: p.Days, Defaulted: p.Defaulted, Written: p.Written && p.BalanceFen == 0, Reliefs: p.Reliefs}
	for _, j := range judged {
		switch {
		case j.On > on:
		case j.Class == "":
			st.Defaulted = true
		default:
			st.Agreed, st.AgreedOn = j.Class, j.On
		}
	}
	return st
}

// sumUp adds the rows up.
func (r *Report) sumUp(rows []Row) {
	r.Rows = rows
	for _, c := range kernel.Classes {
		r.Lines = append(r.Lines, Line{Class: c})
	}
	for _, b := range buckets {
		r.Late = append(r.Late, Late{Bucket: b.Key})
	}
	before, bad := Sum{}, Sum{}
	moves := map[[2]string]*Sum{}
	for _, x := range rows {
		if x.Before != "" {
			r.Lines[x.Before.Rank()].Before.add(x.BeforeFen)
			before.add(x.BeforeFen)
			if x.Before.NonPerforming() {
				bad.add(x.BeforeFen)
			}
		}
		key, moved := [2]string{string(x.Before), x.To}, x.BeforeFen
		if x.BalanceFen > 0 {
			moved = x.BalanceFen
			r.Total.add(x.BalanceFen)
			r.Lines[x.Grade.Class.Rank()].add(x.BalanceFen)
			late := &r.Late[bucketOf(x.Grade.Days)]
			late.add(x.BalanceFen)
			late.OverdueFen += x.OverdueFen
			if x.Grade.Class.NonPerforming() {
				r.NonPerforming.add(x.BalanceFen)
			}
		}
		if moves[key] == nil {
			moves[key] = &Sum{}
		}
		moves[key].add(moved)
	}
	for i := range r.Lines {
		r.Lines[i].SharePPM = share(r.Lines[i].BalanceFen, r.Total.BalanceFen)
	}
	r.RatioPPM, r.BeforePPM = share(r.NonPerforming.BalanceFen, r.Total.BalanceFen), share(bad.BalanceFen, before.BalanceFen)
	r.Moves = inOrder(moves)
}

// places are where loans come from and go to, in the order in which a table shows
// them.
func places() (from, to []string) {
	for _, c := range kernel.Classes {
		from, to = append(from, string(c)), append(to, string(c))
	}
	return append(from, ""), append(to, Paid, WrittenOff)
}

func inOrder(moves map[[2]string]*Sum) (all []Move) {
	rows, columns := places()
	for _, f := range rows {
		for _, t := range columns {
			if m := moves[[2]string{f, t}]; m != nil {
				all = append(all, Move{kernel.Class(f), t, *m})
			}
		}
	}
	return all
}
