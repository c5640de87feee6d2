package referral_test

// A declined application before a guarantor and the town, on a real database with
// the whole program around it: from the referral to the lenders that read what came
// of it, and what cannot be on the way.

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/sim"
)

var must, wants = loantest.Must, loantest.Wants

// People of the story.
const (
	officer  = "P022" // of the guarantee company
	approver = "P087"
	town     = "P011"
	lender   = "BANK-HM" // sells a guaranteed product
	banker   = "P021"
)

// kit is the park in February 2020 with one enterprise that every lender declined.
type kit struct {
	*sim.World
	*testing.T
	owner string
	firm  sim.Enterprise
}

func referred(t *testing.T, d *db.DB) *kit {
	t.Helper()
	k := declined(t, d)
	_, err := k.App.Origination.Refer(k.by(sim.Liaison), k.ID("A"))
	must(t, err)
	return k
}

func declined(t *testing.T, d *db.DB) *kit {
	t.Helper()
	a, err := sim.Open(context.Background(), sim.Options{DB: d, BaseURL: "http://localhost"})
	must(t, err)
	data, err := sim.Fenghe()
	must(t, err)
	data.Applications = nil
	k := &kit{World: sim.NewWorld(a, nil), T: t, owner: data.Enterprises[0].Contact, firm: data.Enterprises[0]}
	must(t, k.Load(context.Background(), data, sim.Begin().AddDays(1)))
	k.until(5, 10)
	must(t, k.Apply(k.by(k.owner), "A", sim.Need{Enterprise: k.firm, AmountFen: 500_000_00, Term: 12, Until: "2020-05-01", Lenders: []string{lender}}))
	must(t, k.Verify(k.by(sim.Liaison), "A"))
	k.decline()
	return k
}

func (k *kit) decline() {
	k.Helper()
	id, err := k.CaseOf(k.by(banker), "A")
	must(k.T, err)
	_, err = k.App.Origination.Decline(k.by(banker), id, origination.Reason{Code: "security_needed"})
	must(k.T, err)
}

func (k *kit) by(who string) context.Context { return k.confirmed(who, "") }

func (k *kit) confirmed(who, purpose string) context.Context {
	k.Helper()
	ctx, err := k.As(context.Background(), who, purpose)
	must(k.T, err)
	return ctx
}

// until lets time pass to an hour of February 2020.
func (k *kit) until(day, hour int) {
	k.Helper()
	must(k.T, k.App.AdvanceTo(context.Background(), time.Date(2020, time.February, day, hour, 0, 0, 0, k.App.Calendar.Zone())))
}

func (k *kit) settle() { must(k.T, k.App.Settle(context.Background())) }

// whole wants the log and the tables to agree.
func (k *kit) whole() {
	k.Helper()
	k.settle()
	r, err := k.App.Verify(context.Background())
	must(k.T, err)
	if len(r.Differences) > 0 {
		k.Errorf("the log disagrees: %v", r.Differences)
	}
}

func (k *kit) asking() referral.AskGuarantor {
	return referral.AskGuarantor{Guarantor: k.ID("GUAR-1"), Classes: []string{"identity", "headcount", "documents"}, Until: "2020-05-01", Message: "订单已恢复"}
}

func (k *kit) ask() referral.GuaranteeRequest {
	k.Helper()
	g, err := k.App.Referral.AskGuarantor(k.by(k.owner), k.ID("A"), k.asking())
	must(k.T, err)
	return g
}

var letter = referral.Letter{CoveragePPM: 800_000, MaxFen: 400_000_00, FeePPM: 10_000, ValidTo: "2020-04-30", Conditions: "法定代表人提供连带责任保证"}

func (k *kit) proposed() referral.GuaranteeRequest {
	k.Helper()
	g := k.ask()
	_, err := k.App.Referral.RequestFile(k.by(officer), g.ID)
	must(k.T, err)
	g, err = k.App.Referral.Propose(k.by(officer), g.ID, letter)
	must(k.T, err)
	return g
}

// sign reads a letter, confirms for what is shown and signs.
func (k *kit) sign(who, id string) error {
	k.Helper()
	v, err := k.App.Referral.Guarantee(k.by(who), id)
	must(k.T, err)
	_, err = k.App.Referral.State(k.confirmed(who, "state:"+v.Seal), id, v.Seal)
	return err
}

func (k *kit) stated() referral.GuaranteeRequest {
	k.Helper()
	g := k.proposed()
	must(k.T, k.sign(approver, g.ID))
	return g
}

func (k *kit) view(who, id string) referral.GuaranteeView {
	k.Helper()
	v, err := k.App.Referral.Guarantee(k.by(who), id)
	must(k.T, err)
	return v
}

func (k *kit) doors() referral.Doors {
	k.Helper()
	v, err := k.App.Referral.Doors(k.by(k.owner), k.ID("A"))
	must(k.T, err)
	return v
}

func (k *kit) reshare(lenders ...string) error {
	in := origination.ReshareApplication{Until: "2020-05-01"}
	for _, l := range lenders {
		in.Lenders = append(in.Lenders, k.ID(l))
	}
	_, err := k.App.Origination.Reshare(k.by(k.owner), k.ID("A"), in)
	return err
}

// lenderCase is the case as the lender that declined sees it.
func (k *kit) lenderCase() origination.CaseView {
	k.Helper()
	id, err := k.CaseOf(k.by(banker), "A")
	must(k.T, err)
	v, err := k.App.Origination.ViewCase(k.by(banker), id)
	must(k.T, err)
	return v
}

// turn says for whom a request waits.
func (k *kit) turn(m *flow.Machine, id string) (out string) {
	must(k.T, k.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		t, found, err := k.App.Keeper.Turn(ctx, tx, m.Name, id)
		if found {
			out = t.Role + " " + t.Move + " " + t.Subject.Zh
		}
		return err
	}))
	return out
}

// From the referral to an offer: the letter of the guarantor and the words of the
// town reach the lender that had declined, which offers on the letter's terms.
func TestReferredToBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := referred(t, d)
		if err := k.reshare(lender); err == nil {
			t.Fatal("a lender that declined was invited again for nothing")
		}
		g := k.proposed()
		if got := k.turn(referral.GuaranteeMachine, g.ID); got != "guarantee_approver state "+k.firm.Short.Zh {
			t.Errorf("waits for %q", got)
		}
		if row := k.doors().Guarantees[0]; row.State != referral.Reading || row.MaxFen != 0 || row.Version != 0 {
			t.Errorf("the enterprise reads a letter that nobody signed: %+v", row)
		}
		must(t, k.sign(approver, g.ID))
		r, err := k.App.Referral.AskTown(k.by(k.owner), k.ID("A"), referral.AskTown{Until: "2020-05-01"})
		must(t, err)
		v, err := k.App.Referral.Recommendation(k.by(town), r.ID)
		must(t, err)
		if v.Facts == nil || v.Facts.HeadcountFull == 0 || v.Facts.LeaseUntil == "" {
			t.Errorf("the town reads %+v", v.Facts)
		}
		_, err = k.App.Referral.Recommend(k.by(town), r.ID, "复工早，用工稳定，租金按期缴纳。")
		must(t, err)
		if v := k.lenderCase(); len(v.Backings) != 0 {
			t.Errorf("a lender that declined reads %+v before it is invited again", v.Backings)
		}
		must(t, k.reshare(lender))
		c := k.lenderCase()
		if _, known := c.People[k.ID(k.owner)]; known || len(c.Events) == 0 {
			t.Errorf("before the file is open the lender reads who invited it: %v", c.People)
		}
		if c.Case.State != origination.Invited || len(c.Backings) != 2 || !c.Backings[0].Live() || c.Backings[0].MaxFen != letter.MaxFen || !strings.Contains(c.Backings[1].Text, "复工早") {
			t.Fatalf("invited again, the lender reads %+v in %s", c.Backings, c.Case.State)
		}
		k.offers(c)
		k.whole()
	})
}

// offers lets the lender draft on the letter: not above it, not beyond its last
// day, and with its fee instead of the product's.
func (k *kit) offers(c origination.CaseView) {
	k.Helper()
	must(k.T, k.App.Servicing.Fund(k.by("P080"), 20_000_000_00, "budget"))
	must(k.T, k.Assess(k.by(banker), "A"))
	in := origination.DraftOffer{Case: c.Case.ID, Product: k.ID("BP07"), AmountFen: 500_000_00, TermMonths: 12, RatePPM: 50_500, ValidTo: "2020-02-28"}
	_, err := k.App.Origination.Draft(k.by(banker), in)
	wants(k.T, err, "amount: origination.offer.above_letter")
	in.AmountFen = 400_000_00
	o, err := k.App.Origination.Draft(k.by(banker), in)
	must(k.T, err)
	if o.Terms.GuaranteeFeePPM != letter.FeePPM || o.Terms.Guarantor != k.ID("GUAR-1") {
		k.Errorf("the offer rests on %+v", o.Terms)
	}
}

// Four eyes: whoever proposed neither signs, sends back nor declines, whatever
// roles there are; others of the company do, and nobody else sees the request.
func TestTwoPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := referred(t, d)
		k.both("both")
		g := k.ask()
		_, err := k.App.Referral.RequestFile(k.by("both"), g.ID)
		must(t, err)
		_, err = k.App.Referral.Propose(k.by("both"), g.ID, letter)
		must(t, err)
		wants(t, k.sign("both", g.ID), "referral.own")
		_, err = k.App.Referral.Return(k.by("both"), g.ID, "no")
		wants(t, err, "referral.own")
		_, err = k.App.Referral.Decline(k.by("both"), g.ID, referral.DeclineGuarantee{Code: "exposure"})
		wants(t, err, "referral.own")
		_, err = k.App.Referral.Return(k.by(approver), g.ID, "期限太长")
		must(t, err)
		_, err = k.App.Referral.Propose(k.by("both"), g.ID, letter)
		must(t, err)
		seal := k.view(approver, g.ID).Seal
		_, err = k.App.Referral.State(k.by(approver), g.ID, seal)
		wants(t, err, "fault.step_up")
		_, err = k.App.Referral.State(k.confirmed(approver, "state:another"), g.ID, seal)
		wants(t, err, "fault.step_up")
		_, err = k.App.Referral.State(k.confirmed(approver, "state:old"), g.ID, "old")
		wants(t, err, "referral.changed")
		for _, who := range []string{banker, sim.Officer, town, "P028", "P006"} {
			_, err = k.App.Referral.Guarantee(k.by(who), g.ID)
			wants(t, err, "fault.not_found")
			_, err = k.App.Referral.ReadFile(k.by(who), g.ID)
			wants(t, err, "fault.not_found")
		}
		must(t, k.sign(approver, g.ID))
		wants(t, k.sign(approver, g.ID), "flow.wrong_turn")
		k.whole()
	})
}

// both brings a person to the guarantor who holds both roles.
func (k *kit) both(ref string) {
	program := kernel.With(context.Background(), kernel.Program())
	p, err := k.App.Identity.Enrol(program, identity.EnrolPerson{Ref: ref, NameZh: "霜降"})
	must(k.T, err)
	_, err = k.App.Identity.Join(program, identity.JoinParty{Person: p.ID, Party: k.ID("GUAR-1"), Roles: []kernel.Role{kernel.GuaranteeOfficer, kernel.GuaranteeApprover}})
	must(k.T, err)
	k.Know(ref, p.ID)
}

// The file opens class by class under the consent, each reading is written down
// with its ground, and nothing is read before, beside or after it.
func TestTheFileUnderItsConsent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := referred(t, d)
		g := k.ask()
		v := k.view(officer, g.ID)
		if v.Open || strings.Contains(v.Name.Zh, k.firm.Short.Zh) || len(v.Events) > 0 || len(v.People) > 0 {
			t.Errorf("before the file is open: %+v, by %v", v.Name, v.People)
		}
		_, err := k.App.Referral.ReadFile(k.by(officer), g.ID)
		wants(t, err, "referral.consent.gone")
		_, err = k.App.Referral.RequestFile(k.by(officer), g.ID)
		must(t, err)
		f, err := k.App.Referral.ReadFile(k.by(officer), g.ID)
		must(t, err)
		if want := []string{"identity", "headcount", "documents"}; !slices.Equal(f.Classes, want) || len(f.Documents) == 0 || f.Name.Zh != k.firm.Name.Zh {
			t.Errorf("the guarantor reads %v, %d documents of %s", f.Classes, len(f.Documents), f.Name.Zh)
		}
		_, _, err = k.App.Referral.OpenDocument(k.by(officer), g.ID, f.Documents[0].ID)
		must(t, err)
		if got := k.readings(); got != 4 {
			t.Errorf("%d readings are written down, not 4", got)
		}
		k.revoke("GUAR-1")
		_, err = k.App.Referral.ReadFile(k.by(officer), g.ID)
		wants(t, err, "referral.consent.gone")
		_, err = k.App.Referral.Propose(k.by(officer), g.ID, letter)
		wants(t, err, "referral.consent.gone")
		k.settle()
		v = k.view(officer, g.ID)
		if v.Request.State != referral.Frozen || v.Profile != nil || strings.Contains(v.Name.Zh, k.firm.Short.Zh) || len(v.Moves) > 0 {
			t.Errorf("revoked, and still visible: %+v %v", v.Name, v.Moves)
		}
		_, err = k.App.Referral.Propose(k.by(officer), g.ID, letter)
		wants(t, err, "flow.wrong_turn")
		k.ask() // anew, under a consent of its own
		k.whole()
	})
}

// readings counts what the enterprise sees of readings by the guarantor.
func (k *kit) readings() (n int) {
	v, err := k.App.Identity.Consents(k.by(k.owner))
	must(k.T, err)
	for _, x := range v.Disclosures {
		if x.Grantee == k.ID("GUAR-1") && x.Ground == "consent" && x.Purpose == "guarantee_assessment" {
			n++
		}
	}
	return n
}

func (k *kit) revoke(grantee string) {
	k.Helper()
	v, err := k.App.Identity.Consents(k.by(k.owner))
	must(k.T, err)
	for _, c := range v.Given {
		if c.Grantee == k.ID(grantee) && c.Holds {
			must(k.T, k.App.Identity.Revoke(k.by(k.owner), c.ID, "changed my mind"))
		}
	}
}

// What cannot be asked and what cannot be stated says why.
func TestWhatCannotBe(t *testing.T) {
	k := declined(t, dbtest.SQLite(t))
	_, err := k.App.Referral.AskGuarantor(k.by(k.owner), k.ID("A"), k.asking())
	wants(t, err, "referral.not_referred")
	_, err = k.App.Origination.Refer(k.by(sim.Liaison), k.ID("A"))
	must(t, err)
	no := func(change func(*referral.AskGuarantor), want string) {
		t.Helper()
		in := k.asking()
		change(&in)
		_, err := k.App.Referral.AskGuarantor(k.by(k.owner), k.ID("A"), in)
		wants(t, err, want)
	}
	no(func(in *referral.AskGuarantor) { in.Guarantor = "" }, "guarantor: referral.guarantor.needed")
	no(func(in *referral.AskGuarantor) { in.Guarantor = k.ID(lender) }, "guarantor: referral.guarantor.unknown")
	no(func(in *referral.AskGuarantor) { in.Classes = nil }, "classes: referral.classes.needed")
	no(func(in *referral.AskGuarantor) { in.Classes = []string{"diary"} }, "classes: referral.classes.unknown")
	no(func(in *referral.AskGuarantor) { in.Message = "这里是" + k.firm.Short.Zh }, "message: referral.message.names")
	no(func(in *referral.AskGuarantor) { in.Until = "2020-02-01" }, "until: referral.day.past")
	_, err = k.App.Referral.AskGuarantor(k.by(sim.Liaison), k.ID("A"), k.asking())
	wants(t, err, "fault.denied")
	g := k.ask()
	no(func(*referral.AskGuarantor) {}, "guarantor: referral.guarantor.asked")
	_, err = k.App.Referral.RequestFile(k.by(officer), g.ID)
	must(t, err)
	bad := func(change func(*referral.Letter), want string) {
		t.Helper()
		in := letter
		change(&in)
		_, err := k.App.Referral.Propose(k.by(officer), g.ID, in)
		wants(t, err, want)
	}
	bad(func(l *referral.Letter) { l.CoveragePPM = 0 }, "coverage: referral.coverage")
	bad(func(l *referral.Letter) { l.CoveragePPM = 1_000_001 }, "coverage: referral.coverage")
	bad(func(l *referral.Letter) { l.MaxFen = 500_000_01 }, "max: referral.max.above")
	bad(func(l *referral.Letter) { l.FeePPM = 50_001 }, "fee: referral.fee")
	bad(func(l *referral.Letter) { l.ValidTo = "2020-02-04" }, "valid_to: referral.day.past")
	bad(func(l *referral.Letter) { l.ValidTo = "2021-02-04" }, "valid_to: referral.day.far")
	bad(func(l *referral.Letter) { l.Conditions = k.firm.Short.Zh + "加押设备" }, "conditions: referral.text.names")
	_, err = k.App.Referral.Decline(k.by(officer), g.ID, referral.DeclineGuarantee{Code: "other"})
	wants(t, err, "note: referral.note.needed")
	_, err = k.App.Referral.Decline(k.by(officer), g.ID, referral.DeclineGuarantee{Code: "weather"})
	wants(t, err, "code: referral.reason.needed")
	_, err = k.App.Referral.Decline(k.by(officer), g.ID, referral.DeclineGuarantee{Code: "exposure"})
	must(t, err)
	no(func(*referral.AskGuarantor) {}, "guarantor: referral.guarantor.declined")
	k.whole()
}

// An answer to an application that was withdrawn, or published again, comes too
// late and says so; what was asked lapses.
func TestTooLate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := referred(t, d)
		g := k.proposed()
		r, err := k.App.Referral.AskTown(k.by(k.owner), k.ID("A"), referral.AskTown{Until: "2020-05-01"})
		must(t, err)
		must(t, k.reshare(sim.Lender))
		wants(t, k.sign(approver, g.ID), "referral.shared_again")
		_, err = k.App.Referral.Recommend(k.by(town), r.ID, "good")
		wants(t, err, "referral.shared_again")
		k.settle()
		if v := k.view(officer, g.ID); v.Request.State != referral.Lapsed {
			t.Errorf("the request is %s", v.Request.State)
		}
		if v, err := k.App.Referral.Recommendation(k.by(town), r.ID); err != nil || v.Request.State != referral.Lapsed || v.Facts != nil {
			t.Errorf("the town's is %s, %v", v.Request.State, err)
		}
		k.whole()
	})
	k := referred(t, dbtest.SQLite(t))
	g := k.proposed()
	_, err := k.App.Origination.Withdraw(k.by(k.owner), k.ID("A"), "")
	must(t, err)
	wants(t, k.sign(approver, g.ID), "referral.ended")
	k.whole()
}

// A letter may be taken back while no lender sees it, and stands while one does; it
// runs out on its last day at 17:00, and lenders read that it did.
func TestALetterBinds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := referred(t, d)
		g := k.stated()
		_, err := k.App.Referral.TakeBack(k.by(approver), g.ID, " ")
		wants(t, err, "note: referral.note.needed")
		_, err = k.App.Referral.TakeBack(k.by(officer), g.ID, "no")
		wants(t, err, "fault.denied")
		_, err = k.App.Referral.TakeBack(k.by(approver), g.ID, "在保额度调整")
		must(t, err)
		if row := k.doors().Guarantees[0]; row.State != referral.TakenBack || row.Backing != kernel.BackingTaken || row.Note == "" {
			t.Errorf("taken back, the enterprise reads %+v", row)
		}
		if err := k.reshare(lender); err == nil {
			t.Error("a letter that was taken back opened a door")
		}
		in := letter
		letter.ValidTo = "2020-02-07"
		g = k.stated()
		letter = in
		must(t, k.reshare(lender))
		_, err = k.App.Referral.TakeBack(k.by(approver), g.ID, "no")
		wants(t, err, "referral.letter.shown")
		k.until(7, 16)
		if b := k.lenderCase().Backings; len(b) != 1 || !b[0].Live() {
			t.Errorf("on its last day at 16:00: %+v", b)
		}
		k.until(7, 18)
		if b := k.lenderCase().Backings; len(b) != 1 || b[0].State != kernel.BackingOver {
			t.Errorf("at 18:00: %+v", b)
		}
		if v := k.view(officer, g.ID); v.Request.State != referral.Expired {
			t.Errorf("the letter is %s", v.Request.State)
		}
		k.whole()
	})
}

// The owner takes both back; the town says why not, and may be asked again.
func TestWithdrawnAndRefused(t *testing.T) {
	k := referred(t, dbtest.SQLite(t))
	g := k.ask()
	_, err := k.App.Referral.Withdraw(k.by("P028"), g.ID)
	wants(t, err, "fault.not_found")
	_, err = k.App.Referral.Withdraw(k.by(k.owner), g.ID)
	must(t, err)
	_, err = k.App.Referral.RequestFile(k.by(officer), g.ID)
	wants(t, err, "flow.wrong_turn")
	ask := func() referral.Recommendation {
		r, err := k.App.Referral.AskTown(k.by(k.owner), k.ID("A"), referral.AskTown{Until: "2020-05-01", Message: "请帮忙"})
		must(t, err)
		return r
	}
	r := ask()
	_, err = k.App.Referral.AskTown(k.by(k.owner), k.ID("A"), referral.AskTown{Until: "2020-05-01"})
	wants(t, err, "referral.town.asked")
	_, err = k.App.Referral.Recommend(k.by(town), r.ID, k.firm.Short.Zh+"很好")
	wants(t, err, "answer: referral.text.names")
	_, err = k.App.Referral.Refuse(k.by(town), r.ID, " ")
	wants(t, err, "answer: referral.answer.needed")
	_, err = k.App.Referral.Refuse(k.by(town), r.ID, "复工不足三成")
	must(t, err)
	if row := k.doors().Town[0]; row.State != referral.Refused || row.Answer != "复工不足三成" || row.Facts.HeadcountFull == 0 {
		t.Errorf("the enterprise reads %+v", row)
	}
	r = ask()
	_, err = k.App.Referral.WithdrawTown(k.by(k.owner), r.ID)
	must(t, err)
	_, err = k.App.Referral.Recommend(k.by(town), r.ID, "good")
	wants(t, err, "flow.wrong_turn")
	if v := k.doors(); len(v.Guarantors) != 1 || !v.MayAskTown {
		t.Errorf("both can be asked anew: %+v %v", v.Guarantors, v.MayAskTown)
	}
	k.whole()
}

// Three working days: asked on Wednesday 5 February 2020 after ten, due on Monday
// the 10th at 17:00; then the liaison is told, and a working day later the town.
func TestTheClock(t *testing.T) {
	k := referred(t, dbtest.SQLite(t))
	g := k.ask()
	v := k.view(officer, g.ID)
	if want := time.Date(2020, time.February, 10, 17, 0, 0, 0, k.App.Calendar.Zone()); !v.Clock.Due.Equal(want) {
		t.Errorf("due %s, not %s", v.Clock.Due, want)
	}
	k.until(10, 18)
	if n := k.told(sim.Liaison); n != 1 {
		t.Errorf("the liaison was told %d times", n)
	}
	k.until(12, 10)
	if n := k.told(town); n != 1 {
		t.Errorf("the town was told %d times", n)
	}
}

// told counts the notices of late guarantors to whoever holds the role.
func (k *kit) told(who string) (n int64) {
	role := map[string]string{sim.Liaison: "financing_liaison", town: "town_office"}[who]
	must(k.T, k.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `SELECT COUNT(*) FROM notify_notice WHERE key = 'app.notice.late.guarantee' AND role = $1`, role)
		return err
	}))
	return n
}

// A person that left for another guarantor sees nothing of the first one's, and a
// letter that it proposed is signed by others.
func TestAnotherEmployer(t *testing.T) {
	k := referred(t, dbtest.SQLite(t))
	g := k.proposed()
	program := kernel.With(context.Background(), kernel.Program())
	p, err := k.App.Identity.Register(program, identity.RegisterParty{Ref: "GUAR-2", Kind: kernel.Guarantor, NameZh: "澄川第二担保公司", NameEn: "Second Guarantee Co."})
	must(t, err)
	must(t, k.App.DB.Write(program, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE identity_membership SET party_id = $1 WHERE person_id = $2`, p.ID, k.ID(officer))
		return err
	}))
	_, err = k.App.Referral.Guarantee(k.by(officer), g.ID)
	wants(t, err, "fault.not_found")
	rows, err := k.App.Referral.Guarantees(k.by(officer))
	if err != nil || len(rows) != 0 {
		t.Errorf("at the new company: %d requests, %v", len(rows), err)
	}
	in := k.asking()
	in.Guarantor = p.ID
	_, err = k.App.Referral.AskGuarantor(k.by(k.owner), k.ID("A"), in)
	wants(t, err, "guarantor: referral.guarantor.another")
	must(t, k.sign(approver, g.ID))
	_, err = k.App.Referral.AskGuarantor(k.by(k.owner), k.ID("A"), in)
	must(t, err)
}
