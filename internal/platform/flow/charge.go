package flow

// Charges: a party may name one of its people for a case. The name stays with
// the case until another is named, the role takes it back, or the case ends; it
// gives no right, and whoever holds the role may still act.

import (
	"context"
	"errors"

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
