package flow

// Charges: a party may name one of its people for a case. The name stays with
// the case until another is named, the role takes it back, or the case ends; it
// gives no right, and whoever holds the role may still act.

import (
	"context"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// Charge names a person of a party for a case; "" leaves it to the role.
func (k *Keeper) Charge(ctx context.Context, tx db.Tx, machine, id, party, person string) error {
	if person == "" {
		_, err := tx.Exec(ctx, `DELETE FROM flow_charge WHERE machine = $1 AND case_id = $2 AND party_id = $3`, machine, id, party)
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO flow_charge (machine, case_id, party_id, person_id) VALUES ($1, $2, $3, $4)
		ON CONFLICT (machine, case_id, party_id) DO UPDATE SET person_id = excluded.person_id`, machine, id, party, person)
	return err
}

// Discharge leaves every case for which a party named a person to the role.
func (k *Keeper) Discharge(ctx context.Context, tx db.Tx, party, person string) error {
	_, err := tx.Exec(ctx, `DELETE FROM flow_charge WHERE party_id = $1 AND person_id = $2`, party, person)
	return err
}

// Turn is the open turn of a case; false when nobody is waited for.
func (k *Keeper) Turn(ctx context.Context, tx db.Tx, machine, id string) (Turn, bool, error) {
	t, err := db.One(ctx, tx, scanTurn, `SELECT `+turnRead+` FROM `+turnFrom+` WHERE t.machine = $1 AND t.case_id = $2`, machine, id)
	if errors.Is(err, db.ErrNoRow) {
		return Turn{}, false, nil
	}
	return t, err == nil, err
}

// OfParty lists the open turns of a party, whatever the role, what is due first
// first; turns without a clock come last.
func (k *Keeper) OfParty(ctx context.Context, tx db.Tx, party string, limit int) ([]Turn, error) {
	return db.All(ctx, tx, scanTurn, `SELECT `+turnRead+` FROM `+turnFrom+`
		WHERE t.party_id = $1 ORDER BY CASE WHEN t.due_us = 0 THEN 1 ELSE 0 END, t.due_us, t.since_us, t.case_id LIMIT $2`, party, limit)
}

// Pressing lists the open turns whose clock runs and is due before an instant,
// the earliest first. A clock that is held is left out until its hold ends:
// before that it is nobody's business but the party's own.
func (k *Keeper) Pressing(ctx context.Context, tx db.Tx, before time.Time, limit int) ([]Turn, error) {
	return db.All(ctx, tx, scanTurn, `SELECT `+turnRead+` FROM `+turnFrom+`
		JOIN flow_clock r ON r.machine = t.machine AND r.case_id = t.case_id AND r.stopped_us = 0 AND r.paused_us = 0 AND r.hold_us <= $1
		WHERE t.due_us > 0 AND t.due_us < $2 ORDER BY t.due_us, t.case_id LIMIT $3`, db.Micros(k.Now()), db.Micros(before), limit)
}
