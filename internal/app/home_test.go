package app_test

// Every role's home page shows its own blocks, figures open to their rows, and
// nobody's shows what belongs to others.

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func TestHome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "assessing", "resumption", apptest.Assessing)
		for _, x := range []struct {
			who, path  string
			sees, miss []string
		}{
			{apptest.Owner, "/", []string{"Your application", "KG-AP-2020-0005", "See progress"}, []string{"KG-C-2020-0001", "Free to lend", "KG-AP-2020-0004"}},
			// the story leaves LN04 at 1,000,000 and LN08 at 150,927.81 yuan: together 1,150,927.81
			{apptest.Officer, "/", []string{"1 under way", "¥1,150,928", "Free to lend", "/cases?stage=assessing"}, []string{"Your application", "1,000,000.00"}},
			{apptest.Officer, "/?open=balance", []string{"1,000,000.00", "150,927.81", "Contracts with principal left"}, []string{"No such contract"}},
			{apptest.Officer, "/?open=late", []string{"No such contract"}, []string{"1,000,000.00"}},
			{apptest.Officer, "/cases?view=list&stage=assessing", []string{"KG-AP-2020-0005", "Clear the filter"}, []string{"KG-AP-2020-0001"}},
			{apptest.OtherOfficer, "/?open=balance", []string{"No such contract"}, []string{"KG-C-2020-0001", "KG-AP-2020-0005", "¥1,150,928"}},
			{apptest.Town, "/", []string{"/overview/rows?now=review", "as of"}, []string{"KG-AP-2020-0005", "Heyue", "Free to lend"}},
			{apptest.Auditor, "/", nil, []string{"KG-AP-2020-0005", "Free to lend", "/overview/rows?now=review"}},
			{apptest.Convenor, "/", []string{"as of", "Where applications stand"}, []string{"/overview/rows", "KG-AP-2020-0005"}},
			{"", "/", nil, []string{"KG-AP", "KG-C", "/overview"}},
		} {
			a := s.Client(t, x.who).Page(x.path)
			for _, text := range x.sees {
				if a.Status != 200 || !strings.Contains(a.Body, text) {
					t.Errorf("%s at %s (%d) does not see %q", x.who, x.path, a.Status, text)
				}
			}
			for _, text := range x.miss {
				if strings.Contains(a.Body, text) {
					t.Errorf("%s at %s sees %q", x.who, x.path, text)
				}
			}
		}
	})
}
