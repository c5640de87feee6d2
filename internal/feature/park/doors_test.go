package park

// Both doors: pages in both languages and operations, for each who asks.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// doors is the feature behind a router of its own.
type doors struct {
	*kit
	bundle *i18n.Bundle
	router *web.Router
}

func newDoors(t *testing.T, d *db.DB) *doors {
	t.Helper()
	k := newKit(t, d)
	must(t, d.Migrate(context.Background(), sources(db.Source{Name: "web", Files: web.Files})...))
	bundle, err := i18n.Load(kernel.Files, web.Files, ui.Locales(), table.Files, Files)
	must(t, err)
	mux := http.NewServeMux()
	r := &web.Router{
		DB: d, Guard: k.Guard, Mux: mux, API: humago.New(mux, huma.DefaultConfig("test", "1")), Once: &web.Once{DB: d, Now: k.Now},
		Layout: func(_ *http.Request, v web.View) templ.Component { return v.Body },
	}
	k.Module().Routes(r)
	return &doors{k, bundle, r}
}

// ask sends a request as somebody, in a language.
func (d *doors) ask(who context.Context, lang i18n.Lang, q *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.router.Mux.ServeHTTP(w, q.WithContext(i18n.With(who, d.bundle, lang)))
	return w
}

func (d *doors) get(who context.Context, path string) *httptest.ResponseRecorder {
	return d.ask(who, i18n.En, httptest.NewRequest(http.MethodGet, path, nil))
}

func (d *doors) post(who context.Context, path string, form url.Values) *httptest.ResponseRecorder {
	form.Set("_key", d.NewID())
	q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.ask(who, i18n.En, q)
}

func (d *doors) send(who context.Context, method, path string, body any) *httptest.ResponseRecorder {
	text, err := json.Marshal(body)
	must(d.t, err)
	q := httptest.NewRequest(method, path, strings.NewReader(string(text)))
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Idempotency-Key", d.NewID())
	return d.ask(who, i18n.En, q)
}

func (d *doors) shows(w *httptest.ResponseRecorder, status int, texts ...string) {
	d.t.Helper()
	if w.Code != status {
		d.t.Errorf("status %d, want %d: %.600s", w.Code, status, w.Body)
	}
	for _, x := range texts {
		if !strings.Contains(w.Body.String(), x) {
			d.t.Errorf("%q is missing in %.4000s", x, w.Body)
		}
	}
}

// rawKey finds a message key that nobody translated.
var rawKey = regexp.MustCompile(`>\s*(park|fault|ui|kernel|web)\.[a-z_.]+`)

func TestEveryPageForEveryoneInBothLanguages(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	b := d.building()
	u, e := d.unit(b), d.tenant(codes[0])
	first := d.sign(lease(e, "2019-04-01", "2020-04-01", u))
	_, err := d.Renew(manager(), RenewLease{Lease: first.ID, Version: 1, To: "2021-04-01", MonthlyRentFen: 1_766_400})
	must(t, err)
	l := d.sign(lease(e, "2021-04-01", "2022-04-01", u))
	for _, asOf := range []string{"2020-02-01", "2020-02-03", "2020-02-03"} {
		_, err := d.ReportHeadcount(owner(e.ID), ReportHeadcount{Enterprise: e.ID, AsOf: asOf, Now: 21, Normal: 86})
		must(t, err)
	}
	who := []struct {
		name string
		ctx  context.Context
	}{
		{"manager", manager()}, {"liaison", liaison()}, {"owner", owner(e.ID)}, {"stranger", owner("party-9")},
		{"town", town()}, {"bank", officer()}, {"guest", context.Background()},
	}
	const ok, no, gone, in = 200, 403, 404, 303
	for path, want := range map[string][7]int{
		"/enterprises":                                        {ok, ok, ok, ok, ok, gone, in},
		"/enterprises/new":                                    {ok, no, no, no, no, gone, in},
		"/enterprises/" + e.ID:                                {ok, ok, ok, gone, gone, gone, in},
		"/enterprises/" + e.ID + "/edit":                      {ok, no, no, gone, gone, gone, in},
		"/enterprises/" + e.ID + "/headcount":                 {no, no, ok, gone, gone, gone, in},
		"/enterprises/" + e.ID + "/correction":                {ok, ok, no, gone, gone, gone, in},
		"/enterprises/" + e.ID + "/leases/new":                {ok, no, no, gone, gone, gone, in},
		"/enterprises/" + e.ID + "/leases/" + l.ID + "/renew": {ok, no, no, gone, gone, gone, in},
		"/enterprises/" + e.ID + "/leases/" + l.ID + "/end":   {ok, no, no, gone, gone, gone, in},
		"/enterprises/party-9/leases/" + l.ID + "/end":        {gone, gone, gone, gone, gone, gone, gone},
		"/units":                            {ok, ok, no, no, ok, gone, in},
		"/buildings/new":                    {ok, no, no, no, no, gone, in},
		"/buildings/" + b.ID + "/edit":      {ok, no, gone, gone, no, gone, in},
		"/buildings/" + b.ID + "/units/new": {ok, no, gone, gone, no, gone, in},
		"/buildings/" + b.ID + "/units/" + u.ID + "/edit": {ok, no, gone, gone, no, gone, in},
		"/buildings/nowhere/units/" + u.ID + "/edit":      {gone, gone, gone, gone, gone, gone, gone},
	} {
		for i, x := range who {
			for _, lang := range i18n.Langs {
				w := d.ask(x.ctx, lang, httptest.NewRequest(http.MethodGet, path, nil))
				if w.Code != want[i] {
					t.Errorf("%s %s as %s: %d, want %d", lang, path, x.name, w.Code, want[i])
				}
				if key := rawKey.FindString(w.Body.String()); key != "" {
					t.Errorf("%s %s as %s shows the key %s", lang, path, x.name, key)
				}
			}
		}
	}
}

func TestStrangerListsNothing(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	e := d.tenant(codes[0])
	for name, c := range map[string]struct {
		ctx  context.Context
		sees bool
	}{"owner": {owner(e.ID), true}, "town": {town(), true}, "stranger": {owner("party-9"), false}} {
		for _, path := range []string{"/enterprises", "/api/v1/enterprises"} {
			if got := strings.Contains(d.get(c.ctx, path).Body.String(), "Heyue"); got != c.sees {
				t.Errorf("%s at %s sees the firm: %v", name, path, got)
			}
		}
	}
}

func typedProfile(code string) url.Values {
	return url.Values{
		"name_zh": {"澄川禾跃鞋业有限公司"}, "name_en": {"Heyue Footwear Co., Ltd."}, "short_zh": {"禾跃鞋业"}, "short_en": {"Heyue Footwear"},
		"credit_code": {code}, "industry_code": {"C19"}, "industry_name_zh": {"制鞋业"}, "industry_name_en": {"Footwear"},
		"size_class": {"small"}, "stage": {"graduated"}, "revenue_2019_fen": {"3280万"}, "joined": {"2016-11-23"}, "high_tech": {"1"},
	}
}

func TestTheParkFillsInItsForms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, data *db.DB) {
		d := newDoors(t, data)
		w := d.post(manager(), "/buildings", url.Values{"code": {"B1"}, "name_zh": {"1号厂房"}, "name_en": {"Factory 1"}, "kind": {"factory"}, "floors": {"5"}, "gross_area_dm2": {"12,000"}})
		d.shows(w, 303)
		b := strings.TrimPrefix(w.Header().Get("Location"), "/units#b-")
		d.shows(d.post(manager(), "/buildings/"+b+"/units", url.Values{"code": {"B1-1A"}, "floor": {"1"}, "use": {"production"}, "area_dm2": {"1104"}, "rent_per_m2_fen": {"16"}, "hoist_t": {""}}), 303)
		d.shows(d.post(manager(), "/enterprises", typedProfile("91990101000001011X")), 422, "position 18 should be 4", "澄川禾跃鞋业有限公司")
		w = d.post(manager(), "/enterprises", typedProfile(codes[0]))
		d.shows(w, 303)
		at := w.Header().Get("Location")
		p, err := d.Premises(manager(), d.today())
		must(t, err)
		u := p.Buildings[0].Units[0].Unit
		if u.AreaDM2 != 110_400 || u.RentPerM2Fen != 1_600 {
			t.Fatalf("the unit was read as %+v", u)
		}
		form := url.Values{"from": {"2019-11-01"}, "to": {"2022-10-31"}, "units": {u.ID}, "monthly_rent_fen": {"1766万"}}
		d.shows(d.post(manager(), at+"/leases", form), 422, "by the list it is", "rent_confirmed", `value="1766万"`)
		form.Set("monthly_rent_fen", "17,664")
		d.shows(d.post(manager(), at+"/leases", form), 303)
		d.shows(d.post(manager(), at+"/leases", form), 422, "B1-1A is let under lease KG-LS-2020-0001 from 2019-11-01 to 2022-10-31")
		d.shows(d.get(manager(), at), 200, "32,800,000", "C19 Footwear", "2022-10-31", "17,664.00", "High-tech enterprise", "Yes")
		d.shows(d.get(town(), "/units"), 200, "100.00%", "1,104.00 of 1,104.00 m² let, 1 of 1 units", "Heyue Footwear")
		for shown, rows := range map[string]int{"": 1, "leased": 1, "vacant": 0, "ending": 0} {
			if got := strings.Count(d.get(town(), "/units?show="+shown).Body.String(), `>B1-1A<`); got != rows {
				t.Errorf("the figure %q opens to %d rows, want %d", shown, got, rows)
			}
		}
	})
}

func TestStaleFormKeepsWhatWasTyped(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	e := d.tenant(codes[0])
	first, second := typedProfile(codes[0]), typedProfile(codes[0])
	first.Set("version", "1")
	first.Set("stage", "exited")
	d.shows(d.post(manager(), "/enterprises/"+e.ID+"/edit", first), 303)
	second.Set("version", "1")
	second.Set("short_en", "Heyue")
	w := d.post(manager(), "/enterprises/"+e.ID+"/edit", second)
	d.shows(w, 409, "Now: Exited", "Now: Heyue Footwear", `value="Heyue"`, `name="version" value="2"`)
	second.Set("version", "2")
	d.shows(d.post(manager(), "/enterprises/"+e.ID+"/edit", second), 303)
}

func TestAnOwnerReportsOnAPhone(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	e := d.tenant(codes[0])
	at := "/enterprises/" + e.ID
	d.shows(d.post(owner(e.ID), at+"/headcount", url.Values{"as_of": {"2020-02-03"}, "now": {"90"}, "normal": {"86"}}), 422, "90 people at work are more than the 86")
	d.shows(d.post(owner(e.ID), at+"/headcount", url.Values{"as_of": {"2020-02-03"}, "now": {""}, "normal": {"86"}}), 422, "write 0 if nobody is")
	d.shows(d.post(owner(e.ID), at+"/headcount", url.Values{"as_of": {"2020-02-03"}, "now": {"many"}, "normal": {"86"}}), 422, `href="#f-now"`)
	d.shows(d.post(owner(e.ID), at+"/headcount", url.Values{"as_of": {"2020-02-03"}, "now": {"43"}, "normal": {"86"}}), 303)
	d.shows(d.get(owner(e.ID), at), 200, "43 / 86 50.0%", "Reported by the firm", "data-kg-chart")
	d.shows(d.post(owner(e.ID), at+"/correction", url.Values{"as_of": {"2020-02-03"}, "now": {"43"}, "normal": {"86"}, "reason": {"x"}}), 403)
	d.shows(d.post(liaison(), at+"/headcount", url.Values{"as_of": {"2020-02-03"}, "now": {"43"}, "normal": {"86"}, "reason": {"x"}}), 403)
}

func TestOperationsDoTheSame(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, data *db.DB) {
		d := newDoors(t, data)
		read := func(w *httptest.ResponseRecorder, into any) {
			t.Helper()
			if w.Code > 201 {
				t.Fatalf("%d: %s", w.Code, w.Body)
			}
			must(t, json.Unmarshal(w.Body.Bytes(), into))
		}
		var b Building
		read(d.send(manager(), "POST", "/api/v1/buildings", DescribeBuilding{Code: "B1", NameZh: "1号厂房", NameEn: "Factory 1", Kind: "factory", Floors: 5, GrossAreaDM2: 1_200_000}), &b)
		var u Unit
		read(d.send(manager(), "POST", "/api/v1/buildings/"+b.ID+"/units", DescribeUnit{Code: "B1-1A", Floor: 1, Use: "production", AreaDM2: 110_400, RentPerM2Fen: 16_00}), &u)
		read(d.send(manager(), "PUT", "/api/v1/buildings/"+b.ID+"/units/"+u.ID, DescribeUnit{Version: 1, Code: "B1-1A", Floor: 2, Use: "production", AreaDM2: 110_400, RentPerM2Fen: 16_00}), &u)
		read(d.send(manager(), "PUT", "/api/v1/buildings/"+b.ID, DescribeBuilding{Version: 1, Code: "B1", NameZh: "1号楼", NameEn: "House 1", Kind: "factory", Floors: 5, GrossAreaDM2: 1_200_000}), &b)
		var e Enterprise
		read(d.send(manager(), "POST", "/api/v1/enterprises", RegisterEnterprise{EnterpriseProfile: profile(codes[0])}), &e)
		at := "/api/v1/enterprises/" + e.ID
		read(d.send(manager(), "PUT", at, ReviseEnterprise{Version: 1, EnterpriseProfile: profile(codes[0])}), &e)
		var l, next Lease
		read(d.send(manager(), "POST", at+"/leases", SignLease{Units: []string{u.ID}, From: "2019-04-01", To: "2020-04-01", MonthlyRentFen: 1_766_400}), &l)
		read(d.send(manager(), "POST", at+"/leases/"+l.ID+"/renewal", RenewLease{Version: 1, To: "2021-04-01", MonthlyRentFen: 1_766_400}), &next)
		read(d.send(manager(), "PUT", at+"/leases/"+next.ID+"/end", EndLease{Version: 1, To: "2020-07-01", Reason: "搬迁"}), &next)
		var h Headcount
		read(d.send(owner(e.ID), "POST", at+"/headcounts", ReportHeadcount{AsOf: "2020-02-03", Now: 21, Normal: 86}), &h)
		read(d.send(liaison(), "POST", at+"/corrections", ReportHeadcount{AsOf: "2020-02-03", Now: 20, Normal: 86, Reason: "与门禁记录核对"}), &h)
		var v EnterpriseView
		read(d.get(owner(e.ID), at), &v)
		if e.Version != 2 || u.Floor != 2 || len(v.Leases) != 2 || v.Leases[0].LastDay.String() != "2020-06-30" || v.Headcounts[0].Now != 20 {
			t.Fatalf("got %+v", v)
		}
		var p Premises
		read(d.get(town(), "/api/v1/premises?on=2020-02-03"), &p)
		if p.Occupancy.LeasedDM2 != 110_400 || p.Buildings[0].Building.Name.En != "House 1" {
			t.Fatalf("got %+v", p)
		}
		w := d.send(manager(), "POST", at+"/leases", SignLease{Units: []string{u.ID}, From: "2020-01-01", To: "2021-01-01", MonthlyRentFen: 1_766_400})
		d.shows(w, 422, "park.lease.unit_taken", `"location":"body.units"`)
		d.shows(d.get(officer(), at), 404)
		d.shows(d.get(town(), "/api/v1/premises?on=soon"), 422, "park.date.broken")
	})
}

func TestListFiltersSortsAndPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, data *db.DB) {
		d := newDoors(t, data)
		for n := range 60 {
			p := profile(string(codeFor(t, n)))
			p.ShortEn, p.SizeClass = fmt.Sprintf("Firm %02d", n), []string{"micro", "small", "medium"}[n%3]
			e, err := d.Register(manager(), RegisterEnterprise{EnterpriseProfile: p})
			must(t, err)
			if n < 2 {
				_, err = d.ReportHeadcount(owner(e.ID), ReportHeadcount{Enterprise: e.ID, AsOf: "2020-02-03", Now: int64(10 + n*10), Normal: 40})
				must(t, err)
			}
		}
		list := func(address string) EnterpriseList {
			v, err := url.ParseQuery(address)
			must(t, err)
			q, err := ParseList(v)
			must(t, err)
			l, err := d.List(town(), q)
			must(t, err)
			return l
		}
		all := list("sort=name_en")
		if all.Total != 60 || len(all.Rows) != 50 || all.Pages != 2 || all.Rows[0].Short.En != "Firm 00" || all.Now != 30 || all.Normal != 80 || all.Reported != 2 {
			t.Fatalf("figures are over all pages: %+v", all)
		}
		if l := list("sort=-name_en&page=2"); len(l.Rows) != 10 || l.Rows[9].Short.En != "Firm 00" {
			t.Fatalf("the last page ends with the first name: %+v", l.Rows)
		}
		if l := list("size_class=medium"); l.Total != 20 || l.Reported != 0 {
			t.Fatalf("a third is medium: %d", l.Total)
		}
		if l := list("sort=-resumption"); l.Rows[0].Short.En != "Firm 01" || l.Rows[1].Short.En != "Firm 00" {
			t.Fatalf("the highest share first: %+v", l.Rows[:2])
		}
		if l := list("q=FIRM 07"); l.Total != 1 {
			t.Fatalf("a search finds one: %d", l.Total)
		}
		d.shows(d.get(town(), "/enterprises?sort=rent&size_class=huge"), 200, "cannot be sorted", "60", "1–50 of 60")
		d.shows(d.get(town(), "/api/v1/enterprises?sort=rent"), 422, "table.sort.unknown")
		d.shows(d.get(town(), "/enterprises?q=nobody"), 200, "No enterprise matches")
		sheet, err := d.enterprisesSheet(town(), url.Values{"size_class": {"medium"}})
		must(t, err)
		if n, _, err := table.Digest(sheet); n != 20 || err != nil {
			t.Fatalf("a file holds every row of the filter, got %d, %v", n, err)
		}
	})
}
