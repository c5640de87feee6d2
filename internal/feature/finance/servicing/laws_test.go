package servicing

// Laws that hold whatever is paid, whenever: a random life of a loan, with the
// books checked after each step.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
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
	came  money.Fen // received and not taken back
	last  money.Fen
	named string
}

func TestRandomLives(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	rapid.Check(t, func(rt *rapid.T) {
		l := &life{kit: k}
		x := terms(rt)
		l.serial++
		must(t, k.Fund(approving(), x.AmountFen, fmt.Sprintf("more %d", l.serial)))
		l.c = k.funded(x, k.today().AddDays(1).String())
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			if c := k.contract(l.c.ID); !pays(&c) {
				break
			}
			step := rapid.SampledFrom([]func(*rapid.T) error{l.wait, l.wait, l.pay, l.pay, l.payDue, l.reverse, l.early}).Draw(rt, "step")
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

func (l *life) receive(amount money.Fen) error {
	l.serial++
	number := fmt.Sprintf("R-%d", l.serial)
	err := l.repay(l.c, l.today().String(), amount, number)
	if err == nil {
		l.came, l.last, l.named = l.came+amount, amount, number
	}
	return err
}

func (l *life) pay(t *rapid.T) error {
	return l.receive(money.Fen(rapid.Int64Range(1, int64(l.c.Agreement.Terms.AmountFen)*2).Draw(t, "paid")))
}

func (l *life) payDue(*rapid.T) error {
	next, _ := l.view(l.c).Next()
	return l.receive(next.OpenFen())
}

func (l *life) reverse(*rapid.T) error {
	_, err := l.Reverse(approving(), Reversal{Contract: l.c.ID, Number: l.named, Reason: "a mistake"})
	if err == nil {
		l.came, l.named = l.came-l.last, ""
	}
	return err
}

func (l *life) early(*rapid.T) error {
	c, err := l.AskPrepay(owning(), l.c.ID, l.today().String())
	if err != nil {
		return err
	}
	l.serial++
	r, err := l.Prepay(lending(), Repayment{Contract: c.ID, ReceivedOn: c.Quote.On, AmountFen: c.Quote.TotalFen, Number: fmt.Sprintf("R-%d", l.serial)})
	l.came += r.AmountFen
	return err
}

// holds is what domain law asks of every prefix of a loan's life.
func (l *life) holds(t *rapid.T, x kernel.LoanTerms) {
	v := l.view(l.c)
	if err := l.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		return errors.Join(l.checkContract(ctx, tx, &v.Contract), l.replays(ctx, tx, &v.Contract))
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
	case pays(&c) && c.BalanceFen == 0 && principal > 0 && allPaid(v.Installments):
		t.Fatal("nothing is owed and it goes on")
	}
}
