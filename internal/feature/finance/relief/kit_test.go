package relief_test

// Cases of relief on a loan of one's own.

import (
	"cmp"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
)

type kit struct{ *loantest.Kit }

func newKit(t testing.TB, d *db.DB, on string) *kit { return &kit{loantest.New(t, d, on)} }

var (
	must, sure, wants, million = loantest.Must, loantest.Sure, loantest.Wants, loantest.Million
)

// asked is a case that the borrower began today.
func (k *kit) asked(contract string, in relief.Ask) relief.Case {
	k.T.Helper()
	in.Reason = cmp.Or(in.Reason, "停工 / work has stopped")
	in.Kind = cmp.Or(in.Kind, "defer_all")
	in.Until = cmp.Or(in.Until, clock.DateOf(k.Now(), k.Calendar.Zone()).AddMonths(3).String())
	c, err := k.Relief.Ask(k.Clerking(), contract, in)
	must(k.T, err)
	return c
}

func (k *kit) proposed(c relief.Case, in relief.Propose) relief.Proposal {
	k.T.Helper()
	_, err := k.Relief.Propose(k.Lending(), c.ID, in)
	must(k.T, err)
	return k.table(c)
}

// table is the proposal on the table of a case.
func (k *kit) table(c relief.Case) relief.Proposal {
	k.T.Helper()
	p, ok := k.view(c).OnTable()
	if !ok {
		k.T.Fatal("nothing is on the table")
	}
	return p
}

func (k *kit) view(c relief.Case) relief.View {
	k.T.Helper()
	v, err := k.Relief.View(k.Lending(), c.ID)
	must(k.T, err)
	return v
}

// granted takes a proposal through both confirmations.
func (k *kit) granted(c relief.Case, p relief.Proposal) relief.Case {
	k.T.Helper()
	_, err := k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
	c, err = k.Relief.Approve(sure(k.Approving(), "approve:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
	return c
}

// prepaid is what ends a loan early.
func prepaid(contract, on string, amount money.Fen) servicing.Repayment {
	return servicing.Repayment{Contract: contract, ReceivedOn: on, AmountFen: amount, Number: "END"}
}
