package app_test

// A case that cannot be moved stops no other.

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/job"
)

func TestABrokenCaseStopsNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		for ref, purpose := range map[string]string{"broken": "payroll", "whole": "materials"} {
			s.Application(t, "offer "+ref, purpose, apptest.Offered)
		}
		for ref, purpose := range map[string]string{"broken": "rent", "whole": "order"} {
			s.Application(t, "loan "+ref, purpose, apptest.Performing)
		}
		offer, loan := s.ID("offer of offer broken"), s.ID("contract of loan broken")
		run(t, s, `UPDATE origination_offer SET terms = 'x' || terms WHERE id = $1`, offer)
		run(t, s, `UPDATE servicing_contract SET agreement = 'x' || agreement WHERE id = $1`, loan)
		if err := s.App.Business.Advance(clock.Date{Year: 2020, Month: time.August, Day: 20}.At(12, 0, s.App.Calendar.Zone())); err != nil {
			t.Fatal(err)
		}
		err := s.App.Jobs.Sweep(context.Background())
		var failed job.Failures
		if !errors.As(err, &failed) || !strings.Contains(err.Error(), offer) || !strings.Contains(err.Error(), loan) {
			t.Errorf("the sweep does not name %s and %s: %v", offer, loan, err)
		}
		are(t, s, map[string]string{"offer broken": "issued", "offer whole": "expired", "loan broken": "performing", "loan whole": "delayed"})
		if a := s.Client(t, "").Page("/metrics"); !strings.Contains(a.Body, "\nkaigong_sweep_failures 2\n") {
			t.Errorf("the metrics do not count two: %s", a.Body[:min(len(a.Body), 3000)])
		}
		run(t, s, `UPDATE origination_offer SET terms = SUBSTR(terms, 2) WHERE id = $1`, offer)
		run(t, s, `UPDATE servicing_contract SET agreement = SUBSTR(agreement, 2) WHERE id = $1`, loan)
		if err := s.App.Jobs.Sweep(context.Background()); err != nil {
			t.Error(err)
		}
		are(t, s, map[string]string{"offer broken": "expired", "loan broken": "delayed"})
	})
}

// are compares states, by the references of offers and loans.
func are(t *testing.T, s *apptest.Stage, want map[string]string) {
	t.Helper()
	for ref, state := range want {
		query := `SELECT state FROM servicing_contract WHERE id = '` + s.ID("contract of "+ref) + `'`
		if strings.HasPrefix(ref, "offer") {
			query = `SELECT state FROM origination_offer WHERE id = '` + s.ID("offer of "+ref) + `'`
		}
		if got := first(t, s, query); got != state {
			t.Errorf("%s is %s, want %s", ref, got, state)
		}
	}
}
