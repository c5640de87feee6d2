package courier

// A folder instead of a way out: what would have been sent can be read there.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// File writes each message as one file into a folder: a letter as .eml, which
// mail programs open, anything else as .json. A message that is tried again
// replaces its own file.
type File struct {
	Dir  string
	Kind string // what the files are named after: "mail", "sms", "chat"
	From string // of letters; a fictional one when empty
}

// short is what a file says of a message that is no letter.
type short struct {
	ID   string `json:"id"`
	To   string `json:"to"`
	Text string `json:"text"`
	At   string `json:"at"`
}

// Send writes the file whole or not at all; only its owner may read it.
func (f File) Send(_ context.Context, m Message) error {
	text, ending, err := f.written(m)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return err
	}
	part, err := os.CreateTemp(f.Dir, ".part-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = part.Write(text)
	if err := errors.Join(err, part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), filepath.Join(f.Dir, m.At.UTC().Format("20060102-150405")+"-"+f.Kind+"-"+filepath.Base(m.ID)+ending))
}

func (f File) written(m Message) (text []byte, ending string, err error) {
	if f.Kind != "mail" {
		if err := m.checked(); err != nil {
			return nil, "", err
		}
		text, err = json.MarshalIndent(short{m.ID, m.To, m.Text, m.At.UTC().Format("2006-01-02T15:04:05Z")}, "", "  ")
		return append(text, '\n'), ".json", err
	}
	from := f.From
	if from == "" {
		from = "Kaigong <kaigong@park.example>"
	}
	out, err := letter(m, from)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	_, err = out.WriteTo(&b)
	return b.Bytes(), ".eml", err
}

// Check makes the folder and looks whether it takes files.
func (f File) Check(context.Context) error {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return err
	}
	try, err := os.CreateTemp(f.Dir, ".part-*")
	if err != nil {
		return err
	}
	return errors.Join(try.Close(), os.Remove(try.Name()))
}
