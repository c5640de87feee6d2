package auditlog

// Proofs that anybody can check with the log's public key and nothing else, in
// the formats of c2sp.org: a checkpoint is a signed note, a proof file carries
// the record, its index, the hashes on the way to the root, and a checkpoint.

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const proofHeader = "c2sp.org/tlog-proof@v1"

// ErrProof means that a proof does not show what it claims.
var ErrProof = errors.New("auditlog: the proof does not hold")

// Proof makes the proof file of an entry against the newest head.
func (l *Log) Proof(ctx context.Context, tx db.Tx, it Item) ([]byte, error) {
	if !it.Included() {
		return nil, fault.New(fault.WrongTurn, "auditlog.not_included")
	}
	h, err := lastHead(ctx, tx)
	if err != nil {
		return nil, err
	}
	path, err := tlog.ProveRecord(h.Size, it.Index, reader(ctx, tx))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nextra %s\nindex %d\n", proofHeader, b64(leaf(it.Index, l.record(it))), it.Index)
	for _, p := range path {
		fmt.Fprintf(&b, "%s\n", p)
	}
	fmt.Fprintf(&b, "\n%s", h.Note)
	return b.Bytes(), nil
}

// Proven is what a checked proof says.
type Proven struct {
	Index int64
	Size  int64  // of the tree that the checkpoint signs
	Hash  string // of the record, as the receipt has it
	Record
}

// maxProof bounds a proof file; a real one has less than 4 KB.
const maxProof = 64 << 10

// CheckProof checks a proof file with the log's public key alone.
func CheckProof(file []byte, vkey string) (Proven, error) {
	if len(file) > maxProof {
		return Proven{}, ErrProof
	}
	head, checkpoint, ok := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 3 || lines[0] != proofHeader {
		return Proven{}, fmt.Errorf("%w: not a proof file", ErrProof)
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil || lines[1] != "extra "+b64(data) {
		return Proven{}, fmt.Errorf("%w: broken record", ErrProof)
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil || index < 0 || lines[2] != fmt.Sprint("index ", index) {
		return Proven{}, fmt.Errorf("%w: broken index", ErrProof)
	}
	path := tlog.RecordProof{}
	for _, s := range lines[3:] {
		h, err := tlog.ParseHash(s)
		if err != nil || h.String() != s {
			return Proven{}, fmt.Errorf("%w: broken hash", ErrProof)
		}
		path = append(path, h)
	}
	tree, err := OpenCheckpoint([]byte(checkpoint), vkey)
	if err != nil {
		return Proven{}, err
	}
	if index >= tree.N || tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(data)) != nil {
		return Proven{}, ErrProof
	}
	record, ok := bytes.CutPrefix(data, canonical(strconv.FormatInt(index, 10)))
	if !ok {
		return Proven{}, fmt.Errorf("%w: the record is for another index", ErrProof)
	}
	r, err := parseRecord(record)
	return Proven{Index: index, Size: tree.N, Hash: hashOf(record), Record: r}, err
}

// OpenCheckpoint checks a signed head and reads its tree.
func OpenCheckpoint(text []byte, vkey string) (tlog.Tree, error) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	n, err := note.Open(text, note.VerifierList(v))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%w: %v", ErrProof, err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 3 || lines[0] != v.Name() {
		return tlog.Tree{}, fmt.Errorf("%w: another log's checkpoint", ErrProof)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, fmt.Errorf("%w: broken size", ErrProof)
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// Consistency proves that the tree of an earlier size grew into the newest.
func (l *Log) Consistency(ctx context.Context, tx db.Tx, from int64) (tlog.TreeProof, Head, error) {
	h, err := lastHead(ctx, tx)
	if err != nil {
		return nil, h, err
	}
	if from < 1 || from > h.Size {
		return nil, h, fault.New(fault.Invalid, "auditlog.size_unknown")
	}
	p, err := tlog.ProveTree(h.Size, from, reader(ctx, tx))
	return p, h, err
}

// verifierKey derives the public key text from the signing key text, which the
// note package keeps to itself: both name the same origin and key hash.
func verifierKey(skey string) (string, error) {
	parts := strings.SplitN(strings.TrimPrefix(skey, "PRIVATE+KEY+"), "+", 3)
	if len(parts) != 3 {
		return "", errors.New("auditlog: not a signing key")
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 33 {
		return "", errors.New("auditlog: not a signing key")
	}
	return note.NewEd25519VerifierKey(parts[0], publicOf(raw[1:]))
}

func publicOf(seed []byte) ed25519.PublicKey {
	return ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
}
