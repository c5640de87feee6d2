package app_test

// The probe's letters: what leaves the house while an offer is sealed. Everybody
// who walks the pages reads each letter at once.

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/identity/letter"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/notify"
)

// postbox keeps what is sent, by its reader.
type postbox struct {
	sync.Mutex
	got map[string][]string
}

// Send takes every message.
func (b *postbox) Send(_ context.Context, m courier.Message) error {
	b.Lock()
	defer b.Unlock()
	who, _, _ := strings.Cut(m.To, "@")
	b.got[who] = append(b.got[who], m.Subject+"\n"+m.Text+"\n"+m.HTML)
	return nil
}

// Check is always content.
func (b *postbox) Check(context.Context) error { return nil }

func (b *postbox) empty() {
	b.Lock()
	defer b.Unlock()
	b.got = map[string][]string{}
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// subscribe gives people a confirmed address to which everything goes at once.
func (p *probe) subscribe(t *testing.T, people ...string) {
	t.Helper()
	p.App.Letters.Ways[letter.Mail] = p.post
	p.post.empty()
	for _, who := range slices.DeleteFunc(people, func(who string) bool { return who == "" }) {
		p.By(t, who, func(ctx context.Context) error {
			_, err := p.App.Letters.Ask(ctx, letter.AskAddress{Channel: letter.Mail, Address: who + "@letters.example"})
			return errors.Join(err, p.App.Letters.Deliver(context.Background()))
		})
		p.By(t, who, func(ctx context.Context) error {
			code := sixDigits.FindString(strings.Join(p.post.got[who], ""))
			_, err := p.App.Letters.Confirm(ctx, letter.ConfirmAddress{Channel: letter.Mail, Code: code})
			return err
		})
		p.By(t, who, func(ctx context.Context) error {
			at := map[letter.Kind]letter.Pace{letter.Move: letter.Once, letter.News: letter.Once, letter.Reminder: letter.Once}
			_, err := p.App.Letters.Choose(ctx, letter.Choices{Lang: i18n.En, DigestAt: "17:30", Paces: map[letter.Channel]map[letter.Kind]letter.Pace{letter.Mail: at}})
			return err
		})
	}
}

// letters: the offer brings mail to the lender's own people alone, and nobody's
// mail says what it offers.
func (p *probe) letters(t *testing.T) {
	p.settle(t)
	if len(p.post.got[apptest.Approver]) == 0 {
		t.Error("not even who is to issue the offer got a letter")
	}
	for who, all := range p.post.got {
		if _, walks := p.walkers[who]; walks {
			t.Errorf("%s got %q", who, all)
		}
		for _, text := range all {
			for _, x := range append(canaryTerms, canaryAmounts...) {
				if strings.Contains(text, x) {
					t.Errorf("a letter to %s says %q", who, x)
				}
			}
		}
	}
}

// plantedLetter: a notice that tells the enterprise does reach its mail.
func (p *probe) plantedLetter(t *testing.T, n notify.Notice) {
	t.Helper()
	p.post.empty()
	n.ID = first(t, p.Stage, `SELECT id FROM notify_notice WHERE key = '`+n.Key+`' AND party_id = '`+n.Party+`'`)
	err := p.App.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { return p.App.Letters.OnNotice(ctx, tx, n) })
	if err != nil {
		t.Fatal(err)
	}
	p.settle(t)
	if len(p.post.got[apptest.OtherOwner]) != 1 {
		t.Errorf("a letter to the enterprise is not noticed: %v", p.post.got)
	}
}
