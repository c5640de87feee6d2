package setup

// What the first person sees of the setup.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
)

// Year says whether the holidays of a year were announced, and by which notice.
type Year struct {
	Year        int
	Provisional bool
	Notice      i18n.Text
}

// View is how far the setup is.
type View struct {
	Founding Founding
	Operator identity.Party
	Invited  []Invited
	Years    []Year
	Ways     []Way
}

// View answers how far the setup is, while it is not finished.
func (s *Service) View(ctx context.Context) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Founding, err = s.going(ctx, tx, "setup.read"); err != nil {
			return err
		}
		if v.Operator, err = s.Identity.PartyByID(ctx, tx, v.Founding.Operator); err != nil {
			return err
		}
		v.Invited, err = s.invited(ctx, tx)
		return err
	})
	if err != nil {
		return v, err
	}
	this := s.Identity.Today().Year
	for _, y := range []int{this, this + 1} {
		v.Years = append(v.Years, Year{y, s.Calendar.Provisional(y), s.Calendar.Notice(y)})
	}
	v.Ways = s.Letters.Ways()
	return v, nil
}

func (s *Service) invited(ctx context.Context, tx db.Tx) (all []Invited, err error) {
	rows, err := allInvited(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, i := range rows {
		p, err := s.Identity.PartyByID(ctx, tx, i.Party)
		if err != nil {
			return nil, err
		}
		v, err := s.Identity.InvitationByID(ctx, tx, i.Invitation)
		if err != nil {
			return nil, err
		}
		all = append(all, Invited{Party: p, Open: v, Accepted: v.Taken(), Lapsed: !v.Taken() && !s.Identity.System().Before(v.ExpiresAt), InvitedAt: i.At})
	}
	return all, nil
}

// has reports whether an organisation of a kind was invited.
func (v View) has(kind kernel.PartyKind) bool {
	for _, i := range v.Invited {
		if i.Party.Kind == kind {
			return true
		}
	}
	return false
}

// waits leads the first person back to a setup that is not finished.
func (s *Service) waits(ctx context.Context) (waits []module.Wait, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		f, err := founding(ctx, tx)
		if err == nil && s.Guard.Allowed(ctx, "setup.read", f.resource()) {
			waits = append(waits, module.Wait{Title: i18n.T(ctx, "setup.wait"), Why: i18n.T(ctx, "setup.wait.why"), Href: "/setup", Label: i18n.T(ctx, "setup.go_on")})
		}
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
	return waits, err
}
