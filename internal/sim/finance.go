package sim

// The alliance's part of the demo: products and funds, the applications that
// went to one lender, their loans and repayments.

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
)

// The lender of the demo and its people.
const (
	Lender   = "BANK-RCB"
	Officer  = "P017"
	Approver = "P018"
	Liaison  = "P081"
)

// budget is what each lender of the demo can lend.
const budget = money.Fen(20_000_000_00)

// classes are what the enterprises of the demo let the lender read: the data's
// lease and tax summary, and what a file needs to be judged at all.
var classes = []string{"identity", "lease", "headcount", "tax_summary", "documents"}

// approvers are those who answer for what each lender sells.
var approvers = map[string]string{Lender: Approver, "BANK-DY": "P020", "BANK-HM": "P080"}

func (t *Timeline) products(d Data) {
	at := t.at(begin, 9, 30)
	t.add(at, Approver, "funds the lender", func(ctx context.Context) error {
		return t.world.App.Servicing.Fund(ctx, budget, "budget 2020")
	})
	for _, p := range d.Products {
		t.add(at, approvers[p.Bank], "puts "+p.ID+" on sale", func(ctx context.Context) error {
			in, err := t.world.description(p)
			if err != nil {
				return err
			}
			made, err := t.world.App.Catalogue.Define(ctx, in)
			t.world.know(p.ID, made.ID)
			return err
		})
	}
}

// description is a product of the data as its lender describes it.
func (w *World) description(p Product) (in catalogue.DefineProduct, err error) {
	in = catalogue.DefineProduct{Code: p.ID, NameZh: p.Name.Zh, NameEn: p.Name.En, PurposeZh: p.Purpose.Zh, PurposeEn: p.Purpose.En,
		Security: p.Secured, MaxFen: money.Fen(p.MaxCNY * 100), Terms: p.Terms, Repayment: kernel.Repayment(p.Repayment), DayCount: p.DayCount, Rounding: p.Rounding,
		Guarantor: w.ID(p.Guarantor)}
	if len(p.Industries) > 0 {
		in.Rules = []catalogue.Rule{{Field: catalogue.FieldIndustry, Comparison: catalogue.Among, Among: p.Industries}}
	}
	if in.RatePPM, err = money.ParsePercent(p.RatePct.String()); err != nil || p.Guarantor == "" {
		return in, err
	}
	in.GuaranteeFeePPM, err = money.ParsePercent(p.GuaranteePct.String())
	return in, err
}

// applications follows every application of the data through its turns.
func (t *Timeline) applications(d Data) error {
	for _, a := range d.Applications {
		if err := t.application(d, a); err != nil {
			return err
		}
	}
	return nil
}

func (t *Timeline) application(d Data, a Application) error {
	day, err := clock.ParseDate(a.Submitted)
	if err != nil {
		return err
	}
	owner := d.enterprise(a.Enterprise).Contact
	t.add(t.at(day, 10, 0), owner, "submits "+a.ID, func(ctx context.Context) error { return t.submit(ctx, d, a) })
	turn := t.nextTurn(day)
	t.add(t.at(turn, 10, 0), Liaison, "verifies and publishes "+a.ID, func(ctx context.Context) error { return t.verify(ctx, a) })
	turn = t.nextTurn(turn)
	t.add(t.at(turn, 10, 0), Officer, "requests the file of "+a.ID, func(ctx context.Context) error { return t.assess(ctx, a) })
	if a.Consent.Revoked != nil {
		return t.revoke(a, owner, *a.Consent.Revoked)
	}
	t.add(t.at(turn, 11, 0), Officer, "drafts the offer for "+a.ID, func(ctx context.Context) error { return t.draft(ctx, d, a) })
	t.add(t.at(turn, 12, 0), Approver, "approves the offer for "+a.ID, func(ctx context.Context) error { return t.issue(ctx, a) })
	for _, l := range d.Loans {
		if l.Application == a.ID {
			return t.loan(owner, a, l.ID, l.Disbursed, t.nextTurn(turn))
		}
	}
	return nil // nobody chooses: the application expires with its offer
}

// nextTurn is the next working day after a day.
func (t *Timeline) nextTurn(day clock.Date) clock.Date {
	return t.world.App.Calendar.OnOrAfter(day.AddDays(1))
}

// submit is the enterprise's whole task list in one go.
func (t *Timeline) submit(ctx context.Context, d Data, a Application) error {
	e := d.enterprise(a.Enterprise)
	return t.world.Apply(ctx, a.ID, Need{
		Enterprise: e, AmountFen: money.Fen(a.AmountCNY * 100), Term: d.offer(a.ID).Term, Until: a.Consent.Expires, Lenders: a.Consent.To,
	})
}

// Need is what an enterprise asks for, in short.
type Need struct {
	Enterprise Enterprise
	AmountFen  money.Fen
	Term       int
	Until      string // end of the consent
	Lenders    []string
	Product    string // id, "" to leave the choice
	Purpose    string // "" for the resumption of work
}

// Apply starts, fills in and submits an application as the actor of ctx, and
// remembers it under a reference.
func (w *World) Apply(ctx context.Context, ref string, n Need) error {
	o := w.App.Origination
	a, err := o.Start(ctx)
	if err != nil {
		return err
	}
	w.know(ref, a.ID)
	if n.Term == 0 {
		n.Term = 12
	}
	purpose := cmp.Or(n.Purpose, "resumption")
	full := max(int(n.Enterprise.Employees), a.Company.HeadcountFull)
	sharing := origination.Sharing{Classes: classes, Until: n.Until}
	for _, l := range n.Lenders {
		sharing.Lenders = append(sharing.Lenders, w.ID(l))
	}
	for _, section := range []origination.Section{
		&origination.Company{CreditCode: n.Enterprise.Uscc, HeadcountFull: full, HeadcountNow: min(full, a.Company.HeadcountNow), Contact: n.Enterprise.Short.Zh},
		&origination.Need{AmountFen: n.AmountFen, Purpose: purpose, TermMonths: n.Term, Product: n.Product},
		&origination.Operation{Source: "在手订单回款 / orders in hand", SalesYearFen: money.Fen(n.Enterprise.RevenueWan * 10_000_00), Security: "credit", JobsKept: full},
		&sharing,
	} {
		if _, err := o.Save(ctx, a.ID, 0, section); err != nil {
			return err
		}
	}
	if err := o.Attach(ctx, a.ID, licence(n.Enterprise)); err != nil {
		return err
	}
	_, err = o.Submit(ctx, a.ID, 0)
	return err
}

// licence is a small generated document.
func licence(e Enterprise) origination.NewFile {
	text := fmt.Sprintf("%s\n%s\n%s\n演示材料 demo document\n", e.Name.Zh, e.Name.En, e.Uscc)
	return origination.NewFile{Kind: "licence", Name: "营业执照-" + e.Short.Zh + ".txt", MediaType: "text/plain; charset=utf-8", Bytes: []byte(text)}
}

func (t *Timeline) verify(ctx context.Context, a Application) error {
	return t.world.Verify(ctx, a.ID)
}

// Verify takes an application through the liaison's two steps.
func (w *World) Verify(ctx context.Context, ref string) error {
	if _, err := w.App.Origination.Verify(ctx, w.ID(ref), ""); err != nil {
		return err
	}
	_, err := w.App.Origination.Publish(ctx, w.ID(ref))
	return err
}

// caseOf finds the lender's case of an application as its officer sees it.
func (w *World) caseOf(ctx context.Context, ref string) (string, error) {
	rows, err := w.App.Origination.Cases(ctx)
	for _, r := range rows {
		if r.Case.Application == w.ID(ref) {
			return r.Case.ID, err
		}
	}
	return "", fmt.Errorf("no case for %s (%v)", ref, err)
}

func (t *Timeline) assess(ctx context.Context, a Application) error { return t.world.Assess(ctx, a.ID) }

// Assess requests and reads the file and begins the assessment.
func (w *World) Assess(ctx context.Context, ref string) error {
	id, err := w.caseOf(ctx, ref)
	if err != nil {
		return err
	}
	if _, err := w.App.Origination.RequestFile(ctx, id); err != nil {
		return err
	}
	if _, err := w.App.Origination.ReadFile(ctx, id); err != nil {
		return err
	}
	_, err = w.App.Origination.Assess(ctx, id)
	return err
}

func (t *Timeline) draft(ctx context.Context, d Data, a Application) error {
	o := d.offer(a.ID)
	rate, err := money.ParsePercent(o.RatePct.String())
	if err != nil {
		return err
	}
	return t.world.Draft(ctx, a.ID, origination.DraftOffer{Product: t.world.ID(o.Product), AmountFen: money.Fen(o.AmountCNY * 100), TermMonths: o.Term, RatePPM: rate, ValidTo: o.ValidTo})
}

// Draft proposes an offer and remembers it.
func (w *World) Draft(ctx context.Context, ref string, in origination.DraftOffer) error {
	id, err := w.caseOf(ctx, ref)
	if err != nil {
		return err
	}
	in.Case = id
	o, err := w.App.Origination.Draft(ctx, in)
	w.know("offer of "+ref, o.ID)
	w.know("terms of "+ref, o.TermsHash)
	return err
}

func (t *Timeline) issue(ctx context.Context, a Application) error { return t.world.Issue(ctx, a.ID) }

// Issue approves an offer, freshly confirmed.
func (w *World) Issue(ctx context.Context, ref string) error {
	_, err := w.App.Origination.Issue(confirmed(ctx, "approve:"+w.ID("terms of "+ref)), w.ID("offer of "+ref))
	return err
}

// confirmed is the same actor after a fresh confirmation.
func confirmed(ctx context.Context, purpose string) context.Context {
	who := kernel.From(ctx)
	who.SteppedUp, who.StepUpFor = true, purpose
	return kernel.With(ctx, who)
}

// revoke takes the consent back while the bank is still assessing; the
// enterprise withdraws the same day.
func (t *Timeline) revoke(a Application, owner, on string) error {
	day, err := clock.ParseDate(on)
	if err != nil {
		return err
	}
	t.add(t.at(day, 10, 0), owner, "revokes the consent of "+a.ID, func(ctx context.Context) error {
		consents, err := t.world.App.Identity.Consents(ctx)
		if err != nil {
			return err
		}
		for _, c := range consents.Given {
			if c.Case == t.world.ID(a.ID) {
				return t.world.App.Identity.Revoke(ctx, c.ID, "资金另有安排 / other funds were found")
			}
		}
		return fmt.Errorf("no consent for %s", a.ID)
	})
	t.add(t.at(day, 16, 0), owner, "withdraws "+a.ID, func(ctx context.Context) error {
		_, err := t.world.App.Origination.Withdraw(ctx, t.world.ID(a.ID), "")
		return err
	})
	return nil
}

// loan is acceptance, both signatures and the payout of an application.
func (t *Timeline) loan(owner string, a Application, ref, disbursed string, turn clock.Date) error {
	day, err := clock.ParseDate(disbursed)
	if err != nil {
		return err
	}
	t.add(t.at(turn, 10, 0), owner, "accepts and signs "+a.ID, func(ctx context.Context) error { return t.world.AcceptAndSign(ctx, a.ID) })
	t.add(t.at(day, 10, 0), Approver, "countersigns "+a.ID, func(ctx context.Context) error { return t.world.Countersign(ctx, a.ID) })
	t.add(t.at(day, 11, 0), Officer, "pays out "+ref, func(ctx context.Context) error {
		return t.world.Disburse(ctx, a.ID, disbursed, ref)
	})
	for n := 1; ; n++ {
		due := day.AddMonths(n)
		if due.After(clock.Date{Year: 2020, Month: time.June, Day: 30}) {
			return nil
		}
		t.add(t.at(due, 10, 0), Officer, fmt.Sprintf("books instalment %d of %s", n, ref), func(ctx context.Context) error {
			return t.world.RepayNext(ctx, a.ID, fmt.Sprintf("%s-%02d", ref, n))
		})
	}
}

// AcceptAndSign takes the offer of an application and signs its contract.
func (w *World) AcceptAndSign(ctx context.Context, ref string) error {
	terms := w.ID("terms of " + ref)
	a, err := w.App.Origination.Accept(confirmed(ctx, "accept:"+terms), w.ID("offer of "+ref), terms)
	if err != nil {
		return err
	}
	w.know("contract of "+ref, a.Contract)
	v, err := w.App.Servicing.View(ctx, a.Contract)
	if err != nil {
		return err
	}
	w.know("file of "+ref, v.Contract.FileHash)
	_, err = w.App.Servicing.SignBorrower(confirmed(ctx, "sign:"+v.Contract.FileHash), a.Contract)
	return err
}

// Countersign is the lender's signature.
func (w *World) Countersign(ctx context.Context, ref string) error {
	_, err := w.App.Servicing.SignLender(confirmed(ctx, "sign:"+w.ID("file of "+ref)), w.ID("contract of "+ref))
	return err
}

// Disburse records the payout of an application's contract.
func (w *World) Disburse(ctx context.Context, ref, on, payout string) error {
	_, err := w.App.Servicing.Disburse(ctx, servicing.Disbursement{Contract: w.ID("contract of " + ref), ValueOn: on, Ref: payout})
	return err
}

// RepayNext books the next open instalment in full, on its due date.
func (w *World) RepayNext(ctx context.Context, ref, number string) error {
	v, err := w.App.Servicing.View(ctx, w.ID("contract of "+ref))
	if err != nil {
		return err
	}
	next, ok := v.Next()
	if !ok {
		return fmt.Errorf("nothing is due on the contract of %s", ref)
	}
	_, err = w.App.Servicing.Repay(ctx, servicing.Repayment{Contract: v.Contract.ID, ReceivedOn: next.DueOn, AmountFen: next.OpenFen(), Number: number})
	return err
}
