package catalogue

// How the money of a product may be used, and what it costs to have it ready. A
// product that says nothing pays out in one sum.

import (
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
)

var useKinds = []kernel.UseKind{kernel.OneSum, kernel.Tranches, kernel.Revolving}

// Bounds that keep out slips of the pen.
const (
	maxDraws     = 100
	maxDrawFee   = money.Fen(10_000_00)
	maxCommitPPM = money.PPM(20_000)
)

// checkUse judges how the money may be used against the terms beside it.
func (in *DraftProduct) checkUse(c *fault.Check) {
	u := &in.Use
	u.FirstFen = 0 // an offer says it
	if u.Kind == kernel.OneSum {
		c.That(u.Months == 0 && u.Most == 0 && u.LeastFen == 0, "use", "catalogue.use.one_sum")
		c.That(u.DrawFeeFen == 0 && u.CommitPPM == 0, "use", "catalogue.use.no_fees")
		u.CommitMonths = 0
		return
	}
	c.That(slices.Contains(useKinds, u.Kind), "use", "catalogue.use.kind")
	shortest := kernel.MaxTermMonths
	for _, m := range in.Terms {
		shortest = min(shortest, m)
	}
	c.That(u.Months >= 1 && u.Months < shortest, "draw_months", "catalogue.use.months", fault.Args{"most": shortest - 1})
	c.That(u.Most == 0 || u.Most >= 2 && u.Most <= maxDraws, "most_draws", "catalogue.use.most", fault.Args{"most": maxDraws})
	c.That(u.LeastFen >= 0 && u.LeastFen <= in.MaxFen, "least", "catalogue.use.least")
	c.That(u.DrawFeeFen >= 0 && u.DrawFeeFen <= maxDrawFee, "draw_fee", "catalogue.use.draw_fee", fault.Args{"most": maxDrawFee})
	c.That(u.CommitPPM >= 0 && u.CommitPPM <= maxCommitPPM, "commit", "catalogue.use.commit")
	c.That(u.CommitPPM == 0 || in.Repayment != kernel.Bullet, "commit", "catalogue.use.commit_dates")
	c.That(u.Kind != kernel.Revolving || in.Repayment == kernel.InterestMonthly, "repayment", "catalogue.use.repayment")
	if u.CommitPPM == 0 {
		u.CommitMonths = 0
		return
	}
	c.That(u.CommitMonths == 1 || u.CommitMonths == 3, "commit_months", "catalogue.use.commit_months")
}
