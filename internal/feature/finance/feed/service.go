package feed

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages and operations come this way.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Audit   AuditLog
	Loans   Loans
	People  People
	Parties Parties
	Key     []byte           // from which the secrets of addresses are worked out
	Now     func() time.Time // the business clock
	System  func() time.Time // the machine's clock, by which asking too often is counted
	NewID   func() string
	BaseURL string
}

// Link is an address of a calendar.
type Link struct {
	ID       string    `json:"id"`
	Person   string    `json:"-"`
	Party    string    `json:"-"`
	Amounts  bool      `json:"amounts" doc:"Sums are told"`
	Names    bool      `json:"names" doc:"The other side is named"`
	Language string    `json:"language"`
	Made     time.Time `json:"made"`
	Revoked  time.Time `json:"-"`
	Address  string    `json:"address" doc:"Whoever knows it reads the calendar"`

	window time.Time
	asked  int64
}

// Make is what somebody wants of a calendar.
type Make struct {
	Amounts bool `json:"amounts,omitempty" form:"amounts" doc:"Tell sums"`
	Names   bool `json:"names,omitempty" form:"names" doc:"Name the other side"`
}

// resource is what the reader's own calendar is asked about.
func resource(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Calendar", ID: party}, Attrs: authz.Attrs{"credit": true, "party": kernel.PartyRef(party)}}
}

// secret is the code in an address.
func (s *Service) secret(id string) string {
	h := hmac.New(sha256.New, s.Key)
	h.Write([]byte("kaigong feed " + id))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(h.Sum(nil)[:20]))
}

func (s *Service) address(id string) string {
	return strings.TrimSuffix(s.BaseURL, "/") + "/calendar/" + id + "/" + s.secret(id) + ".ics"
}

// Own is the reader's calendar, the zero Link where there is none.
func (s *Service) Own(ctx context.Context) (l Link, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "feed.own", resource(who.Party)); err != nil {
			return err
		}
		l, err = s.held(ctx, tx, who)
		return err
	})
	return l, err
}

// held is the address that a person holds for a party.
func (s *Service) held(ctx context.Context, tx db.Tx, who kernel.Actor) (l Link, err error) {
	l, err = db.One(ctx, tx, scanLink, `SELECT `+linkColumns+` FROM feed_link WHERE person_id = $1 AND party_id = $2 AND revoked_us = 0 ORDER BY id DESC LIMIT 1`, who.Person, who.Party)
	if errors.Is(err, db.ErrNoRow) {
		return Link{}, nil
	}
	l.Address = s.address(l.ID)
	return l, err
}

// Make gives the reader an address; one that they had ends.
func (s *Service) Make(ctx context.Context, in Make) (l Link, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.end(ctx, tx, who); err != nil {
			return err
		}
		l = Link{ID: s.NewID(), Person: who.Person, Party: who.Party, Amounts: in.Amounts, Names: in.Names, Language: string(i18n.LangOf(ctx)), Made: s.Now()}
		l.Address = s.address(l.ID)
		if err := insertLink(ctx, tx, l); err != nil {
			return err
		}
		return s.record(ctx, tx, "make", l)
	})
	return l, err
}

// Revoke ends the reader's address.
func (s *Service) Revoke(ctx context.Context) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return s.end(ctx, tx, kernel.From(ctx)) })
}

// end asks permission and ends the address that a person holds, if any.
func (s *Service) end(ctx context.Context, tx db.Tx, who kernel.Actor) error {
	if err := s.Guard.Require(ctx, "feed.own", resource(who.Party)); err != nil {
		return err
	}
	l, err := s.held(ctx, tx, who)
	if err != nil || l.ID == "" {
		return err
	}
	l.Revoked = s.Now()
	if _, err := tx.Exec(ctx, `UPDATE feed_link SET revoked_us = $1 WHERE id = $2`, db.Micros(l.Revoked), l.ID); err != nil {
		return err
	}
	return s.record(ctx, tx, "revoke", l)
}

func (s *Service) record(ctx context.Context, tx db.Tx, what string, l Link) error {
	_, err := s.Audit.Append(ctx, tx, auditlog.Entry{Kind: "feed.link." + what, Case: l.ID, Person: l.Person, Party: l.Party, Parties: []string{l.Party}, Fields: l.facts()})
	return err
}

// facts are what the log knows of an address.
func (l Link) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "feed.of", Value: l.Person + " " + l.Party}, {Name: "feed.tells", Value: fmt.Sprint(l.Amounts, l.Names, " ", l.Language)},
		{Name: "feed.held", Value: fmt.Sprint(db.Micros(l.Made), " ", db.Micros(l.Revoked))},
	}
}

// Bounds of asking, by address: programs ask every few hours.
const (
	askedWindow = time.Hour
	askedMost   = 30
)

// open finds the address behind a secret, counts that it was asked, and refuses
// it once its person has left.
func (s *Service) open(ctx context.Context, id, secret string) (l Link, err error) {
	none := fault.New(fault.NotFound, "fault.not_found")
	if !hmac.Equal([]byte(secret), []byte(s.secret(id))) {
		return l, none
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err = db.One(ctx, tx, scanLink, `SELECT `+linkColumns+` FROM feed_link WHERE id = $1 AND revoked_us = 0`, id)
		if errors.Is(err, db.ErrNoRow) {
			return none
		}
		if err != nil {
			return err
		}
		now := s.System()
		if now.Sub(l.window) >= askedWindow {
			l.window, l.asked = now, 0
		}
		if l.asked++; l.asked > askedMost {
			return fault.New(fault.TooMany, "feed.often", fault.Args{"n": askedMost})
		}
		if _, err := tx.Exec(ctx, `UPDATE feed_link SET window_us = $1, asked = $2 WHERE id = $3`, db.Micros(l.window), l.asked, l.ID); err != nil {
			return err
		}
		ok, err := s.People.MayFollow(ctx, tx, l.Person, l.Party)
		if err == nil && !ok {
			err = none
		}
		return err
	})
	return l, err
}
