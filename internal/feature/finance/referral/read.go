package referral

// The read side of those who are asked: a request as its guarantor sees it, its
// file, and a request as the town sees it.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/document"
)

// timelineLength bounds a timeline; older steps are in the export of the log.
const timelineLength = 100

// Guarantees lists a guarantor's requests.
func (s *Service) Guarantees(ctx context.Context) (rows []GuaranteeRow, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "referral.list_guarantees", collection(party)); err != nil {
			return err
		}
		all, err := guaranteesAt(ctx, tx, party)
		for i := range all {
			row := GuaranteeRow{GuaranteeRequest: all[i], Name: i18n.Text{Zh: all[i].Ref, En: all[i].Ref}}
			if row.Name, err = s.named(ctx, tx, &all[i]); err != nil {
				return err
			}
			if row.Clock, err = s.clock(ctx, tx, GuaranteeMachine, all[i].ID); err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return err
	})
	return rows, err
}

// named is what a guarantor may call the enterprise of a request: its name while
// the file is open.
func (s *Service) named(ctx context.Context, tx db.Tx, g *GuaranteeRequest) (i18n.Text, error) {
	a, err := s.Applications.Application(ctx, tx, g.Application)
	if err != nil {
		return i18n.Text{}, err
	}
	ground, _, err := s.ground(ctx, tx, g, a.Classes)
	if err != nil || ground == "" {
		return anonymous(g.Ref), err
	}
	firm, err := s.Parties.Party(ctx, tx, g.Borrower)
	return firm.Short, err
}

// GuaranteeView is a request as its guarantor sees it.
type GuaranteeView struct {
	Request    GuaranteeRequest     `json:"request"`
	Name       i18n.Text            `json:"name" doc:"Of the enterprise while its file is open"`
	Purpose    i18n.Text            `json:"purpose"`
	TermMonths int                  `json:"term_months"`
	Profile    any                  `json:"profile,omitempty" doc:"Without a name; while the request waits or its letter stands"`
	Open       bool                 `json:"open" doc:"The file may be read"`
	Shown      bool                 `json:"shown" doc:"Lenders see the letter, so that it cannot be taken back"`
	Classes    []string             `json:"classes" doc:"That the enterprise allows"`
	Seal       string               `json:"seal" doc:"Names the letter as it is shown; whoever signs names it again"`
	Own        bool                 `json:"own" doc:"The reader proposed it, and so does not decide"`
	Moves      []string             `json:"moves"`
	Clock      flow.Running         `json:"-"`
	Events     []auditlog.Item      `json:"-"`
	People     map[string]i18n.Text `json:"-"`
	profile    Profile
}

// Guarantee shows a guarantor one of its requests.
func (s *Service) Guarantee(ctx context.Context, id string) (v GuaranteeView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		g, a, err := s.on(ctx, tx, id, "referral.work")
		if err != nil {
			return err
		}
		ground, live, err := s.ground(ctx, tx, &g, a.Classes)
		if err != nil {
			return err
		}
		v = GuaranteeView{Request: g, Purpose: a.Purpose, TermMonths: a.TermMonths, Open: ground != "", Shown: a.Live, Own: g.MadeBy == kernel.From(ctx).Person && g.State == Proposed, Seal: g.seal()}
		if g.Pending() || g.State == Stated {
			v.profile, v.Profile = a.Profile, a.Profile
		}
		for _, class := range a.Classes {
			if live[class] != "" {
				v.Classes = append(v.Classes, class)
			}
		}
		if v.Name, err = s.named(ctx, tx, &g); err != nil {
			return err
		}
		if v.Clock, err = s.clock(ctx, tx, GuaranteeMachine, g.ID); err != nil {
			return err
		}
		if still(&a) == nil || g.State == Stated && !a.Live {
			v.Moves = s.moves(ctx, GuaranteeMachine, g.State, g.resource(ground))
		}
		if v.Events, v.People, err = s.history(ctx, tx, g.ID, g.MadeBy, g.DecidedBy); g.State == Withdrawn {
			delete(v.People, g.DecidedBy) // of the enterprise
		}
		return err
	})
	return v, err
}

// history is what the reader's party may see of a request, with the people in it.
func (s *Service) history(ctx context.Context, tx db.Tx, id string, more ...string) ([]auditlog.Item, map[string]i18n.Text, error) {
	events, err := s.Audit.Case(ctx, tx, id, kernel.From(ctx).Party, timelineLength)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range events {
		more = append(more, e.Person)
	}
	people, err := s.Parties.People(ctx, tx, more)
	return events, people, err
}

// FileView is the file of a request, as far as a consent is live.
type FileView struct {
	Request   string              `json:"request"`
	Ref       string              `json:"ref"`
	Name      i18n.Text           `json:"name"`
	Ground    string              `json:"ground"`
	Classes   []string            `json:"classes"`
	File      any                 `json:"file"`
	Documents []document.Document `json:"-"`
	Listed    []Listed            `json:"documents"`
	file      File
}

// Listed is a document in a file.
type Listed struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// classDocuments is the class of uploaded documents.
const classDocuments = "documents"

// ReadFile shows a guarantor the file, class by class, and writes the reading down.
func (s *Service) ReadFile(ctx context.Context, id string) (v FileView, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		g, a, live, err := s.reading(ctx, tx, id)
		if err != nil {
			return err
		}
		v = FileView{Request: g.ID, Ref: g.Ref, Ground: groundConsent, Listed: []Listed{}}
		for _, class := range a.Classes {
			if live[class] != "" {
				v.Classes = append(v.Classes, class)
			}
		}
		if v.file, err = s.Applications.File(ctx, tx, a.ID, v.Classes); err != nil {
			return err
		}
		v.File = v.file
		firm, err := s.Parties.Party(ctx, tx, g.Borrower)
		if err != nil {
			return err
		}
		v.Name = firm.Name
		if live[classDocuments] != "" {
			if v.Documents, err = s.Documents.List(ctx, tx, a.ID); err != nil {
				return err
			}
		}
		for _, d := range v.Documents {
			v.Listed = append(v.Listed, Listed{d.ID, d.Kind, d.Name})
		}
		if err := s.disclose(ctx, tx, a.ID, purposeGuarantee, live, v.Classes); err != nil {
			return err
		}
		return s.readDown(ctx, tx, &g, v.Classes)
	})
	return v, err
}

// reading loads a request for reading its file.
func (s *Service) reading(ctx context.Context, tx db.Tx, id string) (g GuaranteeRequest, a Application, live map[string]string, err error) {
	if g, a, err = s.on(ctx, tx, id, "referral.read_file"); err != nil {
		return g, a, nil, err
	}
	_, live, err = s.ground(ctx, tx, &g, a.Classes)
	return g, a, live, err
}

// readDown leaves an entry of one reading.
func (s *Service) readDown(ctx context.Context, tx db.Tx, g *GuaranteeRequest, classes []string) error {
	who := kernel.From(ctx)
	_, err := s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "referral.file_read", Case: g.ID, CaseVersion: g.Version, Person: who.Person, Party: who.Party, Before: string(g.State), After: string(g.State),
		Parties: []string{g.Borrower, g.Guarantor}, Fields: []auditlog.Field{{Name: "ground", Value: groundConsent}, {Name: "classes", Value: joined(classes)}},
	})
	return err
}

// OpenDocument hands a guarantor one document of the file, and writes it down.
func (s *Service) OpenDocument(ctx context.Context, id, name string) (d document.Document, body []byte, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		g, a, live, err := s.reading(ctx, tx, id)
		if err != nil {
			return err
		}
		if live[classDocuments] == "" {
			return fault.New(fault.Denied, "referral.consent.gone")
		}
		if d, body, err = s.Documents.Open(ctx, tx, a.ID, name); err != nil {
			return err
		}
		who := kernel.From(ctx)
		if err := s.Documents.Seen(ctx, tx, a.ID, name, who.Party, who.Person, groundConsent); err != nil {
			return err
		}
		if err := s.disclose(ctx, tx, a.ID, purposeGuarantee, live, []string{classDocuments}); err != nil {
			return err
		}
		return s.readDown(ctx, tx, &g, []string{classDocuments})
	})
	return d, body, err
}

// Recommendations lists the town's requests.
func (s *Service) Recommendations(ctx context.Context) (rows []TownRow, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "referral.list_recommendations", collection(party)); err != nil {
			return err
		}
		all, err := recommendationsAt(ctx, tx, party)
		for i := range all {
			firm, err := s.Parties.Party(ctx, tx, all[i].Borrower)
			if err != nil {
				return err
			}
			clock, err := s.clock(ctx, tx, RecommendationMachine, all[i].ID)
			if err != nil {
				return err
			}
			rows = append(rows, TownRow{Recommendation: all[i], Name: firm.Short, Clock: clock})
		}
		return err
	})
	return rows, err
}

// TownView is a request as the town sees it.
type TownView struct {
	Request    Recommendation       `json:"request"`
	Name       i18n.Text            `json:"name"`
	Purpose    i18n.Text            `json:"purpose"`
	TermMonths int                  `json:"term_months"`
	Facts      *Premises            `json:"facts,omitempty" doc:"What the park knows today while the request waits, and what it knew when it was answered"`
	Moves      []string             `json:"moves"`
	Clock      flow.Running         `json:"-"`
	Events     []auditlog.Item      `json:"-"`
	People     map[string]i18n.Text `json:"-"`
}

// Recommendation shows the town a request with what the park knows of the
// enterprise, and writes the reading down.
func (s *Service) Recommendation(ctx context.Context, id string) (v TownView, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		r, a, err := s.onTown(ctx, tx, id, "referral.read_recommendation")
		if err != nil {
			return err
		}
		firm, err := s.Parties.Party(ctx, tx, r.Borrower)
		if err != nil {
			return err
		}
		v = TownView{Request: r, Name: firm.Short, Purpose: a.Purpose, TermMonths: a.TermMonths}
		ground, live, err := s.groundOfTown(ctx, tx, &r)
		if err != nil {
			return err
		}
		if v.Facts, err = s.premises(ctx, tx, &r, live); err != nil {
			return err
		}
		if v.Clock, err = s.clock(ctx, tx, RecommendationMachine, r.ID); err != nil {
			return err
		}
		if ground != "" && still(&a) == nil {
			v.Moves = s.moves(ctx, RecommendationMachine, r.State, r.resource(ground))
		}
		v.Events, v.People, err = s.history(ctx, tx, r.ID, r.DecidedBy)
		return err
	})
	return v, err
}

// premises are the park's facts under a live consent, or as they were frozen.
func (s *Service) premises(ctx context.Context, tx db.Tx, r *Recommendation, live map[string]string) (*Premises, error) {
	if r.State == Recommended || r.State == Refused {
		return &r.Facts, nil
	}
	if len(live) == 0 {
		return nil, nil
	}
	p, err := s.Applications.Premises(ctx, tx, r.Borrower, s.today().String())
	if err != nil {
		return nil, err
	}
	if live["lease"] == "" {
		p.Units, p.LeaseUntil, p.RentFen = "", "", 0
	}
	if live["headcount"] == "" {
		p.HeadcountNow, p.HeadcountFull, p.HeadcountAsOf = 0, 0, ""
	}
	return &p, s.disclose(ctx, tx, r.Application, purposeTown, live, classesOfTown)
}

// may reports whether a move is open to the reader.
func may(moves []string, name string) bool { return slices.Contains(moves, name) }
