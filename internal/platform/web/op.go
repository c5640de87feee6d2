package web

// Operations: the JSON door. The same service method answers, the same faults
// become RFC 9457 problems.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Out is the body of an operation's answer.
type Out[T any] struct {
	Status int
	Body   T
}

// In is an operation's input: P holds path and query parameters.
type In[P, B any] struct {
	Params P
	Body   B
}

// Read registers a GET operation.
func Read[I, O any](r *Router, op huma.Operation, g Gate, do func(context.Context, *I) (O, error)) {
	op.Method = http.MethodGet
	register(r, &op, g)
	huma.Register(r.API, op, func(ctx context.Context, in *I) (*Out[O], error) {
		out, err := do(ctx, in)
		return &Out[O]{Status: http.StatusOK, Body: out}, problem(ctx, err)
	})
}

// Change registers an operation that changes something. Clients send an
// Idempotency-Key of their own choice, one per intent.
func Change[I, O any](r *Router, op huma.Operation, g Gate, do func(context.Context, *I) (O, error)) {
	if op.Method == "" {
		op.Method = http.MethodPost
	}
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusOK
	}
	if g.Repeatable == "" {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Required: true,
			Description: "Chosen by the client, one per intent; the same key gets the same answer and one effect.",
			Schema:      &huma.Schema{Type: "string"}})
	}
	register(r, &op, g)
	huma.Register(r.API, op, func(ctx context.Context, in *I) (*Out[O], error) {
		out, err := change(ctx, r, op, g, in, do)
		return out, problem(ctx, err)
	})
}

func change[I, O any](ctx context.Context, r *Router, op huma.Operation, g Gate, in *I, do func(context.Context, *I) (O, error)) (*Out[O], error) {
	var out O
	if g.Repeatable != "" {
		out, err := do(ctx, in)
		return &Out[O]{Status: op.DefaultStatus, Body: out}, err
	}
	a, err := r.Once.Do(ctx, opRequest(ctx, op, in), func(ctx context.Context) (Answer, error) {
		made, err := do(ctx, in)
		if err != nil {
			return Answer{}, err
		}
		body, err := json.Marshal(made)
		return Answer{Status: op.DefaultStatus, Body: string(body)}, err
	})
	if err == nil {
		err = json.Unmarshal([]byte(a.Body), &out)
	}
	return &Out[O]{Status: a.Status, Body: out}, err
}

func opRequest(ctx context.Context, op huma.Operation, in any) Request {
	body, _ := json.Marshal(in) // inputs are plain structs; what cannot be encoded was not decoded either
	sum := sha256.Sum256(body)
	key, _ := ctx.Value(idempotencyKey{}).(string)
	return Request{Key: key, Route: op.Method + " " + op.Path, Sum: hex.EncodeToString(sum[:])}
}

type idempotencyKey struct{}

// register notes the route and puts its gate before everything else.
func register(r *Router, op *huma.Operation, g Gate) {
	r.add(op.Method, op.Path, true, g)
	op.MaxBodyBytes = maxUpload
	op.Middlewares = append(op.Middlewares, func(c huma.Context, next func(huma.Context)) {
		if err := r.pass(c.Context(), g, c.Param); err != nil {
			writeProblem(c, problemOf(c.Context(), err))
			return
		}
		next(huma.WithValue(c, idempotencyKey{}, c.Header("Idempotency-Key")))
	})
}

// Problem is a fault as RFC 9457 has it, with the message in the reader's
// language and the keys for programs.
type Problem struct {
	Type   string        `json:"type"`
	Title  string        `json:"title"`
	Status int           `json:"status"`
	Detail string        `json:"detail"`
	Key    string        `json:"key"`
	Ref    string        `json:"ref,omitempty"`
	Errors []ProblemItem `json:"errors,omitempty"`
}

// ProblemItem is the message beside one input.
type ProblemItem struct {
	Location string `json:"location"`
	Key      string `json:"key"`
	Message  string `json:"message"`
}

// Error makes a Problem an error that huma can send.
func (p *Problem) Error() string { return p.Key }

// GetStatus is the HTTP status, as huma asks for it.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is what RFC 9457 registers.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func problem(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	return problemOf(ctx, err)
}

func problemOf(ctx context.Context, err error) *Problem {
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		noteContext(ctx, "operation failed", err)
	}
	p := &Problem{
		Type: "about:blank", Title: faultTitle(ctx, f), Status: status(f.Kind),
		Detail: i18n.T(ctx, f.Key, f.Args), Key: f.Key, Ref: requestID(ctx),
	}
	for _, x := range f.Fields {
		p.Errors = append(p.Errors, ProblemItem{"body." + x.Name, x.Key, i18n.T(ctx, x.Key, x.Args)})
	}
	return p
}

func writeProblem(c huma.Context, p *Problem) {
	c.SetStatus(p.Status)
	c.SetHeader("Content-Type", "application/problem+json")
	json.NewEncoder(c.BodyWriter()).Encode(p)
}

// statuses is the one mapping from faults to HTTP.
var statuses = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 422, fault.Unsigned: 401, fault.StepUp: 403, fault.Denied: 403,
	fault.NotFound: 404, fault.Conflict: 409, fault.WrongTurn: 409, fault.TooMany: 429, fault.Full: 507, fault.Unknown: 503,
}

func status(k fault.Kind) int { return statuses[k] }

func faultTitle(ctx context.Context, f *fault.Fault) string {
	return i18n.T(ctx, "fault.title."+string(f.Kind))
}
