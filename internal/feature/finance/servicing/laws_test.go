package servicing

// Laws that hold whatever is paid, whenever: a random life of a loan, with the
// books checked after each step.

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/reconcile"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

func terms(t *rapid.T) kernel.LoanTerms {
	x := equal()
	x.AmountFen = money.Fen(rapid.Int64Range(1_00, 1_000_000_00).Draw(t, "amount"))
	x.RatePPM = money.PPM(rapid.Int64Range(0, 240_000).Draw(t, "rate"))
	x.TermMonths = rapid.IntRange(1, 6).Draw(t, "months")
	x.Repayment = rapid.SampledFrom([]kernel.Repayment{kernel.EqualInstalment, kernel.EqualPrincipal, kernel.InterestMonthly, kernel.Bullet}).Draw(t, "repayment")
	x.FeeFen = money.Fen(rapid.Int64Range(0, 500_00).Draw(t, "fee"))
	x.PrepayPPM = money.PPM(rapid.Int64Range(0, 30_000).Draw(t, "charge"))
	x.GraceDays = rapid.IntRange(0, 10).Draw(t, "grace")
	x.UpliftPPM = money.PPM(rapid.SampledFrom([]int64{0, 300_000, 500_000}).Draw(t, "uplift"))
	x.UpliftOnInterest = x.UpliftPPM > 0 && rapid.Bool().Draw(t, "on interest")
	kinds, _ := kernel.DefaultAllocation.Kinds()
	x.Allocation = kernel.Allocation(strings.Join(rapid.Permutation(kinds).Draw(t, "order"), " "))
	return x
}

// life is a loan on its way, with what the test itself adds up.
type life struct {
	*kit
	c     Contract
	came  money.Fen            // received and not taken back
	named map[string]money.Fen // receipts that can be taken back
}

func TestRandomLives(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	rapid.Check(t, func(rt *rapid.T) {
		l := &life{kit: k, named: map[string]money.Fen{}}
		x := terms(rt)
		l.serial++
		must(t, k.Fund(approving(), x.AmountFen, fmt.Sprintf("more %d", l.serial)))
		l.c = k.funded(x, k.today().AddDays(1).String())
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			if c := k.contract(l.c.ID); !pays(&c) {
				break
			}
			step := rapid.SampledFrom([]func(*rapid.T) error{l.wait, l.wait, l.pay, l.pay, l.payDue, l.payBefore, l.reverse, l.choose, l.restated, l.early}).Draw(rt, "step")
			if err := step(rt); err != nil && fault.Of(err).Kind == fault.Internal {
				rt.Fatalf("internal: %v", err)
			}
			l.holds(rt, x)
		}
	})
	k.whole()
}

func (l *life) wait(t *rapid.T) error {
	l.day(l.today().AddDays(rapid.IntRange(1, 45).Draw(t, "days")).String())
	return l.Sweep(context.Background())
}

func (l *life) receive(amount money.Fen, on string) error {
	l.serial++
	number := fmt.Sprintf("R-%d", l.serial)
	err := l.repay(l.c, on, amount, number)
	if err == nil {
		l.came, l.named[number] = l.came+amount, amount
	}
	return err
}

func (l *life) pay(t *rapid.T) error {
	return l.receive(money.Fen(rapid.Int64Range(1, int64(l.c.Agreement.Terms.AmountFen)*2).Draw(t, "paid")), l.today().String())
}

func (l *life) payDue(*rapid.T) error {
	next, _ := l.view(l.c).Next()
	return l.receive(next.OpenFen(), l.today().String())
}

// payBefore books what came in earlier and was forgotten.
func (l *life) payBefore(t *rapid.T) error {
	on := l.today().AddDays(-rapid.IntRange(1, 60).Draw(t, "earlier"))
	return l.receive(money.Fen(rapid.Int64Range(1, int64(l.c.Agreement.Terms.AmountFen)/3+1).Draw(t, "forgotten")), on.String())
}

func (l *life) reverse(t *rapid.T) error {
	if len(l.named) == 0 {
		return nil
	}
	number := rapid.SampledFrom(slices.Sorted(maps.Keys(l.named))).Draw(t, "taken back")
	_, err := l.Reverse(approving(), Reversal{Contract: l.c.ID, Number: number, Reason: "a mistake"})
	if err == nil {
		l.came -= l.named[number]
		delete(l.named, number)
	}
	return err
}

func (l *life) choose(t *rapid.T) error {
	waits := l.contract(l.c.ID).UnappliedFen
	way := rapid.SampledFrom(loanbook.Ways).Draw(t, "way")
	err := l.kit.choose(l.c, way, money.Fen(rapid.Int64Range(0, int64(waits)).Draw(t, "of it")))
	if held := l.view(l.c).HeldFen; err == nil && held > 0 && rapid.Bool().Draw(t, "paid back") {
		l.serial++
		if _, err = l.PayBack(lending(), Refund{Contract: l.c.ID, PaidOn: l.today().String(), Number: fmt.Sprintf("B-%d", l.serial)}); err == nil {
			l.came -= held
		}
	}
	return err
}

// restated defers, cuts the rate or does nothing.
func (l *life) restated(t *rapid.T) error {
	v := l.view(l.c)
	n := kernel.NewTerms{Terms: v.Terms}
	switch next, ok := v.Next(); {
	case rapid.Bool().Draw(t, "cut"):
		n.Terms.RatePPM /= 2
	case ok && next.DueOn > v.Today:
		n.Terms.TermMonths += 2
		n.Deferral = &kernel.Deferral{ResumesOn: next.DueOn, SinceOn: v.Contract.DisbursedOn, Interest: rapid.Bool().Draw(t, "interest too")}
	}
	_, err := l.restate(l.c, v.Today, n)
	return err
}

func (l *life) early(*rapid.T) error {
	c, err := l.AskPrepay(owning(), l.c.ID, l.today().String())
	if err != nil {
		return err
	}
	l.serial++
	r, err := l.Prepay(lending(), Repayment{Contract: c.ID, ReceivedOn: c.Quote.On, AmountFen: c.Quote.TotalFen, Number: fmt.Sprintf("R-%d", l.serial)})
	if l.came += r.AmountFen; err == nil {
		l.named = map[string]money.Fen{}
	}
	return err
}

// holds is what domain law asks of every prefix of a loan's life.
func (l *life) holds(t *rapid.T, x kernel.LoanTerms) {
	v := l.view(l.c)
	if err := l.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		return reconcile.Books{Ledger: l.Book, Collect: l.collect}.Contract(ctx, tx, &v.Contract)
	}); err != nil {
		t.Fatal(err)
	}
	var came, principal, interest, fees money.Fen
	for _, r := range v.Receipts {
		came, principal, interest, fees = came+r.AmountFen, principal+r.PrincipalFen, interest+r.InterestFen, fees+r.FeeFen+r.PenaltyFen
	}
	switch c := v.Contract; {
	case came != l.came:
		t.Fatalf("%s came in, the receipts say %s", l.came.Text(), came.Text())
	case principal+c.BalanceFen != x.AmountFen:
		t.Fatalf("%s repaid and %s owed of %s", principal.Text(), c.BalanceFen.Text(), x.AmountFen.Text())
	case came != principal+interest+fees+c.UnappliedFen || c.UnappliedFen < 0 || c.BalanceFen < 0:
		t.Fatalf("%s came in: %s, %s, %s, and %s waits", came.Text(), principal.Text(), interest.Text(), fees.Text(), c.UnappliedFen.Text())
	case c.State == Closed && (c.BalanceFen != 0 || c.UnappliedFen != 0):
		t.Fatalf("closed with %s owed and %s waiting", c.BalanceFen.Text(), c.UnappliedFen.Text())
	case pays(&c) && c.BalanceFen == 0 && principal > 0 && allPaid(v.Installments) && v.HeldFen == 0:
		t.Fatal("nothing is owed and it goes on")
	}
}

func allPaid(rows []Installment) bool {
	return !slices.ContainsFunc(rows, func(i Installment) bool { return !i.Paid() })
}
