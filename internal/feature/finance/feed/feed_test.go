package feed_test

// The calendar as a program that subscribed reads it: what it tells, what never,
// and when it stops.

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/feed"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/identity/organisation"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// made is an address of somebody's calendar, as a path.
func made(t *testing.T, s *apptest.Stage, who string, in feed.Make) (path string) {
	t.Helper()
	s.By(t, who, func(ctx context.Context) error {
		l, err := s.App.Feed.Make(ctx, in)
		path = l.Address[strings.Index(l.Address, "/calendar/"):]
		return err
	})
	return path
}

// subscribed is what a program without any sign-in reads.
func subscribed(t *testing.T, s *apptest.Stage, path string) (int, string, http.Header) {
	t.Helper()
	w := httptest.NewRecorder()
	s.App.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, strings.ReplaceAll(w.Body.String(), "\r\n ", ""), w.Header()
}

// events are the lines of each event, by its UID.
func events(text string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, part := range strings.Split(text, "BEGIN:VEVENT\r\n")[1:] {
		e := map[string]string{}
		for line := range strings.SplitSeq(part, "\r\n") {
			if name, value, ok := strings.Cut(line, ":"); ok && e[name] == "" {
				e[name] = value
			}
		}
		all[e["UID"]] = e
	}
	return all
}

func TestWhatACalendarTells(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "fed", "rent", apptest.Performing)
		contract := s.ID("contract of fed")
		path := made(t, s, apptest.Owner, feed.Make{})
		code, text, head := subscribed(t, s, path)
		if code != 200 || head.Get("Content-Type") != "text/calendar; charset=utf-8" || head.Get("Cache-Control") != "private, no-store" {
			t.Fatal(code, head)
		}
		var view servicing.View
		s.By(t, apptest.Owner, func(ctx context.Context) (err error) {
			view, err = s.App.Servicing.View(ctx, contract)
			return err
		})
		all := events(text)
		for _, i := range view.Installments {
			e := all[contract+"-"+strconv.Itoa(i.No)+"@kaigong"]
			if e["DTSTART;VALUE=DATE"] != strings.ReplaceAll(i.CollectOn, "-", "") {
				t.Errorf("instalment %d is collected on %s, the calendar says %v", i.No, i.CollectOn, e)
			}
		}
		if strings.Contains(text, view.Installments[0].TotalFen().Text()) || strings.Contains(text, "农商") || !strings.Contains(text, view.Contract.Ref) {
			t.Errorf("a calendar that tells nothing tells %s", text)
		}
		moved(t, s, contract)
		_, text, _ = subscribed(t, s, path)
		before, after := all[contract+"-1@kaigong"], events(text)[contract+"-1@kaigong"]
		was, err := strconv.Atoi(before["SEQUENCE"])
		now, again := strconv.Atoi(after["SEQUENCE"])
		if err != nil || again != nil || now <= was || after["DTSTART;VALUE=DATE"] <= before["DTSTART;VALUE=DATE"] {
			t.Errorf("the day moved: %v, before %v", after, before)
		}
		full := made(t, s, apptest.Owner, feed.Make{Amounts: true, Names: true})
		if code, _, _ := subscribed(t, s, path); code != 404 {
			t.Errorf("the old address still answers: %d", code)
		}
		if _, text, _ = subscribed(t, s, full); !strings.Contains(text, "农商") || !strings.Contains(text, "元") {
			t.Errorf("what was chosen is not told: %s", text)
		}
	})
}

// moved defers the loan, so that its first due date comes later.
func moved(t *testing.T, s *apptest.Stage, contract string) {
	t.Helper()
	if err := s.App.Business.Advance(s.App.Now().AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	err := s.App.DB.Write(kernel.With(context.Background(), kernel.Program()), func(ctx context.Context, tx db.Tx) error {
		st, err := s.App.Servicing.Standing(ctx, tx, contract)
		if err != nil {
			return err
		}
		n := kernel.NewTerms{Terms: st.Contract.Agreement.Terms, Deferral: &kernel.Deferral{ResumesOn: st.Installments[1].DueOn, Interest: true}}
		n.Terms.TermMonths += 2
		_, err = s.App.Servicing.Restate(ctx, tx, contract, n, st.Today, "停工")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhenACalendarStops(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	path := made(t, s, apptest.Officer, feed.Make{})
	for name, other := range map[string]string{
		"another secret": path[:len(path)-5] + "a.ics", "no file": strings.TrimSuffix(path, ".ics"), "another id": strings.Replace(path, "/calendar/0", "/calendar/1", 1),
	} {
		if code, text, _ := subscribed(t, s, other); code != 404 || strings.Contains(text, "VEVENT") {
			t.Errorf("%s: %d", name, code)
		}
	}
	codes := map[int]int{}
	for range 32 {
		code, _, _ := subscribed(t, s, path)
		codes[code]++
	}
	if codes[200] != 30 || codes[429] != 2 {
		t.Errorf("asked 32 times in an hour: %v", codes)
	}
	s.By(t, apptest.Officer, func(ctx context.Context) error { return errors.Join(s.App.Feed.Revoke(ctx), s.App.Feed.Revoke(ctx)) })
	if code, _, _ := subscribed(t, s, path); code != 404 {
		t.Errorf("ended, and it answers %d", code)
	}
	for _, who := range []string{apptest.Town, apptest.Liaison} {
		if a := s.Client(t, who).Page("/calendar"); a.Status != 403 {
			t.Errorf("%s: %v", who, a)
		}
	}
	left := made(t, s, apptest.Officer, feed.Make{})
	s.By(t, apptest.Approver, func(ctx context.Context) error {
		var membership string
		err := s.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
			membership, err = db.One(ctx, tx, db.Value[string], `SELECT id FROM identity_membership WHERE person_id = $1`, s.ID(apptest.Officer))
			return err
		})
		if err != nil {
			return err
		}
		_, err = s.App.People.End(ctx, organisation.End{Membership: membership})
		return err
	})
	if code, _, _ := subscribed(t, s, left); code != 404 {
		t.Errorf("its person has left, and it answers %d", code)
	}
}
