package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestOfFindsTheFaultInsideAnError(t *testing.T) {
	inner := New(Conflict, "case.stale", Args{"n": 2})
	got := Of(fmt.Errorf("saving: %w", inner))
	if got != inner {
		t.Fatalf("got %v, want the inner fault itself", got)
	}
	if got := Of(errors.New("disk")); got.Kind != Internal || !strings.Contains(got.Error(), "disk") {
		t.Fatalf("a plain error must become internal and keep its cause, got %v", got)
	}
}

func TestCheckKeepsTheFirstMessageOfEachInput(t *testing.T) {
	var c Check
	c.That(true, "name", "never")
	c.That(false, "amount", "first")
	c.That(false, "amount", "second")
	c.That(false, "term", "third")
	f := Of(c.Err())
	if len(f.Fields) != 2 || f.Fields[0].Key != "first" || f.Args["n"] != 2 {
		t.Fatalf("got %+v", f)
	}
	if (&Check{}).Err() != nil {
		t.Fatal("an empty check must be nil, not a typed nil")
	}
}

func TestErrorShowsNoArgument(t *testing.T) {
	f := New(Invalid, "k", Args{"typed": "secret"})
	f.Fields = []Field{{Name: "x", Key: "y", Args: Args{"typed": "secret"}}}
	if strings.Contains(f.Error(), "secret") {
		t.Fatal("what somebody typed reached a log line")
	}
}

func TestIsSeesThroughWrapping(t *testing.T) {
	cause := errors.New("row 7")
	err := fmt.Errorf("saving: %w", New(Full, "fault.full").Because(cause))
	if !Is(err, Full) || Is(err, Denied) || Is(cause, Internal) || Is(nil, Internal) {
		t.Fatal("a kind must be recognised inside a wrapped error, and nothing else")
	}
	if !errors.Is(err, cause) {
		t.Fatal("the cause must stay reachable for the log")
	}
}

func TestJoinTakesOverTheFieldsOfAPart(t *testing.T) {
	var part, whole Check
	part.That(false, "amount", "part.amount")
	part.That(false, "term", "part.term", Args{"max": 12})
	whole.That(false, "amount", "whole.amount")
	whole.Join(part.Err())
	whole.Join(nil)
	f := Of(whole.Err())
	if len(f.Fields) != 2 || f.Fields[0].Key != "whole.amount" || f.Fields[1].Key != "part.term" || f.Fields[1].Args["max"] != 12 {
		t.Fatalf("got %+v", f.Fields)
	}
}
