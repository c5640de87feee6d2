package origination

// The read side: what each reader sees of an application, a lender's case, the
// offers, and the figures of the town. Every answer is authorised in the
// snapshot that it was read from.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// View is an application as its enterprise and the park see it.
type View struct {
	Application Application          `json:"application"`
	Borrower    PartyFacts           `json:"borrower"`
	Lenders     []LenderView         `json:"lenders"`
	Files       []FileRow            `json:"files"`
	Missing     []string             `json:"missing"`
	Product     Product              `json:"product"`
	Fit         []Fitness            `json:"-"` // only on the page of the need
	Clocks      []flow.Running       `json:"clocks"`
	Backings    []kernel.Backing     `json:"backings"`
	Messages    []Message            `json:"messages"`
	Events      []auditlog.Item      `json:"-"`
	People      map[string]i18n.Text `json:"-"`
	Moves       []string             `json:"moves"` // open to the reader now
}

// shown is an application as the reader may know it: what an enterprise says of its
// business is its own, and a lender's in the file, but never the park's.
func (a Application) shown(ctx context.Context) Application {
	if kernel.From(ctx).Party != a.Borrower {
		a.Operation = Operation{}
	}
	return a
}

// LenderView is a lender's case with the lender's name.
type LenderView struct {
	Case LenderCase `json:"case"`
	Name i18n.Text  `json:"name"`
}

// timelineLength bounds a timeline; older steps are in the export of the log.
const timelineLength = 100

// View shows one application.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := applicationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "origination.read", a.resource()); err != nil {
			return err
		}
		v, err = s.view(ctx, tx, a)
		return err
	})
	return v, err
}

func (s *Service) view(ctx context.Context, tx db.Tx, a Application) (v View, err error) {
	who := kernel.From(ctx)
	v.Application = a.shown(ctx)
	if v.Borrower, err = s.Parties.Party(ctx, tx, a.Borrower); err != nil {
		return v, err
	}
	if v.Lenders, err = s.lenderViews(ctx, tx, &a); err != nil {
		return v, err
	}
	if s.Guard.Allowed(ctx, "origination.read_documents", a.resource()) {
		if v.Files, err = s.Documents.List(ctx, tx, a.ID); err != nil {
			return v, err
		}
	}
	n, err := s.Documents.Count(ctx, tx, a.ID)
	if err != nil {
		return v, err
	}
	v.Missing = a.Complete(n)
	if v.Product, err = a.wish().Find(ctx, tx, s.Products); err != nil {
		return v, err
	}
	if v.Clocks, err = s.Keeper.Clocks(ctx, tx, ApplicationMachine.Name, a.ID); err != nil {
		return v, err
	}
	if v.Backings, err = s.Backings.Backings(ctx, tx, a.ID); err != nil {
		return v, err
	}
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil {
		return v, err
	}
	v.Application.Contracts = contractsOf(offers)
	v.Moves = s.moves(ctx, ApplicationMachine, a.State, a.resource())
	return v, s.viewTalk(ctx, tx, &v, a.ID, who.Party)
}

// contractsOf are the contracts of offers that were taken.
func contractsOf(offers []Offer) (all []string) {
	for i := range offers {
		if offers[i].Binds() {
			all = append(all, offers[i].Contract)
		}
	}
	return all
}

// moves lists the moves of a machine that the actor may make now.
func (s *Service) moves(ctx context.Context, m *flow.Machine, state flow.State, r authz.Resource) []string {
	var out []string
	for _, v := range m.Open(state) {
		if s.Guard.Allowed(ctx, authz.Action("origination."+v.Name), r) {
			out = append(out, v.Name)
		}
	}
	return out
}

func (s *Service) viewTalk(ctx context.Context, tx db.Tx, v *View, caseID, party string) (err error) {
	if v.Messages, err = s.Talk.Messages(ctx, tx, caseID, party); err != nil {
		return err
	}
	if v.Events, err = s.Audit.Case(ctx, tx, caseID, party, timelineLength); err != nil {
		return err
	}
	v.People, err = s.Parties.People(ctx, tx, peopleIn(v.Events, v.Messages))
	return err
}

func peopleIn(events []auditlog.Item, messages []Message, pauses ...flow.Pause) []string {
	var ids []string
	for _, p := range pauses {
		ids = append(ids, p.AskedBy, p.AgreedBy)
	}
	for _, e := range events {
		ids = append(ids, e.Person)
	}
	for _, m := range messages {
		ids = append(ids, m.Person)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (s *Service) lenderViews(ctx context.Context, tx db.Tx, a *Application) ([]LenderView, error) {
	cases, err := casesOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	var out []LenderView
	for _, c := range cases {
		p, err := s.Parties.Party(ctx, tx, c.Lender)
		if err != nil {
			return nil, err
		}
		out = append(out, LenderView{c.seen(a), p.Short})
	}
	return out, nil
}

// Row is one application in a list.
type Row struct {
	Application Application `json:"application"`
	Borrower    i18n.Text   `json:"borrower"`
	Due         time.Time   `json:"due"`
}

// listLength bounds a list; filters narrow it further.
const listLength = 500

// List shows the applications of the actor's party, or of everybody for those
// who oversee the alliance.
func (s *Service) List(ctx context.Context) (rows []Row, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		scope, err := s.Guard.Scope(ctx, "origination.list", "origination.overview", collection(kernel.From(ctx).Party, "Applications"))
		if err != nil {
			return err
		}
		list, err := applicationsIn(ctx, tx, scope, listLength)
		if err != nil {
			return err
		}
		rows, err = s.rows(ctx, tx, list)
		return err
	})
	return rows, err
}

func (s *Service) rows(ctx context.Context, tx db.Tx, list []Application) ([]Row, error) {
	var rows []Row
	for _, a := range list {
		p, err := s.Parties.Party(ctx, tx, a.Borrower)
		if err != nil {
			return nil, err
		}
		rows = append(rows, Row{Application: a.shown(ctx), Borrower: p.Short})
	}
	return rows, nil
}

// OfferView is an offer with the names around it.
type OfferView struct {
	Offer   Offer     `json:"offer"`
	Lender  i18n.Text `json:"lender"`
	Product i18n.Text `json:"product"`
	Open    bool      `json:"open"`
	// Guarantor is who guarantees, empty for nobody.
	Guarantor i18n.Text       `json:"guarantor"`
	Subsidy   *kernel.Subsidy `json:"subsidy,omitempty"` // expected, and no part of the offer
	Late      bool            `json:"late"`              // answered after the day on which answers were due
}

// Offers shows an enterprise what it may choose from.
func (s *Service) Offers(ctx context.Context, application string) (a Application, views []OfferView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = applicationByID(ctx, tx, application); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "origination.read_offers", a.resource()); err != nil {
			return err
		}
		offers, err := offersOf(ctx, tx, a.ID)
		for i := range offers {
			if offers[i].Opened.IsZero() {
				continue
			}
			v, err := s.offerView(ctx, tx, &offers[i])
			if err != nil {
				return err
			}
			v.Late = offers[i].Issued.After(a.AnswersBy)
			views = append(views, v)
		}
		return err
	})
	return a, views, err
}

func (s *Service) offerView(ctx context.Context, tx db.Tx, o *Offer) (OfferView, error) {
	lender, err := s.Parties.Party(ctx, tx, o.Lender)
	if err != nil {
		return OfferView{}, err
	}
	p, err := s.Products.Version(ctx, tx, o.Product, o.ProductVersion)
	if err != nil {
		return OfferView{}, err
	}
	v := OfferView{Offer: *o, Lender: lender.Short, Product: p.Name, Subsidy: p.Subsidy, Open: o.Open(s.Now(), s.Calendar.Zone())}
	if o.Terms.Guarantor != "" {
		guarantor, err := s.Parties.Party(ctx, tx, o.Terms.Guarantor)
		v.Guarantor = guarantor.Short
		return v, err
	}
	return v, nil
}

// Say adds a message to an application's conversation.
func (s *Service) Say(ctx context.Context, id, text string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := applicationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "origination.talk", a.resource()); err != nil {
			return err
		}
		who := kernel.From(ctx)
		return s.Talk.Say(ctx, tx, a.ID, who.Person, who.Party, text, []string{a.Borrower, a.Park})
	})
}

// RestingRow is an application that stands still, and since when.
type RestingRow struct {
	Row
	Since time.Time
}

// Resting lists the applications of a park that were returned or referred, those
// that rest longest first. It authorises nothing: the feature that asks decides
// who may see the answer.
func (s *Service) Resting(ctx context.Context, tx db.Tx, park string) (out []RestingRow, err error) {
	list, err := restingIn(ctx, tx, park, listLength)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		items, err := s.Audit.Case(ctx, tx, r.Application.ID, park, timelineLength)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(items, func(it auditlog.Item) bool { return it.After == string(r.Application.State) && it.Before != it.After })
		rest := RestingRow{Row: r}
		if i >= 0 {
			rest.Since = items[i].At
		}
		out = append(out, rest)
	}
	slices.SortStableFunc(out, func(a, b RestingRow) int { return a.Since.Compare(b.Since) })
	return out, nil
}
