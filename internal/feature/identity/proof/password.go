package proof

// Passwords: argon2id with 19 MiB, two passes and one lane, the least that the
// field recommends, so that a small machine serves a park.

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	hashMemory = 19 * 1024 // KiB
	hashPasses = 2
	hashBytes  = 32
	saltBytes  = 16

	// MinPassword is the least number of characters.
	MinPassword = 10
	maxPassword = 128 // so that nobody makes us hash a book
)

// decoy is what a password is compared with where there is no account, so that
// the answer takes as long.
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func derive(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, hashPasses, hashMemory, 1, hashBytes)
}

// Hash is the text that checks a password, in argon2's usual form. It takes
// 19 MiB while it runs: callers hash one at a time.
func Hash(password string, random io.Reader) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, hashMemory, hashPasses, b64(salt), b64(derive(password, salt))), nil
}

// Matches reports whether a password is the one of a hash. It takes as long
// where the hash is "", and then answers no.
func Matches(password, stored string) bool {
	text := stored
	if text == "" {
		text = decoy
	}
	parts := strings.Split(text, "$")
	if len(parts) != 6 || utf8.RuneCountInString(password) > maxPassword {
		return false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	want, errWant := base64.RawStdEncoding.DecodeString(parts[5])
	same := subtle.ConstantTimeCompare(derive(password, salt), want) == 1
	return same && errSalt == nil && errWant == nil && stored != ""
}

// common are long passwords that everybody tries first.
var common = []string{
	"1234567890", "0123456789", "0987654321", "12345678910", "123456789a", "a123456789", "qwertyuiop", "1qaz2wsx3edc", "1q2w3e4r5t",
	"qwerty12345", "password12", "password123", "password1234", "iloveyou123", "woaini1314", "woaini520520", "woaini5201314", "5201314520",
	"qq123456789", "abc123456789", "abcd123456", "aa123456789", "asdfghjkl1", "zxcvbnm123", "admin12345", "admin123456", "administrator",
	"letmein123", "welcome123", "changeme123", "kaigong123", "kaigong2020", "fenghe2020", "mima123456",
}

// CheckPassword refuses what is short, endless, or among the first guesses, as
// messages for the input of that name.
func CheckPassword(c *fault.Check, name, password string) {
	n := utf8.RuneCountInString(password)
	c.That(n >= MinPassword, name, "identity.password.short", fault.Args{"n": MinPassword})
	c.That(n <= maxPassword, name, "identity.password.long", fault.Args{"n": maxPassword})
	low := strings.ToLower(password)
	first, _ := utf8.DecodeRuneInString(low)
	guessed := slices.Contains(common, low) || strings.Trim(low, string(first)) == ""
	c.That(!guessed, name, "identity.password.common")
}
