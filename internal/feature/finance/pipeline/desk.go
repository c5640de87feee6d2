package pipeline

// The liaison's desk: what waits for the liaison, whose clocks run out today or
// are over, and the applications that rest.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/web"
)

// deskLength bounds each part of the desk.
const deskLength = 300

// Desk is what a liaison looks after today.
type Desk struct {
	Mine    []Waiting `json:"mine" doc:"Moves that wait for the liaison"`
	Parties []Pressed `json:"parties" doc:"Organisations with a clock that runs out today or is over"`
	Resting []Resting `json:"resting" doc:"Applications that were returned or referred"`
	AsOf    time.Time `json:"as_of"`
	Remind  bool      `json:"may_remind"`
}

// Waiting is an open move with its clock.
type Waiting struct {
	Machine  string      `json:"machine"`
	Case     string      `json:"case"`
	Ref      string      `json:"ref"`
	Subject  i18n.Text   `json:"subject"`
	Move     string      `json:"move"`
	Role     kernel.Role `json:"role"`
	Due      time.Time   `json:"due"`
	Late     bool        `json:"late"`
	Reminded time.Time   `json:"reminded" doc:"When it was reminded of today, if it was"`

	turn flow.Turn
}

// Pressed is an organisation and what it is waited for.
type Pressed struct {
	Party string    `json:"party"`
	Name  i18n.Text `json:"name"`
	Cases []Waiting `json:"cases"`
	Late  int       `json:"late"`
}

// Resting is an application that stands still.
type Resting struct {
	ID        string     `json:"id"`
	Ref       string     `json:"ref"`
	Borrower  i18n.Text  `json:"borrower"`
	AmountFen money.Fen  `json:"amount_fen"`
	State     flow.State `json:"state"`
	Since     time.Time  `json:"since"`
}

// desk is what policies are asked about: the desk of the park's operator.
func (s *Service) desk(ctx context.Context, tx db.Tx) (authz.Resource, error) {
	operator, err := s.Parties.Operator(ctx, tx)
	return authz.Resource{Ref: authz.Ref{Type: "Desk", ID: operator}, Attrs: authz.Attrs{"credit": true, "park": kernel.PartyRef(operator)}}, err
}

func (s *Service) atDesk(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, _ web.Params) (authz.Resource, error) { return s.desk(ctx, tx) }}
}

// tomorrow is when today ends at the park.
func (s *Service) tomorrow() time.Time { return s.today().AddDays(1).At(0, 0, s.Calendar.Zone()) }

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// Desk shows the liaison's desk.
func (s *Service) Desk(ctx context.Context) (d Desk, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := s.desk(ctx, tx)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "pipeline.desk", r); err != nil {
			return err
		}
		d.AsOf, d.Remind = s.Now(), s.Guard.Allowed(ctx, "pipeline.remind", r)
		park := kernel.From(ctx).Party
		mine, err := s.Keeper.Waiting(ctx, tx, park, []string{string(kernel.Liaison)}, deskLength)
		if err != nil {
			return err
		}
		for _, t := range mine {
			d.Mine = append(d.Mine, s.waiting(t))
		}
		if d.Parties, err = s.pressed(ctx, tx, park); err != nil {
			return err
		}
		d.Resting, err = s.Market.Resting(ctx, tx, park)
		return err
	})
	return d, err
}

func (s *Service) waiting(t flow.Turn) Waiting {
	return Waiting{Machine: t.Machine, Case: t.Case, Ref: t.Ref, Subject: t.Subject, Move: t.Move, Role: kernel.Role(t.Role), Due: t.Due, Late: !t.Due.IsZero() && !t.Paused && s.Now().After(t.Due), turn: t}
}

// pressed are the other organisations whose clocks run out today or are over:
// who has the oldest first.
func (s *Service) pressed(ctx context.Context, tx db.Tx, park string) (all []Pressed, err error) {
	turns, err := s.Keeper.Pressing(ctx, tx, s.tomorrow(), deskLength)
	if err != nil {
		return nil, err
	}
	reminded, err := remindedOn(ctx, tx, s.today())
	if err != nil {
		return nil, err
	}
	for _, t := range turns {
		if t.Party == park {
			continue
		}
		i := slices.IndexFunc(all, func(p Pressed) bool { return p.Party == t.Party })
		if i < 0 {
			name, err := s.Parties.Short(ctx, tx, t.Party)
			if err != nil {
				return nil, err
			}
			i, all = len(all), append(all, Pressed{Party: t.Party, Name: name})
		}
		w := s.waiting(t)
		w.Reminded = reminded[t.Machine+" "+t.Case]
		if w.Late {
			all[i].Late++
		}
		all[i].Cases = append(all[i].Cases, w)
	}
	return all, nil
}
