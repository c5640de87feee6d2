package grading

// What other features ask: the class of one loan, of many, and the thresholds.
// None of it authorises: the feature that asks decides who may see the answer.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Grade is the class of one loan as it stands today.
func (s *Service) Grade(ctx context.Context, tx db.Tx, contract string) (g Grade, err error) {
	today := s.today().String()
	lender, p, err := s.Loans.Loan(ctx, tx, contract, today)
	if err != nil || !p.Began {
		return g, err
	}
	rules, judged, err := s.known(ctx, tx, lender)
	if err != nil {
		return g, err
	}
	return rules.grade(p.standing(judged[contract], today), today), nil
}

func (s *Service) known(ctx context.Context, tx db.Tx, lender string) (Rules, map[string][]Judgement, error) {
	rules, err := agreedOf(ctx, tx, lender)
	if err != nil {
		return nil, nil, err
	}
	agreed, err := s.Judgements.Agreed(ctx, tx, lender)
	return rules, byContract(agreed), err
}

// Known is a loan whose standing today its asker knows.
type Known struct {
	ID                 string
	Days               int
	Defaulted, Written bool
}

// Classes are those of many loans of a lender, by contract.
func (s *Service) Classes(ctx context.Context, tx db.Tx, lender string, loans []Known) (map[string]kernel.Class, error) {
	rules, judged, err := s.known(ctx, tx, lender)
	if err != nil {
		return nil, err
	}
	reliefs, err := s.Loans.Reliefs(ctx, tx, lender)
	if err != nil {
		return nil, err
	}
	today, out := s.today().String(), map[string]kernel.Class{}
	for _, l := range loans {
		p := Position{Days: l.Days, Defaulted: l.Defaulted, Written: l.Written, Reliefs: reliefs[l.ID]}
		out[l.ID] = rules.grade(p.standing(judged[l.ID], today), today).Class
	}
	return out, nil
}
