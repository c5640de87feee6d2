package portfolio

// The run: workers, batches, progress.

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"kaigong.example/kaigong/engine/loan"
)

// Position is one contract of a portfolio and what it is added up under. Lender,
// Industry and Class are numbers that the caller gives meaning to, from 0 to one
// less than Shape says.
type Position struct {
	Terms                   loan.Terms
	Observed                loan.Observed
	Lender, Industry, Class int
}

// Source fills positions and says how many it filled; 0 is the end. It is called
// by one worker at a time; the positions keep what an earlier call left in them.
type Source func([]Position) (int, error)

// Scenario is a future of every contract. Change is called with terms that are a
// copy of the contract's, and what it does to them takes effect At; it may leave
// them alone. Without Change the contracts run on as agreed.
type Scenario struct {
	Name   string
	At     loan.Time
	Change func(p *Position, terms *loan.Terms)
}

// Shape bounds the sums: months counted from the one of From, and how many
// lenders, industries and classes there are.
type Shape struct {
	From                         loan.Time
	Months                       int
	Lenders, Industries, Classes int
}

// Options of a run.
type Options struct {
	Workers  int            // at least 1
	Batch    int            // contracts that a worker takes at once, at least 1
	Progress func(done int) // told after each batch, by one worker at a time; may be nil
}

// Failure is a contract that could not be computed under a scenario.
type Failure struct {
	ContractID string
	Scenario   string
	Err        error
}

// Error names the contract.
func (f *Failure) Error() string {
	return fmt.Sprintf("portfolio: contract %q under %q: %v", f.ContractID, f.Scenario, f.Err)
}

// Unwrap is what was wrong with its terms.
func (f *Failure) Unwrap() error { return f.Err }

const maxMonths = 12 * 301

func (s Shape) check(o Options) error {
	switch {
	case !s.From.Valid():
		return &loan.TermError{Term: "from", Problem: loan.OutsideDates}
	case s.Months < 1 || s.Months > maxMonths:
		return &loan.TermError{Term: "months", Problem: loan.TooLarge, Value: fmt.Sprint(maxMonths)}
	case min(s.Lenders, s.Industries, s.Classes) < 1 || max(s.Lenders, s.Industries, s.Classes) > 1_000_000:
		return &loan.TermError{Term: "shape", Problem: loan.TooLarge, Value: "1–1,000,000"}
	case o.Workers < 1 || o.Workers > 1024 || o.Batch < 1 || o.Batch > 1_000_000:
		return &loan.TermError{Term: "options", Problem: loan.TooLarge, Value: "1–1024 × 1–1,000,000"}
	}
	return nil
}

// Run computes every contract of a source under every scenario. The first
// failure ends the run, and so does the context; both are reported.
func Run(ctx context.Context, source Source, scenarios []Scenario, shape Shape, o Options) ([]Sums, error) {
	if err := shape.check(o); err != nil {
		return nil, err
	}
	r := &run{source: source, scenarios: scenarios, months: monthTable(shape), shape: shape, progress: o.Progress}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := make([]*worker, o.Workers)
	errs := make([]error, o.Workers)
	var wg sync.WaitGroup
	for i := range workers {
		workers[i] = newWorker(r, o.Batch)
		wg.Go(func() {
			if errs[i] = workers[i].work(ctx); errs[i] != nil {
				cancel()
			}
		})
	}
	wg.Wait()
	if err := firstCause(errs); err != nil {
		return nil, err
	}
	out := workers[0].sums
	for _, w := range workers[1:] {
		for k := range out {
			out[k].add(&w.sums[k])
		}
	}
	return out, nil
}

// firstCause prefers what went wrong to the cancellation that followed it.
func firstCause(errs []error) (found error) {
	for _, err := range errs {
		if err != nil && (found == nil || errors.Is(found, context.Canceled)) {
			found = err
		}
	}
	return found
}

// run is what workers share.
type run struct {
	mu        sync.Mutex
	source    Source
	done      int
	scenarios []Scenario
	months    []int16
	shape     Shape
	progress  func(int)
}

// take fills a batch.
func (r *run) take(ctx context.Context, batch []Position) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.source(batch)
	if err == nil && (n < 0 || n > len(batch)) {
		return 0, &loan.TermError{Term: "source", Problem: loan.WrongLength, Value: fmt.Sprint(len(batch))}
	}
	return n, err
}

func (r *run) finish(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done += n
	if r.progress != nil {
		r.progress(r.done)
	}
}

// worker evaluates batches in memory of its own.
type worker struct {
	r         *run
	evaluator loan.Evaluator
	batch     []Position
	terms     loan.Terms
	opening   loan.State
	sums      []Sums
}

func newWorker(r *run, batch int) *worker {
	w := &worker{r: r, batch: make([]Position, batch), sums: make([]Sums, len(r.scenarios))}
	for i := range w.sums {
		w.sums[i] = newSums(r.scenarios[i].Name, r.shape)
	}
	return w
}

func (w *worker) work(ctx context.Context) error {
	for {
		n, err := w.r.take(ctx, w.batch)
		if err != nil || n == 0 {
			return err
		}
		for i := range w.batch[:n] {
			if err := w.position(&w.batch[i]); err != nil {
				return err
			}
		}
		w.r.finish(n)
	}
}

func (w *worker) position(p *Position) error {
	s := w.r.shape
	if p.Lender < 0 || p.Lender >= s.Lenders || p.Industry < 0 || p.Industry >= s.Industries || p.Class < 0 || p.Class >= s.Classes {
		return &Failure{p.Terms.ContractID, "", &loan.TermError{Term: "position", Problem: loan.TooLarge, Value: "shape"}}
	}
	for k := range w.r.scenarios {
		if err := w.scenario(p, &w.r.scenarios[k], &w.sums[k]); err != nil {
			return &Failure{p.Terms.ContractID, w.r.scenarios[k].Name, err}
		}
	}
	return nil
}

// scenario evaluates a contract as agreed, or up to the scenario's date as
// agreed and from there on as changed. A contract that is over by then, or not
// yet begun, runs on as agreed.
func (w *worker) scenario(p *Position, s *Scenario, sums *Sums) error {
	if s.Change == nil || s.At < p.Terms.InitialExchangeDate || s.At < p.Terms.StatusDate || p.Terms.MaturityDate != 0 && p.Terms.MaturityDate <= s.At {
		events, err := w.evaluator.Events(&p.Terms, p.Observed)
		if err == nil {
			sums.count(p, events, w.r.months, false)
		}
		return err
	}
	w.terms = p.Terms
	s.Change(p, &w.terms)
	history, err := w.evaluator.Restate(&p.Terms, p.Observed, s.At, &w.terms, &w.opening)
	if err != nil {
		return err
	}
	sums.count(p, history, w.r.months, true)
	events, err := w.evaluator.Events(&w.terms, p.Observed)
	if err == nil {
		sums.flows(p, events, w.r.months)
	}
	return err
}
