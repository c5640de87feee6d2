package document

// The rows of documents and their blobs.

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"kaigong.example/kaigong/internal/platform/db"
)

// chunkSize is how many bytes one row of a blob holds: 256 KB as base64.
const chunkSize = 192 << 10

const columns = `id, case_id, owner_id, kind, name, media_type, size, sha256, version,
	expires_on, requested_by, uploaded_by, at_us, erased_us`

func scanDocument(scan db.Scan) (d Document, err error) {
	var at, erased int64
	err = scan(&d.ID, &d.Case, &d.Owner, &d.Kind, &d.Name, &d.MediaType, &d.Size, &d.SHA256, &d.Version,
		&d.ExpiresOn, &d.RequestedBy, &d.UploadedBy, &at, &erased)
	d.At, d.ErasedAt = db.Instant(at), db.Instant(erased)
	return d, err
}

func insertDocument(ctx context.Context, tx db.Tx, d Document) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO document_file (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		d.ID, d.Case, d.Owner, d.Kind, d.Name, d.MediaType, d.Size, d.SHA256, d.Version,
		d.ExpiresOn, d.RequestedBy, d.UploadedBy, db.Micros(d.At), db.Micros(d.ErasedAt))
	return err
}

// putBlob stores bytes in chunks, unless the case has them already.
func putBlob(ctx context.Context, tx db.Tx, caseID, sum string, b []byte) error {
	n, err := db.Count(ctx, tx, `
		SELECT COUNT(*) FROM document_blob WHERE case_id = $1 AND sha256 = $2`, caseID, sum)
	if err != nil || n > 0 {
		return err
	}
	for i := 0; i*chunkSize < len(b); i++ {
		part := b[i*chunkSize : min(len(b), (i+1)*chunkSize)]
		if _, err := tx.Exec(ctx, `
			INSERT INTO document_blob (case_id, sha256, chunk, content) VALUES ($1, $2, $3, $4)`,
			caseID, sum, i, base64.StdEncoding.EncodeToString(part)); err != nil {
			return err
		}
	}
	return nil
}

// readBlob reads a document's bytes and checks that they are what was put.
func readBlob(ctx context.Context, tx db.Tx, d Document) ([]byte, error) {
	parts, err := db.All(ctx, tx, db.Value[string], `
		SELECT content FROM document_blob WHERE case_id = $1 AND sha256 = $2
		ORDER BY chunk LIMIT $3`, d.Case, d.SHA256, MaxSize/chunkSize+1)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, min(d.Size, MaxSize))
	for _, p := range parts {
		if out, err = base64.StdEncoding.AppendDecode(out, []byte(p)); err != nil {
			return nil, fmt.Errorf("document %s: %w", d.ID, err)
		}
	}
	if sum := sha256.Sum256(out); hex.EncodeToString(sum[:]) != d.SHA256 {
		return nil, fmt.Errorf("document %s: the stored bytes are not those that were put", d.ID)
	}
	return out, nil
}
