package pipeline_test

// The lender's board and list through both doors, beside the tables that they
// are made from.

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/sim"
)

// texts is the first column of what a query finds.
func texts(t *testing.T, s *apptest.Stage, query string, args ...any) (all []string) {
	t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		all, err = db.All(ctx, tx, db.Value[string], query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// listed are the references that the operation answers for an address.
func listed(t *testing.T, c apptest.Client, address string) (refs []string) {
	t.Helper()
	a := c.Page("/api/v1/cases?" + address)
	if a.Status != 200 {
		t.Fatal(address, a)
	}
	for _, r := range a.JSON(t)["rows"].([]any) {
		refs = append(refs, r.(map[string]any)["ref"].(string))
	}
	return refs
}

func TestBoardAndList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		for ref, until := range map[string]int{"invited": apptest.Published, "assessing": apptest.Assessing, "drafted": apptest.Drafted, "offered": apptest.Offered} {
			s.Application(t, ref, map[string]string{"invited": "resumption", "assessing": "payroll", "drafted": "materials", "offered": "rent"}[ref], until)
		}
		officer, approver, rival := s.Client(t, apptest.Officer), s.Client(t, apptest.Approver), s.Client(t, apptest.OtherOfficer)
		of := func(where string) []string {
			return texts(t, s, `SELECT a.ref FROM origination_lender_case c JOIN origination_application a ON a.id = c.application_id
				WHERE c.lender_id = $1 AND `+where+` ORDER BY a.amount_fen DESC, c.id DESC`, s.ID(sim.Lender))
		}
		under := `a.state IN ('submitted', 'returned', 'verified', 'published', 'in_review', 'offers_open', 'offer_chosen') AND c.state `
		for address, want := range map[string][]string{
			"size=200&sort=-amount":                           of("1 = 1"),
			"size=200&sort=-amount&stage=assessing":           of(under + "= 'assessing'"),
			"size=200&sort=-amount&stage=offered":             of(under + "= 'offered'"),
			"size=200&sort=-amount&stage=ended":               of("NOT (" + under + "NOT IN ('declined', 'lapsed', 'frozen'))"),
			"size=200&sort=-amount&from=300000&below=1000000": of("a.amount_fen >= 30000000 AND a.amount_fen < 100000000"),
		} {
			if got := listed(t, officer, address); len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%s: %v, the tables say %v", address, got, want)
			}
		}
		if got := listed(t, rival, "size=200"); len(got) != 0 {
			t.Errorf("another bank sees %v", got)
		}
		drafted := texts(t, s, `SELECT ref FROM origination_application WHERE id = $1`, s.ID("drafted"))[0]
		pages(t, s, officer, approver, drafted)
	})
}

// pages shows the same rows on the board and in the list, each reader's move as
// its own.
func pages(t *testing.T, s *apptest.Stage, officer, approver apptest.Client, drafted string) {
	for _, x := range []struct {
		who       string
		c         apptest.Client
		path      string
		see, miss []string
	}{
		{"officer", officer, "/cases", []string{"kg-board", "Your move: Draft an offer", "approver: Approve the offer", "The enterprise&#39;s move", `href="/cases?stage=offered&amp;view=board"`}, []string{"Your move: Approve"}},
		{"approver", approver, "/cases", []string{"Your move: Approve the offer"}, []string{"Your move: Draft an offer"}},
		{"officer", officer, "/cases?view=list", []string{drafted, "Whose move", `href="/cases?sort=-amount&amp;view=list"`}, []string{"kg-board"}},
		{"officer", officer, "/cases?view=list&stage=offered", []string{"The enterprise&#39;s move"}, []string{drafted}},
		{"officer", officer, "/cases?view=list&from=99999999", []string{"No case fits"}, []string{drafted}},
		{"officer", officer, "/cases?view=list&stage=nonsense", []string{"Nothing answers to this filter", drafted}, nil},
		{"officer", officer, "/cases?from=99999999", []string{"Only part of the cases is shown"}, []string{drafted}},
	} {
		a := x.c.Page(x.path)
		for _, text := range x.see {
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
	for _, who := range []string{"", apptest.Owner, apptest.Liaison, apptest.Town, apptest.Auditor} {
		for _, path := range []string{"/cases", "/api/v1/cases"} {
			if a := s.Client(t, who).Page(path); a.Status == 200 {
				t.Errorf("%q opens %s", who, path)
			}
		}
	}
}

// TestTheListByPersonAndProduct: cases that somebody was named for, and cases
// that came for a product of this lender; a product of another lender is not
// told.
func TestTheListByPersonAndProduct(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		for ref, purpose := range map[string]string{"own product": "payroll", "other product": "materials"} {
			s.Application(t, ref, purpose, apptest.Assessing)
		}
		own, other := s.ID("own product"), s.ID("other product")
		err := s.App.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			for id, product := range map[string]string{own: s.ID("BP01"), other: s.ID("BP06")} {
				if _, err := tx.Exec(ctx, `UPDATE origination_application SET body = REPLACE(body, '"product":""', '"product":"`+product+`"') WHERE id = $1`, id); err != nil {
					return err
				}
			}
			mine := texts(t, s, `SELECT id FROM origination_lender_case WHERE application_id = $1`, own)[0]
			return s.App.Keeper.Charge(ctx, tx, "lender_case", mine, s.ID(sim.Lender), s.ID(apptest.Officer))
		})
		if err != nil {
			t.Fatal(err)
		}
		c := s.Client(t, apptest.Officer)
		want := texts(t, s, `SELECT ref FROM origination_application WHERE id = $1`, own)
		for address, want := range map[string][]string{"product=" + s.ID("BP01"): want, "officer=" + s.ID(apptest.Officer): want, "product=" + s.ID("BP06"): nil, "officer=" + url.QueryEscape("nobody"): nil} {
			if got := listed(t, c, address); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", address, got, want)
			}
		}
		if a := c.Page("/api/v1/cases"); strings.Contains(a.Body, s.ID("BP06")) {
			t.Error("a product of another lender is told")
		}
	})
}

// TestOverdueCases: a clock that ran out is found by the filter and marked on
// the board.
func TestOverdueCases(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "slow", "payroll", apptest.Assessing)
		c := s.Client(t, apptest.Officer)
		if got := listed(t, c, "late=yes"); len(got) != 0 {
			t.Fatalf("late at once: %v", got)
		}
		if err := s.App.Business.Advance(s.App.Now().AddDate(0, 0, 14)); err != nil {
			t.Fatal(err)
		}
		ref := texts(t, s, `SELECT ref FROM origination_application WHERE id = $1`, s.ID("slow"))
		if got := listed(t, s.Client(t, apptest.Officer), "late=yes"); !slices.Equal(got, ref) {
			t.Errorf("late: %v, want %v", got, ref)
		}
		if a := s.Client(t, apptest.Officer).Page("/cases"); !strings.Contains(a.Body, `class="me over"`) {
			t.Error("the board does not mark it")
		}
	})
}

// TestHomeOfALender: stages and sum beside the tables.
func TestHomeOfALender(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "assessing", "payroll", apptest.Assessing)
	n := len(texts(t, s, `SELECT c.id FROM origination_lender_case c JOIN origination_application a ON a.id = c.application_id
		WHERE c.lender_id = $1 AND c.state NOT IN ('declined', 'lapsed', 'frozen') AND a.state IN ('published', 'in_review', 'offers_open', 'offer_chosen')`, s.ID(sim.Lender)))
	if a := s.Client(t, apptest.Officer).Page("/"); !strings.Contains(a.Body, fmt.Sprint(n)+" under way") {
		t.Errorf("not %d under way", n)
	}
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		blocks, err := s.App.Pipeline.Home(ctx, "")
		if len(blocks) > 0 || kernel.From(ctx).Kind != kernel.Enterprise {
			t.Error("an enterprise has a board")
		}
		return err
	})
}
