package letter

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Channel is a way to people.
type Channel string

// The channels.
const (
	Mail Channel = "mail"
	SMS  Channel = "sms"
	Chat Channel = "chat"
)

// Channels are all of them, as pages list them.
var Channels = []Channel{Mail, SMS, Chat}

// Kind is what a letter is about.
type Kind string

// The kinds. Security cannot be chosen.
const (
	Move     Kind = "move"     // a move of one's own waits
	News     Kind = "news"     // something happened
	Reminder Kind = "reminder" // a day comes near, or has passed
	Security Kind = "security" // the own account
)

// Kinds are those that a person chooses a pace for.
var Kinds = []Kind{Move, News, Reminder}

// Pace is when somebody wants to hear.
type Pace string

// The paces.
const (
	Once   Pace = "once"
	Digest Pace = "digest"
	Never  Pace = "never"
)

// Paces are all of them.
var Paces = []Pace{Once, Digest, Never}

// usual is the pace where nobody chose one: letters tell moves at once and the
// rest in the evening; short texts tell moves alone.
func usual(c Channel, k Kind) Pace {
	switch {
	case k == Security || k == Move:
		return Once
	case c == Mail:
		return Digest
	}
	return Never
}

// Service is the only door: pages, API and the sweepers come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Audit    AuditLog
	Identity *identity.Service
	Calendar Calendar
	Words    Words
	KindOf   func(noticeKey string) Kind
	Speak    func(ctx context.Context, l i18n.Lang) context.Context
	Ways     map[Channel]courier.Courier // a channel without a way is not offered
	Key      []byte                      // signs codes and links
	BaseURL  string
	Now      func() time.Time // the business clock: digests and quiet hours
	System   func() time.Time // the machine's clock: tries, codes, limits
	NewID    func() string
}

// offered are the channels that this deployment has.
func (s *Service) offered() (all []Channel) {
	for _, c := range Channels {
		if s.Ways[c] != nil {
			all = append(all, c)
		}
	}
	return all
}

func (s *Service) offers(c Channel) bool { return slices.Contains(s.offered(), c) }

// sealed is a word that only this deployment can make of another.
func (s *Service) sealed(purpose, of string) []byte {
	mac := hmac.New(sha256.New, s.Key)
	fmt.Fprint(mac, purpose, "\x00", of)
	return mac.Sum(nil)
}

// code are the six digits that confirm an address. They are worked out when they
// are needed and stored nowhere.
func (s *Service) code(a Address) string {
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(s.sealed("code", fmt.Sprint(a.ID, " ", db.Micros(a.askedAt))))%1_000_000)
}

// stopWord stands in the link that stops letters.
func (s *Service) stopWord(address string) string {
	return base64.RawURLEncoding.EncodeToString(s.sealed("stop", address)[:18])
}

// ownLetters is what a person wants to hear, and where.
func ownLetters(person string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Letters", ID: person}, Attrs: authz.Attrs{"person": kernel.PersonRef(person)}}
}

// everything is all that leaves the house; it is the operator's to look after.
func (s *Service) everything(ctx context.Context, tx db.Tx) (authz.Resource, error) {
	park, err := s.Identity.Operator(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		park, err = "", nil
	}
	return authz.Resource{Ref: authz.Ref{Type: "Outbox", ID: "all"}, Attrs: authz.Attrs{"park": kernel.PartyRef(park)}}, err
}

// requireAll asks permission for all that leaves the house.
func (s *Service) requireAll(ctx context.Context, tx db.Tx, action authz.Action) error {
	all, err := s.everything(ctx, tx)
	if err != nil {
		return err
	}
	return s.Guard.Require(ctx, action, all)
}

func fieldFault(name, key string, args ...fault.Args) error {
	var c fault.Check
	c.That(false, name, key, args...)
	return c.Err()
}

// change runs a change of the reader's own letters.
func (s *Service) change(ctx context.Context, do func(ctx context.Context, tx db.Tx, who kernel.Actor) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "letter.change", ownLetters(who.Person)); err != nil {
			return err
		}
		return do(ctx, tx, who)
	})
}
