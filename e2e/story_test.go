package e2e

// The core journey, from "we need 800,000 yuan" to a loan repaid early, and the
// short one that ends with a bank's no.

import (
	"path"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/sim"
)

// hostile is typed wherever people may write, and must come back as text: it
// tries to leave attributes, text areas, styles, comments and templates, and to
// run by script, event, address and picture.
const hostile = `'"></textarea></style>--><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)><a href=javascript:alert(4)>x</a>{{7*7}}${7*7}&lt;b&gt;`

func TestCoreJourney(t *testing.T) {
	for _, v := range []view{{lang: "zh-CN", width: 1440}, {lang: "en", width: 390}, {lang: "zh-CN", width: 1440, plain: true}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			newStory(open(t), v).tell()
		})
	}
}

func TestDecline(t *testing.T) {
	for _, v := range []view{{lang: "zh-CN", width: 1440}, {lang: "zh-CN", width: 390}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStory(open(t), v)
			for _, part := range []func(){s.ask, s.submit, s.verify, s.read, s.decline} {
				part()
			}
		})
	}
}

// story is one application and the people around it.
type story struct {
	t                                       *testing.T
	owner, liaison, officer, approver, town *person
	application, ref, lenderCase, contract  string
}

func newStory(h *house, v view) *story {
	return &story{t: h.t,
		owner:   h.enter("owner", "P027", v),
		liaison: h.enter("liaison", sim.Liaison, v),
		officer: h.enter("officer", sim.Officer, v), approver: h.enter("approver", sim.Approver, v),
		town: h.enter("town", "P011", v)}
}

func (s *story) tell() {
	for _, part := range []func(){s.ask, s.submit, s.verify, s.read, s.offer, s.accept, s.sign, s.payout, s.schedule, s.repay, s.early, s.around} {
		part()
	}
}

func (s *story) ask() {
	o := s.owner
	o.look("home-before")
	o.open("/applications")
	o.look("applications")
	o.press(`form[action="/applications"] button`)
	s.application = o.path()
	o.look("tasks")
	o.open(s.application + "/company")
	o.look("form-company")
	o.fill("credit_code", "919901010000010114")
	o.fill("headcount_now", "84")
	o.fill("headcount_full", "86")
	o.fill("contact", hostile)
	o.press(`button[value=next]`)
	s.need()
	o.open(s.application + "/operation")
	o.look("form-operation")
	o.fill("source", "orders in hand "+hostile)
	o.fill("sales", "2500000")
	o.fill("sales_year", "32800000")
	o.fill("orders", "4000000")
	o.fill("security", "credit")
	o.fill("jobs_kept", "80")
	o.press(`button[value=next]`)
}

// need types a zero too many first.
func (s *story) need() {
	o := s.owner
	o.open(s.application + "/need")
	o.look("form-need")
	o.fill("amount", "30000000")
	o.fill("purpose", "resumption")
	o.fill("term_months", "12")
	o.fill("product", o.world.ID("BP01"))
	o.fill("rate_cap", "5")
	o.fill("note", hostile)
	o.press(`button[value=next]`)
	o.count(`.kg-field.err .kg-errmsg`, 1)
	o.count(`.kg-errsum a[href="#f-amount"], .kg-errsum a[href$="amount"]`, 1)
	o.count(`input[name=amount][aria-invalid]`, 1)
	for name, want := range map[string]string{"amount": "30000000", "term_months": "12", "note": hostile} {
		if got := ask[string](o, `document.querySelector('[name=`+name+`]').value`); strings.ReplaceAll(got, ",", "") != want {
			s.t.Errorf("%s came back as %q", name, got)
		}
	}
	o.inspect("form-need-error")
	o.keep("form-need-error")
	o.fill("amount", "800000")
	o.press(`button[value=next]`)
	o.count(`.kg-errsum`, 0)
}

func (s *story) submit() {
	o := s.owner
	o.open(s.application + "/dossier")
	o.fill("kind", "licence")
	o.attach("licence.txt", "Heyue Footwear\n919901010000010114\n")
	o.press(`form[enctype] button`)
	o.see("licence.txt")
	o.look("form-documents")
	o.open(s.application + "/sharing")
	o.look("form-sharing")
	o.fill("lenders", o.world.ID(sim.Lender))
	for _, c := range []string{"identity", "lease", "headcount", "tax_summary", "orders", "documents"} {
		o.fill("classes", c)
	}
	o.press(`button[value=next]`)
	o.open(s.application + "/review")
	o.look("review")
	o.see("alert(2)")
	o.press(`form[action$="/submit"] button`)
	o.open(s.application)
	s.ref = ask[string](o, `document.body.innerText.match(/KG-AP-\d+-\d+/)[0]`)
	o.fill("text", hostile)
	o.press(`form[action$="/messages"] button`)
	o.see("alert(2)")
	o.look("case")
}

func (s *story) verify() {
	l := s.liaison
	l.open("/")
	l.look("home")
	l.open(s.application)
	l.look("case")
	l.fill("note", "lease and headcount agree "+hostile)
	l.press(`form[action$="/verify"] button`)
	l.press(`form[action$="/publish"] button`)
	l.miss("origination.")
}

func (s *story) read() {
	f := s.officer
	f.open("/")
	f.look("home")
	f.open("/cases")
	f.look("cases")
	f.miss("禾跃", "Heyue")
	s.lenderCase = ask[string](f, `[...document.querySelectorAll('a[href^="/cases/"]')].find(a => a.innerText.includes(`+quote(s.ref)+`)).pathname`)
	f.open(s.lenderCase)
	f.miss("禾跃", "Heyue", "麻澄之", "Chengzhi Ma")
	f.look("case-anonymous")
	f.press(`form[action$="/request-file"] button`)
	f.press(`form[action$="/assess"] button`)
	f.look("case")
	f.open(s.lenderCase + "/file")
	f.look("file")
	f.see(map[string]string{"zh-CN": "澄川禾跃鞋业有限公司", "en": "Heyue Footwear Co., Ltd."}[f.lang])
}

func (s *story) offer() {
	f, a := s.officer, s.approver
	f.open(s.lenderCase + "/decline")
	f.look("form-decline")
	f.open(s.lenderCase + "/offer")
	f.look("form-offer")
	f.fill("product", f.world.ID("BP01"))
	f.fill("amount", "800000")
	f.fill("term_months", "12")
	f.fill("rate", "4.35")
	if shots() == "" { // pictures show what a bank would write
		f.fill("conditions", hostile)
	}
	f.press(`main form[method=post] button`)
	f.open(s.lenderCase)
	f.count(`form[action$="/issue"]`, 0)
	a.open(s.lenderCase)
	a.look("case-drafted")
	a.confirm()
	a.press(`form[action$="/issue"] button`)
}

func (s *story) accept() {
	o := s.owner
	o.open("/")
	o.look("home")
	o.open(s.application + "/offers")
	o.see("4.35")
	o.look("offers")
	o.press(`a[href*="/accept?offer="]`)
	o.look("accept")
	o.confirm()
	o.look("accept-confirmed")
	o.press(`form[action$="/accept"] button`)
	if s.contract = o.path(); !strings.HasPrefix(s.contract, "/contracts/") {
		s.contract = ask[string](o, `document.querySelector('main a[href^="/contracts/"]').pathname`)
	}
	s.contract = "/contracts/" + path.Base(s.contract)
}

func (s *story) sign() {
	for _, p := range []*person{s.owner, s.approver} {
		p.open(s.contract)
		p.look("contract-unsigned")
		p.confirm()
		p.press(`form[action$="/sign"] button`)
	}
}

func (s *story) payout() {
	f := s.officer
	f.open(s.contract + "/disburse")
	f.look("form-disburse")
	f.fill("ref", "RCB-2020-0630")
	f.press(`main form[method=post] button`)
}

func (s *story) schedule() {
	o := s.owner
	o.open(s.contract)
	o.count(`a[href*="?why="]`, 12)
	if !o.plain {
		o.count(`figure svg, .kg-chart svg`, 2)
	}
	o.look("contract")
	s.recompute()
	o.press(`a[href*="why=2"]`)
	o.see("800,000.00 × 4.35% × 31/360")
	o.look("schedule")
	o.open(s.contract + "/early")
	o.look("early")
	o.see("800,000.00")
}

// recompute has the browser work the schedule out: it agrees, and it does not
// once a stored row is said to be different.
func (s *story) recompute() {
	o := s.owner
	if o.plain {
		return
	}
	say := func() string {
		return ask[string](o, `(async () => {
			const root = document.querySelector('[data-kg-recompute]');
			root.querySelector('button').click();
			while (root.querySelector('button').disabled) await new Promise(r => setTimeout(r, 20));
			return root.querySelector('output').className + ' ' + root.querySelector('code').textContent;
		})()`)
	}
	honest := say()
	o.inspect("contract-recomputed")
	ask[bool](o, `(() => {
		const data = document.querySelector('[data-kg-recompute] script');
		const asked = JSON.parse(data.textContent);
		asked.terms.rate_ppm += 1;
		data.textContent = JSON.stringify(asked);
		return true;
	})()`)
	if forged := say(); !strings.HasPrefix(honest, "kg-chip t-ok ") || !strings.HasPrefix(forged, "kg-chip t-risk ") || forged == honest {
		s.t.Errorf("the browser's own schedule: %q, with another rate %q", honest, forged)
	}
}

func (s *story) repay() {
	f := s.officer
	f.open(s.contract)
	f.press(`form[action="/demo/clock"] button[value=month]`)
	f.open(s.contract + "/repay")
	f.look("form-repay")
	f.fill("number", "RCB-R-1")
	f.press(`main form[method=post] button`)
	f.open(s.contract)
	f.see("2,900.00")
	f.count(`a[href*="?why="]`, 12)
	f.look("contract-repaid")
}

// early repays the rest on the day after a month has passed: the owner asks for
// the sum, the bank books exactly that, and the loan is closed.
func (s *story) early() {
	o, f := s.owner, s.officer
	o.open(s.contract + "/early")
	o.press(`main form[method=post] button`)
	o.see("800,000.00")
	o.look("contract-early")
	f.open(s.contract + "/prepay")
	f.look("form-prepay")
	f.fill("number", "RCB-R-2")
	f.press(`main form[method=post] button`)
	o.open(s.contract)
	o.see(map[string]string{"zh-CN": "结清", "en": "Closed"}[o.lang])
	o.miss("?why=")
	o.count(`a[href$="/early"]`, 0)
	o.look("contract-closed")
}

// decline is the bank's no: a structured reason that tells what would do.
func (s *story) decline() {
	f, o, l := s.officer, s.owner, s.liaison
	f.open(s.lenderCase + "/decline")
	f.fill("code", "resumption_low")
	f.press(`main form[method=post] button`)
	f.count(`.kg-errsum`, 1) // the reason needs what was asked for and what was found
	f.fill("threshold", "60")
	f.fill("found", "42")
	f.press(`main form[method=post] button`)
	f.miss("禾跃", "Heyue") // the right to the name ended with the case
	f.look("case-declined")
	o.open(s.application)
	o.see("42", "60")
	o.look("case-declined")
	l.open(s.application)
	l.press(`form[action$="/refer"] button`)
	l.look("case-referred")
	o.open(s.application)
	o.see(map[string]string{"zh-CN": "已转介", "en": "Referred"}[o.lang])
}

// around visits the pages that the journey does not pass.
func (s *story) around() {
	for _, v := range []struct {
		who   *person
		pages []string
	}{
		{s.owner, []string{"/applications", "/contracts", "/consents", "/people", "/account", "/account/password", "/account/passkeys", "/notices", "/log", "/signin", "/demo", "/nothing-here", "/account/letters", "/eligible", "/renewals", "/reliefs", "/lenders", "/filters", "/exports", "/payments", "/calendar", "/statements"}},
		{s.liaison, []string{"/applications", "/enterprises", "/units", "/overview", "/stages", "/notices", "/desk", "/overview/rows", "/exports", "/lists/overview/export", "/alliance"}},
		{s.officer, []string{"/products", "/cases", "/contracts", "/account", "/reliefs", "/renewals", "/schemes", "/workouts", "/intake", "/reconciliations", "/classes", "/books"}},
		{s.approver, []string{"/", "/people", "/classes/rules"}},
		{s.town, []string{"/", "/overview", "/overview/rows", "/stages", "/coverage", "/relief-stages", "/recommendations", "/lenders"}},
	} {
		for _, at := range v.pages {
			v.who.open(at)
			v.who.look(strings.ReplaceAll(strings.Trim("page"+at, "/"), "/", "-"))
		}
	}
	s.owner.open("/_ui")
	s.owner.look("gallery")
}
