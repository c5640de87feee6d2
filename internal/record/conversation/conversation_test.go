package conversation

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
)

type room struct {
	Store
	db *db.DB
}

func open(t testing.TB, d *db.DB) *room {
	t.Helper()
	if err := d.Migrate(context.Background(), db.Source{Name: Name, Files: Files}); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2020, 2, 3, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { at = at.Add(time.Millisecond); return at }
	return &room{Store{NewID: id.New(now, rand.Reader).Next, Now: now}, d}
}

func (r *room) write(t testing.TB, do func(context.Context, db.Tx) error) {
	t.Helper()
	if err := r.db.Write(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

func (r *room) say(t testing.TB, caseID, person, party, text string, audience ...string) {
	t.Helper()
	r.write(t, func(ctx context.Context, tx db.Tx) error {
		_, err := r.Say(ctx, tx, Message{Case: caseID, Author: person, Party: party, Text: text, Audience: audience})
		return err
	})
}

func (r *room) heard(t testing.TB, caseID, party string) string {
	t.Helper()
	var texts []string
	r.write(t, func(ctx context.Context, tx db.Tx) error {
		list, err := r.List(ctx, tx, caseID, party)
		for _, m := range list {
			texts = append(texts, m.Text)
		}
		return err
	})
	return strings.Join(texts, " ")
}

func (r *room) unread(t testing.TB, caseID, party, person string) (n int64) {
	t.Helper()
	r.write(t, func(ctx context.Context, tx db.Tx) (err error) {
		n, err = r.Unread(ctx, tx, caseID, party, person)
		return err
	})
	return n
}

func TestOnlyTheAudienceHears(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		r.say(t, "c1", "boss", "firm", "one", "bankA", "park")
		r.say(t, "c1", "officer", "bankA", "two", "firm")
		r.say(t, "c1", "officer", "bankB", "three", "firm")
		r.say(t, "c2", "boss", "firm", "four", "bankB")
		for party, want := range map[string]string{"firm": "one two three", "bankA": "one two", "bankB": "three", "park": "one", "stranger": ""} {
			if got := r.heard(t, "c1", party); got != want {
				t.Errorf("%s hears %q, want %q", party, got, want)
			}
		}
		if got := r.unread(t, "c1", "bankB", "officerB"); got != 1 {
			t.Errorf("bank B is told of %d messages, want the one it may read", got)
		}
	})
}

func TestUnreadEndsWithReading(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		for i := range 3 {
			r.say(t, "c1", "officer", "bank", fmt.Sprint(i), "firm")
		}
		r.say(t, "c1", "boss", "firm", "mine", "bank")
		r.say(t, "c2", "officer", "bank", "else", "firm")
		if got := r.unread(t, "c1", "firm", "boss"); got != 3 {
			t.Errorf("before reading: %d, want 3: one's own words are no news", got)
		}
		r.write(t, func(ctx context.Context, tx db.Tx) error { return r.Read(ctx, tx, "c1", "firm", "boss") })
		if got := r.unread(t, "c1", "firm", "boss"); got != 0 {
			t.Errorf("after reading: %d", got)
		}
		if got := r.unread(t, "c1", "firm", "clerk"); got != 4 {
			t.Errorf("a colleague who has not read: %d, want 4", got)
		}
		r.say(t, "c1", "officer", "bank", "news", "firm")
		r.write(t, func(ctx context.Context, tx db.Tx) error {
			got, err := r.UnreadCases(ctx, tx, "firm", "boss", 10)
			if fmt.Sprint(got) != "[{c1 1} {c2 1}]" {
				t.Errorf("cases %v", got)
			}
			return err
		})
	})
}

func TestBadTextsAreRefusedOnTheirField(t *testing.T) {
	r := open(t, dbtest.SQLite(t))
	for text, key := range map[string]string{
		"":                             "conversation.text.empty",
		" \n\t ":                       "conversation.text.empty",
		strings.Repeat("长", MaxText+1): "conversation.text.long",
		strings.Repeat("长", MaxText):   "",
	} {
		err := r.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := r.Say(ctx, tx, Message{Case: "c", Author: "p", Party: "firm", Text: text})
			return err
		})
		var f *fault.Fault
		if key == "" && err != nil || key != "" && (!errors.As(err, &f) || f.Fields[0].Key != key || f.Fields[0].Name != "text") {
			t.Errorf("%.10q...: %v, want %q", text, err, key)
		}
	}
}

func TestLongConversationsAreReadInPages(t *testing.T) {
	r := open(t, dbtest.SQLite(t))
	for i := range maxList + 5 {
		r.say(t, "c1", "officer", "bank", fmt.Sprint(i), "firm")
	}
	r.write(t, func(ctx context.Context, tx db.Tx) error {
		page, err := r.List(ctx, tx, "c1", "firm")
		if err != nil || len(page) != maxList || page[0].Text != "5" || page[maxList-1].Text != fmt.Sprint(maxList+4) {
			t.Fatalf("%d messages, %v", len(page), err)
		}
		if got := fmt.Sprint(page[0].Audience); got != "[bank firm]" {
			t.Errorf("audience %s", got)
		}
		older, err := r.Before(ctx, tx, "c1", "firm", page[0].ID)
		if len(older) != 5 || older[4].Text != "4" {
			t.Errorf("older: %d", len(older))
		}
		return err
	})
}
