package main

// What doctor says about letters: whether each way out is there, what got stuck,
// and a test letter on request.

import (
	"context"
	"fmt"
	"slices"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/platform/courier"
)

func (c doctorCmd) ways(ctx context.Context, a *app.App, say func(ok bool, good, bad string)) {
	for _, name := range []string{"mail", "sms", "chat"} {
		way := a.Ways[name]
		if way == nil {
			continue
		}
		good := name + ": the way out answers"
		if f, ok := way.(courier.File); ok {
			good = fmt.Sprintf("%s: written into files in %s; nothing is sent until you set --smtp, --sms or --robot", name, f.Dir)
		}
		err := way.Check(ctx)
		say(err == nil, good, fmt.Sprintf("%s: %v", name, err))
	}
	o, err := a.Letters.Health(ctx)
	say(err == nil && len(o.Stuck) == 0, "no letters were given up", fmt.Sprintf("%d letters were given up; the page /letters says why and tries again", len(o.Stuck)))
	say(err == nil && o.Failing == 0, "no address turns letters back", fmt.Sprintf("%d addresses turn letters back; their owners are told on their pages", o.Failing))
	if c.LetterTo != "" {
		err := testLetter(ctx, a, c.LetterTo)
		say(err == nil, "a test letter was accepted for "+courier.Masked(c.LetterTo), fmt.Sprintf("the test letter was not accepted: %v", err))
	}
}

// testLetter goes straight to the mail server, past the outbox, so that the
// operator sees the answer.
func testLetter(ctx context.Context, a *app.App, typed string) error {
	to, err := courier.Mail(typed)
	if err != nil {
		return err
	}
	way := a.Ways["mail"]
	if way == nil {
		return fmt.Errorf("mail is not set; %d other ways are", len(slices.DeleteFunc([]string{"sms", "chat"}, func(n string) bool { return a.Ways[n] == nil })))
	}
	return way.Send(ctx, courier.Message{ID: "test-" + a.Identity.NewID(), To: to, Subject: "开工：测试信 / Kaigong: a test letter",
		Text: "这是运营方发的测试信，收到即可，不必回复。\nA test letter from the operator of Kaigong. There is nothing to do.\n", At: a.System()})
}
