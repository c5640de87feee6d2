// Package fault is the one error vocabulary of Kaigong.
//
// A use case returns nil, a *Fault that its caller can act on, or any other
// error. Every edge reports the last kind as "internal" to the user and in
// full to the operator's log. A Fault carries message keys and arguments,
// never prose: the edge that talks to a person translates.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what the caller may do about a fault. Edges map it to a status.
type Kind string

const (
	Internal  Kind = "internal"   // nothing; the operator has the details
	Invalid   Kind = "invalid"    // mend the input and send it again
	Unsigned  Kind = "unsigned"   // sign in first
	StepUp    Kind = "step_up"    // confirm with passkey or password and code first
	Denied    Kind = "denied"     // it is visible, but this act is not yours
	NotFound  Kind = "not_found"  // also what a reader without any right sees
	Conflict  Kind = "conflict"   // someone was faster: look again, then decide
	WrongTurn Kind = "wrong_turn" // the case does not allow this move now
	TooMany   Kind = "too_many"   // wait, then try again
	Full      Kind = "full"       // the disk is full; reading still works
	Unknown   Kind = "unknown"    // it may or may not have happened: ask again
)

// Args fill the placeholders of a message.
type Args = map[string]any

// Field ties a message to one input, for the error beside it.
type Field struct {
	Name string `json:"name"` // the input's name, e.g. "amount"
	Key  string `json:"key"`  // a message key of the feature's locales
	Args Args   `json:"args,omitempty"`
}

// Fault is an answer that a caller can act on.
type Fault struct {
	Kind   Kind
	Key    string
	Args   Args
	Fields []Field
	cause  error
}

// New makes a fault whose message has no placeholders, or takes them from args.
func New(kind Kind, key string, args ...Args) *Fault {
	f := &Fault{Kind: kind, Key: key}
	if len(args) > 0 {
		f.Args = args[0]
	}
	return f
}

// Wrong makes a fault of one field of an input.
func Wrong(name, key string, args Args) *Fault {
	return &Fault{Kind: Invalid, Key: "fault.invalid", Args: Args{"n": 1}, Fields: []Field{{Name: name, Key: key, Args: args}}}
}

// Because attaches the cause that goes to the log and to nobody else.
func (f *Fault) Because(cause error) *Fault {
	f.cause = cause
	return f
}

// Error is for logs. It names fields by key and shows no argument, since
// arguments may hold what somebody typed.
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Kind, f.Key)
	for _, x := range f.Fields {
		fmt.Fprintf(&b, " [%s: %s]", x.Name, x.Key)
	}
	if f.cause != nil {
		fmt.Fprintf(&b, ": %v", f.cause)
	}
	return b.String()
}

// Unwrap lets errors.Is and errors.As see the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Of returns the Fault inside err, or an Internal one around it.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New(Internal, "fault.internal").Because(err)
}

// Is reports whether err is a fault of that kind.
func Is(err error, kind Kind) bool {
	var f *Fault
	return errors.As(err, &f) && f.Kind == kind
}

// Check gathers what is wrong with an input; the zero value is ready to use.
type Check struct{ fields []Field }

// That notes a message for an input unless ok holds. The first message of an
// input stays the only one: a person mends one thing at a time.
func (c *Check) That(ok bool, name, key string, args ...Args) {
	if ok || c.Failed(name) {
		return
	}
	f := Field{Name: name, Key: key}
	if len(args) > 0 {
		f.Args = args[0]
	}
	c.fields = append(c.fields, f)
}

// Failed reports whether an input already has a message.
func (c *Check) Failed(name string) bool {
	for _, f := range c.fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// Join takes over the field messages of another fault, for inputs made of parts.
func (c *Check) Join(err error) {
	for _, f := range Of(err).Fields {
		c.That(false, f.Name, f.Key, f.Args)
	}
}

// Err is nil when nothing was noted.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Key: "fault.invalid", Args: Args{"n": len(c.fields)}, Fields: c.fields}
}
