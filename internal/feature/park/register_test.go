package park

import (
	"context"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

func TestRegisteringRefusesBadInput(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		known := k.tenant(codes[0])
		k.dir.parties["bank-1"] = PartyFacts{ID: "bank-1", Kind: kernel.Bank}
		k.dir.parties["firm-1"] = PartyFacts{ID: "firm-1", Kind: kernel.Enterprise, CreditCode: kernel.CreditCode(codes[2])}
		for name, c := range map[string]struct {
			change func(*RegisterEnterprise)
			want   string
		}{
			"all is well":             {func(in *RegisterEnterprise) {}, ""},
			"no name":                 {func(in *RegisterEnterprise) { in.NameZh = " " }, "name_zh: park.name.missing"},
			"code too short":          {func(in *RegisterEnterprise) { in.CreditCode = "9199" }, "credit_code: kernel.credit_code.length"},
			"a wrong check character": {func(in *RegisterEnterprise) { in.CreditCode = "9199010100000102XQ" }, "credit_code: kernel.credit_code.check"},
			"the code of another":     {func(in *RegisterEnterprise) { in.CreditCode = codes[0] }, "credit_code: park.enterprise.code_taken"},
			"an industry in words":    {func(in *RegisterEnterprise) { in.IndustryCode = "制鞋业" }, "industry_code: park.industry.shape"},
			"a section that is none":  {func(in *RegisterEnterprise) { in.IndustryCode = "Z19" }, "industry_code: park.industry.shape"},
			"no size":                 {func(in *RegisterEnterprise) { in.SizeClass = "" }, "size_class: park.choice.missing"},
			"a stage that is none":    {func(in *RegisterEnterprise) { in.Stage = "flying" }, "stage: park.choice.missing"},
			"revenue below zero":      {func(in *RegisterEnterprise) { in.Revenue2019Fen = -1 }, "revenue_2019_fen: park.revenue.negative"},
			"revenue of a state":      {func(in *RegisterEnterprise) { in.Revenue2019Fen = maxRevenueFen + 1 }, "revenue_2019_fen: park.revenue.large"},
			"joined tomorrow":         {func(in *RegisterEnterprise) { in.Joined = "2020-02-04" }, "joined: park.joined.future"},
			"joined today":            {func(in *RegisterEnterprise) { in.Joined = "2020-02-03" }, ""},
			"a party that is none":    {func(in *RegisterEnterprise) { in.Party = "nobody" }, "party: park.enterprise.no_party"},
			"a bank":                  {func(in *RegisterEnterprise) { in.Party = "bank-1" }, "party: park.enterprise.not_enterprise"},
			"a tenant already":        {func(in *RegisterEnterprise) { in.Party = known.ID }, "credit_code: park.enterprise.code_differs"},
			"another code than known": {func(in *RegisterEnterprise) { in.Party = "firm-1" }, "credit_code: park.enterprise.code_differs"},
			"a party that is known":   {func(in *RegisterEnterprise) { in.Party, in.CreditCode = "firm-1", codes[2] }, ""},
		} {
			t.Run(name, func(t *testing.T) {
				in := RegisterEnterprise{EnterpriseProfile: profile(codes[1])}
				c.change(&in)
				wants(t, undo(k.DB, manager(), func(ctx context.Context) error {
					_, err := k.Register(ctx, in)
					return err
				}), c.want)
			})
		}
	})
}

func TestSummaryReadsLikeTheForm(t *testing.T) {
	_, _, err := EnterpriseProfile{Revenue2019Fen: -1, CreditCode: "1"}.check(date(t, "2020-02-03"))
	last := -1
	for _, f := range fault.Of(err).Fields {
		at := -1
		for i, name := range profileOrder {
			if name == f.Name {
				at = i
			}
		}
		if at <= last {
			t.Fatalf("%s is out of order in %v", f.Name, fault.Of(err).Fields)
		}
		last = at
	}
}

func TestStaleProfileSaysWhatChanged(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	e := k.tenant(codes[0])
	first := ReviseEnterprise{ID: e.ID, Version: 1, EnterpriseProfile: profile(codes[0])}
	first.Revenue2019Fen, first.Stage = 4_000_000_000, "exited"
	_, err := k.Revise(manager(), first)
	must(t, err)
	second := ReviseEnterprise{ID: e.ID, Version: 1, EnterpriseProfile: profile(codes[0])}
	second.ShortZh = "禾跃"
	_, err = k.Revise(manager(), second)
	f := fault.Of(err)
	if f.Kind != fault.Conflict || f.Key != "park.stale" || len(f.Fields) != 3 {
		t.Fatalf("got %v", err)
	}
	stored := map[string]any{}
	for _, x := range f.Fields {
		stored[x.Name] = x.Args["stored"]
	}
	if stored["short_zh"] != "禾跃鞋业" || stored["stage"] != (i18n.Text{Zh: "退出", En: "Exited"}) || stored["revenue_2019_fen"] != money.Fen(4_000_000_000) {
		t.Fatalf("beside each input stands what is stored now: %v", stored)
	}
}

func TestHeadcountRefusesBadInput(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	e := k.tenant(codes[0])
	for want, c := range map[string]struct {
		ctx    context.Context
		change func(*ReportHeadcount)
	}{
		"as_of: park.headcount.future":          {owner(e.ID), func(in *ReportHeadcount) { in.AsOf = "2020-02-04" }},
		"as_of: park.date.broken":               {owner(e.ID), func(in *ReportHeadcount) { in.AsOf = "3 Feb" }},
		"now: park.headcount.negative":          {owner(e.ID), func(in *ReportHeadcount) { in.Now = -1 }},
		"now: park.headcount.above_normal":      {owner(e.ID), func(in *ReportHeadcount) { in.Now = 87 }},
		"normal: park.headcount.normal_missing": {owner(e.ID), func(in *ReportHeadcount) { in.Now, in.Normal = 0, 0 }},
		"normal: park.headcount.large":          {owner(e.ID), func(in *ReportHeadcount) { in.Normal = 100_001 }},
		"reason: park.reason.missing":           {liaison(), func(in *ReportHeadcount) {}},
	} {
		in := ReportHeadcount{Enterprise: e.ID, AsOf: "2020-02-03", Now: 21, Normal: 86}
		c.change(&in)
		_, err := k.ReportHeadcount(c.ctx, in)
		wants(t, err, want)
	}
}

func TestLaterReportOfADayCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		e := k.tenant(codes[0])
		report := func(ctx context.Context, asOf string, now int64, reason string) Headcount {
			h, err := k.ReportHeadcount(ctx, ReportHeadcount{Enterprise: e.ID, AsOf: asOf, Now: now, Normal: 86, Reason: reason})
			must(t, err)
			return h
		}
		report(owner(e.ID), "2020-02-01", 10, "")
		report(owner(e.ID), "2020-02-03", 43, "")
		report(liaison(), "2020-02-01", 12, "与门禁记录核对")
		v, err := k.View(owner(e.ID), e.ID)
		must(t, err)
		latest, _ := v.Latest()
		if latest.Now != 43 || latest.Source != BySelf || latest.Share() != 500_000 {
			t.Fatalf("the latest day counts: %+v", latest)
		}
		if len(v.Headcounts) != 3 || len(v.Counted) != 2 || v.Counted[0].Now != 12 || v.Counted[0].Source != ByPark {
			t.Fatalf("the later report of a day counts, and the earlier stays readable: %+v", v.Headcounts)
		}
		if !v.May.Report || v.May.Correct || v.May.Sign {
			t.Fatalf("an owner reports and nothing else: %+v", v.May)
		}
	})
}

func TestWhoMayReport(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	e := k.tenant(codes[0])
	in := ReportHeadcount{Enterprise: e.ID, AsOf: "2020-02-03", Now: 21, Normal: 86, Reason: "核对"}
	for name, c := range map[string]struct {
		ctx  context.Context
		want string
	}{
		"owner":   {owner(e.ID), ""},
		"clerk":   {as(e.ID, kernel.Enterprise, kernel.FinanceClerk), ""},
		"manager": {manager(), ""}, "liaison": {liaison(), ""},
		"a colleague without a role": {as(e.ID, kernel.Enterprise), "fault.not_found"},
		"another enterprise":         {owner("party-9"), "fault.not_found"},
		"a bank":                     {officer(), "fault.not_found"},
		"the town":                   {town(), "fault.not_found"},
		"a guest":                    {context.Background(), "fault.unsigned"},
	} {
		_, err := k.ReportHeadcount(c.ctx, in)
		t.Run(name, func(t *testing.T) { wants(t, err, c.want) })
	}
}

func TestFactsAreThoseOfTheDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		e, b := k.tenant(codes[0]), k.building()
		a, c := k.unit(b), k.unit(b, func(in *DescribeUnit) { in.Use = "office" })
		first := k.sign(lease(e, "2019-04-01", "2020-04-01", a))
		k.sign(lease(e, "2019-04-01", "2019-10-01", c))
		_, err := k.Renew(manager(), RenewLease{Lease: first.ID, Version: 1, To: "2021-04-01", MonthlyRentFen: 1_800_000})
		must(t, err)
		_, err = k.ReportHeadcount(owner(e.ID), ReportHeadcount{Enterprise: e.ID, AsOf: "2020-02-03", Now: 21, Normal: 86})
		must(t, err)
		must(t, d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			f, err := k.Facts(ctx, tx, e.ID, date(t, "2020-02-03"))
			must(t, err)
			if len(f.Units) != 1 || f.Units[0].Code != a.Code || f.MonthlyRentFen != 1_766_400 || f.LeaseUntil.String() != "2021-03-31" || f.HeadcountNow != 21 || f.HeadcountAsOf.String() != "2020-02-03" {
				t.Errorf("facts of 3 February: %+v", f)
			}
			f, err = k.Facts(ctx, tx, e.ID, date(t, "2019-09-30"))
			must(t, err)
			if len(f.Units) != 2 || f.MonthlyRentFen != 2*1_766_400 || f.HeadcountNormal != 0 {
				t.Errorf("facts of 30 September: %+v", f)
			}
			_, err = k.Facts(ctx, tx, "nobody", date(t, "2020-02-03"))
			wants(t, err, "fault.not_found")
			names, err := k.EnterpriseNames(ctx, tx, []string{e.ID, e.ID, "nobody"})
			if len(names) != 1 || names[e.ID].En != "Heyue Footwear" {
				t.Errorf("names: %v", names)
			}
			return err
		}))
	})
}
