package subledger_test

import (
	"fmt"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
)

// A payment that came in ten days late, and what it went to.
func ExampleFold() {
	begin := loan.Civil(2020, 3, 16)
	terms := subledger.Terms{
		Rate: 48_500, DayCount: "A360", Rounding: money.HalfUp, Repayment: "equal_instalment", Ends: begin.AddMonths(12), Uplift: 500_000,
		Order: []subledger.Debt{"fees", "penalty_interest", "overdue_interest", "overdue_principal", "current_interest", "current_principal"},
	}
	st, err := subledger.Fold(subledger.Loan{
		Versions: []subledger.Version{{From: begin, Terms: terms}},
		Facts: []subledger.Fact{
			{ID: "payout", Kind: subledger.Draw, On: begin, Amount: 200_000_00},
			{ID: "R-1", Kind: subledger.Receipt, On: loan.Civil(2020, 4, 26), Amount: 10_000_00},
		},
		Collect: func(due loan.Time) loan.Time { return due },
	}, loan.Civil(2020, 4, 26))
	if err != nil {
		fmt.Println(err)
		return
	}
	b := st.Bookings[0]
	fmt.Println("penalty interest", b.Penalty.Text(), "interest", b.Interest.Text(), "principal", b.Principal.Text())
	fmt.Println(st.DaysPastDue(), "days past due,", st.Rows[0].Open(), "fen open")
	// Output:
	// penalty interest 32.90 interest 835.28 principal 9,131.82
	// 10 days past due, 714920 fen open
}
