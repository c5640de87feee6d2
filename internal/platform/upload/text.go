package upload

// Text files: kept as UTF-8, whatever the program that wrote them used.

import (
	"bytes"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// readable answers a text as UTF-8. Spreadsheet programs on Chinese machines
// write GB 18030, which is taken too. What a browser would take for a page is
// refused.
func readable(body []byte) ([]byte, error) {
	if !utf8.Valid(body) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(body)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return nil, errMislabelled
		}
		body = decoded
	}
	if bytes.ContainsFunc(body, unprintable) {
		return nil, errMislabelled
	}
	return body, must(!strings.Contains(http.DetectContentType(body), "html"))
}

// unprintable finds what no text holds: control characters, and the private
// and unassigned ones that wrongly read bytes turn into.
func unprintable(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\f', '\ufeff':
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Co, r)
}
