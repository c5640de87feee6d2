package auditlog

// Reading a record back: what a partner sees in a proof file.

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"
)

// Record is what an entry's record says. People and organisations stand in it
// as pseudonyms, data as commitments.
type Record struct {
	Origin        string // the log's name
	Kind          string
	Case          string
	CaseVersion   int64
	Before, After string
	At            time.Time
	Person, Party string // pseudonyms within the case, "" for none
	Policy        string
	Nonce         string
	Parties       []string  // pseudonyms of who may see the entry
	Fields        []Opening // names and commitments only
}

// parts takes length-prefixed parts apart. After the first mistake it yields
// "" and keeps bad set.
type parts struct {
	rest []byte
	bad  bool
}

func (p *parts) text() string {
	if p.bad || len(p.rest) < 8 {
		p.bad = true
		return ""
	}
	n := binary.BigEndian.Uint64(p.rest)
	if n > uint64(len(p.rest)-8) {
		p.bad = true
		return ""
	}
	s := string(p.rest[8 : 8+n])
	p.rest = p.rest[8+n:]
	return s
}

// number reads a decimal in the one way that record writes it.
func (p *parts) number() int64 {
	s := p.text()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != s {
		p.bad = true
	}
	return n
}

// parseRecord reads the canonical text of an entry, or answers ErrProof.
func parseRecord(text []byte) (r Record, err error) {
	p := parts{rest: text}
	if p.text() != format {
		return r, fmt.Errorf("%w: not an entry's record", ErrProof)
	}
	r.Origin, r.Kind, r.Case, r.CaseVersion = p.text(), p.text(), p.text(), p.number()
	r.Before, r.After, r.At = p.text(), p.text(), time.UnixMicro(p.number()).UTC()
	r.Person, r.Party, r.Policy, r.Nonce = p.text(), p.text(), p.text(), p.text()
	for n := p.number(); n > 0 && !p.bad; n-- {
		r.Parties = append(r.Parties, p.text())
	}
	for len(p.rest) > 0 && !p.bad {
		r.Fields = append(r.Fields, Opening{Name: p.text(), Commitment: p.text()})
	}
	if p.bad || !bytes.Equal(r.canonical(), text) {
		return Record{}, fmt.Errorf("%w: broken record", ErrProof)
	}
	return r, nil
}

// canonical writes the record again, to refuse every other spelling of it.
func (r Record) canonical() []byte {
	all := []string{format, r.Origin, r.Kind, r.Case, strconv.FormatInt(r.CaseVersion, 10), r.Before, r.After,
		strconv.FormatInt(r.At.UnixMicro(), 10), r.Person, r.Party, r.Policy, r.Nonce, strconv.Itoa(len(r.Parties))}
	all = append(all, r.Parties...)
	for _, f := range r.Fields {
		all = append(all, f.Name, f.Commitment)
	}
	return canonical(all...)
}

// Opens reports whether a party's opening belongs to a field of the record.
func (r Record) Opens(o Opening) bool {
	for _, f := range r.Fields {
		if f.Name == o.Name {
			return !o.Erased() && f.Commitment == commit(o.Name, o.Salt, o.Value)
		}
	}
	return false
}
