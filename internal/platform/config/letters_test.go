package config

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/courier"
)

func none(string) (string, bool) { return "", false }

// secretFile is a private file unless mode says otherwise.
func secretFile(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestLettersSettings: what is wrong is said by the setting's name, and no secret
// with it.
func TestLettersSettings(t *testing.T) {
	password, open := secretFile(t, "ferry-secret\n", 0o600), secretFile(t, "ferry-secret", 0o644)
	hook := secretFile(t, `{"url":"https://robot.example/send?key=ferry-secret"}`, 0o600)
	for name, c := range map[string]struct {
		in   Letters
		want string
	}{
		"nothing":                 {Letters{}, ""},
		"a server":                {Letters{SMTP: "mail.example.org:587", MailFrom: "Kaigong <kaigong@example.org>", SMTPUser: "kaigong", SMTPPassword: password}, ""},
		"on this machine":         {Letters{SMTP: "localhost:25", SMTPSecurity: "none", MailFrom: "kaigong@example.org"}, ""},
		"no port":                 {Letters{SMTP: "mail.example.org", MailFrom: "a@example.org"}, "--smtp "},
		"no sender":               {Letters{SMTP: "mail.example.org:587"}, "--mail-from"},
		"a sender of two lines":   {Letters{SMTP: "mail.example.org:587", MailFrom: "a@example.org\r\nBcc: b@example.org"}, "--mail-from"},
		"in the open":             {Letters{SMTP: "mail.example.org:25", SMTPSecurity: "none", MailFrom: "a@example.org"}, "--smtp-security"},
		"no such security":        {Letters{SMTP: "mail.example.org:25", SMTPSecurity: "ssl3", MailFrom: "a@example.org"}, "--smtp-security"},
		"a user alone":            {Letters{SMTP: "mail.example.org:587", MailFrom: "a@example.org", SMTPUser: "x"}, "--smtp-user"},
		"a password others read":  {Letters{SMTP: "mail.example.org:587", MailFrom: "a@example.org", SMTPUser: "x", SMTPPassword: open}, "--smtp-password"},
		"a sender alone":          {Letters{MailFrom: "a@example.org"}, "--smtp "},
		"a robot":                 {Letters{Robot: hook}, ""},
		"a robot others read":     {Letters{Robot: open}, "--robot"},
		"a robot that is no JSON": {Letters{Robot: password}, "--robot"},
		"a gateway without a url": {Letters{SMS: secretFile(t, `{"secret":"ferry-secret"}`, 0o600)}, "--sms"},
		"a gateway in the open":   {Letters{SMS: secretFile(t, `{"url":"http://10.0.0.1/ferry-secret"}`, 0o600)}, "--sms"},
		"an allowed one":          {Letters{SMS: secretFile(t, `{"url":"http://10.0.0.1/"}`, 0o600), HookNetworks: "10.0.0.0/24"}, ""},
		"no network":              {Letters{HookNetworks: "ten"}, "--hook-networks"},
	} {
		_, err := Load(Config{Letters: c.in}, none)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "ferry-secret") {
			t.Errorf("%s: the secret is shown: %v", name, err)
		}
	}
}

// TestWaysOut: a folder for all three while nothing is set, and what is set alone
// afterwards.
func TestWaysOut(t *testing.T) {
	c, err := Load(Config{DataDir: t.TempDir()}, none)
	if err != nil {
		t.Fatal(err)
	}
	ways, err := c.Couriers(time.Now)
	if err != nil || len(ways) != 3 {
		t.Fatalf("%v %v", ways, err)
	}
	if err := ways["sms"].Send(context.Background(), courier.Message{ID: "1", To: "+8613800000000", Text: "x"}); err != nil {
		t.Error(err)
	}
	if all, _ := os.ReadDir(filepath.Join(c.DataDir, "letters")); len(all) != 1 {
		t.Errorf("%v", all)
	}
	c.SMTP, c.MailFrom, c.SMTPUser, c.SMTPPassword = "mail.example.org:587", "a@example.org", "x", secretFile(t, "ferry-secret\n", 0o600)
	if ways, err = c.Couriers(time.Now); err != nil || len(ways) != 1 || ways["mail"].(courier.SMTP).Password != "ferry-secret" {
		t.Errorf("%v %v", ways, err)
	}
}
