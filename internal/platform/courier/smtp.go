package courier

// Letters by SMTP. The conversation is go-mail's; what an answer means to us is
// decided here.

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	mail "github.com/wneessen/go-mail"
)

// How a connection is kept from listeners.
const (
	StartTLS = "starttls" // the usual, mostly on port 587; refused when the server does not offer it
	TLS      = "tls"      // from the first byte, mostly on port 465
	Plain    = "none"     // only to a server on the same machine
)

// SMTP hands letters to a mail server.
type SMTP struct {
	Server   string // host:port
	Security string // StartTLS, TLS or Plain
	User     string // "" for a server that asks for none
	Password string
	From     string      // "开工 Kaigong <kaigong@example.org>"
	Roots    *tls.Config // nil for the machine's own
	Patience time.Duration
}

// patience is how long a conversation may take unless SMTP says otherwise.
const patience = 30 * time.Second

// client is one conversation; leave ends it however it went: go-mail leaves a
// connection open whose beginning failed.
func (s SMTP) client() (c *mail.Client, leave func(), err error) {
	host, port, err := net.SplitHostPort(s.Server)
	if err != nil {
		return nil, nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, nil, err
	}
	var line net.Conn
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		line, err = (&net.Dialer{}).DialContext(ctx, network, address)
		return line, err
	}
	wait := s.Patience
	if wait == 0 {
		wait = patience
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTimeout(wait)}
	if s.Roots != nil {
		options = append(options, mail.WithTLSConfig(s.Roots))
	}
	switch s.Security {
	case TLS:
		options = append(options, mail.WithSSL())
	case Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS), mail.WithDialContextFunc(dial))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithDialContextFunc(dial))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	c, err = mail.NewClient(host, options...)
	return c, func() {
		if line != nil {
			line.Close()
		}
	}, err
}

// Send hands a letter over. Once the server accepted it, what goes wrong at the
// end of the conversation does not count.
func (s SMTP) Send(ctx context.Context, m Message) error {
	out, err := letter(m, s.From)
	if err != nil {
		return err
	}
	c, leave, err := s.client()
	if err != nil {
		return err
	}
	defer leave()
	if err := c.DialWithContext(ctx); err != nil {
		return errors.New(spoken(err.Error(), m.To))
	}
	defer c.Close()
	err = c.Send(out)
	if err == nil || out.IsDelivered() {
		return nil
	}
	return refusal(err, m.To)
}

// refusal reads what the server answered; where nobody answered, it is no
// refusal.
func refusal(err error, to string) error {
	var said *mail.SendError
	if !errors.As(err, &said) || said.ErrorCode() == 0 {
		return errors.New(spoken(err.Error(), to))
	}
	final := said.ErrorCode() >= 500
	return &Refusal{Final: final, Gone: final && said.Reason == mail.ErrSMTPRcptTo && gone(said), Code: said.ErrorCode(), Words: spoken(said.Error(), to)}
}

// gone tells an address that does not exist, or takes nothing, from a sender that
// the server does not like: codes 5.7.x of RFC 3463 speak of the sender.
func gone(said *mail.SendError) bool { return !strings.HasPrefix(said.EnhancedStatusCode(), "5.7.") }

// Check greets the server, proves who we are, and leaves.
func (s SMTP) Check(ctx context.Context) error {
	c, leave, err := s.client()
	if err != nil {
		return err
	}
	defer leave()
	if err := c.DialWithContext(ctx); err != nil {
		return errors.New(spoken(err.Error(), s.Password))
	}
	return c.Close()
}
