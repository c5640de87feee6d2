package alliance

// The read side: every lender with where it stands, and one of them with who asked
// and who confirmed.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Row is a lender with where it stands.
type Row struct {
	Standing Standing  `json:"standing"`
	Name     i18n.Text `json:"name"`
}

// Sheet is a lender's standing with the names around it and the reader's moves.
type Sheet struct {
	Row
	People map[string]i18n.Text `json:"-"`
	Moves  []string             `json:"moves"` // open to the reader now
}

// List shows those who oversee the alliance every lender.
func (s *Service) List(ctx context.Context) (rows []Row, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := s.all(ctx, tx)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "alliance.read", r); err != nil {
			return err
		}
		ids, err := s.Parties.Lenders(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			row, _, err := s.row(ctx, tx, id)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	return rows, err
}

// all is what the list is asked about.
func (s *Service) all(ctx context.Context, tx db.Tx) (authz.Resource, error) {
	park, err := s.Parties.Operator(ctx, tx)
	return (&Standing{}).resource(park), err
}

func (s *Service) row(ctx context.Context, tx db.Tx, lender string) (row Row, r authz.Resource, err error) {
	if row.Standing, r, err = s.load(ctx, tx, lender); err == nil {
		row.Name, err = s.Parties.Lender(ctx, tx, lender)
	}
	return row, r, err
}

// Sheet shows one lender.
func (s *Service) Sheet(ctx context.Context, lender string) (x Sheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		row, r, err := s.row(ctx, tx, lender)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "alliance.read", r); err != nil {
			return err
		}
		x.Row = row
		x.Moves = s.moves(ctx, row.Standing, r)
		x.People, err = s.Parties.People(ctx, tx, []string{row.Standing.AskedBy, row.Standing.DecidedBy})
		return err
	})
	return x, err
}

// actions are what the moves of a standing are asked as.
var actions = map[string]authz.Action{
	"ask_departure": "alliance.ask", "ask_return": "alliance.ask", "confirm": "alliance.confirm", "admit": "alliance.confirm", "cancel": "alliance.cancel", "refuse": "alliance.refuse",
}

// moves lists what the reader may do now.
func (s *Service) moves(ctx context.Context, m Standing, r authz.Resource) []string {
	out := []string{}
	for _, v := range StandingMachine.Open(m.State) {
		if action, known := actions[v.Name]; known && s.Guard.Allowed(ctx, action, r) {
			out = append(out, v.Name)
		}
	}
	slices.Sort(out)
	return out
}

// own reports whether the reader asked for what waits, and so cannot confirm it.
func (x Sheet) own(ctx context.Context) bool { return x.Standing.AskedBy == kernel.From(ctx).Person }

func (x Sheet) may(move string) bool { return slices.Contains(x.Moves, move) }

// waits reports whether something was asked that nobody decided.
func (x Sheet) waits() bool {
	return slices.Contains([]flow.State{DepartureAsked, DepartureMoved, ReturnAsked, ReturnAskedMoved}, x.Standing.State)
}

// asks reports whether the reader may ask for a departure or a return now.
func (x Sheet) asks(what string) bool { return x.may("ask_" + what) }
