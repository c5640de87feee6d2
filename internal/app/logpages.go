package app

// The transparency log's public face: the signed head, the public key, proofs
// of consistency, and for the parties of a case the proof of each entry.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const publicLog = "heads, keys and hashes of the log are for everybody: leaves are salted"

func (a *App) logRoutes(r *web.Router) {
	open := web.Gate{Public: publicLog}
	r.Page("GET /log", open, a.logPage)
	r.Raw("GET /log/checkpoint", open, a.checkpoint)
	r.Raw("GET /log/key", open, a.logKey)
	r.Raw("GET /log/consistency", open, a.consistency)
	r.Raw("GET /log/entries/{id}", web.Gate{Public: "the query itself answers only to parties of the entry"}, a.proof)
}

type logHead struct{ Size, Root, Key string }

func (a *App) logHead(ctx context.Context) (h logHead, text string, err error) {
	h.Key = a.Audit.VerifierKey()
	err = a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		head, err := a.Audit.Head(ctx, tx)
		if err != nil || head.Size == 0 {
			return err
		}
		tree, err := auditlog.OpenCheckpoint([]byte(head.Note), h.Key)
		h.Size, h.Root, text = strconv.FormatInt(tree.N, 10), tree.Hash.String(), head.Note
		return err
	})
	return h, text, err
}

func (a *App) logPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	h, _, err := a.logHead(ctx)
	return web.View{Title: i18n.T(ctx, "app.log"), Body: a.logBody(h)}, err
}

func (a *App) checkpoint(w http.ResponseWriter, q *http.Request) error {
	_, text, err := a.logHead(q.Context())
	if err == nil {
		err = plain(w, text)
	}
	return err
}

func (a *App) logKey(w http.ResponseWriter, q *http.Request) error {
	return plain(w, a.Audit.VerifierKey()+"\n")
}

func plain(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write([]byte(text))
	return err
}

// consistency proves that the tree of ?from= grew into the present one.
func (a *App) consistency(w http.ResponseWriter, q *http.Request) error {
	from, err := strconv.ParseInt(q.URL.Query().Get("from"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "auditlog.size_unknown")
	}
	return a.DB.Read(q.Context(), func(ctx context.Context, tx db.Tx) error {
		p, head, err := a.Audit.Consistency(ctx, tx, from)
		if err != nil {
			return err
		}
		var b strings.Builder
		for _, h := range p {
			fmt.Fprintln(&b, h)
		}
		return plain(w, b.String()+"\n"+head.Note)
	})
}

// proof is the proof file of an entry, for the parties of its case.
func (a *App) proof(w http.ResponseWriter, q *http.Request) error {
	return a.DB.Read(q.Context(), func(ctx context.Context, tx db.Tx) error {
		it, err := a.Audit.Visible(ctx, tx, q.PathValue("id"), kernel.From(ctx).Party)
		if errors.Is(err, db.ErrNoRow) {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		if err != nil {
			return err
		}
		text, err := a.Audit.Proof(ctx, tx, it)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Disposition", `attachment; filename="`+it.ID+`.tlog-proof"`)
		return plain(w, string(text))
	})
}
