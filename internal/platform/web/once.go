package web

// Once makes a request that changes something harmless when it arrives twice:
// the same key gets the same answer and one effect, also across a crash,
// because the record is written in the transaction of the effect.

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Files holds the migrations and locales of this package.
//
//go:embed migrations locales
var Files embed.FS

// Answer is what is kept of a response and given again.
type Answer struct {
	Status int
	Body   string // where a form leads to, or the JSON of an operation
	Again  bool   // this answer was given before
}

// Request is what identifies one submission.
type Request struct {
	Key   string // chosen by the client, one per intent
	Route string // method and path
	Sum   string // SHA-256 of the content
}

// Once keeps the answers of submissions.
type Once struct {
	DB  *db.DB
	Now func() time.Time
}

// keep is how long an answer stays: long enough for a client that was offline.
const keep = 30 * 24 * time.Hour

// Do runs do once per principal and key, inside one transaction with the
// record of its answer. The same key with other content is refused.
func (o *Once) Do(ctx context.Context, q Request, do func(context.Context) (Answer, error)) (Answer, error) {
	if len(q.Key) < 8 || len(q.Key) > 100 {
		return Answer{}, fault.New(fault.Invalid, "web.key_missing")
	}
	who := authz.From(ctx).Principal().ID
	var answer Answer
	err := o.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		prior, sum, err := findAnswer(ctx, tx, who, q.Key)
		if err == nil {
			answer = prior
			return sameRequest(sum, q)
		}
		if !errors.Is(err, db.ErrNoRow) {
			return err
		}
		if answer, err = do(ctx); err != nil {
			return err
		}
		return insertAnswer(ctx, tx, who, q, answer, o.Now())
	})
	return answer, err
}

func sameRequest(sum string, q Request) error {
	if sum == q.fingerprint() {
		return nil
	}
	return fault.New(fault.Invalid, "web.key_reused")
}

func (q Request) fingerprint() string { return q.Route + " " + q.Sum }

type kept struct {
	Answer
	sum string
}

func findAnswer(ctx context.Context, tx db.Tx, who, key string) (Answer, string, error) {
	k, err := db.One(ctx, tx, func(scan db.Scan) (k kept, err error) {
		k.Again = true
		return k, scan(&k.Status, &k.Body, &k.sum)
	}, `SELECT status, body, request FROM web_once WHERE principal_id = $1 AND key = $2`, who, key)
	return k.Answer, k.sum, err
}

func insertAnswer(ctx context.Context, tx db.Tx, who string, q Request, a Answer, now time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO web_once (principal_id, key, request, status, body, at_us) VALUES ($1, $2, $3, $4, $5, $6)`,
		who, q.Key, q.fingerprint(), a.Status, a.Body, db.Micros(now))
	return err
}

// Forget removes answers that are old enough, for the housekeeping job.
func (o *Once) Forget(ctx context.Context) error {
	return o.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM web_once WHERE at_us < $1`, db.Micros(o.Now().Add(-keep)))
		return err
	})
}

// formRequest identifies a form by its hidden key and all that was typed.
func formRequest(q *http.Request) Request {
	h := sha256.New()
	names := make([]string, 0, len(q.PostForm))
	for name := range q.PostForm {
		if name != keyField {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		h.Write([]byte(name + "\x00" + strings.Join(q.PostForm[name], "\x00") + "\x01"))
	}
	if q.MultipartForm != nil {
		hashFiles(h, q.MultipartForm)
	}
	return Request{Key: q.PostForm.Get(keyField), Route: q.Method + " " + q.URL.Path, Sum: hex.EncodeToString(h.Sum(nil))}
}
