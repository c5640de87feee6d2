package authz

// Loading policies so that none is lost: every policy carries @id, ids are
// unique over all files, and the number loaded equals the number written. The
// library numbers policies per file, so a plain merge of two files silently
// overwrites; that once removed a maker-is-not-approver rule in a prototype.

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/cedar-policy/cedar-go"
)

// Source is one feature's policy file.
type Source struct {
	Feature string // the part of its actions before the dot
	Text    []byte
}

// statement finds where a policy starts, to count them independently of the
// parser. Policies are written with the effect at the start of a line.
var statement = regexp.MustCompile(`(?m)^(permit|forbid)\s*\(`)

func parse(name string, text []byte) (cedar.PolicyList, error) {
	list, err := cedar.NewPolicyListFromBytes(name, text)
	if err != nil {
		return nil, fmt.Errorf("authz: %s: %w", name, err)
	}
	if n := len(statement.FindAll(text, -1)); n != len(list) {
		return nil, fmt.Errorf("authz: %s: %d policies written, %d loaded", name, n, len(list))
	}
	return list, nil
}

// add puts every policy under its @id, refusing one that is missing or taken.
func add(set *cedar.PolicySet, taken map[string]bool, feature string, list cedar.PolicyList) error {
	for _, p := range list {
		id := string(p.Annotations()["id"])
		if !strings.HasPrefix(id, feature+".") {
			return fmt.Errorf("authz: %s: policy without @id(\"%s.…\"), found %q", feature, feature, id)
		}
		if taken[id] {
			return fmt.Errorf("authz: two policies with @id(%q)", id)
		}
		taken[id] = true
		set.Add(cedar.PolicyID(id), p)
	}
	return nil
}
