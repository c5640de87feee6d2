package loanbook

// What a choice would come to, before it is made.

import (
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// Ways are the answers to what becomes of money that waits.
var Ways = []string{NextDue, KeepInstalment, KeepMaturity, PayBack}

// Outlook is what a choice would come to.
type Outlook struct {
	Way         string    `json:"way"`
	NextFen     money.Fen `json:"next_fen"` // the next payment
	NextOn      string    `json:"next_on"`
	EndsOn      string    `json:"ends_on"`
	InterestFen money.Fen `json:"interest_fen"` // still to come
	AmountFen   money.Fen `json:"amount_fen"`   // of principal that comes back early, or that is paid back
	ChargeFen   money.Fen `json:"charge_fen"`
}

// Outlook is what a way of using all that waits would come to on a day. It
// changes nothing.
func (f Facts) Outlook(way, today string, collect func(loan.Time) loan.Time) (x Outlook, err error) {
	now, err := f.At(today, collect)
	if err != nil {
		return x, err
	}
	x.Way = way
	if way != NextDue {
		f.Choices = append(slices.Clone(f.Choices), Choice{ID: "outlook", Way: way, ChosenOn: today, AmountFen: max(1, now.Unapplied-now.Held)})
		if now, err = f.At(today, collect); err != nil {
			return x, err
		}
	}
	for _, b := range now.Bookings {
		if b.Fact == "outlook" {
			x.AmountFen, x.ChargeFen = b.Principal, b.Fee
		}
	}
	if way == PayBack {
		x.AmountFen = now.Held
	}
	for _, r := range now.Rows {
		if r.Due <= now.On {
			continue
		}
		x.InterestFen += r.Interest
		x.EndsOn = r.Due.String()
		if x.NextOn == "" {
			x.NextOn, x.NextFen = r.Due.String(), max(0, r.Open()-(now.Unapplied-now.Held))
		}
	}
	return x, nil
}
