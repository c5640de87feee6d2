package courier

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var here = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func now() time.Time { return noon }

// asked keeps what a gateway was asked.
type asked struct {
	*http.Request
	body string
}

func gateway(t *testing.T, answer func(w http.ResponseWriter)) (string, *[]asked) {
	t.Helper()
	var all []asked
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		all = append(all, asked{q, string(body)})
		answer(w)
	}))
	t.Cleanup(s.Close)
	return s.URL, &all
}

func fine(w http.ResponseWriter) { io.WriteString(w, `{"errcode":0,"errmsg":"ok"}`) }

// TestARobotIsAskedAsItWantsToBe: the signature is worked out here again.
func TestARobotIsAskedAsItWantsToBe(t *testing.T) {
	url, all := gateway(t, fine)
	h, err := NewHook(HookSettings{URL: url + "/robot/send?access_token=k1", Secret: "SEC-1", Sign: SignQuery}, RobotBody, here, now)
	if err != nil {
		t.Fatal(err)
	}
	text := "有事等您处理 \"x\"\n{{.ID}}"
	if err := h.Send(ctx, Message{ID: "l-2", To: "lin", Text: text, At: noon}); err != nil {
		t.Fatal(err)
	}
	q := (*all)[0]
	var body struct {
		MsgType string `json:"msgtype"`
		Text    struct{ Content string }
	}
	if err := json.Unmarshal([]byte(q.body), &body); err != nil || body.MsgType != "text" || body.Text.Content != text {
		t.Errorf("%s %v", q.body, err)
	}
	mac := hmac.New(sha256.New, []byte("SEC-1"))
	io.WriteString(mac, "1580702400000\nSEC-1")
	if got := q.URL.Query(); got.Get("access_token") != "k1" || got.Get("timestamp") != "1580702400000" || got.Get("sign") != base64.StdEncoding.EncodeToString(mac.Sum(nil)) || q.Header.Get("Idempotency-Key") != "l-2" {
		t.Errorf("%v", q.URL)
	}
	g, err := NewHook(HookSettings{URL: url, Secret: "s", Sign: SignHead}, GatewayBody, here, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Send(ctx, Message{ID: "l-3", To: "+8613800000000", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	q = (*all)[1]
	mac = hmac.New(sha256.New, []byte("s"))
	io.WriteString(mac, "1580702400."+q.body)
	if q.body != `{"id":"l-3","to":"+8613800000000","text":"x"}` || q.Header.Get("X-Kaigong-Signature") != "sha256="+hex.EncodeToString(mac.Sum(nil)) {
		t.Errorf("%s %v", q.body, q.Header)
	}
}

func TestAnswersOfGateways(t *testing.T) {
	for _, c := range []struct {
		answer func(http.ResponseWriter)
		want   *Refusal
	}{
		{fine, nil},
		{func(w http.ResponseWriter) { w.WriteHeader(204) }, nil},
		{func(w http.ResponseWriter) { io.WriteString(w, "ok") }, nil},
		{func(w http.ResponseWriter) { io.WriteString(w, `{"errcode":45009,"errmsg":"too many for lin"}`) }, &Refusal{Code: 45009}},
		{func(w http.ResponseWriter) { w.WriteHeader(500) }, &Refusal{Code: 500}},
		{func(w http.ResponseWriter) { w.WriteHeader(429) }, &Refusal{Code: 429}},
		{func(w http.ResponseWriter) { w.WriteHeader(401) }, &Refusal{Code: 401, Final: true}},
		{func(w http.ResponseWriter) { w.Header().Set("Location", "http://127.0.0.1:1/"); w.WriteHeader(307) }, &Refusal{Code: 307, Final: true}},
	} {
		url, all := gateway(t, c.answer)
		h, err := NewHook(HookSettings{URL: url}, GatewayBody, here, now)
		if err != nil {
			t.Fatal(err)
		}
		err = h.Send(ctx, Message{ID: "1", To: "lin", Text: "x"})
		var got *Refusal
		if c.want == nil && err != nil || c.want != nil && (!errors.As(err, &got) || got.Code != c.want.Code || got.Final != c.want.Final || strings.Contains(got.Words, "lin")) {
			t.Errorf("want %+v, got %v", c.want, err)
		}
		if len(*all) != 1 {
			t.Errorf("%d requests", len(*all))
		}
	}
}

// TestTheWall: nothing but public addresses, by number, by name or mapped, unless
// a network was named; not even a connection is made.
func TestTheWall(t *testing.T) {
	for _, ip := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "0.0.0.0", "0.1.2.3", "100.64.0.1", "100.127.255.255", "198.18.0.1", "192.0.0.8", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001::1", "::10.0.0.1", "fec0::1", "2001:db8::1",
	} {
		if (wall{}).lets(netip.MustParseAddr(ip)) == nil {
			t.Errorf("%s is let through", ip)
		}
	}
	for _, ip := range []string{"1.1.1.1", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "2400:3200::1", "::ffff:8.8.8.8"} {
		if err := (wall{}).lets(netip.MustParseAddr(ip)); err != nil {
			t.Errorf("%s: %v", ip, err)
		}
	}
	named := wall{[]netip.Prefix{netip.MustParsePrefix("10.1.2.0/24")}}
	if named.lets(netip.MustParseAddr("10.1.2.9")) != nil || named.lets(netip.MustParseAddr("::ffff:10.1.2.9")) != nil || named.lets(netip.MustParseAddr("10.1.3.9")) == nil {
		t.Error("a named network alone is let through")
	}
	url, all := gateway(t, fine)
	elsewhere := []netip.Prefix{netip.MustParsePrefix("10.9.9.0/24")}
	for _, at := range []string{url, strings.Replace(url, "127.0.0.1", "localhost", 1), strings.Replace(url, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		h, err := NewHook(HookSettings{URL: at}, GatewayBody, elsewhere, now)
		if err != nil {
			t.Fatal(err)
		}
		var stopped *WallError
		if err := h.Send(ctx, Message{ID: "1", To: "lin", Text: "x"}); !errors.As(err, &stopped) {
			t.Errorf("%s: %v", at, err)
		}
		if err := h.Check(ctx); !errors.As(err, &stopped) {
			t.Errorf("check of %s: %v", at, err)
		}
	}
	if len(*all) != 0 {
		t.Errorf("%d requests came through", len(*all))
	}
}

func TestSettingsOfHooks(t *testing.T) {
	for name, s := range map[string]HookSettings{
		"no url": {}, "open http": {URL: "http://sms.example/"}, "a password in it": {URL: "https://u:p@sms.example/"}, "another scheme": {URL: "file:///etc/passwd"},
		"sign without secret": {URL: "https://sms.example/", Sign: SignHead}, "unknown sign": {URL: "https://sms.example/", Secret: "s", Sign: "md5"},
		"broken template": {URL: "https://sms.example/", Body: "{{"}, "not JSON": {URL: "https://sms.example/", Body: `{"text":"{{.Text}}"}`}, "unknown field": {URL: "https://sms.example/", Body: `{"x":{{json .Secret}}}`},
	} {
		if _, err := NewHook(s, GatewayBody, nil, now); err == nil || strings.Contains(err.Error(), "p@") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAFolderStandsInForAllWays: one file each, private, the same one when the
// message is tried again.
func TestAFolderStandsInForAllWays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "letters")
	for range 2 {
		if err := (File{Dir: dir, Kind: "mail"}).Send(ctx, hello); err != nil {
			t.Fatal(err)
		}
		if err := (File{Dir: dir, Kind: "sms"}).Send(ctx, Message{ID: "../l-2", To: "+8613800000000", Text: "有事", At: noon}); err != nil {
			t.Fatal(err)
		}
	}
	if err := (File{Dir: dir}).Check(ctx); err != nil {
		t.Error(err)
	}
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 2 || all[0].Name() != "20200203-040000-mail-l-1.eml" || all[1].Name() != "20200203-040000-sms-l-2.json" {
		t.Fatalf("%v %v", all, err)
	}
	for _, f := range all {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info.Mode(), err)
		}
	}
	text, _ := os.ReadFile(filepath.Join(dir, all[1].Name()))
	var s short
	if json.Unmarshal(text, &s) != nil || s.Text != "有事" || s.At != "2020-02-03T04:00:00Z" {
		t.Errorf("%s", text)
	}
}
