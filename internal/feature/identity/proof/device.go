package proof

// Devices that answer for their owner (WebAuthn). The library's types stay in
// this file.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Key is what a device left with the site: public key, counter, flags.
type Key struct{ credential webauthn.Credential }

// Holder is somebody with keys.
type Holder struct {
	ID, Name, Shown string
	Keys            []Key
}

// Challenge is what the browser hands to the device, and the state by which
// the answer is checked.
type Challenge struct {
	Options json.RawMessage
	State   string
}

// ErrCopied means that a key's counter went back: it exists twice.
var ErrCopied = errors.New("proof: the key exists twice")

// Handle is the device's own name of the key.
func (k Key) Handle() []byte { return k.credential.ID }

// Fingerprint is the SHA-256 of the public key, hex.
func (k Key) Fingerprint() string {
	sum := sha256.Sum256(k.credential.PublicKey)
	return hex.EncodeToString(sum[:])
}

// Is reports whether two keys are one.
func (k Key) Is(other Key) bool { return bytes.Equal(k.credential.ID, other.credential.ID) }

// MarshalJSON writes what is stored of a key.
func (k Key) MarshalJSON() ([]byte, error) { return json.Marshal(k.credential) }

// UnmarshalJSON reads it.
func (k *Key) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &k.credential) }

type user struct{ Holder }

func (u user) WebAuthnID() []byte          { return []byte(u.ID) }
func (u user) WebAuthnName() string        { return u.Name }
func (u user) WebAuthnDisplayName() string { return u.Shown }
func (u user) WebAuthnCredentials() []webauthn.Credential {
	all := make([]webauthn.Credential, len(u.Keys))
	for i, k := range u.Keys {
		all[i] = k.credential
	}
	return all
}

// Site is a deployment as devices know it: by its host name.
type Site struct{ w *webauthn.WebAuthn }

// NewSite is the site at an address: "https://park.example".
func NewSite(address string) (Site, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Site{}, err
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "Kaigong 开工", RPOrigins: []string{u.Scheme + "://" + u.Host},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
	return Site{w}, err
}

func challenge(options any, data *webauthn.SessionData, err error) (Challenge, error) {
	if err != nil {
		return Challenge{}, err
	}
	text, err := json.Marshal(options)
	if err != nil {
		return Challenge{}, err
	}
	state, err := json.Marshal(data)
	return Challenge{text, string(state)}, err
}

// AskNew asks a device for a new key.
func (s Site) AskNew(h Holder) (Challenge, error) {
	u := user{h}
	options, data, err := s.w.BeginRegistration(u, webauthn.WithExclusions(webauthn.Credentials(u.WebAuthnCredentials()).CredentialDescriptors()))
	return challenge(options, data, err)
}

// New is the key of an answer to AskNew.
func (s Site) New(h Holder, state, response string) (Key, error) {
	var data webauthn.SessionData
	if err := json.Unmarshal([]byte(state), &data); err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(response))
	if err != nil {
		return Key{}, err
	}
	c, err := s.w.CreateCredential(user{h}, data, parsed)
	if err != nil {
		return Key{}, err
	}
	return Key{*c}, nil
}

// AskAnybody asks whoever comes: the device says for whom it answers.
func (s Site) AskAnybody() (Challenge, error) {
	options, data, err := s.w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	return challenge(options, data, err)
}

// Ask asks for one of a holder's keys.
func (s Site) Ask(h Holder) (Challenge, error) {
	options, data, err := s.w.BeginLogin(user{h}, webauthn.WithUserVerification(protocol.VerificationRequired))
	return challenge(options, data, err)
}

// Claimed is the id of the holder for whom an answer to AskAnybody says to be.
func Claimed(response string) (string, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(response))
	if err != nil {
		return "", err
	}
	return string(parsed.Response.UserHandle), nil
}

// Answered is the key that answered Ask or AskAnybody, with its new counter. A
// holder that AskAnybody did not know is the one that Claimed named.
func (s Site) Answered(h Holder, state, response string) (Key, error) {
	var data webauthn.SessionData
	if err := json.Unmarshal([]byte(state), &data); err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(response))
	if err != nil {
		return Key{}, err
	}
	var c *webauthn.Credential
	if len(data.UserID) > 0 {
		c, err = s.w.ValidateLogin(user{h}, data, parsed)
	} else {
		_, c, err = s.w.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return user{h}, nil }, data, parsed)
	}
	switch {
	case err != nil:
		return Key{}, err
	case c.Authenticator.CloneWarning:
		return Key{}, ErrCopied
	}
	return Key{*c}, nil
}
