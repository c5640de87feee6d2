package books

import (
	"context"
	"io"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Service is the only door: pages, API and the simulator come this way.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Audit   AuditLog
	Book    ledger.Book
	Loans   Loans
	Parties Parties
	Zone    *time.Location
	Now     func() time.Time // the business clock
	NewID   func() string
	Random  io.Reader
	BaseURL string // of the page that verifies statements
}

// key makes a form count once.
func (s *Service) key() string { return s.NewID() }

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Zone) }

// collection is what readers are asked about: the books of a party.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Books", ID: party}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(party), "borrower": kernel.PartyRef(party)}}
}

// Balance is the trial balance of one lender in a month.
type Balance struct {
	Lender     string    `json:"lender"`
	Name       i18n.Text `json:"name"`
	Rows       []Row     `json:"rows"`
	OpeningFen money.Fen `json:"opening_fen"` // the sum of the rows: zero
	RaisedFen  money.Fen `json:"raised_fen"`
	LoweredFen money.Fen `json:"lowered_fen"` // the same as raised
	ClosingFen money.Fen `json:"closing_fen"` // the sum of the rows: zero
}

// Row is what the accounts of one kind did in a month.
type Row struct {
	Kind       string    `json:"kind"`
	OpeningFen money.Fen `json:"opening_fen"`
	RaisedFen  money.Fen `json:"raised_fen"`
	LoweredFen money.Fen `json:"lowered_fen"`
	ClosingFen money.Fen `json:"closing_fen"`
}

// View is the books of a month: a lender's own, or all lenders' for the auditor.
type View struct {
	Month    string    `json:"month"`
	Balances []Balance `json:"balances"`
	Closed   []Month   `json:"closed"`    // of the reader's own party
	Closable bool      `json:"closable"`  // by the reader, now
	OpenFrom string    `json:"open_from"` // the first day that is not closed, "" when no month ever was
}

// Trial is the trial balance of a month, "" for the one that runs.
func (s *Service) Trial(ctx context.Context, month string) (v View, err error) {
	if v.Month = strings.TrimSpace(month); v.Month == "" {
		v.Month = s.today().String()[:7]
	}
	from, to, err := first(v.Month)
	if err != nil {
		return v, fault.New(fault.Invalid, "books.month.form")
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		scope, err := s.Guard.Scope(ctx, "books.read", "books.audit", collection(kernel.From(ctx).Party))
		if err != nil {
			return err
		}
		party, hidden := scope.Party(), []string(nil)
		if scope.All() {
			party, hidden = "", unseen
		}
		sums, err := s.Book.Trial(ctx, tx, party, from.String(), to.String(), hidden...)
		if err != nil {
			return err
		}
		if scope.All() {
			sums = lendable(sums)
		}
		if v.Balances, err = s.balances(ctx, tx, sums); err != nil || scope.All() {
			return err
		}
		return s.fillMonths(ctx, tx, &v, party, to)
	})
	return v, err
}

// unseen are transfers that tell of offers. What a lender has set aside for a
// sealed offer is known to that lender alone, so the auditor reads one sum of
// what is free and what is set aside.
var unseen = []string{"reservation", "release"}

// lendable adds what is set aside to the funds of each lender.
func lendable(sums []ledger.Sum) (out []ledger.Sum) {
	funds := map[string]int{}
	for _, x := range sums {
		i, ok := funds[x.Party]
		switch {
		case x.Kind != kernel.AccountFunds && x.Kind != kernel.AccountReserved:
			out = append(out, x)
		case !ok:
			x.Kind, funds[x.Party] = lendableKind, len(out)
			out = append(out, x)
		default:
			f := &out[i]
			f.OpeningFen, f.RaisedFen, f.LoweredFen, f.ClosingFen = f.OpeningFen+x.OpeningFen, f.RaisedFen+x.RaisedFen, f.LoweredFen+x.LoweredFen, f.ClosingFen+x.ClosingFen
		}
	}
	return out
}

// lendableKind is the row of both.
const lendableKind = "lendable"

// balances gathers sums by lender.
func (s *Service) balances(ctx context.Context, tx db.Tx, sums []ledger.Sum) (out []Balance, err error) {
	for _, x := range sums {
		if n := len(out); n == 0 || out[n-1].Lender != x.Party {
			name, err := s.Parties.Short(ctx, tx, x.Party)
			if err != nil {
				return nil, err
			}
			out = append(out, Balance{Lender: x.Party, Name: name})
		}
		b := &out[len(out)-1]
		b.Rows = append(b.Rows, Row{x.Kind, x.OpeningFen, x.RaisedFen, x.LoweredFen, x.ClosingFen})
		b.OpeningFen, b.RaisedFen, b.LoweredFen, b.ClosingFen = b.OpeningFen+x.OpeningFen, b.RaisedFen+x.RaisedFen, b.LoweredFen+x.LoweredFen, b.ClosingFen+x.ClosingFen
	}
	return out, nil
}

func (s *Service) fillMonths(ctx context.Context, tx db.Tx, v *View, party string, to clock.Date) (err error) {
	if v.Closed, err = monthsOf(ctx, tx, party); err != nil {
		return err
	}
	if v.OpenFrom, err = s.OpenFrom(ctx, tx, party); err != nil {
		return err
	}
	v.Closable = !to.After(s.today()) && v.Month+"-01" >= v.OpenFrom && s.Guard.Allowed(ctx, "books.close", collection(party))
	return nil
}
