package loan

// The state of a contract between two events.

// State is what a contract's history amounts to at an instant: everything that
// the rest of its life depends on beside the terms. Amounts are unsigned, the
// contract's role gives the sign.
type State struct {
	Notional        float64 // outstanding principal
	Rate            float64 // nominal rate a year
	Accrued         float64 // interest accrued and not yet paid
	Fee             float64 // fee accrued and not yet paid
	Base            float64 // what interest is computed on
	Payment         float64 // the next instalment: principal (LAM, LAX) or principal and interest (NAM, ANN); 0 while none is fixed
	NotionalScaling float64 // factors of the scaling index
	InterestScaling float64
	Since           Time        // interest is accrued up to here
	Maturity        Time        // where the terms derive it; 0 derives it from this state
	Shortens        bool        // an early repayment kept the instalment, so that the contract ends when nothing is owed
	Performance     Performance // as of the last credit event; empty is performing
}

// turned changes the sign of every amount.
func (s State) turned(sign float64) State {
	s.Notional *= sign
	s.Accrued *= sign
	s.Fee *= sign
	s.Base *= sign
	s.Payment *= sign
	return s
}
