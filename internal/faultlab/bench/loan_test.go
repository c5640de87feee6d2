package bench

import (
	"fmt"
	"math"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
)

// BenchmarkYear computes 100,000 annuities of 36 monthly payments, Actual/365,
// by the engine, by posting to the fen, and by a loop written by hand that knows
// nothing of events.
func BenchmarkYear(b *testing.B) {
	const contracts = 100_000
	begin := loan.Civil(2020, 1, 10)
	for b.Loop() {
		hand := timed(func() {
			for i := range contracts {
				byHand(1_000_000+float64(i), 0.05, begin)
			}
		})
		plan := loan.Plan{Principal: 1_000_000_00, Disbursed: begin, TermMonths: 36, Rate: 50_000, Repayment: loan.EqualInstalment, DayCount: loan.A365, Rounding: money.HalfUp}
		terms, err := plan.Terms()
		if err != nil {
			b.Fatal(err)
		}
		events := timed(func() {
			for i := range contracts {
				terms.Notional = 1_000_000 + float64(i)
				if _, err := loan.Events(terms, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		posted := timed(func() {
			for i := range contracts {
				plan.Principal = money.Fen(1_000_000_00 + i)
				if _, err := loan.Post(plan); err != nil {
					b.Fatal(err)
				}
			}
		})
		for _, x := range []struct {
			name string
			took time.Duration
		}{{"loop by hand", hand}, {"loan.Events", events}, {"loan.Post", posted}} {
			fmt.Printf("%-14s %9.0f contracts/s = %.2f of the loop\n", x.name, contracts/x.took.Seconds(), hand.Seconds()/x.took.Seconds())
		}
	}
}

func timed(do func()) time.Duration {
	begun := clock.System()
	do()
	return clock.System().Sub(begun)
}

// byHand is an annuity as a programmer without a standard would write it.
func byHand(balance, rate float64, begin loan.Time) float64 {
	var annuity, discount float64 = 0, 1
	var fractions [36]float64
	from := begin
	for k := range fractions {
		to := begin.AddMonths(k + 1)
		fractions[k] = float64(to-from) / float64(loan.Civil(2020, 1, 2)-loan.Civil(2020, 1, 1)) / 365
		discount /= 1 + rate*fractions[k]
		annuity += discount
		from = to
	}
	payment := balance / annuity
	for _, f := range fractions {
		balance -= payment - balance*rate*f
	}
	return math.Abs(balance)
}
