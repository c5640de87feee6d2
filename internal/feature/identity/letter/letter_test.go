package letter

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/notify"
)

func each(t *testing.T, run func(*testing.T, *kit)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { run(t, newKit(t, d)) })
}

// TestNothingGoesToAnAddressBeforeItsCode: the code itself goes there, a wrong one
// counts, the sixth try is useless even with the right one, and half an hour ends
// it.
func TestNothingGoesToAnAddressBeforeItsCode(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		lin := k.member("lin")
		a, err := k.Ask(lin, AskAddress{Channel: Mail, Address: "Lin@例子.example"})
		must(t, err)
		k.tell("move.first")
		k.deliver()
		got := k.server.Got()
		if len(got) != 1 || got[0].To != "Lin@xn--fsqu00a.example" || !strings.Contains(got[0].Plain(), k.code(a)) {
			t.Fatalf("%+v", got)
		}
		if text := got[0].Plain() + got[0].Subject(); strings.Contains(text, "lin") || strings.Contains(text, "银行") {
			t.Errorf("the code tells whose it is: %s", text)
		}
		wrong := "000000"
		if k.code(a) == wrong {
			wrong = "000001"
		}
		for n := range codeTries {
			_, err := k.Confirm(lin, ConfirmAddress{Channel: Mail, Code: wrong})
			wants(t, err, "code: letter.code.wrong")
			if n == 0 && err == nil {
				t.Fatal("confirmed by a wrong code")
			}
		}
		_, err = k.Confirm(lin, ConfirmAddress{Channel: Mail, Code: k.code(a)})
		wants(t, err, "code: letter.code.spent")
		a, err = k.Ask(lin, AskAddress{Channel: Mail, Address: "lin@mail.example"})
		must(t, err)
		k.system = k.system.Add(codeLasts + time.Second)
		_, err = k.Confirm(lin, ConfirmAddress{Channel: Mail, Code: k.code(a)})
		wants(t, err, "code: letter.code.over")
		a, err = k.Ask(lin, AskAddress{Channel: Mail, Address: "lin@mail.example"})
		must(t, err)
		code := k.code(a)
		_, err = k.Confirm(lin, ConfirmAddress{Channel: Mail, Code: "　" + code[:3] + " " + code[3:]})
		must(t, err)
		_, err = k.Ask(lin, AskAddress{Channel: Mail, Address: "lin@mail.example"})
		wants(t, err, "address: letter.address.same")
		k.forget()
		k.tell("move.second")
		k.deliver()
		if got := k.server.Got(); len(got) != 1 || got[0].To != "lin@mail.example" || !strings.Contains(got[0].Plain(), "move.second") || strings.Contains(got[0].Plain(), "move.first") {
			t.Errorf("%+v", got)
		}
	})
}

// TestCodesAreNoNuisance: neither one person nor several together bury an address
// in codes.
func TestCodesAreNoNuisance(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	lin, bai, wen := k.member("lin"), k.member("bai"), k.member("wen")
	for n := range askedHour {
		_, err := k.Ask(lin, AskAddress{Channel: Mail, Address: fmt.Sprintf("a%d@mail.example", n)})
		must(t, err)
	}
	_, err := k.Ask(lin, AskAddress{Channel: Mail, Address: "a@mail.example"})
	wants(t, err, "letter.code.too_many")
	for _, who := range []context.Context{bai, wen, bai} {
		_, err := k.Ask(who, AskAddress{Channel: Mail, Address: "victim@mail.example"})
		must(t, err)
	}
	_, err = k.Ask(wen, AskAddress{Channel: Mail, Address: "VICTIM@mail.example"})
	wants(t, err, "letter.code.too_many")
	k.system = k.system.Add(time.Hour + time.Second)
	_, err = k.Ask(lin, AskAddress{Channel: Mail, Address: "a@mail.example"})
	must(t, err)
}

func TestBadAddressesAreSaidByName(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	lin := k.member("lin")
	for typed, want := range map[string]string{
		"": "missing", "a@b.example\r\nBcc: c@d.example": "control", strings.Repeat("a", 65) + "@b.example": "long", "林@b.example": "local", "a@b": "domain", "a b@c.example": "shape.mail",
	} {
		_, err := k.Ask(lin, AskAddress{Channel: Mail, Address: typed})
		wants(t, err, "address: letter.address."+want)
	}
	_, err := k.Ask(lin, AskAddress{Channel: SMS, Address: "0577-12345678"})
	wants(t, err, "address: letter.address.shape.sms")
	_, err = k.Ask(lin, AskAddress{Channel: Chat, Address: "lin"})
	wants(t, err, "channel: letter.channel.unknown") // this deployment has none
	if len(k.server.Said()) != 0 {
		t.Error("somebody was written to")
	}
}

// TestAnAddressThatChangesIsTold: the old one hears of it, and of nothing else
// afterwards; the log knows.
func TestAnAddressThatChangesIsTold(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		lin := k.reader("lin", Mail, "old@mail.example")
		a, err := k.Ask(lin, AskAddress{Channel: Mail, Address: "new@mail.example"})
		must(t, err)
		k.tell("move.between")
		k.deliver()
		_, err = k.Confirm(lin, ConfirmAddress{Channel: Mail, Code: k.code(a)})
		must(t, err)
		k.tell("move.after")
		k.deliver()
		var to []string
		for _, g := range k.server.Got() {
			to = append(to, g.To+" "+g.Subject())
		}
		want := "new@mail.example 开工：验证码, old@mail.example 开工：有事等你办理, old@mail.example 开工：通知地址已停用, new@mail.example 开工：有事等你办理"
		if got := strings.Join(to, ", "); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		must(t, k.Drop(lin, Mail))
		k.tell("move.last")
		k.forget()
		k.deliver()
		if got := k.server.Got(); len(got) != 1 || got[0].To != "new@mail.example" || got[0].Subject() != "开工：通知地址已停用" {
			t.Errorf("%+v", got)
		}
		r, err := k.log.Verify(context.Background(), Sources()...)
		must(t, err)
		if len(r.Differences) != 0 || r.Facts != 2 {
			t.Errorf("%d facts, %v", r.Facts, r.Differences)
		}
		must(t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE letter_address SET address = 'thief@mail.example' WHERE address = 'new@mail.example'`)
			return err
		}))
		if r, err := k.log.Verify(context.Background(), Sources()...); err != nil || len(r.Differences) == 0 {
			t.Errorf("a moved address goes unseen: %v", err)
		}
	})
}

// TestDigestsOverAHoliday: what happens on the last evening before it, and on it,
// comes on the first evening after it; a morning hour is a morning hour.
func TestDigestsOverAHoliday(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		lin, bai := k.reader("lin", Mail, "lin@mail.example"), k.reader("bai", Mail, "bai@mail.example")
		_, err := k.Choose(bai, Choices{Lang: i18n.En, DigestAt: "08:00"})
		must(t, err)
		_ = lin
		came := func() (out []string) {
			for _, g := range k.server.Got() {
				out = append(out, strings.TrimSuffix(g.To, "@mail.example")+fmt.Sprint(strings.Count(g.Plain(), "news.")))
			}
			k.forget()
			return out
		}
		for _, step := range []struct {
			day          string
			hour, minute int
			want         string
		}{
			{"2020-04-30", 9, 0, "[]"}, {"2020-04-30", 17, 29, "[]"}, {"2020-04-30", 17, 30, "[lin2]"}, // a Thursday; bai's hour is over
			{"2020-05-01", 8, 30, "[]"}, {"2020-05-02", 17, 31, "[]"}, {"2020-05-05", 20, 0, "[]"},
			{"2020-05-06", 7, 59, "[]"}, {"2020-05-06", 8, 0, "[bai7]"}, {"2020-05-06", 17, 30, "[lin6]"},
			{"2020-05-08", 18, 0, "[lin1 bai2]"}, {"2020-05-09", 8, 1, "[bai1]"}, {"2020-05-09", 17, 30, "[lin2]"}, {"2020-05-10", 18, 0, "[]"}, // Saturday is worked, Sunday is not
		} {
			k.at(step.day, step.hour, step.minute)
			if got := fmt.Sprint(came()); got != step.want {
				t.Errorf("%s %d:%02d: %s, want %s", step.day, step.hour, step.minute, got, step.want)
			}
			k.tell("news.x" + step.day + fmt.Sprint(step.hour, step.minute))
		}
	})
}

// TestChoices: once, in the digest, never, for each kind and channel; security
// whatever was chosen, and it cannot be chosen.
func TestChoices(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		lin := k.reader("lin", Mail, "lin@mail.example")
		_, err := k.Choose(lin, Choices{Lang: i18n.Zh, DigestAt: "17:30", Paces: map[Channel]map[Kind]Pace{Mail: {Security: Never}}})
		wants(t, err, "pace_mail_security: letter.security.stays")
		_, err = k.Choose(lin, Choices{Lang: "fr", DigestAt: "03:00", Paces: map[Channel]map[Kind]Pace{"fax": {Move: "soon"}}})
		wants(t, err, "lang: letter.lang.unknown")
		v, err := k.Choose(lin, Choices{Lang: i18n.En, DigestAt: "17:30", Paces: map[Channel]map[Kind]Pace{Mail: {Move: Never, News: Once, Reminder: Digest}}})
		must(t, err)
		if fmt.Sprint(v.Paces[Mail]) != "map[move:never news:once reminder:digest]" {
			t.Errorf("%v", v.Paces)
		}
		k.tell("move.a", "news.b", "reminder.c", "security.d")
		k.turn(program(), flow.Turn{Machine: "m", Case: "e", Move: "go", Party: k.bank.ID, Role: string(kernel.Officer)})
		k.deliver()
		got := k.server.Got()
		if len(got) != 1 || got[0].Subject() != "Kaigong: about the safety of your account" || !strings.Contains(got[0].Plain(), "news.b") || !strings.Contains(got[0].Plain(), "security.d") || strings.Contains(got[0].Plain(), "move.a") || strings.Contains(got[0].Plain(), "turn e") || strings.Contains(got[0].Plain(), "reminder.c") {
			t.Fatalf("%+v", got)
		}
		k.forget()
		k.at("2020-04-24", 17, 30)
		if got := k.server.Got(); len(got) != 1 || !strings.Contains(got[0].Plain(), "reminder.c") {
			t.Errorf("%+v", got)
		}
	})
}

// TestTheLinkThatStops: no sign-in, the same silence for good and bad links, and
// security still comes.
func TestTheLinkThatStops(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		k.reader("lin", Mail, "lin@mail.example")
		k.tell("move.a")
		k.deliver()
		stop := k.server.Got()[0].Header("List-Unsubscribe")
		word := strings.TrimSuffix(stop[strings.LastIndex(stop, "/")+1:], ">")
		guest := context.Background()
		must(t, k.Stop(guest, word[:len(word)-1]+"!"))
		k.forget()
		k.tell("move.b")
		k.deliver()
		if len(k.server.Got()) != 1 {
			t.Error("a forged link stopped something")
		}
		k.forget()
		k.tell("news.waiting")
		must(t, k.Stop(guest, word))
		k.tell("move.c", "news.d", "reminder.e", "security.f")
		k.at("2020-04-26", 18, 0)
		if got := k.server.Got(); len(got) != 1 || !strings.Contains(got[0].Plain(), "security.f") || strings.Contains(got[0].Plain(), "move.c") || strings.Contains(got[0].Plain(), "news.") || got[0].Header("List-Unsubscribe") != "" {
			t.Errorf("%+v", got)
		}
	})
}

// TestSubjectsAndShortTextsTellNothing: what a line says stands in no subject and
// in no short text, and no path of a case either.
func TestSubjectsAndShortTextsTellNothing(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	lin := k.reader("lin", Mail, "lin@mail.example")
	k.address(lin, SMS, "13800000000")
	for _, kind := range []string{"move", "news", "reminder", "security"} {
		_, err := k.Choose(lin, Choices{Lang: i18n.Zh, DigestAt: "17:30", Paces: map[Channel]map[Kind]Pace{Mail: {News: Once, Reminder: Once}, SMS: {News: Once, Reminder: Once}}})
		must(t, err)
		k.tell(kind + ".x")
		k.system = k.system.Add(2 * time.Hour)
		k.deliver()
	}
	if len(k.server.Got()) != 4 || len(k.sms.sent) != 4 {
		t.Fatalf("%d letters, %d texts", len(k.server.Got()), len(k.sms.sent))
	}
	for n, g := range k.server.Got() {
		for _, word := range []string{"丰禾", "300000", "secret", "银行", ".x"} {
			if strings.Contains(g.Subject(), word) || strings.Contains(k.sms.sent[n].Text, word) {
				t.Errorf("%q is told: %s / %s", word, g.Subject(), k.sms.sent[n].Text)
			}
		}
		if !strings.Contains(g.Plain(), "丰禾 300000") {
			t.Error("the letter itself says nothing")
		}
	}
}

// TestQuietHours: a text waits from nine in the evening to eight in the morning; a
// letter does not ring.
func TestQuietHours(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	lin := k.reader("lin", Mail, "lin@mail.example")
	k.address(lin, SMS, "13800000000")
	for _, step := range []struct {
		day          string
		hour, minute int
		mail, sms    int
	}{{"2020-04-24", 20, 59, 1, 1}, {"2020-04-24", 21, 0, 1, 0}, {"2020-04-25", 3, 0, 1, 0}, {"2020-04-25", 7, 59, 1, 0}, {"2020-04-25", 8, 0, 1, 1}} {
		k.forget()
		k.tell("move.x" + fmt.Sprint(step.hour))
		k.at(step.day, step.hour, step.minute)
		if len(k.server.Got()) != step.mail || len(k.sms.sent) != step.sms {
			t.Errorf("%d:%02d: %d letters, %d texts", step.hour, step.minute, len(k.server.Got()), len(k.sms.sent))
		}
	}
	if text := k.sms.sent[0].Text; !strings.Contains(text, "4") {
		t.Errorf("the morning's text does not count the night: %s", text)
	}
}

// TestALoopFloodsNobody: a thousand notices are a few letters an hour, and none is
// lost.
func TestALoopFloodsNobody(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	k.reader("lin", Mail, "lin@mail.example")
	for n := range 40 {
		k.tell(fmt.Sprintf("move.%02d", n))
		k.deliver()
	}
	if got := len(k.server.Got()); int64(got) != hourly[Mail] {
		t.Errorf("%d letters within an hour", got)
	}
	k.system = k.system.Add(time.Hour + time.Minute)
	k.deliver()
	lines := 0
	for _, g := range k.server.Got() {
		lines += strings.Count(g.Plain(), "* move.")
	}
	if lines != 40 {
		t.Errorf("%d of 40 were told", lines)
	}
}

// TestWhoActsNeedsNoLetter, but for security: it may have been somebody else.
func TestWhoActsNeedsNoLetter(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	lin := k.reader("lin", Mail, "lin@mail.example")
	k.reader("bai", Mail, "bai@mail.example")
	send := func(key string) {
		must(t, k.DB.Write(lin, func(ctx context.Context, tx db.Tx) error {
			return k.notices.Send(ctx, tx, notify.Notice{Party: k.bank.ID, Role: string(kernel.Officer), Key: key})
		}))
		k.deliver()
	}
	send("move.own")
	if got := k.server.Got(); len(got) != 1 || got[0].To != "bai@mail.example" {
		t.Errorf("%+v", got)
	}
	k.forget()
	send("security.own")
	if len(k.server.Got()) != 2 {
		t.Errorf("%+v", k.server.Got())
	}
}

// TestRightsAreAskedWhenALetterLeaves: what may be seen no more is left out, and
// who left the organisation gets nothing new; a letter of nothing is not sent.
func TestRightsAreAskedWhenALetterLeaves(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	k.reader("lin", Mail, "lin@mail.example")
	k.tell("move.revoked")
	must(t, k.Gather(context.Background()))
	k.hidden["move.revoked"] = true
	k.deliver()
	if len(k.server.Got()) != 0 || k.states() != "void+" {
		t.Errorf("%v %s", k.server.Got(), k.states())
	}
	var m identity.Membership
	must(t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		all, err := k.Identity.MembersOn(ctx, tx, k.bank.ID, k.Identity.Today())
		m = all[0]
		return err
	}))
	_, err := k.Identity.Leave(program(), identity.LeaveParty{Membership: m.ID})
	must(t, err)
	k.tell("move.later")
	k.deliver()
	if len(k.server.Got()) != 0 {
		t.Errorf("somebody who left is told: %v", k.server.Got())
	}
}

// TestACrashBetweenSendingAndMarking: the letter is tried again once the lease is
// over, under the same Message-ID; what was marked is never sent again.
func TestACrashBetweenSendingAndMarking(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		k.reader("lin", Mail, "lin@mail.example")
		k.tell("move.a")
		must(t, k.Gather(context.Background()))
		way := k.Ways[Mail]
		dying, die := context.WithCancel(context.Background())
		k.Ways[Mail] = accepted(func(ctx context.Context, m courier.Message) error {
			err := way.Send(ctx, m)
			die() // the program ends here: the mark fails
			return err
		})
		if err := k.Deliver(dying); err == nil {
			t.Fatal("the mark did not fail; nothing is tried here")
		}
		k.Ways[Mail] = way
		must(t, k.Deliver(context.Background()))
		if len(k.server.Got()) != 1 || k.states() != "ready+" {
			t.Fatalf("%d letters before the lease is over, %s", len(k.server.Got()), k.states())
		}
		k.system = k.system.Add(lease + time.Second)
		for range 3 {
			k.deliver()
			k.system = k.system.Add(lease + time.Second)
		}
		got := k.server.Got()
		if len(got) != 2 || got[0].Header("Message-ID") != got[1].Header("Message-ID") || got[0].Header("Message-ID") == "" || k.states() != "sent+" {
			t.Errorf("%d letters, %s", len(got), k.states())
		}
	})
}

// accepted is a way with something around it.
type accepted func(context.Context, courier.Message) error

func (a accepted) Send(ctx context.Context, m courier.Message) error { return a(ctx, m) }
func (a accepted) Check(context.Context) error                       { return nil }

// TestManyProgramsSendEachLetterOnce, on one database at the same time.
func TestManyProgramsSendEachLetterOnce(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		for n := range 8 {
			k.reader(fmt.Sprint("lin", n), Mail, fmt.Sprintf("lin%d@mail.example", n))
		}
		k.tell("move.a")
		must(t, k.Gather(context.Background()))
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if err := k.Deliver(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		to := map[string]int{}
		for _, g := range k.server.Got() {
			to[g.To]++
		}
		for address, n := range to {
			if n != 1 {
				t.Errorf("%s got %d", address, n)
			}
		}
		if len(to) != 8 {
			t.Errorf("%d got a letter", len(to))
		}
	})
}

// TestRefusalsForNowAndForGood: a server that is busy is asked again, longer each
// time; an address that takes nothing gets nothing more, and its owner reads so; a
// letter that nobody takes rests with the operator, who lets it try again.
func TestRefusalsForNowAndForGood(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		lin := k.reader("lin", Mail, "lin@mail.example")
		says := func(answer string) {
			k.server.Answers(func(c string) string {
				if strings.HasPrefix(c, "RCPT") {
					return answer
				}
				return ""
			})
		}
		says("451 4.3.2 busy")
		k.tell("move.a")
		k.deliver()
		k.deliver()
		if n := strings.Count(strings.Join(k.server.Said(), " "), "RCPT"); n != 1 {
			t.Errorf("asked %d times within a minute", n)
		}
		for range maxTries {
			k.system = k.system.Add(longest)
			k.deliver()
		}
		if n := strings.Count(strings.Join(k.server.Said(), " "), "RCPT"); n != maxTries || k.states() != "dead+" {
			t.Errorf("asked %d times, then %s", n, k.states())
		}
		_, err := k.Outbox(lin)
		wants(t, err, "fault.denied")
		boss := k.manager()
		o, err := k.Outbox(boss)
		if err != nil || len(o.Stuck) != 1 || o.Stuck[0].To != "l…@mail.example" || !strings.Contains(o.Stuck[0].Error, "451") {
			t.Fatalf("%+v %v", o, err)
		}
		says("")
		must(t, k.Again(boss, o.Stuck[0].ID))
		wants(t, k.Again(boss, o.Stuck[0].ID), "letter.again.over")
		k.deliver()
		if len(k.server.Got()) != 1 || k.states() != "sent+" {
			t.Errorf("%d letters, %s", len(k.server.Got()), k.states())
		}
		says("550 5.1.1 <lin@mail.example> unknown")
		k.tell("move.b")
		k.deliver()
		v, err := k.Own(lin)
		must(t, err)
		a, failing := v.at(Mail, Failing)
		if !failing || strings.Contains(a.Problem, "lin@") || !strings.Contains(a.Problem, "550") {
			t.Errorf("%+v", v.Addresses)
		}
		k.forget()
		k.tell("move.c")
		k.deliver()
		if len(k.server.Said()) != 0 {
			t.Error("an address that takes nothing is tried on")
		}
		for day, sent := range []int64{0, 1, 0} { // today's letters are counted tomorrow
			if o, err := k.Outbox(boss); err != nil || o.Sent != sent || o.Held != 0 {
				t.Errorf("day %d: %+v %v", day, o, err)
			}
			k.system = k.system.AddDate(0, 0, 1)
		}
		says("")
		k.address(lin, Mail, "lin@mail.example") // the same one, confirmed again
		k.tell("move.d")
		k.deliver()
		if len(k.server.Got()) != 1 {
			t.Error("the address confirmed anew gets nothing")
		}
	})
}

// TestASilentServerHoldsNobodyUp: one try of a round meets it, the others wait
// untouched, and other channels go on.
func TestASilentServerHoldsNobodyUp(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	for n := range 4 {
		k.address(k.reader(fmt.Sprint("lin", n), Mail, fmt.Sprintf("lin%d@mail.example", n)), SMS, fmt.Sprintf("1380000000%d", n))
	}
	k.server.Answers(func(string) string { return "hang up" })
	k.tell("move.a")
	k.deliver()
	if n := len(k.server.Said()); n != 1 || len(k.sms.sent) != 4 {
		t.Errorf("%d conversations, %d texts", n, len(k.sms.sent))
	}
}

// manager is the manager of the park's operator.
func (k *kit) manager() context.Context {
	k.t.Helper()
	p, err := k.Identity.Register(program(), identity.RegisterParty{Ref: "operator", Kind: kernel.ParkOperator, NameZh: "园区"})
	must(k.t, err)
	x, err := k.Identity.Enrol(program(), identity.EnrolPerson{Ref: "boss", NameZh: "园区负责人"})
	must(k.t, err)
	_, err = k.Identity.Join(program(), identity.JoinParty{Person: x.ID, Party: p.ID, Roles: []kernel.Role{kernel.ParkManager}})
	must(k.t, err)
	a, err := k.Identity.ActorFor(context.Background(), "boss")
	must(k.t, err)
	return kernel.With(context.Background(), a)
}
