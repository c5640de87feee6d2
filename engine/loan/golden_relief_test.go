package loan_test

// Every relief action on a loan, as a vector.

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/relief"
	"kaigong.example/kaigong/engine/money"
)

// reference is the loan of the project's handbook: a million at 5 %, A360,
// twelve equal instalments from 10 January 2020; two of them are paid.
const reference = `"contractType": "ANN", "contractRole": "RPA", "currency": "CNY", "contractID": "L1",
		"statusDate": "2020-01-09", "initialExchangeDate": "2020-01-10", "maturityDate": "2021-01-10",
		"notionalPrincipal": 1000000, "nominalInterestRate": 0.05, "dayCountConvention": "A360",
		"cycleAnchorDateOfPrincipalRedemption": "2020-02-10", "cycleOfPrincipalRedemption": "P1ML0"`

// paidTwo is the reference loan in exact fractions after two instalments.
func paidTwo() *exact {
	x := begun("A360", "0.05")
	x.start("2020-01-10", "1000000")
	x.solve("2020-02-09", monthly("2020-02-10", 12)...)
	x.instalments("2020-02-10", "2020-03-10")
	x.flows = nil
	return x
}

// booksAfterTwo are the books of the reference loan on a day, told anew.
func rebooked(t *testing.T, c relief.Contract, at loan.Time, terms loan.Terms) loan.Terms {
	t.Helper()
	out, err := loan.RestateBooked(&c.Terms, c.Observed, at, terms, money.HalfUp)
	if err != nil {
		t.Fatal(err)
	}
	out.Opening.Shortens = terms.Opening != nil && terms.Opening.Shortens
	return out
}

// known are figures of the handbook, computed elsewhere: future interest of the
// engine and as posted, and the posted instalment; "" is not given.
type known struct {
	engine, posted, instalment string
}

// restated runs one action on the reference loan.
func restated(t *testing.T, name, zh, en, action, rule string, at loan.Time, act func(relief.Contract) (loan.Terms, error), x *exact, want known) {
	t.Helper()
	s := newSheet(t, name, zh, en)
	c := relief.Contract{Terms: s.input(reference)}
	fmt.Fprintf(s, "  action 措施: %s\n", action)
	s.rule(rule)
	terms, err := act(c)
	if err != nil {
		t.Fatal(err)
	}
	events := s.output(terms, loan.Observed{})
	x.agree(t, events)
	posted := rebooked(t, c, at, unopened(terms, c.Terms))
	rows := s.posted(posted, loan.Observed{})
	before := must(loan.Events(&c.Terms, loan.Observed{}))
	cmp := relief.Compare(at.AddDays(1), before, events)
	fmt.Fprintf(s, "\nbefore and after 前后对照\n  future interest 后续利息: %.4f → %.4f, posted 入账 %s\n  last date 末期: %s → %s\n",
		cmp.InterestBefore, cmp.InterestAfter, bookedInterest(rows, at).Text(), cmp.EndBefore, cmp.EndAfter)
	s.done()
	if got := fmt.Sprintf("%.4f", cmp.InterestAfter); want.engine != "" && got != want.engine {
		t.Errorf("future interest %s, handbook %s", got, want.engine)
	}
	if got := bookedInterest(rows, at).Text(); want.posted != "" && got != want.posted {
		t.Errorf("posted future interest %s, handbook %s", got, want.posted)
	}
	if want.instalment != "" && !slicesHave(rows, must(money.Parse(want.instalment))) {
		t.Errorf("no instalment of %s: %+v", want.instalment, rows)
	}
}

// unopened are the agreed terms of a restatement without its opening state, as
// the books take them.
func unopened(terms, old loan.Terms) loan.Terms {
	opening := terms.Opening
	terms.Opening, terms.StatusDate = nil, old.StatusDate
	if opening.Shortens {
		terms.Opening = &loan.State{Shortens: true}
	}
	return terms
}

func bookedInterest(rows []loan.Booked, after loan.Time) (sum money.Fen) {
	for _, r := range rows {
		if r.At > after {
			sum += r.Interest
		}
	}
	return sum
}

func slicesHave(rows []loan.Booked, total money.Fen) bool {
	n := 0
	for _, r := range rows {
		if r.Total() == total {
			n++
		}
	}
	return n >= 2
}

func TestGoldenDeferral(t *testing.T) {
	at := loan.Civil(2020, 3, 11)
	pause := relief.Pause{Resumes: loan.Civil(2020, 7, 10), Extension: loan.Period{N: 3, Unit: 'M'}}
	x := paidTwo()
	x.solve("2020-07-09", monthly("2020-07-10", 10)...)
	x.instalments(monthly("2020-07-10", 9)...)
	x.end("2021-04-10")
	restated(t, "defer_all", "延期还本付息：2020-03-11 起暂停，2020-07-10 恢复，到期日后延三个月", "Principal and interest deferred from 11 March, resumed on 10 July, three months more",
		"DeferAll at 2020-03-11, resumes 2020-07-10, extension P3M", "interest of the pause is simple and in the first new instalment; all ten are equal; no penalty", at,
		func(c relief.Contract) (loan.Terms, error) { return relief.DeferAll(c, at, pause) }, x, known{"30509.1351", "30,509.13", "86,723.34"})

	x = paidTwo()
	x.interest(monthly("2020-04-10", 3)...)
	x.solve("2020-07-09", monthly("2020-07-10", 10)...)
	x.instalments(monthly("2020-07-10", 9)...)
	x.end("2021-04-10")
	restated(t, "defer_principal", "延期还本：利息照付，2020-07-10 恢复还本，到期日后延三个月", "Principal deferred: interest goes on, redemptions resume on 10 July, three months more",
		"DeferPrincipal at 2020-03-11, resumes 2020-07-10, extension P3M", "interest on its dates; the instalment is solved anew when redemptions resume", at,
		func(c relief.Contract) (loan.Terms, error) { return relief.DeferPrincipal(c, at, pause) }, x, known{"30303.9343", "30,303.92", ""})
}

func TestGoldenRateCut(t *testing.T) {
	at := loan.Civil(2020, 3, 11)
	x := paidTwo()
	x.accrue("2020-03-11")
	x.rate = frac("0.0405")
	x.solve("2020-03-11", monthly("2020-04-10", 10)...)
	x.instalments(monthly("2020-04-10", 9)...)
	x.end("2021-01-10")
	restated(t, "rate_cut", "降息至 4.05%，期限不变，每期减少", "Rate cut to 4.05 %, the end stays, the instalment falls",
		"CutRate at 2020-03-11 to 0.0405, keep maturity", "the day at the old rate is kept; the instalment is solved anew with it", at,
		func(c relief.Contract) (loan.Terms, error) { return relief.CutRate(c, at, 0.0405, loan.KeepMaturity) }, x, known{"15946.4728", "15,946.48", "85,267.08"})

	x = paidTwo()
	x.accrue("2020-03-11")
	x.rate = frac("0.0405")
	x.instalments(monthly("2020-04-10", 9)...)
	x.instalments("2021-01-10")
	x.flow("2021-01-10", "MD", new(big.Rat))
	s := newSheet(t, "rate_cut_keep_instalment", "降息至 4.05%，每期不变，末期减少", "Rate cut to 4.05 %, the instalment stays, the last is smaller")
	c := relief.Contract{Terms: s.input(reference)}
	s.rule("the instalment of 85,640.72 stays; what the lower interest leaves comes off the last")
	terms := must(relief.CutRate(c, at, 0.0405, loan.KeepInstalment))
	events := s.output(terms, loan.Observed{})
	last := x.flows[len(x.flows)-3]
	x.flows = append(x.flows[:len(x.flows)-3], exactFlow{"2021-01-10", "IP", x.flows[len(x.flows)-2].payoff, last.payoff}, exactFlow{"2021-01-10", "MD", last.payoff, new(big.Rat)})
	x.agree(t, events)
	s.done()
}

func TestGoldenSpread(t *testing.T) {
	at := loan.Civil(2020, 3, 11)
	pause := relief.Pause{Resumes: loan.Civil(2020, 7, 10), Extension: loan.Period{N: 3, Unit: 'M'}}
	s := newSheet(t, "spread_interest", "利息平摊：停付期间的利息分摊到恢复后的各期，不再计息", "Interest of the pause spread over the new instalments, without interest on it")
	c := relief.Contract{Terms: s.input(reference)}
	s.rule("the interest accrued to 10 June is repaid in ten equal parts beside the ten new instalments")
	principal, interest, err := relief.Spread(c, at, pause)
	if err != nil {
		t.Fatal(err)
	}
	x := paidTwo()
	x.accrue("2020-06-10")
	deferred := x.accrued
	x.accrued = new(big.Rat)
	x.solve("2020-07-09", monthly("2020-07-10", 10)...)
	x.instalments(monthly("2020-07-10", 9)...)
	x.end("2021-04-10")
	x.agree(t, s.output(principal, loan.Observed{}))
	y := begun("A360", "0")
	y.goOn("2020-06-10", deferred, new(big.Rat))
	for _, d := range monthly("2020-07-10", 9) {
		y.pay(d, "PR", quo(deferred, big.NewRat(10, 1)))
	}
	y.end("2021-04-10")
	y.agree(t, s.output(interest, loan.Observed{}))
	s.done()
}

func TestGoldenTranche(t *testing.T) {
	at := loan.Civil(2020, 4, 20)
	x := paidTwo()
	x.instalments("2020-04-10")
	x.flows = nil
	x.accrue("2020-04-20")
	x.balance = add(x.balance, frac("500000"))
	x.solve("2020-04-20", monthly("2020-05-10", 9)...)
	x.instalments(monthly("2020-05-10", 8)...)
	x.end("2021-01-10")
	restated(t, "tranche", "分批放款：2020-04-20 再放 50 万元，期限不变", "A further tranche of 500,000 on 20 April, to the same end",
		"Draw at 2020-04-20, 500,000", "balance + tranche; the instalment is solved anew to the same maturity, the ten days on the old balance with it", at,
		func(c relief.Contract) (loan.Terms, error) { return relief.Draw(c, at, 500_000) }, x, known{})
}

func TestGoldenCapitalise(t *testing.T) {
	at := loan.Civil(2020, 3, 11)
	pause := relief.Pause{Resumes: loan.Civil(2020, 7, 10), Extension: loan.Period{N: 3, Unit: 'M'}}
	x := paidTwo()
	x.capitalise("2020-06-10")
	x.solve("2020-07-09", monthly("2020-07-10", 10)...)
	x.instalments(monthly("2020-07-10", 9)...)
	x.end("2021-04-10")
	restated(t, "capitalise", "停付期间利息转入本金（2020-06-10），2020-07-10 恢复，到期日后延三个月", "Interest of the pause added to the principal on 10 June, resumed on 10 July, three months more",
		"DeferAll, then capitalizationEndDate 2020-06-10", "capitalised interest carries interest from 10 June on", at,
		func(c relief.Contract) (loan.Terms, error) {
			terms, err := relief.DeferAll(c, at, pause)
			terms.CapitalizationEndDate = loan.Civil(2020, 6, 10)
			return terms, err
		}, x, known{})
}

const bullet = pamBase + `"contractID": "L2", "statusDate": "2020-03-04", "initialExchangeDate": "2020-03-05", "maturityDate": "2020-09-05",
		"notionalPrincipal": 1500000, "nominalInterestRate": 0.046, "dayCountConvention": "A360",
		"cycleAnchorDateOfInterestPayment": "2020-06-05", "cycleOfInterestPayment": "P3ML0"`

func TestGoldenExtension(t *testing.T) {
	s := newSheet(t, "extend", "展期：到期日由 2020-09-05 延至 2020-12-05", "Extension of a loan repaid at the end, from 5 September to 5 December")
	c := relief.Contract{Terms: s.input(bullet)}
	s.rule("a new maturity; interest goes on on its dates at the same rate")
	terms := must(relief.Extend(c, loan.Civil(2020, 8, 20), loan.Civil(2020, 12, 5)))
	x := begun("A360", "0.046")
	x.start("2020-03-05", "1500000")
	x.interest("2020-06-05")
	x.flows = nil
	x.interest("2020-09-05")
	x.end("2020-12-05")
	x.agree(t, s.output(terms, loan.Observed{}))
	s.done()
}

func TestGoldenRenewal(t *testing.T) {
	s := newSheet(t, "renewal", "无还本续贷：新贷款在旧贷款到期日放款，经过渡账户结清旧贷款", "Renewal without principal: a new loan settles the old one on its maturity through a clearing account")
	c := relief.Contract{Terms: s.input(bullet)}
	next := c.Terms
	next.ContractID, next.StatusDate, next.InitialExchangeDate, next.MaturityDate = "L3", loan.Civil(2020, 9, 4), loan.Civil(2020, 9, 5), loan.Civil(2021, 3, 5)
	next.InterestPayment.Anchor = loan.Civil(2020, 12, 5)
	s.rule("proceeds 1,500,000 meet the old principal; interest of the old loan, 1,500,000 × 4.6 % × 92/360 = 17,633.33, is paid by the borrower")
	r := must(relief.Renew(c, next))
	fmt.Fprintf(s, "\noutput 输出\n  on %s settled 结清 %.2f proceeds 放款 %.2f net 净额 %.2f interest 利息 %.4f\n", r.On, r.Settled, r.Proceeds, r.Net, r.Interest)
	interest, _ := mul(mul(frac("1500000"), frac("0.046")), big.NewRat(92, 360)).Float64()
	if r.Settled != 1_500_000 || r.Net != 0 || math.Abs(r.Interest-interest) > 1e-9 {
		t.Errorf("%+v, interest by hand %.6f", r, interest)
	}
	next.InitialExchangeDate = loan.Civil(2020, 9, 6)
	if _, err := relief.Renew(c, next); err == nil {
		t.Error("a renewal paid out on another day settles nothing")
	}
	s.done()
}

func TestGoldenBridge(t *testing.T) {
	s := newSheet(t, "bridge", "应急转贷：日费率前 5 日 0.02%，之后 0.04%，最长 10 日", "Bridge loan: 0.02 % a day for five days, 0.04 % from then on, ten days at most")
	b := relief.Bridge{Principal: 2_000_000, PaidOut: loan.Civil(2020, 4, 1), Daily: 0.0002, Later: 0.0004, LaterFrom: 5, MaxDays: 10, Days: 8}
	fmt.Fprintf(s, "\ninput 输入\n  %+v\n", b)
	s.rule("5 days at 0.02 % and 3 at 0.04 %: 2,000,000 × (0.10 % + 0.12 %) = 4,400.00")
	terms := must(b.Terms())
	x := begun("A360", "0.072")
	x.start("2020-04-01", "2000000")
	x.accrue("2020-04-06")
	x.rate = frac("0.144")
	x.end("2020-04-09")
	x.agree(t, s.output(terms, loan.Observed{}))
	b.Days = 11
	if _, err := b.Terms(); err == nil {
		t.Error("eleven days pass the limit of ten")
	}
	s.done()
}

func TestGoldenWriteOff(t *testing.T) {
	s := newSheet(t, "write_off", "核销：2020-06-30 收回 30 万元，其余本息核销", "Write-off on 30 June: 300,000 is recovered, the rest is forgiven")
	c := relief.Contract{Terms: s.input(reference)}
	s.rule("the contract ends for what is recovered, whatever is owed by then")
	terms := must(relief.WriteOff(c, loan.Civil(2020, 6, 29), loan.Civil(2020, 6, 30), 300_000))
	events := s.output(terms, loan.Observed{})
	last := events[len(events)-1]
	if len(events) != 1 || last.Type != loan.TD || math.Abs(last.Payoff-300_000) > 1e-7 || last.Notional != 0 {
		t.Errorf("%+v", events)
	}
	s.done()
}

func TestGoldenSubsidy(t *testing.T) {
	s := newSheet(t, "subsidy", "财政贴息：按余额 1.575%/年，2020-03-05 至 2020-12-05，按季申报，预算 1.2 万元", "Interest subsidy: 1.575 % a year on the balance, 5 March to 5 December, claimed every quarter, budget 12,000")
	terms := s.input(bullet)
	sub := relief.Subsidy{Rate: 0.01575, From: loan.Civil(2020, 3, 5), To: loan.Civil(2020, 12, 5), DayCount: loan.A360, Claims: loan.Cycle{Period: loan.Period{N: 3, Unit: 'M'}}, Budget: 12_000}
	s.rule("92 days twice: 1,500,000 × 1.575 % × 92/360 = 6,037.50 each; the budget leaves 5,962.50 for the second; the loan is repaid on 5 September, so that the third is nothing")
	claims := must(sub.Accrue(0, must(loan.Events(&terms, loan.Observed{}))))
	fmt.Fprintf(s, "\noutput 输出\n")
	for _, c := range claims {
		fmt.Fprintf(s, "  %s accrued 计提 %.4f interest paid 已付利息 %.4f claim 申报 %.4f %s\n", c.At, c.Accrued, c.Paid, c.Amount, c.Capped)
	}
	one, _ := mul(mul(frac("1500000"), frac("0.01575")), big.NewRat(92, 360)).Float64()
	for i, want := range []float64{one, 12_000 - one, 0} {
		if math.Abs(claims[i].Amount-want) > 1e-9 {
			t.Errorf("claim %d is %.6f, by hand %.6f", i, claims[i].Amount, want)
		}
	}
	if back := relief.Clawback(claims, loan.Civil(2020, 9, 1)); math.Abs(back-(12_000-one)) > 1e-9 {
		t.Errorf("clawback %.6f", back)
	}
	if relief.NoDouble([]relief.Subsidy{sub, {Rate: 0.01, From: loan.Civil(2020, 12, 4), To: loan.Civil(2021, 1, 1)}}) == nil {
		t.Error("two subsidies on 4 December")
	}
	s.done()
}

func TestGoldenShares(t *testing.T) {
	s := newSheet(t, "guarantee_shares", "分担比例：担保公司 40%、再担保 20%、国家基金 20%，银行 20%", "Shares: guarantor 40 %, re-guarantor 20 %, fund 20 %, the bank 20 %")
	terms := s.input(bullet)
	shares := []relief.Share{{Party: "guarantor", Coverage: 400_000}, {Party: "re-guarantor", Coverage: 200_000}, {Party: "fund", Coverage: 200_000}}
	s.rule("default on 20 July: principal and 45 days of interest, 1,500,000 × 4.6 % × 45/360 = 8,625.00; each bears his share")
	ceg := must(relief.Guarantees(&terms, loan.Civil(2020, 3, 5), shares, loan.Defaulted))
	o := loan.Observed{Events: []loan.Occurrence{{At: loan.Civil(2020, 7, 20), Type: loan.CE, ContractID: "L2", Performance: loan.Defaulted}}}
	exposure := add(frac("1500000"), mul(mul(frac("1500000"), frac("0.046")), big.NewRat(45, 360)))
	for i, g := range ceg {
		events := s.output(g, o)
		want, _ := mul(exposure, big.NewRat(int64(shares[i].Coverage), 1_000_000)).Float64()
		if last := events[len(events)-1]; last.Type != loan.STD || math.Abs(last.Payoff-want) > 1e-7 {
			t.Errorf("%s pays %.6f, by hand %.6f", shares[i].Party, last.Payoff, want)
		}
	}
	parts := must(relief.Split(1_000_03, shares))
	fmt.Fprintf(s, "\nrecovery of 1,000.03 split 回收款分配: %s %s %s bank 银行 %s\n", parts[0].Text(), parts[1].Text(), parts[2].Text(), parts[3].Text())
	if parts[0]+parts[1]+parts[2]+parts[3] != 1_000_03 || parts[0] != 400_01 {
		t.Errorf("%v", parts)
	}
	s.done()
}
