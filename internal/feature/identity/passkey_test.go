package identity

// A device made of a key and a counter answers challenges as the standard
// says, and as it must not.

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// Flags of authenticator data: somebody is there, is known, and a key follows.
const (
	there = 0x01
	known = 0x04
	fresh = 0x40
)

type device struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	user    []byte
	counter uint32
	origin  string
	flags   byte
}

func newDevice(t *testing.T) *device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 16)
	rand.Read(id)
	return &device{t: t, key: key, id: id, origin: "http://localhost:8080", flags: there | known}
}

func b64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// asked is what the device reads of a challenge.
type asked struct {
	PublicKey struct {
		Challenge        string `json:"challenge"`
		UserVerification string `json:"userVerification"`
		User             struct {
			ID string `json:"id"`
		} `json:"user"`
	} `json:"publicKey"`
}

func (d *device) read(c Challenge) (a asked) {
	must(d.t, json.Unmarshal(c.Options, &a))
	return a
}

func (d *device) client(kind string, a asked) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": a.PublicKey.Challenge, "origin": d.origin, "crossOrigin": false})
	must(d.t, err)
	return text
}

func (d *device) data(flags byte) []byte {
	site := sha256.Sum256([]byte("localhost"))
	return binary.BigEndian.AppendUint32(append(site[:], flags), d.counter)
}

func (d *device) send(response map[string]any) string {
	text, err := json.Marshal(map[string]any{"id": b64url(d.id), "rawId": b64url(d.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
	must(d.t, err)
	return string(text)
}

// create makes the key known.
func (d *device) create(c Challenge) string {
	a := d.read(c)
	user, err := base64.RawURLEncoding.DecodeString(a.PublicKey.User.ID)
	must(d.t, err)
	d.user = user
	point, err := d.key.PublicKey.Bytes()
	must(d.t, err)
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	must(d.t, err)
	data := slices.Concat(d.data(d.flags|fresh), make([]byte, 16), binary.BigEndian.AppendUint16(nil, uint16(len(d.id))), d.id, public)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	must(d.t, err)
	return d.send(map[string]any{"clientDataJSON": b64url(d.client("webauthn.create", a)), "attestationObject": b64url(object)})
}

// sign answers a challenge with the key.
func (d *device) sign(c Challenge) string {
	d.counter++
	client := d.client("webauthn.get", d.read(c))
	sum := sha256.Sum256(client)
	data := d.data(d.flags)
	hash := sha256.Sum256(append(slices.Clone(data), sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, hash[:])
	must(d.t, err)
	return d.send(map[string]any{"clientDataJSON": b64url(client), "authenticatorData": b64url(data), "signature": b64url(signature), "userHandle": b64url(d.user)})
}

// keyed is somebody at a bank with a session and a device.
func keyed(t *testing.T, d *db.DB) (k *kit, p Person, token string, phone *device) {
	k = newKit(t, d)
	p, _ = k.member("ann", k.party("BANK", kernel.Bank), kernel.Approver)
	k.password(p)
	token, phone = k.enter(p), newDevice(t)
	c, err := k.BeginPasskey(k.as(token), ConfirmPassword{Password: goodPassword, Source: here})
	must(t, err)
	_, err = k.AddPasskey(k.as(token), AddPasskey{Ceremony: c.Ceremony, Response: phone.create(c), Name: "手机"})
	must(t, err)
	return k, p, token, phone
}

func (k *kit) signInBy(phone *device) (string, error) {
	c, err := k.BeginPasskeySignIn(context.Background())
	must(k.t, err)
	return k.PasskeySignIn(context.Background(), Signed{Ceremony: c.Ceremony, Response: phone.sign(c)})
}

func TestAPasskeyLetsItsOwnerIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, p, token, phone := keyed(t, d)
		for range 8 { // no brake for passkeys, whoever guesses passwords
			k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: "wrong", Source: here})
		}
		in, err := k.signInBy(phone)
		must(t, err)
		if a, ok := k.seen(in); !ok || a.Person != p.ID || a.SteppedUp {
			t.Errorf("%+v %v", a, ok)
		}
		all, err := k.Passkeys(k.as(token))
		must(t, err)
		if len(all) != 1 || all[0].Name != "手机" || !all[0].UsedAt.Equal(k.system) {
			t.Errorf("%+v", all)
		}
		stranger := newDevice(t)
		stranger.id, stranger.user = phone.id, phone.user
		_, err = k.signInBy(stranger)
		wants(t, err, "identity.passkey.refused")
		stranger.user = []byte("nobody")
		_, err = k.signInBy(stranger)
		wants(t, err, "identity.passkey.refused")
		k.system = k.system.Add(time.Hour) // past the pause that the guesses brought
		wants(t, k.DropPasskey(k.as(token), all[0].ID, ConfirmPassword{Password: "wrong", Source: here}), "password: identity.password.wrong")
		k.system = k.system.Add(time.Hour)
		wants(t, k.DropPasskey(k.as(token), all[0].ID, ConfirmPassword{Password: goodPassword, Source: here}), "")
		_, err = k.signInBy(phone)
		wants(t, err, "identity.passkey.refused")
	})
}

func TestAPasskeyWorksHereAloneAndKnowsItsOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, _, _, phone := keyed(t, d)
		phone.origin = "http://localhost.evil.example:8080"
		_, err := k.signInBy(phone)
		wants(t, err, "identity.passkey.refused")
		phone.origin, phone.flags = "http://localhost:8080", there
		_, err = k.signInBy(phone)
		wants(t, err, "identity.passkey.refused") // a touch, and nobody was asked who
		phone.flags = there | known
		_, err = k.signInBy(phone)
		wants(t, err, "")
		phone.counter = 0
		_, err = k.signInBy(phone)
		wants(t, err, "identity.passkey.copied")
	})
}

func TestAChallengeWorksOnceAndLapses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, _, _, phone := keyed(t, d)
		c, err := k.BeginPasskeySignIn(context.Background())
		must(t, err)
		answer := Signed{Ceremony: c.Ceremony, Response: phone.sign(c)}
		_, err = k.PasskeySignIn(context.Background(), answer)
		wants(t, err, "")
		_, err = k.PasskeySignIn(context.Background(), answer)
		wants(t, err, "identity.passkey.over")
		old, err := k.BeginPasskeySignIn(context.Background())
		must(t, err)
		other, err := k.BeginPasskeySignIn(context.Background())
		must(t, err)
		_, err = k.PasskeySignIn(context.Background(), Signed{Ceremony: other.Ceremony, Response: phone.sign(old)})
		wants(t, err, "identity.passkey.refused")
		k.system = k.system.Add(5 * time.Minute)
		_, err = k.PasskeySignIn(context.Background(), Signed{Ceremony: old.Ceremony, Response: phone.sign(old)})
		wants(t, err, "identity.passkey.over")
	})
}

func TestAPasskeyConfirmsOnePurposeInOneSession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, p, token, phone := keyed(t, d)
		elsewhere := k.enter(p)
		begin := func() Challenge {
			c, err := k.BeginPasskeyStepUp(k.as(token), "sign:abc")
			must(t, err)
			return c
		}
		c := begin()
		wants(t, k.PasskeyStepUp(k.as(elsewhere), Signed{Ceremony: c.Ceremony, Response: phone.sign(c)}), "identity.passkey.over")
		c = begin()
		_, err := k.PasskeySignIn(context.Background(), Signed{Ceremony: c.Ceremony, Response: phone.sign(c)})
		wants(t, err, "identity.passkey.over") // a confirmation is no sign-in
		c = begin()
		wants(t, k.PasskeyStepUp(k.as(token), Signed{Ceremony: c.Ceremony, Response: phone.sign(c)}), "")
		if a, _ := k.seen(token); !a.SteppedUp || a.StepUpFor != "sign:abc" {
			t.Errorf("%+v", a)
		}
		if a, _ := k.seen(elsewhere); a.SteppedUp {
			t.Error("another session stepped up too")
		}
		other, _ := k.member("ben", k.party("ORG", kernel.Enterprise), kernel.Owner)
		_, err = k.BeginPasskeyStepUp(k.as(k.enter(other)), "sign:abc")
		wants(t, err, "identity.passkey.none")
	})
}

func TestAKeyIsAddedWithThePasswordAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, _, token, phone := keyed(t, d)
		_, err := k.BeginPasskey(k.as(token), ConfirmPassword{Password: "wrong", Source: here})
		wants(t, err, "password: identity.password.wrong")
		c, err := k.BeginPasskey(k.as(token), ConfirmPassword{Password: goodPassword, Source: here})
		must(t, err)
		thief, _ := k.member("eve", k.party("ORG", kernel.Enterprise), kernel.Owner)
		_, err = k.AddPasskey(k.as(k.enter(thief)), AddPasskey{Ceremony: c.Ceremony, Response: phone.create(c), Name: "x"})
		wants(t, err, "identity.passkey.over")
		_, err = k.AddPasskey(k.as(token), AddPasskey{Ceremony: c.Ceremony, Response: phone.create(c), Name: " "})
		wants(t, err, "name: identity.text.missing")
		_, err = k.BeginPasskey(context.Background(), ConfirmPassword{Password: goodPassword})
		wants(t, err, "fault.unsigned")
	})
}
