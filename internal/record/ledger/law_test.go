package ledger

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// TestLaws plays random transfers and reversals beside a map of balances that
// a child could keep, and expects the book to agree with it to the fen.
func TestLaws(t *testing.T) {
	d := dbtest.SQLite(t)
	k := open(t, d)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		g := &game{T: t, k: k, run: run, plain: map[string]money.Fen{}}
		g.openAccounts()
		for range rapid.IntRange(1, 8).Draw(t, "moves") {
			g.move()
		}
		g.compare()
	})
	k.check(t)
}

type game struct {
	*rapid.T
	k        *desk
	run      int
	accounts []Account
	plain    map[string]money.Fen
	posted   []Transfer
	reversed map[string]bool
	moves    int
}

func (g *game) openAccounts() {
	g.reversed = map[string]bool{}
	err := g.k.try(func(ctx context.Context, tx db.Tx) error {
		for i := range 4 {
			a, err := g.k.Open(ctx, tx, Account{Party: fmt.Sprint("p", i), Kind: "game", Ref: fmt.Sprint(g.run), Guarded: i > 1})
			if err != nil {
				return err
			}
			g.accounts = append(g.accounts, a)
		}
		return nil
	})
	if err != nil {
		g.Fatal(err)
	}
}

// move posts a transfer of two to four legs, or reverses an earlier one.
func (g *game) move() {
	if len(g.posted) > 0 && rapid.IntRange(0, 3).Draw(g.T, "reverse") == 0 {
		g.reverse(rapid.SampledFrom(g.posted).Draw(g.T, "which"))
		return
	}
	g.moves++
	t := Transfer{Business: fmt.Sprintf("game-%d-%d", g.run, g.moves), Kind: "game", ValueOn: "2020-02-03"}
	var rest money.Fen
	for range rapid.IntRange(1, 3).Draw(g.T, "legs") {
		leg := Leg{rapid.SampledFrom(g.accounts).Draw(g.T, "account").ID,
			money.Fen(rapid.Int64Range(1, 1000).Draw(g.T, "amount") * rapid.SampledFrom([]int64{-1, 1}).Draw(g.T, "sign"))}
		t.Legs, rest = append(t.Legs, leg), rest-leg.AmountFen
	}
	if rest == 0 {
		return
	}
	t.Legs = append(t.Legs, Leg{rapid.SampledFrom(g.accounts).Draw(g.T, "rest").ID, rest})
	g.try(t.Legs, func(ctx context.Context, tx db.Tx) error {
		out, err := g.k.Post(ctx, tx, t)
		if err == nil {
			g.posted = append(g.posted, out)
		}
		return err
	})
}

func (g *game) reverse(t Transfer) {
	legs := make([]Leg, len(t.Legs))
	for i, l := range t.Legs {
		legs[i] = Leg{l.Account, -l.AmountFen}
	}
	if g.reversed[t.ID] {
		legs = nil // a second reversal moves nothing
	}
	g.try(legs, func(ctx context.Context, tx db.Tx) error {
		_, err := g.k.Reverse(ctx, tx, Reversal{Transfer: t.ID})
		g.reversed[t.ID] = g.reversed[t.ID] || err == nil
		return err
	})
}

// try does it in the book and in the map, and expects both to refuse alike.
func (g *game) try(legs []Leg, do func(context.Context, db.Tx) error) {
	after := map[string]money.Fen{}
	for id, fen := range g.plain {
		after[id] = fen
	}
	for _, l := range legs {
		after[l.Account] += l.AmountFen
	}
	short := false
	for _, a := range g.accounts {
		short = short || a.Guarded && after[a.ID] < 0
	}
	err := g.k.try(do)
	if short != (err != nil) || err != nil && fault.Of(err).Key != "ledger.balance.short" {
		g.Fatalf("book says %v, the map says short=%v", err, short)
	}
	if !short {
		g.plain = after
	}
}

func (g *game) compare() {
	err := g.k.try(func(ctx context.Context, tx db.Tx) error {
		for _, a := range g.accounts {
			got, err := g.k.Balance(ctx, tx, a.ID)
			if err != nil || got != g.plain[a.ID] {
				return fmt.Errorf("account %s: book %d, map %d, %v", a.Party, got, g.plain[a.ID], err)
			}
		}
		return nil
	})
	if err != nil {
		g.Fatal(err)
	}
}
