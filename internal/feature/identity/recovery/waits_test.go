package recovery

import (
	"fmt"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// TestWhoseWordIsMissingFindsItWaiting: nobody while nobody confirmed, since asking
// tells nothing; then whoever may still confirm; then nobody again.
func TestWhoseWordIsMissingFindsItWaiting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, _ := k.bank()
		asked := k.ask(lin.person.SignIn, Password, here)
		look := func(when, want string) {
			t.Helper()
			got := ""
			for _, p := range []somebody{lin, wang, zhou} {
				w, err := k.waits(p.ctx())
				must(t, err)
				got += fmt.Sprint(p.person.Ref, len(w), " ")
				for _, x := range w {
					if v, err := k.Request(p.ctx(), x.Href[len("/recoveries/"):]); err != nil || !v.May {
						t.Errorf("%s: the link of %s leads to nothing to do: %v", when, p.person.Ref, err)
					}
				}
			}
			if got != want {
				t.Errorf("%s: %s, want %s", when, got, want)
			}
		}
		look("asked", "lin0 wang0 zhou0 ")
		must(t, wang.gives(asked.Ref, ""))
		look("one word", "lin0 wang0 zhou1 ")
		must(t, zhou.gives(asked.Ref, ""))
		look("two words", "lin0 wang0 zhou0 ")
	})
}
