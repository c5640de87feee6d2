package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/config"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/sim"
)

// deployment is a folder with the demo's data under keys of its own.
func deployment(t *testing.T) settings {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	s := settings{DataDir: dir, Park: "test.example"}
	cfg, err := s.load(config.Config{})
	if err != nil {
		t.Fatal(err)
	}
	keys := config.Keys{Dir: cfg.KeyDir, Random: rand.Reader, Make: true}
	key, err := keys.Log(cfg.Park + "/log")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := keys.Secret(config.CaseKey)
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, dsn(cfg))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	a, err := sim.Open(ctx, sim.Options{DB: d, LogKey: key, CaseKey: cases, BaseURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := sim.Fenghe()
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.NewWorld(a, nil).Load(ctx, data, sim.Present()); err != nil {
		t.Fatal(err)
	}
	return s
}

// elsewhere is an empty folder with the same keys: keys are kept apart from
// backups of the database.
func elsewhere(t *testing.T, s settings) settings {
	t.Helper()
	other := settings{DataDir: t.TempDir(), Park: s.Park}
	if err := os.CopyFS(filepath.Join(other.DataDir, "keys"), os.DirFS(filepath.Join(s.DataDir, "keys"))); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(other.DataDir, "keys", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.Chmod(f, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return other
}

func TestABackupCountsAfterItWasRestored(t *testing.T) {
	ctx := context.Background()
	s := deployment(t)
	copied := filepath.Join(t.TempDir(), "backup.db")
	if err := (backupCmd{settings: s, To: copied}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	other := elsewhere(t, s)
	if err := (restoreCmd{settings: other, From: copied}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	if err := (verifyCmd{settings: other}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	if err := (restoreCmd{settings: other, From: copied}).Run(ctx); err == nil {
		t.Fatal("a restore must not overwrite a database")
	}
}

// A balance changed inside the backup must keep it from being put in place.
func TestAChangedBackupIsNotPutInPlace(t *testing.T) {
	ctx := context.Background()
	s := deployment(t)
	copied := filepath.Join(t.TempDir(), "backup.db")
	if err := (backupCmd{settings: s, To: copied}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, copied)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE origination_offer SET state = 'accepted' WHERE state = 'expired'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	other := elsewhere(t, s)
	if err := (restoreCmd{settings: other, From: copied}).Run(ctx); err == nil || !strings.Contains(err.Error(), "not put in place") {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(other.DataDir, "kaigong.db")); err == nil {
		t.Fatal("the changed database was put in place")
	}
}

func TestInitInvitesTheFirstAdministrator(t *testing.T) {
	c := initCmd{settings: settings{DataDir: t.TempDir()}, OperatorZh: "园区", OperatorEn: "Park", PersonZh: "甲", PersonEn: "A", BaseURL: "http://localhost:8080"}
	if err := c.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := (doctorCmd{settings: c.settings}).Run(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// The golden is the reference loan of the engine, through the command.
func TestLoanScheduleIsTheReferenceLoan(t *testing.T) {
	p, err := scheduleCmd{Principal: "1,000,000", Rate: "5", Disbursed: "2020-01-10", Term: 12, Repayment: "equal_instalment", DayCount: "A360", Rounding: "half_up"}.plan()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := printTable(&b, p); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../engine/loan/instalment/testdata/reference.golden")
	if err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Fatalf("%v\n%s", err, b.String())
	}
}

// printed is what a command writes to its standard output.
func printed(t *testing.T, run func() error) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdout
	os.Stdout = w
	err = run()
	os.Stdout = before
	w.Close()
	text, also := io.ReadAll(r)
	if err != nil || also != nil {
		t.Fatal(err, also)
	}
	return string(text)
}

// browser sends forms and opens pages with the cookie that it got.
type browser struct {
	t       *testing.T
	handler http.Handler
	cookies map[string]string
	lang    string
}

func (v browser) send(method, path string, fields ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	q := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Accept-Language", v.lang)
	for name, value := range v.cookies {
		q.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, q)
	for _, c := range w.Result().Cookies() {
		v.cookies[c.Name] = c.Value
	}
	return w
}

// reads wants a page with a word on it.
func (v browser) reads(path string, code int, word string) string {
	v.t.Helper()
	w := v.send("GET", path)
	if w.Code != code || !strings.Contains(w.Body.String(), word) {
		v.t.Errorf("%s: %d without %q: %s", path, w.Code, word, w.Body)
	}
	return w.Body.String()
}

// goes wants a form to lead on.
func (v browser) goes(path, to string, fields ...string) {
	v.t.Helper()
	if w := v.send("POST", path, fields...); w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		v.t.Fatalf("%s: %d %s %s", path, w.Code, w.Header().Get("Location"), w.Body)
	}
}

var linkPattern = regexp.MustCompile(`http://localhost:8080(/setup/[A-Za-z0-9_-]{43})\n`)

// Without names a link is printed, and its pages make a deployment out of nothing.
func TestInitLeadsThroughPages(t *testing.T) {
	ctx := context.Background()
	c := initCmd{settings: settings{DataDir: t.TempDir()}, BaseURL: "http://localhost:8080"}
	link := func() string {
		found := linkPattern.FindStringSubmatch(printed(t, func() error { return c.Run(ctx) }))
		if found == nil {
			t.Fatal("no link was printed")
		}
		return found[1]
	}
	void, path := link(), link()
	if half := (initCmd{settings: c.settings, OperatorZh: "园区"}); half.Run(ctx) == nil {
		t.Error("one name of four was taken")
	}
	cfg, err := c.load(config.Config{BaseURL: c.BaseURL})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Letters.LettersDir = filepath.Join(c.DataDir, "letters")
	a, err := open(ctx, cfg, false)
	if err != nil {
		t.Fatal(err)
	}
	defer a.DB.Close()
	if said := printed(t, func() error { return greet(ctx, a) }); !strings.Contains(said, "printed before") {
		t.Errorf("serve says %q while a link works", said)
	}
	v := browser{t, a.Handler, map[string]string{}, "en"}
	gone := v.reads("/nothing-here", 404, "Nothing here")
	for _, wrong := range []string{void, "/setup/guessed", "/setup/guessed/person", "/setup", "/setup/organisations"} {
		if alike(v.reads(wrong, 404, "Nothing here")) != alike(gone) {
			t.Errorf("%s differs from a page that does not exist", wrong)
		}
	}
	v.reads(path, 200, "Park operator")
	for lang, word := range map[string]string{"en": "18 characters; you entered 3", "zh-CN": "应为 18 位，你填了 3 位"} {
		other := browser{t, a.Handler, map[string]string{}, lang}
		if w := other.send("POST", path, "name_zh", "园区", "name_en", "Park", "credit_code", "123"); w.Code != 422 || !strings.Contains(w.Body.String(), word) {
			t.Errorf("%s: %d %s", lang, w.Code, w.Body)
		}
	}
	v.goes(path, path+"/person", "name_zh", "丰和园区运营", "name_en", "Fenghe Park Operations", "credit_code", "919901010000010000")
	seen := regexp.MustCompile(`name="seen" value="([0-9a-f]{64})"`).FindStringSubmatch(v.reads(path+"/person", 200, "Fenghe Park Operations"))
	v.goes(path+"/person", "/setup", "seen", seen[1], "person_zh", "桑立夏", "person_en", "Sang Lixia", "sign_in", "sang@example.org", "password", "quiet-ferry-31")
	for _, closed := range []string{path, path + "/person"} {
		v.reads(closed, 404, "Nothing here")
	}
	v.reads("/", 200, "The park is not fully set up yet")
	v.goes("/setup/organisations", "/setup/organisations", "kind", "bank", "name_zh", "澄川农村商业银行", "name_en", "Chengchuan Rural Bank", "credit_code", "919901010000020007", "person_zh", "陶安", "person_en", "Tao An")
	invitation := regexp.MustCompile(`http://localhost:8080(/invitations/[0-9A-Z-]+)`).FindStringSubmatch(v.reads("/setup/organisations", 200, "Chengchuan Rural Bank"))
	banker := browser{t, a.Handler, map[string]string{}, "en"}
	banker.goes(invitation[1], "/account", "sign_in", "tao@example.org", "password", "quiet-ferry-32")
	banker.reads("/setup", 404, "Nothing here")
	v.cookies = map[string]string{} // left, and resumed after signing in anew
	if w := v.send("GET", "/setup"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/signin?next=%2Fsetup" {
		t.Errorf("a guest is led to %s", w.Header().Get("Location"))
	}
	v.goes("/signin", "/setup", "sign_in", "sang@example.org", "password", "quiet-ferry-31", "next", "/setup")
	v.reads("/setup", 200, "1 invited, 1 accepted")
	v.goes("/setup/holidays", "/setup/letters")
	v.goes("/setup/letters", "/setup/letters?sent=1", "address", "sang@example.org")
	if sent, _ := filepath.Glob(filepath.Join(c.DataDir, "letters", "*.eml")); len(sent) != 1 {
		t.Errorf("test letters: %v", sent)
	}
	v.goes("/setup/finish", "/")
	v.reads("/setup", 404, "Nothing here")
	if said := printed(t, func() error { return greet(ctx, a) }); said != "" {
		t.Errorf("serve says %q", said)
	}
	if err := c.Run(ctx); err == nil || !strings.Contains(err.Error(), "has its operator already") {
		t.Errorf("a second operator: %v", err)
	}
	if _, err := a.Audit.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	if r, err := a.Verify(ctx); err != nil || len(r.Differences) > 0 {
		t.Error(err, r.Differences)
	}
}

// alike is a page without what differs from answer to answer: its own address, keys
// and references.
func alike(page string) string {
	return regexp.MustCompile(`next=[^"&]*|value="[^"]*"|E-[0-9A-Z]{6}|nonce="[^"]*"`).ReplaceAllString(page, "")
}
