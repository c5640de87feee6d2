package loan_test

import (
	"fmt"

	"kaigong.example/kaigong/engine/loan"
)

// A loan of 6,000 at 6 % a year, interest every quarter, the principal at the
// end.
func ExampleEvents() {
	terms := loan.Terms{
		ContractType: loan.PAM, ContractRole: loan.RPA, StatusDate: loan.Civil(2020, 2, 29), InitialExchangeDate: loan.Civil(2020, 3, 1), MaturityDate: loan.Civil(2020, 9, 1),
		NotionalPrincipal: 6000, NominalInterestRate: 0.06, DayCountConvention: loan.E30360,
		InterestPayment: loan.Recurrence{Cycle: loan.Cycle{Period: loan.Period{N: 3, Unit: 'M'}}},
	}
	events, err := loan.Events(&terms, loan.Observed{})
	if err != nil {
		fmt.Println(err)
	}
	for _, e := range events {
		fmt.Printf("%s %-3s %8.2f %8.2f\n", e.At, e.Type, e.Payoff, e.Notional)
	}
	// Output:
	// 2020-03-01 IED -6000.00  6000.00
	// 2020-06-01 IP     90.00  6000.00
	// 2020-09-01 IP     90.00  6000.00
	// 2020-09-01 MD   6000.00     0.00
}
