package sealed

import (
	"context"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Files holds the migrations and locales of this package.
//
//go:embed migrations locales
var Files embed.FS

// Name is the prefix of this package's tables and message keys.
const Name = "sealed"

// Vault keeps the keys of cases. It is safe for concurrent use when Random is.
type Vault struct {
	Wrapping []byte    // 32 bytes that lie outside the database
	Random   io.Reader // of cryptographic quality
	Now      func() time.Time
}

// Seal closes a content. The key of the case is made when the first one is.
func (v *Vault) Seal(ctx context.Context, tx db.Tx, l Label, content []byte) (Sealed, error) {
	key, err := v.key(ctx, tx, l.Case)
	if err != nil {
		return Sealed{}, err
	}
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(v.Random, salt); err != nil {
		return Sealed{}, err
	}
	envelope, err := shut(key, v.Random, l.bytes(), append(salt, content...))
	return Sealed{Envelope: envelope, Commitment: Commitment(hex.EncodeToString(salt), content)}, err
}

// Open answers what was closed, checked against its commitment. It fails with
// ErrSpoiled where that is not what lies in the envelope, and with Conflict
// where the key of the case was destroyed.
func (v *Vault) Open(ctx context.Context, tx db.Tx, l Label, s Sealed) (Opened, error) {
	key, err := v.found(ctx, tx, l.Case)
	if errors.Is(err, db.ErrNoRow) {
		return Opened{}, fmt.Errorf("%w: the case has no key", ErrSpoiled)
	}
	if err != nil {
		return Opened{}, err
	}
	plain, err := unlock(key, l.bytes(), s.Envelope)
	if err != nil {
		return Opened{}, err
	}
	if len(plain) < saltBytes {
		return Opened{}, fmt.Errorf("%w: no salt", ErrSpoiled)
	}
	o := Opened{Content: plain[saltBytes:], Salt: hex.EncodeToString(plain[:saltBytes])}
	if Commitment(o.Salt, o.Content) != s.Commitment {
		return Opened{}, fmt.Errorf("%w: another commitment", ErrSpoiled)
	}
	return o, nil
}

// Forget destroys the key of a case. What is still closed under it stays closed
// for ever. A case without a key has nothing to forget.
func (v *Vault) Forget(ctx context.Context, tx db.Tx, caseID string) error {
	_, err := tx.Exec(ctx, `
		UPDATE sealed_key SET wrapped = '', forgotten_us = $1 WHERE case_id = $2 AND wrapped <> ''`, db.Micros(v.Now()), caseID)
	return err
}

// key is the key of a case, made where there is none.
func (v *Vault) key(ctx context.Context, tx db.Tx, caseID string) ([]byte, error) {
	key, err := v.found(ctx, tx, caseID)
	if !errors.Is(err, db.ErrNoRow) {
		return key, err
	}
	key = make([]byte, keyBytes)
	if _, err := io.ReadFull(v.Random, key); err != nil {
		return nil, err
	}
	wrapped, err := shut(v.Wrapping, v.Random, wrapLabel(caseID), key)
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO sealed_key (case_id, wrapped, made_us, forgotten_us) VALUES ($1, $2, $3, 0)`, caseID, wrapped, db.Micros(v.Now()))
	return key, err
}

// found unwraps the key of a case.
func (v *Vault) found(ctx context.Context, tx db.Tx, caseID string) ([]byte, error) {
	wrapped, err := db.One(ctx, tx, db.Value[string], `SELECT wrapped FROM sealed_key WHERE case_id = $1`, caseID)
	if err != nil {
		return nil, err
	}
	if wrapped == "" {
		return nil, fault.New(fault.Conflict, "sealed.key.gone")
	}
	return unlock(v.Wrapping, wrapLabel(caseID), wrapped)
}

func wrapLabel(caseID string) []byte { return parts("sealed_key", "wrapped", caseID) }
