package servicing

// The conversation of borrower and lender about their contract. Nobody else
// reads it, and what was sent stays.

import (
	"context"
	"net/http"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/conversation"
	"kaigong.example/kaigong/internal/record/shown"
)

// Message is one thing that was said.
type Message struct {
	Person string    `json:"person"`
	Party  string    `json:"party"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
}

func (s *Service) talk() conversation.Store {
	return conversation.Store{NewID: s.NewID, Now: s.Now}
}

// Say adds a message and tells the other side.
func (s *Service) Say(ctx context.Context, id, text string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.on(ctx, tx, id, "servicing.talk")
		if err != nil {
			return err
		}
		who := kernel.From(ctx)
		if _, err := s.talk().Say(ctx, tx, conversation.Message{Case: c.ID, Author: who.Person, Party: who.Party, Text: text, Audience: []string{c.Borrower, c.Lender}}); err != nil {
			return err
		}
		party, role := c.Lender, kernel.PostLoan
		if who.Party == c.Lender {
			party, role = c.Borrower, kernel.Owner
		}
		return s.Notices.Tell(ctx, tx, party, role, "servicing.notice.message", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref})
	})
}

// messages are what the actor's party may read.
func (s *Service) messages(ctx context.Context, tx db.Tx, contract string) (out []Message, err error) {
	all, err := s.talk().List(ctx, tx, contract, kernel.From(ctx).Party)
	for _, m := range all {
		out = append(out, Message{m.Author, m.Party, m.Text, m.At})
	}
	return out, err
}

func (s *Service) sayForm(q *http.Request) (string, error) {
	return "/contracts/" + q.PathValue("id"), s.Say(q.Context(), q.PathValue("id"), q.PostForm.Get("text"))
}

func (s *Service) thread(ctx context.Context, v View) []ui.Message {
	orgs := map[string]i18n.Text{v.Contract.Borrower: v.Contract.Agreement.BorrowerName, v.Contract.Lender: v.Contract.Agreement.LenderName}
	var said []shown.Said
	for _, m := range v.Messages {
		said = append(said, shown.Said(m))
	}
	return s.reader().Thread(ctx, said, v.People, orgs)
}
