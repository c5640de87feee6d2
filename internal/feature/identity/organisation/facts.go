package organisation

// What the transparency log must agree with: who asked which right for whom, who
// agreed to it, and what became of the work of those who left.

import (
	"fmt"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sources are the tables of this package as the log knows them.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		identity.NewColumn("grant.of", `
			SELECT id, party_id || ' ' || person_id || ' ' || roles || ' ' || by_id || ' ' || CAST(at_us AS TEXT) FROM organisation_grant ORDER BY id`),
		identity.NewColumn("grant.state", `SELECT id, state FROM organisation_grant ORDER BY id`),
		identity.NewColumn("grant.decided", `SELECT id, decided_by || ' ' || CAST(decided_us AS TEXT) || ' ' || seen FROM organisation_grant ORDER BY id`),
		identity.NewColumn("handover.of", `
			SELECT id, membership_id || ' ' || party_id || ' ' || machine || ' ' || case_id || ' ' || ref || ' ' || role || ' ' || person_id || ' ' || by_id || ' ' || CAST(at_us AS TEXT)
			FROM organisation_handover ORDER BY id`),
	}
}

// of is what a grant asks, as the query of grant.of puts it.
func (g Grant) of() string {
	return fmt.Sprint(g.Party, " ", g.Person, " ", identity.JoinRoles(g.Roles), " ", g.By, " ", db.Micros(g.At))
}

func (g Grant) decided() string {
	return fmt.Sprint(g.DecidedBy, " ", db.Micros(g.DecidedAt), " ", g.Seen)
}

// of is what a handover says, as the query of handover.of puts it.
func (h Handover) of() string {
	return fmt.Sprint(h.Membership, " ", h.Party, " ", h.Machine, " ", h.Case, " ", h.Ref, " ", h.Role, " ", h.Person, " ", h.By, " ", db.Micros(h.At))
}
