package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/skip2/go-qrcode"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/sim"
)

type demoCmd struct {
	At   string `help:"Start at another day of the story, between 2020-02-03 and 2020-06-30." placeholder:"DATE"`
	Port int    `help:"Port to listen on." default:"8080"`
	Lan  bool   `help:"Serve phones on the same network over TLS, with a certificate made on the spot."`
	Walk bool   `help:"Walk the main job by HTTP as each party in turn, print what each did and saw, and stop."`
	Dir  string `help:"Folder of the demo's database; a fresh one each time by default." placeholder:"DIR"`
}

func (c demoCmd) Run(ctx context.Context) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	if c.Dir == "" {
		defer os.RemoveAll(dir)
	}
	l, base, cert, err := c.listen()
	if err != nil {
		return err
	}
	w, data, err := c.load(ctx, filepath.Join(dir, "demo.db"), base)
	if err != nil {
		return err
	}
	defer w.App.DB.Close()
	if c.Walk {
		return walk(ctx, w, data, l, base)
	}
	c.greet(w.App, base, filepath.Join(dir, "letters"), cert)
	return serve(ctx, w.App, l, cert)
}

func (c demoCmd) folder() (string, error) {
	if c.Dir == "" {
		return os.MkdirTemp("", "kaigong-demo-")
	}
	if _, err := os.Stat(filepath.Join(c.Dir, "demo.db")); err == nil {
		return "", fmt.Errorf("%s holds a demo already; name an empty folder", c.Dir)
	}
	return c.Dir, os.MkdirAll(c.Dir, 0o700)
}

// load plays the story until its present, with progress, and lets the business
// clock run on from there.
func (c demoCmd) load(ctx context.Context, path, base string) (*sim.World, sim.Data, error) {
	data, err := sim.Fenghe()
	if err != nil {
		return nil, data, err
	}
	until := sim.Present()
	if c.At != "" {
		if until, err = clock.ParseDate(c.At); err != nil || until.Before(sim.Begin()) || until.After(sim.Present()) {
			return nil, data, fmt.Errorf("--at %s: choose a day from %s to %s", c.At, sim.Begin(), sim.Present())
		}
	}
	d, err := db.Open(ctx, path)
	if err != nil {
		return nil, data, err
	}
	a, err := sim.Open(ctx, sim.Options{DB: d, BaseURL: base, Letters: filepath.Join(filepath.Dir(path), "letters"), Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		return nil, data, err
	}
	w := sim.NewWorld(a, progress())
	if err := w.Load(ctx, data, until); err != nil {
		return nil, data, err
	}
	fmt.Fprintln(os.Stderr)
	a.Business.Start(clock.System)
	return w, data, nil
}

// progress prints a line that counts steps and shows the day.
func progress() func(done, total int, s sim.Step) {
	return func(done, total int, s sim.Step) {
		if done%25 == 0 || done == total {
			fmt.Fprintf(os.Stderr, "\rloading Fenghe Park 正在载入丰禾小微园  %3d%%  %s ", done*100/total, s.At.Format("2006-01-02"))
		}
	}
}

// listen opens the port: localhost without TLS, every interface with it.
func (c demoCmd) listen() (net.Listener, string, *tls.Certificate, error) {
	port := c.Port
	if c.Walk {
		port = 0
	}
	if !c.Lan {
		l, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port))
		if err != nil {
			return nil, "", nil, fmt.Errorf("%w; choose another port with --port", err)
		}
		return l, fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port), nil, nil
	}
	l, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		return nil, "", nil, err
	}
	host := lanAddress()
	cert, err := selfSigned(host)
	return l, fmt.Sprintf("https://%s:%d", host, port), cert, err
}

// lanAddress is this machine's address on its network.
func lanAddress() string {
	all, err := net.InterfaceAddrs()
	if err == nil {
		for _, a := range all {
			if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLoopback() && ip.IP.To4() != nil {
				return ip.IP.String()
			}
		}
	}
	return "localhost"
}

func selfSigned(host string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := clock.System()
	t := &x509.Certificate{SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "Kaigong demo"}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(0, 0, 7),
		DNSNames: []string{"localhost"}, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if ip := net.ParseIP(host); ip != nil {
		t.IPAddresses = []net.IP{ip}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// greet prints where to go and who to be.
func (c demoCmd) greet(a *app.App, base, letters string, cert *tls.Certificate) {
	fmt.Printf("\n开工 Kaigong · 丰禾小微园 Fenghe Park (fictional 虚构)\n\n  %s\n\n", base)
	fmt.Printf("  the demo's present 演示日期   %s\n  choose who to be 换个身份看   %s/demo\n  a busy day 换一天看看         kaigong demo --at 2020-03-12\n\n", clock.DateOf(a.Now(), a.Calendar.Zone()), base)
	for _, p := range [][3]string{
		{"麻澄之 Chengzhi Ma", "禾跃鞋业 Heyue Footwear", "owner 负责人: asks, accepts, signs"},
		{"田小满 Xiaoman Tian", "园区 the park", "financing liaison 融资联络员: verifies, publishes"},
		{"雷白露 Bailu Lei", "澄川农商行 CRCB", "officer 客户经理: reads the file, drafts the offer, books"},
		{"潘川一 Chuanyi Pan", "澄川农商行 CRCB", "approver 审批人: approves, countersigns"},
		{"詹小满 Xiaoman Zhan", "东屿银行 Dongyu Bank", "officer 客户经理: another lender, sees its own cases alone"},
		{"钟埠远 Buyuan Zhong", "禾埠镇 Hebu Town", "town office 企业服务办: sees who still waits"},
	} {
		fmt.Printf("  %-22s %-24s %s\n", p[0], p[1], p[2])
	}
	fmt.Printf("\n  letters, one file each, nothing is sent 邮件短信写成文件，不外发\n  %s\n", letters)
	if cert != nil {
		fmt.Printf("\n  certificate 证书指纹 SHA-256 %x\n", sha256.Sum256(cert.Certificate[0]))
		if q, err := qrcode.New(base, qrcode.Medium); err == nil {
			fmt.Print("  ", strings.ReplaceAll(strings.TrimSpace(q.ToSmallString(false)), "\n", "\n  "), "\n")
		}
	}
	fmt.Println("\n  Ctrl-C ends the demo 按 Ctrl-C 结束")
}
