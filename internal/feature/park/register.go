package park

// Use cases of enterprises and their headcounts.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Register takes an enterprise into the park.
func (s *Service) Register(ctx context.Context, in RegisterEnterprise) (e Enterprise, err error) {
	code, joined, err := in.check(s.today())
	if err != nil {
		return e, err
	}
	park := kernel.From(ctx).Party
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "park.register", collection("Enterprises", park)); err != nil {
			return err
		}
		e = Enterprise{Park: park, RegisteredAt: s.Now(), Version: 1}
		e.describe(in.EnterpriseProfile, code, joined)
		if err := freeCreditCode(ctx, tx, e); err != nil {
			return err
		}
		if e.ID, err = s.party(ctx, tx, in.Party, e); err != nil {
			return err
		}
		return insertEnterprise(ctx, tx, e)
	})
	return e, err
}

// party finds the party of a new enterprise, or makes one.
func (s *Service) party(ctx context.Context, tx db.Tx, id string, e Enterprise) (string, error) {
	if id == "" {
		return s.Parties.Establish(ctx, tx, PartyFacts{Kind: kernel.Enterprise, Name: e.Name, Short: e.Short, CreditCode: e.CreditCode})
	}
	p, err := s.Parties.Party(ctx, tx, id)
	switch {
	case fault.Is(err, fault.NotFound):
		return "", fieldFault("party", "park.enterprise.no_party")
	case err != nil:
		return "", err
	case p.Kind != kernel.Enterprise:
		return "", fieldFault("party", "park.enterprise.not_enterprise")
	case p.CreditCode != "" && p.CreditCode != e.CreditCode:
		return "", fieldFault("credit_code", "park.enterprise.code_differs", fault.Args{"known": string(p.CreditCode)})
	}
	known, err := exists(ctx, tx, `SELECT count(*) FROM park_enterprise WHERE id = $1`, id)
	if known {
		return "", fieldFault("party", "park.enterprise.registered")
	}
	return id, err
}

func freeCreditCode(ctx context.Context, tx db.Tx, e Enterprise) error {
	taken, err := exists(ctx, tx, `SELECT count(*) FROM park_enterprise WHERE credit_code = $1 AND id <> $2`, e.CreditCode, e.ID)
	if taken {
		return fieldFault("credit_code", "park.enterprise.code_taken", fault.Args{"code": string(e.CreditCode)})
	}
	return err
}

// Revise changes the profile of an enterprise.
func (s *Service) Revise(ctx context.Context, in ReviseEnterprise) (e Enterprise, err error) {
	code, joined, err := in.check(s.today())
	if err != nil {
		return e, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if e, err = s.enterprise(ctx, tx, in.ID, "park.revise"); err != nil {
			return err
		}
		if err := fresh(in.Version, e.Version, e.against(in.EnterpriseProfile, code)...); err != nil {
			return err
		}
		e.describe(in.EnterpriseProfile, code, joined)
		if err := freeCreditCode(ctx, tx, e); err != nil {
			return err
		}
		return updateEnterprise(ctx, tx, &e)
	})
	return e, err
}

// against pairs what was typed with what is stored, for a stale form.
func (e Enterprise) against(in EnterpriseProfile, code kernel.CreditCode) []value {
	return []value{
		{"name_zh", in.NameZh, e.Name.Zh}, {"name_en", in.NameEn, e.Name.En},
		{"short_zh", in.ShortZh, e.Short.Zh}, {"short_en", in.ShortEn, e.Short.En},
		{"credit_code", string(code), string(e.CreditCode)}, {"industry_code", in.IndustryCode, e.IndustryCode},
		{"industry_name_zh", in.IndustryNameZh, e.IndustryName.Zh}, {"industry_name_en", in.IndustryNameEn, e.IndustryName.En},
		{"size_class", Word("size", in.SizeClass), Word("size", e.SizeClass)}, {"stage", Word("stage", in.Stage), Word("stage", e.Stage)},
		{"revenue_2019_fen", in.Revenue2019Fen, e.Revenue2019Fen}, {"joined", in.Joined, e.Joined.String()},
		{"high_tech", yesNo(in.HighTech), yesNo(e.HighTech)},
	}
}

// enterprise loads an enterprise for an action.
func (s *Service) enterprise(ctx context.Context, tx db.Tx, id string, action authz.Action) (Enterprise, error) {
	e, err := enterpriseByID(ctx, tx, id)
	if err != nil {
		return e, err
	}
	return e, s.Guard.Require(ctx, action, e.resource())
}

// reporting is the action and the source of a headcount report by whoever
// asks: the enterprise about itself, or the park correcting.
func reporting(ctx context.Context, enterprise string) (authz.Action, Source) {
	if kernel.From(ctx).Party == enterprise {
		return "park.report_headcount", BySelf
	}
	return "park.correct_headcount", ByPark
}

// ReportHeadcount adds a report, or the park's correction.
func (s *Service) ReportHeadcount(ctx context.Context, in ReportHeadcount) (h Headcount, err error) {
	action, source := reporting(ctx, in.Enterprise)
	asOf, err := in.check(source, s.today())
	if err != nil {
		return h, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		e, err := s.enterprise(ctx, tx, in.Enterprise, action)
		if err != nil {
			return err
		}
		h = s.headcount(ctx, in, asOf, source)
		if err := insertHeadcount(ctx, tx, h); err != nil {
			return err
		}
		return s.record(ctx, tx, auditlog.Entry{
			Kind: "park.headcount.report", Case: h.ID, CaseVersion: 1, After: string(source),
			Fields: []auditlog.Field{field("headcount.counts", h.counts()), field("headcount.as_of", h.AsOf), field("headcount.reason", h.Reason)},
		}, e.Park, e.ID)
	})
	return h, err
}

func (s *Service) headcount(ctx context.Context, in ReportHeadcount, asOf clock.Date, source Source) Headcount {
	who := kernel.From(ctx)
	return Headcount{
		ID: s.NewID(), Enterprise: in.Enterprise, AsOf: asOf, Now: in.Now, Normal: in.Normal,
		Source: source, Person: who.Person, Party: who.Party, Reason: in.Reason, At: s.Now(),
	}
}
