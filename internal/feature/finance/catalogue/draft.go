package catalogue

// How a product comes on sale, changes and goes: a maker drafts, somebody else
// approves, the approver withdraws.

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Introduce drafts the first version of a new product of the actor's lender.
func (s *Service) Introduce(ctx context.Context, in DraftProduct) (v Version, err error) {
	var c fault.Check
	for _, err := range []error{in.check(), in.checkCode()} {
		if err != nil {
			c.Join(err)
		}
	}
	if err := c.Err(); err != nil {
		return v, err
	}
	lender := kernel.From(ctx).Party
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "catalogue.draft", collection(lender)); err != nil {
			return err
		}
		_, err := itemByCode(ctx, tx, lender, in.Code)
		if err == nil {
			c.That(false, "code", "catalogue.product.code.taken", fault.Args{"code": in.Code})
			return c.Err()
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		p := item{id: s.NewID(), code: in.Code, lender: lender}
		if err := insertItem(ctx, tx, p); err != nil {
			return err
		}
		if err := s.record(ctx, tx, auditlog.Entry{Kind: "catalogue.product.introduce", Case: p.id, CaseVersion: 1, Parties: []string{lender}, Fields: []auditlog.Field{{Name: "product.of", Value: p.of()}}}); err != nil {
			return err
		}
		v, err = s.draft(ctx, tx, p, nil, in)
		return err
	})
	return v, err
}

// Revise drafts the next version of a product. What was drafted before and not
// approved is discarded; what is on sale stays as it is.
func (s *Service) Revise(ctx context.Context, product string, in DraftProduct) (v Version, err error) {
	if err := in.check(); err != nil {
		return v, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := itemByID(ctx, tx, product)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "catalogue.draft", p.resource()); err != nil {
			return err
		}
		versions, err := versionsOf(ctx, tx, p.id)
		if err != nil {
			return err
		}
		if in.Base != 0 && len(versions) > 0 && in.Base != versions[0].Product.Version {
			return fault.New(fault.Conflict, "catalogue.version.stale", fault.Args{"seen": in.Base, "stored": versions[0].Product.Version})
		}
		for i := range versions {
			if versions[i].State == Drafted {
				if err := s.decide(ctx, tx, &versions[i], "discard"); err != nil {
					return err
				}
			}
		}
		v, err = s.draft(ctx, tx, p, versions, in)
		return err
	})
	return v, err
}

// draft stores a version after those that there are.
func (s *Service) draft(ctx context.Context, tx db.Tx, p item, before []Version, in DraftProduct) (v Version, err error) {
	if len(before) >= maxVersions {
		return v, fault.New(fault.TooMany, "catalogue.version.many", fault.Args{"max": maxVersions})
	}
	if err := s.checkGuarantor(ctx, tx, in); err != nil {
		return v, err
	}
	number := int64(1)
	if len(before) > 0 {
		number = before[0].Product.Version + 1
	}
	v = Version{ID: s.NewID(), Product: in.promise(p, number), State: VersionMachine.Initial(), DraftedBy: kernel.From(ctx).Person, Drafted: s.Now()}
	body, err := json.Marshal(v.Product)
	if err != nil {
		return v, err
	}
	v.body, v.Hash = string(body), fingerprint(string(body))
	if err := insertVersion(ctx, tx, &v); err != nil {
		return v, err
	}
	return v, s.enter(ctx, tx, &v, "draft", "", 1)
}

// checkGuarantor looks up whom a product names as its guarantor.
func (s *Service) checkGuarantor(ctx context.Context, tx db.Tx, in DraftProduct) error {
	if in.Guarantor == "" {
		return nil
	}
	p, err := s.Parties.Party(ctx, tx, in.Guarantor)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	var c fault.Check
	c.That(err == nil && p.Kind == kernel.Guarantor, "guarantor", "catalogue.product.guarantor.unknown")
	return c.Err()
}

// onVersion loads a version through its product and asks permission.
func (s *Service) onVersion(ctx context.Context, product string, number int64, action authz.Action, act func(context.Context, db.Tx, *Version) error) (v Version, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if v, err = versionOf(ctx, tx, product, number); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, action, v.resource()); err != nil {
			return err
		}
		return act(ctx, tx, &v)
	})
	return v, err
}

// Approve puts a drafted version on sale from a day on. Applications and offers
// that were made before keep theirs.
func (s *Service) Approve(ctx context.Context, product string, number int64, in ApproveVersion) (Version, error) {
	return s.onVersion(ctx, product, number, "catalogue.approve", func(ctx context.Context, tx db.Tx, v *Version) error {
		if _, err := VersionMachine.Take(v.State, "approve"); err != nil {
			return err
		}
		all, err := versionsOf(ctx, tx, product)
		if err != nil {
			return err
		}
		if err := in.check(s.today(), all); err != nil {
			return err
		}
		if member, _, err := s.Alliance.Member(ctx, tx, v.Product.Lender); err != nil || !member {
			return errors.Join(err, fault.New(fault.WrongTurn, "catalogue.version.left"))
		}
		v.ValidFrom = in.ValidFrom
		return s.decide(ctx, tx, v, "approve")
	})
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, product string, number int64) (Version, error) {
	return s.onVersion(ctx, product, number, "catalogue.discard", func(ctx context.Context, tx db.Tx, v *Version) error {
		return s.decide(ctx, tx, v, "discard")
	})
}

// decide ends the life of a draft, one way or the other.
func (s *Service) decide(ctx context.Context, tx db.Tx, v *Version, move string) error {
	v.DecidedBy, v.Decided = kernel.From(ctx).Person, s.Now()
	return s.take(ctx, tx, v, move, 2)
}

// WithdrawProduct says why a product is no longer sold.
type WithdrawProduct struct {
	Reason string `json:"reason" form:"reason"`
}

// maxReason bounds a reason, in characters.
const maxReason = 500

func (in *WithdrawProduct) check() error {
	in.Reason = strings.TrimSpace(in.Reason)
	var c fault.Check
	c.That(in.Reason != "", "reason", "catalogue.withdraw.reason")
	c.That(utf8.RuneCountInString(in.Reason) <= maxReason, "reason", "catalogue.withdraw.long", fault.Args{"max": maxReason})
	return c.Err()
}

// Withdraw takes a product from sale at once: the version in force and any that
// would count later. Applications and offers that were made on it go on.
func (s *Service) Withdraw(ctx context.Context, product string, in WithdrawProduct) error {
	if err := in.check(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := itemByID(ctx, tx, product)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "catalogue.withdraw", p.resource()); err != nil {
			return err
		}
		return s.withdraw(ctx, tx, p.id, in.Reason)
	})
}

func (s *Service) withdraw(ctx context.Context, tx db.Tx, product, reason string) error {
	live, err := s.live(ctx, tx, product)
	if err != nil {
		return err
	}
	if len(live) == 0 {
		return fault.New(fault.WrongTurn, "catalogue.withdraw.not_on_sale")
	}
	for _, v := range live {
		v.WithdrawnBy, v.Withdrawn, v.Reason = kernel.From(ctx).Person, s.Now(), reason
		if err := s.take(ctx, tx, v, "withdraw", 3); err != nil {
			return err
		}
	}
	return nil
}

// Clear takes everything of a lender from sale and discards what it has drafted:
// it leaves the alliance. It authorises nothing; who calls has.
func (s *Service) Clear(ctx context.Context, tx db.Tx, lender, reason string) error {
	newest, err := newestOf(ctx, tx, lender)
	for i := range newest {
		if err != nil {
			return err
		}
		if newest[i].State == Drafted {
			if err := s.decide(ctx, tx, &newest[i], "discard"); err != nil {
				return err
			}
		}
		err = s.withdraw(ctx, tx, newest[i].Product.ID, reason)
		if fault.Is(err, fault.WrongTurn) {
			err = nil // it was not on sale
		}
	}
	return err
}

// live are the approved versions of a product that count today or later: those
// that an earlier withdrawal or a later version has not ended.
func (s *Service) live(ctx context.Context, tx db.Tx, product string) (live []*Version, err error) {
	all, err := versionsOf(ctx, tx, product)
	for i := range all {
		v := &all[i]
		if v.State == Approved {
			live = append(live, v)
		}
		if v.Agreed() && v.ValidFrom <= s.today().String() {
			break // the one in force ends those before it
		}
	}
	return live, err
}

// take moves a version: the table first, then the turn and the evidence, then
// the row.
func (s *Service) take(ctx context.Context, tx db.Tx, v *Version, move string, step int64) (err error) {
	before := v.State
	if v.State, err = VersionMachine.Take(before, move); err != nil {
		return err
	}
	if err := s.enter(ctx, tx, v, move, before, step); err != nil {
		return err
	}
	return updateVersion(ctx, tx, v, string(before))
}

// enter says whose turn it is now and writes the move down. Moves lead one way,
// so the step numbers the entries of a version.
func (s *Service) enter(ctx context.Context, tx db.Tx, v *Version, move string, before flow.State, step int64) error {
	err := s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: VersionMachine, ID: v.ID, State: v.State, Ref: v.Product.Code + " · " + strconv.FormatInt(v.Product.Version, 10), Subject: v.Product.Name,
		AmountFen: int64(v.Product.MaxFen), Path: "/products/" + v.Product.ID, Sides: map[string]string{lenderSide: v.Product.Lender},
	})
	if err != nil {
		return err
	}
	return s.record(ctx, tx, auditlog.Entry{
		Kind: "catalogue.product_version." + move, Case: v.ID, CaseVersion: step, Before: string(before), After: string(v.State),
		Parties: []string{v.Product.Lender}, Fields: v.facts(),
	})
}

func (s *Service) record(ctx context.Context, tx db.Tx, e auditlog.Entry) error {
	who := kernel.From(ctx)
	e.Person, e.Party = who.Person, who.Party
	_, err := s.Audit.Append(ctx, tx, e)
	return err
}
