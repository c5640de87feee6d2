package app_test

// A loan that is drawn in tranches, with the whole program around it.

import (
	"context"
	"fmt"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/drawing"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/sim"
)

// tranches is a loan of E01 of a million, half of it paid out, that ID knows as "line".
func tranches(t *testing.T, s *apptest.Stage) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		v, err := s.App.Catalogue.Introduce(ctx, catalogue.DraftProduct{Code: "TR01", NameZh: "分笔贷", NameEn: "Tranche Loan", Security: "credit", MaxFen: 2_000_000_00, Terms: []int{12}, RatePPM: 45_000, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up",
			Use: kernel.Use{Kind: kernel.Tranches, Months: 9, LeastFen: 1_000_00, DrawFeeFen: 100_00, CommitPPM: 6_000, CommitMonths: 1}})
		s.Know("TR01", v.Product.ID)
		return err
	})
	e, ref := s.Data.Enterprises[0], "line"
	for _, x := range []struct {
		who string
		do  func(ctx context.Context) error
	}{
		{apptest.Approver, func(ctx context.Context) error {
			_, err := s.App.Catalogue.Approve(ctx, s.ID("TR01"), 1, catalogue.ApproveVersion{ValidFrom: "2020-06-30"})
			return err
		}},
		{e.Contact, func(ctx context.Context) error {
			return s.Apply(ctx, ref, sim.Need{Enterprise: e, AmountFen: 1_000_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender}, Purpose: "resumption"})
		}},
		{apptest.Liaison, func(ctx context.Context) error { return s.Verify(ctx, ref) }},
		{apptest.Officer, func(ctx context.Context) error { return s.Assess(ctx, ref) }},
		{apptest.Officer, func(ctx context.Context) error {
			return s.Draft(ctx, ref, origination.DraftOffer{Product: s.ID("TR01"), AmountFen: 1_000_000_00, FirstFen: 500_000_00, TermMonths: 12, RatePPM: 45_000, ValidTo: "2020-07-20"})
		}},
		{apptest.Approver, func(ctx context.Context) error { return s.Issue(ctx, ref) }},
		{e.Contact, func(ctx context.Context) error { return s.AcceptAndSign(ctx, ref) }},
		{apptest.Approver, func(ctx context.Context) error { return s.Countersign(ctx, ref) }},
		{apptest.Officer, func(ctx context.Context) error { return s.Disburse(ctx, ref, "2020-06-30", "payout of "+ref) }},
	} {
		s.By(t, x.who, x.do)
	}
	s.Know("line", s.ID("contract of line"))
}

// asked are requests on the line, known as "drawing 1" and so on, of which the officer
// recorded the first ones.
func asked(t *testing.T, s *apptest.Stage, n, recorded int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		name := fmt.Sprint("drawing ", i)
		s.By(t, apptest.Owner, func(ctx context.Context) error {
			r, err := s.App.Drawing.Ask(ctx, s.ID("line"), drawing.Ask{DrawOn: "2020-06-30", AmountFen: money.Fen(2_000_000 + i), Purpose: "采购钢材 / steel"})
			s.Know(name, r.ID)
			return err
		})
		if i <= recorded {
			s.By(t, apptest.Officer, func(ctx context.Context) error {
				_, err := s.App.Drawing.Record(ctx, s.ID(name), drawing.Record{ValueOn: "2020-06-30", Number: "OUT " + name})
				return err
			})
		}
	}
}

// letGo are waivers that an officer proposed, known as "waiver 1" and so on.
func letGo(t *testing.T, s *apptest.Stage, n int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			w, err := s.App.Drawing.Propose(ctx, s.ID("line"), drawing.ProposeWaiver{DueOn: fmt.Sprintf("2020-%02d-30", 6+i), AmountFen: 1_00, Reason: "停工期间 / works stood still"})
			s.Know(fmt.Sprint("waiver ", i), w.ID)
			return err
		})
	}
}

// agreedTo lets the approver agree to the first drawing and the first waiver.
func agreedTo(t *testing.T, s *apptest.Stage) {
	t.Helper()
	s.By(t, apptest.Approver, func(ctx context.Context) error {
		_, err := s.App.Drawing.Agree(ctx, s.ID("drawing 1"))
		return err
	})
	s.By(t, apptest.Approver, func(ctx context.Context) error {
		_, err := s.App.Drawing.AgreeWaiver(ctx, s.ID("waiver 1"))
		return err
	})
}
