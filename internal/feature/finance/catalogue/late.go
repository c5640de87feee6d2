package catalogue

// What a product says of payments that come late. An offer copies it like every
// other term; a product that says nothing charges no penalty interest and has
// receipts pay in the usual order.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Late is what a product says of payments that come late.
type Late struct {
	UpliftPPM        money.PPM `json:"penalty_uplift_ppm,omitempty" form:"penalty_uplift" doc:"What penalty interest adds to the contract's rate, as a share of it; 0 for no penalty interest"`
	UpliftOnInterest bool      `json:"penalty_on_interest,omitempty" form:"penalty_on_interest" doc:"Overdue interest bears penalty interest too"`

	Allocation kernel.Allocation `json:"allocation,omitempty" form:"allocation" doc:"What a receipt pays first: the kinds of debt, separated by spaces; empty for the usual order"`
}

// MaxUplift bounds what penalty interest adds: a contract's rate once more.
const MaxUplift = money.PPM(1_000_000)

func (l Late) check(c *fault.Check) {
	c.That(l.UpliftPPM >= 0 && l.UpliftPPM <= MaxUplift, "penalty_uplift", "catalogue.product.uplift")
	c.That(l.UpliftPPM > 0 || !l.UpliftOnInterest, "penalty_on_interest", "catalogue.product.uplift_none")
	_, err := l.Allocation.Kinds()
	c.That(err == nil, "allocation", "catalogue.product.allocation", fault.Args{"kinds": string(kernel.DefaultAllocation)})
}
