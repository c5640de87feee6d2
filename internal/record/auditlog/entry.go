package auditlog

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Entry is what a use case reports.
type Entry struct {
	Kind        string // "origination.submitted"
	Case        string // id of the case; its versions order its entries
	CaseVersion int64
	Person      string // who acted; empty for the program
	Party       string // for whom
	Before      string // state of the case before and after
	After       string
	Parties     []string // who may see the entry and open its fields
	Fields      []Field
}

// Field is one datum of an entry. The tree holds only a commitment to it.
type Field struct{ Name, Value string }

// Item is an entry as it is stored.
type Item struct {
	ID          string
	Index       int64 // -1 until it is in the tree
	Kind        string
	Case        string
	CaseVersion int64
	Before      string
	After       string
	At          time.Time
	Person      string
	Party       string
	Policy      string
	Nonce       string
	Hash        string
	Receipt     string
	Parties     []string // who may see it, in order
	Fields      []Opening
}

// Opening is a field with what is needed to check its commitment.
type Opening struct{ Name, Commitment, Salt, Value string }

// Included reports whether the entry is in the tree.
func (it Item) Included() bool { return it.Index >= 0 }

// Value is a field's value, empty when the entry has no such field.
func (it Item) Value(name string) string {
	for _, f := range it.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

const format = "kaigong-entry-v1"

// commit binds a value without showing it: the salt has 32 random bytes.
func commit(name, salt, value string) string {
	return digest("kaigong-field-v1", name, salt, value)
}

func digest(parts ...string) string {
	sum := sha256.Sum256(canonical(parts...))
	return hex.EncodeToString(sum[:])
}

// canonical writes parts with their lengths, so that no two lists of parts
// have the same bytes.
func canonical(parts ...string) []byte {
	var b bytes.Buffer
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		b.Write(n[:])
		b.WriteString(p)
	}
	return b.Bytes()
}

// pseudonym hides a person or party in the tree. It differs from case to case,
// so that the public tree does not connect them.
func (l *Log) pseudonym(caseID, who string) string {
	if who == "" {
		return ""
	}
	mac := hmac.New(sha256.New, l.secret)
	mac.Write(canonical(caseID, who))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// record is the canonical text of an entry, without its index.
func (l *Log) record(it Item) []byte {
	parts := []string{format, l.origin, it.Kind, it.Case, strconv.FormatInt(it.CaseVersion, 10), it.Before, it.After,
		strconv.FormatInt(it.At.UnixMicro(), 10), l.pseudonym(it.Case, it.Person), l.pseudonym(it.Case, it.Party), it.Policy, it.Nonce}
	parts = append(parts, strconv.Itoa(len(it.Parties)))
	for _, p := range it.Parties {
		parts = append(parts, l.pseudonym(it.Case, p))
	}
	for _, f := range it.Fields {
		parts = append(parts, f.Name, f.Commitment)
	}
	return canonical(parts...)
}

func hashOf(record []byte) string {
	sum := sha256.Sum256(record)
	return hex.EncodeToString(sum[:])
}

// leaf is what the tree hashes: the index in front of the record.
func leaf(index int64, record []byte) []byte {
	return append(canonical(strconv.FormatInt(index, 10)), record...)
}

func leafHash(index int64, record []byte) tlog.Hash { return tlog.RecordHash(leaf(index, record)) }

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
