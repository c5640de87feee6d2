package servicing

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// Both sides talk; each is told, and nobody else reads along.
func TestConversation(t *testing.T) {
	d := newDoors(t, dbtest.SQLite(t))
	c := d.funded(equal(), "2020-03-16")
	at := "/contracts/" + c.ID
	d.shows(d.post(owning(), at+"/messages", url.Values{"text": {"Could we pay on the 20th <b>this</b> month?"}}), 303)
	d.shows(d.send(lending(), "/api/v1"+at+"/messages", map[string]any{"text": "Yes, the days of grace cover it."}), 200)
	d.shows(d.post(owning(), at+"/messages", url.Values{"text": {"  "}}), 422, "Write something before you send")
	for _, who := range []context.Context{owning(), clerking(), lending(), approving()} {
		w := d.get(who, at)
		d.shows(w, 200, "on the 20th &lt;b&gt;this&lt;/b&gt; month", "the days of grace cover it", "Clerk officer")
		d.hides(w, "<b>this")
	}
	for _, told := range []string{bank + " lender_post_loan servicing.notice.message", firm + " enterprise_owner servicing.notice.message"} {
		if !slices.Contains(d.town.told, told) {
			t.Errorf("nobody told %q", told)
		}
	}
	for _, who := range []context.Context{overseeing(), liaising(), as("a2", "bank-2", kernel.Bank, kernel.Approver), as("o2", "firm-2", kernel.Enterprise, kernel.Owner)} {
		wants(t, d.Say(who, c.ID, "hello"), "fault.not_found")
	}
}
