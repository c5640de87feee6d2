package courier

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/courier/couriertest"
)

var (
	ctx   = context.Background()
	noon  = time.Date(2020, 2, 3, 4, 0, 0, 0, time.UTC)
	hello = Message{ID: "l-1", To: "lin@example.org", Subject: "开工：有事等您处理", Text: "您好\n.\n再见", HTML: "<p>您好</p>", Stop: "https://kaigong.example/stop-letters/abc", At: noon}
)

func sender(s *couriertest.Server) SMTP {
	return SMTP{Server: s.Address, Security: Plain, From: "开工 <kaigong@park.example>", Patience: 5 * time.Second}
}

// TestALetterArrivesWhole reads with the standard library what the server got.
func TestALetterArrivesWhole(t *testing.T) {
	s := couriertest.New(t)
	if err := sender(s).Send(ctx, hello); err != nil {
		t.Fatal(err)
	}
	got := s.Got()
	if len(got) != 1 || got[0].From != "kaigong@park.example" || got[0].To != "lin@example.org" {
		t.Fatalf("%+v", got)
	}
	m, err := mail.ReadMessage(strings.NewReader(got[0].Text))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	for name, pair := range map[string][2]string{
		"subject": {subject, hello.Subject}, "message id": {m.Header.Get("Message-ID"), "<l-1@park.example>"}, "stop": {m.Header.Get("List-Unsubscribe"), "<" + hello.Stop + ">"},
		"one click": {m.Header.Get("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click"}, "auto": {m.Header.Get("Auto-Submitted"), "auto-generated"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", name, pair[0], pair[1])
		}
	}
	if at, err := m.Header.Date(); err != nil || !at.Equal(noon) {
		t.Errorf("dated %v %v", at, err)
	}
	kind, params, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	parts := multipart.NewReader(m.Body, params["boundary"])
	if kind != "multipart/alternative" {
		t.Errorf("%s", kind)
	}
	for _, want := range []string{"您好\n.\n再见", "<p>您好</p>"} {
		p, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(p))
		if text := strings.ReplaceAll(string(body), "\r\n", "\n"); err != nil || strings.TrimSpace(text) != want {
			t.Errorf("%q, want %q: %v", text, want, err)
		}
	}
}

// TestWhatAnswersMean: for good, for now, and of whom they speak.
func TestWhatAnswersMean(t *testing.T) {
	for _, c := range []struct {
		name, command, answer string
		want                  Refusal
	}{
		{"no such box", "RCPT", "550 5.1.1 <lin@example.org>: unknown here", Refusal{Final: true, Gone: true, Code: 550}},
		{"full today", "RCPT", "452 4.2.2 full", Refusal{Code: 452}},
		{"greylisted", "RCPT", "451 4.7.1 come again", Refusal{Code: 451}},
		{"we are not liked", "RCPT", "554 5.7.1 go away", Refusal{Final: true, Code: 554}},
		{"the sender is not liked", "MAIL", "550 5.7.1 go away", Refusal{Final: true, Code: 550}},
		{"the text is not liked", ".", "554 5.6.0 no", Refusal{Final: true, Code: 554}},
		{"no room", ".", "452 4.3.1 no room", Refusal{Code: 452}},
	} {
		s := couriertest.New(t)
		s.Answers(func(command string) string {
			if strings.HasPrefix(command, c.command) {
				return c.answer
			}
			return ""
		})
		var got *Refusal
		err := sender(s).Send(ctx, hello)
		if !errors.As(err, &got) || got.Final != c.want.Final || got.Gone != c.want.Gone || got.Code != c.want.Code {
			t.Errorf("%s: %#v", c.name, err)
		}
		if err != nil && strings.Contains(err.Error(), "lin@") {
			t.Errorf("%s: the address is repeated: %v", c.name, err)
		}
		if len(s.Got()) != 0 {
			t.Errorf("%s: taken all the same", c.name)
		}
	}
}

// TestNobodyAnswering: neither a closed port nor a line that is cut is a refusal.
// A letter that was accepted stays accepted, whatever comes after.
func TestNobodyAnswering(t *testing.T) {
	s, refused := couriertest.New(t), new(*Refusal)
	for _, at := range []string{"EHLO", "MAIL", "RCPT", "DATA", "."} {
		s.Answers(func(command string) string {
			if strings.HasPrefix(command, at) {
				return "hang up"
			}
			return ""
		})
		if err := sender(s).Send(ctx, hello); err == nil || errors.As(err, refused) {
			t.Errorf("cut at %s: %v", at, err)
		}
	}
	for _, after := range []string{"RSET", "QUIT"} {
		s.Answers(func(command string) string {
			if command == after {
				return "hang up"
			}
			return ""
		})
		before := len(s.Got())
		if err := sender(s).Send(ctx, hello); err != nil || len(s.Got()) != before+1 {
			t.Errorf("accepted, then cut at %s: %v", after, err)
		}
	}
	gone := SMTP{Server: "127.0.0.1:1", Security: Plain, From: "a@park.example", Patience: time.Second}
	if err := gone.Send(ctx, hello); err == nil || errors.As(err, refused) {
		t.Errorf("closed port: %v", err)
	}
}

// TestSecretsDoNotTravelInTheOpen: a server without TLS gets neither letter nor
// password unless the operator said so.
func TestSecretsDoNotTravelInTheOpen(t *testing.T) {
	s := couriertest.New(t)
	c := sender(s)
	c.Security, c.User, c.Password = StartTLS, "kaigong", "ferry-secret"
	if err := c.Send(ctx, hello); err == nil {
		t.Error("sent without TLS")
	}
	if err := c.Check(ctx); err == nil {
		t.Error("checked without TLS")
	}
	for _, said := range s.Said() {
		if strings.HasPrefix(said, "AUTH") || strings.HasPrefix(said, "MAIL") {
			t.Errorf("said %s", said)
		}
	}
	if err := sender(s).Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestHeadersAreNobodysToWrite(t *testing.T) {
	s := couriertest.New(t)
	for _, m := range []Message{
		{ID: "1", To: "lin@example.org\r\nBcc: all@example.org", Subject: "x", Text: "x"},
		{ID: "1", To: "lin@example.org", Subject: "x\r\nBcc: all@example.org", Text: "x"},
		{ID: "1\nX: y", To: "lin@example.org", Text: "x"},
		{ID: "1", To: "lin@example.org", Stop: "https://x\r\nX: y", Text: "x"},
		{To: "lin@example.org", Text: "x"},
	} {
		var r *Refusal
		if err := sender(s).Send(ctx, m); !errors.As(err, &r) || !r.Final {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if len(s.Said()) != 0 {
		t.Errorf("a conversation began: %v", s.Said())
	}
}
