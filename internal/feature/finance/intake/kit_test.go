package intake_test

// A lender and its enterprises of one's own for each test: the whole program on
// a real database, and people in their roles.

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Codes of invented enterprises.
const (
	moulds = "919901010000010114"
	shoes  = "919901010000010210"
)

type kit struct {
	*app.App
	t                        testing.TB
	firm, other, bank, rival string
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newKit opens the program at nine in the morning of 9 March 2020.
func newKit(t testing.TB, d *db.DB) *kit {
	t.Helper()
	zone, err := clock.Zone(app.ParkZone)
	must(t, err)
	key, _, err := auditlog.NewKey(rand.Reader, "intake.test/log")
	must(t, err)
	a, err := app.New(context.Background(), app.Config{
		DB: d, Business: clock.Standing(clock.Date{Year: 2020, Month: time.March, Day: 9}.At(9, 0, zone)), System: time.Now, LogKey: key, CaseKey: make([]byte, 32), BaseURL: "http://localhost", Log: slog.New(slog.DiscardHandler),
	})
	must(t, err)
	k := &kit{App: a, t: t}
	must(t, d.Write(kernel.With(context.Background(), kernel.Program()), func(ctx context.Context, tx db.Tx) (err error) {
		for _, x := range []struct {
			id           *string
			zh, en, code string
			kind         kernel.PartyKind
		}{{&k.firm, "川一模具", "Chuanyi Moulds", moulds, ""}, {&k.other, "禾跃鞋业", "Heyue Footwear", shoes, ""}, {&k.bank, "汇民村镇银行", "Huimin Bank", "", ""}, {&k.rival, "澄川农商行", "Chengchuan Bank", "", ""}} {
			name := i18n.Text{Zh: x.zh, En: x.en}
			if *x.id, err = a.Identity.Establish(ctx, tx, identity.Party{Ref: x.en, Name: name, Short: name, CreditCode: kernel.CreditCode(x.code)}); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `INSERT INTO identity_party (id, ref, kind, name_zh, name_en, short_zh, short_en, credit_code, parent_id) VALUES ('park-1', 'P', 'park_operator', 'P', 'P', 'P', 'P', '', '')`)
		return err
	}))
	must(t, a.Servicing.Fund(k.approving(), 100_000_000_00, "budget"))
	return k
}

func as(person, party string, kind kernel.PartyKind, roles ...kernel.Role) context.Context {
	return kernel.With(context.Background(), kernel.Actor{Person: person, Party: party, Kind: kind, Roles: roles})
}

func (k *kit) owning() context.Context { return as("owner", k.firm, kernel.Enterprise, kernel.Owner) }
func (k *kit) lending() context.Context {
	return as("officer", k.bank, kernel.Bank, kernel.Officer, kernel.PostLoan)
}
func (k *kit) approving() context.Context {
	return as("approver", k.bank, kernel.Bank, kernel.Approver)
}
func (k *kit) both() context.Context {
	return as("officer", k.bank, kernel.Bank, kernel.Approver, kernel.PostLoan)
}
func (k *kit) rivalling() context.Context {
	return as("rival", k.rival, kernel.Bank, kernel.Officer, kernel.PostLoan, kernel.Approver)
}

// sure is the same actor after a fresh confirmation for a purpose.
func sure(ctx context.Context, purpose string) context.Context {
	who := kernel.From(ctx)
	who.SteppedUp, who.StepUpFor = true, purpose
	return kernel.With(ctx, who)
}

// loanHead is the header of the template, in yuan.
const loanHead = "统一社会信用代码,借款人,合同编号,放款日期,期限（月）,借款金额（元）,年利率（%）,还款方式,截至日期,本金余额（元）,应计利息（元）,约定每期金额（元）,数据来源\n"

// Two loans of Fenghe Park as their lenders' statements have them.
const (
	deferred = moulds + ",川一模具,RCB-2019-0409,2019-04-09,12,\"600,000.00\",5.87,按月付息到期还本,2020-02-03,\"600,000.00\",\"2,445.83\",,2020年2月3日对账单\n"
	cut      = shoes + ",禾跃鞋业,HM-2019-0520,2019年5月20日,24,400000,6.1%,等额本息,2020-02-03,272175.43,645.66,17766.01,2020年2月3日对账单\n"
	loanSum  = "合计,,,,,,,,,\"872,175.43\",,,\n"
)

const receiptHead = "合同编号,到账日期,金额（元）,银行流水号\n"

// brought uploads a text as one person does.
func (k *kit) brought(ctx context.Context, kind, body string, stated money.Fen) (intake.Batch, error) {
	k.t.Helper()
	f, err := upload.Clean("file", "清单.csv", []byte(body))
	must(k.t, err)
	return k.Intake.Upload(ctx, intake.Upload{Kind: kind, File: f, StatedFen: stated})
}

// workbook is rows as a workbook.
func workbook(t testing.TB, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		must(t, f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row))
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// standing are the two loans, taken over: their contracts by the lender's
// numbers.
func (k *kit) standing() map[string]string {
	k.t.Helper()
	b, err := k.brought(k.lending(), intake.Loans_, loanHead+deferred+cut+loanSum, 0)
	must(k.t, err)
	b, err = k.Intake.Accept(k.lending(), b.ID)
	must(k.t, err)
	b, err = k.Intake.Approve(sure(k.approving(), "approve:"+b.Hash), b.ID)
	must(k.t, err)
	out := map[string]string{}
	for _, o := range b.Report.Lines {
		out[o.Number] = o.Contract
	}
	if len(out) != 2 {
		k.t.Fatalf("%s: %+v", b.State, b.Report)
	}
	return out
}

// told are the problems of a batch: line, column, key.
func told(b intake.Batch) (all []string) {
	for _, p := range b.Report.Problems {
		column, _, _ := strings.Cut(p.Column, " ")
		all = append(all, strings.Join(strings.Fields(fmt.Sprint(p.Line, " ", column, " ", p.Key)), " "))
	}
	return all
}

// count asks a database for a number.
func (k *kit) count(query string) (n int64) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.Count(ctx, tx, query)
		return err
	}))
	return n
}

// whole checks the books against each other, and the log against the tables.
func (k *kit) whole() {
	k.t.Helper()
	_, err := k.Audit.Sequence(context.Background())
	must(k.t, err)
	r, err := k.Verify(context.Background())
	must(k.t, err)
	for _, x := range r.Differences {
		k.t.Error(x)
	}
}

// wants checks the fault that a use case answered: "field: key", or "key" alone
// where no input is named; "" for none.
func wants(t testing.TB, err error, want string) *fault.Fault {
	t.Helper()
	got, f := "", &fault.Fault{}
	if err != nil {
		f = fault.Of(err)
		if got = f.Key; f.Kind == fault.Internal {
			t.Fatalf("an internal error: %v", errors.Unwrap(err))
		}
		if len(f.Fields) > 0 {
			got = f.Fields[0].Name + ": " + f.Fields[0].Key
		}
	}
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	return f
}

// view is a contract as its lender sees it.
func (k *kit) view(contract string) servicing.View {
	k.t.Helper()
	v, err := k.Servicing.View(k.lending(), contract)
	must(k.t, err)
	return v
}

// closeFebruary closes the months before this one.
func (k *kit) closeFebruary() error {
	_, err := k.Books.Close(k.approving(), books.CloseMonth{Month: "2020-02"})
	return err
}
