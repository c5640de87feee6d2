package letter

// What happened in the house becomes items: in the transaction in which it
// happened, for everybody whom it concerns and who has an address.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/notify"
)

// OnNotice is called for every notice.
func (s *Service) OnNotice(ctx context.Context, tx db.Tx, n notify.Notice) error {
	people := []string{n.Person}
	if n.Person == "" {
		var err error
		if people, err = s.holders(ctx, tx, n.Party, n.Role); err != nil {
			return err
		}
	}
	return s.hear(ctx, tx, people, Item{Kind: s.KindOf(n.Key), Notice: n.ID, Party: n.Party})
}

// OnTurn is called when a move waits for somebody new: for whom the organisation
// named, or for everybody in the role.
func (s *Service) OnTurn(ctx context.Context, tx db.Tx, t flow.Turn) error {
	people := []string{t.Person}
	if t.Person == "" {
		var err error
		if people, err = s.holders(ctx, tx, t.Party, t.Role); err != nil {
			return err
		}
	}
	return s.hear(ctx, tx, people, Item{Kind: Move, Machine: t.Machine, Case: t.Case, Move: t.Move, Party: t.Party})
}

// holders are those who hold a role at a party today.
func (s *Service) holders(ctx context.Context, tx db.Tx, party, role string) (people []string, err error) {
	if party == "" {
		return nil, nil
	}
	all, err := s.Identity.MembersOn(ctx, tx, party, s.Identity.Today())
	for _, m := range all {
		if slices.Contains(kernel.Actor{Roles: m.Roles}.Awaited(), role) {
			people = append(people, m.Person)
		}
	}
	return people, err
}

// hear writes an item for each person and channel that wants it. Whoever does
// something needs no letter about it, unless it concerns the safety of their
// account: then it may have been somebody else.
func (s *Service) hear(ctx context.Context, tx db.Tx, people []string, what Item) error {
	acting := kernel.From(ctx).Person
	addresses, err := addressesOf(ctx, tx, people)
	if err != nil {
		return err
	}
	for _, a := range addresses {
		if a.State != Confirmed || !s.offers(a.Channel) || a.person == acting && what.Kind != Security {
			continue
		}
		chosen, err := choicesOf(ctx, tx, a.person)
		if err != nil {
			return err
		}
		pace := chosen.pace(a.Channel, what.Kind)
		if pace == Never {
			continue
		}
		reader, err := readerOf(ctx, tx, a.person)
		if err != nil {
			return err
		}
		item := what
		item.ID, item.person, item.channel, item.due = s.NewID(), a.person, a.Channel, db.Micros(s.next(pace, reader.DigestAt, s.Now()))
		if err := insertItem(ctx, tx, item); err != nil {
			return err
		}
	}
	return nil
}
