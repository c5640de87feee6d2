package recovery

// What the transparency log must agree with: who wanted to come back in, who
// confirmed it, from when on it worked, and how it ended.

import (
	"fmt"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sources are the tables of this package as the log knows them.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		identity.NewColumn("recovery.of", `
			SELECT id, ref || ' ' || claim_hash || ' ' || person_id || ' ' || party_id || ' ' || lost || ' ' || CAST(asked_us AS TEXT) FROM recovery_request ORDER BY id`),
		identity.NewColumn("recovery.state", `
			SELECT id, state || ' ' || CAST(ready_us AS TEXT) || ' ' || CAST(ends_us AS TEXT) || ' ' || ended_by || ' ' || CAST(ended_us AS TEXT) FROM recovery_request ORDER BY id`),
		identity.NewColumn("recovery.word", `
			SELECT id, request_id || ' ' || person_id || ' ' || party_id || ' ' || seen || ' ' || CAST(at_us AS TEXT) FROM recovery_confirmation ORDER BY id`),
	}
}

func (r Request) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "recovery.of", Value: fmt.Sprint(r.Ref, " ", r.claim, " ", r.Person, " ", r.Party, " ", r.Lost, " ", db.Micros(r.AskedAt))},
		{Name: "recovery.state", Value: fmt.Sprint(r.State, " ", db.Micros(r.ReadyAt), " ", db.Micros(r.EndsAt), " ", r.EndedBy, " ", db.Micros(r.EndedAt))},
	}
}

// word is a confirmation as the query of recovery.word puts it.
func (c Confirmation) word() string {
	return fmt.Sprint(c.Request, " ", c.Person, " ", c.Party, " ", c.Seen, " ", db.Micros(c.At))
}
