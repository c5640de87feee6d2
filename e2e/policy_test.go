package e2e

// The content policy: every journey ends without a breach, with hostile text in
// every field. This is the control, which shows that a breach would be noticed.

import (
	"testing"
	"time"
)

// A script in the page, an event attribute, a picture and a question to another
// address: each is stopped, reported to the house and heard by the person.
func TestCSPControl(t *testing.T) {
	h := loud(t)
	p := h.enter("owner", "P027", view{lang: "zh-CN", width: 1440})
	if h.reports() != "0" || len(h.strangers) > 0 {
		t.Fatalf("before anything: %s reports, %v", h.reports(), h.strangers)
	}
	for _, breach := range []string{
		`(() => { const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s) })()`,
		`(() => { const d = document.createElement('div'); d.innerHTML = '<img src="data:," onerror="window.broken = 2">'; document.body.append(d) })()`,
		`(() => { const i = new Image(); i.src = 'http://127.0.0.1:9/x.png' })()`,
		`fetch('http://127.0.0.1:9/').catch(() => 0)`,
	} {
		before := h.reports()
		ask[any](p, breach+`, null`)
		for range 200 {
			if h.reports() != before {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if h.reports() == before {
			t.Errorf("nobody reported %s", breach)
		}
	}
	if ask[bool](p, `'broken' in window`) {
		t.Error("what the policy forbids was run")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.strangers) < 4 {
		t.Errorf("the person heard of %d breaches: %v", len(h.strangers), h.strangers)
	}
}
