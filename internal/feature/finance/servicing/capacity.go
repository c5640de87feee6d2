package servicing

// What a lender can lend: its funds, and what is set aside for open offers.
// Both accounts are guarded, so reservations never exceed the funds, whoever
// reserves at the same moment.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/posting"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/ledger"
)

func leg(kind, ref string, fen money.Fen) posting.Leg {
	return posting.Leg{Kind: kind, Ref: ref, Fen: fen}
}

// post moves money between accounts of one lender, today where the transfer names
// no day.
func (s *Service) post(ctx context.Context, tx db.Tx, lender string, t ledger.Transfer, legs ...posting.Leg) error {
	if t.ValueOn == "" {
		t.ValueOn = s.today().String()
	}
	return posting.Post(ctx, tx, s.Book, lender, t, legs...)
}

// Fund adds to what the actor's bank can lend.
func (s *Service) Fund(ctx context.Context, amount money.Fen, ref string) error {
	who := kernel.From(ctx)
	var k fault.Check
	k.That(amount > 0 && amount <= 1_000_000_000_00, "amount", "servicing.fund.amount")
	k.That(ref != "", "ref", "servicing.fund.ref")
	if err := k.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "servicing.fund", collection(who.Party)); err != nil {
			return err
		}
		before, _, err := s.Budget(ctx, tx, who.Party)
		if err != nil {
			return err
		}
		if err := s.post(ctx, tx, who.Party, ledger.Transfer{Business: "fund:" + who.Party + ":" + ref, Kind: "funding", Note: ref},
			leg(kernel.AccountFunds, "", amount), leg(kernel.AccountCapital, "", -amount)); err != nil {
			return err
		}
		if after, _, err := s.Budget(ctx, tx, who.Party); err != nil || after == before {
			return err // the same funding again moves nothing
		}
		_, err = s.Audit.Append(ctx, tx, auditlog.Entry{Kind: "servicing.fund", Case: who.Party, Person: who.Person, Party: who.Party, Parties: []string{who.Party},
			Fields: []auditlog.Field{field("amount_fen", int64(amount)), field("ref", ref)}})
		return err
	})
}

// Reserve sets money aside for an offer, or says how much is left.
func (s *Service) Reserve(ctx context.Context, tx db.Tx, lender, offer string, amount money.Fen) error {
	err := s.post(ctx, tx, lender, ledger.Transfer{Business: "reserve:" + offer, Kind: "reservation", Case: offer},
		leg(kernel.AccountReserved, "", amount), leg(kernel.AccountFunds, "", -amount))
	if fault.Is(err, fault.WrongTurn) {
		free, _, _ := s.Budget(ctx, tx, lender)
		return fault.New(fault.WrongTurn, "servicing.capacity.short", fault.Args{"free": free})
	}
	return err
}

// Release frees what was set aside for an offer.
func (s *Service) Release(ctx context.Context, tx db.Tx, lender, offer string, amount money.Fen) error {
	return s.post(ctx, tx, lender, ledger.Transfer{Business: "release:" + offer, Kind: "release", Case: offer},
		leg(kernel.AccountReserved, "", -amount), leg(kernel.AccountFunds, "", amount))
}

// Budget is what a lender can still lend, and what it has set aside.
func (s *Service) Budget(ctx context.Context, tx db.Tx, lender string) (free, reserved money.Fen, err error) {
	if free, err = posting.Balance(ctx, tx, s.Book, lender, kernel.AccountFunds, ""); err != nil {
		return 0, 0, err
	}
	reserved, err = posting.Balance(ctx, tx, s.Book, lender, kernel.AccountReserved, "")
	return free, reserved, err
}
