package auditlog

// What Verify looks for in the rows themselves, beyond what the tree commits
// to, so that every edit of a table shows; and the heads that others kept.

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
)

// strays are queries that answer nothing while every row stands as the program
// writes it.
var strays = []struct{ what, query string }{
	{"positions of fields are not 0, 1, 2 ...", `
		SELECT entry_id FROM auditlog_field GROUP BY entry_id
		HAVING MIN(position) <> 0 OR MAX(position) <> COUNT(*) - 1`},
	{"an index below -1", `SELECT id FROM auditlog_entry WHERE idx < -1`},
	{"a number before inclusion", `
		SELECT e.id FROM auditlog_entry e JOIN auditlog_party p ON p.entry_id = e.id
		WHERE e.idx < 0 AND p.number <> 0`},
}

func (v *verification) rows(ctx context.Context, tx db.Tx) error {
	for _, s := range strays {
		ids, err := db.All(ctx, tx, db.Value[string], s.query+` LIMIT 20`)
		if err != nil {
			return err
		}
		for _, id := range ids {
			v.differ(Difference{What: "row", Field: s.what, Found: id})
		}
	}
	return v.exactHeads(ctx, tx)
}

// exactHeads signs every head again: there is one note for each tree, byte for
// byte, so nothing can be added below a signature either.
func (v *verification) exactHeads(ctx context.Context, tx db.Tx) error {
	for size := int64(0); ; {
		heads, err := db.All(ctx, tx, scanHead, `SELECT size, note FROM auditlog_head WHERE size > $1 ORDER BY size LIMIT 1000`, size)
		if err != nil || len(heads) == 0 {
			return err
		}
		for _, h := range heads {
			size = h.Size
			if want := v.note(h.Size); want != h.Note {
				v.differ(Difference{What: "head", Field: fmt.Sprint(h.Size), Logged: want, Found: h.Note})
			}
		}
	}
}

// note is the signed head of the recomputed tree at a size, "" outside it.
func (v *verification) note(size int64) string {
	if size < 1 || size > v.report.Entries {
		return ""
	}
	root, err := tlog.TreeHash(size, v)
	if err != nil {
		return ""
	}
	text, _ := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", v.log.origin, size, root)}, v.log.signer)
	return string(text)
}

// kept compares heads that others kept with the recomputed tree.
func (v *verification) kept(heads []string) {
	for _, text := range heads {
		tree, err := OpenCheckpoint([]byte(text), v.log.vkey)
		if err != nil {
			v.differ(Difference{What: "head", Field: "kept", Logged: err.Error(), Found: text})
			continue
		}
		found := fmt.Sprintf("a log of %d entries", v.report.Entries)
		if tree.N <= v.report.Entries {
			root, err := tlog.TreeHash(tree.N, v)
			if err == nil && root == tree.Hash {
				continue
			}
			found = root.String()
		}
		v.differ(Difference{What: "head", Field: fmt.Sprint("kept, of size ", tree.N), Logged: tree.Hash.String(), Found: found})
	}
}
