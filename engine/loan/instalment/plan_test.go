package instalment

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

var update = flag.Bool("update", false, "rewrite golden files")

// reference is the loan that the domain page works out: a million at 5 %,
// loan.A360, twelve equal instalments from 10 January 2020.
func reference() Plan {
	return Plan{Principal: 1_000_000_00, Rate: 50_000, Disbursed: loan.Civil(2020, 1, 10), TermMonths: 12, Repayment: EqualInstalment, DayCount: loan.A360, Rounding: money.HalfUp}
}

func TestReferenceLoan(t *testing.T) {
	s := must(Post(reference()))
	if s.Instalment != 85_640_72 || s.Installments[11].Total != 85_640_76 || s.TotalInterest() != 27_688_68 || s.BalanceAt(2) != 836_724_30 {
		t.Errorf("instalment %s, last %s, interest %s, balance after two %s", s.Instalment.Text(), s.Installments[11].Total.Text(), s.TotalInterest().Text(), s.BalanceAt(2).Text())
	}
	sum, _ := s.EngineInterest()
	if math.Abs(sum-27688.6699) > 5e-5 || math.Abs(s.engineRows()[1].Balance-836724.2884) > 5e-5 {
		t.Errorf("engine: interest %.6f, balance after two %.6f", sum, s.engineRows()[1].Balance)
	}
}

func TestReferenceLoanGolden(t *testing.T) {
	var b bytes.Buffer
	if err := must(Post(reference())).WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	const file = "testdata/reference.golden"
	if *update {
		os.WriteFile(file, b.Bytes(), 0o644)
	}
	want, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Fatalf("%v\n%s", err, b.String())
	}
}

// The demo loans were computed a second time with exact decimals elsewhere.
func TestFenghePark(t *testing.T) {
	var file struct {
		Loans []struct {
			ID, Repayment, Disbursed     string
			Principal                    int64
			RatePct                      json.Number `json:"rate_pct"`
			TermMonths                   int         `json:"term_months"`
			InterestPaid                 string      `json:"interest_paid"`
			PrincipalPaid                string      `json:"principal_paid"`
			Balance, Accrued, Instalment string
			TotalInterest                string `json:"total_interest"`
			LastInstalment               string `json:"last_instalment"`
		}
	}
	text := must(os.ReadFile("testdata/fenghe.json"))
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	asOf := loan.Civil(2020, 6, 30)
	for _, l := range file.Loans {
		p := Plan{Principal: money.Fen(l.Principal * 100), Rate: must(money.ParsePercent(l.RatePct.String())), Disbursed: must(loan.ParseTime(l.Disbursed)),
			TermMonths: l.TermMonths, Repayment: Repayment(l.Repayment), DayCount: loan.A360, Rounding: money.HalfUp}
		s := must(Post(p))
		var interest, principal money.Fen
		n := 0
		for n < len(s.Installments) && s.Installments[n].Due <= asOf {
			interest, principal = interest+s.Installments[n].Interest, principal+s.Installments[n].Principal
			n++
		}
		accrued := must(p.Interest(s.BalanceAt(n), s.Installments[n].From, asOf))
		check := func(what string, got money.Fen, want string) {
			if want != "" && got != must(money.Parse(want)) {
				t.Errorf("%s: %s %s, expected %s", l.ID, what, got.Text(), want)
			}
		}
		check("interest paid", interest, l.InterestPaid)
		check("principal paid", principal, l.PrincipalPaid)
		check("balance", s.BalanceAt(n), l.Balance)
		check("accrued", accrued, l.Accrued)
		check("total interest", s.TotalInterest(), l.TotalInterest)
		check("instalment", s.Instalment, l.Instalment)
		check("last instalment", s.Installments[len(s.Installments)-1].Total, l.LastInstalment)
	}
}

// Worked out by hand: 800,000 at 4.35 % over 360. From 1 July to 1 August are
// 31 days: 800000·0.0435·31/360 = 2,996.666… → 2,996.67. Settled on 20 October,
// 19 days after the due date of 1 October: 800000·0.0435·19/360 = 1,836.666…
func TestSettle(t *testing.T) {
	p := Plan{Principal: 800_000_00, Rate: 43_500, Disbursed: loan.Civil(2020, 7, 1), TermMonths: 12, Repayment: InterestMonthly, DayCount: loan.A360, Rounding: money.HalfUp}
	s := must(Post(p))
	if s.Installments[0].Interest != 2_996_67 {
		t.Errorf("first interest %s", s.Installments[0].Interest.Text())
	}
	q := must(s.Settle(3, loan.Civil(2020, 10, 20), 10_000))
	if q.Principal != 800_000_00 || q.Interest != 1_836_67 || q.Penalty != 8_000_00 || q.Total != 809_836_67 {
		t.Errorf("%+v", q)
	}
	if _, err := s.Settle(3, loan.Civil(2020, 11, 2), 0); err == nil {
		t.Error("a day after the next due date must be refused: that instalment is owed first")
	}
}

func anyPlan(t *rapid.T) Plan {
	return Plan{
		Principal: money.Fen(rapid.Int64Range(1_000_00, 50_000_000_00).Draw(t, "principal")), Rate: money.PPM(rapid.Int64Range(0, 240_000).Draw(t, "rate")),
		Disbursed: loan.Civil(2019, 1, 1).AddDays(rapid.IntRange(0, 2000).Draw(t, "day")), TermMonths: rapid.IntRange(1, 120).Draw(t, "term"),
		Repayment: rapid.SampledFrom([]Repayment{InterestMonthly, EqualInstalment, EqualPrincipal, Bullet}).Draw(t, "repayment"),
		DayCount:  rapid.SampledFrom([]loan.DayCount{loan.A360, loan.A365, loan.AA, loan.E30360}).Draw(t, "day count"),
		Rounding:  rapid.SampledFrom([]money.Rounding{money.HalfUp, money.HalfEven}).Draw(t, "rounding"),
	}
}

func TestPostedLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t)
		s, err := Post(p)
		if err != nil {
			t.Fatal(err)
		}
		var principal money.Fen
		last := len(s.Installments) - 1
		for i, r := range s.Installments {
			principal += r.Principal
			if r.Total != r.Principal+r.Interest || r.Balance != p.Principal-principal || r.Due <= r.From {
				t.Fatalf("row %+v", r)
			}
			if p.Repayment == EqualInstalment && i < last && r.Total != s.Instalment {
				t.Fatalf("instalment %d is %s, the others %s", r.No, r.Total.Text(), s.Instalment.Text())
			}
		}
		if principal != p.Principal || s.Installments[last].Balance != 0 {
			t.Fatalf("principal %s of %s came back", principal.Text(), p.Principal.Text())
		}
		if p.Repayment == EqualInstalment {
			boundLast(t, p, s)
		}
	})
}

// boundLast is the published bound on the last instalment: Σ_{k<n} (1+i)^k fen,
// i the largest rate of a period.
func boundLast(t *rapid.T, p Plan, s Schedule) {
	i, bound, growth := p.Rate.Fraction()*32/360, 0.0, 1.0
	for range s.Installments {
		bound += growth
		growth *= 1 + i
	}
	diff := s.Installments[len(s.Installments)-1].Total - s.Instalment
	if math.Abs(float64(diff)) > bound+1 {
		t.Fatalf("last differs by %d fen, bound %.1f", diff, bound)
	}
}

// TestPlanAndTermsGiveTheSameBooks posts a plan by whole numbers, and its terms
// by the engine's events.
func TestPlanAndTermsGiveTheSameBooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t)
		s, err := Post(p)
		if err != nil {
			t.Fatal(err)
		}
		terms := must(p.Terms())
		rows, err := loan.Book(&terms, loan.Observed{}, p.Rounding)
		if err != nil {
			t.Fatal(err)
		}
		k := 0
		for _, r := range rows[1:] {
			if r.Total() == 0 && r.Instalment != 0 {
				continue // the day on which the instalment is fixed
			}
			want := s.Installments[k]
			k++
			if r.At != want.Due || r.Principal != want.Principal || r.Interest != want.Interest || r.Balance != want.Balance {
				t.Fatalf("%+v, plan %+v", r, want)
			}
		}
		if k != len(s.Installments) {
			t.Fatalf("%d rows, %d instalments", k, len(s.Installments))
		}
	})
}

// Worked out by hand: money for exactly one year of 365 days costs its rate.
func TestAnnualCost(t *testing.T) {
	got, ok := AnnualCost([]Flow{{loan.Civil(2021, 1, 1), 100_000_00}, {loan.Civil(2022, 1, 1), -104_350_00}})
	if !ok || got != 43_500 {
		t.Fatalf("%d %v", got, ok)
	}
	if _, ok := AnnualCost([]Flow{{loan.Civil(2021, 1, 1), 100}}); ok {
		t.Fatal("one flow has no rate")
	}
}

func BenchmarkPost(b *testing.B) {
	for i := range b.N {
		p := reference()
		p.Principal += money.Fen(i % 1000)
		if _, err := Post(p); err != nil {
			b.Fatal(err)
		}
	}
}

func ExamplePost() {
	s, _ := Post(Plan{Principal: 120_000_00, Rate: 60_000, Disbursed: loan.Civil(2020, 3, 1), TermMonths: 3, Repayment: EqualPrincipal, DayCount: loan.A360, Rounding: money.HalfUp})
	for _, r := range s.Installments {
		fmt.Println(r.Due, r.Principal.Text(), r.Interest.Text(), r.Balance.Text())
	}
	// Output:
	// 2020-04-01 40,000.00 620.00 80,000.00
	// 2020-05-01 40,000.00 400.00 40,000.00
	// 2020-06-01 40,000.00 206.67 0.00
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
