package letter

// The pages: what I want to hear and where, the link that stops letters, and the
// operator's outbox.

import (
	"context"
	"io"
	"net/http"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// Reasons of the gates that are open or keep no record.
const (
	publicStop   = "the link in a letter is the right to stop such letters; the answer says nothing"
	againStop    = "stopping twice is stopping"
	againCode    = "a wrong code must count although the answer is a fault; a right one works once"
	againChoices = "the same choices twice are the same choices"
)

func own(action authz.Action, repeatable string) web.Gate {
	return web.Gate{Action: action, Repeatable: repeatable, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return ownLetters(kernel.From(ctx).Person), nil
	}}
}

func (s *Service) operators(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, _ web.Params) (authz.Resource, error) {
		return s.everything(ctx, tx)
	}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /account/letters", own("letter.read", ""), s.ownPage)
	r.Form("POST /account/letters/address", own("letter.change", ""), s.askDo, s.ownAgain)
	r.Plain("POST /account/letters/confirm", own("letter.change", againCode), s.confirmDo, s.ownAgain)
	r.Form("POST /account/letters/drop", own("letter.change", ""), s.dropDo, s.ownAgain)
	r.Form("POST /account/letters/choices", own("letter.change", againChoices), s.chooseDo, s.ownAgain)
	r.Page("GET /stop-letters/{word}", web.Gate{Public: publicStop}, s.stopPage)
	r.Raw("POST /stop-letters/{word}", web.Gate{Public: publicStop, Repeatable: againStop}, s.stopDo)
	r.Page("GET /letters", s.operators("letter.outbox"), s.outboxPage)
	r.Form("POST /letters/{id}/again", s.operators("letter.again"), s.againDo, s.outboxAgain)
	s.api(r)
}

func (s *Service) ownPage(q *http.Request) (web.View, error) { return s.ownAgain(q, nil) }

func (s *Service) ownAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Own(ctx)
	return web.View{Title: i18n.T(ctx, "letter.title"), Current: "account", Body: ownBody(v, s.Identity.Form(q, f, "")),
		Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "identity.account.title"), Href: "/account"}}}, err
}

func (s *Service) askDo(q *http.Request) (string, error) {
	_, err := s.Ask(q.Context(), AskAddress{Channel: Channel(q.PostForm.Get("channel")), Address: q.PostForm.Get("address")})
	return "/account/letters", err
}

func (s *Service) confirmDo(_ http.ResponseWriter, q *http.Request) (string, error) {
	_, err := s.Confirm(q.Context(), ConfirmAddress{Channel: Channel(q.PostForm.Get("channel")), Code: q.PostForm.Get("code")})
	return "/account/letters", err
}

func (s *Service) dropDo(q *http.Request) (string, error) {
	return "/account/letters", s.Drop(q.Context(), Channel(q.PostForm.Get("channel")))
}

func (s *Service) chooseDo(q *http.Request) (string, error) {
	in := Choices{Lang: i18n.Lang(q.PostForm.Get("lang")), DigestAt: q.PostForm.Get("digest_at"), Paces: map[Channel]map[Kind]Pace{}}
	for _, c := range Channels {
		for _, k := range append([]Kind{Security}, Kinds...) {
			if q.PostForm.Has(field(c, k)) {
				if in.Paces[c] == nil {
					in.Paces[c] = map[Kind]Pace{}
				}
				in.Paces[c][k] = Pace(q.PostForm.Get(field(c, k)))
			}
		}
	}
	_, err := s.Choose(q.Context(), in)
	return "/account/letters", err
}

func (s *Service) stopPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	f := s.Identity.Form(q, nil, "/stop-letters/"+q.PathValue("word"))
	return web.View{Title: i18n.T(ctx, "letter.stop.title"), Body: stopBody(q.URL.Query().Has("done"), f)}, nil
}

// stopDo serves people, who press a button, and mail programs, which post for
// them and follow no redirect (RFC 8058).
func (s *Service) stopDo(w http.ResponseWriter, q *http.Request) error {
	q.Body = http.MaxBytesReader(w, q.Body, 4<<10)
	if err := s.Stop(q.Context(), q.PathValue("word")); err != nil {
		return err
	}
	if q.FormValue("List-Unsubscribe") != "" {
		_, err := io.WriteString(w, "ok\n")
		return err
	}
	http.Redirect(w, q, "/stop-letters/"+q.PathValue("word")+"?done=1", http.StatusSeeOther)
	return nil
}

func (s *Service) outboxPage(q *http.Request) (web.View, error) { return s.outboxAgain(q, nil) }

func (s *Service) outboxAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	o, err := s.Outbox(ctx)
	return web.View{Title: i18n.T(ctx, "letter.outbox"), Current: "letters", Body: outboxBody(o, s.Identity.Form(q, f, ""), s.Now(), s.Calendar.Zone())}, err
}

func (s *Service) againDo(q *http.Request) (string, error) {
	return "/letters", s.Again(q.Context(), q.PathValue("id"))
}
