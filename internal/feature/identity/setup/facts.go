package setup

// What the transparency log must agree with: which links there were and what
// became of them, who founded the deployment and until when it could be set up,
// and whom the first person invited.

import (
	"fmt"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sources are the tables of this package as the log knows them.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		identity.NewColumn("setup.link", `
			SELECT id, secret_hash || ' ' || CAST(made_us AS TEXT) || ' ' || CAST(ends_us AS TEXT) || ' ' || CAST(used_us AS TEXT) FROM setup_link ORDER BY id`),
		identity.NewColumn("setup.founding", `
			SELECT operator_id, link_id || ' ' || CAST(founded_us AS TEXT) || ' ' || CAST(done_us AS TEXT) FROM setup_founding ORDER BY operator_id`),
		identity.NewColumn("setup.invited", `
			SELECT party_id, invitation_id || ' ' || by_id || ' ' || CAST(at_us AS TEXT) || ' ' || CAST(version AS TEXT) FROM setup_invited ORDER BY party_id`),
	}
}

func (l Link) fact() []auditlog.Field {
	return []auditlog.Field{{Name: "setup.link", Value: fmt.Sprint(l.hash, " ", db.Micros(l.MadeAt), " ", db.Micros(l.EndsAt), " ", db.Micros(l.UsedAt))}}
}

func (f Founding) fact() []auditlog.Field {
	return []auditlog.Field{{Name: "setup.founding", Value: fmt.Sprint(f.Link, " ", db.Micros(f.FoundedAt), " ", db.Micros(f.DoneAt))}}
}

func (i invited) fact() []auditlog.Field {
	return []auditlog.Field{{Name: "setup.invited", Value: fmt.Sprint(i.Invitation, " ", i.By, " ", db.Micros(i.At), " ", i.Version)}}
}
