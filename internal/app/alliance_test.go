package app_test

// Lenders in every standing, for what asks about them.

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/alliance"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// standings registers two lenders of which each thing can be done next: "depart 1"
// is a member, "confirm 1" is to leave as the convenor asked, and so on.
func standings(t *testing.T, s *apptest.Stage) {
	t.Helper()
	for n := 1; n <= 2; n++ {
		for _, next := range []string{"depart", "return", "confirm", "cancel", "refuse", "admit"} {
			standing(t, s, fmt.Sprint(next, " ", n), next)
		}
	}
}

// standing registers a lender and brings it to where a move comes next.
func standing(t *testing.T, s *apptest.Stage, ref, next string) {
	t.Helper()
	s.By(t, "", func(ctx context.Context) error {
		p, err := s.App.Identity.Register(ctx, identity.RegisterParty{Ref: strings.ReplaceAll(ref, " ", "-"), Kind: kernel.Bank, NameZh: "澄川新禾银行", NameEn: "Xinhe Bank", ShortZh: "新禾银行", ShortEn: "Xinhe Bank"})
		s.Know(ref, p.ID)
		return err
	})
	a, id := s.App.Alliance, s.ID(ref)
	convenor := func(do func(ctx context.Context) error) { s.By(t, apptest.Convenor, do) }
	manager := func(do func(ctx context.Context) error) { s.By(t, apptest.Manager, do) }
	day := "2020-06-30"
	if next == "cancel" || next == "confirm" {
		day = "2020-12-31"
	}
	if next == "depart" {
		return
	}
	convenor(func(ctx context.Context) error {
		_, err := a.AskDeparture(ctx, id, alliance.AskDeparture{Reason: "the licence runs out", LeavesOn: day})
		return err
	})
	if next == "confirm" {
		return
	}
	manager(func(ctx context.Context) error { _, err := a.Confirm(ctx, id); return err })
	if next == "cancel" || next == "return" {
		return
	}
	convenor(func(ctx context.Context) error {
		_, err := a.AskReturn(ctx, id, alliance.AskReturn{Reason: "the licence is there"})
		return err
	})
}

// What an enterprise says of its business is a lender's to read in the file, and
// never the park's or the town's, whatever operation they ask.
func TestTheCreditFileStaysClosedToParkAndTown(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "A", "payroll", apptest.Submitted)
	const canary = 7_123_457_00
	run(t, s, `UPDATE origination_application SET body = REPLACE(body, '"sales_fen":', '"sales_fen":712345700,"was":') WHERE id = $1`, s.ID("A"))
	owner := s.Client(t, apptest.Owner).Page("/api/v1/applications/" + s.ID("A"))
	if owner.Status != 200 || !strings.Contains(owner.Body, fmt.Sprint(canary)) {
		t.Fatalf("the enterprise reads %v", owner)
	}
	for who, paths := range map[string][]string{
		apptest.Liaison:  {"/api/v1/applications", "/api/v1/applications/" + s.ID("A"), "/api/v1/overview"},
		apptest.Manager:  {"/api/v1/applications", "/api/v1/applications/" + s.ID("A"), "/api/v1/overview"},
		apptest.Town:     {"/api/v1/overview", "/api/v1/applications"},
		apptest.Convenor: {"/api/v1/overview", "/api/v1/applications"},
	} {
		for _, path := range paths {
			if a := s.Client(t, who).Page(path); strings.Contains(a.Body, fmt.Sprint(canary)) || strings.Contains(path, "overview") && strings.Contains(a.Body, `"verdict"`) {
				t.Errorf("%s reads it at %s: %v", who, path, a)
			}
		}
	}
	a := s.Client(t, apptest.Liaison).Operation("POST", "/api/v1/applications/"+s.ID("A")+"/verify", s.App.Identity.NewID(), map[string]any{"note": ""})
	if a.Status != 200 || strings.Contains(a.Body, fmt.Sprint(canary)) {
		t.Errorf("verifying answers %v", a)
	}
	var kept string
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		kept, err = db.One(ctx, tx, db.Value[string], `SELECT body FROM origination_application WHERE id = $1`, s.ID("A"))
		return err
	})
	if err != nil || !strings.Contains(kept, fmt.Sprint(canary)) {
		t.Errorf("what is stored lost it: %v", err)
	}
}
