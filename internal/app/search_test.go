package app_test

// A search finds what its reader may list, and nothing of anybody else's.

import (
	"net/url"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func TestSearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "submitted", "resumption", apptest.Submitted)
		s.Application(t, "published", "payroll", apptest.Published)
		for _, x := range []struct {
			who, text  string
			sees, miss []string
		}{
			{apptest.Officer, "qingyu", []string{"KG-AP-2020-0001", "KG-C-2020-0001", "Qingyu Electronics"}, []string{"KG-C-2020-0002", "KG-AP-2020-0005"}},
			{apptest.Officer, "青屿", []string{"KG-C-2020-0001"}, nil},
			// the published case has no name yet: the name does not find it, its number does
			{apptest.Officer, "heyue", []string{"Nothing found"}, []string{"KG-AP-2020-0006"}},
			{apptest.Officer, "KG-AP-2020-0006", []string{"Enterprise KG-AP-2020-0006, no name"}, []string{"Heyue"}},
			{apptest.OtherOfficer, "2020", []string{"Nothing found"}, []string{"KG-AP", "KG-C"}},
			{apptest.Owner, "2020", []string{"KG-AP-2020-0005", "KG-AP-2020-0006"}, []string{"KG-AP-2020-0001", "KG-C-2020"}},
			{apptest.Liaison, "heyue", []string{"KG-AP-2020-0005", "919901010000010114"}, []string{"KG-C-2020"}},
			{apptest.Town, "heyue", []string{"Heyue Footwear"}, []string{"KG-AP-2020", "/enterprises/" + s.ID("E01")}},
			{apptest.Auditor, "2020", []string{"Nothing found"}, []string{"KG-AP", "KG-C"}},
			{"", "heyue", []string{"Nothing found"}, []string{"Footwear"}},
			{apptest.Officer, `%_'"<script>`, []string{"Nothing found", "&lt;script&gt;"}, []string{"<script>'"}},
			{apptest.Officer, "", []string{"Search"}, []string{"KG-", "Nothing found"}},
		} {
			a := s.Client(t, x.who).Page("/search?q=" + url.QueryEscape(x.text))
			for _, text := range x.sees {
				if a.Status != 200 || !strings.Contains(a.Body, text) {
					t.Errorf("%s looking for %q (%d) does not find %q", x.who, x.text, a.Status, text)
				}
			}
			for _, text := range x.miss {
				if strings.Contains(a.Body, text) {
					t.Errorf("%s looking for %q finds %q", x.who, x.text, text)
				}
			}
		}
	})
}
