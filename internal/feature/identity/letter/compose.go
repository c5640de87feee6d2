package letter

// What a letter says, composed when it leaves.

import (
	"context"
	"fmt"
	"strings"

	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// compose writes a letter for its reader as things are now. A message without an
// address means that there is nothing left to tell.
func (s *Service) compose(ctx context.Context, l Letter) (m courier.Message, a Address, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = addressBy(ctx, tx, "id", l.address); err != nil {
			return err
		}
		r, err := readerOf(ctx, tx, l.person)
		if err != nil {
			return err
		}
		ctx = s.Speak(ctx, r.Lang)
		m = courier.Message{ID: l.ID, At: l.WrittenAt}
		switch {
		case l.kind == codeLetter && a.State == Waiting:
			s.code6(ctx, &m, a)
		case l.kind == changedLetter && a.State == Gone:
			s.changed(ctx, &m, a)
		case l.kind == toldLetter && a.State == Confirmed:
			return s.told(ctx, tx, &m, a, l)
		}
		return nil
	})
	return m, a, err
}

// code6 tells a code, and nothing about whose it is.
func (s *Service) code6(ctx context.Context, m *courier.Message, a Address) {
	code := s.code(a)
	m.To, m.Subject = a.Address, i18n.T(ctx, "letter.subject.code")
	m.Text = i18n.T(ctx, "letter.code.text", i18n.Args{"code": code, "n": int(codeLasts.Minutes())})
	if a.Channel == Mail {
		s.dress(ctx, m, body{Intro: m.Text, Foot: []string{i18n.T(ctx, "letter.code.unasked")}})
	}
}

// changed tells an address that nothing more goes there.
func (s *Service) changed(ctx context.Context, m *courier.Message, a Address) {
	m.To, m.Subject = a.Address, i18n.T(ctx, "letter.subject.changed")
	m.Text = i18n.T(ctx, "letter.changed.text", i18n.Args{"url": s.BaseURL + "/account/letters"})
	if a.Channel == Mail {
		s.dress(ctx, m, body{Intro: i18n.T(ctx, "letter.changed.long"), Lines: []Line{{Text: i18n.T(ctx, "letter.title"), Href: s.BaseURL + "/account/letters"}}})
	}
}

// told gathers what happened and what waits.
func (s *Service) told(ctx context.Context, tx db.Tx, m *courier.Message, a Address, l Letter) error {
	items, err := itemsOf(ctx, tx, l.ID)
	if err != nil {
		return err
	}
	lines, err := s.Words.Lines(ctx, tx, l.person, items)
	if err != nil || len(lines) == 0 {
		return err
	}
	m.To, m.Subject = a.Address, i18n.T(ctx, subject(lines))
	if a.Channel != Mail {
		m.Text = i18n.T(ctx, shortText(lines), i18n.Args{"n": len(lines), "url": s.BaseURL + shortPath(lines)})
		return nil
	}
	waiting, err := s.Words.Waiting(ctx, tx, l.person)
	if err != nil {
		return err
	}
	for i := range lines {
		lines[i].Href = s.BaseURL + lines[i].Href
	}
	b := body{Intro: i18n.T(ctx, "letter.intro", i18n.Args{"n": len(lines)}), Lines: lines, Foot: []string{i18n.T(ctx, "letter.foot.change", i18n.Args{"url": s.BaseURL + "/account/letters"})}}
	if waiting > 0 {
		b.After = i18n.T(ctx, "letter.waiting", i18n.Args{"n": waiting, "url": s.BaseURL + "/"})
	}
	if subject(lines) != "letter.subject.security" {
		m.Stop = s.BaseURL + "/stop-letters/" + a.stop
		b.Foot = append(b.Foot, i18n.T(ctx, "letter.foot.stop", i18n.Args{"url": m.Stop}))
	}
	s.dress(ctx, m, b)
	return nil
}

// first tells the kind of the lines that matters most.
func first(lines []Line) Kind {
	for _, k := range []Kind{Security, Move, Reminder} {
		for _, l := range lines {
			if l.Kind == k {
				return k
			}
		}
	}
	return News
}

// subject says that there is something, and not what.
func subject(lines []Line) string { return "letter.subject." + string(first(lines)) }

func shortText(lines []Line) string { return "letter.short." + string(first(lines)) }

// shortPath is where a short text leads: to a list, never to a case.
func shortPath(lines []Line) string {
	return map[Kind]string{Security: "/account", Move: "/", Reminder: "/notices", News: "/notices"}[first(lines)]
}

// body is what an e-mail says, in order.
type body struct {
	Intro string
	Lines []Line
	After string
	Foot  []string
}

// dress writes a body as plain text and as simple HTML.
func (s *Service) dress(ctx context.Context, m *courier.Message, b body) {
	var text strings.Builder
	fmt.Fprintln(&text, b.Intro)
	for _, l := range b.Lines {
		fmt.Fprintf(&text, "\n* %s\n  %s\n", strings.ReplaceAll(l.Text, "\n", " "), l.Href)
	}
	if b.After != "" {
		fmt.Fprintf(&text, "\n%s\n", b.After)
	}
	for i, foot := range b.Foot {
		if i == 0 {
			fmt.Fprint(&text, "\n-- \n")
		}
		fmt.Fprintln(&text, foot)
	}
	m.Text = text.String()
	var page strings.Builder
	if mailPage(m.Subject, b).Render(ctx, &page) == nil { // a builder takes everything
		m.HTML = page.String()
	}
}
