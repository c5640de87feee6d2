package identity

// What the pages say: lists, tables and words, in the reader's language.

import (
	"context"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// listed joins words as the reader's language does.
func listed(ctx context.Context, words []string) string {
	if i18n.IsEn(ctx) {
		return strings.Join(words, ", ")
	}
	return strings.Join(words, "、")
}

// RoleWords names roles in the reader's language.
func RoleWords(ctx context.Context, roles []kernel.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = i18n.T(ctx, "identity.role."+string(r))
	}
	return listed(ctx, words)
}

func classWords(ctx context.Context, classes []string) string {
	words := make([]string, len(classes))
	for i, c := range classes {
		words[i] = i18n.T(ctx, "identity.class."+c)
	}
	return listed(ctx, words)
}

// tasks says what a persona does in the alliance, role by role.
func tasks(ctx context.Context, roles []kernel.Role) string {
	var words []string
	for _, r := range roles {
		if len(roles) == 1 || r != kernel.OrgAdmin {
			words = append(words, i18n.T(ctx, "identity.task."+string(r)))
		}
	}
	if i18n.IsEn(ctx) {
		return strings.Join(words, " ")
	}
	return strings.Join(words, "")
}

// RoleOptions are the roles that a kind of organisation has, with what they do.
func RoleOptions(ctx context.Context, kind kernel.PartyKind) []ui.Option {
	var all []ui.Option
	for _, r := range Roles(kind) {
		all = append(all, ui.Option{Value: string(r), Label: i18n.T(ctx, "identity.role."+string(r)), Hint: i18n.T(ctx, "identity.task."+string(r))})
	}
	return all
}

func personaItems(ctx context.Context, g PersonaGroup, next, key string) []ui.ListItem {
	var items []ui.ListItem
	for _, p := range g.Personas {
		items = append(items, ui.ListItem{
			Icon: "user", Title: p.Name.In(ctx) + " · " + RoleWords(ctx, p.Roles), Text: tasks(ctx, p.Roles),
			End: becomeButton(p, next, key, i18n.T(ctx, "identity.demo.be")),
		})
	}
	return items
}

func workspaceItems(ctx context.Context, all []Workspace, key string) []ui.ListItem {
	var items []ui.ListItem
	for _, w := range all {
		items = append(items, ui.ListItem{Icon: "briefcase", Title: w.Party.In(ctx), Text: RoleWords(ctx, w.Roles), End: switchButton(w, key)})
	}
	return items
}

// deviceName shortens what a browser says about itself to what its owner would
// call it: "Firefox · Windows". Anything else is shown as it is.
func deviceName(agent string) string {
	pick := func(marks ...string) string {
		for i := 0; i < len(marks); i += 2 {
			if strings.Contains(agent, marks[i]) {
				return marks[i+1]
			}
		}
		return ""
	}
	browser := pick("MicroMessenger", "WeChat", "Edg", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari")
	system := pick("HarmonyOS", "HarmonyOS", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS X", "macOS", "Linux", "Linux")
	if browser == "" || system == "" {
		return agent
	}
	return browser + " · " + system
}

func sessionItems(ctx context.Context, all []Session, key string, now time.Time, zone *time.Location) []ui.ListItem {
	var items []ui.ListItem
	for _, x := range all {
		agent := deviceName(x.Agent)
		if agent == "" {
			agent = i18n.T(ctx, "identity.session.unknown")
		}
		items = append(items, ui.ListItem{
			Icon: "device-laptop", Title: agent, End: endSession(x, key),
			Text: i18n.T(ctx, "identity.session.times", i18n.Args{"begun": i18n.Moment(ctx, x.BegunAt, now, zone), "seen": i18n.Moment(ctx, x.SeenAt, now, zone)}),
		})
	}
	return items
}

func securityFacts(ctx context.Context, a Account) []ui.Fact {
	state := func(on bool) string {
		if on {
			return i18n.T(ctx, "identity.state.on")
		}
		return i18n.T(ctx, "identity.state.off")
	}
	return []ui.Fact{
		{Label: i18n.T(ctx, "identity.field.password"), Value: state(a.HasPassword)},
		{Label: i18n.T(ctx, "identity.code.title"), Value: state(a.HasCodes), Note: i18n.T(ctx, "identity.code.why")},
		{Label: i18n.T(ctx, "identity.passkey.title"), Value: i18n.T(ctx, "identity.passkey.count", i18n.Args{"n": a.Passkeys})},
	}
}

// noCodes says why the password is not enough to confirm.
func noCodes(ctx context.Context, a Account) string {
	if a.Passkeys > 0 {
		return i18n.T(ctx, "identity.step_up.key_only")
	}
	return i18n.T(ctx, "identity.step_up.no_code")
}

func codesLabel(ctx context.Context, a Account) string {
	if a.HasCodes {
		return i18n.T(ctx, "identity.code.replace")
	}
	return i18n.T(ctx, "identity.code.set_up")
}

func columns(ctx context.Context, keys ...string) []ui.Column {
	var all []ui.Column
	for _, k := range keys {
		all = append(all, ui.Column{Label: i18n.T(ctx, "identity.column."+k), Hidden: k == "act"})
	}
	return all
}

func consentTable(ctx context.Context, all []ConsentView, owner bool, zone *time.Location) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "identity.consents.given"), Columns: columns(ctx, "grantee", "classes", "given", "until", "state", "act")}
	t.Columns[2].Spare, t.Columns[4].Spare = true, true // a phone shows who, what, until when, and the button
	for _, c := range all {
		line := ui.Line{Cells: []ui.Cell{
			{Text: c.GranteeName.In(ctx), Head: true}, {Text: classWords(ctx, c.Classes), Small: i18n.T(ctx, "identity.purpose."+c.Purpose)},
			{Text: day(ctx, c.GivenAt, zone)}, {Text: day(ctx, c.To.Add(-time.Microsecond), zone)}, {Body: consentChip(c)}, {},
		}}
		if c.Holds && owner {
			line.Cells[5].Body = ui.Btn(ui.Button{Label: i18n.T(ctx, "identity.revoke"), Href: "/consents/" + c.ID, Small: true,
				Title: i18n.T(ctx, "identity.revoke.of", i18n.Args{"grantee": c.GranteeName})})
		}
		if !c.Holds {
			line.Kind = ui.LinePast
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

func day(ctx context.Context, at time.Time, zone *time.Location) string {
	return i18n.Date(ctx, clock.DateOf(at, zone).String())
}

func disclosureTable(ctx context.Context, all []DisclosureView, now time.Time, zone *time.Location) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "identity.disclosures"), Columns: columns(ctx, "at", "reader", "classes", "ground")}
	for _, d := range all {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: i18n.Moment(ctx, d.At, now, zone)}, {Text: d.GranteeName.In(ctx), Small: d.PersonName.In(ctx), Head: true},
			{Text: classWords(ctx, []string{d.Class})}, {Text: i18n.T(ctx, "identity.ground."+d.Ground)},
		}})
	}
	return t
}

func consentState(c ConsentView) (ui.Tone, string, string) {
	switch {
	case c.Holds:
		return ui.Ok, "circle-check", "holds"
	case c.State == Revoked:
		return ui.Hold, "circle-x", "revoked"
	}
	return ui.End, "clock-off", "over"
}
