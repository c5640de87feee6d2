package sealed

// Envelopes and commitments: the cryptography, without a database.

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrSpoiled means that an envelope does not open, or opens to something else
// than its commitment: it was changed, moved, or closed under another key.
var ErrSpoiled = errors.New("sealed: the envelope does not hold what was closed")

const (
	keyBytes  = 32
	saltBytes = 32
	version   = "v1"
	tag       = "kaigong-sealed-v1"
)

// Label says whose a content is. It is authenticated and not hidden.
type Label struct {
	Case    string // whose key closes it
	Party   string // who wrote it
	ID      string // of the thing that it is the content of
	Version string // of the content's form, "offer-v1"
}

// Sealed is a closed content.
type Sealed struct {
	Envelope   string // v1|key id|nonce|ciphertext
	Commitment string // 64 hex digits
}

// Opened is a content with the salt of its commitment.
type Opened struct {
	Content []byte
	Salt    string // 64 hex digits
}

// Commitment binds a content without telling it, as long as the salt is secret.
func Commitment(salt string, content []byte) string {
	sum := sha256.Sum256(parts(tag, salt, string(content)))
	return hex.EncodeToString(sum[:])
}

// parts writes each text with its length in front, so that no two lists have
// the same bytes.
func parts(all ...string) []byte {
	var b bytes.Buffer
	var n [8]byte
	for _, p := range all {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		b.Write(n[:])
		b.WriteString(p)
	}
	return b.Bytes()
}

func (l Label) bytes() []byte { return parts(tag, l.Case, l.Party, l.ID, l.Version) }

// keyID names a key without giving it away.
func keyID(key []byte) string {
	sum := sha256.Sum256(parts("kaigong-key-id-v1", string(key)))
	return hex.EncodeToString(sum[:4])
}

// shut encrypts under a key with a fresh nonce.
func shut(key []byte, random io.Reader, label, plain []byte) (string, error) {
	seal, err := gcm(key)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, seal.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", err
	}
	return strings.Join([]string{version, keyID(key), text(nonce), text(seal.Seal(nil, nonce, plain, label))}, "|"), nil
}

func text(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

// binaryOf reads what text wrote, and no other spelling of it.
func binaryOf(s string) ([]byte, bool) {
	b, err := base64.RawStdEncoding.DecodeString(s)
	return b, err == nil && text(b) == s
}

// unlock decrypts what shut made under the same key and label.
func unlock(key, label []byte, envelope string) ([]byte, error) {
	p := strings.Split(envelope, "|")
	if len(p) != 4 || p[0] != version {
		return nil, fmt.Errorf("%w: not an envelope of form %s", ErrSpoiled, version)
	}
	if p[1] != keyID(key) {
		return nil, fmt.Errorf("%w: closed under key %s, this is %s", ErrSpoiled, p[1], keyID(key))
	}
	seal, err := gcm(key)
	if err != nil {
		return nil, err
	}
	nonce, okN := binaryOf(p[2])
	closed, okC := binaryOf(p[3])
	if !okN || !okC || len(nonce) != seal.NonceSize() {
		return nil, fmt.Errorf("%w: damaged text", ErrSpoiled)
	}
	plain, err := seal.Open(nil, nonce, closed, label)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSpoiled, err)
	}
	return plain, nil
}

func gcm(key []byte) (cipher.AEAD, error) {
	if len(key) != keyBytes {
		return nil, fmt.Errorf("sealed: a key has %d bytes, not %d", keyBytes, len(key))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
