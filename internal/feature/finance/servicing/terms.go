package servicing

// Terms that change while a loan runs. What was agreed stays as it was; a new
// version goes on from a day, and the schedule from there is derived anew.

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Restate puts new terms in force from the end of a day, as part of a larger
// act that both parties agreed to and that its caller authorises: version n+1,
// the schedule after the day derived anew from the posted balance, and receipts
// of later days allocated anew. A deferral takes what it covers out of days past
// due and penalty interest. The day may not lie before an earlier version, nor
// in the future.
func (s *Service) Restate(ctx context.Context, tx db.Tx, contract string, n kernel.NewTerms, at, reason string) (kernel.TermsVersion, error) {
	c, err := loanbook.ByID(ctx, tx, contract)
	if err != nil {
		return kernel.TermsVersion{}, err
	}
	f, v, err := s.restated(ctx, tx, &c, n, at, false)
	if err != nil {
		return v, err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" || len(reason) > 300 {
		return v, fault.New(fault.Invalid, "servicing.restate.reason")
	}
	if err := loanbook.InsertTerms(ctx, tx, c.ID, Restatement{TermsVersion: v, Hash: v.Hash(), Reason: reason, By: kernel.From(ctx).Person, Made: s.Now()}); err != nil {
		return v, err
	}
	c.Quote = nil
	st, err := s.rebook(ctx, tx, f, fmt.Sprint("v", v.No))
	if err != nil {
		return v, err
	}
	if err := s.move(ctx, tx, &c, "restate", field("terms_version", v.No), field("terms_hash", v.Hash()), field("from_on", at), field("reason", reason)); err != nil {
		return v, err
	}
	if st.Paused != 0 && st.DaysPastDue() == 0 {
		c.Version++ // a second step of the case in this transaction
		err = s.move(ctx, tx, &c, "relieve", field("resumes_on", st.Paused))
		c.Version--
	}
	return v, errors.Join(err, loanbook.Update(ctx, tx, &c))
}

// Foresee is the schedule as it stands today, and as it would be with new terms
// from a day on. The day may lie ahead: both are then as of that day, and what
// falls due until then is taken as unpaid. It changes nothing.
func (s *Service) Foresee(ctx context.Context, tx db.Tx, contract string, n kernel.NewTerms, at string) (before, after []Installment, err error) {
	c, err := loanbook.ByID(ctx, tx, contract)
	if err != nil {
		return nil, nil, err
	}
	f, _, err := s.restated(ctx, tx, &c, n, at, true)
	if err != nil {
		return nil, nil, err
	}
	day := max(at, s.today().String())
	now, err := s.at(f, day)
	if err != nil {
		return nil, nil, err
	}
	f.Versions = f.Versions[:len(f.Versions)-1]
	was, err := s.at(f, day)
	return loanbook.Rows(was), loanbook.Rows(now), err
}

// restated are the facts of a contract with one version more, if it can be; the
// day may lie ahead where nothing is put in force.
func (s *Service) restated(ctx context.Context, tx db.Tx, c *Contract, n kernel.NewTerms, at string, ahead bool) (f facts, v kernel.TermsVersion, err error) {
	if !pays(c) {
		_, err := ContractMachine.Take(c.State, "restate")
		return f, v, err
	}
	if f, err = loanbook.FactsOn(ctx, tx, c); err != nil {
		return f, v, err
	}
	last := f.Versions[len(f.Versions)-1]
	v = kernel.TermsVersion{NewTerms: n, No: last.No + 1, FromOn: at, Previous: last.Hash()}
	var k fault.Check
	day, err := clock.ParseDate(at)
	k.That(err == nil, "at", "servicing.date.form")
	k.That(err != nil || ahead || !day.After(s.today()), "at", "servicing.date.future")
	since := max(last.FromOn, c.BooksFrom())
	k.That(err != nil || at > since, "at", "servicing.restate.earlier", fault.Args{"on": since})
	k.That(n.Terms.AmountFen == c.Agreement.Terms.AmountFen, "amount_fen", "servicing.restate.amount")
	if err := k.Err(); err != nil {
		return f, v, err
	}
	f.Versions = append(f.Versions, v)
	_, err = s.at(f, max(at, s.today().String()))
	var term *loan.TermError
	var fact *subledger.FactError
	if errors.As(err, &term) || errors.As(err, &fact) || errors.Is(err, kernel.ErrAllocation) {
		err = fault.New(fault.Invalid, "servicing.restate.impossible").Because(err)
	}
	return f, v, err
}
