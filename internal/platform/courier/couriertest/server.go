// Package couriertest is a mail server for tests: it listens on this machine,
// speaks as much SMTP as a sender needs, and keeps what it accepted. It shares no
// code with the sender.
package couriertest

import (
	"bufio"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
)

// Got is a letter that the server accepted: its envelope and its text.
type Got struct {
	From, To, Text string
}

// Header is a header of the letter, decoded by nobody.
func (g Got) Header(name string) string {
	m, err := mail.ReadMessage(strings.NewReader(g.Text))
	if err != nil {
		return "unreadable: " + err.Error()
	}
	return m.Header.Get(name)
}

// Server is a mail server. Answer, when it is set, answers a command ("RCPT
// TO:<…>", "." for the end of a text) in place of the usual; "" for the usual, and
// "hang up" to end the connection without a word.
type Server struct {
	Address string

	mutex  sync.Mutex
	answer func(command string) string
	got    []Got
	said   []string
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Address: l.Addr().String()}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.converse(c) })
		}
	})
	t.Cleanup(func() { l.Close(); open.Wait() })
	return s
}

// Answers sets what the server answers from now on.
func (s *Server) Answers(f func(command string) string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.answer = f
}

// Got are the letters that were accepted so far.
func (s *Server) Got() []Got {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]Got(nil), s.got...)
}

// Forget drops what was accepted and heard so far.
func (s *Server) Forget() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.got, s.said = nil, nil
}

// Plain is the plain text of the letter, decoded.
func (g Got) Plain() string {
	m, err := mail.ReadMessage(strings.NewReader(g.Text))
	if err != nil {
		return "unreadable: " + err.Error()
	}
	_, params, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextRawPart()
	if err != nil {
		return "no parts: " + err.Error()
	}
	text, err := io.ReadAll(quotedprintable.NewReader(part))
	if err != nil {
		return "not quoted-printable: " + err.Error()
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// Subject is the subject of the letter, decoded.
func (g Got) Subject() string {
	s, err := new(mime.WordDecoder).DecodeHeader(g.Header("Subject"))
	if err != nil {
		return "unreadable: " + err.Error()
	}
	return s
}

// Said are the commands that were heard so far.
func (s *Server) Said() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]string(nil), s.said...)
}

// hear notes a command and answers it.
func (s *Server) hear(command, usual string) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.said = append(s.said, command)
	if s.answer != nil {
		if own := s.answer(command); own != "" {
			return own
		}
	}
	return usual
}

func (s *Server) converse(c net.Conn) {
	defer c.Close()
	c.SetDeadline(clock.System().Add(20 * time.Second)) // a sender that forgets to leave does not keep the test
	in := bufio.NewReader(c)
	io.WriteString(c, "220 mail.test ESMTP\r\n")
	var g Got
	for {
		row, err := in.ReadString('\n')
		if err != nil {
			return
		}
		command := strings.TrimRight(row, "\r\n")
		verb := strings.ToUpper(command)
		usual := "250 2.0.0 ok"
		switch {
		case strings.HasPrefix(verb, "EHLO"):
			usual = "250-mail.test\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME"
		case strings.HasPrefix(verb, "MAIL FROM:"):
			g = Got{From: bracketed(command)}
		case strings.HasPrefix(verb, "RCPT TO:"):
			g.To = bracketed(command)
		case verb == "DATA":
			usual = "354 go on"
		case verb == "QUIT":
			usual = "221 2.0.0 bye"
		}
		said := s.hear(command, usual)
		if said == "hang up" {
			return
		}
		io.WriteString(c, said+"\r\n")
		if verb == "QUIT" {
			return
		}
		if verb == "DATA" && strings.HasPrefix(said, "354") && !s.read(c, in, g) {
			return
		}
	}
}

// read takes the text of a letter. It is kept once the answer says 2xx, also when
// the line is cut before the answer gets through ("250 cut").
func (s *Server) read(c net.Conn, in *bufio.Reader, g Got) bool {
	for {
		row, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if row == ".\r\n" {
			break
		}
		g.Text += strings.TrimPrefix(row, ".")
	}
	said := s.hear(".", "250 2.0.0 taken")
	if strings.HasPrefix(said, "250") {
		s.mutex.Lock()
		s.got = append(s.got, g)
		s.mutex.Unlock()
	}
	if said == "hang up" || said == "250 cut" {
		return false
	}
	io.WriteString(c, said+"\r\n")
	return true
}

func bracketed(command string) string {
	_, rest, _ := strings.Cut(command, "<")
	inner, _, _ := strings.Cut(rest, ">")
	return inner
}
