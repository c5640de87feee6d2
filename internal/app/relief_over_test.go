package app_test

// Relief on a loan whose terms cannot change any more: through both doors and in
// both languages it is said why, and what to do instead.

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func TestReliefOfALoanThatIsOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "over", "rent", apptest.Performing)
		contract := s.ID("contract of over")
		owner := s.Client(t, apptest.Owner)
		page, operation := "/contracts/"+contract+"/relief", "/api/v1/contracts/"+contract+"/relief"
		for state, says := range map[string][2]string{
			"effective":   {"尚未放款", "not paid out yet"},
			"cancelled":   {"没有生效", "never took effect"},
			"defaulted":   {"请与银行贷后人员商定还款安排", "Agree with the lender"},
			"written_off": {"债务仍在", "still owed"},
			"renewed":     {"请到新合同的页面", "on the page of that contract"},
			"closed":      {"已结清", "This loan is repaid"},
		} {
			run(t, s, `UPDATE servicing_contract SET state = $1 WHERE id = $2`, state, contract)
			for i, language := range []string{"zh-CN", "en"} {
				c := owner.In(language)
				for door, a := range map[string]apptest.Answer{
					"the page":      c.Page(page),
					"the form":      c.Form(page, "kind=defer_all&reason=stopped&until=2020-12-31"),
					"the operation": c.Operation("POST", operation, s.App.Identity.NewID(), map[string]any{"kind": "defer_all", "reason": "stopped", "until": "2020-12-31"}),
				} {
					if door == "the operation" && a.Status != 409 || door == "the form" && a.Status < 400 || !strings.Contains(a.Body, says[i]) {
						t.Errorf("%s, %s, %s: %v", state, door, language, a)
					}
				}
			}
		}
	})
}
