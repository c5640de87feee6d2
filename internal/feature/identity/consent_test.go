package identity

import (
	"context"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

const purposeOf = "credit_assessment"

// grant lets the bank read two classes of case c1 for ten days.
func (k *kit) grant(firm, bank Party) (id string) {
	k.t.Helper()
	must(k.t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) (err error) {
		id, err = k.Grant(ctx, tx, Consent{Subject: firm.ID, Grantee: bank.ID, Case: "c1", Purpose: purposeOf,
			Classes: []string{"identity", "lease"}, From: monday, To: monday.AddDate(0, 0, 10)})
		return err
	}))
	return id
}

func (k *kit) live(caseID, grantee, purpose, class string, at time.Time) (ok bool) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		_, ok, err = k.Live(ctx, tx, caseID, grantee, purpose, class, at)
		return err
	}))
	return ok
}

func TestConsentHoldsForWhatItSays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		firm, bank, other := k.party("E01", kernel.Enterprise), k.party("BANK", kernel.Bank), k.party("BANK2", kernel.Bank)
		k.grant(firm, bank)
		end := monday.AddDate(0, 0, 10)
		for _, c := range []struct {
			caseID, grantee, purpose, class string
			at                              time.Time
			want                            bool
		}{
			{"c1", bank.ID, purposeOf, "lease", monday, true},
			{"c1", bank.ID, purposeOf, "identity", end.Add(-time.Second), true},
			{"c1", bank.ID, purposeOf, "lease", end, false},
			{"c1", bank.ID, purposeOf, "lease", monday.Add(-time.Second), false},
			{"c1", bank.ID, purposeOf, "bank_statement", monday, false},
			{"c1", bank.ID, purposeOf, "lea", monday, false},
			{"c1", bank.ID, "marketing", "lease", monday, false},
			{"c1", other.ID, purposeOf, "lease", monday, false},
			{"c2", bank.ID, purposeOf, "lease", monday, false},
		} {
			if got := k.live(c.caseID, c.grantee, c.purpose, c.class, c.at); got != c.want {
				t.Errorf("%+v: live %v", c, got)
			}
		}
	})
}

func TestConsentIsRevokedByItsSubject(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		firm, bank := k.party("E01", kernel.Enterprise), k.party("BANK", kernel.Bank)
		owner, _ := k.member("owner", firm, kernel.Owner)
		clerk, _ := k.member("clerk", firm, kernel.FinanceClerk)
		officer, _ := k.member("officer", bank, kernel.Officer)
		id := k.grant(firm, bank)
		wants(t, k.Revoke(k.as(k.enter(officer)), id, "no"), "fault.not_found")
		wants(t, k.Revoke(k.as(k.enter(clerk)), id, "no"), "fault.denied")
		me := k.as(k.enter(owner))
		wants(t, k.Revoke(me, id, " "), "reason: identity.text.missing")
		if !k.live("c1", bank.ID, purposeOf, "lease", monday) || len(k.events) > 0 {
			t.Fatal("a refused revocation changes nothing")
		}
		must(t, k.Revoke(me, id, "another bank was faster"))
		if k.live("c1", bank.ID, purposeOf, "lease", monday) {
			t.Error("revoked, and still read")
		}
		want := published{kernel.EventConsentRevoked, kernel.ConsentRevoked{Consent: id, Case: "c1", Grantee: bank.ID}}
		if len(k.events) != 1 || k.events[0] != want {
			t.Errorf("told the case %+v, want %+v", k.events, want)
		}
		wants(t, k.Revoke(me, id, "again"), "identity.consent.revoked_already")
		k.agrees()
	})
}

// agrees wants the log and the tables to say the same, and a change past the
// log to be seen.
func (k *kit) agrees() {
	k.t.Helper()
	report, err := k.log.Verify(context.Background(), Sources()...)
	must(k.t, err)
	if len(report.Differences) > 0 || report.Facts == 0 {
		k.t.Errorf("%d facts; the log disagrees: %v", report.Facts, report.Differences)
	}
	must(k.t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE identity_consent SET state = 'given'`)
		return err
	}))
	report, err = k.log.Verify(context.Background(), Sources()...)
	must(k.t, err)
	if len(report.Differences) != 1 || report.Differences[0].Field != "consent.state" {
		k.t.Errorf("a consent brought back to life was not seen: %v", report.Differences)
	}
}

func TestSubjectSeesWhoRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		firm, bank := k.party("E01", kernel.Enterprise), k.party("BANK", kernel.Bank)
		owner, _ := k.member("owner", firm, kernel.Owner)
		officer, _ := k.member("officer", bank, kernel.Officer)
		id := k.grant(firm, bank)
		reader := k.as(k.enter(officer))
		must(t, k.DB.Write(reader, func(ctx context.Context, tx db.Tx) error {
			return k.Disclose(ctx, tx, Disclosure{Consent: id, Case: "c1", Grantee: bank.ID, Person: officer.ID, Class: "lease", Ground: "consent"})
		}))
		v, err := k.Consents(k.as(k.enter(owner)))
		must(t, err)
		if len(v.Given) != 1 || !v.Given[0].Holds || len(v.Disclosures) != 1 || v.Disclosures[0].PersonName != officer.Name || v.Disclosures[0].Purpose != purposeOf {
			t.Errorf("the subject sees %+v", v)
		}
		_, err = k.Consents(reader)
		wants(t, err, "fault.denied")
		must(t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) error { return k.RevokeCase(ctx, tx, "c1", "", "withdrawn") }))
		if k.live("c1", bank.ID, purposeOf, "lease", monday) || len(k.events) != 0 {
			t.Error("the case ended: its consents end silently")
		}
	})
}
