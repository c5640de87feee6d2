package config

// Key files: made once, readable by their owner alone, and never made anew
// where one is missing from a deployment that has already signed with it.

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// The purposes of keys; each has a file of its own.
const (
	LogKey     = "log-signing" // signs tree heads and receipts
	SessionKey = "session"     // signs what browsers carry
	FormKey    = "form"        // guards forms against foreign sites
	IndexKey   = "index"       // blind indexes of phone and identity numbers
	CaseKey    = "case"        // wraps the keys of cases, under which sealed offers lie
)

// secretBytes is the length of a secret, that of its strongest use.
const secretBytes = 32

// ErrMissing means that a key is not there and was not asked to be made.
var ErrMissing = errors.New("config: the key file is missing; put it back from the backup of the keys")

// ErrExposed means that others on the machine can read a key file.
var ErrExposed = errors.New("config: others can read this file; run chmod 600 on it and consider its content known")

// Keys reads the key files of a folder.
type Keys struct {
	Dir    string
	Random io.Reader // crypto/rand.Reader outside tests

	// Make allows making what is missing. It is off for a database that has
	// entries: a fresh log key there would be a second log.
	Make bool
}

// Log is the signing key of the log in the text form of golang.org/x/mod's
// notes. A fresh one is made under the log's origin.
func (k Keys) Log(origin string) (string, error) {
	return k.load(LogKey, func() (string, error) {
		secret, _, err := note.GenerateKey(k.Random, origin)
		return secret, err
	})
}

// Secret is 32 bytes for a purpose.
func (k Keys) Secret(purpose string) ([]byte, error) {
	text, err := k.load(purpose, func() (string, error) {
		raw := make([]byte, secretBytes)
		_, err := io.ReadFull(k.Random, raw)
		return base64.StdEncoding.EncodeToString(raw), err
	})
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != secretBytes {
		return nil, fmt.Errorf("config: key %s is damaged", purpose)
	}
	return raw, nil
}

// load reads a key file, or makes it where that is allowed.
func (k Keys) load(purpose string, fresh func() (string, error)) (string, error) {
	path := filepath.Join(k.Dir, purpose+".key")
	text, err := readPrivate(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	if !k.Make {
		return "", fmt.Errorf("%w: %s", ErrMissing, path)
	}
	if text, err = fresh(); err != nil {
		return "", err
	}
	if err := os.MkdirAll(k.Dir, 0o700); err != nil {
		return "", err
	}
	if err := writeOnce(path, text+"\n"); err != nil {
		return "", err
	}
	return readPrivate(path) // another process may have been first
}

// private refuses a file that others can read.
func private(info fs.FileInfo, path string) error {
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%w: %s", ErrExposed, path)
	}
	return nil
}

// readPrivate reads a key file. It follows no link, through which somebody
// else could choose the key.
func readPrivate(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("config: %s is not a plain file", path)
	}
	if err := private(info, path); err != nil {
		return "", err
	}
	text, err := os.ReadFile(path)
	return strings.TrimSpace(string(text)), err
}

// writeOnce brings a whole file into being under its name, or leaves the one
// that is there. The content is on the disk before the name is.
func writeOnce(path, text string) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
