package organisation

// Leaving: the membership ends on a day, and what is open is handed to a named
// colleague or left to the role.

import (
	"context"
	"maps"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// maxDuties bounds what one leaving hands on; what lies beyond stays with the role.
const maxDuties = 200

// Colleague is somebody who may take a duty over.
type Colleague struct {
	Person string    `json:"person"`
	Name   i18n.Text `json:"name"`
}

// Duty is something open that a member answers for.
type Duty struct {
	Machine    string      `json:"machine"`
	Case       string      `json:"case"`
	Ref        string      `json:"ref"`
	Subject    i18n.Text   `json:"subject"`
	Path       string      `json:"path"`
	Move       string      `json:"move"`
	Role       kernel.Role `json:"role"` // whose turn it is
	Begun      bool        `json:"begun"`
	Due        time.Time   `json:"due"`
	Colleagues []Colleague `json:"colleagues"`
}

// Duties shows what is open for a member and who may take it over.
func (s *Service) Duties(ctx context.Context, membership string) (all []Duty, err error) {
	all = []Duty{}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		m, err := s.Identity.MembershipByID(ctx, tx, membership)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "organisation.end", member(m)); err != nil {
			return err
		}
		found, err := s.duties(ctx, tx, m)
		all = append(all, found...)
		return err
	})
	return all, err
}

// duties are the turns of a member's roles, and what they began that waits for
// somebody else.
func (s *Service) duties(ctx context.Context, tx db.Tx, m identity.Membership) (all []Duty, err error) {
	begun, err := s.Drafts.Begun(ctx, tx, m.Party)
	if err != nil {
		return nil, err
	}
	roles := make([]string, len(m.Roles))
	for i, r := range m.Roles {
		roles[i] = string(r)
	}
	turns, err := s.Turns.Waiting(ctx, tx, m.Party, roles, maxDuties)
	if err != nil {
		return nil, err
	}
	crew, err := s.crew(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	for _, t := range turns {
		d := Duty{Machine: t.Machine, Case: t.Case, Ref: t.Ref, Subject: t.Subject, Path: t.Path, Move: t.Move, Role: kernel.Role(t.Role), Due: t.Due}
		b := of(begun, t.Machine, t.Case)
		d.Begun = b.By == m.Person
		d.Colleagues = crew.who(func(x identity.Membership) bool {
			return x.HoldsAny(d.Role) && !(b.Twice && d.Role.Signs() && x.Person == b.By)
		})
		all = append(all, d)
	}
	for _, b := range begun {
		if b.By != m.Person || slices.ContainsFunc(all, func(d Duty) bool { return d.Machine == b.Machine && d.Case == b.Case }) {
			continue
		}
		t, ok, err := s.Turns.Turn(ctx, tx, b.Machine, b.Case)
		if err != nil {
			return nil, err
		}
		if !ok || len(b.Roles) == 0 {
			continue
		}
		all = append(all, Duty{Machine: b.Machine, Case: b.Case, Ref: t.Ref, Subject: t.Subject, Path: t.Path, Role: b.Roles[0], Begun: true, Due: t.Due,
			Colleagues: crew.who(func(x identity.Membership) bool {
				return x.HoldsAny(b.Roles...) && !(b.Twice && x.HoldsAny(kernel.Role(t.Role)))
			})})
	}
	return all[:min(len(all), maxDuties)], nil
}

// of finds who began a case.
func of(all []kernel.Begun, machine, id string) kernel.Begun {
	for _, b := range all {
		if b.Machine == machine && b.Case == id {
			return b
		}
	}
	return kernel.Begun{}
}

// crew are the colleagues of somebody, with their names.
type crew struct {
	members []identity.Membership
	names   map[string]i18n.Text
}

func (s *Service) crew(ctx context.Context, tx db.Tx, m identity.Membership) (c crew, err error) {
	all, err := s.Identity.MembersOn(ctx, tx, m.Party, s.Identity.Today())
	if err != nil {
		return c, err
	}
	var ids []string
	for _, x := range all {
		if x.Person != m.Person {
			c.members, ids = append(c.members, x), append(ids, x.Person)
		}
	}
	c.names, err = s.Identity.PeopleNames(ctx, tx, ids)
	return c, err
}

func (c crew) who(fits func(identity.Membership) bool) []Colleague {
	out := []Colleague{}
	for _, x := range c.members {
		if fits(x) {
			out = append(out, Colleague{x.Person, c.names[x.Person]})
		}
	}
	return out
}

// Hand names the colleague who takes a duty over.
type Hand struct {
	Machine string `json:"machine"`
	Case    string `json:"case"`
	Person  string `json:"person"`
}

// End ends a membership: To is the first day without it, today by default. What
// Hand does not name stays with the role.
type End struct {
	Membership string `json:"-"`
	To         string `json:"to,omitempty"`
	Hand       []Hand `json:"hand,omitempty"`
}

// End ends a membership and hands its open work on. The rights that wait for its
// person, or that they asked for, lapse.
func (s *Service) End(ctx context.Context, in End) (m identity.Membership, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		before, err := s.Identity.MembershipByID(ctx, tx, in.Membership)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "organisation.end", member(before)); err != nil {
			return err
		}
		open, err := s.duties(ctx, tx, before)
		if err != nil {
			return err
		}
		to, err := assign(open, in.Hand)
		if err != nil {
			return err
		}
		if m, err = s.Identity.Leave(ctx, identity.LeaveParty{Membership: in.Membership, To: in.To}); err != nil {
			return err
		}
		if err := s.lapse(ctx, tx, m.Party, m.Person); err != nil {
			return err
		}
		return s.handOver(ctx, tx, m, open, to)
	})
	return m, err
}

// assign checks that each colleague may take what they are named for, and answers
// who takes which duty.
func assign(open []Duty, hands []Hand) ([]string, error) {
	to := make([]string, len(open))
	for _, h := range hands {
		if h.Person == "" {
			continue
		}
		i := slices.IndexFunc(open, func(d Duty) bool { return d.Machine == h.Machine && d.Case == h.Case })
		if i < 0 || !slices.ContainsFunc(open[i].Colleagues, func(c Colleague) bool { return c.Person == h.Person }) {
			return nil, fieldFault(handField(h.Machine, h.Case), "organisation.hand.unfit")
		}
		to[i] = h.Person
	}
	return to, nil
}

// handField is the name of the input that hands a duty on.
func handField(machine, id string) string { return "hand." + machine + "." + id }

// Handover says what became of a duty.
type Handover struct {
	ID         string      `json:"id"`
	Membership string      `json:"membership"`
	Party      string      `json:"party"`
	Machine    string      `json:"machine"`
	Case       string      `json:"case"`
	Ref        string      `json:"ref"`
	Role       kernel.Role `json:"role"`
	Person     string      `json:"person"` // "" when it was left to the role
	By         string      `json:"by"`
	At         time.Time   `json:"at"`
}

func (s *Service) handOver(ctx context.Context, tx db.Tx, m identity.Membership, open []Duty, to []string) error {
	if err := s.Turns.Discharge(ctx, tx, m.Party, m.Person); err != nil {
		return err
	}
	given := map[string]int{}
	for i, d := range open {
		h := Handover{ID: s.NewID(), Membership: m.ID, Party: m.Party, Machine: d.Machine, Case: d.Case, Ref: d.Ref, Role: d.Role, Person: to[i], By: kernel.From(ctx).Person, At: s.Now()}
		if err := s.write(ctx, tx, h); err != nil {
			return err
		}
		if h.Person == "" {
			continue
		}
		given[h.Person]++
		if d.Move == "" {
			continue // the turn is somebody else's; the colleague keeps the draft
		}
		if err := s.Turns.Charge(ctx, tx, d.Machine, d.Case, m.Party, h.Person); err != nil {
			return err
		}
	}
	return s.tellHeirs(ctx, tx, m, given)
}

// write stores a handover with its entry in the log.
func (s *Service) write(ctx context.Context, tx db.Tx, h Handover) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO organisation_handover (id, membership_id, party_id, machine, case_id, ref, role, person_id, by_id, at_us)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		h.ID, h.Membership, h.Party, h.Machine, h.Case, h.Ref, h.Role, h.Person, h.By, db.Micros(h.At))
	if err != nil {
		return err
	}
	return s.record(ctx, tx, auditlog.Entry{Kind: "organisation.handover.write", Case: h.ID, CaseVersion: 1, Parties: []string{h.Party}, Fields: []auditlog.Field{{Name: "handover.of", Value: h.of()}}})
}

// tellHeirs tells each colleague how much they took over.
func (s *Service) tellHeirs(ctx context.Context, tx db.Tx, m identity.Membership, given map[string]int) error {
	name, err := s.name(ctx, tx, m.Person)
	for _, person := range slices.Sorted(maps.Keys(given)) {
		if err == nil {
			err = s.Notices.TellPerson(ctx, tx, person, "organisation.notice.handed", "/", m.ID, map[string]any{"name": name, "n": given[person]})
		}
	}
	return err
}
