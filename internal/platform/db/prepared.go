package db

// Statements are compiled once and kept: on SQLite compiling a statement takes
// longer than running most of them. PostgreSQL's driver keeps its own.

import (
	"context"
	"database/sql"
	"strings"
	"sync"
)

// kept bounds the statements of a pool; lists build some of their texts.
const kept = 1000

// prepared are the compiled statements of one pool by their text. A text that
// is met inside a transaction is compiled after it, since compiling takes a
// connection and a writer has only one.
type prepared struct {
	pool *sql.DB

	mu    sync.Mutex
	known map[string]*sql.Stmt
	met   []string
}

func newPrepared(pool *sql.DB) *prepared {
	return &prepared{pool: pool, known: map[string]*sql.Stmt{}}
}

// of is the compiled statement of a text, or nil while there is none.
func (p *prepared) of(text string) *sql.Stmt {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s, again := p.known[text]
	if !again && len(p.known) < kept && compiles(text) {
		p.known[text] = nil
		p.met = append(p.met, text)
	}
	return s
}

// compiles reports whether a text is one statement that runs often: a change
// of the schema runs once.
func compiles(text string) bool {
	verb, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch verb {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// settle compiles what a transaction met. A text that does not compile stays
// as it was: asked as a text, it says itself what is wrong.
func (p *prepared) settle(ctx context.Context) {
	if p == nil {
		return
	}
	p.mu.Lock()
	met := p.met
	p.met = nil
	p.mu.Unlock()
	for _, text := range met {
		if s, err := p.pool.PrepareContext(context.WithoutCancel(ctx), text); err == nil {
			p.mu.Lock()
			p.known[text] = s
			p.mu.Unlock()
		}
	}
}

func (t Tx) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if s := t.known.of(text); s != nil {
		return t.tx.StmtContext(ctx, s).QueryContext(ctx, args...)
	}
	return t.tx.QueryContext(ctx, text, args...)
}

func (t Tx) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if s := t.known.of(text); s != nil {
		return t.tx.StmtContext(ctx, s).ExecContext(ctx, args...)
	}
	return t.tx.ExecContext(ctx, text, args...)
}
