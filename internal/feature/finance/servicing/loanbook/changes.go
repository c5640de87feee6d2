package loanbook

// What the facts come to, beside what is stored.

import (
	"cmp"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/loan/subledger"
)

// Changes are what differs between the receipts that are stored and what a fold
// makes of the facts.
type Changes struct {
	Gone  []Receipt    // the program made it, and would not now
	Moved [][2]Receipt // what it was and what it is
	Fresh []Receipt
}

// None reports whether nothing differs.
func (x Changes) None() bool { return len(x.Gone)+len(x.Moved)+len(x.Fresh) == 0 }

// Last is the receipt that a sweep tells of; there must be one.
func (x Changes) Last() *Receipt {
	switch {
	case len(x.Fresh) > 0:
		return &x.Fresh[len(x.Fresh)-1]
	case len(x.Moved) > 0:
		return &x.Moved[len(x.Moved)-1][1]
	}
	return &x.Gone[len(x.Gone)-1]
}

// Compare lays the bookings of a state beside the receipts that are stored. A
// receipt that the program makes anew gets its id and its instant from stamp.
func (f Facts) Compare(stored []Receipt, st subledger.State, stamp func() (string, time.Time)) (x Changes) {
	left := slices.Clone(stored)
	for _, b := range st.Bookings {
		kind, number, by := f.Made(b)
		i := slices.IndexFunc(left, func(r Receipt) bool {
			return kind == "" && r.ID == b.Fact || kind != "" && r.Kind == kind && r.Number == number && r.ReceivedOn == b.On.String()
		})
		if i >= 0 {
			if now := Booked(b, left[i]); now != left[i] {
				x.Moved = append(x.Moved, [2]Receipt{left[i], now})
			}
			left = slices.Delete(left, i, i+1)
			continue
		}
		r := Receipt{Contract: f.ID, Lender: f.Lender, Number: number, Kind: kind, ReceivedOn: b.On.String(), BookedBy: by}
		if i = slices.IndexFunc(f.Receipts, func(r Receipt) bool { return r.ID == b.Fact }); i >= 0 {
			r = f.Receipts[i]
		} else {
			r.ID, r.Booked = stamp()
		}
		x.Fresh = append(x.Fresh, Booked(b, r))
	}
	x.Gone = left
	// What raises the balance comes first, so that it never falls below zero.
	slices.SortStableFunc(x.Moved, func(a, b [2]Receipt) int {
		return cmp.Compare(a[1].PrincipalFen-a[0].PrincipalFen, b[1].PrincipalFen-b[0].PrincipalFen)
	})
	return x
}
