package courier

// A message as an e-mail: MIME, encodings and folding are go-mail's.

import (
	"strings"

	mail "github.com/wneessen/go-mail"
)

// letter writes a message as an e-mail from an address.
func letter(m Message, from string) (*mail.Msg, error) {
	if err := m.checked(); err != nil {
		return nil, err
	}
	out := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := out.From(from); err != nil {
		return nil, &Refusal{Final: true, Words: "the sender's address cannot be used"}
	}
	if err := out.To(m.To); err != nil {
		return nil, &Refusal{Final: true, Gone: true, Words: "the address cannot be used"}
	}
	_, host, _ := strings.Cut(out.GetFromString()[0], "@")
	out.SetMessageIDWithValue(m.ID + "@" + strings.Trim(host, "<> "))
	out.SetDateWithValue(m.At)
	out.Subject(m.Subject)
	out.SetGenHeader("Auto-Submitted", "auto-generated") // nobody's absence answers it (RFC 3834)
	if m.Stop != "" {
		out.SetGenHeader("List-Unsubscribe", "<"+m.Stop+">")
		out.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // RFC 8058
	}
	out.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		out.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	return out, nil
}
