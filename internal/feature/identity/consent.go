package identity

// Consents: who may read which classes of a case's data, for what, until when;
// and every reading that happened.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// ConsentState is where a consent stands. Its expiry follows from its dates.
type ConsentState string

const (
	Given   ConsentState = "given"
	Revoked ConsentState = "revoked"
)

// Consent is a right to read, from From until before To.
type Consent struct {
	ID        string       `json:"id"`
	Subject   string       `json:"subject"`
	Grantee   string       `json:"grantee"`
	Case      string       `json:"case"`
	Purpose   string       `json:"purpose"`
	Classes   []string     `json:"classes"`
	From      time.Time    `json:"from"`
	To        time.Time    `json:"to"`
	By        string       `json:"by"`
	GivenAt   time.Time    `json:"given_at"`
	State     ConsentState `json:"state"`
	RevokedAt time.Time    `json:"revoked_at"`
	Reason    string       `json:"reason"`
	Version   int64        `json:"version"`
}

// Live reports whether a class may be read under the consent at an instant.
func (c Consent) Live(class string, at time.Time) bool {
	return c.State == Given && !at.Before(c.From) && at.Before(c.To) && slices.Contains(c.Classes, class)
}

// Disclosure is one reading of one class.
type Disclosure struct {
	ID      string    `json:"id"`
	Consent string    `json:"consent"`
	Subject string    `json:"subject"`
	Case    string    `json:"case"`
	Grantee string    `json:"grantee"`
	Person  string    `json:"person"`
	Class   string    `json:"class"`
	Ground  string    `json:"ground"`
	Purpose string    `json:"purpose"`
	At      time.Time `json:"at"`
}

func (c Consent) resource() authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Consent", ID: c.ID}, Read: "identity.read_consent",
		Attrs: authz.Attrs{"credit": true, "subject": kernel.PartyRef(c.Subject), "grantee": kernel.PartyRef(c.Grantee)},
	}
}

// Grant stores a consent. The caller has asked permission for the case.
func (s *Service) Grant(ctx context.Context, tx db.Tx, c Consent) (string, error) {
	if c.Subject == "" || c.Grantee == "" || c.Case == "" || c.Purpose == "" || len(c.Classes) == 0 || !c.From.Before(c.To) {
		return "", fault.New(fault.Invalid, "identity.consent.incomplete")
	}
	c.ID, c.State, c.Version, c.GivenAt = s.NewID(), Given, 1, s.Now()
	c.RevokedAt, c.Reason = time.Time{}, ""
	if err := insertConsent(ctx, tx, c); err != nil {
		return "", err
	}
	return c.ID, s.recordConsent(ctx, tx, c, "give", "",
		auditlog.Field{Name: "consent.classes", Value: strings.Join(c.Classes, ",")},
		auditlog.Field{Name: "consent.purpose", Value: c.Purpose},
		auditlog.Field{Name: "consent.to", Value: c.To.UTC().Format(time.RFC3339)})
}

func (s *Service) recordConsent(ctx context.Context, tx db.Tx, c Consent, what string, before ConsentState, fields ...auditlog.Field) error {
	return s.record(ctx, tx, auditlog.Entry{
		Kind: "identity.consent." + what, Case: c.ID, CaseVersion: c.Version, Before: string(before), After: string(c.State),
		Parties: []string{c.Subject, c.Grantee},
		Fields: append([]auditlog.Field{{Name: "consent.state", Value: string(c.State)}, {Name: "consent.case", Value: c.Case}, {Name: "consent.of", Value: c.of()},
			{Name: "consent.end", Value: fmt.Sprint(db.Micros(c.RevokedAt), " ", c.Reason)}}, fields...),
	})
}

// Live answers the consent under which grantee may read a class at an instant.
func (s *Service) Live(ctx context.Context, tx db.Tx, caseID, grantee, purpose, class string, at time.Time) (string, bool, error) {
	all, err := db.All(ctx, tx, scanConsent, `
		SELECT `+consentColumns+` FROM identity_consent WHERE case_id = $1 AND grantee_id = $2 ORDER BY id DESC LIMIT 100`, caseID, grantee)
	for _, c := range all {
		if c.Purpose == purpose && c.Live(class, at) {
			return c.ID, true, err
		}
	}
	return "", false, err
}

// RevokeCase ends the consents of a case that one organisation holds, "" for all,
// as part of ending the case itself. No event follows: who calls knows.
func (s *Service) RevokeCase(ctx context.Context, tx db.Tx, caseID, grantee, reason string) error {
	all, err := db.All(ctx, tx, scanConsent, `
		SELECT `+consentColumns+` FROM identity_consent
		WHERE case_id = $1 AND state = $2 AND ($3 = '' OR grantee_id = $3) ORDER BY id LIMIT 1000`, caseID, Given, grantee)
	if err != nil {
		return err
	}
	for _, c := range all {
		if err := s.end(ctx, tx, &c, reason); err != nil {
			return err
		}
	}
	return nil
}

// end revokes one consent and writes it down.
func (s *Service) end(ctx context.Context, tx db.Tx, c *Consent, reason string) error {
	c.State, c.RevokedAt, c.Reason = Revoked, s.Now(), reason
	if err := updateConsent(ctx, tx, c); err != nil {
		return err
	}
	return s.recordConsent(ctx, tx, *c, "revoke", Given, auditlog.Field{Name: "consent.reason", Value: reason})
}

// Revoke ends a consent for its subject, and tells the case.
func (s *Service) Revoke(ctx context.Context, id, reason string) error {
	var check fault.Check
	checkText(&check, "reason", reason, 500)
	if err := check.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := consentByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "identity.revoke_consent", c.resource()); err != nil {
			return err
		}
		if c.State != Given {
			return fault.New(fault.WrongTurn, "identity.consent.revoked_already")
		}
		if err := s.end(ctx, tx, &c, reason); err != nil {
			return err
		}
		return s.Events.Publish(ctx, tx, kernel.EventConsentRevoked, kernel.ConsentRevoked{Consent: c.ID, Case: c.Case, Grantee: c.Grantee})
	})
}

// Disclose writes down that somebody read a class, and on which ground.
func (s *Service) Disclose(ctx context.Context, tx db.Tx, d Disclosure) error {
	d.ID, d.At = s.NewID(), s.Now()
	entry := auditlog.Entry{
		Kind: "identity.consent.disclose", Case: d.ID, CaseVersion: 1, Parties: []string{d.Grantee},
		Fields: []auditlog.Field{{Name: "disclosure.case", Value: d.Case}, {Name: "disclosure.class", Value: d.Class},
			{Name: "disclosure.ground", Value: d.Ground}, {Name: "disclosure.consent", Value: d.Consent}},
	}
	if d.Consent != "" {
		c, err := consentByID(ctx, tx, d.Consent)
		if err != nil {
			return err
		}
		d.Subject = c.Subject
		if d.Purpose == "" {
			d.Purpose = c.Purpose
		}
	}
	if d.Subject != "" {
		entry.Parties = append(entry.Parties, d.Subject)
	}
	if err := insertDisclosure(ctx, tx, d); err != nil {
		return err
	}
	return s.record(ctx, tx, entry)
}
