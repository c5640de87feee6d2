package pipeline

// SQL beside its scanner, and what the transparency log must agree with.

import (
	"context"
	"iter"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const reminderColumns = `id, machine, case_id, reminded_on, clock, party_id, role, sent_by, sent_us`

func scanReminder(scan db.Scan) (r Reminder, err error) {
	var sent int64
	err = scan(&r.ID, &r.Machine, &r.Case, &r.On, &r.Clock, &r.Party, &r.Role, &r.By, &sent)
	r.Sent = db.Instant(sent)
	return r, err
}

// insertReminder stores a reminder, and refuses a second one on the same day.
func insertReminder(ctx context.Context, tx db.Tx, r Reminder) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO pipeline_reminder (`+reminderColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (machine, case_id, reminded_on) DO NOTHING`,
		r.ID, r.Machine, r.Case, r.On, r.Clock, r.Party, string(r.Role), r.By, db.Micros(r.Sent))
	if err == nil && n == 0 {
		return fault.New(fault.WrongTurn, "pipeline.remind.again")
	}
	return err
}

// remindedOn is when cases were reminded of on a day, by machine and case.
func remindedOn(ctx context.Context, tx db.Tx, on clock.Date) (map[string]time.Time, error) {
	all, err := db.All(ctx, tx, scanReminder, `SELECT `+reminderColumns+` FROM pipeline_reminder WHERE reminded_on = $1 ORDER BY id LIMIT 2000`, on.String())
	out := map[string]time.Time{}
	for _, r := range all {
		out[r.Machine+" "+r.Case] = r.Sent
	}
	return out, err
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{reminders{}} }

// reminders is every reminder that was sent.
type reminders struct{}

// Fields names the fields that the source answers for.
func (reminders) Fields() []string {
	return []string{"reminder.of", "reminder.to", "reminder.sent"}
}

// Facts lists their present values.
func (reminders) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanReminder, `SELECT `+reminderColumns+` FROM pipeline_reminder ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Reminder) (string, []auditlog.Field) { return x.ID, x.facts() })
}
