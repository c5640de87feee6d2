package config

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func env(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func file(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestDefaultsSuffice(t *testing.T) {
	c, err := Load(Config{}, env())
	if err != nil {
		t.Fatal(err)
	}
	if c.DSN != "data/kaigong.db" || c.KeyDir != "data/keys" || c.BaseURL != "http://localhost:8080" || c.Secure() || c.Postgres() || c.Location().String() != "Asia/Shanghai" {
		t.Errorf("%+v", c)
	}
}

func TestTheCommandLineComesBeforeEnvironmentAndFile(t *testing.T) {
	settings := file(t, "# Fenghe\nKAIGONG_LISTEN=:1\nKAIGONG_PARK=file.example\nKAIGONG_ZONE = \"UTC\"\n\n", 0o600)
	c, err := Load(Config{Listen: ":3", File: settings}, env("KAIGONG_LISTEN", ":2", "KAIGONG_PARK", "env.example"))
	if err != nil || c.Listen != ":3" || c.Park != "env.example" || c.Zone != "UTC" {
		t.Errorf("%+v %v", c, err)
	}
}

func TestWhatIsWrongIsSaidWithItsName(t *testing.T) {
	cert, wide := file(t, "cert", 0o644), file(t, "key", 0o644)
	for _, c := range []struct {
		given Config
		want  []string
	}{
		{Config{Listen: "8080"}, []string{"--listen (KAIGONG_LISTEN)"}},
		{Config{BaseURL: "kaigong.example"}, []string{"--base-url"}},
		{Config{BaseURL: "ftp://kaigong.example"}, []string{"--base-url"}},
		{Config{BaseURL: "https://u:geheim@kaigong.example"}, []string{"--base-url"}},
		{Config{BaseURL: "https://kaigong.example/app"}, []string{"--base-url"}},
		{Config{DSN: "mysql://root:geheim@db"}, []string{"--dsn (KAIGONG_DSN)"}},
		{Config{Zone: "Moon/Copernicus"}, []string{"--zone"}},
		{Config{Park: "Fenghe Park"}, []string{"--park"}},
		{Config{Proxies: "10.0.0.1, proxy.example"}, []string{"--proxies (KAIGONG_PROXIES)"}},
		{Config{Proxies: "10.0.0.0/33"}, []string{"--proxies"}},
		{Config{TLSCert: cert}, []string{"--tls-cert"}},
		{Config{TLSCert: cert, TLSKey: wide}, []string{"--tls-key", "chmod 600"}},
		{Config{TLSCert: cert, TLSKey: cert + "x"}, []string{"--tls-key"}},
		{Config{TLSCert: cert, TLSKey: wide, BaseURL: "http://kaigong.example"}, []string{"--base-url"}},
		{Config{Listen: "x", Zone: "y"}, []string{"--listen", "--zone"}},
		{Config{File: "/nowhere"}, []string{"--config"}},
		{Config{File: file(t, "KAIGONG_LISTEM=:1\n", 0o600)}, []string{"--config", "row 1"}},
		{Config{File: file(t, "\nlisten\n", 0o600)}, []string{"--config", "row 2"}},
	} {
		_, err := Load(c.given, env())
		if err == nil {
			t.Errorf("%+v passed", c.given)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q does not name %s", err, want)
			}
		}
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("a secret reached the message: %v", err)
		}
	}
}

func TestProxiesAreNetworks(t *testing.T) {
	c, err := Load(Config{}, env("KAIGONG_PROXIES", "10.0.0.5, 192.168.1.7/24,fd00::/8"))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, p := range c.Networks() {
		got += p.String() + " "
	}
	if got != "10.0.0.5/32 192.168.1.0/24 fd00::/8 " {
		t.Errorf("%q", got)
	}
}

func TestKeysAreMadeOnceForTheirOwnerAlone(t *testing.T) {
	k := Keys{Dir: filepath.Join(t.TempDir(), "keys"), Random: rand.Reader, Make: true}
	first, err := k.Log("fenghe.example")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(first)
	if err != nil || signer.Name() != "fenghe.example" {
		t.Fatalf("not a signing key: %v", err)
	}
	k.Make = false
	if again, err := k.Log("fenghe.example"); err != nil || again != first {
		t.Errorf("a second key: %v", err)
	}
	if _, err := k.Secret(SessionKey); !errors.Is(err, ErrMissing) {
		t.Errorf("a missing key was made where that is not allowed: %v", err)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, LogKey + ".key": 0o600} {
		if info, err := os.Stat(filepath.Join(k.Dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%q: %v %v", name, info.Mode(), err)
		}
	}
	if left, _ := os.ReadDir(k.Dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAKeyFileThatOthersReadIsRefused(t *testing.T) {
	k := Keys{Dir: t.TempDir(), Random: rand.Reader, Make: true}
	if _, err := k.Secret(FormKey); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(k.Dir, FormKey+".key")
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620} {
		os.Chmod(name, mode)
		if _, err := k.Secret(FormKey); !errors.Is(err, ErrExposed) {
			t.Errorf("%o: %v", mode, err)
		}
	}
	os.Chmod(name, 0o600)
	if err := os.Symlink(name, filepath.Join(k.Dir, IndexKey+".key")); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Secret(IndexKey); err == nil {
		t.Error("a link was followed")
	}
	os.WriteFile(name, []byte("c2hvcnQ="), 0o600)
	if _, err := k.Secret(FormKey); err == nil || strings.Contains(err.Error(), "c2hvcnQ") {
		t.Errorf("a damaged key: %v", err)
	}
}

func TestTwoProcessesAgreeOnOneKey(t *testing.T) {
	k := Keys{Dir: t.TempDir(), Random: rand.Reader, Make: true}
	var all [8]string
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() {
			secret, err := k.Secret(SessionKey)
			if err != nil {
				t.Error(err)
			}
			all[i] = string(secret)
		})
	}
	wait.Wait()
	for _, s := range all {
		if s != all[0] || len(s) != secretBytes {
			t.Fatal("two keys for one purpose")
		}
	}
}
