package catalogue

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

func atLeast(field string, n int64) Rule {
	return Rule{Field: field, Comparison: AtLeast, Threshold: n}
}
func among(field string, xs ...string) Rule {
	return Rule{Field: field, Comparison: Among, Among: xs}
}

// firm is an enterprise with 86 of 200 people at work, sales of 6 million, loans
// of 2 million: 43 % and, rounded up, 34 %.
var firm = kernel.Applicant{Industry: "C1952", SizeClass: "small", Figures: map[string]kernel.Span{
	kernel.FigureResumption: kernel.Exactly(43), kernel.FigureSales: kernel.Exactly(6_000_000_00), kernel.FigureDebt: kernel.Exactly(34),
}}

func TestARuleIsLaidBesideAnApplicant(t *testing.T) {
	for _, x := range []struct {
		rule    Rule
		verdict string
		found   int64
	}{
		{atLeast(kernel.FigureResumption, 43), kernel.FitMet, 43}, {atLeast(kernel.FigureResumption, 44), kernel.FitShort, 43},
		{Rule{Field: kernel.FigureDebt, Comparison: AtMost, Threshold: 34}, kernel.FitMet, 34}, {Rule{Field: kernel.FigureDebt, Comparison: AtMost, Threshold: 33}, kernel.FitShort, 34},
		{atLeast(kernel.FigureSales, 6_000_000_01), kernel.FitShort, 6_000_000_00},
		{atLeast(kernel.FigureLease, 6), kernel.FitUnknown, 0},
		{among(FieldIndustry, "C18", "C19"), kernel.FitMet, 0}, {among(FieldIndustry, "C18"), kernel.FitShort, 0},
		{among(FieldSize, "micro", "small"), kernel.FitMet, 0}, {among(FieldSize, "micro"), kernel.FitShort, 0},
	} {
		got := Judge([]Rule{x.rule}, firm)
		if len(got) != 1 || got[0].Verdict != x.verdict || got[0].Found != x.found {
			t.Errorf("%+v: %+v, want %s and %d", x.rule, got, x.verdict, x.found)
		}
	}
	if got := Judge([]Rule{among(FieldSize, "micro")}, kernel.Applicant{}); got[0].Verdict != kernel.FitUnknown {
		t.Errorf("a size that nobody registered: %+v", got)
	}
}

// Who may know an enterprise only in bands learns no more from a rule: two
// enterprises in the same bands get the same answer from every threshold.
func TestBandsHideWhatIsInThem(t *testing.T) {
	edges := []int64{0, 5_000_000_00, 20_000_000_00, 50_000_000_00, 90_000_000_00}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(edges)-2).Draw(t, "band")
		sales := rapid.Int64Range(edges[i], edges[i+1]-1)
		one, two := sales.Draw(t, "one"), sales.Draw(t, "two")
		rules := []Rule{atLeast(kernel.FigureSales, rapid.Int64Range(1, edges[4]).Draw(t, "threshold"))}
		known := func(v int64) []kernel.Finding {
			return Judge(rules, kernel.Applicant{Figures: map[string]kernel.Span{kernel.FigureSales: kernel.Exactly(v)}}.Roughly())
		}
		a, b := known(one), known(two)
		if a[0].Verdict != b[0].Verdict || a[0].Found != 0 || b[0].Found != 0 {
			t.Fatalf("%d: %+v, %d: %+v", one, a[0], two, b[0])
		}
		exact := Judge(rules, kernel.Applicant{Figures: map[string]kernel.Span{kernel.FigureSales: kernel.Exactly(one)}})
		if a[0].Verdict != kernel.FitUnknown && a[0].Verdict != exact[0].Verdict {
			t.Fatalf("%d: %+v in bands, %+v exactly", one, a[0], exact[0])
		}
	})
}

func TestWhatARuleMayNotBe(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	for name, rules := range map[string][]Rule{
		"a word that is not there":    {atLeast("shoe_size", 40)},
		"a comparison of another":     {{Field: kernel.FigureDebt, Comparison: AtLeast, Threshold: 10}},
		"nothing asked":               {atLeast(kernel.FigureResumption, 0)},
		"more than all":               {atLeast(kernel.FigureResumption, 101)},
		"twice":                       {atLeast(kernel.FigureResumption, 50), atLeast(kernel.FigureResumption, 60)},
		"a list for a figure":         {{Field: kernel.FigureLease, Comparison: AtLeast, Threshold: 6, Among: []string{"C18"}}},
		"a figure for a list":         {{Field: FieldSize, Comparison: Among, Threshold: 1, Among: []string{"small"}}},
		"an empty list":               {among(FieldIndustry)},
		"a size that there is not":    {among(FieldSize, "huge")},
		"an industry that is no code": {among(FieldIndustry, "shoes")},
	} {
		in := loan()
		in.Rules = rules
		if _, err := k.Introduce(drafter("bank-1"), in); fault.Of(err).Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Only people of the enterprise who handle its money read how it stands.
func TestWhoReadsHowAnEnterpriseStands(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	k.sell("bank-1", func(in *DraftProduct) { in.Rules = []Rule{atLeast(kernel.FigureResumption, 60)} })
	k.sell("bank-2", same)
	for name, x := range map[string]struct {
		who  context.Context
		want []string
	}{
		"owner": {as("firm", kernel.Enterprise, kernel.Owner), []string{kernel.FitOpen, kernel.FitShort}}, "clerk": {as("firm", kernel.Enterprise, kernel.FinanceClerk), []string{kernel.FitOpen, kernel.FitShort}},
		"employee": {as("firm", kernel.Enterprise), []string{"", ""}}, "bank": {approver("bank-1"), []string{"", ""}}, "town": {as("town", kernel.TownOffice, kernel.TownLead), []string{"", ""}},
	} {
		rows, err := k.Products(x.who)
		must(t, err)
		var got []string
		for _, r := range rows {
			got = append(got, r.Verdict)
			if r.Verdict != kernel.FitShort && len(r.Findings) > 0 {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if slices.Sort(got); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}
