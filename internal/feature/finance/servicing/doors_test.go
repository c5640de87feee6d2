package servicing

// Both doors: pages in both languages and operations, for each who asks.

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/record/conversation"
	"kaigong.example/kaigong/internal/record/ledger"
)

// doors is the feature behind a router of its own.
type doors struct {
	*kit
	bundle *i18n.Bundle
	router *web.Router
}

func newDoors(t *testing.T, data *db.DB) *doors {
	t.Helper()
	k := newKit(t, data)
	must(t, data.Migrate(context.Background(), append(sources(), db.Source{Name: "web", Files: web.Files})...))
	bundle, err := i18n.Load(kernel.Files, web.Files, ui.Locales(), table.Files, flow.Files, ledger.Files, conversation.Files, files)
	must(t, err)
	mux := http.NewServeMux()
	r := &web.Router{
		DB: data, Guard: k.Guard, Mux: mux, API: humago.New(mux, huma.DefaultConfig("test", "1")), Once: &web.Once{DB: data, Now: k.Now},
		Layout: func(_ *http.Request, v web.View) templ.Component { return v.Body },
	}
	Module(k.Service).Routes(r)
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
	if form.Get("_key") == "" {
		form.Set("_key", d.NewID())
	}
	q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.ask(who, i18n.En, q)
}

func (d *doors) send(who context.Context, path string, body any) *httptest.ResponseRecorder {
	text, err := json.Marshal(body)
	must(d.t, err)
	q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(string(text)))
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
			d.t.Errorf("%q is missing in %.3000s", x, w.Body)
		}
	}
}

func (d *doors) hides(w *httptest.ResponseRecorder, texts ...string) {
	d.t.Helper()
	for _, x := range texts {
		if strings.Contains(w.Body.String(), x) {
			d.t.Errorf("%q is shown", x)
		}
	}
}

// rawKey finds a message key that nobody translated.
var rawKey = regexp.MustCompile(`>\s*(servicing|fault|flow|event|ui|kernel|web)\.[a-z_.]+`)

func TestEveryPageForEveryoneInBothLanguages(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	c := d.funded(equal(), "2020-03-16")
	d.payNext(c)
	fresh := d.effective(equal())
	_, err := d.AskPrepay(owning(), c.ID, "2020-05-16")
	must(t, err)
	who := []struct {
		name string
		ctx  context.Context
	}{
		{"owner", owning()}, {"clerk", clerking()}, {"officer", lending()}, {"approver", approving()}, {"rival", as("a2", "bank-2", kernel.Bank, kernel.Approver)},
		{"stranger", as("o2", "firm-2", kernel.Enterprise, kernel.Owner)}, {"town", overseeing()}, {"guest", context.Background()},
	}
	const ok, no, gone, in = 200, 403, 404, 303
	at := "/contracts/" + c.ID
	for path, want := range map[string][8]int{
		"/stages":                               {no, no, no, no, no, no, ok, in},
		at:                                      {ok, ok, ok, ok, gone, gone, gone, in},
		at + "?why=2":                           {ok, ok, ok, ok, gone, gone, gone, in},
		at + "/file":                            {ok, ok, ok, ok, gone, gone, gone, in},
		at + "/schedule.csv":                    {ok, ok, ok, ok, gone, gone, gone, in},
		at + "/schedule.xlsx":                   {ok, ok, ok, ok, gone, gone, gone, in},
		at + "/early":                           {ok, ok, ok, ok, gone, gone, gone, in},
		at + "/early?on=2020-06-01":             {ok, ok, ok, ok, gone, gone, gone, in},
		at + "/cancel":                          {ok, no, no, no, gone, gone, gone, in},
		at + "/repay":                           {no, no, ok, no, gone, gone, gone, in},
		at + "/prepay":                          {no, no, ok, no, gone, gone, gone, in},
		at + "/reverse":                         {no, no, no, ok, gone, gone, gone, in},
		"/contracts/" + fresh.ID + "/disburse":  {no, no, ok, no, gone, gone, gone, in},
		"/contracts/" + fresh.ID:                {ok, ok, ok, ok, gone, gone, gone, in},
		"/contracts/nowhere":                    {gone, gone, gone, gone, gone, gone, gone, gone},
		"/api/v1/contracts/" + c.ID:             {ok, ok, ok, ok, gone, gone, gone, 401},
		"/api/v1/stages":                        {no, no, no, no, no, no, ok, 401},
		"/api/v1" + at + "/early?on=2020-05-16": {ok, ok, ok, ok, gone, gone, gone, 401},
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

// What each may see of one loan, and what never.
func TestWhatEachReaderSees(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	c := d.funded(equal(), "2020-03-16")
	d.payNext(c)
	at := "/contracts/" + c.ID
	for _, who := range []context.Context{owning(), lending()} {
		d.shows(d.get(who, at), 200, c.Ref, "17,116.30", "183,718.98", "2020-05-16", "Pioneer Credit Loan", c.FileHash, c.TermsHash, "equal instalments")
		d.shows(d.get(who, at+"?why=2"), 200, "183,718.98 × 4.85% × 30/360", "742.53", "16,373.77")
	}
	stages := d.get(overseeing(), "/stages")
	d.shows(stages, 200, c.Ref, "Heyue Footwear", "Huimin Bank", "200,000.00", "Performing")
	for _, w := range []*httptest.ResponseRecorder{stages, d.get(overseeing(), "/api/v1/stages")} {
		d.shows(w, 200, c.Ref)
		d.hides(w, "183,718.98", "18371898", "183718.98", c.ID, c.FileHash, "17,116.30", "officer", "48500", "buying leather")
	}
	d.hides(d.get(overseeing(), at), "Heyue", c.Ref)
}

// The contract file: both parties, the terms in two languages, nothing that
// runs, and a policy that would not let it.
func TestContractFile(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	x := equal()
	x.FeeFen, x.PrepayPPM, x.GraceDays = 300_00, 10_000, 5
	c := d.prepared(x)
	w := d.get(owning(), "/contracts/"+c.ID+"/file")
	d.shows(w, 200, c.Ref, "澄川禾跃鞋业有限公司", "Heyue Footwear Co., Ltd.", "919901010000010114", "澄川汇民村镇银行", "贰拾万元整", "200,000.00", "4.85%", "等额本息", "equal instalments",
		"300.00", "1.00%", "A360", "信用", "unsecured", "5 天", "5 days", "四舍五入", "recorded mutual agreement", c.TermsHash, "KG-AP-2020-0001")
	d.hides(w, "<script", "http://", "https://", "javascript:", "onload", "onclick", "src=", "2020-04-16")
	if got := loanbook.Digest(w.Body.Bytes()); got != c.FileHash {
		t.Errorf("the file served hashes to %s, signed is %s", got, c.FileHash)
	}
	policy := w.Header().Get("Content-Security-Policy")
	if !regexp.MustCompile(`^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src data:; sandbox$`).MatchString(policy) {
		t.Errorf("policy %q", policy)
	}
	if again := d.get(approving(), "/contracts/"+c.ID+"/file").Body.String(); again != w.Body.String() {
		t.Error("the lender reads another file")
	}
	evil := equal()
	a := d.agreement(evil)
	a.Purpose = i18n.Text{Zh: `<script>alert(1)</script>`, En: `"><img src=x onerror=alert(1)>`}
	a.Conditions = `</td><script>alert(2)</script>`
	text, err := loanbook.Paper(Contract{Ref: "KG-C-2020-0009", Agreement: a}, d.Calendar.Zone())
	must(t, err)
	if strings.Contains(string(text), "<script") || strings.Contains(string(text), "<img") {
		t.Error("what somebody typed became markup")
	}
}

// The contract carries the conditions of the offer word for word, and says so
// where there are none.
func TestTheContractCarriesTheConditions(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	a := d.agreement(equal())
	c := Contract{Ref: "KG-C-2020-0009", Agreement: a}
	none, err := loanbook.Paper(c, d.Calendar.Zone())
	must(t, err)
	c.Agreement.Conditions = "厂房租约续签至 2021 年\nlease renewed"
	some, err := loanbook.Paper(c, d.Calendar.Zone())
	must(t, err)
	for _, x := range []struct {
		text    []byte
		has, no string
	}{
		{none, "<th>放款条件<small>Conditions precedent</small></th><td>无<small>None</small></td>", "方予放款"},
		{some, "<th>放款条件<small>Conditions precedent</small></th><td class=\"typed\" translate=\"no\">厂房租约续签至 2021 年\nlease renewed</td>", "<td>无<"},
		{some, "The lender pays out once the conditions precedent above are met", "<td>无<"},
	} {
		if got := string(x.text); !strings.Contains(got, x.has) || strings.Contains(got, x.no) {
			t.Errorf("expected %q and not %q in\n%s", x.has, x.no, got)
		}
	}
}

// A loan from signature to reversal by forms alone.
func TestLoanByForms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, data *db.DB) {
		d := newDoors(t, data)
		c := d.prepared(equal())
		at := "/contracts/" + c.ID
		gone := d.prepared(equal())
		d.shows(d.post(owning(), "/contracts/"+gone.ID+"/cancel", url.Values{}), 303)
		d.shows(d.post(owning(), "/contracts/"+gone.ID+"/cancel", url.Values{}), 409)
		d.shows(d.get(owning(), "/contracts/"+gone.ID), 200, "Cancelled")
		d.shows(d.get(owning(), at), 200, "purpose=sign%3A"+c.FileHash)
		d.shows(d.post(sure(owning(), "sign:"+c.FileHash), at+"/sign", url.Values{}), 303)
		d.shows(d.post(sure(approving(), "sign:"+c.FileHash), at+"/sign", url.Values{}), 303)
		d.shows(d.post(lending(), at+"/disburse", url.Values{"value_on": {"2020-03-10"}, "ref": {""}}), 422, "lies in the future", `value="2020-03-10"`)
		d.shows(d.post(lending(), at+"/disburse", url.Values{"value_on": {"2020-03-09"}, "ref": {"OUT-7"}}), 303)
		d.day("2020-04-09")
		d.shows(d.get(lending(), at+"/repay"), 200, "17,116.30")
		d.shows(d.post(lending(), at+"/repay", url.Values{"received_on": {"2020-04-09"}, "amount": {"30万"}, "number": {"R1"}}), 422, "205,", `value="30万"`)
		form := url.Values{"received_on": {"2020-04-09"}, "amount": {"17,116.30"}, "number": {"R1"}, "_key": {d.NewID()}}
		d.shows(d.post(lending(), at+"/repay", form), 303)
		d.shows(d.post(lending(), at+"/repay", form), 303) // the same key again: the same answer, one effect
		form.Set("_key", d.NewID())
		d.shows(d.post(lending(), at+"/repay", form), 409, "R1", "Clerk officer", "2020-04-09")
		if v := d.view(c); len(v.Receipts) != 1 || v.Contract.PayoutRef != "OUT-7" {
			t.Fatalf("booked %+v", v.Receipts)
		}
		d.shows(d.get(approving(), at+"/reverse"), 200, "R1", "17,116.30", "Clerk officer")
		d.shows(d.post(approving(), at+"/reverse", url.Values{"number": {"R1"}, "reason": {""}}), 422, "Say why")
		d.shows(d.post(approving(), at+"/reverse", url.Values{"number": {"R1"}, "reason": {"another firm's money"}}), 303)
		d.shows(d.get(owning(), at), 200, "another firm&#39;s money", "Clerk approver", "200,000.00")
		form.Set("_key", d.NewID())
		d.shows(d.post(lending(), at+"/repay", form), 303)
		d.shows(d.get(owning(), at+"/early?on=2020-05-09"), 200)
		d.shows(d.post(owning(), at+"/early", url.Values{"on": {"2020-04-20"}}), 303)
		d.day("2020-04-20")
		q := d.contract(c.ID).Quote
		d.shows(d.get(lending(), at+"/prepay"), 200, q.TotalFen.Text())
		d.shows(d.post(lending(), at+"/prepay", url.Values{"received_on": {"2020-04-20"}, "amount": {"1"}, "number": {"R2"}}), 422, q.TotalFen.Text())
		d.shows(d.post(lending(), at+"/prepay", url.Values{"received_on": {"2020-04-20"}, "amount": {q.TotalFen.Text()}, "number": {"R2"}}), 303)
		d.shows(d.get(owning(), at), 200, "Closed")
		d.whole()
	})
}

// The same by operations.
func TestLoanByOperations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, data *db.DB) {
		d := newDoors(t, data)
		at := func(c Contract) string { return "/api/v1/contracts/" + c.ID }
		gone := d.prepared(equal())
		d.shows(d.send(owning(), at(gone)+"/cancel", map[string]any{}), 200, `"cancelled"`)
		c := d.prepared(equal())
		d.shows(d.send(sure(owning(), "sign:"+c.FileHash), at(c)+"/sign-borrower", map[string]any{}), 200, "signed_borrower")
		d.shows(d.send(sure(approving(), "sign:"+c.FileHash), at(c)+"/sign-lender", map[string]any{}), 200, "effective")
		d.shows(d.send(lending(), at(c)+"/disburse", Disbursement{ValueOn: "2020-03-09", Ref: "OUT-8"}), 200, "performing")
		d.day("2020-04-09")
		pay := Repayment{ReceivedOn: "2020-04-09", AmountFen: 17_116_30, Number: "R1"}
		d.shows(d.send(lending(), at(c)+"/repay", pay), 201, `"interest_fen":83528`)
		d.shows(d.send(lending(), at(c)+"/repay", pay), 409, "servicing.receipt.twice")
		d.shows(d.send(approving(), at(c)+"/reverse", Reversal{Number: "R1", Reason: "wrong contract"}), 200, `"balance_fen":20000000`)
		d.shows(d.send(lending(), at(c)+"/repay", pay), 201)
		d.shows(d.send(owning(), at(c)+"/early", map[string]any{"on": "2020-04-09"}), 200, `"total_fen":18371898`)
		d.shows(d.send(lending(), at(c)+"/prepay", Repayment{ReceivedOn: "2020-04-09", AmountFen: 183_718_98, Number: "R2"}), 201)
		d.shows(d.get(owning(), at(c)), 200, `"closed"`, `"closed_on":"2020-04-09"`)
		d.shows(d.send(approving(), "/api/v1/funds", map[string]any{"amount_fen": 100, "ref": "more"}), 200, "free_fen")
		d.shows(d.send(owning(), "/api/v1/funds", map[string]any{"amount_fen": 100, "ref": "more"}), 403)
		d.whole()
	})
}

func TestScheduleAsAFile(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	c := d.funded(equal(), "2020-03-16")
	w := d.get(owning(), "/contracts/"+c.ID+"/schedule.csv")
	rows := strings.Split(strings.TrimSpace(w.Body.String()), "\r\n")
	if len(rows) != 13 || rows[1] != "1,2020-04-16,2020-04-16,31/360,17116.30,16281.02,835.28,183718.98," || !strings.HasPrefix(rows[12], "12,2021-03-16,2021-03-16,28/360,17116.35,") {
		t.Errorf("the file reads %q", rows)
	}
	if w = d.get(owning(), "/contracts/"+c.ID+"/schedule.xlsx"); !strings.HasPrefix(w.Body.String(), "PK") || !strings.Contains(w.Header().Get("Content-Disposition"), c.Ref+".xlsx") {
		t.Errorf("no workbook: %v", w.Header())
	}
}

// Figures are sums of the rows that the list opens to.
func TestFigures(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(equal(), "2020-03-16")
	k.payNext(c)
	k.funded(equal(), "2020-04-20")
	k.effective(equal())
	k.day("2020-05-20")
	must(t, k.Sweep(context.Background()))
	for name, who := range map[string]context.Context{"borrower": owning(), "lender": lending()} {
		f, err := k.Figures(who)
		must(t, err)
		// 200,000 + 183,718.98; May of the first is late since Monday the 18th
		if f.Contracts != 2 || f.DisbursedFen != 400_000_00 || f.BalanceFen != 383_718_98 || f.Late != 1 || f.NextDueOn != "2020-05-16" || f.NextFen != 17_116_30 {
			t.Errorf("%s: %+v", name, f)
		}
		if lender := name == "lender"; lender && (f.ReservedFen != 200_000_00 || f.FreeFen != 19_417_116_30) || !lender && f.FreeFen != 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	f, err := k.Figures(overseeing())
	must(t, err)
	if f.NextDueOn != "" || f.BalanceFen != 0 || f.DisbursedFen != 400_000_00 {
		t.Errorf("the town sees %+v", f)
	}
}
