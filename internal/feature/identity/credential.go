package identity

// Passwords, codes and passkeys in the log: every change is an entry, and the
// entry knows the new one by its fingerprint, so that nobody who can write to the
// database gives themselves a way in unseen. No secret is written down.

import (
	"context"
	"encoding/base64"
	"fmt"
	"iter"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// setPassword stores the hash of a password with its entry.
func (s *Service) setPassword(ctx context.Context, tx db.Tx, person, hash string) error {
	at := db.Micros(s.System())
	if err := putPassword(ctx, tx, person, hash, at); err != nil {
		return err
	}
	return s.recordCredential(ctx, tx, person, "password.set", person, auditlog.Field{Name: "password.hash", Value: passwordMark(hash, at)})
}

// setCodes puts a secret of one-time codes to use, or none, with its entry.
func (s *Service) setCodes(ctx context.Context, tx db.Tx, person string, c codes) error {
	if err := putCodes(ctx, tx, person, c); err != nil {
		return err
	}
	return s.recordCredential(ctx, tx, person, "code.set", person, auditlog.Field{Name: "code.secret", Value: codesMark(c.secret)})
}

func (s *Service) addPasskey(ctx context.Context, tx db.Tx, k Passkey) error {
	if err := insertPasskey(ctx, tx, k); err != nil {
		return err
	}
	return s.recordCredential(ctx, tx, k.person, "passkey.add", k.ID, auditlog.Field{Name: "passkey.of", Value: k.mark()})
}

// dropPasskey removes a key that the person has; of another's it does nothing.
func (s *Service) dropPasskey(ctx context.Context, tx db.Tx, person, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM identity_passkey WHERE id = $1 AND person_id = $2`, id, person)
	if err != nil || n == 0 {
		return err
	}
	return s.recordCredential(ctx, tx, person, "passkey.drop", id, auditlog.Field{Name: "passkey.of", Value: ""})
}

// recordCredential writes an entry about a way in of a person.
func (s *Service) recordCredential(ctx context.Context, tx db.Tx, person, kind, of string, f auditlog.Field) error {
	who := kernel.From(ctx)
	if who.Person == "" {
		ctx = kernel.With(ctx, kernel.Actor{Person: person, Party: who.Party})
	}
	err := s.record(ctx, tx, auditlog.Entry{Kind: "identity." + kind, Case: of, CaseVersion: db.Micros(s.System()), Fields: []auditlog.Field{f}})
	if err != nil || s.Notices == nil || who.Person == "" {
		return err // whoever makes an account, or comes back in, is told otherwise
	}
	return s.Notices.TellPerson(ctx, tx, person, "identity.notice."+kind, "/account", "", nil)
}

func passwordMark(hash string, at int64) string { return hashed(fmt.Sprint(hash, " ", at)) }

func codesMark(secret string) string {
	if secret == "" {
		return ""
	}
	return hashed(secret)
}

// mark is whose a key is, and which.
func (k Passkey) mark() string {
	return fmt.Sprint(k.person, " ", base64.RawURLEncoding.EncodeToString(k.key.Handle()), " ", k.key.Fingerprint(), " ", db.Micros(k.MadeAt))
}

// waysIn are the credentials of everybody as the log knows them.
type waysIn struct{}

// Fields names what the source answers for.
func (waysIn) Fields() []string { return []string{"password.hash", "code.secret", "passkey.of"} }

// Facts lists the present values.
func (waysIn) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		for _, list := range []func(context.Context, db.Tx) ([]auditlog.Fact, error){passwordFacts, codeFacts, passkeyFacts} {
			facts, err := list(ctx, tx)
			if err != nil {
				yield(auditlog.Fact{}, err)
				return
			}
			for _, f := range facts {
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

func passwordFacts(ctx context.Context, tx db.Tx) ([]auditlog.Fact, error) {
	return db.All(ctx, tx, func(scan db.Scan) (f auditlog.Fact, err error) {
		var hash string
		var at int64
		err = scan(&f.Case, &hash, &at)
		f.Field, f.Value = "password.hash", passwordMark(hash, at)
		return f, err
	}, `SELECT person_id, hash, set_us FROM identity_password ORDER BY person_id`)
}

func codeFacts(ctx context.Context, tx db.Tx) ([]auditlog.Fact, error) {
	return db.All(ctx, tx, func(scan db.Scan) (f auditlog.Fact, err error) {
		var secret string
		err = scan(&f.Case, &secret)
		f.Field, f.Value = "code.secret", codesMark(secret)
		return f, err
	}, `SELECT person_id, secret FROM identity_totp ORDER BY person_id`)
}

func passkeyFacts(ctx context.Context, tx db.Tx) ([]auditlog.Fact, error) {
	keys, err := db.All(ctx, tx, scanPasskey, `SELECT `+passkeyColumns+` FROM identity_passkey ORDER BY id`)
	var out []auditlog.Fact
	for _, k := range keys {
		out = append(out, auditlog.Fact{Case: k.ID, Field: "passkey.of", Value: k.mark()})
	}
	return out, err
}

// Recover gives a person who came back in a new password, and ends every session
// and every challenge that waits. With factors also their codes and passkeys go,
// because they are lost. The caller has asked those who decide.
func (s *Service) Recover(ctx context.Context, tx db.Tx, person, hash string, factors bool) error {
	if err := s.setPassword(ctx, tx, person, hash); err != nil {
		return err
	}
	if factors {
		if err := s.dropFactors(ctx, tx, person); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM identity_ceremony WHERE person_id = $1`, person); err != nil {
		return err
	}
	return deleteOtherSessions(ctx, tx, person, "")
}

func (s *Service) dropFactors(ctx context.Context, tx db.Tx, person string) error {
	if err := s.setCodes(ctx, tx, person, codes{}); err != nil {
		return err
	}
	keys, err := passkeysOf(ctx, tx, person)
	for _, k := range keys {
		if err == nil {
			err = s.dropPasskey(ctx, tx, person, k.ID)
		}
	}
	return err
}

// HashPassword is the text that checks a password. Callers are outside of
// transactions: it takes its time.
func (s *Service) HashPassword(password string) (string, error) { return s.hashPassword(password) }

// Secret is fresh randomness as text, and the hash that is stored of it.
func (s *Service) Secret() (text, hash string, err error) { return s.secret() }

// Hashed is what is stored of a secret.
func Hashed(secret string) string { return hashed(secret) }

// PersonBySignIn finds whose account a name is; "" for nobody's.
func (s *Service) PersonBySignIn(ctx context.Context, tx db.Tx, name string) (string, error) {
	p, err := orEmpty(personBySignIn(ctx, tx, account(name)))
	return p.ID, err
}
