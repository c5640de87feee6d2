package app_test

// Applications, answers and loans as the entries of the transparency log and
// their opened fields tell them.

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/platform/db"
)

// logEntry is an entry of the log.
type logEntry struct {
	id, kind, caseID, before, after string
	at                              time.Time
	fields                          map[string]string
}

// ledgerOf reads the whole log, by case.
func ledgerOf(t *testing.T, a *app.App) map[string][]logEntry {
	t.Helper()
	byID, order := map[string]*logEntry{}, []string{}
	err := a.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		entries, err := db.All(ctx, tx, func(scan db.Scan) (e logEntry, err error) {
			var at int64
			err = scan(&e.id, &e.kind, &e.caseID, &e.before, &e.after, &at)
			e.at, e.fields = db.Instant(at), map[string]string{}
			return e, err
		}, `SELECT id, kind, case_id, before, after, at_us FROM auditlog_entry ORDER BY case_id, version, id`)
		for _, e := range entries {
			byID[e.id], order = &e, append(order, e.id)
		}
		if err != nil {
			return err
		}
		_, err = db.All(ctx, tx, func(scan db.Scan) (x struct{}, err error) {
			var id, name, value string
			err = scan(&id, &name, &value)
			byID[id].fields[name] = value
			return x, err
		}, `SELECT entry_id, name, value FROM auditlog_field`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]logEntry{}
	for _, id := range order {
		out[byID[id].caseID] = append(out[byID[id].caseID], *byID[id])
	}
	return out
}

// retold is an application as the log tells it.
type retold struct {
	id, borrower, industry string
	fen                    int64
	first                  bool
	due                    time.Time
	came                   map[string]time.Time
	asked                  map[string]*retoldCase // by lender case
	loans                  []*retoldLoan
}

type retoldCase struct {
	lender                              string
	invited, answered, opened, response time.Time
	offered                             int64
	code                                string
}

type retoldLoan struct {
	lender, on string
	fen, rate  int64
	unsecured  bool
}

var stageStates = map[string][]string{"received": {"submitted"}, "published": {"published"}, "answered": {"offers_open", "declined_by_all"}, "offered": {"offers_open"}, "chosen": {"offer_chosen"}, "contracted": {"contracted"}, "funded": {"funded"}}

func firstInto(all []logEntry, states ...string) time.Time {
	for _, e := range all {
		if slices.Contains(states, e.after) && e.before != e.after {
			return e.at
		}
	}
	return time.Time{}
}

func micros(t *testing.T, text string) time.Time {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return db.Instant(n)
}

// retell reads every application out of the log. What it asked for stands in the
// log as a fingerprint alone and is read from the paper itself.
func retell(t *testing.T, a *app.App) map[string]*retold {
	t.Helper()
	book, apps, contracts := ledgerOf(t, a), papers(t, a), map[string]*retoldLoan{}
	for id, x := range apps {
		for stage, states := range stageStates {
			x.came[stage] = firstInto(book[id], states...)
		}
	}
	for id, entries := range book {
		of := strings.Fields(entries[0].fields["lender_case.of"])
		if len(of) != 3 || apps[of[1]] == nil {
			continue
		}
		c := &retoldCase{lender: of[0], invited: micros(t, of[2]), response: firstInto(entries, "file_requested", "declined")}
		if at := firstInto(entries, "declined"); !at.IsZero() {
			c.answered, c.code = at, strings.Fields(entries[len(entries)-1].fields["lender_case.answer"])[1]
		}
		apps[of[1]].asked[id] = c
	}
	for _, entries := range book {
		for _, e := range entries {
			if e.kind == "origination.offer.open" {
				retellOffer(t, apps, contracts, entries, e)
			}
		}
	}
	for id, entries := range book {
		for _, e := range entries {
			if e.kind == "servicing.disburse" {
				contracts[id].on = e.fields["value_on"]
			}
		}
	}
	return apps
}

func retellOffer(t *testing.T, apps map[string]*retold, contracts map[string]*retoldLoan, entries []logEntry, e logEntry) {
	t.Helper()
	of := strings.Fields(e.fields["offer.of"]) // lender, case, application
	c := apps[of[2]].asked[of[1]]
	if e.at.Before(c.opened) {
		return
	}
	c.opened = e.at
	c.offered, _ = strconv.ParseInt(e.fields["amount_fen"], 10, 64)
	issued := strings.Fields(e.fields["offer.issued"])
	c.answered = micros(t, issued[len(issued)-1])
	last := strings.Fields(entries[len(entries)-1].fields["offer.contract"])
	if len(last) == 0 || len(last) == 1 && len(last[0]) < 20 {
		return
	}
	var content struct {
		Terms struct {
			AmountFen int64  `json:"amount_fen"`
			RatePPM   int64  `json:"rate_ppm"`
			Security  string `json:"security"`
			Guarantor string `json:"guarantor"`
		} `json:"terms"`
	}
	if err := json.Unmarshal([]byte(e.fields["sealed.content"]), &content); err != nil || content.Terms.AmountFen == 0 {
		t.Fatalf("%v: %s", err, e.fields["sealed.content"])
	}
	l := &retoldLoan{lender: of[0], fen: content.Terms.AmountFen, rate: content.Terms.RatePPM, unsecured: content.Terms.Security == "credit" && content.Terms.Guarantor == ""}
	contracts[last[0]] = l
	apps[of[2]].loans = append(apps[of[2]].loans, l)
}

func papers(t *testing.T, a *app.App) map[string]*retold {
	t.Helper()
	out := map[string]*retold{}
	err := a.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := db.All(ctx, tx, func(scan db.Scan) (none struct{}, err error) {
			x := &retold{came: map[string]time.Time{}, asked: map[string]*retoldCase{}}
			var body string
			var due int64
			if err = scan(&x.id, &x.borrower, &x.industry, &body, &due); err != nil {
				return none, err
			}
			var paper struct {
				Need struct {
					AmountFen int64 `json:"amount_fen"`
				}
				Operation struct {
					FirstLoan bool `json:"first_loan"`
				}
			}
			err = json.Unmarshal([]byte(body), &paper)
			x.fen, x.first, x.due = paper.Need.AmountFen, paper.Operation.FirstLoan, db.Instant(due)
			out[x.id] = x
			return none, err
		}, `SELECT a.id, a.borrower_id, e.industry_code, a.body, a.answers_by_us FROM origination_application a JOIN park_enterprise e ON e.id = a.borrower_id`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
