package kernel

// The unified social credit code of Chinese organisations, GB 32100-2015:
// 18 characters, the last of which checks the others.

import (
	"strings"

	"kaigong.example/kaigong/internal/platform/fault"
)

// CreditCode is a valid code in upper case.
type CreditCode string

// creditAlphabet leaves out I, O, S, V and Z, which look like digits.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ParseCreditCode cleans and checks a code. The fault says what is wrong and
// at which position, counted from 1, so that a person can find the slip.
func ParseCreditCode(typed string) (CreditCode, error) {
	s := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u3000", "").Replace(typed))
	chars := []rune(s)
	if len(chars) != 18 {
		return "", creditFault("length", fault.Args{"n": len(chars)})
	}
	for i, c := range chars {
		if !strings.ContainsRune(creditAlphabet, c) {
			return "", creditFault("character", fault.Args{"position": i + 1, "character": string(c)})
		}
	}
	if want := creditCheck(s[:17]); s[17] != want {
		return "", creditFault("check", fault.Args{"position": 18, "found": string(s[17]), "expected": string(want)})
	}
	return CreditCode(s), nil
}

// creditCheck computes the last character: weights are powers of 3 modulo 31.
func creditCheck(s string) byte {
	sum, weight := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(creditAlphabet, s[i]) * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

func creditFault(what string, args fault.Args) error {
	return &fault.Fault{Kind: fault.Invalid, Key: "kernel.credit_code." + what, Args: args}
}
