package identity

// Passwords of accounts. Hashing happens outside of transactions and one at a
// time.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

func (s *Service) hashPassword(password string) (string, error) {
	s.hashing.Lock()
	defer s.hashing.Unlock()
	return proof.Hash(password, s.Random)
}

func (s *Service) matches(password, stored string) bool {
	s.hashing.Lock()
	defer s.hashing.Unlock()
	return proof.Matches(password, stored)
}

// prove checks the own password before anything that lets people in changes,
// so that a browser left open gives nobody an account. The caller calls welcome
// in the transaction of the change.
func (s *Service) prove(ctx context.Context, who kernel.Actor, password, source string) (p Person, err error) {
	if err := s.Guard.Require(ctx, "identity.change_account", ownAccount(who.Person)); err != nil {
		return p, err
	}
	var c claim
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		c, err = claimOf(ctx, tx, who.Person)
		return err
	})
	if err != nil {
		return p, err
	}
	if err := s.attempt(ctx, c.person.SignIn, source); err != nil {
		return p, err
	}
	if !s.matches(password, c.stored) {
		return p, fieldFault("password", "identity.password.wrong")
	}
	return c.person, nil
}
