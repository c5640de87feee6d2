package organisation

// What the pages say: tables and lists in the reader's language.

import (
	"context"
	"net/url"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// page is what the list of people shows.
type page struct {
	people identity.People
	grants []GrantView
	now    time.Time
	zone   *time.Location
}

// waitsFor names the rights that wait for a member, "" for none.
func (p page) waitsFor(ctx context.Context, person string) string {
	for _, g := range p.grants {
		if g.State == AskedFor && g.Person == person && !g.Foreign {
			return i18n.T(ctx, "organisation.waits", i18n.Args{"roles": identity.RoleWords(ctx, g.Roles)})
		}
	}
	return ""
}

func (p page) memberTable(ctx context.Context) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "identity.people.members"), Columns: columns(ctx, "person", "roles", "from", "until", "act")}
	t.Columns[2].Spare, t.Columns[4].Hidden = true, true
	for _, m := range p.people.Members {
		if m.Membership.From == m.Membership.To {
			continue // replaced the same day
		}
		line := ui.Line{Cells: []ui.Cell{
			{Text: m.Name.In(ctx), Small: m.SignIn, Head: true}, {Text: identity.RoleWords(ctx, m.Membership.Roles)},
			{Text: i18n.Date(ctx, m.Membership.From.String())}, {Text: until(ctx, m.Membership.To)}, {},
		}}
		if m.Current {
			line.Cells[1].Small = p.waitsFor(ctx, m.Membership.Person)
			line.Cells[4].Body = memberActs(m, m.Membership.To.IsZero() && m.Membership.Person != kernel.From(ctx).Person)
		} else {
			line.Kind = ui.LinePast
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

func columns(ctx context.Context, keys ...string) []ui.Column {
	var all []ui.Column
	for _, k := range keys {
		all = append(all, ui.Column{Label: i18n.T(ctx, "identity.column."+k)})
	}
	return all
}

// until shows the last day of a half-open interval.
func until(ctx context.Context, to clock.Date) string {
	if to.IsZero() {
		return i18n.T(ctx, "identity.until.open")
	}
	return i18n.Date(ctx, to.AddDays(-1).String())
}

func (p page) invitedItems(ctx context.Context, key string) []ui.ListItem {
	var items []ui.ListItem
	for _, v := range p.people.Invitations {
		items = append(items, ui.ListItem{Icon: "mail", Title: v.Name.In(ctx) + " · " + identity.RoleWords(ctx, v.Roles),
			End: withdrawButton(v, key), Text: i18n.T(ctx, "identity.invite.until", i18n.Args{"at": i18n.Moment(ctx, v.ExpiresAt, p.now, p.zone)})})
	}
	return items
}

// roleChoices are the roles of a kind of organisation; those that nobody gives
// alone say so.
func roleChoices(ctx context.Context, kind kernel.PartyKind) []ui.Option {
	all := identity.RoleOptions(ctx, kind)
	for i := range all {
		if kernel.Role(all[i].Value).NeedsSecond() {
			all[i].Hint += i18n.T(ctx, "organisation.second.hint")
		}
	}
	return all
}

func chosenRoles(m identity.Membership) []string {
	out := make([]string, len(m.Roles))
	for i, r := range m.Roles {
		out[i] = string(r)
	}
	return out
}

// heading names who would get what where.
func (g GrantView) heading(ctx context.Context) string {
	title := g.Name.In(ctx) + " · " + identity.RoleWords(ctx, g.Roles)
	if g.Foreign {
		title += " · " + g.PartyName.In(ctx)
	}
	return title
}

// story says who asked, and what came of it.
func (g GrantView) story(ctx context.Context, now time.Time, zone *time.Location) string {
	args := i18n.Args{"by": g.ByName, "at": i18n.Moment(ctx, g.At, now, zone), "who": g.Decider, "then": i18n.Moment(ctx, g.DecidedAt, now, zone), "seen": g.Seen}
	switch {
	case g.State == AskedFor:
		return i18n.T(ctx, "organisation.grant.asked", args)
	case g.Seen != "":
		return i18n.T(ctx, "organisation.grant.decided.seen", args)
	case g.DecidedBy == "":
		return i18n.T(ctx, "organisation.grant.over", args)
	}
	return i18n.T(ctx, "organisation.grant.decided", args)
}

// stepUp leads to the confirmation of a grant and back.
func (g GrantView) stepUp() string {
	return "/step-up?next=" + url.QueryEscape("/rights") + "&purpose=" + url.QueryEscape(g.Purpose())
}

// split separates what waits from what was decided.
func split(all []GrantView) (open, past []GrantView) {
	for _, g := range all {
		if g.State == AskedFor {
			open = append(open, g)
		} else {
			past = append(past, g)
		}
	}
	return open, past
}

func pastItems(ctx context.Context, all []GrantView, now time.Time, zone *time.Location) []ui.ListItem {
	var items []ui.ListItem
	for _, g := range all {
		items = append(items, ui.ListItem{Icon: "user", Title: g.heading(ctx), Text: g.story(ctx, now, zone), End: ui.Status(GrantMachine.Name, string(g.State))})
	}
	return items
}

// title of a duty: what it is about and what is to be done.
func (d Duty) title(ctx context.Context) string {
	what := i18n.T(ctx, "organisation.duty.draft")
	if d.Move != "" {
		what = i18n.T(ctx, "flow."+d.Machine+".move."+d.Move)
	}
	return d.Ref + " · " + d.Subject.In(ctx) + " · " + what
}

// choice asks who takes a duty over.
func (d Duty) choice(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: handField(d.Machine, d.Case), Label: d.title(ctx), Prompt: i18n.T(ctx, "organisation.hand.role")}
	for _, x := range d.Colleagues {
		c.Options = append(c.Options, ui.Option{Value: x.Person, Label: x.Name.In(ctx)})
	}
	switch {
	case len(d.Colleagues) == 0:
		c.Hint = i18n.T(ctx, "organisation.hand.nobody")
	case d.Begun:
		c.Hint = i18n.T(ctx, "organisation.hand.begun")
	}
	return c
}
