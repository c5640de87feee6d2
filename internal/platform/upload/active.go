package upload

// PDFs that do something when they are opened are not taken in: scripts, programs
// to start, forms to send, other files inside. Names of actions are read as they
// stand in the file; what lies in a compressed part of it is out of reach here,
// and runs nowhere: the answer's policy lets a document load nothing.

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
)

var errActive = errors.New("upload: a PDF that does something when it is opened")

// actions are the names by which a PDF says that it will do something.
var actions = []string{"JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "EmbeddedFile", "RichMedia", "XFA"}

// still refuses a PDF in which a name of an action stands outside its streams,
// whose bytes mean something else.
func still(body []byte) error {
	for len(body) > 0 {
		outside, rest, _ := bytes.Cut(body, []byte("stream"))
		for len(outside) > 0 {
			var ok bool
			if _, outside, ok = bytes.Cut(outside, []byte("/")); ok && slices.Contains(actions, pdfName(outside)) {
				return errActive
			}
		}
		_, body, _ = bytes.Cut(rest, []byte("endstream"))
	}
	return nil
}

// pdfName reads a name as ISO 32000 writes it: up to a delimiter or white space, a
// byte as # and two hex digits wherever its writer likes.
func pdfName(body []byte) string {
	var name []byte
	for i := 0; i < len(body) && len(name) <= maxActionName; i++ {
		c := body[i]
		if bytes.IndexByte([]byte("\x00\t\n\f\r ()<>[]{}/%"), c) >= 0 {
			break
		}
		if c == '#' && i+2 < len(body) {
			if b, err := hex.DecodeString(string(body[i+1 : i+3])); err == nil {
				c, i = b[0], i+2
			}
		}
		name = append(name, c)
	}
	return string(name)
}

// maxActionName is longer than any of the names that are looked for.
const maxActionName = 16
