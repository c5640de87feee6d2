package origination

import (
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// 86 of 200 at work are 43 %; a promise of 199 of 200 jobs is 99 %, not 100;
// loans of 2 million on sales of 6 million are 33.4 %, said as 34; a lease to the
// last day of the year runs six full months from the first of July, and five from
// the second.
func TestFiguresAreRoundedAgainstTheEnterprise(t *testing.T) {
	v := Verdict{Industry: i18n.Text{Zh: "C19 制鞋业", En: "C19 Footwear"}, SizeClass: "small", HeadcountNow: 86, HeadcountFull: 200, LeaseUntil: "2020-12-31"}
	o := Operation{Source: "orders", SalesYearFen: 6_000_000_00, DebtFen: 2_004_000_00, JobsKept: 199}
	for day, lease := range map[int]int64{1: 6, 2: 5} {
		got := form.ApplicantOf(v, o, clock.Date{Year: 2020, Month: 7, Day: day})
		if got.Industry != "C19" || got.SizeClass != "small" {
			t.Errorf("%+v", got)
		}
		for name, want := range map[string]int64{kernel.FigureResumption: 43, kernel.FigureJobs: 99, kernel.FigureSales: 6_000_000_00, kernel.FigureDebt: 34, kernel.FigureLease: lease} {
			if got.Figures[name] != kernel.Exactly(want) {
				t.Errorf("on day %d %s is %+v, want %d", day, name, got.Figures[name], want)
			}
		}
	}
}

// What nobody stated is absent, and not zero.
func TestWhatNobodyStatedIsUnknown(t *testing.T) {
	if got := form.ApplicantOf(Verdict{}, Operation{}, clock.Date{Year: 2020, Month: 7, Day: 1}); len(got.Figures) != 0 || got.Industry != "" {
		t.Errorf("%+v", got)
	}
}
