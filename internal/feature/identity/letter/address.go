package letter

// Where a person wants to be told: an address is asked for, gets a code, and is
// confirmed by typing it. Nothing else goes there before.

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// AddressState is how far an address is.
type AddressState string

// The states of addresses.
const (
	Waiting   AddressState = "waiting"
	Confirmed AddressState = "confirmed"
	Failing   AddressState = "failing"
	Gone      AddressState = "gone"
)

// Address is where a person is told.
type Address struct {
	ID      string       `json:"id"`
	Channel Channel      `json:"channel"`
	Address string       `json:"address"`
	State   AddressState `json:"state"`
	Problem string       `json:"problem,omitempty"`

	person      string
	stop        string
	askedAt     time.Time
	tries       int64
	confirmedAt time.Time
}

const (
	codeLasts = 30 * time.Minute
	codeTries = 5
	askedHour = 5 // codes that one person may ask for in an hour
	askedBox  = 3 // codes that one address gets in an hour, whoever asks
)

// AskAddress names an address.
type AskAddress struct {
	Channel Channel `json:"channel" form:"channel"`
	Address string  `json:"address" form:"address"`
}

// read turns what was typed into the form that is stored.
func (in AskAddress) read() (string, error) {
	read := map[Channel]func(string) (string, error){Mail: courier.Mail, SMS: courier.Phone, Chat: courier.Handle}[in.Channel]
	address, err := read(in.Address)
	var c fault.Check
	for cause, key := range map[error]string{
		courier.ErrEmpty: "letter.address.missing", courier.ErrControl: "letter.address.control", courier.ErrLong: "letter.address.long",
		courier.ErrLocal: "letter.address.local", courier.ErrDomain: "letter.address.domain",
	} {
		c.That(!errors.Is(err, cause), "address", key)
	}
	c.That(!errors.Is(err, courier.ErrShape), "address", "letter.address.shape."+string(in.Channel))
	return address, c.Err()
}

// Ask notes an address and sends it a code. What was confirmed before stays in
// use until the new one is.
func (s *Service) Ask(ctx context.Context, in AskAddress) (a Address, err error) {
	if !s.offers(in.Channel) {
		return a, fieldFault("channel", "letter.channel.unknown")
	}
	address, err := in.read()
	if err != nil {
		return a, err
	}
	err = s.change(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		if known, err := addressOf(ctx, tx, who.Person, in.Channel, Confirmed); err != nil || known.Address == address {
			return errors.Join(err, sameAddress(known.Address == address))
		}
		if err := s.mayAsk(ctx, tx, who.Person, in.Channel, address); err != nil {
			return err
		}
		if err := dropWaiting(ctx, tx, who.Person, in.Channel); err != nil {
			return err
		}
		a = Address{ID: s.NewID(), Channel: in.Channel, Address: address, State: Waiting, person: who.Person, askedAt: s.System()}
		a.stop = s.stopWord(a.ID)
		if err := insertAddress(ctx, tx, a); err != nil {
			return err
		}
		if err := keepReader(ctx, tx, Reader{person: who.Person, Lang: i18n.LangOf(ctx), DigestAt: evening}, false); err != nil {
			return err
		}
		return s.write(ctx, tx, a, codeLetter)
	})
	return a, err
}

func sameAddress(same bool) error {
	if same {
		return fieldFault("address", "letter.address.same")
	}
	return nil
}

// mayAsk keeps codes from being a nuisance: to whoever has the address, and to
// the operator.
func (s *Service) mayAsk(ctx context.Context, tx db.Tx, person string, c Channel, address string) error {
	since := db.Micros(s.System().Add(-time.Hour))
	own, err := db.Count(ctx, tx, `SELECT COUNT(*) FROM letter_letter WHERE person_id = $1 AND kind = 'code' AND made_us > $2`, person, since)
	if err != nil {
		return err
	}
	there, err := db.Count(ctx, tx, `
		SELECT COUNT(*) FROM letter_letter l JOIN letter_address a ON a.id = l.address_id
		WHERE a.channel = $1 AND LOWER(a.address) = $2 AND l.kind = 'code' AND l.made_us > $3`, c, strings.ToLower(address), since)
	if err == nil && (own >= askedHour || there >= askedBox) {
		return fault.New(fault.TooMany, "letter.code.too_many")
	}
	return err
}

// ConfirmAddress types a code back.
type ConfirmAddress struct {
	Channel Channel `json:"channel" form:"channel"`
	Code    string  `json:"code" form:"code"`
}

// Confirm puts an address to use, and tells the one that it replaces. A wrong
// code counts, so it is kept although the answer is a fault.
func (s *Service) Confirm(ctx context.Context, in ConfirmAddress) (a Address, err error) {
	var said error
	err = s.change(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) (err error) {
		if a, err = addressOf(ctx, tx, who.Person, in.Channel, Waiting); err != nil {
			return err
		}
		switch {
		case a.ID == "" || s.System().Sub(a.askedAt) > codeLasts:
			said = fieldFault("code", "letter.code.over")
		case a.tries >= codeTries:
			said = fieldFault("code", "letter.code.spent")
		case subtle.ConstantTimeCompare([]byte(digits(in.Code)), []byte(s.code(a))) != 1:
			said = fieldFault("code", "letter.code.wrong", fault.Args{"n": codeTries - 1 - a.tries})
			a.tries++
			return updateAddress(ctx, tx, a)
		default:
			return s.use(ctx, tx, &a)
		}
		return nil
	})
	return a, errors.Join(err, said)
}

// digits are those of a code as people type it, with spaces and full-width forms.
func digits(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= '0' && r <= '9':
			return r
		}
		return -1
	}, typed)
}

// use confirms an address and retires the one before it.
func (s *Service) use(ctx context.Context, tx db.Tx, a *Address) error {
	if err := s.retire(ctx, tx, a.person, a.Channel); err != nil {
		return err
	}
	a.State, a.confirmedAt = Confirmed, s.System()
	if err := updateAddress(ctx, tx, *a); err != nil {
		return err
	}
	return s.record(ctx, tx, *a, "letter.confirm")
}

// retire ends the address that a person has on a channel, and tells it so.
func (s *Service) retire(ctx context.Context, tx db.Tx, person string, c Channel) error {
	for _, state := range []AddressState{Confirmed, Failing} {
		old, err := addressOf(ctx, tx, person, c, state)
		if err != nil {
			return err
		}
		if old.ID == "" {
			continue
		}
		old.State = Gone
		if err := updateAddress(ctx, tx, old); err != nil {
			return err
		}
		if err := s.record(ctx, tx, old, "letter.drop"); err != nil {
			return err
		}
		if state == Confirmed {
			if err := s.write(ctx, tx, old, changedLetter); err != nil {
				return err
			}
		}
	}
	return nil
}

// DropAddress names a channel.
type DropAddress struct {
	Channel Channel `json:"channel"`
}

// Drop takes an address out of use. What waits for it is not told there any
// more.
func (s *Service) Drop(ctx context.Context, c Channel) error {
	return s.change(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		if err := dropWaiting(ctx, tx, who.Person, c); err != nil {
			return err
		}
		return s.retire(ctx, tx, who.Person, c)
	})
}

// Load puts an address in place without a code: for loading data.
func (s *Service) Load(ctx context.Context, person string, in AskAddress, l i18n.Lang) error {
	address, err := in.read()
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "letter.load", ownLetters(person)); err != nil {
			return err
		}
		a := Address{ID: s.NewID(), Channel: in.Channel, Address: address, State: Waiting, person: person, askedAt: s.System()}
		a.stop = s.stopWord(a.ID)
		if err := insertAddress(ctx, tx, a); err != nil {
			return err
		}
		if err := keepReader(ctx, tx, Reader{person: person, Lang: l, DigestAt: evening}, false); err != nil {
			return err
		}
		return s.use(ctx, tx, &a)
	})
}

// record writes an entry of the log: which address, by its fingerprint alone.
func (s *Service) record(ctx context.Context, tx db.Tx, a Address, kind string) error {
	who := kernel.From(ctx)
	if who.Person == "" {
		who = kernel.Actor{Person: a.person, Party: who.Party}
	}
	_, err := s.Audit.Append(ctx, tx, auditlog.Entry{Kind: kind, Case: a.ID, CaseVersion: db.Micros(s.System()), Person: who.Person, Party: who.Party,
		Fields: []auditlog.Field{{Name: "letter.address", Value: a.mark()}}})
	return err
}

// mark is whose an address is, which, and whether it is in use.
func (a Address) mark() string {
	state := a.State
	if state == Failing {
		state = Confirmed // whether it takes letters is the other side's word
	}
	return identity.Hashed(fmt.Sprint(a.person, " ", a.Channel, " ", a.Address, " ", db.Micros(a.confirmedAt), " ", state))
}
