package letter

// What a person wants to hear, how soon, and in which language.

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Minute is a time of day in the park, in minutes after midnight.
type Minute int64

// evening is when digests go out unless the reader chose a morning hour.
const evening Minute = 17*60 + 30

// hours are the times of day that can be chosen.
var hours = []Minute{evening, 7 * 60, 8 * 60, 9 * 60, 10 * 60, 11 * 60}

// String is "17:30".
func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", int(m)/60, int(m)%60) }

func minute(text string) (Minute, bool) {
	for _, m := range hours {
		if m.String() == text {
			return m, true
		}
	}
	return 0, false
}

// Reader is how a person wants letters to be.
type Reader struct {
	Lang     i18n.Lang
	DigestAt Minute

	person string
}

// Choices are the paces of all channels and kinds, with language and hour.
type Choices struct {
	Lang     i18n.Lang                 `json:"lang"`
	DigestAt string                    `json:"digest_at"`
	Paces    map[Channel]map[Kind]Pace `json:"paces"`
}

func (in Choices) check() (Reader, error) {
	var c fault.Check
	c.That(in.Lang == i18n.Zh || in.Lang == i18n.En, "lang", "letter.lang.unknown")
	at, ok := minute(in.DigestAt)
	c.That(ok, "digest_at", "letter.hour.unknown")
	for channel, paces := range in.Paces {
		c.That(slices.Contains(Channels, channel), "paces", "letter.channel.unknown")
		for kind, pace := range paces {
			c.That(kind != Security, field(channel, kind), "letter.security.stays")
			c.That(kind == Security || slices.Contains(Kinds, kind), field(channel, kind), "letter.kind.unknown")
			c.That(slices.Contains(Paces, pace), field(channel, kind), "letter.pace.unknown")
		}
	}
	return Reader{Lang: in.Lang, DigestAt: at}, c.Err()
}

// field is the name of a choice in a form.
func field(c Channel, k Kind) string { return "pace_" + string(c) + "_" + string(k) }

// Choose keeps what a person chose. What is not named stays as it was.
func (s *Service) Choose(ctx context.Context, in Choices) (v View, err error) {
	r, err := in.check()
	if err != nil {
		return v, err
	}
	err = s.change(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		r.person = who.Person
		if err := keepReader(ctx, tx, r, true); err != nil {
			return err
		}
		for channel, paces := range in.Paces {
			for kind, pace := range paces {
				if err := keepChoice(ctx, tx, who.Person, channel, kind, pace); err != nil {
					return err
				}
			}
		}
		v, err = s.view(ctx, tx, who.Person)
		return err
	})
	return v, err
}

// Stop switches off what can be switched off on the channel of a link. Whoever
// has the link is told the same in every case.
func (s *Service) Stop(ctx context.Context, word string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := addressBy(ctx, tx, "stop", word)
		if err != nil || a.ID == "" || a.State == Gone {
			return err
		}
		for _, k := range Kinds {
			if err := keepChoice(ctx, tx, a.person, a.Channel, k, Never); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `DELETE FROM letter_item WHERE person_id = $1 AND channel = $2 AND letter_id = '' AND kind <> 'security'`, a.person, a.Channel)
		return err
	})
}

// View is what a person sees of their own letters.
type View struct {
	Choices
	Addresses []Address `json:"addresses"` // waiting, confirmed or failing
	Channels  []Channel `json:"channels"`  // that this deployment has
}

// at is the address on a channel in a state.
func (v View) at(c Channel, states ...AddressState) (Address, bool) {
	for _, a := range v.Addresses {
		if a.Channel == c && slices.Contains(states, a.State) {
			return a, true
		}
	}
	return Address{}, false
}

// has reports whether there is an address on a channel.
func (v View) has(c Channel) bool {
	_, ok := v.at(c, Confirmed, Failing, Waiting)
	return ok
}

// chosen are the channels with an address: for others there is nothing to choose.
func (v View) chosen() (all []Channel) {
	for _, c := range v.Channels {
		if v.has(c) {
			all = append(all, c)
		}
	}
	return all
}

// Own shows the reader's own letters.
func (s *Service) Own(ctx context.Context) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "letter.read", ownLetters(who.Person)); err != nil {
			return err
		}
		v, err = s.view(ctx, tx, who.Person)
		return err
	})
	return v, err
}

func (s *Service) view(ctx context.Context, tx db.Tx, person string) (v View, err error) {
	r, err := readerOf(ctx, tx, person)
	if err != nil {
		return v, err
	}
	v = View{Channels: s.offered(), Addresses: []Address{}, Choices: Choices{Lang: r.Lang, DigestAt: r.DigestAt.String(), Paces: map[Channel]map[Kind]Pace{}}}
	all, err := addressesOf(ctx, tx, []string{person})
	if err != nil {
		return v, err
	}
	for _, a := range all {
		if a.State != Waiting || s.System().Sub(a.askedAt) <= codeLasts {
			v.Addresses = append(v.Addresses, a)
		}
	}
	chosen, err := choicesOf(ctx, tx, person)
	for _, c := range v.Channels {
		v.Paces[c] = map[Kind]Pace{}
		for _, k := range Kinds {
			v.Paces[c][k] = chosen.pace(c, k)
		}
	}
	return v, err
}

// choices are the rows of one person.
type choices map[string]Pace

// pace is what was chosen, or what is usual.
func (all choices) pace(c Channel, k Kind) Pace {
	if p, ok := all[field(c, k)]; ok && k != Security {
		return p
	}
	return usual(c, k)
}

// Next is when an item with a pace is due: at once, or with the next digest, at
// the reader's hour of a working day.
func (s *Service) next(p Pace, at Minute, now time.Time) time.Time {
	if p == Once {
		return now
	}
	zone := s.Calendar.Zone()
	for day, i := clock.DateOf(now, zone), 0; i < 60; day, i = day.AddDays(1), i+1 {
		due := day.At(int(at)/60, int(at)%60, zone)
		if s.Calendar.Workday(day) && due.After(now) {
			return due
		}
	}
	return now.AddDate(0, 0, 1) // no calendar has two months without a working day
}

// Quiet hours: short texts ring, so they wait for the morning.
const (
	quietFrom = 21 * 60
	quietTo   = 8 * 60
)

func (s *Service) quiet(c Channel, now time.Time) bool {
	local := now.In(s.Calendar.Zone())
	at := local.Hour()*60 + local.Minute()
	return c != Mail && (at >= quietFrom || at < quietTo)
}
