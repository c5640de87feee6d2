// Package response measures how long lenders take to answer, from the moves as
// the transparency log has them. It reads only, and only of cases whose answers
// were due: what is sealed until then has no part in it.
package response

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Log knows the logged moves of cases.
type Log interface {
	Steps(ctx context.Context, tx db.Tx, cases []string) (map[string][]auditlog.Step, error)
}

// Meter measures how long lenders take.
type Meter struct {
	Log      Log
	Calendar interface {
		// Worked is the working time in [from, to).
		Worked(from, to time.Time) time.Duration
	}
}

// maxMeasured bounds the cases of one measure.
const maxMeasured = 10_000

// Times lists how long a lender took, in working time, over the cases whose
// answers were due in [from, to): from the invitation until it requested the
// file or answered, and from the consent until it offered or declined. A case
// that has not come so far, or was frozen on the way, is left out. It authorises
// nothing: the feature that asks decides what may be told.
func (r Meter) Times(ctx context.Context, tx db.Tx, lender string, from, to time.Time) (first, decision []time.Duration, err error) {
	cases, err := db.All(ctx, tx, db.Value[string], `
		SELECT c.id FROM origination_lender_case c JOIN origination_application a ON a.id = c.application_id
		WHERE c.lender_id = $1 AND a.answers_by_us >= $2 AND a.answers_by_us < $3 ORDER BY c.id LIMIT $4`,
		lender, db.Micros(from), db.Micros(to), maxMeasured)
	if err != nil {
		return nil, nil, err
	}
	steps, err := r.Log.Steps(ctx, tx, cases)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range cases {
		if took, ok := r.between(steps[id], []flow.State{origination.Invited}, []flow.State{origination.FileRequested, origination.Offered, origination.Declined}); ok {
			first = append(first, took)
		}
		if took, ok := r.between(steps[id], []flow.State{origination.ConsentGranted}, []flow.State{origination.Offered, origination.Declined}); ok {
			decision = append(decision, took)
		}
	}
	return first, decision, nil
}

// between is the working time from the first step into one of some states to the
// first step after it into one of others.
func (r Meter) between(steps []auditlog.Step, start, end []flow.State) (time.Duration, bool) {
	var begun time.Time
	for _, s := range steps {
		switch {
		case s.Before == s.After: // a reading, no move
		case begun.IsZero() && slices.Contains(start, flow.State(s.After)):
			begun = s.At
		case !begun.IsZero() && slices.Contains(end, flow.State(s.After)):
			return r.Calendar.Worked(begun, s.At), true
		}
	}
	return 0, false
}
