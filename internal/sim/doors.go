package sim

// What loans live through by the doors that people use: relief from the request
// over a proposal to both confirmations, a promise that is broken and a relief
// that is revoked; loans of the lender's own books that are brought in a file, and
// receipts in another.

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/upload"
)

// mostLoans bounds the loans of one life.
const mostLoans = 3

// knock lets somebody go to one of the doors about a loan.
func (s *lives) knock(ctx context.Context, contract string) error {
	switch n := s.dice.IntN(8); {
	case n == 0:
		return s.bringReceipt(ctx, contract)
	case n < 3 && len(s.loans) < mostLoans:
		return s.bringLoan(ctx)
	}
	for range 6 { // a case may take several moves on one day
		moved, err := s.relieved(ctx, contract)
		if err != nil || !moved || s.dice.IntN(10) == 0 {
			return err
		}
	}
	return nil
}

// at answers the three who have a say in a loan.
func (s *lives) at(ctx context.Context, contract string) (owner, officer, approver context.Context, err error) {
	i := slices.Index(s.loans, contract)
	for _, x := range []struct {
		who string
		to  *context.Context
	}{{s.data.Enterprises[i].Contact, &owner}, {Officer, &officer}, {Approver, &approver}} {
		if *x.to, err = s.As(ctx, x.who, ""); err != nil {
			break
		}
	}
	return owner, officer, approver, err
}

// relieved takes the relief of a loan one move, and reports whether there was one.
func (s *lives) relieved(ctx context.Context, contract string) (moved bool, err error) {
	owner, officer, approver, err := s.at(ctx, contract)
	if err != nil {
		return false, err
	}
	rows, err := s.App.Relief.List(owner)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(rows, func(r relief.Row) bool { return r.Case.Contract == contract && r.Case.UnderWay })
	if i < 0 {
		in := relief.Ask{Kind: plan.Kinds[s.dice.IntN(len(plan.Kinds))], Reason: why, Until: s.today().AddDays(90).String(), Jobs: 20 * s.dice.IntN(2)}
		_, err := s.App.Relief.Ask(owner, contract, in)
		return s.happened("asked", err)
	}
	v, err := s.App.Relief.View(officer, rows[i].Case.ID)
	if err != nil {
		return false, err
	}
	move := s.moveOf(v.Case.State, s.dice.IntN(8) == 0)
	return s.carry(owner, officer, approver, v, move)
}

// moveOf is what comes next in a state, as it usually goes and otherwise.
func (s *lives) moveOf(state flow.State, otherwise bool) string {
	usual, other := "", ""
	switch state {
	case relief.Requested:
		usual, other = "propose", "reject"
	case relief.Proposed:
		usual, other = "agree", "counter"
	case relief.AcceptedBoth:
		usual, other = "approve", "send_back"
	case relief.Effective:
		usual, other = "notice", "notice"
	case relief.Noticed:
		other = "cure"
	case relief.Breached:
		usual, other = "revoke", "cure"
	}
	if otherwise {
		return other
	}
	return usual
}

func (s *lives) carry(owner, officer, approver context.Context, v relief.View, move string) (moved bool, err error) {
	id, p := v.Case.ID, relief.Proposal{}
	if x, ok := v.OnTable(); ok {
		p = x
	}
	switch move {
	case "propose":
		in, e := s.proposal(officer, v)
		if err = e; err == nil {
			_, err = s.App.Relief.Propose(officer, id, in)
		}
	case "reject":
		_, err = s.App.Relief.Reject(officer, id, relief.Refusal{Code: "documents", Note: "请补材料 / more papers"})
	case "agree":
		_, err = s.App.Relief.Agree(confirmed(owner, "agree:"+p.Hash), id, p.Hash)
	case "counter":
		_, err = s.App.Relief.Counter(owner, id, "请再延长 / longer")
	case "approve":
		_, err = s.App.Relief.Approve(confirmed(approver, "approve:"+p.Hash), id, p.Hash)
	case "send_back":
		_, err = s.App.Relief.SendBack(approver, id, "期限过长 / too long")
	case "notice":
		if v.Case.Ask.Jobs == 0 || p.PromiseUntil < v.Today {
			return false, nil
		}
		_, err = s.App.Relief.GiveNotice(officer, id, relief.Notice{Reason: "在岗不足 / too few jobs", CureBy: s.today().AddDays(15).String()})
	case "cure":
		_, err = s.App.Relief.Cure(officer, id, "已补足 / kept again")
	case "revoke":
		if v.Revocation == nil {
			return false, nil
		}
		_, err = s.App.Relief.Revoke(confirmed(approver, "revoke:"+v.Revocation.Hash), id, relief.Revoke{Hash: v.Revocation.Hash, Reason: "未整改 / not mended"})
	default:
		return false, nil
	}
	return s.happened(move, err)
}

func (s *lives) happened(what string, err error) (bool, error) {
	s.count["relief "+what] += done(err)
	return err == nil, err
}

// proposal is any action on a loan as it stands, on the condition of the jobs that
// were promised.
func (s *lives) proposal(ctx context.Context, c relief.View) (in relief.Propose, err error) {
	v, err := s.App.Servicing.View(ctx, c.Case.Contract)
	if err != nil || len(v.Installments) == 0 {
		return in, err
	}
	today := s.today()
	last, err := clock.ParseDate(v.Installments[len(v.Installments)-1].DueOn)
	if err != nil {
		return in, err
	}
	ends := last.AddMonths(4)
	if ends.Before(today.AddMonths(6)) {
		ends = today.AddMonths(6)
	}
	a := plan.Action{Kind: plan.Kinds[s.dice.IntN(len(plan.Kinds))], FromOn: today.String()}
	switch {
	case a.Kind.Defers():
		a.ResumesOn, a.EndsOn = today.AddDays(20+s.dice.IntN(100)).String(), ends.String()
		if v.Late.SinceOn != "" {
			a.SinceOn = today.AddDays(-900).String()
		}
	case a.Kind == plan.Extend:
		a.EndsOn = ends.String()
	case a.Kind == plan.CutRate:
		a.RatePPM = v.Terms.RatePPM - v.Terms.RatePPM/10
	default:
		a.SpreadPPM = money.PPM(s.dice.IntN(20_000))
	}
	if a.Kind.Lowers() && v.Terms.Repayment == kernel.EqualInstalment && s.dice.IntN(2) == 0 {
		a.Keep = plan.KeepInstalment
	}
	in.Action = a
	if c.Case.Ask.Jobs > 0 {
		in.PromiseUntil = today.AddMonths(6).String()
	}
	return in, nil
}

// bringLoan brings a loan of the lender's own books in a file, as its officer
// does, and lets somebody else there approve the report. Now and then the total
// is wrong, and nothing may come of it.
func (s *lives) bringLoan(ctx context.Context) error {
	e, today := s.data.Enterprises[len(s.loans)], s.today()
	since := 1 + s.dice.IntN(20) // days since the last due date
	paid := today.AddDays(-since).AddMonths(-3)
	since = paid.AddMonths(3).DaysUntil(today)
	amount, rate := money.Fen(5+s.dice.IntN(20))*10_000_00, money.PPM(40_000+s.dice.IntN(20)*1_000)
	accrued, err := money.MulDiv(amount, int64(rate)*int64(since), 360*1_000_000, money.HalfUp)
	if err != nil {
		return err
	}
	total, wrong := amount, s.dice.IntN(4) == 0
	if wrong {
		total += 100
	}
	number := fmt.Sprint("OWN-", s.result.Steps)
	text := strings.Join([]string{
		"统一社会信用代码,借款人,合同编号,放款日期,期限（月）,借款金额（元）,年利率（%）,还款方式,截至日期,本金余额（元）,应计利息（元）,约定每期金额（元）,数据来源",
		fmt.Sprintf("%s,%s,%s,%s,18,%s,%d.%d,按月付息到期还本,%s,%s,%s,,对账单", e.Uscc, e.Name.Zh, number, paid, plain(amount), rate/10_000, rate%10_000/1000, today, plain(amount), plain(accrued)),
		fmt.Sprintf("合计,,,,,,,,,%s,,,", plain(total)),
	}, "\n")
	b, err := s.bring(ctx, intake.Loans_, text)
	if err != nil || b.State == intake.Faulty {
		return s.failed(wrong, number, err)
	}
	if wrong {
		return lawless{fmt.Errorf("a file of loans that does not add up was read as %s", b.State)}
	}
	officer, err := s.As(ctx, Officer, "")
	if err != nil {
		return err
	}
	if b, err = s.App.Intake.Accept(officer, b.ID); err != nil {
		return err
	}
	approver, err := s.As(ctx, Approver, "")
	if err != nil {
		return err
	}
	if b, err = s.App.Intake.Approve(confirmed(approver, "approve:"+b.Hash), b.ID); err != nil {
		return err
	}
	s.loans, s.uses = append(s.loans, b.Report.Lines[0].Contract), append(s.uses, kernel.OneSum)
	s.count["taken over"]++
	return nil
}

// failed counts a file that was not read, which must be one that was wrong.
func (s *lives) failed(wrong bool, number string, err error) error {
	if err == nil && !wrong {
		return lawless{fmt.Errorf("%s: a sound file was refused", number)}
	}
	s.count["files refused"]++
	return err
}

// bring uploads a file as the lender's officer does.
func (s *lives) bring(ctx context.Context, kind, text string) (b intake.Batch, err error) {
	officer, err := s.As(ctx, Officer, "")
	if err != nil {
		return b, err
	}
	f, err := upload.Clean("file", "list.csv", []byte(text+"\n"))
	if err != nil {
		return b, err
	}
	return s.App.Intake.Upload(officer, intake.Upload{Kind: kind, File: f})
}

// bringReceipt brings one receipt in a file and books it: the sum that is asked
// for, or some part of it.
func (s *lives) bringReceipt(ctx context.Context, contract string) error {
	officer, err := s.As(ctx, Officer, "")
	if err != nil {
		return err
	}
	v, err := s.App.Servicing.View(officer, contract)
	next, ok := v.Next()
	if err != nil || !ok || v.Contract.State == servicing.WrittenOff {
		return err
	}
	amount := 1 + money.Fen(s.dice.Int64N(int64(next.OpenFen())))
	text := fmt.Sprintf("合同编号,到账日期,金额（元）,银行流水号\n%s,%s,%s,F-%d\n合计,,%s,", v.Contract.Ref, v.Today, plain(amount), s.result.Steps, plain(amount))
	b, err := s.bring(ctx, intake.Receipts, text)
	if err != nil || b.State == intake.Faulty {
		return s.failed(false, v.Contract.Ref, err)
	}
	_, err = s.App.Intake.Book(officer, b.ID)
	s.count["receipts in files"] += done(err)
	return err
}
