package recovery

// What those concerned see.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
)

// Word is a confirmation with the names around it.
type Word struct {
	Confirmation
	Name      i18n.Text `json:"name"`
	PartyName i18n.Text `json:"party_name"`
}

// View is a request as those concerned see it.
type View struct {
	Request
	Name       i18n.Text `json:"name"`
	PartyName  i18n.Text `json:"party_name"`
	Words      []Word    `json:"words"`
	Colleagues int       `json:"colleagues"` // still missing
	Park       int       `json:"park"`       // still missing
	May        bool      `json:"may"`        // the reader may confirm
	MayStop    bool      `json:"may_stop"`
	Sure       bool      `json:"sure"`    // the reader has confirmed freshly for it
	Foreign    bool      `json:"foreign"` // the reader would confirm for the park
}

// Request shows one request to those concerned.
func (s *Service) Request(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		r, c, err := s.on(ctx, tx, id, "recovery.read")
		if err != nil {
			return err
		}
		v, err = s.view(ctx, tx, r, c)
		return err
	})
	return v, err
}

// Requests lists what concerns the reader: requests of colleagues that somebody
// confirmed already, one's own, and the one of a reference that was read aloud.
func (s *Service) Requests(ctx context.Context, ref string) (all []View, err error) {
	all = []View{}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "recovery.list", everything()); err != nil {
			return err
		}
		found, err := s.found(ctx, tx, ref)
		if err != nil {
			return err
		}
		known, err := db.All(ctx, tx, scanRequest, `
			SELECT `+requestColumns+` FROM recovery_request
			WHERE person_id = $2 AND person_id <> '' OR party_id = $1 AND EXISTS (SELECT 1 FROM recovery_confirmation c WHERE c.request_id = recovery_request.id)
			ORDER BY asked_us DESC, id DESC LIMIT 50`,
			kernel.From(ctx).Party, kernel.From(ctx).Person)
		if err != nil {
			return err
		}
		for _, r := range append(found, known...) {
			if slices.ContainsFunc(all, func(v View) bool { return v.ID == r.ID }) {
				continue
			}
			c, err := s.circle(ctx, tx, r)
			if err != nil {
				return err
			}
			if !s.Guard.Allowed(ctx, "recovery.read", s.resource(r, c)) {
				continue
			}
			v, err := s.view(ctx, tx, r, c)
			if err != nil {
				return err
			}
			all = append(all, v)
		}
		return nil
	})
	return all, err
}

// waits are the requests of colleagues that somebody confirmed and that still need
// the reader's word.
func (s *Service) waits(ctx context.Context) (waits []module.Wait, err error) {
	if !s.Guard.Allowed(ctx, "recovery.list", everything()) {
		return nil, nil
	}
	all, err := s.Requests(ctx, "")
	for _, v := range all {
		if v.May {
			waits = append(waits, module.Wait{Title: i18n.T(ctx, "recovery.wait", i18n.Args{"name": v.Name}), Why: spelled(v.Ref), Href: v.path(), Label: i18n.T(ctx, "recovery.confirm.title")})
		}
	}
	return waits, err
}

func (s *Service) found(ctx context.Context, tx db.Tx, ref string) ([]Request, error) {
	if ref == "" {
		return nil, nil
	}
	r, err := requestByRef(ctx, tx, proof.CleanInvite(ref))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return []Request{r}, err
}

func (s *Service) view(ctx context.Context, tx db.Tx, r Request, c circle) (v View, err error) {
	who := kernel.From(ctx)
	res := s.resource(r, c)
	given, err := confirmationsOf(ctx, tx, r.ID)
	if err != nil {
		return v, err
	}
	colleagues, park, _ := c.count(r, given)
	wantColleagues, wantPark := c.needs()
	v = View{Request: r, Words: []Word{}, Colleagues: max(0, wantColleagues-colleagues), Park: max(0, wantPark-park),
		Sure: who.StepUpFor == r.Purpose(), Foreign: who.Party != r.Party}
	ids := []string{r.Person}
	for _, x := range given {
		ids = append(ids, x.Person)
	}
	names, err := s.Identity.PeopleNames(ctx, tx, ids)
	if err != nil {
		return v, err
	}
	v.Name = names[r.Person]
	for _, x := range given {
		p, err := s.Identity.PartyByID(ctx, tx, x.Party)
		if err != nil {
			return v, err
		}
		v.Words = append(v.Words, Word{x, names[x.Person], p.Short})
	}
	open := r.State == AskedFor || r.State == Waiting
	v.May = r.State == AskedFor && s.may(ctx, res) && mayConfirm(r, c, Confirmation{Person: who.Person, Party: who.Party, Seen: "-"}, given) == nil
	v.MayStop = open && s.Guard.Allowed(ctx, "recovery.stop", res)
	p, err := s.Identity.PartyByID(ctx, tx, r.Party)
	v.PartyName = p.Short
	return v, err
}

// may asks as if the reader had just confirmed that it is them.
func (s *Service) may(ctx context.Context, res authz.Resource) bool {
	who := kernel.From(ctx)
	who.SteppedUp = true
	ok, _ := s.Guard.Decide(who, "recovery.confirm", res)
	return ok
}
