package books

// Statements for paper: what was issued stays, and whoever holds it learns
// whether it is genuine and whether the books still say so.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func (k *kit) verify(code string) Proof {
	k.t.Helper()
	x, err := k.Verify(context.Background(), code) // nobody is signed in
	must(k.t, err)
	return x
}

func TestAPaperIsGenuineUntilItsPeriodChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.story()
		p, err := k.Issue(owner(), IssueStatement{Contract: "loan-1", From: "2020-05-01", To: "2020-05-31"})
		must(t, err)
		if len(p.Code) != 26 || p.Statement.OpeningFen != 460 || p.Statement.ClosingFen != 452 {
			t.Errorf("issued %+v", p)
		}
		whole, err := k.Issue(officer(), IssueStatement{From: "2020-03-01", To: "2020-06-30"})
		must(t, err)
		if x := k.verify(strings.ToUpper(p.Code)); x.Answer != Genuine || x.OpeningFen != 460 || x.ClosingFen != 452 || x.Lines != 1 || x.Digest != p.Digest || len(x.Refs) != 1 {
			t.Errorf("a genuine paper: %+v", x)
		}
		if x := k.verify("abcdefghijklmnopqrstuvwxyz"); x.Answer != Unknown || x.Digest != "" {
			t.Errorf("a code that was never given: %+v", x)
		}
		k.post(bank, "repayment", "loan-1", "2020-06-25", part{"funds", "", 1}, part{"recovery_income", "", -1}) // after its period
		if x := k.verify(p.Code); x.Answer != Genuine {
			t.Errorf("a later movement: %+v", x)
		}
		if x := k.verify(whole.Code); x.Answer != Superseded || x.ClosingFen != 300 {
			t.Errorf("a movement in its period: %+v", x)
		}
		k.post(bank, "repayment", "loan-1", "2020-05-20", part{"funds", "", 2}, part{"interest_income", "", -2}) // booked late, into it
		if x := k.verify(p.Code); x.Answer != Superseded || x.ClosingFen != 452 {
			t.Errorf("something was booked into it: %+v", x)
		}
		again, err := k.Paper(owner(), p.ID)
		must(t, err)
		if again.Digest != p.Digest || again.Statement.Digest() != p.Digest {
			t.Errorf("what was issued changed: %+v", again)
		}
	})
}

// Each of these says something else than what was issued.
func TestAForgedPaper(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	k.story()
	p, err := k.Issue(owner(), IssueStatement{Contract: "loan-1", From: "2020-04-01", To: "2020-06-30"})
	must(t, err)
	for name, forge := range map[string]func(st *Statement){
		"closing":  func(st *Statement) { st.ClosingFen++ },
		"a number": func(st *Statement) { st.Lines[0].Number = "N-99" },
		"a part": func(st *Statement) {
			st.Lines[0].InterestFen, st.Lines[0].PrincipalFen = st.Lines[0].InterestFen-1, st.Lines[0].PrincipalFen+1
		},
		"a line": func(st *Statement) { st.Lines = st.Lines[1:] },
		"a day":  func(st *Statement) { st.Lines[0].On = "2020-04-17" },
	} {
		st := p.Statement
		st.Lines = append([]Line(nil), st.Lines...)
		if forge(&st); st.Digest() == p.Digest {
			t.Errorf("another %s goes unseen", name)
		}
	}
	must(t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE books_paper SET body = REPLACE(body, '"closing_fen":0', '"closing_fen":1')`)
		return err
	}))
	if x := k.verify(p.Code); x.Answer != Unknown {
		t.Errorf("a row that was edited verifies as %+v", x)
	}
}

func TestPapersThatCannotBe(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	k.story()
	_, err := k.Issue(owner(), IssueStatement{Contract: "loan-1", To: "2020-07-01"})
	wants(t, err, "to: books.paper.future")
	_, err = k.Issue(owner(), IssueStatement{Contract: "loan-2"})
	wants(t, err, "fault.not_found")
	_, err = k.Issue(auditor(), IssueStatement{})
	wants(t, err, "fault.denied")
	p, err := k.Issue(officer(), IssueStatement{})
	must(t, err)
	_, err = k.Paper(owner(), p.ID)
	wants(t, err, "fault.not_found")
	_, err = k.Papers(auditor())
	wants(t, err, "fault.denied")
	if all, err := k.Papers(officer()); err != nil || len(all) != 1 {
		t.Errorf("%d papers, %v", len(all), err)
	}
}
