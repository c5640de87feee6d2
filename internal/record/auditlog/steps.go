package auditlog

// The moves of many cases at once, for figures: which, from where to where, and
// when. Nothing of who moved, and no field.

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// Step is one entry of a case without its fields and parties.
type Step struct {
	Case          string
	Kind          string
	Before, After string // states
	At            time.Time
}

func scanStep(scan db.Scan) (s Step, err error) {
	var at int64
	err = scan(&s.Case, &s.Kind, &s.Before, &s.After, &at)
	s.At = db.Instant(at)
	return s, err
}

// maxSteps bounds what one case contributes.
const maxSteps = 1000

// Steps lists the entries of cases by case, each in the order of its versions.
func (l *Log) Steps(ctx context.Context, tx db.Tx, cases []string) (map[string][]Step, error) {
	out := map[string][]Step{}
	for part := range slices.Chunk(cases, 200) {
		marks, args := make([]string, len(part)), make([]any, len(part))
		for i, id := range part {
			marks[i], args[i] = "$"+strconv.Itoa(i+1), id
		}
		steps, err := db.All(ctx, tx, scanStep, `
			SELECT case_id, kind, before, after, at_us FROM auditlog_entry
			WHERE case_id IN (`+strings.Join(marks, ", ")+`) ORDER BY case_id, version, id LIMIT `+strconv.Itoa(maxSteps*len(part)), args...)
		if err != nil {
			return nil, err
		}
		for _, s := range steps {
			out[s.Case] = append(out[s.Case], s)
		}
	}
	return out, nil
}
