package scheme

import (
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// march is 银保监发〔2020〕6号 as the demo has it.
func march() Rules {
	return Rules{Name: i18n.Text{Zh: "临时性延期还本付息", En: "Temporary deferral"}, Document: "银保监发〔2020〕6号", Sizes: []string{"micro", "small", "medium"}, Dues: AnyDue, DueFrom: "2020-01-25", DueTo: "2020-06-30",
		LatestOn: "2020-06-30", Actions: []string{"defer_all", "defer_principal", "spread", "extend"}, AskUntil: "2020-06-30", Reply: 5}
}

// june is the follow-up of 2020-06-01.
func june() Rules {
	r := march()
	r.Document, r.Sizes, r.MaxBalanceFen, r.Dues, r.DueFrom, r.DueTo, r.LatestOn, r.AskUntil = "银保监发〔2020〕29号", []string{"micro", "small"}, 10_000_000_00, Maturity, "2020-06-01", "2020-12-31", "2021-03-31", "2020-12-31"
	r.JobsPercent, r.JobsMonth, r.JobsUntil, r.Industries, r.Purposes, r.States = 90, "2020-05", "2021-03-31", []string{"C18", "C3"}, []string{"resumption", "order"}, []string{"performing", "in_grace"}
	return r
}

// fits is a loan that both schemes cover.
func fits() Loan {
	return Loan{ID: "a", Borrower: "firm", Lender: "bank", State: "performing", Pays: true, BalanceFen: 1_000_000_00, Size: "small", Industry: "C349", Purpose: "order",
		Dues: []Due{{"2020-05-10", 0}, {"2020-06-10", 4_000_00}, {"2020-09-10", 1_004_000_00}}}
}

// Every rule, one at a time: a loan that breaks it has this reason and no other.
func TestEachRuleHasItsReason(t *testing.T) {
	for name, x := range map[string]struct {
		rules  Rules
		change func(*Loan)
		owed   money.Fen
		today  string
		want   string
	}{
		"fits March":              {march(), func(*Loan) {}, 1_000_000_00, "2020-06-05", ""},
		"fits June":               {june(), func(*Loan) {}, 10_000_000_00, "2020-06-05", ""},
		"paid in March":           {march(), func(l *Loan) { l.Dues[1].OpenFen = 0 }, 0, "2020-06-05", "window"},
		"due the day after":       {march(), func(l *Loan) { l.Dues[1].On = "2020-07-01" }, 0, "2020-06-05", "window"},
		"due on the last day":     {march(), func(l *Loan) { l.Dues[1].On = "2020-06-30" }, 0, "2020-06-05", ""},
		"matures after":           {june(), func(l *Loan) { l.Dues[2].On = "2021-01-01" }, 0, "2020-06-05", "maturity"},
		"matures on the last day": {june(), func(l *Loan) { l.Dues[2].On = "2020-12-31" }, 0, "2020-06-05", ""},
		"owes a fen too much":     {june(), func(*Loan) {}, 10_000_000_01, "2020-06-05", "balance"},
		"a medium enterprise":     {june(), func(l *Loan) { l.Size = "medium" }, 0, "2020-06-05", "size"},
		"of unknown size":         {march(), func(l *Loan) { l.Size = "" }, 0, "2020-06-05", "size"},
		"another industry":        {june(), func(l *Loan) { l.Industry = "C29" }, 0, "2020-06-05", "industry"},
		"of unknown industry":     {june(), func(l *Loan) { l.Industry = "" }, 0, "2020-06-05", "industry"},
		"another purpose":         {june(), func(l *Loan) { l.Purpose = "rent" }, 0, "2020-06-05", "purpose"},
		"late":                    {june(), func(l *Loan) { l.State = "delayed" }, 0, "2020-06-05", "state"},
		"over":                    {march(), func(l *Loan) { l.Pays = false }, 0, "2020-06-05", "over"},
		"deferred":                {march(), func(l *Loan) { l.PausedUntil = "2020-08-01" }, 0, "2020-06-05", "deferred"},
		"asked on the last day":   {march(), func(*Loan) {}, 0, "2020-06-30", ""},
		"asked too late":          {march(), func(*Loan) {}, 0, "2020-07-01", "closed"},
	} {
		l := fits()
		x.change(&l)
		v, got := x.rules.Judge(&l, x.owed, x.today), ""
		for _, r := range v.Reasons {
			got += r.Code
		}
		if got != x.want || v.Eligible != (x.want == "") {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// What a scheme allows, at each bound.
func TestWhatASchemeAllows(t *testing.T) {
	good := Granted{Kind: "defer_all", ResumesOn: "2021-03-31", EndsOn: "2021-06-10", Jobs: 36, PromiseUntil: "2021-03-31"}
	for name, x := range map[string]struct {
		change func(*Granted)
		want   string
	}{
		"at the bounds":            {func(*Granted) {}, ""},
		"a day later":              {func(g *Granted) { g.ResumesOn = "2021-04-01" }, "resumes_on"},
		"an extension a day later": {func(g *Granted) { g.Kind, g.ResumesOn, g.EndsOn = "extend", "", "2021-04-01" }, "ends_on"},
		"an extension in time":     {func(g *Granted) { g.Kind, g.ResumesOn, g.EndsOn = "extend", "", "2021-03-31" }, ""},
		"another action":           {func(g *Granted) { g.Kind = "cut_rate" }, "kind"},
		"penalty interest inside":  {func(g *Granted) { g.PenaltyFen = 1 }, "since_on"},
		"a job too few":            {func(g *Granted) { g.Jobs = 35 }, "promise_until"},
		"a promise too short":      {func(g *Granted) { g.PromiseUntil = "2021-03-30" }, "promise_until"},
	} {
		g, r := good, june()
		x.change(&g)
		got := ""
		if err := r.allows(g, 40); err != nil { // 90 % of 40 are 36
			got = faultOf(err)
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// Counts below five, and those from which one follows, are not told.
func TestSmallCells(t *testing.T) {
	for _, x := range [][4]int{{0, 0, 0, 0}, {4, 0, -1, -1}, {5, 0, 5, 0}, {5, 5, 5, 5}, {9, 4, 9, -1}, {9, 5, 9, -1}, {10, 5, 10, 5}, {12, 0, 12, 0}} {
		got := Counted{Eligible: x[0], Relieved: x[1]}.told()
		if got.Eligible != x[2] || got.Relieved != x[3] {
			t.Errorf("%d of %d: told %d of %d", x[1], x[0], got.Relieved, got.Eligible)
		}
	}
}

// What cannot be a scheme.
func TestWhatCannotBeAScheme(t *testing.T) {
	for want, change := range map[string]func(*Rules){
		"":             func(*Rules) {},
		"name_zh":      func(r *Rules) { r.Name.Zh = " " },
		"document":     func(r *Rules) { r.Document = "" },
		"sizes":        func(r *Rules) { r.Sizes = []string{"huge"} },
		"actions":      func(r *Rules) { r.Actions = nil },
		"industries":   func(r *Rules) { r.Industries = []string{"shoes"} },
		"dues":         func(r *Rules) { r.Dues = "some" },
		"due_to":       func(r *Rules) { r.DueTo = "2020-05-31" },
		"latest_on":    func(r *Rules) { r.LatestOn = "2020-05-31" },
		"ask_until":    func(r *Rules) { r.AskUntil = "soon" },
		"reply_days":   func(r *Rules) { r.Reply = 0 },
		"jobs_percent": func(r *Rules) { r.JobsPercent = 101 },
		"jobs_month":   func(r *Rules) { r.JobsMonth = "May" },
		"jobs_until":   func(r *Rules) { r.JobsUntil = "" },
		"max_balance":  func(r *Rules) { r.BudgetFen = -1 },
	} {
		r, got := june(), ""
		change(&r)
		if err := r.check(); err != nil {
			got = faultOf(err)
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func faultOf(err error) string { return fault.Of(err).Fields[0].Name }
