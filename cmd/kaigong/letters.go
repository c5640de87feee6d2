package main

// What doctor says about letters: whether each way out is there, what got stuck,
// and a test letter on request.

import (
	"context"
	"fmt"

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
		err := a.TestLetter(ctx, c.LetterTo)
		say(err == nil, "a test letter was accepted for "+courier.Masked(c.LetterTo), fmt.Sprintf("the test letter was not accepted: %v", err))
	}
}
