package tidy

// Words of the workbench. The project speaks of the park and the alliance, not
// of the tools it was made with. The words are kept as hashes, so that this
// file passes its own rule.

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// unspoken holds the first bytes of the SHA-256 of each word, in lower case.
var unspoken = map[string]bool{
	"053ea4804ef1": true, "32e83e92d45d": true, "386ebc0efd04": true, "3ea125d0bff3": true,
	"487b91042c7c": true, "57de4cf40144": true, "5d72436256ad": true, "60965168ce76": true,
	"67f2d2251462": true, "6f7ac1823da8": true, "7d3194f79e64": true, "94a168d2da57": true,
	"a39a7ffad4a3": true, "c247e9808f5e": true, "c70eca6b0f88": true, "c857d09db23e": true,
	"d298391b0743": true, "de2187af3fb0": true, "eea82f53ecae": true,
}

var word = regexp.MustCompile(`[A-Za-z]+`)

// places are paths that exist on one machine alone.
var places = regexp.MustCompile(`(^|[^A-Za-z0-9_.~-])/(work/(main|shared)|tmp/kg|root/|home/[a-z]+/)`)

func words(t *Tree) (all []Problem) {
	for _, f := range t.Files {
		if strings.Contains(f.Path, "/vendor/") || f.Generated {
			continue
		}
		for i, row := range lines(f.Text) {
			for _, w := range word.FindAllString(row, -1) {
				if isUnspoken(w) {
					all = append(all, f.at(i+1, "%q is a word of the workbench", w)...)
				}
			}
			if p := places.FindString(row); p != "" && f.Dir() != "internal/tidy" {
				all = append(all, f.at(i+1, "%q is a place on one machine", strings.TrimSpace(p))...)
			}
		}
	}
	return all
}

func isUnspoken(w string) bool {
	if len(w) < 3 && w != strings.ToUpper(w) {
		return false // two letters count as a word only in capitals
	}
	sum := sha256.Sum256([]byte(strings.ToLower(w)))
	return unspoken[hex.EncodeToString(sum[:6])]
}
