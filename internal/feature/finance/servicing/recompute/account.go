package recompute

// The account of a loan as a page carries it to its reader's browser: what was
// agreed, what happened, and on which days collection fell. Nothing that the
// engine works out is in it.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
)

// Account is the input of kaigongAccount.
type Account struct {
	On        string    `json:"on"`
	Versions  []Version `json:"versions"`
	Facts     []Fact    `json:"facts"`
	Collected []Shift   `json:"collected"`

	Fingerprint string `json:"-"` // of what the engine found here
}

// Version is one version of the terms, from the end of a day on.
type Version struct {
	FromOn           string    `json:"from_on"`
	EndsOn           string    `json:"ends_on"`
	RatePPM          money.PPM `json:"rate_ppm"`
	DayCount         string    `json:"day_count"`
	Rounding         string    `json:"rounding"`
	Repayment        string    `json:"repayment"`
	UpliftPPM        money.PPM `json:"uplift_ppm"`
	UpliftOnInterest bool      `json:"uplift_on_interest"`
	ChargePPM        money.PPM `json:"charge_ppm"`
	Order            []string  `json:"order"`
	KeepInstalment   bool      `json:"keep_instalment"`
	Pause            *Pause    `json:"pause,omitempty"`
	Line             *Line     `json:"line,omitempty"`
}

// Line is what may be drawn after the first payout, and what that costs.
type Line struct {
	LimitFen  money.Fen `json:"limit_fen"`
	Revolves  bool      `json:"revolves"`
	UntilOn   string    `json:"until_on"`
	Most      int       `json:"most"`
	FeeFen    money.Fen `json:"fee_fen"`
	CommitPPM money.PPM `json:"commit_ppm"`
	Every     int       `json:"every"`
}

// Pause is a deferral.
type Pause struct {
	SinceOn   string `json:"since_on"`
	ResumesOn string `json:"resumes_on"`
	Interest  bool   `json:"interest"`
	Spread    bool   `json:"spread"`
}

// Fact is something that happened: money that moved, or what was chosen.
type Fact struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind"`
	On        string    `json:"on"`
	AmountFen money.Fen `json:"amount_fen"`
	// Of a loan that was taken over: what had accrued, and the agreed instalment.
	AccruedFen    money.Fen `json:"accrued_fen,omitempty"`
	InstalmentFen money.Fen `json:"instalment_fen,omitempty"`
	// Of fees that were waived: the due date that they were of.
	DueOn string `json:"due_on,omitempty"`
}

// Shift is a due date that is collected on a later day.
type Shift struct {
	DueOn     string `json:"due_on"`
	CollectOn string `json:"collect_on"`
}

// AccountOf is what a browser needs to fold a loan again, with the shifted days
// of the state that it is to find.
func AccountOf(l *subledger.Loan, st *subledger.State) Account {
	a := Account{On: st.On.String(), Fingerprint: st.Fingerprint()}
	for _, v := range l.Versions {
		a.Versions = append(a.Versions, versionOf(v))
	}
	for _, f := range l.Facts {
		a.Facts = append(a.Facts, Fact{f.ID, string(f.Kind), f.On.String(), f.Amount, f.Accrued, f.Instalment, day(f.Due)})
	}
	for _, r := range st.Rows {
		if r.Collect != r.Due {
			a.Collected = append(a.Collected, Shift{r.Due.String(), r.Collect.String()})
		}
	}
	return a
}

func versionOf(v subledger.Version) Version {
	out := Version{
		FromOn: v.From.String(), EndsOn: v.Ends.String(), RatePPM: v.Rate, DayCount: string(v.DayCount), Rounding: string(v.Rounding), Repayment: string(v.Repayment),
		UpliftPPM: v.Uplift, UpliftOnInterest: v.UpliftOnInterest, ChargePPM: v.Charge, KeepInstalment: v.KeepInstalment,
	}
	for _, kind := range v.Order {
		out.Order = append(out.Order, string(kind))
	}
	if p := v.Pause; p != (subledger.Pause{}) {
		out.Pause = &Pause{SinceOn: day(p.Since), ResumesOn: day(p.Resumes), Interest: p.Interest, Spread: p.Spread}
	}
	if x := v.Line; x.Limit > 0 {
		out.Line = &Line{LimitFen: x.Limit, Revolves: x.Revolves, UntilOn: x.Until.String(), Most: x.Most, FeeFen: x.Fee, CommitPPM: x.Commit, Every: x.Every}
	}
	return out
}

func day(t loan.Time) string {
	if t == 0 {
		return ""
	}
	return t.String()
}
