package app_test

// What becomes of loans that go wrong, with the whole program around it.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/workout"
)

// proposed is what an officer proposed about a loan that nobody decided.
func proposed(t *testing.T, s *apptest.Stage, contract string) (id string) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		p, err := s.App.Workout.Propose(ctx, s.ID(contract), workout.Propose{Kind: workout.Reclassify, Class: workout.Loss, Reason: "经营已停 / works no more", Note: "走访记录附后 / visited"})
		id = p.ID
		return err
	})
	return id
}
