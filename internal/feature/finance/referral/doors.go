package referral

// What the enterprise and the park see: whom a declined application was referred
// to, and whom its owner can ask now.

import (
	"context"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Doors are what became of a referred application: whom its owner asked, and whom
// it can ask now.
type Doors struct {
	Application string         `json:"application"`
	Ref         string         `json:"ref"`
	State       flow.State     `json:"application_state"`
	Guarantees  []GuaranteeRow `json:"guarantees"`
	Town        []TownRow      `json:"recommendations"`
	Guarantors  []Party        `json:"guarantors" doc:"Whom the reader may ask now; empty where it may ask none"`
	MayAskTown  bool           `json:"may_ask_town"`
	Classes     []string       `json:"classes" doc:"Of data that a guarantor may be allowed"`
	Shared      []string       `json:"shared" doc:"Of them, those that lenders were allowed"`
	Reshare     bool           `json:"-"`
}

// GuaranteeRow is a request to a guarantor as the enterprise, the park and a list
// show it.
type GuaranteeRow struct {
	GuaranteeRequest
	Name    i18n.Text    `json:"name"` // the guarantor to the enterprise, the enterprise to the guarantor
	Backing string       `json:"-"`    // the state of the letter, "" while there is none
	Moves   []string     `json:"moves"`
	Clock   flow.Running `json:"-"`
}

// TownRow is a request to the town.
type TownRow struct {
	Recommendation
	Name  i18n.Text    `json:"name"`
	Moves []string     `json:"moves"`
	Clock flow.Running `json:"-"`
}

// Doors shows an enterprise and the park whom a declined application was referred
// to.
func (s *Service) Doors(ctx context.Context, application string) (v Doors, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.Applications.Application(ctx, tx, application)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "referral.read", a.resource()); err != nil {
			return err
		}
		v = Doors{Application: a.ID, Ref: a.Ref, State: a.State, Classes: a.Classes, Shared: a.Shared, Guarantees: []GuaranteeRow{}, Town: []TownRow{}, Guarantors: []Party{}}
		if err := s.guaranteeRows(ctx, tx, &v); err != nil {
			return err
		}
		if err := s.townRows(ctx, tx, &v); err != nil {
			return err
		}
		v.Reshare = a.Referred() && s.Guard.Allowed(ctx, "referral.ask", a.resource())
		if !v.Reshare {
			return nil
		}
		v.MayAskTown = !slices.ContainsFunc(v.Town, func(r TownRow) bool { return r.State == Asked || r.State == Recommended })
		return s.unasked(ctx, tx, &a, &v)
	})
	return v, err
}

func (s *Service) guaranteeRows(ctx context.Context, tx db.Tx, v *Doors) error {
	all, err := guaranteesOf(ctx, tx, v.Application)
	if err != nil {
		return err
	}
	for i := range all {
		row := GuaranteeRow{GuaranteeRequest: all[i].outside(), Moves: s.moves(ctx, GuaranteeMachine, all[i].State, all[i].resource(""))}
		by, err := s.Parties.Party(ctx, tx, all[i].Guarantor)
		if err != nil {
			return err
		}
		row.Name = by.Short
		if b, ok := all[i].backing(by.Short, s.Now(), s.Calendar.Zone()); ok {
			row.Backing = strings.TrimSuffix(b.State, kernel.BackingAsked)
		}
		if row.Clock, err = s.clock(ctx, tx, GuaranteeMachine, all[i].ID); err != nil {
			return err
		}
		v.Guarantees = append(v.Guarantees, row)
	}
	return nil
}

func (s *Service) townRows(ctx context.Context, tx db.Tx, v *Doors) error {
	all, err := recommendationsOf(ctx, tx, v.Application)
	if err != nil {
		return err
	}
	for i := range all {
		row := TownRow{Recommendation: all[i], Moves: s.moves(ctx, RecommendationMachine, all[i].State, all[i].resource(""))}
		by, err := s.Parties.Party(ctx, tx, all[i].Town)
		if err != nil {
			return err
		}
		row.Name = by.Short
		if row.Clock, err = s.clock(ctx, tx, RecommendationMachine, all[i].ID); err != nil {
			return err
		}
		v.Town = append(v.Town, row)
	}
	return nil
}

// clock is the clock of a request that runs, the zero Running for none.
func (s *Service) clock(ctx context.Context, tx db.Tx, m *flow.Machine, id string) (flow.Running, error) {
	r, _, err := s.Keeper.Clock(ctx, tx, m.Name, id)
	return r, err
}

// outside is a request as the other side sees it: what a guarantor writes before
// its letter is signed is its own business, like how far it is.
func (g GuaranteeRequest) outside() GuaranteeRequest {
	if g.State == Proposed || g.State == Reading {
		g.State, g.Letter, g.MadeBy, g.Made, g.Note, g.Version = Reading, Letter{}, "", time.Time{}, "", 0
	}
	if g.State != Declined && g.State != TakenBack {
		g.Note = ""
	}
	if !slices.Contains([]flow.State{Stated, TakenBack, Expired}, g.State) {
		g.Letter = Letter{}
	}
	return g
}

// unasked lists the guarantors that may be asked now.
func (s *Service) unasked(ctx context.Context, tx db.Tx, a *Application, v *Doors) error {
	all, err := s.Parties.Guarantors(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range all {
		err := s.mayBeAsked(ctx, tx, a, p.ID)
		if err == nil {
			v.Guarantors = append(v.Guarantors, p)
		} else if !fault.Is(err, fault.Invalid) {
			return err
		}
	}
	return nil
}
