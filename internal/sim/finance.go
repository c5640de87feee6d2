package sim

// The alliance's part of the demo: products and funds, the applications with
// the answers of their lenders, the loans and their repayments.
//
// What the data leaves out follows one rule. A date without a time is 10:00.
// After submission come four turns: the liaison verifies and publishes; each
// invited lender answers; the enterprise chooses and signs; the lender
// countersigns and pays on the given day. A lender without an offer declines in
// its turn. Nobody chooses where the data knows no loan.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
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

// desk is who works at a lender.
type desk struct{ officer, approver string }

var desks = map[string]desk{Lender: {Officer, Approver}, "BANK-DY": {"P019", "P020"}, "BANK-HM": {"P021", "P080"}}

func (t *Timeline) products(d Data) {
	at := t.at(begin, 9, 30)
	for _, bank := range d.lenders() {
		t.add(at, desks[bank].approver, "funds "+bank, func(ctx context.Context) error {
			return t.world.App.Servicing.Fund(ctx, budget, "budget 2020")
		})
	}
	for _, p := range d.Products {
		t.add(at, desks[p.Bank].officer, "drafts "+p.ID, func(ctx context.Context) error {
			in, err := t.world.description(p)
			if err != nil {
				return err
			}
			made, err := t.world.App.Catalogue.Introduce(ctx, in)
			t.world.know(p.ID, made.Product.ID)
			return err
		})
		t.add(at, desks[p.Bank].approver, "puts "+p.ID+" on sale", func(ctx context.Context) error {
			_, err := t.world.App.Catalogue.Approve(ctx, t.world.ID(p.ID), 1, catalogue.ApproveVersion{ValidFrom: begin.String()})
			return err
		})
	}
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
	turns, err := t.turns(d, a)
	if err != nil {
		return err
	}
	owner := d.enterprise(a.Enterprise).Contact
	t.add(turns.submit, owner, "submits "+a.ID, func(ctx context.Context) error { return t.submit(ctx, d, a) })
	t.add(turns.verify, Liaison, "verifies and publishes "+a.ID, func(ctx context.Context) error { return t.world.Verify(ctx, a.ID) })
	if a.Consent.Revoked != nil {
		t.add(turns.answer, Officer, "requests the file of "+a.ID, func(ctx context.Context) error { return t.world.Assess(ctx, a.ID) })
		return t.revoke(a, owner, *a.Consent.Revoked)
	}
	for _, bank := range a.Consent.To {
		t.answer(d, a, bank, turns.answer)
	}
	if len(d.offers(a.ID)) == 0 {
		t.add(turns.choose, Liaison, "refers "+a.ID+" to the town", func(ctx context.Context) error {
			_, err := t.world.App.Origination.Refer(ctx, t.world.ID(a.ID))
			return err
		})
	}
	for _, l := range d.Loans {
		if l.Application == a.ID {
			t.loan(owner, a, l, turns)
		}
	}
	return nil
}

// answer is one lender's turn: an offer by two people, or a reason.
func (t *Timeline) answer(d Data, a Application, bank string, at time.Time) {
	who := desks[bank]
	i := slices.IndexFunc(d.Offers, func(o Offer) bool { return o.Application == a.ID && d.lender(o.Product) == bank })
	if i < 0 {
		t.add(at, who.officer, bank+" declines "+a.ID, func(ctx context.Context) error { return t.world.Decline(ctx, a.ID, "product_misfit") })
		return
	}
	o := d.Offers[i]
	t.add(at, who.officer, "requests the file of "+a.ID, func(ctx context.Context) error { return t.world.Assess(ctx, a.ID) })
	t.add(at.Add(20*time.Minute), who.officer, "drafts "+o.ID, func(ctx context.Context) error { return t.draft(ctx, o) })
	t.add(at.Add(40*time.Minute), who.approver, "approves "+o.ID, func(ctx context.Context) error { return t.world.Issue(ctx, o.ID) })
}

// submit is the enterprise's whole task list in one go.
func (t *Timeline) submit(ctx context.Context, d Data, a Application) error {
	e := d.enterprise(a.Enterprise)
	return t.world.Apply(ctx, a.ID, Need{
		Enterprise: e, AmountFen: money.Fen(a.AmountCNY * 100), Term: d.term(a.ID), Until: a.Consent.Expires, Lenders: a.Consent.To,
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
	AnswersOn  string // "" for the eighth working day
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
	sharing := origination.Sharing{Classes: classes, Until: n.Until, AnswersOn: n.AnswersOn}
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
	if _, err := w.App.Dossier.Supply(ctx, a.ID, licence(n.Enterprise)); err != nil {
		return err
	}
	_, err = o.Submit(ctx, a.ID, 0)
	return err
}

// licence is a small generated document.
func licence(e Enterprise) dossier.AddDocument {
	text := fmt.Sprintf("%s\n%s\n%s\n演示材料 demo document\n", e.Name.Zh, e.Name.En, e.Uscc)
	return dossier.AddDocument{Kind: "licence", Name: "营业执照-" + e.Short.Zh + ".txt", MediaType: "text/plain; charset=utf-8", Bytes: []byte(text)}
}

// Verify takes an application through the liaison's two steps.
func (w *World) Verify(ctx context.Context, ref string) error {
	if _, err := w.App.Origination.Verify(ctx, w.ID(ref), ""); err != nil {
		return err
	}
	_, err := w.App.Origination.Publish(ctx, w.ID(ref))
	return err
}

// CaseOf finds the lender's case of an application as its officer sees it.
func (w *World) CaseOf(ctx context.Context, ref string) (string, error) { return w.caseOf(ctx, ref) }

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

// Decline answers an application with a reason.
func (w *World) Decline(ctx context.Context, ref, code string) error {
	id, err := w.caseOf(ctx, ref)
	if err != nil {
		return err
	}
	_, err = w.App.Origination.Decline(ctx, id, origination.Reason{Code: code})
	return err
}

// draft proposes an offer of the data, which is known by its own reference.
func (t *Timeline) draft(ctx context.Context, o Offer) error {
	rate, err := money.ParsePercent(o.RatePct.String())
	if err != nil {
		return err
	}
	w := t.world
	err = w.Draft(ctx, o.Application, origination.DraftOffer{Product: w.ID(o.Product), AmountFen: money.Fen(o.AmountCNY * 100), TermMonths: o.Term, RatePPM: rate, ValidTo: o.ValidTo})
	w.rename(o.Application, o.ID)
	return err
}

// rename makes the offer of one reference that of another too.
func (w *World) rename(from, to string) {
	for _, what := range []string{"offer of ", "terms of ", "seal of "} {
		w.know(what+to, w.ID(what+from))
	}
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
	w.know("seal of "+ref, o.Sealed.Commitment)
	return err
}

// Issue approves an offer, freshly confirmed.
func (w *World) Issue(ctx context.Context, ref string) error {
	_, err := w.App.Origination.Issue(confirmed(ctx, "approve:"+w.ID("seal of "+ref)), w.ID("offer of "+ref))
	return err
}

// confirmed is the same actor after a fresh confirmation.
func confirmed(ctx context.Context, purpose string) context.Context {
	who := kernel.From(ctx)
	who.SteppedUp, who.StepUpFor = true, purpose
	return kernel.With(ctx, who)
}

// changedMind is why the enterprise of the data revokes its consent.
const changedMind = "资金另有安排 / other funds were found"

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
				return t.world.App.Identity.Revoke(ctx, c.ID, changedMind)
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

// loan is acceptance, both signatures, the payout and what is repaid.
func (t *Timeline) loan(owner string, a Application, l Loan, turns turns) {
	who := desks[l.Bank]
	t.add(turns.choose, owner, "accepts and signs "+a.ID, func(ctx context.Context) error {
		t.world.rename(l.Offer, a.ID)
		return t.world.AcceptAndSign(ctx, a.ID)
	})
	t.add(turns.pay, who.approver, "countersigns "+a.ID, func(ctx context.Context) error { return t.world.Countersign(ctx, a.ID) })
	t.add(turns.pay.Add(time.Hour), who.officer, "pays out "+l.ID, func(ctx context.Context) error {
		return t.world.Disburse(ctx, a.ID, l.Disbursed, l.ID)
	})
	day := clock.DateOf(turns.pay, t.world.App.Calendar.Zone())
	for n := 1; !day.AddMonths(n).After(Present()); n++ {
		t.add(t.at(day.AddMonths(n), 10, 0), who.officer, "books what "+l.ID+" owes", func(ctx context.Context) error {
			return t.world.RepayDue(ctx, a.ID, fmt.Sprintf("%s-%02d", l.ID, n))
		})
	}
}

// AcceptAndSign takes the offer of an application and signs its contract.
func (w *World) AcceptAndSign(ctx context.Context, ref string) error {
	terms := w.ID("terms of " + ref)
	a, err := w.App.Origination.Accept(confirmed(ctx, "accept:"+terms), w.ID(ref), origination.AcceptOffers{Offers: []string{w.ID("offer of " + ref)}, TermsHash: terms})
	if err != nil {
		return err
	}
	contract := a.Contracts[0]
	w.know("contract of "+ref, contract)
	v, err := w.App.Servicing.View(ctx, contract)
	if err != nil {
		return err
	}
	w.know("file of "+ref, v.Contract.FileHash)
	_, err = w.App.Servicing.SignBorrower(confirmed(ctx, "sign:"+v.Contract.FileHash), contract)
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

// RepayDue books the instalment that is due today, if one is.
func (w *World) RepayDue(ctx context.Context, ref, number string) error {
	v, err := w.App.Servicing.View(ctx, w.ID("contract of "+ref))
	if next, ok := v.Next(); err != nil || !ok || next.DueOn != v.Today {
		return err
	}
	return w.RepayNext(ctx, ref, number)
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
