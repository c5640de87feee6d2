package identity

// Both doors of passkeys. The browser's part is the island js/passkey.js: it
// fetches a challenge, asks the device, and sends the form with the answer.

import (
	"context"
	"net/http"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/web"
)

const againChallenge = "each challenge is one of its own, works once and lapses"

func (s *Service) passkeyPages(r *web.Router) {
	open := web.Gate{Public: publicSignIn, Repeatable: againChallenge}
	change := plain("identity.change_account", againChallenge)
	r.Plain("POST /signin/passkey", open, s.keySignInDo, s.signInAgain)
	r.Plain("POST /step-up/passkey", plain("identity.step_up", againChallenge), s.keyStepUpDo, s.stepUpAgain)
	r.Page("GET /account/passkeys", own("identity.change_account"), s.passkeysPage)
	r.Plain("POST /account/passkeys", change, s.addKeyDo, s.passkeysAgain)
	r.Plain("POST /account/passkeys/{id}/remove", change, s.dropKeyDo, s.passkeysAgain)
	s.passkeyAPI(r, open, change)
}

func (s *Service) keySignInDo(w http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[Signed](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Agent = q.UserAgent()
	token, err := s.PasskeySignIn(q.Context(), in)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, s.Cookie(token))
	return next(q), nil
}

func (s *Service) keyStepUpDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[Signed](q.PostForm)
	if err != nil {
		return "", err
	}
	return next(q), s.PasskeyStepUp(q.Context(), in)
}

func (s *Service) passkeysPage(q *http.Request) (web.View, error) { return s.passkeysAgain(q, nil) }

func (s *Service) passkeysAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	all, err := s.Passkeys(q.Context())
	v := accountView(q, "identity.passkey.title")
	v.Body = passkeysBody(all, s.Form(q, f, "/account/passkeys"), s.System(), s.Zone)
	return v, err
}

func (s *Service) addKeyDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	in, err := web.Decode[AddPasskey](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.AddPasskey(q.Context(), in)
	return "/account/passkeys", err
}

func (s *Service) dropKeyDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	in := ConfirmPassword{Password: q.PostForm.Get("password"), Source: Source(q.RemoteAddr)}
	return "/account/passkeys", s.DropPasskey(q.Context(), q.PathValue("id"), in)
}

// Passkeys lists the own keys.
func (s *Service) Passkeys(ctx context.Context) (all []Passkey, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "identity.read_account", ownAccount(who.Person)); err != nil {
			return err
		}
		all, err = passkeysOf(ctx, tx, who.Person)
		return err
	})
	return append([]Passkey{}, all...), err
}

// Keys are the passkeys of an account.
type Keys struct {
	Passkeys []Passkey `json:"passkeys"`
}

// For names what a confirmation is for.
type For struct {
	Purpose string `json:"purpose"`
}

func (s *Service) passkeyAPI(r *web.Router, open, change web.Gate) {
	stepUp := plain("identity.step_up", againChallenge)
	web.Change(r, op(http.MethodPost, "challenge-sign-in", "/passkeys/sign-in", "Get a challenge to sign in by passkey"), open,
		func(ctx context.Context, _ *nothing) (Challenge, error) { return s.BeginPasskeySignIn(ctx) })
	web.Change(r, op(http.MethodPost, "sign-in-by-passkey", "/session/passkey", "Sign in by passkey and get a token"), open,
		func(ctx context.Context, in *fromOutside[Signed]) (Token, error) {
			in.Body.Agent = in.agent
			token, err := s.PasskeySignIn(ctx, in.Body)
			return Token{token}, err
		})
	web.Change(r, op(http.MethodPost, "challenge-step-up", "/passkeys/step-up", "Get a challenge to confirm a purpose by passkey"), stepUp,
		func(ctx context.Context, in *struct{ Body For }) (Challenge, error) {
			return s.BeginPasskeyStepUp(ctx, in.Body.Purpose)
		})
	web.Change(r, op(http.MethodPost, "step-up-by-passkey", "/session/step-up/passkey", "Confirm by passkey"), stepUp,
		func(ctx context.Context, in *struct{ Body Signed }) (nothing, error) {
			return nothing{}, s.PasskeyStepUp(ctx, in.Body)
		})
	web.Read(r, op(http.MethodGet, "list-passkeys", "/account/passkeys", "List the own passkeys"), own("identity.read_account"),
		func(ctx context.Context, _ *nothing) (Keys, error) {
			all, err := s.Passkeys(ctx)
			return Keys{all}, err
		})
	web.Change(r, op(http.MethodPost, "challenge-passkey", "/passkeys/register", "Get a challenge to make a passkey"), change,
		func(ctx context.Context, in *fromOutside[ConfirmPassword]) (Challenge, error) {
			in.Body.Source = in.source
			return s.BeginPasskey(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "add-passkey", "/account/passkeys", "Keep a new passkey"), change,
		func(ctx context.Context, in *struct{ Body AddPasskey }) (Passkey, error) {
			return s.AddPasskey(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "drop-passkey", "/account/passkeys/{id}/remove", "Remove a passkey"), change,
		func(ctx context.Context, in *keyAndPassword) (nothing, error) {
			in.Body.Source = "session " + kernel.From(ctx).Session
			return nothing{}, s.DropPasskey(ctx, in.ID, in.Body)
		})
}

type keyAndPassword struct {
	ID   string `path:"id" doc:"Identifier"`
	Body ConfirmPassword
}

// keyTimes says when a key was made and last used.
func keyTimes(ctx context.Context, k Passkey, v keyView) string {
	args := i18n.Args{"made": i18n.Moment(ctx, k.MadeAt, v.now, v.zone)}
	if k.UsedAt.IsZero() {
		return i18n.T(ctx, "identity.passkey.unused", args)
	}
	args["used"] = i18n.Moment(ctx, k.UsedAt, v.now, v.zone)
	return i18n.T(ctx, "identity.passkey.times", args)
}
