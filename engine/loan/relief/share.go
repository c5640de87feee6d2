package relief

// Guarantee shares: who bears how much of a loan that is not repaid.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// Share is one guarantor's part of a risk.
type Share struct {
	Party    string
	Coverage money.PPM // of what is owed: 400,000 is 40 %
}

const whole = 1_000_000

// BankShare is what the lender bears himself: the rest.
func BankShare(shares []Share) (money.PPM, error) {
	rest := money.PPM(whole)
	for _, s := range shares {
		if s.Coverage <= 0 {
			return 0, wrong("coverageOfCreditEnhancement", loan.NotPositive, s.Party)
		}
		if rest -= s.Coverage; rest < 0 {
			return 0, wrong("coverageOfCreditEnhancement", loan.TooLarge, "100 %")
		}
	}
	return rest, nil
}

// Guarantees are the shares as contracts over one loan, each covering notional
// and interest from a date until the loan ends.
func Guarantees(covered *loan.Terms, from loan.Time, shares []Share, events ...loan.Performance) ([]loan.Terms, error) {
	if _, err := BankShare(shares); err != nil {
		return nil, err
	}
	var out []loan.Terms
	for _, s := range shares {
		coverage := s.Coverage.Fraction()
		t := loan.Terms{
			ContractType: loan.CEG, ContractID: covered.ContractID + "/" + s.Party, ContractRole: loan.BUY, Currency: covered.Currency, StatusDate: from,
			Enhancement: &loan.Enhancement{Covered: []loan.Link{{Terms: covered}}, Coverage: &coverage, Exposure: loan.CoverInterest, Events: events},
		}
		if err := t.Validate(); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Split divides a claim or a recovery in the ratio of the shares, the bank last.
// Every part is rounded down to the fen and what is left goes, a fen each, to
// the parts that lost most, so that the parts add up exactly.
func Split(amount money.Fen, shares []Share) ([]money.Fen, error) {
	bank, err := BankShare(shares)
	if err != nil {
		return nil, err
	}
	if amount < 0 {
		return nil, wrong("amount", loan.NotPositive, "")
	}
	parts := make([]money.Fen, len(shares)+1)
	lost := make([]int64, len(parts))
	left := amount
	for i := range parts {
		ppm := bank
		if i < len(shares) {
			ppm = shares[i].Coverage
		}
		q, rest := int64(amount)/whole*int64(ppm), int64(amount)%whole*int64(ppm)
		parts[i], lost[i] = money.Fen(q+rest/whole), rest%whole
		left -= parts[i]
	}
	for ; left > 0; left-- {
		most := 0
		for i := range lost {
			if lost[i] > lost[most] {
				most = i
			}
		}
		parts[most]++
		lost[most] = -1
	}
	return parts, nil
}
