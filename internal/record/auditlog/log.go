package auditlog

import (
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
)

// Files holds the migrations of this package.
//
//go:embed migrations locales
var Files embed.FS

// Name is the prefix of this package's tables.
const Name = "auditlog"

// Log appends, sequences and proves. It is safe for concurrent use.
type Log struct {
	db       *db.DB
	origin   string
	signer   note.Signer
	verifier note.Verifier
	vkey     string
	secret   []byte
	policy   string
	now      func() time.Time
	random   io.Reader
	newID    func() string
}

// Config is what a Log needs.
type Config struct {
	DB     *db.DB
	Key    string // the signing key, as NewKey makes it
	Policy string // which version of the rules is in force
	Now    func() time.Time
	Random io.Reader
	NewID  func() string
}

// NewKey makes a key pair: skey stays with the log, vkey goes to partners.
func NewKey(random io.Reader, origin string) (skey, vkey string, err error) {
	return note.GenerateKey(random, origin)
}

// New opens a log. The origin is the name inside the key.
func New(c Config) (*Log, error) {
	signer, err := note.NewSigner(c.Key)
	if err != nil {
		return nil, fmt.Errorf("auditlog: %w", err)
	}
	vkey, err := verifierKey(c.Key)
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	secret := sha256.Sum256([]byte("kaigong-pseudonym-v1" + c.Key))
	return &Log{db: c.DB, origin: signer.Name(), signer: signer, verifier: verifier, vkey: vkey, secret: secret[:],
		policy: c.Policy, now: c.Now, random: &shared{source: c.Random}, newID: c.NewID}, nil
}

// VerifierKey is the public key in the signed-note format, for partners.
func (l *Log) VerifierKey() string { return l.vkey }

// inclusion is how long an entry may wait before it must be in the tree.
const inclusion = time.Minute

// Append records an entry in the caller's transaction and answers the signed
// receipt: the operator's word that the entry will be in the tree in time.
func (l *Log) Append(ctx context.Context, tx db.Tx, e Entry) (receipt string, err error) {
	it := Item{ID: l.newID(), Index: -1, Kind: e.Kind, Case: e.Case, CaseVersion: e.CaseVersion, Before: e.Before, After: e.After,
		At: l.now().Truncate(time.Microsecond), Person: e.Person, Party: e.Party, Policy: l.policy, Parties: slices.Sorted(slices.Values(e.Parties))}
	it.Parties = slices.Compact(it.Parties)
	if it.Nonce, err = l.salt(); err != nil {
		return "", err
	}
	for _, f := range e.Fields {
		salt, err := l.salt()
		if err != nil {
			return "", err
		}
		it.Fields = append(it.Fields, Opening{f.Name, commit(f.Name, salt, f.Value), salt, f.Value})
	}
	it.Hash = hashOf(l.record(it))
	if it.Receipt, err = l.sign(it); err != nil {
		return "", err
	}
	return it.Receipt, insertItem(ctx, tx, it)
}

func (l *Log) salt() (string, error) {
	var b [32]byte
	_, err := io.ReadFull(l.random, b[:])
	return hex.EncodeToString(b[:]), err
}

// shared lets many writers draw from one source of randomness: a seeded one,
// as simulations use, is not safe for concurrent use by itself.
type shared struct {
	mu     sync.Mutex
	source io.Reader
}

func (s *shared) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return io.ReadFull(s.source, p)
}

func (l *Log) sign(it Item) (string, error) {
	text := fmt.Sprintf("kaigong receipt v1\n%s\nentry %s\nrecorded %s\nincluded by %s\n", l.origin, it.Hash,
		it.At.UTC().Format(time.RFC3339Nano), it.At.Add(inclusion).UTC().Format(time.RFC3339Nano))
	signed, err := note.Sign(&note.Note{Text: text}, l.signer)
	return string(signed), err
}

// batch bounds how many entries one sequencing takes.
const batch = 2000

// Sequence moves what is pending into the tree and signs a new head. It
// answers how many entries it moved. Calling it from several nodes at once is
// harmless: the transaction serialises them.
func (l *Log) Sequence(ctx context.Context) (int, error) {
	var n int
	err := l.db.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		n = 0
		items, err := pendingItems(ctx, tx, batch)
		if err != nil || len(items) == 0 {
			return err
		}
		size, err := l.size(ctx, tx)
		if err != nil {
			return err
		}
		for _, it := range inOrder(items) {
			if err := l.include(ctx, tx, size, it); err != nil {
				return err
			}
			size++
		}
		n = len(items)
		return l.signHead(ctx, tx, size)
	})
	return n, err
}

// inOrder sorts by id, which is the order of recording, and puts the entries
// of each case into the order of its versions.
func inOrder(items []Item) []Item {
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
	places := map[string][]int{}
	for i, it := range items {
		places[it.Case] = append(places[it.Case], i)
	}
	out := slices.Clone(items)
	for _, at := range places {
		own := make([]Item, len(at))
		for k, i := range at {
			own[k] = items[i]
		}
		slices.SortStableFunc(own, func(a, b Item) int { return cmp.Compare(a.CaseVersion, b.CaseVersion) })
		for k, i := range at {
			out[i] = own[k]
		}
	}
	return out
}

func (l *Log) include(ctx context.Context, tx db.Tx, index int64, it Item) error {
	hashes, err := tlog.StoredHashesForRecordHash(index, leafHash(index, l.record(it)), reader(ctx, tx))
	if err != nil {
		return err
	}
	start := tlog.StoredHashIndex(0, index)
	for i, h := range hashes {
		if err := insertHash(ctx, tx, start+int64(i), h); err != nil {
			return err
		}
	}
	return placeItem(ctx, tx, it.ID, index)
}

func (l *Log) signHead(ctx context.Context, tx db.Tx, size int64) error {
	root, err := tlog.TreeHash(size, reader(ctx, tx))
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", l.origin, size, root)}, l.signer)
	if err != nil {
		return err
	}
	return insertHead(ctx, tx, Head{Size: size, Note: string(signed)})
}

// Run sequences about once a second until ctx ends, so that an entry is in the
// tree well within what its receipt promises.
func (l *Log) Run(ctx context.Context, failed func(error)) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := l.Sequence(ctx); err != nil && ctx.Err() == nil {
				failed(err)
			}
		}
	}
}
