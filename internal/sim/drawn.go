package sim

// Loans that are drawn in parts, in a share of the lives: more is drawn, principal
// comes back and is drawn again, and fees are let go.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/drawing"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
)

// uses are how the money of loans is used, by turns.
var uses = []kernel.UseKind{kernel.OneSum, kernel.Tranches, kernel.Revolving}

// limit puts a product on sale whose money is drawn in parts, and makes the offer one
// of it; an offer in one sum stays as it is.
func (s *lives) limit(ctx context.Context, use kernel.UseKind, offer *origination.DraftOffer) error {
	if use == kernel.OneSum {
		return nil
	}
	code := "L-" + string(use)
	in := catalogue.DraftProduct{Code: code, NameZh: "额度贷", NameEn: "Limit", Security: "credit", MaxFen: 1_000_000_00, Terms: []int{12}, RatePPM: 43_500, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up",
		Use: kernel.Use{Kind: use, Months: 9, DrawFeeFen: 88_88, CommitPPM: 5_000, CommitMonths: 1}}
	in.Late = catalogue.Late{UpliftPPM: 500_000}
	if use == kernel.Revolving {
		in.Repayment, in.Use.CommitMonths, offer.PrepayPPM = kernel.InterestMonthly, 3, 0
	}
	officer, err := s.As(ctx, Officer, "")
	if err != nil {
		return err
	}
	approver, err := s.As(ctx, Approver, "")
	if err != nil {
		return err
	}
	if s.ids["product "+code] == "" {
		v, err := s.App.Catalogue.Introduce(officer, in)
		if err != nil {
			return err
		}
		s.know("product "+code, v.Product.ID)
		if _, err := s.App.Catalogue.Approve(approver, v.Product.ID, 1, catalogue.ApproveVersion{ValidFrom: s.today().String()}); err != nil {
			return err
		}
	}
	offer.Product, offer.TermMonths, offer.FirstFen = s.ID("product "+code), 12, offer.AmountFen/2
	return nil
}

// useLimit lets the owner draw or give back, or the lender let go of a fee.
func (s *lives) useLimit(ctx context.Context, contract string) error {
	v, err := s.App.Servicing.View(ctx, contract)
	if err != nil {
		return err
	}
	c := v.Contract
	switch n := s.dice.IntN(5); {
	case n < 3 && c.UndrawnFen > 0:
		return s.draw(ctx, c)
	case n == 3 && c.BalanceFen > 0:
		return s.giveBack(ctx, v)
	}
	return s.letGo(ctx, v)
}

// draw takes a drawing from the request to the payout, as three people do.
func (s *lives) draw(owner context.Context, c servicing.Contract) error {
	amount := c.UndrawnFen
	if s.dice.IntN(3) > 0 {
		amount = 1 + money.Fen(s.dice.Int64N(int64(amount)))
	}
	officer, err := s.As(owner, Officer, "")
	if err != nil {
		return err
	}
	approver, err := s.As(owner, Approver, "")
	if err != nil {
		return err
	}
	r, err := s.App.Drawing.Ask(owner, c.ID, drawing.Ask{DrawOn: s.today().String(), AmountFen: amount, Purpose: "采购 / supplies"})
	if err == nil {
		_, err = s.App.Drawing.Record(officer, r.ID, drawing.Record{ValueOn: s.today().String(), Number: fmt.Sprint("draw ", s.result.Steps)})
	}
	if err == nil {
		_, err = s.App.Drawing.Agree(approver, r.ID)
	}
	s.count["drawn"] += done(err)
	return err
}

// giveBack sends principal back before it is due.
func (s *lives) giveBack(owner context.Context, v servicing.View) error {
	officer, err := s.As(owner, Officer, "")
	if err != nil {
		return err
	}
	amount := 1 + money.Fen(s.dice.Int64N(int64(v.Contract.BalanceFen)))
	if _, err = s.App.Servicing.Repay(officer, servicing.Repayment{Contract: v.Contract.ID, ReceivedOn: v.Today, AmountFen: amount, Number: fmt.Sprint("back ", s.result.Steps)}); err != nil {
		return err
	}
	_, err = s.App.Servicing.Choose(owner, servicing.SurplusChoice{Contract: v.Contract.ID, Way: "keep_maturity", AmountFen: amount})
	s.count["given_back"] += done(err)
	return err
}

// letGo lets two people of the lender waive the first fee that is open, or a part.
func (s *lives) letGo(ctx context.Context, v servicing.View) error {
	for _, i := range v.Installments {
		open := i.FeesFen() - i.PaidFeesFen
		if open <= 0 {
			continue
		}
		officer, err := s.As(ctx, Officer, "")
		if err != nil {
			return err
		}
		approver, err := s.As(ctx, Approver, "")
		if err != nil {
			return err
		}
		w, err := s.App.Drawing.Propose(officer, v.Contract.ID, drawing.ProposeWaiver{DueOn: i.DueOn, AmountFen: 1 + money.Fen(s.dice.Int64N(int64(open))), Reason: "停工 / works stood still"})
		if err == nil {
			_, err = s.App.Drawing.AgreeWaiver(approver, w.ID)
		}
		s.count["waived"] += done(err)
		return err
	}
	return nil
}
