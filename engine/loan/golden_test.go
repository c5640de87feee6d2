package loan_test

// Vectors that a banker can read: what goes in, the rule, what comes out. Each
// is computed a second time in exact fractions; -update rewrites the files.

import (
	"bytes"
	"flag"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/actus"
	"kaigong.example/kaigong/engine/money"
)

// rewriting is asked for with -update, as for every golden file.
func rewriting() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// sheet is one golden file under way.
type sheet struct {
	t    *testing.T
	name string
	bytes.Buffer
}

func newSheet(t *testing.T, name, zh, en string) *sheet {
	s := &sheet{t: t, name: name}
	fmt.Fprintf(s, "%s\n%s\n", zh, en)
	return s
}

// input shows terms as they go in, and reads them.
func (s *sheet) input(terms string) loan.Terms {
	s.t.Helper()
	fmt.Fprintf(s, "\ninput 输入\n")
	for line := range strings.Lines(terms) {
		fmt.Fprintf(s, "  %s\n", strings.TrimSpace(line))
	}
	got, err := actus.ReadTerms([]byte("{" + terms + "}"))
	if err != nil {
		s.t.Fatal(err)
	}
	return got
}

func (s *sheet) rule(text string) { fmt.Fprintf(s, "\nrule 规则\n  %s\n", text) }

// output shows the engine's events, and the posted rows beside them.
func (s *sheet) output(terms loan.Terms, o loan.Observed) []loan.Event {
	s.t.Helper()
	events, err := loan.Events(&terms, o)
	if err != nil {
		s.t.Fatal(err)
	}
	fmt.Fprintf(s, "\noutput, engine 输出（引擎，未取整）\n  %-10s %-4s %18s %18s %10s %16s\n", "date", "type", "payoff", "balance", "rate", "accrued")
	for _, e := range events {
		fmt.Fprintf(s, "  %s %-4s %18.6f %18.6f %10.6f %16.6f\n", e.At, e.Type, e.Payoff+0, e.Notional+0, e.Rate, e.Accrued+0)
	}
	return events
}

func (s *sheet) posted(terms loan.Terms, o loan.Observed) []loan.Booked {
	s.t.Helper()
	rows, err := loan.Book(&terms, o, money.HalfUp)
	if err != nil {
		s.t.Fatal(err)
	}
	fmt.Fprintf(s, "\noutput, posted 输出（入账，四舍五入到分）\n  %-10s %15s %13s %11s %11s %15s %15s\n", "date", "principal", "interest", "fee", "added", "total", "balance")
	for _, r := range rows {
		fmt.Fprintf(s, "  %s %15s %13s %11s %11s %15s %15s\n", r.At, r.Principal.Text(), r.Interest.Text(), r.Fee.Text(), r.Added.Text(), r.Total().Text(), r.Balance.Text())
	}
	return rows
}

// done compares the sheet with its file.
func (s *sheet) done() {
	s.t.Helper()
	file := "testdata/" + s.name + ".golden"
	if rewriting() {
		if err := os.WriteFile(file, s.Bytes(), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(want, s.Bytes()) {
		s.t.Errorf("%s differs from what is computed: %v\n%s", file, err, s.String())
	}
}

// plain runs a vector of one contract: engine, posting and second computation.
func plain(t *testing.T, name, zh, en, rule, terms string, o loan.Observed, x *exact) {
	t.Helper()
	s := newSheet(t, name, zh, en)
	c := s.input(terms)
	for _, e := range o.Events {
		fmt.Fprintf(s, "  observed 已发生: %s %s %.2f\n", e.At, e.Type, e.Value)
	}
	if series, ok := o.Market.(loan.Series); ok {
		for _, p := range series["LPR"] {
			fmt.Fprintf(s, "  observed 观测值: %s LPR %.4f\n", p.At, p.Value)
		}
	}
	s.rule(rule)
	x.agree(t, s.output(c, o))
	s.posted(c, o)
	s.done()
}

const pamBase = `"contractType": "PAM", "contractRole": "RPA", "currency": "CNY",
`

func TestGoldenDayCounts(t *testing.T) {
	x := begun("A360", "0.0435")
	x.start("2020-07-01", "800000")
	x.interest(monthly("2020-08-01", 5)...)
	x.end("2021-01-01")
	plain(t, "a360", "实际天数/360：按月付息，到期还本", "Actual/360: interest every month, principal at the end",
		"interest = balance × rate × actual days / 360; 31 days of July: 800,000 × 4.35 % × 31/360 = 2,996.67",
		pamBase+`"statusDate": "2020-06-30", "initialExchangeDate": "2020-07-01", "maturityDate": "2021-01-01",
		"notionalPrincipal": 800000, "nominalInterestRate": 0.0435, "dayCountConvention": "A360",
		"cycleAnchorDateOfInterestPayment": "2020-08-01", "cycleOfInterestPayment": "P1ML0"`, loan.Observed{}, x)

	x = begun("30E360ISDA", "0.06")
	x.maturity = on("2021-02-28")
	x.start("2020-08-31", "360000")
	x.interest("2020-09-30", "2020-10-31", "2020-11-30", "2020-12-31", "2021-01-31")
	x.end("2021-02-28")
	plain(t, "30e360isda", "30E/360 ISDA：月末计为 30 日，但到期日在二月的除外", "30E/360 ISDA: month ends count as the 30th, except a maturity in February",
		"every full month is 30/360 and brings 1,800.00; the last runs from the 30th to 28 February, the maturity: 28/360, 1,680.00",
		pamBase+`"statusDate": "2020-08-30", "initialExchangeDate": "2020-08-31", "maturityDate": "2021-02-28",
		"notionalPrincipal": 360000, "nominalInterestRate": 0.06, "dayCountConvention": "30E360ISDA",
		"cycleAnchorDateOfInterestPayment": "2020-09-30", "cycleOfInterestPayment": "P1ML0", "endOfMonthConvention": "EOM"`, loan.Observed{}, x)

	x = begun("28E336", "0.06")
	x.start("2020-01-15", "336000")
	x.interest("2020-02-15", "2020-03-15")
	x.end("2020-03-31")
	plain(t, "28e336", "28E/336：每月 28 天，一年 336 天", "28E/336: months of 28 days, years of 336",
		"every full month is 28/336 and brings 1,680.00; from the 15th to the 31st counts to the 28th: 13/336, 780.00",
		pamBase+`"statusDate": "2020-01-14", "initialExchangeDate": "2020-01-15", "maturityDate": "2020-03-31",
		"notionalPrincipal": 336000, "nominalInterestRate": 0.06, "dayCountConvention": "28E336",
		"cycleAnchorDateOfInterestPayment": "2020-02-15", "cycleOfInterestPayment": "P1ML1"`, loan.Observed{}, x)
}

func TestGoldenCapsAndFloors(t *testing.T) {
	x := begun("30E360", "0.05")
	x.start("2020-01-01", "1000000")
	for _, q := range [][2]string{{"2020-04-01", "0.06"}, {"2020-07-01", "0.065"}, {"2020-10-01", "0.045"}, {"2021-01-01", "0.03"}} {
		x.interest(q[0])
		x.rate = frac(q[1])
	}
	x.end("2021-04-01")
	market := loan.Series{"LPR": {{At: loan.Civil(2020, 4, 1), Value: 0.08}, {At: loan.Civil(2020, 7, 1), Value: 0.11}, {At: loan.Civil(2020, 10, 1), Value: 0}, {At: loan.Civil(2021, 1, 1), Value: -0.01}}}
	plain(t, "caps_floors", "利率上下限：单次调整不超过 +1、-2 个百分点，利率不高于 6.5%、不低于 3%", "Caps and floors: one reset moves by +1 or -2 points at most, the rate stays between 3 and 6.5 %",
		"new rate = clamp(rate + clamp(LPR + 1 % - rate, -2 %, +1 %), 3 %, 6.5 %): 5 % → 6 % → 6.5 % → 4.5 % → 3 %",
		pamBase+`"statusDate": "2019-12-31", "initialExchangeDate": "2020-01-01", "maturityDate": "2021-04-01",
		"notionalPrincipal": 1000000, "nominalInterestRate": 0.05, "dayCountConvention": "30E360",
		"cycleAnchorDateOfInterestPayment": "2020-04-01", "cycleOfInterestPayment": "P3ML0",
		"cycleAnchorDateOfRateReset": "2020-04-01", "cycleOfRateReset": "P3ML0", "marketObjectCodeOfRateReset": "LPR", "rateSpread": 0.01,
		"periodCap": 0.01, "periodFloor": -0.02, "lifeCap": 0.065, "lifeFloor": 0.03`, loan.Observed{Market: market}, x)
}

const annuity = `"contractType": "ANN", "contractRole": "RPA", "currency": "CNY",
		"statusDate": "2020-02-29", "initialExchangeDate": "2020-03-01", "maturityDate": "2021-03-01",
		"notionalPrincipal": 120000, "nominalInterestRate": 0.06, "dayCountConvention": "30E360",
		"cycleAnchorDateOfPrincipalRedemption": "2020-04-01", "cycleOfPrincipalRedemption": "P1ML0",
		`

func TestGoldenPrepayment(t *testing.T) {
	paid := loan.Observed{Events: []loan.Occurrence{{At: loan.Civil(2020, 6, 15), Type: loan.PP, Value: 20000}}}
	x := begun("30E360", "0.06")
	x.start("2020-03-01", "120000")
	x.solve("2020-03-31", monthly("2020-04-01", 12)...)
	x.instalments(monthly("2020-04-01", 3)...)
	x.pay("2020-06-15", "PP", frac("20000"))
	x.solve("2020-06-15", monthly("2020-07-01", 9)...)
	x.instalments(monthly("2020-07-01", 8)...)
	x.end("2021-03-01")
	plain(t, "prepay_keep_maturity", "提前还款，期限不变：余下各期重新计算，无违约金", "Early repayment, the end stays: the instalment is solved anew; no penalty",
		"after 20,000 on 15 June, the nine instalments left are equal and bring the balance to zero; the 14 days of June on the old balance are in them",
		annuity+`"prepaymentEffect": "A"`, paid, x)

	x = begun("30E360", "0.06")
	x.start("2020-03-01", "120000")
	x.solve("2020-03-31", monthly("2020-04-01", 12)...)
	x.instalments(monthly("2020-04-01", 3)...)
	x.accrue("2020-06-15")
	x.flow("2020-06-15", "PY", frac("200"))
	x.pay("2020-06-15", "PP", frac("20000"))
	x.instalments(monthly("2020-07-01", 7)...)
	x.flow("2021-01-01", "MD", frac("0"))
	plain(t, "prepay_keep_instalment", "提前还款，每期不变、提前到期，违约金为提前部分的 1%", "Early repayment, the instalment stays, the end comes earlier; penalty of 1 % of what comes back early",
		"penalty = 1 % × 20,000 = 200.00; the instalment stays until the balance is zero, on 1 January instead of 1 March",
		annuity+`"prepaymentEffect": "M", "penaltyType": "N", "penaltyRate": 0.01`, paid, x)
}

func TestGoldenFees(t *testing.T) {
	x := begun("30E360", "0.048")
	x.start("2020-01-01", "500000")
	x.feeRate = frac("0.006")
	for _, q := range every(3, "2020-04-01", 3) {
		x.accrue(q)
		x.flow(q, "FP", x.fee)
		x.fee = new(big.Rat)
		x.interest(q)
	}
	x.accrue("2021-01-01")
	x.flow("2021-01-01", "FP", x.fee)
	x.fee = new(big.Rat)
	x.end("2021-01-01")
	const base = pamBase + `"statusDate": "2019-12-31", "initialExchangeDate": "2020-01-01", "maturityDate": "2021-01-01",
		"notionalPrincipal": 500000, "nominalInterestRate": 0.048, "dayCountConvention": "30E360",
		"cycleAnchorDateOfInterestPayment": "2020-04-01", "cycleOfInterestPayment": "P3ML0",
		"cycleAnchorDateOfFee": "2020-04-01", "cycleOfFee": "P3ML0", `
	plain(t, "fee_on_notional", "担保费按余额 0.6%/年计提，按季收取", "A guarantee fee of 0.6 % a year on the balance, every quarter",
		"fee = balance × 0.6 % × year fraction: 500,000 × 0.6 % × 90/360 = 750.00", base+`"feeBasis": "N", "feeRate": 0.006`, loan.Observed{}, x)

	x = begun("30E360", "0.048")
	x.start("2020-01-01", "500000")
	for _, q := range every(3, "2020-04-01", 3) {
		x.accrue(q)
		x.flow(q, "FP", frac("300"))
		x.interest(q)
	}
	x.accrue("2021-01-01")
	x.flow("2021-01-01", "FP", frac("300"))
	x.end("2021-01-01")
	plain(t, "fee_absolute", "账户管理费每季 300 元", "An account fee of 300 yuan every quarter",
		"the fee is an amount per fee date", base+`"feeBasis": "A", "feeRate": 300`, loan.Observed{}, x)
}

// TestGoldenChineseWorkingDays has 2020's notice by hand: the Spring Festival
// to 2 February, 6 April and 1 to 5 May off, 26 April and 9 May worked.
func TestGoldenChineseWorkingDays(t *testing.T) {
	s := newSheet(t, "cn_working_days", "中国工作日历（含调休）：遇休息日顺延，利息按顺延后的日期计算", "Chinese working days with make-up days: due dates follow, interest is computed to the moved date")
	c := s.input(pamBase + `"statusDate": "2020-01-02", "initialExchangeDate": "2020-01-03", "maturityDate": "2020-06-03",
		"notionalPrincipal": 600000, "nominalInterestRate": 0.05, "dayCountConvention": "A360",
		"cycleAnchorDateOfInterestPayment": "2020-01-26", "cycleOfInterestPayment": "P1ML1", "businessDayConvention": "SCF"`)
	days := func(list ...string) (out []loan.Time) {
		for _, d := range list {
			out = append(out, must(loan.ParseTime(d)))
		}
		return out
	}
	c.Calendar = loan.WorkCalendar{
		Off:  days("2020-01-24", "2020-01-27", "2020-01-28", "2020-01-29", "2020-01-30", "2020-01-31", "2020-04-06", "2020-05-01", "2020-05-04", "2020-05-05"),
		Work: days("2020-01-19", "2020-04-26", "2020-05-09"),
	}
	s.rule("26 January is the Spring Festival: due on 3 February; 26 April is a Sunday that is worked: due that day; 26 February, March and May are working days")
	x := begun("A360", "0.05")
	x.start("2020-01-03", "600000")
	x.interest("2020-02-03", "2020-02-26", "2020-03-26", "2020-04-26", "2020-05-26")
	x.end("2020-06-03")
	x.agree(t, s.output(c, loan.Observed{}))
	s.posted(c, loan.Observed{})
	s.done()
}
