package actus

// Enhancements: what they cover and with what, and when they pay.

import (
	"encoding/json"
	"strings"

	"kaigong.example/kaigong/engine/loan"
)

var enhancements = map[string]setter{
	"coverageOfCreditEnhancement": enhancing(func(x *loan.Enhancement, v value) error {
		n, err := v.number()
		x.Coverage = &n
		return err
	}),
	"guaranteedExposure": enhancing(func(x *loan.Enhancement, v value) error { x.Exposure = loan.Exposure(v.text()); return nil }),
	"creditEventTypeCovered": enhancing(func(x *loan.Enhancement, v value) error {
		entries, err := v.list()
		for _, e := range entries {
			for _, name := range strings.FieldsFunc(e.text(), func(r rune) bool { return r == ',' || r == ' ' || r == '[' || r == ']' }) {
				x.Events = append(x.Events, loan.Performance(name))
			}
		}
		return err
	}),
	"settlementPeriod": enhancing(func(x *loan.Enhancement, v value) (err error) { x.SettlementPeriod, err = v.period(); return err }),
}

// contractStructure reads terms, and so stands beside the other setters.
func contractStructure(t *loan.Terms, v value) error {
	entries, err := v.list()
	if err != nil {
		return err
	}
	return enhancing(func(x *loan.Enhancement, _ value) error {
		for _, e := range entries {
			if err := addLink(x, e); err != nil {
				return err
			}
		}
		return nil
	})(t, v)
}

type reference struct {
	Object json.RawMessage `json:"object"`
	Type   string          `json:"referenceType"`
	Role   string          `json:"referenceRole"`
}

func addLink(x *loan.Enhancement, v value) error {
	var r reference
	if err := json.Unmarshal(v.raw, &r); err != nil {
		return v.wrong(loan.NotReadable)
	}
	l, err := readLink(r, v)
	if err != nil {
		return err
	}
	switch r.Role {
	case "COVE":
		x.Covered = append(x.Covered, l)
	case "COVI":
		x.Covering = append(x.Covering, l)
	default:
		return &loan.TermError{Term: "referenceRole", Problem: loan.Unknown, Value: r.Role}
	}
	return nil
}

// readLink reads an identifier, a contract of this family by its terms, or
// anything else by the code under which its market value is observed.
func readLink(r reference, v value) (l loan.Link, err error) {
	var object map[string]json.RawMessage
	if json.Unmarshal(r.Object, &object) != nil {
		return loan.Link{ID: value{v.term, r.Object}.text()}, nil
	}
	of := func(name string) value { return value{name, object[name]} }
	for _, name := range []string{"contractIdentifier", "contractID", "marketObjectCode"} {
		if raw := of(name); raw.raw != nil && l.ID == "" {
			l.ID = raw.text()
		}
	}
	if code := of("marketObjectCode"); code.raw != nil {
		l.MarketCode = code.text()
	}
	if q := of("quantity"); q.raw != nil {
		if l.Quantity, err = q.number(); err != nil {
			return l, err
		}
	}
	switch r.Type {
	case "CNT":
		return l, linkTerms(&l, object)
	case "CID", "MOC", "EID", "":
		return l, nil
	}
	return l, &loan.TermError{Term: "referenceType", Problem: loan.Unknown, Value: r.Type}
}

func linkTerms(l *loan.Link, object map[string]json.RawMessage) error {
	switch loan.ContractType(value{"contractType", object["contractType"]}.text()) {
	case loan.PAM, loan.LAM, loan.NAM, loan.ANN, loan.LAX, loan.CLM, loan.UMP:
		t, err := readTerms(object)
		l.Terms = &t
		return err
	}
	if l.MarketCode == "" {
		return &loan.TermError{Term: "marketObjectCode", Problem: loan.Missing}
	}
	return nil
}
