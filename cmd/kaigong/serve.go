package main

// Serving: one listener, background work beside it, and an end that lets
// running requests finish.

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/config"
	"kaigong.example/kaigong/internal/platform/db"
)

// settings are the flags that every command of a deployment shares. What is
// not given comes from KAIGONG_* or a settings file.
type settings struct {
	DSN     string `help:"postgres://… or the path of a SQLite file; DATA-DIR/kaigong.db by default." placeholder:"DSN"`
	DataDir string `help:"Folder of the database, keys and backups." placeholder:"DIR"`
	KeyDir  string `help:"Folder of the key files; DATA-DIR/keys by default." placeholder:"DIR"`
	Config  string `help:"Settings file with lines KAIGONG_NAME=value." placeholder:"FILE"`
	Park    string `help:"Name of the park in the log's origin." placeholder:"NAME"`
}

// outward are the flags of the ways out of the house. Secrets stand in files.
type outward struct {
	SMTP         string `name:"smtp" help:"host:port of the mail server." placeholder:"ADDR"`
	SMTPSecurity string `name:"smtp-security" help:"starttls, tls, or none for a server on this machine." placeholder:"HOW"`
	SMTPUser     string `name:"smtp-user" help:"User at the mail server." placeholder:"NAME"`
	SMTPPassword string `name:"smtp-password" help:"File of the password; only its owner may read it." placeholder:"FILE"`
	MailFrom     string `help:"Address that letters come from." placeholder:"ADDRESS"`
	SMS          string `name:"sms" help:"File of the SMS gateway: JSON with url, secret, sign, body." placeholder:"FILE"`
	Robot        string `help:"File of the chat's robot: the same." placeholder:"FILE"`
	HookNetworks string `help:"Networks of your own, by commas, to which gateway and robot may go; otherwise only public addresses." placeholder:"NETS"`
	LettersDir   string `help:"Folder for letters while no way out is set; DATA-DIR/letters by default." placeholder:"DIR"`
}

func (o outward) letters() config.Letters {
	return config.Letters{SMTP: o.SMTP, SMTPSecurity: o.SMTPSecurity, SMTPUser: o.SMTPUser, SMTPPassword: o.SMTPPassword, MailFrom: o.MailFrom, SMS: o.SMS, Robot: o.Robot, HookNetworks: o.HookNetworks, LettersDir: o.LettersDir}
}

func (s settings) load(more config.Config) (config.Config, error) {
	more.DSN, more.DataDir, more.KeyDir, more.File, more.Park = s.DSN, s.DataDir, s.KeyDir, s.Config, s.Park
	return config.Load(more, config.Environment)
}

// open builds the program on a deployment's database with its keys.
func open(ctx context.Context, c config.Config, makeKeys bool) (*app.App, error) {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, err
	}
	keys := config.Keys{Dir: c.KeyDir, Random: rand.Reader, Make: makeKeys}
	key, err := keys.Log(c.Park + "/log")
	if err != nil {
		return nil, err
	}
	cases, err := keys.Secret(config.CaseKey)
	if err != nil {
		return nil, err
	}
	ways, err := c.Couriers(clock.System)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, dsn(c))
	if err != nil {
		return nil, err
	}
	announced, err := os.ReadFile(filepath.Join(c.DataDir, "holidays.json")) // years announced after this was built
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return app.New(ctx, app.Config{DB: d, Holidays: announced, Business: clock.NewBusiness(clock.System), System: clock.System, LogKey: key, CaseKey: cases, BaseURL: c.BaseURL, Proxies: c.Networks(), Ways: ways, Log: logger()})
}

func dsn(c config.Config) string {
	if c.DSN != "" {
		return c.DSN
	}
	return filepath.Join(c.DataDir, "kaigong.db")
}

func logger() *slog.Logger { return slog.New(slog.NewJSONHandler(os.Stderr, nil)) }

type serveCmd struct {
	settings
	outward
	Listen  string `help:"host:port to listen on." placeholder:"ADDR"`
	BaseURL string `help:"How browsers reach the server." placeholder:"URL"`
	TLSCert string `help:"Certificate, PEM." placeholder:"FILE"`
	TLSKey  string `help:"Its key, PEM." placeholder:"FILE"`
	Proxies string `help:"Addresses or networks, by commas, of reverse proxies whose X-Forwarded-For counts." placeholder:"NETS"`
}

func (c serveCmd) Run(ctx context.Context) error {
	cfg, err := c.load(config.Config{Listen: c.Listen, BaseURL: c.BaseURL, TLSCert: c.TLSCert, TLSKey: c.TLSKey, Proxies: c.Proxies, Letters: c.letters()})
	if err != nil {
		return err
	}
	a, err := open(ctx, cfg, false)
	if err != nil {
		return err
	}
	defer a.DB.Close()
	if err := greet(ctx, a); err != nil {
		return err
	}
	l, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return err
	}
	var cert *tls.Certificate
	if cfg.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(cfg.TLSCert, cfg.TLSKey)
		if err != nil {
			return err
		}
		cert = &pair
	}
	a.Log.Info("serving", "address", cfg.Listen, "url", cfg.BaseURL)
	return serve(ctx, a, l, cert)
}

// grace is how long running requests may take to finish at the end.
const grace = 20 * time.Second

// serve answers until ctx ends, then lets requests and background work finish.
func serve(ctx context.Context, a *app.App, l net.Listener, cert *tls.Certificate) error {
	srv := &http.Server{Handler: a.Handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn)}
	if cert != nil {
		srv.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS12}
		l = tls.NewListener(l, srv.TLSConfig)
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() { a.Run(work); close(done) }()
	go func() {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		srv.Shutdown(late)
	}()
	err := srv.Serve(l)
	stopWork()
	<-done
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	_, last := a.Audit.Sequence(context.WithoutCancel(ctx))
	return errors.Join(err, last)
}
