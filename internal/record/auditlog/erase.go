package auditlog

// Erasure: values and salts go, the tree stays. What was erased, and on which
// ground, is an entry of its own.

import (
	"context"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/platform/db"
)

// Erased is the kind of the entry that Erase writes.
const Erased = "auditlog.erased"

// erasedPrefix, with an entry id behind it, names a field of that entry. Its
// value lists the fields that are gone, one a line.
const erasedPrefix = "erased "

// maxErased bounds how many entries one erasure touches.
const maxErased = 200

// Erasure says what of a case is to be forgotten, by whom and why.
type Erasure struct {
	Case          string
	CaseVersion   int64
	Person, Party string   // who erases
	Names         []string // of the fields
	Reason        string   // the ground, in words; it is a field of the entry
	Parties       []string // who may see that it was done
}

// Erase destroys values and salts of a case's fields, in every entry that has
// them, and records which. The commitments stay in the tree; without the 32
// random bytes of the salt nobody can try values against them. Proofs of all
// entries hold as before. It touches at most 200 entries: more says whether
// there are others, for the next call.
func (l *Log) Erase(ctx context.Context, tx db.Tx, e Erasure) (receipt string, more bool, err error) {
	items, err := db.All(ctx, tx, scanItem, `
		SELECT `+itemColumns+` FROM auditlog_entry
		WHERE case_id = $1 AND kind <> $2 AND id IN (SELECT entry_id FROM auditlog_field WHERE salt <> '')
		ORDER BY id LIMIT 10000`, e.Case, Erased)
	if err != nil {
		return "", false, err
	}
	if items, err = withFields(ctx, tx, items); err != nil {
		return "", false, err
	}
	fields := []Field{{"reason", e.Reason}}
	for _, it := range items {
		gone := erasable(it, e.Names)
		if len(gone) == 0 {
			continue
		}
		if len(fields) > maxErased {
			more = true
			break
		}
		if err := eraseFields(ctx, tx, it.ID, gone); err != nil {
			return "", false, err
		}
		fields = append(fields, Field{erasedPrefix + it.ID, strings.Join(gone, "\n")})
	}
	receipt, err = l.Append(ctx, tx, Entry{Kind: Erased, Case: e.Case, CaseVersion: e.CaseVersion,
		Person: e.Person, Party: e.Party, Parties: e.Parties, Fields: fields})
	return receipt, more, err
}

func erasable(it Item, names []string) (gone []string) {
	for _, f := range it.Fields {
		if !f.Erased() && slices.Contains(names, f.Name) {
			gone = append(gone, f.Name)
		}
	}
	return gone
}

func eraseFields(ctx context.Context, tx db.Tx, entry string, names []string) error {
	for _, name := range names {
		if _, err := tx.Exec(ctx, `
			UPDATE auditlog_field SET salt = '', value = '' WHERE entry_id = $1 AND name = $2`, entry, name); err != nil {
			return err
		}
	}
	return nil
}

// Erased reports whether the value behind the commitment is gone for good.
func (o Opening) Erased() bool { return o.Salt == "" && o.Value == "" }

// blanks compares what is erased with what was recorded as erased. A value
// that is missing without a record was destroyed by somebody; one that is
// there although it was erased came back with an old backup.
type blanks struct {
	unknown  map[string]bool   // "case\x00field" whose last value is erased
	missing  map[string]string // "entry\x00field" without value -> case
	recorded map[string]string // "entry\x00field" recorded as erased -> case
}

func newBlanks() blanks {
	return blanks{map[string]bool{}, map[string]string{}, map[string]string{}}
}

func (b blanks) note(it Item) {
	for _, f := range it.Fields {
		if f.Erased() {
			b.missing[it.ID+"\x00"+f.Name] = it.Case
		}
		if entry, ok := strings.CutPrefix(f.Name, erasedPrefix); ok && it.Kind == Erased {
			for name := range strings.SplitSeq(f.Value, "\n") {
				b.recorded[entry+"\x00"+name] = it.Case
			}
		}
	}
}

func (v *verification) blanks() {
	for key, caseID := range v.blank.missing {
		if _, ok := v.blank.recorded[key]; !ok {
			v.differ(Difference{What: "erased", Case: caseID, Field: field(key), Logged: "a value", Found: "nothing"})
		}
	}
	for key, caseID := range v.blank.recorded {
		if _, ok := v.blank.missing[key]; !ok {
			v.differ(Difference{What: "erased", Case: caseID, Field: field(key), Logged: "erased", Found: "a value"})
		}
	}
}

func field(key string) string {
	_, name, _ := strings.Cut(key, "\x00")
	return name
}
