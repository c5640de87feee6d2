package park

// SQL of leases and headcounts.

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
)

const leaseColumns = `id, ref, park_id, enterprise_id, from_on, to_on, agreed_to_on, monthly_rent_fen, previous_id, end_reason, signed_by, signed_us, version`

func scanLease(scan db.Scan) (l Lease, err error) {
	var signed int64
	err = scan(&l.ID, &l.Ref, &l.Park, &l.Enterprise, &l.From, &l.To, &l.AgreedTo, &l.MonthlyRentFen, &l.Previous, &l.EndReason, &l.SignedBy, &signed, &l.Version)
	l.SignedAt = db.Instant(signed)
	return l, err
}

func leaseByID(ctx context.Context, tx db.Tx, id string) (Lease, error) {
	l, err := notFound(db.One(ctx, tx, scanLease, `SELECT `+leaseColumns+` FROM park_lease WHERE id = $1`, id))
	if err != nil {
		return l, err
	}
	l.Units, err = db.All(ctx, tx, db.Value[string], `SELECT unit_id FROM park_lease_unit WHERE lease_id = $1 ORDER BY unit_id LIMIT $2`, id, maxUnits)
	return l, err
}

// leasesOf lists an enterprise's leases, the newest first.
func leasesOf(ctx context.Context, tx db.Tx, enterprise string) ([]Lease, error) {
	leases, err := db.All(ctx, tx, scanLease, `
		SELECT `+leaseColumns+` FROM park_lease WHERE enterprise_id = $1 ORDER BY from_on DESC, ref DESC LIMIT 500`, enterprise)
	if err != nil {
		return nil, err
	}
	return leases, withUnits(ctx, tx, leases, `
		SELECT u.lease_id, u.unit_id FROM park_lease_unit u JOIN park_lease l ON l.id = u.lease_id
		WHERE l.enterprise_id = $1 ORDER BY u.unit_id LIMIT 25000`, enterprise)
}

// leasesOn lists every lease that is in force on a day.
func leasesOn(ctx context.Context, tx db.Tx, on clock.Date) ([]Lease, error) {
	leases, err := db.All(ctx, tx, scanLease, `
		SELECT `+leaseColumns+` FROM park_lease WHERE from_on <= $1 AND to_on > $1 ORDER BY id LIMIT $2`, on, maxParkUnits)
	if err != nil {
		return nil, err
	}
	return leases, withUnits(ctx, tx, leases, `
		SELECT u.lease_id, u.unit_id FROM park_lease_unit u JOIN park_lease l ON l.id = u.lease_id
		WHERE l.from_on <= $1 AND l.to_on > $1 ORDER BY u.unit_id LIMIT $2`, on, maxParkUnits)
}

// withUnits fills in the units of leases with one query for all of them.
func withUnits(ctx context.Context, tx db.Tx, leases []Lease, query string, args ...any) error {
	type pair struct{ lease, unit string }
	pairs, err := db.All(ctx, tx, func(scan db.Scan) (p pair, err error) { return p, scan(&p.lease, &p.unit) }, query, args...)
	units := map[string][]string{}
	for _, p := range pairs {
		units[p.lease] = append(units[p.lease], p.unit)
	}
	for i := range leases {
		leases[i].Units = units[leases[i].ID]
	}
	return err
}

// takenBy finds a lease that has one of the units on a day of [from, to).
func takenBy(ctx context.Context, tx db.Tx, units []string, from, to clock.Date) (l Lease, unit string, found bool, err error) {
	for _, unit := range units {
		l, err := db.One(ctx, tx, scanLease, `
			SELECT `+leaseColumns+` FROM park_lease
			WHERE id IN (SELECT lease_id FROM park_lease_unit WHERE unit_id = $1) AND from_on < $2 AND to_on > $3
			ORDER BY from_on LIMIT 1`, unit, to, from)
		if err == nil {
			return l, unit, true, nil
		}
		if !errors.Is(err, db.ErrNoRow) {
			return l, "", false, err
		}
	}
	return Lease{}, "", false, nil
}

// renewalOf answers the reference of the lease that renews another, or "".
func renewalOf(ctx context.Context, tx db.Tx, lease string) (ref string, err error) {
	ref, err = db.One(ctx, tx, db.Value[string], `SELECT ref FROM park_lease WHERE previous_id = $1`, lease)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	return ref, err
}

func insertLease(ctx context.Context, tx db.Tx, l Lease) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO park_lease (`+leaseColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		l.ID, l.Ref, l.Park, l.Enterprise, l.From, l.To, l.AgreedTo, l.MonthlyRentFen, l.Previous, l.EndReason, l.SignedBy, db.Micros(l.SignedAt), l.Version)
	if err != nil {
		return err
	}
	for _, unit := range l.Units {
		if _, err := tx.Exec(ctx, `INSERT INTO park_lease_unit (lease_id, unit_id) VALUES ($1, $2)`, l.ID, unit); err != nil {
			return err
		}
	}
	return nil
}

func endLease(ctx context.Context, tx db.Tx, l *Lease) error {
	n, err := tx.Exec(ctx, `
		UPDATE park_lease SET to_on = $1, end_reason = $2, version = version + 1 WHERE id = $3 AND version = $4`,
		l.To, l.EndReason, l.ID, l.Version)
	return oneRow(n, err, &l.Version)
}

const headcountColumns = `id, enterprise_id, as_of_on, now, normal, source, person_id, party_id, reason, at_us`

func scanHeadcount(scan db.Scan) (h Headcount, err error) {
	var at int64
	err = scan(&h.ID, &h.Enterprise, &h.AsOf, &h.Now, &h.Normal, &h.Source, &h.Person, &h.Party, &h.Reason, &at)
	h.At = db.Instant(at)
	return h, err
}

func insertHeadcount(ctx context.Context, tx db.Tx, h Headcount) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO park_headcount (`+headcountColumns+`, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT coalesce(max(seq), 0) + 1 FROM park_headcount WHERE enterprise_id = $2))`,
		h.ID, h.Enterprise, h.AsOf, h.Now, h.Normal, h.Source, h.Person, h.Party, h.Reason, db.Micros(h.At))
	return err
}

// headcountsOf lists an enterprise's reports, the newest day first and the
// later report of a day before the earlier.
func headcountsOf(ctx context.Context, tx db.Tx, enterprise string) ([]Headcount, error) {
	return db.All(ctx, tx, scanHeadcount, `
		SELECT `+headcountColumns+` FROM park_headcount
		WHERE enterprise_id = $1 ORDER BY as_of_on DESC, seq DESC LIMIT 1000`, enterprise)
}

// headcountOn answers what counts for an enterprise on a day: the latest
// report of the latest day up to it. The zero Headcount means none.
func headcountOn(ctx context.Context, tx db.Tx, enterprise string, on clock.Date) (Headcount, error) {
	h, err := db.One(ctx, tx, scanHeadcount, `
		SELECT `+headcountColumns+` FROM park_headcount
		WHERE enterprise_id = $1 AND as_of_on <= $2 ORDER BY as_of_on DESC, seq DESC LIMIT 1`, enterprise, on)
	if errors.Is(err, db.ErrNoRow) {
		return Headcount{}, nil
	}
	return h, err
}

// unitsByID reads units in the order of their codes.
func unitsByID(ctx context.Context, tx db.Tx, ids []string) ([]Unit, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	marks, args := inList(ids)
	return db.All(ctx, tx, scanUnit, `SELECT `+unitColumns+` FROM park_unit WHERE id IN (`+marks+`) ORDER BY code LIMIT 5000`, args...)
}

// inList makes "$1, $2, …" for an IN list, with its arguments.
func inList(values []string) (marks string, args []any) {
	values = slices.Compact(slices.Sorted(slices.Values(values)))
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = "$" + strconv.Itoa(i+1)
		args = append(args, v)
	}
	return strings.Join(list, ", "), args
}
