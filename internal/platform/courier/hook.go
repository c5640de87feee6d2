package courier

// Messages as JSON to an address of the web: gateways of SMS, and the robots of
// chats. What the body looks like is the operator's template; what it may say is
// not.

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"text/template"
	"time"
)

// How a request proves that it is ours.
const (
	SignNot   = ""       // the address is the secret
	SignQuery = "query"  // timestamp and sign in the query, as DingTalk's robots take it
	SignHead  = "header" // X-Kaigong-Time and X-Kaigong-Signature over time and body
)

// Hook posts messages to one address. NewHook makes it.
type Hook struct {
	to     *url.URL
	secret string
	sign   string
	body   *template.Template
	client *http.Client
	now    func() time.Time
	wall   wall
}

// HookSettings are what the operator writes into a private file.
type HookSettings struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
	Sign   string `json:"sign"`
	Body   string `json:"body"` // a text/template: {{json .Text}}, {{json .To}}, {{json .ID}}
}

// Bodies that fit most robots and gateways.
const (
	RobotBody   = `{"msgtype":"text","text":{"content":{{json .Text}},"mentioned_mobile_list":[{{json .To}}],"mentioned_list":[]},"at":{"atMobiles":[{{json .To}}],"isAtAll":false}}`
	GatewayBody = `{"id":{{json .ID}},"to":{{json .To}},"text":{{json .Text}}}`
)

// NewHook reads settings. inside are the networks of the operator's own to which
// it may go; body is the template where the settings have none.
func NewHook(s HookSettings, body string, inside []netip.Prefix, now func() time.Time) (*Hook, error) {
	h := &Hook{secret: s.Secret, sign: s.Sign, now: now, wall: wall{inside}}
	var err error
	if h.to, err = url.Parse(s.URL); err != nil || h.to.Host == "" || h.to.User != nil {
		return nil, errors.New("url needs https:// and a host, without user or password") // url.Parse repeats what it read
	}
	if h.to.Scheme != "https" && (h.to.Scheme != "http" || len(inside) == 0) {
		return nil, errors.New("url needs https://; http:// is for networks that are allowed by name")
	}
	if s.Sign != SignNot && s.Sign != SignQuery && s.Sign != SignHead {
		return nil, errors.New(`sign takes "query", "header" or nothing`)
	}
	if s.Sign != SignNot && s.Secret == "" {
		return nil, errors.New("sign needs a secret")
	}
	if s.Body != "" {
		body = s.Body
	}
	if h.body, err = template.New("body").Funcs(template.FuncMap{"json": quoted}).Parse(body); err != nil {
		return nil, errors.New("body is not a template")
	}
	if _, err := h.written(Message{ID: "1", To: "1", Text: "\"\n"}); err != nil {
		return nil, err
	}
	h.client = &http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{DialContext: (&net.Dialer{Timeout: 10 * time.Second, ControlContext: h.wall.control}).DialContext, TLSHandshakeTimeout: 10 * time.Second, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return h, nil
}

func quoted(s string) (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}

// written fills the template; what comes out must be JSON, whatever was said.
func (h *Hook) written(m Message) ([]byte, error) {
	var b bytes.Buffer
	if err := h.body.Execute(&b, struct{ ID, To, Text string }{m.ID, m.To, m.Text}); err != nil {
		return nil, errors.New("body cannot be filled: it knows .ID, .To and .Text")
	}
	if !json.Valid(b.Bytes()) {
		return nil, errors.New("body does not come to JSON: write {{json .Text}} without quotes around it")
	}
	return b.Bytes(), nil
}

// maxAnswer bounds what is read of an answer.
const maxAnswer = 64 << 10

// Send posts a message. Robots answer 200 with an errcode in the body; that is a
// refusal too.
func (h *Hook) Send(ctx context.Context, m Message) error {
	if err := m.checked(); err != nil {
		return err
	}
	body, err := h.written(m)
	if err != nil {
		return err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, h.signed(), bytes.NewReader(body))
	if err != nil {
		return errors.New("the address cannot be used")
	}
	q.Header.Set("Content-Type", "application/json; charset=utf-8")
	q.Header.Set("Idempotency-Key", m.ID)
	h.stamp(q, body)
	a, err := h.client.Do(q)
	if err != nil {
		return h.silent(err)
	}
	defer a.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(a.Body, maxAnswer))
	if a.StatusCode/100 == 2 {
		return refusedInside(said, m.To)
	}
	final := a.StatusCode/100 == 3 || a.StatusCode/100 == 4 && a.StatusCode != http.StatusTooManyRequests && a.StatusCode != http.StatusRequestTimeout
	return &Refusal{Final: final, Code: a.StatusCode, Words: spoken(http.StatusText(a.StatusCode), m.To)}
}

// refusedInside reads the codes of robots: anything but 0 is a refusal, mostly of
// too many messages, so that another try may succeed.
func refusedInside(said []byte, to string) error {
	var a struct {
		ErrCode int    `json:"errcode"`
		ErrMsg  string `json:"errmsg"`
	}
	if json.Unmarshal(said, &a) != nil || a.ErrCode == 0 {
		return nil
	}
	return &Refusal{Code: a.ErrCode, Words: spoken(a.ErrMsg, to)}
}

// silent says why nobody answered, without the address: it may hold a key.
func (h *Hook) silent(err error) error {
	var wall *WallError
	if errors.As(err, &wall) {
		return wall
	}
	var cause *url.Error
	if errors.As(err, &cause) {
		err = cause.Err
	}
	return errors.New("no answer: " + spoken(strings.ReplaceAll(err.Error(), h.to.Host, "the host"), ""))
}

// signed is the address, with time and signature where they stand in the query.
func (h *Hook) signed() string {
	if h.sign != SignQuery {
		return h.to.String()
	}
	at := strconv.FormatInt(h.now().UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(h.secret))
	mac.Write([]byte(at + "\n" + h.secret))
	to := *h.to
	query := to.Query()
	query.Set("timestamp", at)
	query.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	to.RawQuery = query.Encode()
	return to.String()
}

func (h *Hook) stamp(q *http.Request, body []byte) {
	if h.sign != SignHead {
		return
	}
	at := strconv.FormatInt(h.now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(h.secret))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	q.Header.Set("X-Kaigong-Time", at)
	q.Header.Set("X-Kaigong-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
}

// Check resolves the host and looks whether it may be reached; it connects to
// nobody.
func (h *Hook) Check(ctx context.Context) error {
	all, err := net.DefaultResolver.LookupNetIP(ctx, "ip", h.to.Hostname())
	if err != nil {
		return errors.New("the host of the address is not found")
	}
	for _, ip := range all {
		if err := h.wall.lets(ip); err != nil {
			return err
		}
	}
	return nil
}
