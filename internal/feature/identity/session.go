package identity

// Sessions: rows that their owner can see and end. A browser carries the token
// in a cookie, a program in a header; the table knows only its hash.

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	idle      = 12 * time.Hour     // without a request
	lifetime  = 7 * 24 * time.Hour // in any case
	freshness = 5 * time.Minute    // of a step-up
	notedOnce = 5 * time.Minute    // a session's last request is written down this often
	maxAgent  = 200                // bytes
)

// Session is one signed-in browser or program.
type Session struct {
	ID      string    `json:"id"`
	Agent   string    `json:"agent"` // the program's words about itself
	BegunAt time.Time `json:"begun_at"`
	SeenAt  time.Time `json:"seen_at"`
	Current bool      `json:"current"`
}

// live reports whether the session still holds by the machine's clock.
func (x Session) live(now time.Time) bool {
	return now.Before(x.BegunAt.Add(lifetime)) && now.Before(x.SeenAt.Add(idle))
}

// entry is a session with who acts in it.
type entry struct {
	Session
	person     Person
	party      Party
	membership Membership
	purpose    string    // of the last confirmation
	step       time.Time // when it was given
}

func (l entry) actor(now time.Time) kernel.Actor {
	a := actor(l.person, l.party, l.membership)
	a.Session = l.ID
	if !l.step.IsZero() && !now.Before(l.step) && now.Before(l.step.Add(freshness)) {
		a.SteppedUp, a.StepUpFor = true, l.purpose
	}
	return a
}

func errNoMembership() error { return fault.New(fault.Denied, "identity.no_membership") }

// secret is fresh randomness as text, and the hash that is stored of it.
func (s *Service) secret() (text, hash string, err error) {
	raw := make([]byte, 32)
	_, err = io.ReadFull(s.Random, raw)
	text = base64.RawURLEncoding.EncodeToString(raw)
	return text, hashed(text), err
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// begin stores a session through a membership and answers its token, which is
// stored nowhere.
func (s *Service) begin(ctx context.Context, tx db.Tx, m Membership, agent string) (string, error) {
	token, hash, err := s.secret()
	if err != nil {
		return "", err
	}
	return token, insertSession(ctx, tx, sessionRow{
		id: s.NewID(), hash: hash, person: m.Person, membership: m.ID, agent: clip(agent, maxAgent), begun: s.System(),
	})
}

// beginAny begins through the oldest membership that holds today.
func (s *Service) beginAny(ctx context.Context, tx db.Tx, person, agent string) (string, error) {
	current, err := currentOf(ctx, tx, person, s.today())
	if err != nil {
		return "", err
	}
	if len(current) == 0 {
		return "", errNoMembership()
	}
	return s.begin(ctx, tx, current[0], agent)
}

func clip(text string, bytes int) string {
	return strings.ToValidUTF8(text[:min(len(text), bytes)], "")
}

// Authenticate answers who sent a request: one read by the token's hash, so
// that a session, a membership or a role that ended is gone at once. A database
// that does not answer makes a guest.
func (s *Service) Authenticate(r *http.Request) (kernel.Actor, bool) {
	token := s.token(r)
	if token == "" {
		return kernel.Actor{}, false
	}
	var l entry
	err := s.DB.Read(r.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		l, err = sessionByToken(ctx, tx, hashed(token))
		return err
	})
	now := s.System()
	if err != nil || !l.live(now) || !l.membership.On(s.today()) {
		return kernel.Actor{}, false
	}
	if now.Sub(l.SeenAt) >= notedOnce {
		s.DB.Write(r.Context(), func(ctx context.Context, tx db.Tx) error { return touchSession(ctx, tx, l.ID, now) }) // failing, the next request tries again
	}
	return l.actor(now), true
}

// token is what a request shows: the header of a program or else the cookie of
// a browser, never both.
func (s *Service) token(r *http.Request) string {
	if h := r.Header.Get("Authorization"); h != "" {
		token, ok := strings.CutPrefix(h, "Bearer ")
		if !ok {
			return ""
		}
		return strings.TrimSpace(token)
	}
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return ""
	}
	return c.Value
}

// cookieName has the prefix that binds a cookie to this host, where browsers
// grant it.
func (s *Service) cookieName() string {
	if s.https() {
		return "__Host-kaigong"
	}
	return "kaigong"
}

// Cookie carries a token, or with "" takes it away.
func (s *Service) Cookie(token string) *http.Cookie {
	c := &http.Cookie{Name: s.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: s.https(), SameSite: http.SameSiteLaxMode, MaxAge: int(lifetime.Seconds())}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// SignOut ends the session of who asks.
func (s *Service) SignOut(ctx context.Context) error {
	who := kernel.From(ctx)
	if who.Session == "" {
		return nil
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		return deleteSession(ctx, tx, who.Person, who.Session)
	})
}

// EndSession ends one of the own sessions.
func (s *Service) EndSession(ctx context.Context, id string) error {
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		return deleteSession(ctx, tx, who.Person, id)
	})
}

// SignOutEverywhere ends every own session, the present one included.
func (s *Service) SignOutEverywhere(ctx context.Context) error {
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		return deleteOtherSessions(ctx, tx, who.Person, "")
	})
}

// Switch goes on with the present session through another membership. A
// confirmation given before does not come along.
func (s *Service) Switch(ctx context.Context, membership string) error {
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		m, err := membershipByID(ctx, tx, membership)
		if err != nil {
			return err
		}
		if m.Person != who.Person || !m.On(s.today()) {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		return moveSession(ctx, tx, who.Session, m.ID)
	})
}

// ownWrite runs a change of the own account.
func (s *Service) ownWrite(ctx context.Context, do func(context.Context, db.Tx, kernel.Actor) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "identity.change_account", ownAccount(who.Person)); err != nil {
			return err
		}
		return do(ctx, tx, who)
	})
}
