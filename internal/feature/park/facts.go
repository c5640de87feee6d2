package park

// What the park tells other features, through the small interfaces that they
// declare, and what the transparency log must agree with.

import (
	"context"
	"fmt"
	"iter"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Facts are the park's own records of an enterprise on a day.
type Facts struct {
	CreditCode      kernel.CreditCode
	Name, Short     i18n.Text
	IndustryCode    string
	Industry        i18n.Text
	SizeClass       string
	Revenue2019Fen  money.Fen
	Joined          clock.Date
	Units           []UnitLine // of the leases in force on that day
	LeaseUntil      clock.Date // last day of the latest of them, renewals that are signed included
	MonthlyRentFen  money.Fen  // of the leases in force together
	HeadcountNow    int64
	HeadcountNormal int64
	HeadcountAsOf   clock.Date // zero while nothing was reported
	HeadcountSource Source
}

// UnitLine is a unit of an enterprise, with its building.
type UnitLine struct {
	Code     string
	Building i18n.Text
	Use      string
	AreaDM2  int64
}

// Facts answers what the park knows about an enterprise on a day, or NotFound
// where the party is no enterprise of the park. It authorises nothing: the
// feature that asks decides on its own case who may see the answer.
func (s *Service) Facts(ctx context.Context, tx db.Tx, party string, at clock.Date) (Facts, error) {
	e, err := enterpriseByID(ctx, tx, party)
	if err != nil {
		return Facts{}, err
	}
	f := Facts{
		CreditCode: e.CreditCode, Name: e.Name, Short: e.Short, IndustryCode: e.IndustryCode, Industry: e.IndustryName,
		SizeClass: e.SizeClass, Revenue2019Fen: e.Revenue2019Fen, Joined: e.Joined,
	}
	leases, err := leasesOf(ctx, tx, party)
	if err != nil {
		return f, err
	}
	var units []string
	for _, l := range leases {
		if l.Holds(at) {
			units = append(units, l.Units...)
			f.MonthlyRentFen += l.MonthlyRentFen
		}
	}
	f.LeaseUntil = until(leases, at)
	if f.Units, err = unitLines(ctx, tx, units); err != nil {
		return f, err
	}
	h, err := headcountOn(ctx, tx, party, at)
	f.HeadcountNow, f.HeadcountNormal, f.HeadcountAsOf, f.HeadcountSource = h.Now, h.Normal, h.AsOf, h.Source
	return f, err
}

// until is the last day of the leases in force, along their renewals.
func until(leases []Lease, at clock.Date) clock.Date {
	renewal := map[string]Lease{}
	for _, l := range leases {
		renewal[l.Previous] = l
	}
	var last clock.Date
	for _, l := range leases {
		if !l.Holds(at) {
			continue
		}
		for next, ok := renewal[l.ID]; ok; next, ok = renewal[l.ID] {
			l = next
		}
		if l.LastDay().After(last) {
			last = l.LastDay()
		}
	}
	return last
}

func unitLines(ctx context.Context, tx db.Tx, ids []string) ([]UnitLine, error) {
	units, err := unitsByID(ctx, tx, ids)
	if err != nil || len(units) == 0 {
		return nil, err
	}
	buildings, err := allBuildings(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := map[string]i18n.Text{}
	for _, b := range buildings {
		names[b.ID] = b.Name
	}
	lines := make([]UnitLine, len(units))
	for i, u := range units {
		lines[i] = UnitLine{Code: u.Code, Building: names[u.Building], Use: u.Use, AreaDM2: u.AreaDM2}
	}
	return lines, nil
}

// EnterpriseNames answers the short names of enterprises by party id; an
// unknown id is left out. Like Facts it authorises nothing.
func (s *Service) EnterpriseNames(ctx context.Context, tx db.Tx, parties []string) (map[string]i18n.Text, error) {
	names := map[string]i18n.Text{}
	if len(parties) == 0 {
		return names, nil
	}
	marks, args := inList(parties)
	list, err := db.All(ctx, tx, scanEnterprise, `SELECT `+enterpriseColumns+` FROM park_enterprise WHERE id IN (`+marks+`) LIMIT 5000`, args...)
	for _, e := range list {
		names[e.ID] = e.Short
	}
	return names, err
}

func (l Lease) term() string { return l.From.String() + "/" + l.To.String() }

func (h Headcount) counts() string { return fmt.Sprintf("%d/%d", h.Now, h.Normal) }

// logged is a source that kaigong verify compares with the log.
type logged struct {
	fields []string
	facts  func(ctx context.Context, tx db.Tx, yield func(id, field, value string) bool) error
}

// Sources are the tables of this feature as the log knows them: the term and
// the rent of every lease, and the counts of every report.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		logged{[]string{"lease.term", "lease.rent_fen"}, leaseFacts},
		logged{[]string{"headcount.counts"}, headcountFacts},
	}
}

// Fields names the fields that the source answers for.
func (l logged) Fields() []string { return l.fields }

// Facts lists their present values.
func (l logged) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		err := l.facts(ctx, tx, func(id, field, value string) bool {
			return yield(auditlog.Fact{Case: id, Field: field, Value: value}, nil)
		})
		if err != nil {
			yield(auditlog.Fact{}, err)
		}
	}
}

func leaseFacts(ctx context.Context, tx db.Tx, yield func(id, field, value string) bool) error {
	leases, err := db.All(ctx, tx, scanLease, `SELECT `+leaseColumns+` FROM park_lease ORDER BY id`)
	for _, l := range leases {
		if !yield(l.ID, "lease.term", l.term()) || !yield(l.ID, "lease.rent_fen", fmt.Sprint(int64(l.MonthlyRentFen))) {
			return nil
		}
	}
	return err
}

func headcountFacts(ctx context.Context, tx db.Tx, yield func(id, field, value string) bool) error {
	reports, err := db.All(ctx, tx, scanHeadcount, `SELECT `+headcountColumns+` FROM park_headcount ORDER BY id`)
	for _, h := range reports {
		if !yield(h.ID, "headcount.counts", h.counts()) {
			return nil
		}
	}
	return err
}
