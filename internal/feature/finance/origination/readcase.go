package origination

// The read side of a lender: its cases, and under which right it reads.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination/backing"
	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/feature/finance/origination/shelf"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// CaseView is a lender's case as the lender sees it.
type CaseView struct {
	Case        LenderCase           `json:"case"`
	Ref         string               `json:"ref"`
	Application string               `json:"application"`
	State       flow.State           `json:"application_state"`
	Profile     Profile              `json:"profile"`
	Open        bool                 `json:"open"` // the file may be read
	Named       PartyFacts           `json:"named"`
	AnswersBy   time.Time            `json:"answers_by"`
	Offers      []Offer              `json:"offers"`
	Products    []Product            `json:"products"`
	Backings    []kernel.Backing     `json:"backings"`
	Fit         []Fitness            `json:"fit"` // in bands
	FreeFen     money.Fen            `json:"free_fen"`
	ReservedFen money.Fen            `json:"reserved_fen"`
	Clocks      []flow.Running       `json:"clocks"`
	Pauses      []flow.Pause         `json:"pauses"`
	Moves       []string             `json:"moves"`
	MayIssue    bool                 `json:"may_issue"` // not the drafter, and an approver
	Messages    []Message            `json:"messages"`
	Events      []auditlog.Item      `json:"-"`
	People      map[string]i18n.Text `json:"-"`
	Contract    string               `json:"contract"`
}

// ViewCase shows a lender its case. Nothing in it names the enterprise before
// the file is open.
func (s *Service) ViewCase(ctx context.Context, id string) (v CaseView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		a, c, err := s.work(ctx, tx, id, "origination.read_case")
		if err != nil {
			return err
		}
		v, err = s.caseView(ctx, tx, a, c)
		return err
	})
	return v, err
}

func (s *Service) caseView(ctx context.Context, tx db.Tx, a Application, c LenderCase) (v CaseView, err error) {
	v = CaseView{Case: c, Ref: a.Ref, Application: a.ID, State: c.stage(&a), Profile: form.ProfileOf(a.Verdict, a.Need, a.Operation, a.Company), AnswersBy: a.AnswersBy}
	ground, err := s.ground(ctx, tx, &a, &c)
	if err != nil {
		return v, err
	}
	v.Open = ground != ""
	if v.Open || c.State == Offered {
		if v.Named, err = s.Parties.Party(ctx, tx, a.Borrower); err != nil {
			return v, err
		}
	}
	if v.Offers, err = s.ownOffers(ctx, tx, &a, &c); err != nil {
		return v, err
	}
	if own := contractsOf(v.Offers); len(own) > 0 {
		v.Contract = own[0]
	}
	if v.Backings, err = s.speaks(ctx, tx, &a, &c); err != nil {
		return v, err
	}
	products, sold, err := shelf.Offerable(ctx, tx, s.Products, a.wish(), c.Lender)
	if v.Products = form.Backed(products, v.Backings); err != nil {
		return v, err
	}
	if v.Fit, err = s.beside(ctx, tx, sold, s.anonymous(&a)); err != nil {
		return v, err
	}
	if v.FreeFen, v.ReservedFen, err = s.Capacity.Budget(ctx, tx, c.Lender); err != nil {
		return v, err
	}
	if v.Clocks, err = s.Keeper.Clocks(ctx, tx, LenderCaseMachine.Name, c.ID); err != nil {
		return v, err
	}
	if v.Pauses, err = s.Keeper.Pauses(ctx, tx, LenderCaseMachine.Name, c.ID); err != nil {
		return v, err
	}
	v.Moves = s.moves(ctx, LenderCaseMachine, c.State, c.resource(&a, ground))
	for i := range v.Offers {
		v.MayIssue = v.MayIssue || v.Offers[i].State == Drafted && s.mayIssue(ctx, &a, &v.Offers[i])
	}
	return v, s.caseTalk(ctx, tx, &v)
}

// speaks are the letters and recommendations that a lender reads while it works on
// its case.
func (s *Service) speaks(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) ([]kernel.Backing, error) {
	if c.Done() && c.State != Offered {
		return nil, nil
	}
	all, err := s.Backings.Backings(ctx, tx, a.ID)
	return backing.Shown(all, clock.DateOf(a.Published, s.Calendar.Zone())), err
}

// mayIssue asks as if the actor had confirmed: the button leads through the
// confirmation.
func (s *Service) mayIssue(ctx context.Context, a *Application, o *Offer) bool {
	return s.Guard.Allowed(kernel.AsConfirmed(ctx), "origination.issue_offer", o.resource(a))
}

func (s *Service) caseTalk(ctx context.Context, tx db.Tx, v *CaseView) (err error) {
	party := kernel.From(ctx).Party
	if v.Messages, err = s.Talk.Messages(ctx, tx, v.Application, party); err != nil {
		return err
	}
	if v.Events, err = s.Audit.Case(ctx, tx, v.Case.ID, party, timelineLength); err != nil {
		return err
	}
	for _, o := range v.Offers {
		more, err := s.Audit.Case(ctx, tx, o.ID, party, timelineLength)
		if err != nil {
			return err
		}
		v.Events = append(v.Events, more...)
	}
	slices.SortFunc(v.Events, func(a, b auditlog.Item) int { return b.At.Compare(a.At) })
	v.People, err = s.Parties.People(ctx, tx, peopleIn(v.Events, v.Messages, v.Pauses...))
	return err
}

// ground is the right under which the lender may read the file now: a live
// consent, or the contract file from acceptance on.
func (s *Service) ground(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) (string, error) {
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(offers, func(o Offer) bool { return o.Case == c.ID && o.Binds() }) {
		return GroundContract, nil
	}
	if c.State == Invited || c.State == Interested || c.State == FileRequested || c.State == Frozen || c.State == Declined || c.State == Lapsed || c.State == Left {
		return "", nil
	}
	live, err := s.anyLive(ctx, tx, a, c.Lender)
	if live {
		return GroundConsent, err
	}
	return "", err
}

// Grounds on which a lender reads.
const (
	GroundConsent  = "consent"
	GroundContract = "contract_file"
)

func (s *Service) ownOffers(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) ([]Offer, error) {
	all, err := offersOf(ctx, tx, a.ID)
	var own []Offer // not what is left of all: an empty list would tell of others' offers, where none tells nothing
	for _, o := range all {
		if o.Case == c.ID {
			own = append(own, o)
		}
	}
	for i := range own {
		if own[i].State == Drafted && err == nil && s.Guard.Allowed(ctx, "origination.read_own_offer", own[i].resource(a)) {
			if err = s.proposal(ctx, tx, &own[i]); fault.Is(err, fault.Conflict) {
				err = nil // shown without its content, so that it can be discarded
			}
		}
	}
	return own, err
}

// stage is how far the application is as the lender of one case may know:
// whether another has requested the file is not for it.
func (c *LenderCase) stage(a *Application) flow.State {
	switch {
	case a.State != Published && a.State != InReview:
		return a.State
	case c.State == Invited || c.State == Interested:
		return Published
	}
	return InReview
}

// CaseRow is one case in a lender's list.
type CaseRow struct {
	Case      LenderCase `json:"case"`
	Ref       string     `json:"ref"`
	State     flow.State `json:"application_state"`
	Subject   i18n.Text  `json:"subject"`
	AmountFen money.Fen  `json:"amount_fen"`
	Product   Product    `json:"product"` // the lender's own that was asked for, zero for none
	AnswersBy time.Time  `json:"answers_by"`
	UnderWay  bool       `json:"under_way"` // the application is neither paid out nor ended
}

// Cases lists a lender's cases.
func (s *Service) Cases(ctx context.Context) (rows []CaseRow, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		scope, err := s.Guard.Scope(ctx, "origination.list_cases", "", collection(kernel.From(ctx).Party, "LenderCases"))
		if err != nil {
			return err
		}
		rows, err = s.CasesOf(ctx, tx, scope.Party())
		return err
	})
	return rows, err
}

// CasesOf lists the cases of a lender as that lender may know them. It
// authorises nothing: the feature that asks decides who may see the answer.
func (s *Service) CasesOf(ctx context.Context, tx db.Tx, lender string) (rows []CaseRow, err error) {
	list, err := casesFor(ctx, tx, lender, listLength)
	if err != nil {
		return nil, err
	}
	for i := range list {
		row, err := s.caseRow(ctx, tx, &list[i])
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (s *Service) caseRow(ctx context.Context, tx db.Tx, c *LenderCase) (CaseRow, error) {
	a, err := applicationByID(ctx, tx, c.Application)
	if err != nil {
		return CaseRow{}, err
	}
	p, err := s.Parties.Party(ctx, tx, a.Borrower)
	if err != nil {
		return CaseRow{}, err
	}
	r := CaseRow{Case: *c, Ref: a.Ref, State: c.stage(&a), Subject: caseSubject(&a, c, p), AmountFen: a.Need.AmountFen, AnswersBy: a.AnswersBy, UnderWay: slices.Contains(open, a.State)}
	if c.State == Frozen || c.State == Lapsed || c.State == Declined || c.State == Left {
		r.Subject = i18n.Text{Zh: a.Ref, En: a.Ref} // the right to the name ended with the case
	}
	if a.Need.Product == "" {
		return r, nil
	}
	asked, err := a.wish().Find(ctx, tx, s.Products)
	if asked.Lender == c.Lender { // which product of another it wants is not for this one
		r.Product = asked
	}
	return r, err
}

// SayCase adds a message to the conversation of a lender's case. The enterprise
// reads it once its name is known to the lender.
func (s *Service) SayCase(ctx context.Context, id, text string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, c, err := s.work(ctx, tx, id, "origination.talk_case")
		if err != nil {
			return err
		}
		who := kernel.From(ctx)
		return s.Talk.Say(ctx, tx, a.ID, who.Person, who.Party, text, []string{a.Borrower, c.Lender})
	})
}
