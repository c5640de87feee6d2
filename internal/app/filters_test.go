package app_test

// Kept filters on the pages of the lists, and what they never do: show somebody
// else's, follow a person into another organisation, or break with a list that
// changed.

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/filter"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// keep lets the liaison keep a filter of the enterprises, under a name that the
// stage knows.
func keep(t *testing.T, s *apptest.Stage, name string) filter.SavedFilter {
	t.Helper()
	return keepAs(t, s, apptest.Liaison, filter.SaveFilter{List: "enterprises", Name: name, Query: "size_class=micro"})
}

func keepAs(t *testing.T, s *apptest.Stage, who string, in filter.SaveFilter) (f filter.SavedFilter) {
	t.Helper()
	s.By(t, who, func(ctx context.Context) (err error) {
		f, err = s.App.Filters.Save(ctx, in)
		s.Know(in.Name, f.ID)
		return err
	})
	return f
}

func TestKeptFilters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		liaison, manager, town := s.Client(t, apptest.Liaison), s.Client(t, apptest.Manager), s.Client(t, apptest.Town)
		a := liaison.Page("/enterprises?size_class=micro&sort=-joined")
		if !strings.Contains(a.Body, "/filters/new?list=enterprises&amp;query="+url.QueryEscape("size_class=micro&sort=-joined")) {
			t.Fatalf("what is filtered cannot be kept: %v", a)
		}
		a = liaison.Form("/filters", "_key=keep-1234", "list=enterprises", "name=Small+ones", "query="+url.QueryEscape("size_class=micro&sort=-joined"), "opening=1")
		if a.Status != 303 || a.Where != "/enterprises?size_class=micro&sort=-joined" {
			t.Fatalf("%v", a)
		}
		if a = liaison.Page("/enterprises"); a.Status != 303 || a.Where != "/enterprises?size_class=micro&sort=-joined" {
			t.Errorf("the list does not open with it: %v", a)
		}
		if a = liaison.Page("/enterprises?filter=none"); a.Status != 200 || !strings.Contains(a.Body, "Small ones") || strings.Contains(a.Body, "kg-tool on") {
			t.Errorf("cleared, the list is not whole: %v", a)
		}
		if a = liaison.Page("/enterprises?sort=-joined&size_class=micro"); !strings.Contains(a.Body, "kg-tool on") || strings.Contains(a.Body, "/filters/new") {
			t.Error("the filter that is shown is not marked")
		}
		for who, c := range map[string]apptest.Client{"a colleague": manager, "another organisation": town} {
			if a = c.Page("/enterprises"); a.Status != 200 || strings.Contains(a.Body, "Small ones") {
				t.Errorf("%s sees what is not shared: %v", who, a)
			}
		}
		id := liaison.Page("/api/v1/filters?list=enterprises").Body
		_, id, _ = strings.Cut(id, `"id":"`)
		id, _, _ = strings.Cut(id, `"`)
		if a = liaison.Operation("PUT", "/api/v1/filters/"+id, "share-1234", map[string]any{"name": "Shared ones", "opening": true, "shared": true}); a.Status != 200 {
			t.Fatal(a)
		}
		if a = manager.Page("/enterprises"); a.Status != 200 || !strings.Contains(a.Body, "Shared ones") {
			t.Errorf("a colleague does not see what is shared, or is led to it: %v", a)
		}
		for who, c := range map[string]apptest.Client{"a colleague": manager, "another organisation": town} {
			for _, x := range []apptest.Answer{c.Operation("DELETE", "/api/v1/filters/"+id, "take-"+who[:4], nil), c.Operation("PUT", "/api/v1/filters/"+id, "name-"+who[:4], map[string]any{"name": "x"})} {
				if x.Status != 404 {
					t.Errorf("%s changes it: %v", who, x)
				}
			}
		}
		if a = town.Page("/enterprises"); strings.Contains(a.Body, "Shared ones") {
			t.Error("another organisation sees what is shared")
		}
		if a = liaison.Form("/filters/"+id+"/remove", "_key=gone-1234"); a.Status != 303 || strings.Contains(manager.Page("/enterprises").Body, "Shared ones") {
			t.Errorf("%v", a)
		}
	})
}

func TestKeptFiltersAreChecked(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	keep(t, s, "taken")
	for name, in := range map[string]filter.SaveFilter{
		"no such list":    {List: "nowhere", Name: "x", Query: "q=a"},
		"unknown field":   {List: "enterprises", Name: "x", Query: "colour=red&q=a"},
		"a refused value": {List: "enterprises", Name: "x", Query: "size_class=huge"},
		"nothing":         {List: "enterprises", Name: "x", Query: "page=3"},
		"no name":         {List: "enterprises", Name: " ", Query: "q=a"},
		"a long name":     {List: "enterprises", Name: strings.Repeat("长", 41), Query: "q=a"},
		"a taken name":    {List: "enterprises", Name: "taken", Query: "q=a"},
		"no query":        {List: "enterprises", Name: "x", Query: "%zz"},
	} {
		ctx, err := s.As(context.Background(), apptest.Liaison, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Filters.Save(ctx, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAFilterOutlivesItsField: a list that lost a field still opens, and says
// what it left out.
func TestAFilterOutlivesItsField(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	f := keep(t, s, "old")
	run(t, s, `UPDATE filter_saved SET query = 'colour=red&size_class=micro', opening = 1 WHERE id = $1`, f.ID)
	c := s.Client(t, apptest.Liaison)
	if a := c.Page("/enterprises"); a.Where != "/enterprises?size_class=micro" {
		t.Fatalf("%v", a)
	}
	if a := c.Page("/enterprises?size_class=micro"); a.Status != 200 || !strings.Contains(a.Body, "also asks for colour") {
		t.Error("nothing is said of what was left out")
	}
	run(t, s, `UPDATE filter_saved SET query = 'colour=red' WHERE id = $1`, f.ID)
	if a := c.Page("/enterprises"); a.Where != "/enterprises?filter=none" {
		t.Fatalf("a filter of which nothing is left leads in a circle: %v", a)
	}
}

// TestAListOpensWithOne: of several that are to open first the last counts, and
// each workspace of a person has its own.
func TestAListOpensWithOne(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	for _, name := range []string{"one", "two"} {
		keepAs(t, s, apptest.Liaison, filter.SaveFilter{List: "enterprises", Name: name, Query: "q=" + name, Opening: true})
	}
	if n := first(t, s, `SELECT CAST(SUM(opening) AS TEXT) FROM filter_saved`); n != "1" {
		t.Errorf("%s open first", n)
	}
	if a := s.Client(t, apptest.Liaison).Page("/enterprises"); a.Where != "/enterprises?q=two" {
		t.Errorf("%v", a)
	}
	run(t, s, `UPDATE filter_saved SET party_id = 'elsewhere'`)
	if a := s.Client(t, apptest.Liaison).Page("/enterprises"); a.Status != 200 || strings.Contains(a.Body, "?q=two") {
		t.Errorf("a filter follows its owner to another organisation: %v", a)
	}
}

// bare is what a message key or a parameter looks like when it was not worded.
var bare = regexp.MustCompile(`[a-z_]+\.[a-z_]+|=`)

// Every condition and every order of every list is said in words, in both
// languages, each choice by another word than the address has.
func TestFiltersInWords(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	for _, lang := range []i18n.Lang{i18n.En, i18n.Zh} {
		ctx := kernel.With(s.App.Letters.Speak(context.Background(), lang), kernel.Actor{Kind: kernel.Bank})
		for _, l := range s.App.Exports.Lists {
			said := func(key, value, want string) {
				t.Helper()
				words := l.Words(ctx, url.Values{key: {value}})
				if words == "" || bare.MatchString(words) || want != "" && !strings.Contains(words, want) || want == "" && strings.HasSuffix(words, value) {
					t.Errorf("%s %s=%s, %s: %q", l.Key, key, value, lang, words)
				}
			}
			if l.Spec == nil {
				continue
			}
			for _, f := range l.Spec.Filters {
				for _, choice := range f.Choices {
					said(f.Key, choice, "")
				}
				if _, ok := l.Spec.Kept(url.Values{f.Key: {"12"}}); len(f.Choices) == 0 && len(ok) == 0 && f.Key != "product" && f.Key != "officer" && f.Key != "lender" {
					said(f.Key, "12", "12")
				}
			}
			for _, c := range l.Spec.Columns {
				if "-"+c.Key != l.Spec.Sort && c.SQL != "" {
					said("sort", "-"+c.Key, map[i18n.Lang]string{i18n.En: "first", i18n.Zh: "从大到小"}[lang])
				}
			}
		}
	}
}
