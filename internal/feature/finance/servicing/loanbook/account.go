package loanbook

// A contract as the subledger sees it: terms, their versions and what happened,
// and its answer in the words of this feature.

import (
	"context"
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Facts are all that is kept of a loan that no computation could find again.
type Facts struct {
	*Contract
	Versions []kernel.TermsVersion
	Receipts []Receipt
	Choices  []Choice
	Draws    []Draw
	Waivers  []Waiver
}

// FactsOn loads what happened on a contract.
func FactsOn(ctx context.Context, tx db.Tx, c *Contract) (f Facts, err error) {
	f.Contract = c
	if f.Versions, err = Versions(ctx, tx, c.ID); err != nil {
		return f, err
	}
	if f.Receipts, err = Receipts(ctx, tx, c.ID); err != nil {
		return f, err
	}
	if f.Choices, err = Choices(ctx, tx, c.ID); err != nil {
		return f, err
	}
	if f.Draws, err = Draws(ctx, tx, c.ID); err != nil {
		return f, err
	}
	f.Waivers, err = Waivers(ctx, tx, c.ID)
	return f, err
}

// kinds are what each kind of receipt is to the subledger. What the program
// makes is no fact.
var kinds = map[string]subledger.Kind{
	"repayment": subledger.Receipt, "prepayment": subledger.Settlement, Refunded: subledger.Refund, Renewal: subledger.Receipt,
}

// Loan is the input of the subledger; collect is the working day on which what
// is due on a day is expected.
func (f Facts) Loan(collect func(loan.Time) loan.Time) (l subledger.Loan, err error) {
	l.Collect = collect
	for _, v := range f.Versions {
		x, err := version(v, f.DisbursedOn)
		if err != nil {
			return l, err
		}
		l.Versions = append(l.Versions, x)
	}
	begin, err := f.begins(l.Versions[0].From)
	if err != nil {
		return l, err
	}
	l.Facts = []subledger.Fact{begin}
	add := func(id string, kind subledger.Kind, day string, amount money.Fen) error {
		on, err := loan.ParseTime(day)
		if kind != "" {
			l.Facts = append(l.Facts, subledger.Fact{ID: id, Kind: kind, On: on, Amount: amount})
		}
		return err
	}
	for _, r := range slices.SortedFunc(slices.Values(f.Receipts), func(a, b Receipt) int { return strings.Compare(a.ID, b.ID) }) {
		if err := add(r.ID, kinds[r.Kind], r.ReceivedOn, max(r.AmountFen, -r.AmountFen)); err != nil {
			return l, err
		}
	}
	for _, c := range f.Choices {
		if err := add(c.ID, ways[c.Way], c.ChosenOn, c.AmountFen); err != nil {
			return l, err
		}
	}
	for _, d := range f.Draws {
		if err := add(d.ID, subledger.Draw, d.ValueOn, d.AmountFen); err != nil {
			return l, err
		}
	}
	if err := f.letGo(&l); err != nil {
		return l, err
	}
	if f.LapsedOn != "" {
		if err := add(f.ID, subledger.Lapse, f.LapsedOn, 0); err != nil {
			return l, err
		}
	}
	if f.WrittenOn != "" {
		return l, add(f.ID, subledger.WriteOff, f.WrittenOn, 0)
	}
	return l, nil
}

// letGo adds the fees that were waived.
func (f Facts) letGo(l *subledger.Loan) error {
	for _, w := range f.Waivers {
		x := subledger.Fact{ID: w.ID, Kind: subledger.Waive, Amount: w.AmountFen}
		if err := dates(map[*loan.Time]string{&x.On: w.WaivedOn, &x.Due: w.DueOn}); err != nil {
			return err
		}
		l.Facts = append(l.Facts, x)
	}
	return nil
}

// At is a loan on a day.
func (f Facts) At(on string, collect func(loan.Time) loan.Time) (st subledger.State, err error) {
	l, err := f.Loan(collect)
	if err != nil {
		return st, err
	}
	day, err := loan.ParseTime(on)
	if err != nil {
		return st, err
	}
	return subledger.Fold(l, day)
}

// version turns terms into those of the subledger.
func version(v kernel.TermsVersion, paidOut string) (out subledger.Version, err error) {
	begin, err := loan.ParseTime(paidOut)
	if err != nil {
		return out, err
	}
	terms, err := v.Terms.Posted(begin)
	if err != nil {
		return out, err
	}
	out = subledger.Version{KeepInstalment: v.KeepInstalment, Terms: terms}
	err = dates(map[*loan.Time]string{&out.From: v.FromOn, &out.Ends: v.EndsOn})
	if d := v.Deferral; err == nil && d != nil {
		out.Pause.Interest, out.Pause.Spread = d.Interest, d.Spread
		err = dates(map[*loan.Time]string{&out.Pause.Since: d.SinceOn, &out.Pause.Resumes: d.ResumesOn})
	}
	return out, err
}

// dates reads civil dates into their places; "" leaves one as it is.
func dates(all map[*loan.Time]string) error {
	for to, on := range all {
		if on == "" {
			continue
		}
		t, err := loan.ParseTime(on)
		if err != nil {
			return err
		}
		*to = t
	}
	return nil
}

// Rows are the rows of a state as they are stored and shown.
func Rows(st subledger.State) []Installment {
	out := make([]Installment, len(st.Rows))
	for i, r := range st.Rows {
		out[i] = Installment{
			No: r.No, TermsVersion: r.Version, FromOn: r.From.String(), DueOn: r.Due.String(), CollectOn: r.Collect.String(),
			PrincipalFen: r.Principal, InterestFen: r.Interest, BalanceFen: r.Balance, CarriedFen: r.Carried, DeferredFen: r.Deferred, MovedFen: r.Moved, Settles: r.Settles,
			DrawingFeeFen: r.Drawing, CommitmentFeeFen: r.Commitment, PaidFeesFen: r.PaidFees, WaivedFeesFen: r.WaivedFees,
			PaidPrincipalFen: r.PaidPrincipal, PaidInterestFen: r.PaidInterest, PaidOn: OnDay(r.PaidOn),
			Penalty: Penalty{Base: r.Penalty.Base, ToOn: OnDay(r.Penalty.To), Fen: r.Penalty.Fen, PaidFen: r.Penalty.Paid, WaivedFen: r.Penalty.Waived},
		}
		out[i].Fraction, out[i].Accruals = Fractions(r.Accruals)
		if r.Commitment > 0 {
			_, out[i].Unused = Fractions(r.Unused)
		}
	}
	return out
}

// OnDay is a day in its table form, "" for none.
func OnDay(t loan.Time) string {
	if t == 0 {
		return ""
	}
	return t.String()
}

// Accrual is a part of an instalment's interest: one balance at one rate.
type Accrual struct {
	BalanceFen money.Fen `json:"balance_fen"`
	RatePPM    money.PPM `json:"rate_ppm"`
	FromOn     string    `json:"from_on"`
	ToOn       string    `json:"to_on"`
	Fraction   string    `json:"fraction"`
}

// Fractions are the parts of a year of accruals in a word, and the accruals as
// they are stored.
func Fractions(all []subledger.Accrual) (word, stored string) {
	var parts []string
	var out []Accrual
	for _, a := range all {
		parts = append(parts, a.Fraction.String())
		out = append(out, Accrual{a.Balance, a.Rate, a.From.String(), a.To.String(), a.Fraction.String()})
	}
	text, _ := json.Marshal(out) // plain values: it cannot fail
	return strings.Join(parts, " + "), string(text)
}

// Parts are what the interest of an instalment is made of.
func (i Installment) Parts() []Accrual { return parts(i.Accruals) }

// UnusedParts are what its commitment fee is made of.
func (i Installment) UnusedParts() []Accrual { return parts(i.Unused) }

func parts(stored string) (all []Accrual) {
	json.Unmarshal([]byte(stored), &all) // written by Fractions
	return all
}

// AccruedFen is the interest that an instalment was due with before a deferral
// took any out of it, rounded once.
func (i Installment) AccruedFen(rule money.Rounding) money.Fen {
	sum := new(big.Rat)
	for _, a := range i.Parts() {
		x, ok := new(big.Rat).SetString(a.Fraction) // written by Fractions
		if !ok {
			return i.InterestFen
		}
		x.Mul(x, new(big.Rat).SetFrac64(int64(a.RatePPM), 1_000_000))
		sum.Add(sum, x.Mul(x, new(big.Rat).SetInt64(int64(a.BalanceFen))))
	}
	if !sum.Num().IsInt64() || !sum.Denom().IsInt64() {
		return i.InterestFen
	}
	return money.Div(money.Fen(sum.Num().Int64()), sum.Denom().Int64(), rule) + i.CarriedFen + i.DeferredFen
}

// Booked is a booking as a receipt: what is stored of the fact stays.
func Booked(b subledger.Booking, r Receipt) Receipt {
	r.DrawingFen, r.CommitFen = b.Drawing, b.Commitment
	r.AmountFen, r.PrincipalFen, r.InterestFen, r.PenaltyFen, r.FeeFen, r.RecoveredFen, r.UnappliedFen = b.Amount, b.Principal, b.Interest, b.Penalty, b.Fee, b.Recovered, b.Unapplied
	return r
}

// InForce is the version of the terms that counts on a day.
func (f Facts) InForce(on string) kernel.LoanTerms {
	terms := f.Agreement.Terms
	for _, v := range f.Versions {
		if v.FromOn < on {
			terms = v.Terms
		}
	}
	return terms
}

// Lateness is what is overdue on a contract and what that costs, on a day.
type Lateness struct {
	SinceOn    string    `json:"since_on"`    // the oldest collection day that nothing met, "" for none
	OverdueFen money.Fen `json:"overdue_fen"` // principal and interest
	PenaltyFen money.Fen `json:"penalty_fen"` // accrued and not paid
	PerDayFen  money.Fen `json:"per_day_fen"` // what the next day adds
}

// LatenessOf is what is overdue in a state of a loan.
func LatenessOf(l *subledger.Loan, st subledger.State) (Lateness, error) {
	a, err := st.Arrears(l)
	return Lateness{SinceOn: OnDay(st.OverdueSince()), OverdueFen: a.Principal + a.Interest, PenaltyFen: a.Penalty, PerDayFen: a.PerDay}, err
}
