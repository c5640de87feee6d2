package sim

// Who of the story reads letters: a few people confirm addresses a week before
// the present, so that digests go over the holiday of the Dragon Boat.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity/letter"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// readers of letters; the domain is one of RFC 2606.
var readers = []struct {
	person string
	at     letter.AskAddress
	lang   i18n.Lang
}{
	{"P027", letter.AskAddress{Channel: letter.Mail, Address: "ma@heyue.example"}, i18n.Zh},
	{"P027", letter.AskAddress{Channel: letter.SMS, Address: "+8610000000011"}, i18n.Zh},
	{Liaison, letter.AskAddress{Channel: letter.Mail, Address: "liaison@park.example"}, i18n.Zh},
	{Officer, letter.AskAddress{Channel: letter.Mail, Address: "lei@crcb.example"}, i18n.En},
	{"P011", letter.AskAddress{Channel: letter.Chat, Address: "zhong.by"}, i18n.Zh},
}

func (t *Timeline) letters() {
	at := clock.Date{Year: 2020, Month: 6, Day: 22}.At(9, 5, t.world.App.Calendar.Zone())
	for _, r := range readers {
		t.add(at, "", "confirms an address", func(ctx context.Context) error {
			var id string
			err := t.world.App.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
				p, err := t.world.App.Identity.PersonByRef(ctx, tx, r.person)
				id = p.ID
				return err
			})
			if err != nil {
				return err
			}
			return t.world.App.Letters.Load(ctx, id, r.at, r.lang)
		})
	}
}
