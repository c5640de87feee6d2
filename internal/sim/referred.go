package sim

// The application that every lender declined, AP15, goes on in the demo beyond what
// the data says, so that its present shows both doors: a week before the end of the
// data its owner asks the town, which recommends; a day before, the owner asks the
// guarantee company, which has two working days left.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/platform/clock"
)

const (
	declinedByAll = "AP15"
	townLead      = "P011"
)

func (t *Timeline) referred(d Data) {
	i := slices.IndexFunc(d.Applications, func(a Application) bool { return a.ID == declinedByAll })
	if i < 0 {
		return
	}
	owner := d.enterprise(d.Applications[i].Enterprise).Contact
	day := func(n int) clock.Date { return clock.Date{Year: 2020, Month: 6, Day: n} }
	t.add(t.at(day(22), 10, 0), owner, "asks the town about "+declinedByAll, func(ctx context.Context) error {
		r, err := t.world.App.Referral.AskTown(ctx, t.world.ID(declinedByAll), referral.AskTown{Until: "2020-09-30", Message: "节前订单已排满，缺周转资金。/ Orders are full, working capital is short."})
		t.world.know("words on "+declinedByAll, r.ID)
		return err
	})
	t.add(t.at(day(24), 15, 0), townLead, "recommends "+declinedByAll, func(ctx context.Context) error {
		_, err := t.world.App.Referral.Recommend(ctx, t.world.ID("words on "+declinedByAll), "3 月起分批复工，用工稳定，租约在有效期内，按期缴租。建议支持。/ Back to work in steps since March, steady staff, lease in force and rent paid. Support is advised.")
		return err
	})
	t.add(t.at(day(29), 10, 0), owner, "asks a guarantor about "+declinedByAll, func(ctx context.Context) error {
		g, err := t.world.App.Referral.AskGuarantor(ctx, t.world.ID(declinedByAll), referral.AskGuarantor{Guarantor: t.world.ID("GUAR-1"), Classes: classes, Until: "2020-09-30", Message: "愿意提供负责人连带责任保证。/ The owner is ready to guarantee in person."})
		t.world.know("letter on "+declinedByAll, g.ID)
		return err
	})
}
