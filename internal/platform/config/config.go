// Package config reads the settings of a deployment and its key files.
//
// A setting comes from the command line, else from the environment
// (KAIGONG_NAME), else from a settings file of NAME=value rows, the form that
// systemd calls an EnvironmentFile, else from Default. What is wrong is said
// with the setting's name, for the operator who reads it on a terminal; no
// message shows a value, since some of them are secret.
//
// Secrets are never settings: they are files that only their owner may read
// (Keys).
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
)

// Config is every setting of a server. The zero value of a field means that
// nobody set it.
type Config struct {
	DSN     string // postgres://…, or the path of a SQLite file
	Listen  string // host:port that the server listens on
	BaseURL string // how browsers reach it; https makes cookies Secure
	DataDir string // the database, keys and backups of a small deployment
	KeyDir  string // the key files; DataDir/keys by default
	TLSCert string // PEM file; together with TLSKey
	TLSKey  string // PEM file, readable by its owner alone
	Park    string // the park's name in the log's origin, a host name by habit
	Zone    string // the park's time zone, by its IANA name
	Proxies string // addresses or networks, by commas, whose X-Forwarded-For counts
	File    string // a settings file
	Letters        // how people are told outside the program
}

// Default is a server for one machine, keeping all it knows in ./data.
func Default() Config {
	return Config{Listen: "localhost:8080", DataDir: "data", Park: "kaigong.local", Zone: "Asia/Shanghai"}
}

// setting ties the name of a setting to its place.
type setting struct {
	name string // as on the command line; the environment says KAIGONG_NAME
	at   func(*Config) *string
}

func settings() []setting {
	return []setting{
		{"dsn", func(c *Config) *string { return &c.DSN }},
		{"listen", func(c *Config) *string { return &c.Listen }},
		{"base-url", func(c *Config) *string { return &c.BaseURL }},
		{"data-dir", func(c *Config) *string { return &c.DataDir }},
		{"key-dir", func(c *Config) *string { return &c.KeyDir }},
		{"tls-cert", func(c *Config) *string { return &c.TLSCert }},
		{"tls-key", func(c *Config) *string { return &c.TLSKey }},
		{"park", func(c *Config) *string { return &c.Park }},
		{"zone", func(c *Config) *string { return &c.Zone }},
		{"proxies", func(c *Config) *string { return &c.Proxies }},
		{"config", func(c *Config) *string { return &c.File }},
		{"smtp", func(c *Config) *string { return &c.SMTP }},
		{"smtp-security", func(c *Config) *string { return &c.SMTPSecurity }},
		{"smtp-user", func(c *Config) *string { return &c.SMTPUser }},
		{"smtp-password", func(c *Config) *string { return &c.SMTPPassword }},
		{"mail-from", func(c *Config) *string { return &c.MailFrom }},
		{"sms", func(c *Config) *string { return &c.SMS }},
		{"robot", func(c *Config) *string { return &c.Robot }},
		{"hook-networks", func(c *Config) *string { return &c.HookNetworks }},
		{"letters-dir", func(c *Config) *string { return &c.LettersDir }},
	}
}

// variable is the name of a setting in the environment and in a file.
func variable(name string) string {
	return "KAIGONG_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// Environment looks a variable up where the program was started.
func Environment(name string) (string, bool) { return os.LookupEnv(name) }

// Load completes what the command line gave from the environment, the settings
// file and Default, and checks the whole.
func Load(given Config, environment func(string) (string, bool)) (Config, error) {
	c := given
	c.fill(environment)
	if c.File != "" {
		rows, err := readFile(c.File)
		if err != nil {
			return c, err
		}
		c.fill(func(name string) (string, bool) { v, ok := rows[name]; return v, ok })
	}
	rest := Default()
	for _, s := range settings() {
		if at := s.at(&c); *at == "" {
			*at = *s.at(&rest)
		}
	}
	c.derive()
	return c, c.Check()
}

// fill sets what is still open.
func (c *Config) fill(look func(string) (string, bool)) {
	for _, s := range settings() {
		if at := s.at(c); *at == "" {
			*at, _ = look(variable(s.name))
		}
	}
}

// derive sets what follows from other settings.
func (c *Config) derive() {
	if c.DSN == "" {
		c.DSN = filepath.Join(c.DataDir, "kaigong.db")
	}
	if c.KeyDir == "" {
		c.KeyDir = filepath.Join(c.DataDir, "keys")
	}
	if c.LettersDir == "" {
		c.LettersDir = filepath.Join(c.DataDir, "letters")
	}
	if c.BaseURL == "" {
		scheme := "http"
		if c.TLSCert != "" {
			scheme = "https"
		}
		c.BaseURL = scheme + "://" + c.Listen
	}
}

// readFile reads NAME=value rows; # starts a comment. A name that does not
// exist is refused, because it is a slip of the pen with silent effects.
func readFile(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, problem("config", "cannot be read: %v", err)
	}
	known := map[string]bool{}
	for _, s := range settings() {
		known[variable(s.name)] = true
	}
	rows := map[string]string{}
	for i, row := range strings.Split(string(text), "\n") {
		row = strings.TrimSpace(row)
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		name, value, ok := strings.Cut(row, "=")
		if name = strings.TrimSpace(name); !ok || !known[name] {
			return nil, problem("config", "row %d is not the NAME=value of a setting", i+1)
		}
		rows[name] = strings.Trim(strings.TrimSpace(value), `"`)
	}
	return rows, nil
}

// problem says what is wrong with a setting, under every name that it has.
func problem(name, format string, args ...any) error {
	return fmt.Errorf("setting --%s (%s): %w", name, variable(name), fmt.Errorf(format, args...))
}

// Check reports everything that is wrong, one row each.
func (c Config) Check() error {
	return errors.Join(c.checkListen(), c.checkBaseURL(), c.checkDSN(), c.checkTLS(), c.checkPark(), c.checkZone(), c.checkProxies(), c.checkLetters())
}

func (c Config) checkListen() error {
	if _, port, err := net.SplitHostPort(c.Listen); err != nil || port == "" {
		return problem("listen", "needs host:port, such as localhost:8080")
	}
	return nil
}

func (c Config) checkBaseURL() error {
	u, err := url.Parse(c.BaseURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return problem("base-url", "needs http:// or https:// and a host")
	case u.Path != "" || u.RawQuery != "" || u.User != nil:
		return problem("base-url", "takes no path, query or user")
	}
	return nil
}

func (c Config) checkDSN() error {
	if strings.Contains(c.DSN, "://") && !c.Postgres() {
		return problem("dsn", "takes postgres:// or the path of a SQLite file")
	}
	return nil
}

func (c Config) checkTLS() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return problem("tls-cert", "goes together with --tls-key")
	}
	if c.TLSCert == "" {
		return nil
	}
	if c.Scheme() != "https" {
		return problem("base-url", "needs https:// when --tls-cert is set")
	}
	return errors.Join(c.checkFile("tls-cert", c.TLSCert, false), c.checkFile("tls-key", c.TLSKey, true))
}

// checkFile wants a file to be there, and a secret one for its owner alone.
// Links are followed: certificates are often renewed behind one.
func (c Config) checkFile(name, path string, secret bool) error {
	info, err := os.Stat(path)
	if err == nil && secret {
		err = private(info, path)
	}
	if err != nil {
		return problem(name, "%w", err)
	}
	return nil
}

// checkPark keeps the log's origin to what a key's name may hold.
func (c Config) checkPark() error {
	if c.Park == "" || strings.ContainsAny(c.Park, " +\t\n") {
		return problem("park", "needs a name without spaces or +, such as fenghe.example")
	}
	return nil
}

func (c Config) checkZone() error {
	if _, err := clock.Zone(c.Zone); err != nil {
		return problem("zone", "is not a time zone, such as Asia/Shanghai")
	}
	return nil
}

func (c Config) checkProxies() error {
	if _, err := c.proxies(); err != nil {
		return problem("proxies", "takes addresses or networks by commas, such as 10.0.0.5,192.168.1.0/24")
	}
	return nil
}

func (c Config) proxies() (all []netip.Prefix, err error) { return networks(c.Proxies) }

// networks reads addresses and networks by commas.
func networks(text string) (all []netip.Prefix, err error) {
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		p, err := netip.ParsePrefix(word)
		if err != nil {
			one, errOne := netip.ParseAddr(word)
			if errOne != nil {
				return nil, errOne
			}
			p = netip.PrefixFrom(one, one.BitLen())
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// Networks are the proxies in front of the server; Check has shown that they
// can be read.
func (c Config) Networks() []netip.Prefix {
	all, err := c.proxies()
	if err != nil {
		return nil
	}
	return all
}

// Postgres reports whether the database is PostgreSQL.
func (c Config) Postgres() bool {
	return strings.HasPrefix(c.DSN, "postgres://") || strings.HasPrefix(c.DSN, "postgresql://")
}

// Scheme is http or https, as browsers see the server.
func (c Config) Scheme() string {
	scheme, _, _ := strings.Cut(c.BaseURL, "://")
	return scheme
}

// Secure reports whether browsers come by https: cookies are Secure then.
func (c Config) Secure() bool { return c.Scheme() == "https" }

// Location is the park's time zone; Check has shown that it exists.
func (c Config) Location() *time.Location {
	zone, err := clock.Zone(c.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}
