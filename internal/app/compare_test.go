package app_test

// What an enterprise compares by, against figures worked out by hand.

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// 100,000 yuan at 4.35 % on A360 from 2020-06-30, interest monthly: five periods
// of 30 days bring 362.50, six of 31 days 374.58, one of 29 days 350.42, together
// 4,410.40; the last one also returns the principal, 100,374.58. Twelve payments
// of about 0.3676 % compound to (1.003676)^12 - 1 = 4.50 % a year.
func TestCompareOffers(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "offered", "resumption", apptest.Offered)
	a := s.Client(t, apptest.Owner).Page("/applications/" + s.ID("offered") + "/offers")
	for _, text := range []string{"4.50%", "nominal rate 4.35%", "4,410.40", "100,374.58", "all at once on 30 Jun 2021", "as asked", "at any time, free", "None, on credit", "until 20 Jul 2020, 17:00", "14 working days left"} {
		if !strings.Contains(a.Body, text) {
			t.Errorf("the comparison (%d) lacks %q", a.Status, text)
		}
	}
	home := s.Client(t, apptest.Owner).Page("/")
	if !strings.Contains(home.Body, "due 20 Jul, 17:00") {
		t.Error("the turn to compare offers has no due date")
	}
}
