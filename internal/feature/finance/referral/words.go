package referral

// How referrals are worded for pages.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/shown"
)

func joined(classes []string) string { return strings.Join(classes, " ") }

func (s *Service) reader() shown.Reader { return shown.Reader{Now: s.Now(), Calendar: s.Calendar} }

func (s *Service) moment(ctx context.Context, t time.Time) string { return s.reader().Moment(ctx, t) }

// ring words a clock that runs, the zero Clock for none.
func (s *Service) ring(ctx context.Context, r flow.Running) ui.Clock {
	if r.Name == "" {
		return ui.Clock{}
	}
	return s.reader().Ring(ctx, []flow.Running{r})
}

func (s *Service) timeline(ctx context.Context, events []auditlog.Item, people map[string]i18n.Text) []ui.Event {
	return s.reader().Timeline(ctx, events, people, func(ctx context.Context, it auditlog.Item) string {
		return classNames(ctx, strings.Fields(it.Value("classes")))
	})
}

func classNames(ctx context.Context, classes []string) string {
	var names []string
	for _, x := range classes {
		names = append(names, className(ctx, x))
	}
	return strings.Join(names, i18n.T(ctx, "referral.comma"))
}

func className(ctx context.Context, class string) string {
	return i18n.T(ctx, "identity.class."+class)
}

func classOptions(ctx context.Context, classes []string) (all []ui.Option) {
	for _, x := range classes {
		all = append(all, ui.Option{Value: x, Label: className(ctx, x)})
	}
	return all
}

func guarantorOptions(ctx context.Context, parties []Party) (all []ui.Option) {
	for _, p := range parties {
		all = append(all, ui.Option{Value: p.ID, Label: p.Name.In(ctx)})
	}
	return all
}

func reasonOptions(ctx context.Context) (all []ui.Option) {
	for _, x := range Reasons {
		all = append(all, ui.Option{Value: x, Label: i18n.T(ctx, "referral.reason."+x)})
	}
	return all
}

// until is a consent's last day at first: a month ahead.
func (s *Service) until() string { return s.today().AddDays(30).String() }

// letterFacts are a letter of intent.
func letterFacts(ctx context.Context, l Letter) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "referral.coverage.label"), Value: i18n.Rate(l.CoveragePPM)},
		{Label: i18n.T(ctx, "referral.max.label"), Body: ui.Exact(l.MaxFen)},
		{Label: i18n.T(ctx, "referral.fee.label"), Value: i18n.Rate(l.FeePPM), Note: i18n.T(ctx, "referral.fee.note")},
		{Label: i18n.T(ctx, "referral.valid_to.label"), Value: i18n.Date(ctx, l.ValidTo), Note: "17:00"},
	}
	if l.Conditions != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "referral.conditions.label"), Value: l.Conditions})
	}
	return facts
}

// why words a decline: the code, and what was added.
func why(ctx context.Context, g GuaranteeRequest) string {
	if g.Reason == "" {
		return g.Note
	}
	text := i18n.T(ctx, "referral.reason."+g.Reason)
	if g.Note != "" {
		text += " · " + g.Note
	}
	return text
}

// outcome is what became of a request, in one line for the enterprise; "" while
// nothing has.
func (r GuaranteeRow) outcome(ctx context.Context) string {
	switch {
	case r.State == Declined || r.State == TakenBack:
		return why(ctx, r.GuaranteeRequest)
	case r.Backing != "":
		b := kernel.Backing{Kind: kernel.BackedByGuarantor, By: r.Name, State: r.Backing, CoveragePPM: r.CoveragePPM, MaxFen: r.MaxFen, FeePPM: r.FeePPM, ValidTo: r.ValidTo}
		return b.In(ctx)
	}
	return ""
}

// guaranteeTable lists a guarantor's requests.
func (s *Service) guaranteeTable(ctx context.Context, rows []GuaranteeRow) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "referral.guarantees"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "referral.col.ref")}, {Label: i18n.T(ctx, "referral.col.firm")}, {Label: i18n.T(ctx, "referral.col.amount"), Num: true}, {Label: i18n.T(ctx, "referral.col.asked"), Spare: true}, {Label: i18n.T(ctx, "referral.col.clock")}, {Label: i18n.T(ctx, "referral.col.state")}}}
	for _, r := range rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.Ref, Href: "/guarantees/" + r.ID, Mono: true, Head: true}, {Text: r.Name.In(ctx)}, {Text: i18n.Column(r.AmountFen)}, {Text: s.moment(ctx, r.Asked)}, {Body: ui.ClockRing(s.ring(ctx, r.Clock))}, {Body: ui.Status(GuaranteeMachine.Name, string(r.State))}}})
	}
	return t
}

// townTable lists the town's requests.
func (s *Service) townTable(ctx context.Context, rows []TownRow) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "referral.recommendations"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "referral.col.ref")}, {Label: i18n.T(ctx, "referral.col.firm")}, {Label: i18n.T(ctx, "referral.col.amount"), Num: true}, {Label: i18n.T(ctx, "referral.col.asked"), Spare: true}, {Label: i18n.T(ctx, "referral.col.clock")}, {Label: i18n.T(ctx, "referral.col.state")}}}
	for _, r := range rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.Ref, Href: "/recommendations/" + r.ID, Mono: true, Head: true}, {Text: r.Name.In(ctx)}, {Text: i18n.Column(r.AmountFen)}, {Text: s.moment(ctx, r.Asked)}, {Body: ui.ClockRing(s.ring(ctx, r.Clock))}, {Body: ui.Status(RecommendationMachine.Name, string(r.State))}}})
	}
	return t
}

// guaranteeHead is the head of a guarantor's page.
func (s *Service) guaranteeHead(ctx context.Context, v GuaranteeView) ui.CaseHead {
	h := ui.CaseHead{Ref: v.Request.Ref, Title: v.Name.In(ctx) + " · " + i18n.Wan(ctx, v.Request.AmountFen), Machine: GuaranteeMachine.Name, State: string(v.Request.State), Clock: s.ring(ctx, v.Clock)}
	h.Next = ui.Next{Title: i18n.T(ctx, "referral.next."+string(v.Request.State)), Mine: len(v.Moves) > 0 && v.Request.Pending(), Over: !v.Request.Pending()}
	return h
}

// townHead is the head of the town's page.
func (s *Service) townHead(ctx context.Context, v TownView) ui.CaseHead {
	h := ui.CaseHead{Ref: v.Request.Ref, Title: v.Name.In(ctx) + " · " + i18n.Wan(ctx, v.Request.AmountFen), Machine: RecommendationMachine.Name, State: string(v.Request.State), Clock: s.ring(ctx, v.Clock)}
	h.Next = ui.Next{Title: i18n.T(ctx, "referral.next_town."+string(v.Request.State)), Mine: len(v.Moves) > 0, Over: v.Request.State != Asked}
	return h
}

// askedFacts are what the enterprise wants.
func (s *Service) askedFacts(ctx context.Context, purpose i18n.Text, months int, asked time.Time) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "referral.purpose"), Value: purpose.In(ctx)},
		{Label: i18n.T(ctx, "referral.term"), Value: i18n.T(ctx, "referral.months", i18n.Args{"n": months})},
		{Label: i18n.T(ctx, "referral.col.asked"), Value: s.moment(ctx, asked)},
	}
}

// premisesFacts are what the park knows, without what the consent leaves out.
func premisesFacts(ctx context.Context, p Premises) []ui.Fact {
	source := i18n.T(ctx, "referral.verified")
	facts := []ui.Fact{{Label: i18n.T(ctx, "referral.industry"), Value: p.Industry.In(ctx), Source: source}}
	if percent, ok := p.Resumption(); ok {
		facts = append(facts,
			ui.Fact{Label: i18n.T(ctx, "referral.resumption"), Value: strconv.Itoa(percent) + " %", Source: source},
			ui.Fact{Label: i18n.T(ctx, "referral.headcount"), Value: strconv.Itoa(p.HeadcountNow) + " / " + strconv.Itoa(p.HeadcountFull), Note: i18n.T(ctx, "referral.as_of", i18n.Args{"on": i18n.Date(ctx, p.HeadcountAsOf)}), Source: source})
	}
	if p.Units != "" {
		facts = append(facts,
			ui.Fact{Label: i18n.T(ctx, "referral.units"), Value: p.Units, Note: i18n.T(ctx, "referral.lease_until", i18n.Args{"on": i18n.Date(ctx, p.LeaseUntil)}), Source: source},
			ui.Fact{Label: i18n.T(ctx, "referral.rent"), Body: ui.Exact(p.RentFen), Source: source})
	}
	return facts
}

// decided says who answered and when.
func (s *Service) decided(ctx context.Context, person string, at time.Time, people map[string]i18n.Text) ui.Fact {
	by := i18n.T(ctx, "referral.by_program")
	if name, ok := people[person]; ok {
		by = name.In(ctx)
	}
	return ui.Fact{Label: i18n.T(ctx, "referral.decided"), Value: by, Note: s.moment(ctx, at)}
}

// sure reports whether the reader has freshly confirmed for the letter as shown.
func (v GuaranteeView) sure(ctx context.Context) bool {
	return kernel.From(ctx).ConfirmedFor("state:" + v.Seal)
}

// confirm leads through a fresh confirmation for the letter as shown.
func (v GuaranteeView) confirm(ctx context.Context) ui.Button {
	return ui.Button{Label: i18n.T(ctx, "referral.confirm"), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape("/guarantees/"+v.Request.ID) + "&purpose=" + url.QueryEscape("state:"+v.Seal)}
}

// letterPeople are who proposed a letter, and who signed it or ended it.
func (s *Service) letterPeople(ctx context.Context, v GuaranteeView) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "referral.made"), Value: v.People[v.Request.MadeBy].In(ctx), Note: s.moment(ctx, v.Request.Made)}}
	if v.Request.State == Reading || v.Request.State == Proposed {
		return facts
	}
	return append(facts, s.decided(ctx, v.Request.DecidedBy, v.Request.Decided, v.People))
}

// percent fills a rate in that was entered before, "" for none.
func percent(p money.PPM) string {
	if p == 0 {
		return ""
	}
	return strings.TrimSuffix(i18n.Rate(p), "%")
}

// largest fills in how large a loan may be: as it was proposed, or all that was
// asked for.
func (v GuaranteeView) largest() string {
	if v.Request.MaxFen > 0 {
		return v.Request.MaxFen.Text()
	}
	return v.Request.AmountFen.Text()
}

// lasting fills in the last day: as it was proposed, or ninety days ahead.
func (s *Service) lasting(v GuaranteeView) string {
	if v.Request.ValidTo != "" {
		return v.Request.ValidTo
	}
	return s.today().AddDays(90).String()
}

// only is the guarantor where there is no choice, "" where there is.
func (v Doors) only() string {
	if len(v.Guarantors) == 1 {
		return v.Guarantors[0].ID
	}
	return ""
}

// backed reports whether something speaks for the application by now.
func (v Doors) backed() bool {
	return slices.ContainsFunc(v.Guarantees, func(r GuaranteeRow) bool { return r.Backing == kernel.BackingLive }) ||
		slices.ContainsFunc(v.Town, func(r TownRow) bool { return r.State == Recommended })
}
