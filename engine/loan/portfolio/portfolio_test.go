package portfolio

// The same sums however the work is divided; scenarios against the engine.

import (
	"context"
	"errors"
	"math"
	"reflect"
	"runtime"
	"testing"

	"kaigong.example/kaigong/engine/loan"
)

// loans hands out n annuities of 36 months, spread over four lenders.
func loans(n int) Source {
	k := 0
	return func(batch []Position) (int, error) {
		i := 0
		for ; i < len(batch) && k < n; i, k = i+1, k+1 {
			fill(&batch[i], k)
		}
		return i, nil
	}
}

func fill(p *Position, k int) {
	begin := loan.Civil(2019, 1, 3).AddDays(k % 365)
	monthly := loan.Recurrence{Cycle: loan.Monthly()}
	p.Terms = loan.Terms{
		ContractType: loan.ANN, ContractRole: loan.RPA, StatusDate: begin.AddDays(-1), InitialExchangeDate: begin, MaturityDate: begin.AddMonths(36),
		NotionalPrincipal: 10_000 + float64(k%1000)*990, NominalInterestRate: 0.03 + float64(k%60)*0.0005, DayCountConvention: loan.A365,
		InterestPayment: monthly, PrincipalRedemption: monthly,
	}
	p.Lender, p.Industry, p.Class = k%4, k%7, k%2
}

var shape = Shape{From: loan.Civil(2019, 1, 1), Months: 60, Lenders: 4, Industries: 7, Classes: 2}

// deferral pauses every loan from 10 March 2020 for three months and more.
func deferral() Scenario {
	return Scenario{Name: "deferral", At: loan.Civil(2020, 3, 10), Change: func(_ *Position, t *loan.Terms) {
		resumes := t.InitialExchangeDate.AddMonths(18)
		t.MaturityDate = t.MaturityDate.AddMonths(3)
		t.PrincipalRedemption.Anchor, t.InterestPayment.Anchor = resumes, resumes
	}}
}

func TestWorkDividedChangesNothing(t *testing.T) {
	scenarios := []Scenario{{Name: "as agreed"}, deferral(), {Name: "nothing", At: loan.Civil(2020, 3, 10), Change: func(*Position, *loan.Terms) {}}}
	var want []Sums
	for _, o := range []Options{{Workers: 1, Batch: 1}, {Workers: 1, Batch: 1000}, {Workers: 3, Batch: 7}, {Workers: 8, Batch: 100}} {
		got, err := Run(context.Background(), loans(3000), scenarios, shape, o)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v differs", o)
		}
	}
	plain, same := want[0], want[2]
	if same.Changed != 3000 || plain.Changed != 0 {
		t.Errorf("%d and %d restated", same.Changed, plain.Changed)
	}
	same.Scenario, same.Changed = plain.Scenario, 0
	if !reflect.DeepEqual(plain, same) {
		t.Error("a scenario that changes nothing has other sums")
	}
	if want[1].Total.Interest <= plain.Total.Interest || want[1].Total.Disbursed != plain.Total.Disbursed {
		t.Error("a deferral costs interest and lends nothing")
	}
}

// TestSumsAgreeWithTheEngine adds the same loans up with floating numbers.
func TestSumsAgreeWithTheEngine(t *testing.T) {
	got, err := Run(context.Background(), loans(500), []Scenario{{Name: "as agreed"}}, shape, Options{Workers: 2, Batch: 16})
	if err != nil {
		t.Fatal(err)
	}
	var interest, march, lender, principal float64
	for k := range 500 {
		var p Position
		fill(&p, k)
		events, err := loan.Events(&p.Terms, loan.Observed{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			switch e.Type {
			case loan.IP:
				interest += e.Payoff
				if y, m, _ := e.At.Date(); y == 2020 && m == 3 {
					march += e.Payoff
				}
				if k%4 == 3 {
					lender += e.Payoff
				}
			case loan.PR, loan.MD:
				principal += e.Payoff
			}
		}
	}
	s := got[0]
	for name, pair := range map[string][2]float64{
		"interest": {s.Total.Interest.Yuan(), interest}, "principal": {s.Total.Principal.Yuan(), principal},
		"March 2020": {s.ByMonth[14].Interest.Yuan(), march}, "lender 3": {s.ByLender[3].Interest.Yuan(), lender},
	} {
		if math.Abs(pair[0]-pair[1]) > 0.02 {
			t.Errorf("%s: %.4f, engine %.4f", name, pair[0], pair[1])
		}
	}
}

func TestRunEnds(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Run(ctx, loans(1_000_000), []Scenario{{}}, shape, Options{Workers: 2, Batch: 10, Progress: func(done int) {
		if done >= 100 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	spoiled := func(batch []Position) (int, error) {
		fill(&batch[0], 1)
		batch[0].Terms.ContractID, batch[0].Terms.NotionalPrincipal = "bad", -1
		return 1, nil
	}
	_, err = Run(context.Background(), spoiled, []Scenario{{Name: "as agreed"}}, shape, Options{Workers: 2, Batch: 10})
	var failure *Failure
	var term *loan.TermError
	if !errors.As(err, &failure) || failure.ContractID != "bad" || !errors.As(err, &term) || term.Term != "notionalPrincipal" {
		t.Errorf("%v", err)
	}
	if _, err := Run(context.Background(), loans(1), nil, Shape{}, Options{Workers: 1, Batch: 1}); err == nil {
		t.Error("a shape of nothing")
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}
