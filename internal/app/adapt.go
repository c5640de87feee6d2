package app

// What one feature needs of another, said in the words of the one that needs
// it. Each adapter only translates.

import (
	"context"
	"errors"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/alliance"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/dunning"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/origination/begun"
	"kaigong.example/kaigong/internal/feature/finance/pipeline"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/park"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/event"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/notify"
	"kaigong.example/kaigong/internal/record/conversation"
	"kaigong.example/kaigong/internal/record/document"
)

// parties is identity as origination sees it.
type parties struct{ identity *identity.Service }

func (p parties) Party(ctx context.Context, tx db.Tx, id string) (origination.PartyFacts, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	return origination.PartyFacts{ID: x.ID, Kind: x.Kind, Name: x.Name, Short: x.Short, CreditCode: x.CreditCode}, err
}

func (p parties) Operator(ctx context.Context, tx db.Tx) (string, error) {
	return p.identity.Operator(ctx, tx)
}

func (p parties) Town(ctx context.Context, tx db.Tx) (string, error) {
	return p.identity.PartyOfKind(ctx, tx, kernel.TownOffice)
}

func (p parties) People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error) {
	return p.identity.PeopleNames(ctx, tx, ids)
}

// parkParties is identity as the park sees it.
type parkParties struct{ parties }

func (p parkParties) Party(ctx context.Context, tx db.Tx, id string) (park.PartyFacts, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	return park.PartyFacts{ID: x.ID, Kind: x.Kind, Name: x.Name, Short: x.Short, CreditCode: x.CreditCode}, err
}

func (p parkParties) Establish(ctx context.Context, tx db.Tx, x park.PartyFacts) (string, error) {
	return p.identity.Establish(ctx, tx, identity.Party{Ref: string(x.CreditCode), Kind: x.Kind, Name: x.Name, Short: x.Short, CreditCode: x.CreditCode})
}

// loanParties is identity as servicing sees it.
type loanParties struct{ parties }

func (p loanParties) Short(ctx context.Context, tx db.Tx, id string) (i18n.Text, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	return x.Short, err
}

// paidOut is the loan book as the books see it.
type paidOut struct{}

func (paidOut) PaidOut(ctx context.Context, tx db.Tx, party string) (out []books.Loan, err error) {
	all, err := loanbook.PaidOut(ctx, tx, party)
	for _, c := range all {
		out = append(out, books.Loan{ID: c.ID, Ref: c.Ref, Borrower: c.Agreement.BorrowerName, Lender: c.Agreement.LenderName})
	}
	return out, err
}

// dues is the loan book as dunning sees it.
type dues struct{}

func (dues) Upcoming(ctx context.Context, tx db.Tx, from, to string) (out []dunning.Due, err error) {
	all, err := loanbook.UpcomingIn(ctx, tx, from, to)
	for _, u := range all {
		out = append(out, dunning.Due(u))
	}
	return out, err
}

// sellerParties is identity as the catalogue sees it.
type sellerParties struct{ parties }

func (p sellerParties) Party(ctx context.Context, tx db.Tx, id string) (catalogue.PartyFacts, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	return catalogue.PartyFacts{ID: x.ID, Kind: x.Kind, Short: x.Short}, err
}

func (p sellerParties) Guarantors(ctx context.Context, tx db.Tx) (list []catalogue.PartyFacts, err error) {
	all, err := p.identity.PartiesOfKind(ctx, tx, kernel.Guarantor)
	for _, x := range all {
		list = append(list, catalogue.PartyFacts{ID: x.ID, Kind: x.Kind, Short: x.Short})
	}
	return list, err
}

// premises is the park as origination sees it.
type premises struct{ park *park.Service }

func (p premises) Facts(ctx context.Context, tx db.Tx, enterprise, on string) (origination.ParkFacts, error) {
	day, err := clock.ParseDate(on)
	if err != nil {
		return origination.ParkFacts{}, err
	}
	f, err := p.park.Facts(ctx, tx, enterprise, day)
	if err != nil {
		return origination.ParkFacts{}, err
	}
	var units []string
	for _, u := range f.Units {
		units = append(units, u.Code)
	}
	return origination.ParkFacts{
		Industry: i18n.Text{Zh: f.IndustryCode + " " + f.Industry.Zh, En: f.IndustryCode + " " + f.Industry.En}, SizeClass: f.SizeClass, Units: strings.Join(units, ", "), LeaseUntil: f.LeaseUntil.String(), RentFen: f.MonthlyRentFen,
		HeadcountNow: int(f.HeadcountNow), HeadcountFull: int(f.HeadcountNormal), HeadcountAsOf: f.HeadcountAsOf.String(),
	}, nil
}

// products is the catalogue as origination sees it.
type products struct {
	catalogue *catalogue.Service
	alliance  *alliance.Service
}

func (p products) Product(ctx context.Context, tx db.Tx, id string) (origination.Product, error) {
	row, err := p.catalogue.Product(ctx, tx, id)
	return product(row), err
}

func (p products) Version(ctx context.Context, tx db.Tx, id string, version int64) (origination.Product, error) {
	row, err := p.catalogue.Version(ctx, tx, id, version)
	return product(row), err
}

func (p products) OnSale(ctx context.Context, tx db.Tx) (list []origination.Product, err error) {
	rows, err := p.catalogue.OnSale(ctx, tx)
	for _, r := range rows {
		x := product(r)
		_, invites, e := p.alliance.Member(ctx, tx, x.Lender)
		x.Leaving, err = !invites, errors.Join(err, e)
		list = append(list, x)
	}
	return list, err
}

func (p products) Sells(ctx context.Context, tx db.Tx, lender string) (bool, error) {
	return p.catalogue.Sells(ctx, tx, lender)
}

func (p products) Findings(ctx context.Context, tx db.Tx, known kernel.Applicant) (map[string][]kernel.Finding, error) {
	return p.catalogue.Findings(ctx, tx, known)
}

func product(r catalogue.ProductRow) origination.Product {
	p := r.Product
	return origination.Product{
		ID: p.ID, Version: p.Version, Hash: r.Hash, Code: p.Code, Lender: p.Lender, LenderName: r.Lender, Name: p.Name, Security: p.Security, MaxFen: p.MaxFen,
		Terms: p.Terms, RatePPM: p.RatePPM, Repayment: p.Repayment, DayCount: p.DayCount, Rounding: p.Rounding, Documents: p.Documents,
		UpliftPPM: p.UpliftPPM, UpliftOnInterest: p.UpliftOnInterest, Allocation: p.Allocation,
		Guarantor: p.Guarantor, GuaranteeFeePPM: p.GuaranteeFeePPM, Subsidy: p.Subsidy, Use: p.Use,
	}
}

// consents is identity's consent as origination sees it.
type consents struct{ identity *identity.Service }

func (c consents) Grant(ctx context.Context, tx db.Tx, g origination.Grant) (string, error) {
	return c.identity.Grant(ctx, tx, identity.Consent{Subject: g.Subject, Grantee: g.Grantee, Case: g.Case, Purpose: origination.Purpose, Classes: g.Classes, From: g.From, To: g.To, By: g.By})
}

func (c consents) Live(ctx context.Context, tx db.Tx, caseID, grantee, class string, at time.Time) (string, bool, error) {
	return c.identity.Live(ctx, tx, caseID, grantee, origination.Purpose, class, at)
}

func (c consents) Revoke(ctx context.Context, tx db.Tx, caseID, grantee, reason string) error {
	return c.identity.RevokeCase(ctx, tx, caseID, grantee, reason)
}

func (c consents) Disclose(ctx context.Context, tx db.Tx, d origination.Disclosure) error {
	return c.identity.Disclose(ctx, tx, identity.Disclosure{Consent: d.Consent, Case: d.Case, Grantee: d.Grantee, Person: d.Person, Class: d.Class, Ground: d.Ground, Purpose: origination.Purpose})
}

// files is the document store as origination sees it.
type files struct{ store document.Store }

func (f files) Count(ctx context.Context, tx db.Tx, caseID string) (int, error) {
	all, err := f.store.List(ctx, tx, caseID)
	return len(all), err
}

func (f files) List(ctx context.Context, tx db.Tx, caseID string) (rows []origination.FileRow, err error) {
	all, err := f.store.List(ctx, tx, caseID)
	for _, d := range all {
		rows = append(rows, fileRow(d))
	}
	return rows, err
}

func fileRow(d document.Document) origination.FileRow {
	return origination.FileRow{ID: d.ID, Kind: d.Kind, Name: d.Name, MediaType: d.MediaType, Size: d.Size, Version: d.Version, At: d.At}
}

// talk is the conversation store as origination sees it.
type talk struct{ store conversation.Store }

func (t talk) Say(ctx context.Context, tx db.Tx, caseID, person, party, text string, audience []string) error {
	_, err := t.store.Say(ctx, tx, conversation.Message{Case: caseID, Author: person, Party: party, Text: text, Audience: audience})
	return err
}

func (t talk) Messages(ctx context.Context, tx db.Tx, caseID, party string) (out []origination.Message, err error) {
	all, err := t.store.List(ctx, tx, caseID, party)
	for _, m := range all {
		out = append(out, origination.Message{Person: m.Author, Party: m.Party, Text: m.Text, At: m.At})
	}
	return out, err
}

// tell sends notices to a role at a party.
type tell struct{ store notify.Store }

func (t tell) Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error {
	return t.store.Send(ctx, tx, notify.Notice{Party: party, Role: string(role), Key: key, Args: args, Href: href, Case: caseID})
}

// TellPerson sends a notice to one person.
func (t tell) TellPerson(ctx context.Context, tx db.Tx, person, key, href, caseID string, args map[string]any) error {
	return t.store.Send(ctx, tx, notify.Notice{Person: person, Key: key, Args: args, Href: href, Case: caseID})
}

// drafts are what people began in every feature that knows of such.
type drafts struct{}

func (drafts) Begun(ctx context.Context, tx db.Tx, party string) ([]kernel.Begun, error) {
	cases, err := begun.Drafts(ctx, tx, party)
	if err != nil {
		return nil, err
	}
	contracts, err := loanbook.Unsigned(ctx, tx, party)
	return append(cases, contracts...), err
}

// loans is servicing as relief sees it.
type loans struct{ servicing *servicing.Service }

func (l loans) Loan(ctx context.Context, tx db.Tx, contract string) (relief.Loan, error) {
	st, err := l.servicing.Standing(ctx, tx, contract)
	c := st.Contract
	out := relief.Loan{
		ID: c.ID, Ref: c.Ref, Borrower: c.Borrower, Lender: c.Lender, Park: c.Park, Name: c.Agreement.ProductName, State: string(c.State), Pays: st.Pays,
		AmountFen: c.Agreement.Terms.AmountFen, BalanceFen: c.BalanceFen, DaysPastDue: st.DaysPastDue, Versions: st.Versions, Rows: rows(st.Installments),
		Standing: plan.Standing{Today: st.Today, Terms: c.Agreement.Terms, PausedUntil: st.PausedUntil},
	}
	if err != nil || len(st.Versions) == 0 {
		return out, err
	}
	last := st.Versions[len(st.Versions)-1]
	out.Standing.VersionOn, out.Standing.Terms, out.Standing.Deferral = last.FromOn, last.Terms, last.Deferral
	out.Standing.EndsOn, err = plan.EndOf(last, st.Versions[0].FromOn)
	return out, err
}

func (l loans) Foresee(ctx context.Context, tx db.Tx, contract string, n kernel.NewTerms, at string) (before, after []plan.Row, err error) {
	was, will, err := l.servicing.Foresee(ctx, tx, contract, n, at)
	return rows(was), rows(will), err
}

func (l loans) Restate(ctx context.Context, tx db.Tx, contract string, n kernel.NewTerms, at, reason string) (kernel.TermsVersion, error) {
	return l.servicing.Restate(ctx, tx, contract, n, at, reason)
}

func rows(all []servicing.Installment) (out []plan.Row) {
	for _, i := range all {
		r := plan.Row{
			DueOn: i.DueOn, PrincipalFen: i.PrincipalFen, InterestFen: i.InterestFen, BalanceFen: i.BalanceFen, CarriedFen: i.CarriedFen, DeferredFen: i.DeferredFen, MovedFen: i.MovedFen,
			OpenPrincipal: i.PrincipalFen - i.PaidPrincipalFen, OpenInterest: i.InterestFen - i.PaidInterestFen, PenaltyFen: i.Penalty.OpenFen(),
		}
		for _, a := range i.Parts() {
			r.Accruals = append(r.Accruals, plan.Accrual{BalanceFen: a.BalanceFen, RatePPM: a.RatePPM, FromOn: a.FromOn, ToOn: a.ToOn})
		}
		out = append(out, r)
	}
	return out
}

// market is origination as pipelines see it.
type market struct{ origination *origination.Service }

func (m market) OfLender(ctx context.Context, tx db.Tx, lender string) (all []pipeline.Case, err error) {
	rows, err := m.origination.CasesOf(ctx, tx, lender)
	for _, r := range rows {
		all = append(all, pipeline.Case{
			ID: r.Case.ID, Ref: r.Ref, State: r.Case.State, Application: r.State, Subject: r.Subject, AmountFen: r.AmountFen,
			Product: r.Product.ID, ProductName: r.Product.Name, Invited: r.Case.Invited, AnswersBy: r.AnswersBy, UnderWay: r.UnderWay,
		})
	}
	return all, err
}

func (m market) Resting(ctx context.Context, tx db.Tx, park string) (all []pipeline.Resting, err error) {
	rows, err := m.origination.Resting(ctx, tx, park)
	for _, r := range rows {
		all = append(all, pipeline.Resting{ID: r.Application.ID, Ref: r.Application.Ref, Borrower: r.Borrower, AmountFen: r.Application.Need.AmountFen, State: r.Application.State, Since: r.Since})
	}
	return all, err
}

// listen lets an application hear what becomes of its contract and its consents.
func (a *App) listen(bus *event.Bus) {
	for _, e := range []string{kernel.EventContractEffective, kernel.EventContractCancelled, kernel.EventLoanFunded, kernel.EventLoanClosed} {
		bus.Subscribe(e, origination.Name, a.Origination.OnLoanMoved(e))
	}
	bus.Subscribe(kernel.EventConsentRevoked, origination.Name, a.Origination.OnConsentRevoked)
}
