//go:build measure

package bench

// The loan engine beside a loop written by hand that knows nothing of events,
// and beside QuantLib where it is installed; all on one job, whose totals are
// known.

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

// The job: 100,000 loans of 36 equal monthly instalments, actual days over 365,
// unadjusted. Three programs computed the totals independently.
const (
	contracts      = 100_000
	instalments    = 36
	totalInterest  = 3_561_903_179.0095
	totalPrincipal = 50_450_500_000.0005
)

// job is loan k: its notional, rate and first day.
func job(k int) (notional, rate float64, begin loan.Time) {
	return 10_000 + float64(k%1000)*990, 0.03 + float64(k%60)*0.0005, loan.Civil(2020, 2, 3).AddDays(k % 365)
}

// totals are what a program computed for the job.
type totals struct{ interest, principal float64 }

func (x totals) agree() bool {
	return math.Abs(x.interest-totalInterest) < 0.01 && math.Abs(x.principal-totalPrincipal) < 0.01
}

// program is one way to do the job, and what each pass took.
type program struct {
	name string
	do   func() totals
	got  totals
	took []time.Duration
}

// TestBenchLoan prints contracts per second of each program, in one run.
func TestBenchLoan(t *testing.T) {
	hand := &program{name: "loop by hand", do: byHand}
	engine := &program{name: "loan.Evaluator", do: func() totals { return byEngine(t) }}
	posted := &program{name: "instalment.Post, to the fen", do: func() totals { return byPosting(t) }}
	race(t, hand, engine, posted)
	fmt.Printf("job: %d loans of %d monthly instalments, one core\n", contracts, instalments)
	for _, p := range []*program{hand, engine, posted} {
		line(p.name, p.middle(), p.against(hand), p.got)
	}
	fmt.Printf("allocations per event: %.6f\n", allocations(t))
	quantlib(t, hand.middle(), engine.middle())
	if !hand.got.agree() || !engine.got.agree() {
		t.Errorf("totals differ from %.4f and %.4f", totalInterest, totalPrincipal)
	}
}

// race lets the programs take turns, so that what disturbs the machine meets
// all of them, and measures processor time.
func race(t *testing.T, all ...*program) {
	for range 31 {
		for _, p := range all {
			begun := used(t)
			p.got = p.do()
			p.took = append(p.took, used(t)-begun)
		}
	}
}

// middle is what a pass took at the median.
func (p *program) middle() time.Duration {
	return median(p.took)
}

// against is the median over the rounds of how fast p was beside another.
func (p *program) against(other *program) float64 {
	ratios := make([]float64, len(p.took))
	for i := range ratios {
		ratios[i] = other.took[i].Seconds() / p.took[i].Seconds()
	}
	return median(ratios)
}

func median[T cmp.Ordered](x []T) T {
	return slices.Sorted(slices.Values(x))[len(x)/2]
}

func line(name string, took time.Duration, ofLoop float64, x totals) {
	fmt.Printf("%-28s %10.0f contracts/s = %5.2f of the loop   interest %.4f  principal %.4f\n", name, contracts/took.Seconds(), ofLoop, x.interest, x.principal)
}

// used is the processor time that this process has taken.
func used(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func terms() loan.Terms {
	monthly := loan.Recurrence{Cycle: loan.Monthly()}
	return loan.Terms{
		ContractType: loan.ANN, ContractRole: loan.RPA, Currency: "CNY", DayCountConvention: loan.A365,
		InterestPayment: monthly, PrincipalRedemption: monthly,
	}
}

func setTerms(t *loan.Terms, k int) {
	notional, rate, begin := job(k)
	t.NotionalPrincipal, t.NominalInterestRate = notional, rate
	t.StatusDate, t.InitialExchangeDate, t.MaturityDate = begin.AddDays(-1), begin, begin.AddMonths(instalments)
}

func byEngine(t *testing.T) (x totals) {
	var e loan.Evaluator
	c := terms()
	for k := range contracts {
		setTerms(&c, k)
		events, err := e.Events(&c, loan.Observed{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range events {
			switch events[i].Type {
			case loan.IP:
				x.interest += events[i].Payoff
			case loan.PR, loan.MD:
				x.principal += events[i].Payoff
			}
		}
	}
	return x
}

func byPosting(t *testing.T) (x totals) {
	var s instalment.Schedule
	for k := range contracts {
		notional, rate, begin := job(k)
		p := instalment.Plan{Principal: money.Fen(notional * 100), Disbursed: begin, TermMonths: instalments, Rate: money.PPM(math.Round(rate * 1e6)), Repayment: instalment.EqualInstalment, DayCount: loan.A365, Rounding: money.HalfUp}
		if err := s.Post(p); err != nil {
			t.Fatal(err)
		}
		for _, r := range s.Installments {
			x.interest += r.Interest.Yuan()
			x.principal += r.Principal.Yuan()
		}
	}
	return x
}

// allocations per event, measured after the buffers have grown.
func allocations(t *testing.T) float64 {
	var e loan.Evaluator
	c := terms()
	setTerms(&c, 0)
	events := 0
	run := func() {
		all, err := e.Events(&c, loan.Observed{})
		if err != nil {
			t.Fatal(err)
		}
		events = len(all)
	}
	run()
	return testing.AllocsPerRun(1000, run) / float64(events)
}

// flow is a line of the loop's schedule.
type flow struct {
	day                          int
	interest, principal, balance float64
}

// byHand is an annuity as a programmer without a standard would write it:
// civil-day arithmetic, flows into one reused buffer, no events.
func byHand() (x totals) {
	var flows [instalments]flow
	var fractions [instalments]float64
	for k := range contracts {
		notional, rate, begin := job(k)
		y, m, d := begin.Date()
		from := days(y, m, d)
		growth, sum := 1.0, 0.0
		for i := range flows {
			if m++; m > 12 {
				y, m = y+1, 1
			}
			flows[i].day = days(y, m, min(d, lastDay(y, m)))
			fractions[i] = float64(flows[i].day-from) / 365
			growth /= 1 + rate*fractions[i]
			sum += growth
			from = flows[i].day
		}
		payment := notional / sum
		for i := range flows {
			f := &flows[i]
			f.interest = notional * rate * fractions[i]
			f.principal = payment - f.interest
			notional -= f.principal
			f.balance = notional
		}
		for i := range flows {
			x.interest += flows[i].interest
			x.principal += flows[i].principal
		}
	}
	return x
}

func lastDay(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// days counts days in the proleptic Gregorian calendar.
func days(y, m, d int) int {
	if m < 3 {
		y, m = y-1, m+12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*m-457)/5 + d
}

// quantlib compiles and runs the same job with QuantLib where it is installed.
func quantlib(t *testing.T, hand, engine time.Duration) {
	compiler, err := exec.LookPath("g++")
	if _, missing := os.Stat("/usr/include/ql/quantlib.hpp"); err != nil || missing != nil {
		fmt.Println("QuantLib or g++ is not installed (Debian: g++, libquantlib0-dev): not compared")
		return
	}
	exe := filepath.Join(t.TempDir(), "quantlib")
	if out, err := exec.Command(compiler, "-O2", "-o", exe, "testdata/quantlib.cpp", "-lQuantLib").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.Command(exe).Output()
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(out)) {
		name, figures, _ := strings.Cut(strings.TrimSpace(row), ":")
		var seconds float64
		var x totals
		if _, err := fmt.Sscan(figures, &seconds, &x.interest, &x.principal); err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		took := time.Duration(seconds * float64(time.Second))
		line(name, took, hand.Seconds()/took.Seconds(), x)
		fmt.Printf("  loan.Evaluator is %.1f times as fast\n", took.Seconds()/engine.Seconds())
		if !x.agree() {
			t.Errorf("%s computes other totals", name)
		}
	}
}
