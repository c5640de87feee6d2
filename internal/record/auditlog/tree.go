package auditlog

// The public side: heads, proofs between any two sizes, and tiles. All of it
// may be published, since every leaf is the hash of a record with a random
// nonce.

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// tileHeight is that of C2SP tlog-tiles: 256 hashes to a full tile.
const tileHeight = 8

// Checkpoint is the newest signed head in the C2SP form. The head of an empty
// log is signed when it is asked for.
func (l *Log) Checkpoint(ctx context.Context) (text []byte, err error) {
	err = l.db.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		h, err := l.Head(ctx, tx)
		text = []byte(h.Note)
		return err
	})
	if err != nil || len(text) > 0 {
		return text, err
	}
	root, err := tlog.TreeHash(0, nil)
	if err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: fmt.Sprintf("%s\n0\n%s\n", l.origin, root)}, l.signer)
}

// TreeHead is the size and root of the newest signed head.
func (l *Log) TreeHead(ctx context.Context) (tlog.Tree, error) {
	text, err := l.Checkpoint(ctx)
	if err != nil {
		return tlog.Tree{}, err
	}
	return OpenCheckpoint(text, l.vkey)
}

// InclusionProof proves that the tree of a size has the leaf at an index. A
// question outside the signed tree is NotFound.
func (l *Log) InclusionProof(ctx context.Context, index, size int64) (proof tlog.RecordProof, err error) {
	err = l.inside(ctx, index >= 0 && index < size, size, func(r tlog.HashReader) error {
		proof, err = tlog.ProveRecord(size, index, r)
		return err
	})
	return proof, err
}

// ConsistencyProof proves that the tree of size old is a prefix of the tree of
// size new; 1 <= old <= new. A question outside the signed tree is NotFound.
func (l *Log) ConsistencyProof(ctx context.Context, old, new int64) (proof tlog.TreeProof, err error) {
	err = l.inside(ctx, old >= 1 && old <= new, new, func(r tlog.HashReader) error {
		proof, err = tlog.ProveTree(new, old, r)
		return err
	})
	return proof, err
}

// Tile is the hash tile at a C2SP path below /log/tile/: "0/x001/067" for a
// full tile, "1/000.p/5" for one that is still growing. A path that is no tile
// of the signed tree is NotFound.
func (l *Log) Tile(ctx context.Context, path string) (data []byte, err error) {
	t, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", tileHeight, strings.TrimPrefix(path, "/")))
	// Level 5 has a hash for a billion entries: the bound keeps the shifts below
	// from running over.
	if err != nil || t.L < 0 || t.L > 5 || t.N >= 1<<20 {
		return nil, fault.New(fault.NotFound, "auditlog.tile_unknown")
	}
	rests := (t.N<<tileHeight + int64(t.W)) << (t.L * tileHeight) // leaves that the tile rests on
	err = l.inside(ctx, rests > 0, rests, func(r tlog.HashReader) error {
		data, err = tlog.ReadTileData(t, r)
		return err
	})
	return data, err
}

// inside lets read see the stored hashes when the question lies inside the
// signed tree.
func (l *Log) inside(ctx context.Context, sensible bool, size int64, read func(tlog.HashReader) error) error {
	return l.db.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		h, err := l.Head(ctx, tx)
		if err != nil {
			return err
		}
		if !sensible || size > h.Size {
			return fault.New(fault.NotFound, "auditlog.tile_unknown")
		}
		return read(reader(ctx, tx))
	})
}
