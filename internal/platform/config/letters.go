package config

// How people are told outside the program: a mail server, a gateway of SMS, the
// robot of a chat. Where none of them is set, a folder stands in for all three.

import (
	"encoding/json"
	"errors"
	"net"
	"net/mail"
	"net/netip"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/courier"
)

// Letters are the settings of the ways out of the house. Secrets and addresses
// that are secrets stand in files that only their owner may read.
type Letters struct {
	SMTP         string // host:port of a mail server
	SMTPSecurity string // starttls (the usual), tls, or none
	SMTPUser     string // "" for a server that asks for none
	SMTPPassword string // file of the password
	MailFrom     string // "开工 <kaigong@park.example>"
	SMS          string // file of a gateway: JSON with url, secret, sign, body
	Robot        string // file of a chat's robot: the same
	HookNetworks string // networks of one's own, by commas, to which gateway and robot may go
	LettersDir   string // folder that stands in where nothing else is set
}

func (c Config) checkLetters() error {
	return errors.Join(c.checkSMTP(), c.checkHooks())
}

func (c Config) checkSMTP() error {
	if c.SMTP == "" {
		if c.SMTPUser != "" || c.SMTPPassword != "" || c.MailFrom != "" {
			return problem("smtp", "needs host:port, since other settings of mail are there")
		}
		return nil
	}
	host, port, err := net.SplitHostPort(c.SMTP)
	if err != nil || host == "" || port == "" {
		return problem("smtp", "needs host:port, such as mail.example.org:587")
	}
	if !slices.Contains([]string{"", courier.StartTLS, courier.TLS, courier.Plain}, c.SMTPSecurity) {
		return problem("smtp-security", "takes starttls, tls or none")
	}
	if c.SMTPSecurity == courier.Plain && !loopback(host) {
		return problem("smtp-security", "none is for a server on this machine alone: letters and password would travel in the open")
	}
	from, err := mail.ParseAddress(c.MailFrom)
	if err == nil {
		_, err = courier.Mail(from.Address)
	}
	if err != nil {
		return problem("mail-from", "needs the address that letters come from, such as Kaigong <kaigong@example.org>")
	}
	if (c.SMTPUser == "") != (c.SMTPPassword == "") {
		return problem("smtp-user", "goes together with --smtp-password")
	}
	if c.SMTPPassword != "" {
		if _, err := readPrivate(c.SMTPPassword); err != nil {
			return problem("smtp-password", "%w", err)
		}
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (c Config) checkHooks() error {
	if _, err := networks(c.HookNetworks); err != nil {
		return problem("hook-networks", "takes addresses or networks by commas, such as 10.0.0.5,192.168.1.0/24")
	}
	for name, path := range map[string]string{"sms": c.SMS, "robot": c.Robot} {
		if _, err := c.hook(path, courier.GatewayBody, nil); path != "" && err != nil {
			return problem(name, "%w", err)
		}
	}
	return nil
}

// hook reads the file of a gateway or robot.
func (c Config) hook(path, body string, now func() time.Time) (*courier.Hook, error) {
	text, err := readPrivate(path)
	if err != nil {
		return nil, err
	}
	var s courier.HookSettings
	in := json.NewDecoder(strings.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&s); err != nil {
		return nil, errors.New("the file is not JSON with url, secret, sign and body") // the error would repeat what stands there
	}
	inside, err := networks(c.HookNetworks)
	if err != nil {
		return nil, err
	}
	return courier.NewHook(s, body, inside, now)
}

// Couriers are the ways out of the house, by "mail", "sms" and "chat". Check has
// shown that the settings can be read.
func (c Config) Couriers(now func() time.Time) (map[string]courier.Courier, error) {
	if c.SMTP == "" && c.SMS == "" && c.Robot == "" {
		return Folder(c.LettersDir), nil
	}
	ways := map[string]courier.Courier{}
	if c.SMTP != "" {
		s := courier.SMTP{Server: c.SMTP, Security: c.SMTPSecurity, User: c.SMTPUser, From: c.MailFrom}
		if c.SMTPPassword != "" {
			var err error
			if s.Password, err = readPrivate(c.SMTPPassword); err != nil {
				return nil, problem("smtp-password", "%w", err)
			}
		}
		ways["mail"] = s
	}
	for _, h := range []struct{ name, setting, path, body string }{{"sms", "sms", c.SMS, courier.GatewayBody}, {"chat", "robot", c.Robot, courier.RobotBody}} {
		if h.path == "" {
			continue
		}
		way, err := c.hook(h.path, h.body, now)
		if err != nil {
			return nil, problem(h.setting, "%w", err)
		}
		ways[h.name] = way
	}
	return ways, nil
}

// Folder writes what would be sent into files.
func Folder(dir string) map[string]courier.Courier {
	ways := map[string]courier.Courier{}
	for _, kind := range []string{"mail", "sms", "chat"} {
		ways[kind] = courier.File{Dir: dir, Kind: kind}
	}
	return ways
}
