package proof

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"
)

func TestPausesGrowToAQuarterOfAnHour(t *testing.T) {
	for failures, want := range map[int64]time.Duration{4: 0, 5: 30 * time.Second, 6: time.Minute, 9: 8 * time.Minute, 10: 15 * time.Minute, 500: 15 * time.Minute} {
		if got := Wait(failures, FreeTries); got != want {
			t.Errorf("after %d: %v, want %v", failures, got, want)
		}
	}
	for typed, want := range map[string]string{"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "pipe": "pipe"} {
		if got := Net(typed); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
}

func TestASourceIsRelievedWithTime(t *testing.T) {
	for passed, want := range map[time.Duration]int64{-time.Hour: 40, 0: 40, 119 * time.Second: 40, 2 * time.Minute: 39, 20 * time.Minute: 30, 24 * time.Hour: 0} {
		if got := Relieved(40, passed); got != want {
			t.Errorf("after %v: %d, want %d", passed, got, want)
		}
	}
	if Wait(FreeBroad-1, FreeBroad) != 0 || Wait(FreeBroad, FreeBroad) != 30*time.Second {
		t.Error("the first tries of a source are free")
	}
}

func TestAHashChecksItsPasswordAlone(t *testing.T) {
	text, err := Hash("lotus-ferry-29", rand.Reader)
	if err != nil || !strings.HasPrefix(text, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(text, err)
	}
	again, err := Hash("lotus-ferry-29", rand.Reader)
	if err != nil || text == again {
		t.Error("two hashes of one password must differ")
	}
	if !Matches("lotus-ferry-29", text) || Matches("lotus-ferry-29 ", text) || Matches("lotus-ferry-29", "") || Matches("", decoy) {
		t.Error("a hash checks its password and no other")
	}
	if !Matches("e\u0301tang-1234", must(Hash("\u00e9tang-1234", rand.Reader))) {
		t.Error("one letter in two encodings is one letter")
	}
}

func must(text string, err error) string {
	if err != nil {
		return err.Error()
	}
	return text
}

// The codes are those of RFC 6238, appendix B, cut to six digits.
func TestCodesAreTheStandards(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // "12345678901234567890"
	for second, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"} {
		now := time.Unix(second, 0)
		step, ok := CodeStep(secret, code, 0, now)
		if !ok || step != second/30 {
			t.Errorf("at %d: step %d %v", second, step, ok)
		}
		if _, ok := CodeStep(secret, code, step, now); ok {
			t.Errorf("at %d: taken twice", second)
		}
		if _, ok := CodeStep(secret, code, 0, now.Add(time.Minute)); ok {
			t.Errorf("at %d: taken a minute late", second)
		}
		if _, ok := CodeStep("", code, 0, now); ok {
			t.Error("without a secret no code is right")
		}
	}
}
