package kernel

import (
	"testing"

	"kaigong.example/kaigong/internal/platform/fault"
)

// The codes are Fenghe Park's, whose check characters were computed elsewhere.
func TestParseCreditCode(t *testing.T) {
	for typed, want := range map[string]string{
		"919901010000010114":   "",
		" 9199010100000102xu ": "",
		"91990101000001054H":   "",
		"9199010100000105":     "kernel.credit_code.length",
		"91990101000001O54H":   "kernel.credit_code.character",
		"91990101000001054J":   "kernel.credit_code.check",
		"91990101000010054H":   "kernel.credit_code.check",
	} {
		_, err := ParseCreditCode(typed)
		if (err == nil) != (want == "") || err != nil && fault.Of(err).Key != want {
			t.Errorf("%q: got %v, want %q", typed, err, want)
		}
	}
}

func TestCreditCodeSaysWhichPosition(t *testing.T) {
	_, err := ParseCreditCode("91990101000001O54H")
	if p := fault.Of(err).Args["position"]; p != 15 {
		t.Fatalf("the letter O stands at position 15, reported %v", p)
	}
}
