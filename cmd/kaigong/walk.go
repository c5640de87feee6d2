package main

// The walk: the main job from the demo's present on, by HTTP, as each party in
// turn. Everything that is expected was worked out beforehand; any difference
// ends the walk with a failure.

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"regexp"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/sim"
)

// walker keeps what the walk has learnt and whether all was as expected.
type walker struct {
	ctx                                                    context.Context
	world                                                  *sim.World
	base                                                   string
	owner, liaison, officer, approver, town, other         *visitor
	application, ref, caseID, offer, terms, contract, file string
	failed                                                 int
}

// walk serves on l, walks, and stops.
func walk(ctx context.Context, w *sim.World, data sim.Data, l net.Listener, base string) error {
	ctx, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- serve(ctx, w.App, l, nil) }()
	defer func() { stop(); <-served }()

	x := &walker{ctx: ctx, world: w, base: base}
	fmt.Printf("walking the main job at %s, from %s on\n", base, clock.DateOf(w.App.Now(), w.App.Calendar.Zone()))
	for _, part := range []func(sim.Data) error{x.people, x.loaded, x.apply, x.answer, x.agree, x.repay, x.settle, x.prove} {
		if err := part(data); err != nil {
			return err
		}
	}
	if x.failed > 0 {
		return fmt.Errorf("%d expectations were not met", x.failed)
	}
	fmt.Println("\nevery expectation met")
	return nil
}

func (x *walker) say(who *visitor, what string) { fmt.Printf("\n%s · %s\n", who.name, what) }

// expect prints an expectation and remembers a failure.
func (x *walker) expect(what string, got, want any) {
	if fmt.Sprint(got) == fmt.Sprint(want) {
		fmt.Printf("   ok   %s: %v\n", what, got)
		return
	}
	x.failed++
	fmt.Printf("   FAIL %s: %v, expected %v\n", what, got, want)
}

// do calls an operation and ends the walk when it is refused.
func (x *walker) do(who *visitor, method, path string, body any) (answer, error) {
	a, err := who.api(x.ctx, method, path, body)
	if err == nil && a.Status >= 300 {
		err = fmt.Errorf("%s: %s %s: %d %s", who.name, method, path, a.Status, a.Body)
	}
	return a, err
}

func (x *walker) people(sim.Data) (err error) {
	ids := id.New(clock.System, rand.Reader)
	for _, p := range []struct {
		at        **visitor
		ref, name string
	}{
		{&x.owner, "P027", "麻澄之 Chengzhi Ma, owner of Heyue Footwear"}, {&x.liaison, sim.Liaison, "田小满 Xiaoman Tian, the park's financing liaison"},
		{&x.officer, sim.Officer, "雷白露 Bailu Lei, officer at CRCB"}, {&x.approver, sim.Approver, "潘川一 Chuanyi Pan, approver at CRCB"},
		{&x.town, "P011", "钟埠远 Buyuan Zhong, town office"}, {&x.other, "P031", "蓝云坪 Yunping Lan, owner of Qingyu Electronics"},
	} {
		if *p.at, err = become(x.ctx, ids, x.base, x.world.ID(p.ref), p.name); err != nil {
			return err
		}
	}
	return nil
}

// loaded looks at the loans that the story brought so far.
func (x *walker) loaded(data sim.Data) error {
	x.say(x.officer, "looks at the loans of the story so far")
	diff, err := x.world.Compare(x.ctx, data)
	x.expect("the twelve loans differ from the second computation in", len(diff), 0)
	for _, d := range diff {
		fmt.Println("       ", d)
	}
	return err
}

func (x *walker) apply(data sim.Data) error {
	x.say(x.owner, "asks for 800,000 yuan under BP01, to reopen")
	a, err := x.do(x.owner, "POST", "/applications", nil)
	if err != nil {
		return err
	}
	x.application, x.ref = a.text("id"), a.text("ref")
	base := "/applications/" + x.application
	for _, s := range []struct {
		name string
		body map[string]any
	}{
		{"company", map[string]any{"credit_code": "919901010000010114", "headcount_now": 84, "headcount_full": 86, "contact": "Chengzhi Ma"}},
		{"need", map[string]any{"amount_fen": 800_000_00, "purpose": "resumption", "note": "", "term_months": 12, "rate_cap_ppm": 50_000, "product": x.world.ID("BP01"), "needed_on": ""}},
		{"operation", map[string]any{"source": "orders in hand", "sales_fen": 2_500_000_00, "sales_year_fen": 32_800_000_00, "orders_fen": 4_000_000_00, "debt_fen": 0, "security": "credit", "first_loan": false, "jobs_kept": 80}},
		{"sharing", map[string]any{"lenders": []string{x.world.ID(sim.Lender)}, "classes": []string{"identity", "lease", "headcount", "tax_summary", "orders", "documents"}, "until": "2020-09-28"}},
	} {
		if _, err := x.do(x.owner, "PUT", base+"/"+s.name, s.body); err != nil {
			return err
		}
	}
	if up, err := x.owner.upload(x.ctx, base+"/dossier", "licence", "licence.txt", "Heyue Footwear\n919901010000010114\n"); err != nil || up.Status != 303 {
		return fmt.Errorf("upload: %d %v", up.Status, err)
	}
	if a, err = x.do(x.owner, "POST", base+"/submit", nil); err != nil {
		return err
	}
	x.expect("state", a.text("state"), "submitted")
	return x.verify(base)
}

func (x *walker) verify(base string) error {
	x.say(x.liaison, "verifies what the park knows and publishes without names")
	a, err := x.do(x.liaison, "POST", base+"/verify", map[string]any{"note": "lease and headcount agree"})
	if err != nil {
		return err
	}
	x.expect("units in the park's records", a.text("verdict", "units"), "B1-1A, B1-1B")
	if a, err = x.do(x.liaison, "POST", base+"/publish", nil); err != nil {
		return err
	}
	x.expect("state", a.text("state"), "published")
	page, err := x.liaison.page(x.ctx, "/applications/"+x.application+"/review")
	x.expect("the liaison opening the enterprise's own forms is told", page.Status, 403)
	if err != nil {
		return err
	}
	x.say(x.other, "tries the address of the application")
	page, err = x.other.page(x.ctx, base)
	x.expect("another enterprise finds", page.Status, 404)
	return err
}

func (x *walker) answer(sim.Data) error {
	x.say(x.officer, "sees a profile without a name, then requests and reads the file")
	list, err := x.officer.send(x.ctx, "GET", "/cases", "text/html", nil)
	if err != nil {
		return err
	}
	m := regexp.MustCompile(`/cases/([0-9a-f-]{36})"[^>]*>` + x.ref).FindStringSubmatch(list.Body)
	if m == nil {
		return fmt.Errorf("no case %s in the pipeline", x.ref)
	}
	x.caseID = m[1]
	page, err := x.officer.page(x.ctx, "/cases/"+x.caseID)
	if err != nil {
		return err
	}
	x.expect("the enterprise's name stands on the page", strings.Contains(page.visible(), "Heyue"), false)
	for _, act := range []string{"request-file", "assess"} {
		if _, err := x.do(x.officer, "POST", "/cases/"+x.caseID+"/"+act, nil); err != nil {
			return err
		}
	}
	a, err := x.do(x.officer, "GET", "/cases/"+x.caseID+"/file", nil)
	if err != nil {
		return err
	}
	x.expect("name in the file", a.text("borrower", "name", "en"), "Heyue Footwear Co., Ltd.")
	x.expect("debt, which was not shared", a.number("operation", "debt_fen"), 0)
	return x.draft()
}

func (x *walker) draft() error {
	a, err := x.do(x.officer, "POST", "/cases/"+x.caseID+"/offer", map[string]any{"product": x.world.ID("BP01"), "amount_fen": 800_000_00, "term_months": 12, "rate_ppm": 43_500, "fee_fen": 0, "prepay_ppm": 0, "conditions": "", "valid_to": "2020-07-14"})
	if err != nil {
		return err
	}
	x.offer = a.text("id")
	seal := a.text("commitment")
	issue := "/cases/" + x.caseID + "/offers/" + x.offer + "/issue"
	if a, err = x.officer.api(x.ctx, "POST", issue, nil); err != nil {
		return err
	}
	x.expect("the drafter approving the own offer is told", a.Status, 403)
	x.say(x.approver, "confirms and approves; 800,000 yuan are reserved")
	if err := x.approver.confirm(x.ctx, "approve:"+seal); err != nil {
		return err
	}
	if a, err = x.do(x.approver, "POST", issue, nil); err != nil {
		return err
	}
	x.expect("offer", a.text("state"), "issued")
	x.terms = a.text("terms_hash")
	a, err = x.do(x.approver, "GET", "/cases/"+x.caseID, nil)
	x.expect("reserved, yuan", money.Fen(a.number("reserved_fen")).Text(), "800,000.00")
	return err
}

func (x *walker) agree(sim.Data) error {
	x.say(x.owner, "accepts with a fresh confirmation and signs the contract")
	accept := "/applications/" + x.application + "/accept"
	taking := map[string]any{"offers": []string{x.offer}, "terms_hash": x.terms}
	a, err := x.owner.api(x.ctx, "POST", accept, taking)
	if err != nil {
		return err
	}
	x.expect("accepting without confirmation is told", a.Status, 403)
	if err := x.owner.confirm(x.ctx, "accept:"+x.terms); err != nil {
		return err
	}
	if a, err = x.do(x.owner, "POST", accept, taking); err != nil {
		return err
	}
	made, _ := a.get("contracts").([]any)
	x.contract = fmt.Sprint(made...)
	if a, err = x.do(x.owner, "GET", "/contracts/"+x.contract, nil); err != nil {
		return err
	}
	x.file = a.text("contract", "file_hash")
	x.expect("terms accepted are the terms of the contract", a.text("contract", "terms_hash"), x.terms)
	for _, s := range []struct {
		who  *visitor
		path string
	}{{x.owner, "sign-borrower"}, {x.approver, "sign-lender"}} {
		if err := s.who.confirm(x.ctx, "sign:"+x.file); err != nil {
			return err
		}
		if a, err = x.do(s.who, "POST", "/contracts/"+x.contract+"/"+s.path, nil); err != nil {
			return err
		}
	}
	x.say(x.approver, "countersigns")
	x.expect("contract", a.text("state"), "effective")
	return x.payout()
}

func (x *walker) payout() error {
	x.say(x.officer, "records the payout")
	a, err := x.do(x.officer, "POST", "/contracts/"+x.contract+"/disburse", map[string]any{"value_on": "2020-06-30", "ref": "RCB-2020-0630"})
	if err != nil {
		return err
	}
	x.expect("balance, yuan", money.Fen(a.number("balance_fen")).Text(), "800,000.00")
	x.say(x.town, "sees the stage and no file")
	page, err := x.town.page(x.ctx, "/overview/rows")
	if err != nil {
		return err
	}
	x.expect("the application stands in the overview", strings.Contains(page.visible(), x.ref), true)
	page, err = x.town.page(x.ctx, "/contracts/"+x.contract)
	x.expect("the town opening the contract finds", page.Status, 404)
	return err
}

// instalments are worked out by hand: 800,000 · 4.35 % · days / 360.
var instalments = []struct{ due, interest string }{{"2020-07-30", "2,900.00"}, {"2020-08-30", "2,996.67"}, {"2020-09-30", "2,996.67"}}

func (x *walker) repay(sim.Data) error {
	a, err := x.do(x.owner, "GET", "/contracts/"+x.contract, nil)
	if err != nil {
		return err
	}
	x.say(x.owner, "reads the schedule")
	rows, _ := a.get("installments").([]any)
	x.expect("instalments", len(rows), 12)
	var total money.Fen
	for _, r := range rows {
		row := answer{Fields: r.(map[string]any)}
		interest := money.Fen(row.number("interest_fen"))
		total += interest
		fmt.Printf("        %2d  %s  interest %10s  principal %12s  balance %12s\n", row.number("no"), row.text("due_on"), interest.Text(), money.Fen(row.number("principal_fen")).Text(), money.Fen(row.number("balance_fen")).Text())
	}
	x.expect("total interest over 365 days, yuan", total.Text(), "35,283.35")
	for i, in := range instalments {
		if err := x.month(); err != nil {
			return err
		}
		x.say(x.officer, "books instalment "+fmt.Sprint(i+1)+" on "+in.due)
		body := map[string]any{"received_on": in.due, "amount_fen": parse(in.interest), "number": fmt.Sprintf("RCB-R-%d", i+1)}
		if a, err = x.do(x.officer, "POST", "/contracts/"+x.contract+"/repay", body); err != nil {
			return err
		}
		x.expect("interest, yuan", money.Fen(a.number("interest_fen")).Text(), in.interest)
	}
	a, err = x.officer.api(x.ctx, "POST", "/contracts/"+x.contract+"/repay", map[string]any{"received_on": "2020-09-30", "amount_fen": 100, "number": "RCB-R-3"})
	x.expect("booking receipt RCB-R-3 again is told", a.Status, 409)
	return err
}

func parse(s string) money.Fen { f, _ := money.Parse(s); return f }

// month presses the button of the time bar.
func (x *walker) month() error { return x.press("month") }

func (x *walker) press(by string) error {
	a, err := x.owner.send(x.ctx, "POST", "/demo/clock", "application/x-www-form-urlencoded", strings.NewReader("by="+by))
	if err == nil && a.Status != 303 {
		err = fmt.Errorf("the time bar answered %d", a.Status)
	}
	return err
}

// settle is the early repayment on 15 October: 15 days after the due date,
// 800,000 · 4.35 % · 15 / 360 = 1,450.00 of interest.
func (x *walker) settle(sim.Data) error {
	for _, by := range []string{"week", "week", "day"} {
		if err := x.press(by); err != nil {
			return err
		}
	}
	x.say(x.owner, "repays everything early, on 15 October")
	a, err := x.do(x.owner, "POST", "/contracts/"+x.contract+"/early", map[string]any{"on": "2020-10-15"})
	if err != nil {
		return err
	}
	x.expect("interest of 15 days, yuan", money.Fen(a.number("quote", "interest_fen")).Text(), "1,450.00")
	x.expect("to pay, yuan", money.Fen(a.number("quote", "total_fen")).Text(), "801,450.00")
	if _, err = x.do(x.officer, "POST", "/contracts/"+x.contract+"/prepay", map[string]any{"received_on": "2020-10-15", "amount_fen": 801_450_00, "number": "RCB-R-4"}); err != nil {
		return err
	}
	if a, err = x.do(x.owner, "GET", "/contracts/"+x.contract, nil); err != nil {
		return err
	}
	x.expect("contract", a.text("contract", "state"), "closed")
	x.expect("owed, yuan", money.Fen(a.number("contract", "balance_fen")).Text(), "0.00")
	var paid money.Fen
	receipts, _ := a.get("receipts").([]any)
	for _, r := range receipts {
		paid += money.Fen(answer{Fields: r.(map[string]any)}.number("amount_fen"))
	}
	x.expect("paid in all, yuan", paid.Text(), "810,343.34")
	return nil
}

// prove downloads the proof of the closing and checks it offline; then the
// whole log is compared with the tables and the books.
func (x *walker) prove(sim.Data) error {
	x.say(x.owner, "downloads the proof of the last step and checks it with the log's public key")
	var entry string
	for range 50 {
		page, err := x.owner.page(x.ctx, "/contracts/"+x.contract)
		if err != nil {
			return err
		}
		if m := regexp.MustCompile(`/log/entries/([0-9a-f-]{36})`).FindStringSubmatch(page.Body); m != nil {
			entry = m[1]
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	proof, err := x.owner.page(x.ctx, "/log/entries/"+entry)
	if err != nil {
		return err
	}
	key, err := x.owner.page(x.ctx, "/log/key")
	if err != nil {
		return err
	}
	p, err := auditlog.CheckProof([]byte(proof.Body), trimLine(key.Body))
	x.expect("the proof holds", err == nil, true)
	fmt.Printf("        entry %d of a tree of %d, %d bytes\n", p.Index, p.Size, len(proof.Body))
	if err := x.world.App.Settle(x.ctx); err != nil {
		return err
	}
	r, err := x.world.App.Verify(x.ctx)
	x.expect("differences between log, tables and books", len(r.Differences), 0)
	fmt.Printf("        %d entries and %d facts compared, root %s\n", r.Entries, r.Facts, r.Root)
	return err
}
