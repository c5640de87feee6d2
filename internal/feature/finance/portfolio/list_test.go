package portfolio_test

// The list through both doors, beside the accounts of the loans, which are
// worked out apart.

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/portfolio"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/sim"
)

// contracts are the ids of a lender's contracts.
func contracts(t *testing.T, s *apptest.Stage, lender string) (ids []string) {
	t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		ids, err = db.All(ctx, tx, db.Value[string], `SELECT id FROM servicing_contract WHERE lender_id = $1 ORDER BY ref`, lender)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// accounts are a lender's loans, each folded by itself.
func accounts(t *testing.T, s *apptest.Stage) (all []servicing.View) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		for _, id := range contracts(t, s, s.ID(sim.Lender)) {
			v, err := s.App.Servicing.View(ctx, id)
			if err != nil {
				return err
			}
			all = append(all, v)
		}
		return nil
	})
	return all
}

type answer struct {
	refs []string
	sums map[string]any
	rows []map[string]any
}

func listed(t *testing.T, c apptest.Client, address string) (out answer) {
	t.Helper()
	a := c.Page("/api/v1/contracts?" + address)
	if a.Status != 200 {
		t.Fatal(address, a)
	}
	body := a.JSON(t)
	rows, _ := body["rows"].([]any)
	for _, r := range rows {
		row := r.(map[string]any)
		out.rows, out.refs = append(out.rows, row), append(out.refs, row["ref"].(string))
	}
	out.sums = body["sums"].(map[string]any)
	return out
}

func fen(v any) money.Fen { return money.Fen(v.(float64)) }

// late leaves a loan of the story unpaid for some weeks.
func late(t *testing.T, s *apptest.Stage) {
	t.Helper()
	s.Application(t, "late", "rent", apptest.Performing)
	ahead(t, s, 2, 20)
}

// ahead moves the business clock and does what is due then.
func ahead(t *testing.T, s *apptest.Stage, months, days int) {
	t.Helper()
	if err := errors.Join(s.App.Business.Advance(s.App.Now().AddDate(0, months, days)), s.App.Settle(context.Background())); err != nil {
		t.Fatal(err)
	}
}

func TestTheListIsTheAccounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		late(t, s)
		officer := s.Client(t, apptest.Officer)
		all := listed(t, officer, "size=200")
		want := accounts(t, s)
		if len(all.rows) != len(want) || len(want) < 3 {
			t.Fatalf("%d rows, %d accounts", len(all.rows), len(want))
		}
		var balance, next, overdue money.Fen
		overdueRows := 0
		for _, v := range want {
			i := slices.Index(all.refs, v.Contract.Ref)
			if i < 0 {
				t.Errorf("%s is not listed", v.Contract.Ref)
				continue
			}
			row := all.rows[i]
			first, _ := v.Next()
			if v.DaysPastDue != int(row["days_past_due"].(float64)) || fen(row["balance_fen"]) != v.Contract.BalanceFen || first.DueOn != row["next_on"] && len(v.Installments) > 0 {
				t.Errorf("%s: %v, the account has %d days past due, next %s", v.Contract.Ref, row, v.DaysPastDue, first.DueOn)
			}
			if v.DaysPastDue > 0 {
				overdueRows++
			}
			due := money.Fen(0)
			for _, x := range v.Installments {
				if x.CollectOn < v.Today {
					due += x.OpenFen()
				}
			}
			if fen(row["overdue_fen"]) != due {
				t.Errorf("%s: %s overdue, the account says %s", v.Contract.Ref, fen(row["overdue_fen"]).Text(), due.Text())
			}
			balance, next, overdue = balance+v.Contract.BalanceFen, next+first.OpenFen(), overdue+due
		}
		if fen(all.sums["balance_fen"]) != balance || fen(all.sums["next_fen"]) != next || fen(all.sums["overdue_fen"]) != overdue || overdueRows == 0 {
			t.Errorf("sums %v, the accounts come to %s, %s, %s (%d overdue)", all.sums, balance.Text(), next.Text(), overdue.Text(), overdueRows)
		}
		narrowed(t, s, officer, want)
		files(t, s, len(want), balance)
	})
}

// narrowed compares each filter with the accounts, and pages and sums with the
// whole.
func narrowed(t *testing.T, s *apptest.Stage, officer apptest.Client, want []servicing.View) {
	of := func(keep func(v servicing.View) bool) (refs []string) {
		for _, v := range slices.Backward(want) {
			if keep(v) {
				refs = append(refs, v.Contract.Ref)
			}
		}
		return refs
	}
	drafter := want[0].Contract.Agreement.DraftedBy
	for address, keep := range map[string]func(v servicing.View) bool{
		"state=closed":              func(v servicing.View) bool { return v.Contract.State == servicing.Closed },
		"bucket=d31":                func(v servicing.View) bool { return v.DaysPastDue > 30 && v.DaysPastDue <= 60 },
		"bucket=d1":                 func(v servicing.View) bool { return v.DaysPastDue > 0 && v.DaysPastDue <= 30 },
		"from=500000":               func(v servicing.View) bool { return v.Contract.Agreement.Terms.AmountFen >= 500_000_00 },
		"below=500000":              func(v servicing.View) bool { return v.Contract.Agreement.Terms.AmountFen < 500_000_00 },
		"officer=" + drafter:        func(v servicing.View) bool { return v.Contract.Agreement.DraftedBy == drafter },
		"q=" + want[0].Contract.Ref: func(v servicing.View) bool { return v.Contract.Ref == want[0].Contract.Ref },
		"q=no+such+name":            func(v servicing.View) bool { return false },
		"within=30": func(v servicing.View) bool {
			first, ok := v.Next()
			return ok && first.CollectOn <= s.App.Now().AddDate(0, 0, 30).Format("2006-01-02")
		},
	} {
		if got := listed(t, officer, "size=200&"+address); !slices.Equal(got.refs, of(keep)) {
			t.Errorf("%s lists %v, want %v", address, got.refs, of(keep))
		} else if int(got.sums["count"].(float64)) != len(got.refs) {
			t.Errorf("%s counts %v", address, got.sums)
		}
	}
	whole, page := listed(t, officer, "size=200&sort=-amount"), listed(t, officer, "size=2&page=2&sort=-amount")
	if len(page.refs) == 0 || page.refs[0] != whole.refs[2] || fmt.Sprint(page.sums) != fmt.Sprint(whole.sums) {
		t.Errorf("page two lists %v with %v, the whole %v with %v", page.refs, page.sums, whole.refs, whole.sums)
	}
	if a := officer.Page("/api/v1/contracts?bucket=d5"); a.Status != 422 {
		t.Errorf("a bucket that there is not: %v", a)
	}
}

// files are the list taken away: the sum stands behind the last row.
func files(t *testing.T, s *apptest.Stage, rows int, balance money.Fen) {
	t.Helper()
	approver := s.Client(t, apptest.Approver)
	a := approver.Form("/lists/contracts/export", "_key=taken-away", "format=csv", "reason=reconciliation")
	if a.Status != 303 {
		t.Fatal(a)
	}
	body := approver.Page(a.Where).Body
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body[:strings.Index(body, "\r\n#")+2], "\ufeff"))).ReadAll()
	if err != nil || len(lines) != rows+2 {
		t.Fatal(len(lines), rows, err)
	}
	last := lines[len(lines)-1]
	if strings.ReplaceAll(last[5], ",", "") != strings.ReplaceAll(balance.Text(), ",", "") {
		t.Errorf("the file ends with %v, the balance is %s", last, balance.Text())
	}
}

// Everybody else sees their own or nothing, and no borrower learns who at the
// lender wrote its offer.
func TestWhoSeesWhich(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "own", "rent", apptest.Performing)
	contract := s.ID("contract of own")
	for who, sees := range map[string]bool{apptest.Officer: true, apptest.OtherOfficer: false, apptest.Owner: true, apptest.OtherOwner: false} {
		a := s.Client(t, who).Page("/contracts")
		if a.Status != 200 || strings.Contains(a.Body, contract) != sees {
			t.Errorf("%s: %d, sees the contract: %v, want %v", who, a.Status, strings.Contains(a.Body, contract), sees)
		}
	}
	for _, who := range []string{apptest.Town, apptest.Liaison, apptest.Auditor} {
		if a := s.Client(t, who).Page("/contracts"); a.Status != 403 {
			t.Errorf("%s: %v", who, a)
		}
	}
	owner := s.Client(t, apptest.Owner)
	for _, r := range listed(t, owner, "size=200").rows {
		if name := fmt.Sprint(r["officer"]); name != "" && name != "map[en: zh:]" {
			t.Errorf("the borrower reads who wrote the offer: %v", name)
		}
	}
	if a := s.Client(t, apptest.Officer).Page("/payments"); a.Status != 403 {
		t.Errorf("a lender has no payments: %v", a)
	}
}

// What changed shows until it was seen; the account is the one that the lender
// publishes, and the reference that of the contract.
func TestHowToPayAndWhatChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "paid", "rent", apptest.Performing)
		contract := s.ID("contract of paid")
		owner, clerk := s.Client(t, apptest.Owner), s.Client(t, apptest.Clerk)
		a := owner.Page("/payments")
		for _, want := range []string{"0990 1000 0000 2020", "Reference to give", "/contracts/" + contract + "?why=1#why", "Changed since you looked", `action="/payments/` + contract + `/seen"`} {
			if !strings.Contains(a.Body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if got := owner.Form("/payments/" + contract + "/seen"); got.Status != 303 {
			t.Fatal(got)
		}
		seen := func(c apptest.Client) int {
			n := -1
			var all []portfolio.Payment
			if err := json.Unmarshal([]byte(c.Page("/api/v1/payments").Body), &all); err != nil {
				t.Fatal(err)
			}
			for _, p := range all {
				if p.ID == contract {
					n = len(p.Changes)
				}
			}
			return n
		}
		if seen(owner) != 0 || seen(clerk) < 1 {
			t.Errorf("after the owner looked: the owner has %d changes, the clerk %d", seen(owner), seen(clerk))
		}
		ahead(t, s, 0, 1)
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			_, err := s.App.Servicing.Repay(ctx, servicing.Repayment{Contract: contract, ReceivedOn: s.App.Now().Format("2006-01-02"), AmountFen: 100_00, Number: "EARLY-1"})
			return err
		})
		if seen(owner) != 1 {
			t.Errorf("a receipt came in: %d changes", seen(owner))
		}
		if got := s.Client(t, apptest.OtherOwner).Form("/payments/" + contract + "/seen"); got.Status != 404 {
			t.Errorf("somebody else's loan: %v", got)
		}
	})
}
