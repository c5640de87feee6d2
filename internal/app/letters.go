package app

// Letters out of the house: who hears of what, and what it means to them when it
// leaves.

import (
	"cmp"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/feature/identity/letter"
	"kaigong.example/kaigong/internal/feature/identity/setup"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/notify"
)

// lettersKey is where the key of codes and links comes from: the deployment's key
// of cases, by a derivation of its own (RFC 5869).
const lettersKey = "kaigong letters 1"

func (a *App) letters() error {
	key, err := hkdf.Key(sha256.New, a.CaseKey, nil, lettersKey, 32)
	if err != nil {
		return err
	}
	ways := map[letter.Channel]courier.Courier{}
	for channel, way := range a.Ways {
		ways[letter.Channel(channel)] = way
	}
	a.Letters = &letter.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Identity: a.Identity, Calendar: a.Calendar, Words: letterWords{a}, KindOf: kindOf, Speak: a.speak,
		Ways: ways, Key: key, BaseURL: a.BaseURL, Now: a.Now, System: a.System, NewID: a.newID}
	return nil
}

// speak puts a language into a context that no request brought.
func (a *App) speak(ctx context.Context, l i18n.Lang) context.Context {
	return i18n.With(ctx, a.bundle, l)
}

func (a *App) noticeSent(ctx context.Context, tx db.Tx, n notify.Notice) error {
	return a.Letters.OnNotice(ctx, tx, n)
}

func (a *App) turnOpened(ctx context.Context, tx db.Tx, t flow.Turn) error {
	return a.Letters.OnTurn(ctx, tx, t)
}

// kinds say what a notice is about, by the beginning of its key; anything else is
// news.
var kinds = []struct {
	key  string
	kind letter.Kind
}{
	{"identity.notice.", letter.Security},
	{"recovery.notice.", letter.Security},
	{"dunning.notice.", letter.Reminder},
	{"pipeline.notice.", letter.Reminder},
	{"app.notice.late.", letter.Reminder},
	{"servicing.notice.overdue", letter.Reminder},
}

func kindOf(key string) letter.Kind {
	for _, k := range kinds {
		if strings.HasPrefix(key, k.key) {
			return k.kind
		}
	}
	return letter.News
}

// letterWords says what items mean to a person.
type letterWords struct{ app *App }

// Lines asks anew for each item whether its reader may see it, as each of the
// organisations for which they act; a turn must wait still.
func (w letterWords) Lines(ctx context.Context, tx db.Tx, person string, items []letter.Item) (lines []letter.Line, err error) {
	actors, err := w.app.Identity.ActorsOf(ctx, tx, person)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		l, ok, err := w.line(ctx, tx, actors, i)
		if err != nil {
			return nil, err
		}
		if ok && !slices.Contains(lines, l) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(x, y letter.Line) int { return cmp.Compare(rank[x.Kind], rank[y.Kind]) })
	return lines, nil
}

// rank is the order of kinds in a letter.
var rank = map[letter.Kind]int{letter.Security: 0, letter.Move: 1, letter.Reminder: 2, letter.News: 3}

func (w letterWords) line(ctx context.Context, tx db.Tx, actors []kernel.Actor, i letter.Item) (l letter.Line, ok bool, err error) {
	l.Kind = i.Kind
	role := ""
	if i.Notice != "" {
		n, err := w.app.notices.ByID(ctx, tx, i.Notice)
		if err != nil {
			return l, false, orGone(err)
		}
		role, l.Href, l.Text = n.Role, n.Href, i18n.T(ctx, n.Key, n.Args)
	} else {
		t, open, err := w.app.Keeper.Turn(ctx, tx, i.Machine, i.Case)
		if err != nil || !open || t.Move != i.Move || t.Party != i.Party {
			return l, false, err
		}
		role, l.Href, l.Text = t.Role, t.Path, t.Subject.In(ctx)+" · "+i18n.T(ctx, "flow."+t.Machine+".move."+t.Move)+" · "+t.Ref
	}
	for _, who := range actors {
		mine := i.Party == "" || who.Party == i.Party && slices.Contains(who.Awaited(), role)
		if mine && w.app.maySee(kernel.With(ctx, who), tx, l.Href) {
			return l, true, nil
		}
	}
	return l, false, nil
}

func orGone(err error) error {
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	return err
}

// Waiting counts what waits for a person, for whomever they act.
func (w letterWords) Waiting(ctx context.Context, tx db.Tx, person string) (n int, err error) {
	actors, err := w.app.Identity.ActorsOf(ctx, tx, person)
	if err != nil {
		return 0, err
	}
	for _, who := range actors {
		all, err := w.app.Keeper.Waiting(ctx, tx, who.Party, who.Awaited(), waiting)
		if err != nil {
			return 0, err
		}
		for _, t := range all {
			if w.app.mayTake(kernel.With(ctx, who), tx, t) {
				n++
			}
		}
	}
	return n, nil
}

func (a *App) lettersStuck() float64 {
	o, err := a.Letters.Health(context.Background())
	if err != nil {
		return 0
	}
	return float64(len(o.Stuck))
}

// outward are the ways out of the house as whoever sets them up sees them.
type outward struct{ app *App }

func (o outward) Ways() (ways []setup.Way) {
	for _, channel := range []string{"mail", "sms", "chat"} {
		way := o.app.Ways[channel]
		if way == nil {
			continue
		}
		w := setup.Way{Channel: channel}
		if f, ok := way.(courier.File); ok {
			w.Folder = f.Dir
		}
		ways = append(ways, w)
	}
	return ways
}

func (o outward) Test(ctx context.Context, address string) error {
	return o.app.TestLetter(ctx, address)
}

// TestLetter goes straight to the mail server, past the outbox, so that the
// operator sees the answer.
func (a *App) TestLetter(ctx context.Context, typed string) error {
	to, err := courier.Mail(typed)
	if err != nil {
		return err
	}
	way := a.Ways["mail"]
	if way == nil {
		return fmt.Errorf("mail is not set; %d other ways are", len(slices.DeleteFunc([]string{"sms", "chat"}, func(n string) bool { return a.Ways[n] == nil })))
	}
	return way.Send(ctx, courier.Message{ID: "test-" + a.Identity.NewID(), To: to, Subject: "开工：测试信 / Kaigong: a test letter",
		Text: "这是运营方发的测试信，收到即可，不必回复。\nA test letter from the operator of Kaigong. There is nothing to do.\n", At: a.System()})
}
