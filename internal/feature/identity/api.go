package identity

// The JSON door: the same service methods, the same faults. A program sends
// the token of its session as "Authorization: Bearer".

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/web"
)

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{Name}}
}

// Connection is what an operation knows of who called, besides the body.
type Connection struct{ source, agent string }

// Resolve reads the connection; huma calls it before the operation.
func (c *Connection) Resolve(ctx huma.Context) []error {
	c.source, c.agent = Source(ctx.RemoteAddr()), ctx.Header("User-Agent")
	return nil
}

// Source is the address that the call came from.
func (c Connection) Source() string { return c.source }

type fromOutside[T any] struct {
	Connection
	Body T
}

type nothing struct{}

type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

type byIDWith[T any] struct {
	ID   string `path:"id" doc:"Identifier"`
	Body T
}

type byCode struct {
	Code string `path:"code" doc:"Code of the invitation"`
}

type acceptIn struct {
	Connection
	Code string `path:"code" doc:"Code of the invitation"`
	Body Accept
}

// Token is the answer of whatever begins a session.
type Token struct {
	Token string `json:"token"`
}

func (s *Service) api(r *web.Router) {
	signIn := web.Gate{Public: publicSignIn, Repeatable: againSignIn}
	web.Change(r, op(http.MethodPost, "sign-in", "/session", "Sign in and get a token"), signIn,
		func(ctx context.Context, in *fromOutside[SignIn]) (Token, error) {
			in.Body.Source, in.Body.Agent = in.source, in.agent
			token, err := s.SignIn(ctx, in.Body)
			return Token{token}, err
		})
	web.Change(r, op(http.MethodDelete, "sign-out", "/session", "End the session that asks"), web.Gate{Public: publicSignIn, Repeatable: againSignOut},
		func(ctx context.Context, _ *nothing) (nothing, error) { return nothing{}, s.SignOut(ctx) })
	web.Change(r, op(http.MethodPost, "step-up", "/session/step-up", "Confirm afresh, for one purpose and five minutes"), plain("identity.step_up", againConfirm),
		func(ctx context.Context, in *fromOutside[StepUp]) (nothing, error) {
			in.Body.Source = in.source
			return nothing{}, s.Confirm(ctx, in.Body)
		})
	s.accountAPI(r)
	s.peopleAPI(r)
	s.consentAPI(r)
	if s.Demo {
		s.demoAPI(r)
	}
}

func (s *Service) accountAPI(r *web.Router) {
	change := own("identity.change_account")
	secret := plain("identity.change_account", againSecret)
	web.Read(r, op(http.MethodGet, "read-account", "/account", "Read the own account"), own("identity.read_account"),
		func(ctx context.Context, _ *nothing) (Account, error) { return s.Account(ctx) })
	web.Change(r, op(http.MethodPost, "switch-workspace", "/account/switch", "Act through another of one's memberships"), change,
		func(ctx context.Context, in *struct {
			Body struct {
				Membership string `json:"membership"`
			}
		}) (nothing, error) {
			return nothing{}, s.Switch(ctx, in.Body.Membership)
		})
	web.Change(r, op(http.MethodDelete, "end-session", "/account/sessions/{id}", "End one of one's sessions"), change,
		func(ctx context.Context, in *byID) (nothing, error) { return nothing{}, s.EndSession(ctx, in.ID) })
	web.Change(r, op(http.MethodDelete, "sign-out-everywhere", "/account/sessions", "End all of one's sessions"), plain("identity.change_account", againSignOut),
		func(ctx context.Context, _ *nothing) (nothing, error) { return nothing{}, s.SignOutEverywhere(ctx) })
	web.Change(r, op(http.MethodPut, "change-password", "/account/password", "Change the own password"), secret,
		func(ctx context.Context, in *fromOutside[ChangePassword]) (nothing, error) {
			in.Body.Source = in.source
			return nothing{}, s.ChangePassword(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "start-codes", "/account/codes", "Make a secret for one-time codes"), secret,
		func(ctx context.Context, _ *nothing) (CodeSecret, error) {
			if err := s.StartCodes(ctx); err != nil {
				return CodeSecret{}, err
			}
			a, err := s.Account(ctx)
			return CodeSecret{Secret: a.pending, Address: proof.CodeAddress(a.pending, a.Person.SignIn)}, err
		})
	web.Change(r, op(http.MethodPut, "enrol-codes", "/account/codes", "Turn one-time codes on with the first code"), secret,
		func(ctx context.Context, in *fromOutside[EnrolCodes]) (nothing, error) {
			in.Body.Source = in.source
			return nothing{}, s.EnrolCodes(ctx, in.Body)
		})
}

// CodeSecret is what an authenticator needs to make one-time codes.
type CodeSecret struct {
	Secret  string `json:"secret"`
	Address string `json:"address"`
}

// Invited is a new invitation with its code, which is shown once.
type Invited struct {
	Invitation Invitation `json:"invitation"`
	Code       string     `json:"code"`
}

// Offered is what the holder of a code sees of its invitation.
type Offered struct {
	Invitation Invitation `json:"invitation"`
	Party      Party      `json:"party"`
}

func (s *Service) peopleAPI(r *web.Router) {
	invite := OwnPeople("identity.invite")
	invite.Repeatable = AgainInvite
	web.Read(r, op(http.MethodGet, "list-people", "/people", "List the members of one's organisation"), OwnPeople("identity.people"),
		func(ctx context.Context, _ *nothing) (People, error) { return s.People(ctx) })
	web.Change(r, op(http.MethodPost, "enrol-person", "/people", "Make somebody known"), OwnPeople("identity.enrol"),
		func(ctx context.Context, in *struct{ Body EnrolPerson }) (Person, error) {
			return s.Enrol(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "join-party", "/people/memberships", "Let a known person act for one's organisation"), OwnPeople("identity.join"),
		func(ctx context.Context, in *struct{ Body JoinParty }) (Membership, error) {
			in.Body.Party = kernel.From(ctx).Party
			return s.Join(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "invite", "/people/invitations", "Invite somebody; the code is shown once"), invite,
		func(ctx context.Context, in *struct{ Body Invite }) (Invited, error) {
			v, code, err := s.Invite(ctx, in.Body)
			return Invited{v, code}, err
		})
	web.Change(r, op(http.MethodPost, "withdraw-invitation", "/people/invitations/{id}/withdraw", "Withdraw an invitation that nobody took"), OnInvitation("identity.invite"),
		func(ctx context.Context, in *byID) (Invitation, error) { return s.Withdraw(ctx, in.ID) })
	web.Read(r, op(http.MethodGet, "read-invitation", "/invitations/{code}", "Read an invitation by its code"), web.Gate{Public: publicInvite},
		func(ctx context.Context, in *byCode) (Offered, error) {
			v, p, err := s.Invitation(ctx, in.Code)
			return Offered{v, p}, err
		})
	web.Change(r, op(http.MethodPost, "accept-invitation", "/invitations/{code}", "Accept an invitation"), web.Gate{Public: publicInvite, Repeatable: againSecret},
		func(ctx context.Context, in *acceptIn) (Token, error) {
			in.Body.Code, in.Body.Agent = in.Code, in.agent
			token, err := s.Accept(ctx, in.Body)
			return Token{token}, err
		})
}

func (s *Service) consentAPI(r *web.Router) {
	web.Read(r, op(http.MethodGet, "list-consents", "/consents", "List consents given, and who read what"), ownConsents(),
		func(ctx context.Context, _ *nothing) (Consents, error) { return s.Consents(ctx) })
	web.Change(r, op(http.MethodPost, "revoke-consent", "/consents/{id}/revoke", "Revoke a consent, with the reason"), onConsent("identity.revoke_consent"),
		func(ctx context.Context, in *byIDWith[Revocation]) (nothing, error) {
			return nothing{}, s.Revoke(ctx, in.ID, in.Body.Reason)
		})
}

// Revocation is why a consent ends.
type Revocation struct {
	Reason string `json:"reason"`
}

func (s *Service) demoAPI(r *web.Router) {
	web.Read(r, op(http.MethodGet, "list-personas", "/demo/personas", "List the people of the demo"), web.Gate{Public: publicDemo},
		func(ctx context.Context, _ *nothing) (Personas, error) {
			groups, err := s.Personas(ctx)
			return Personas{groups}, err
		})
	web.Change(r, op(http.MethodPost, "become-persona", "/demo/as", "Become one of the people of the demo"), web.Gate{Public: publicDemo, Repeatable: againSignIn},
		func(ctx context.Context, in *fromOutside[Becoming]) (Token, error) {
			token, err := s.Become(ctx, in.Body.Persona, in.agent)
			return Token{token}, err
		})
}

// Becoming names the person of the demo to become.
type Becoming struct {
	Persona string `json:"persona"`
}

// Personas are the people of the demo, by organisation.
type Personas struct {
	Groups []PersonaGroup `json:"groups"`
}
