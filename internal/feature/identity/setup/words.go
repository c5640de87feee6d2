package setup

// What the pages say, in the reader's language.

import (
	"context"
	"fmt"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// names are the five steps, in their order.
var names = []string{"operator", "person", "organisations", "holidays", "letters"}

// way is the road of the setup with the step where the reader stands.
func way(ctx context.Context, now int, done ...bool) (steps []ui.Step) {
	for i, name := range names {
		s := ui.Step{Name: i18n.T(ctx, "setup.step."+name)}
		switch {
		case i == now:
			s.State = ui.StepNow
		case i < len(done) && done[i]:
			s.State = ui.StepDone
		}
		steps = append(steps, s)
	}
	return steps
}

// way is the road of the first person.
func (v View) way(ctx context.Context, now int) []ui.Step {
	return way(ctx, now, true, true, v.organisations() == ui.TaskDone, !v.Founding.HolidaysAt.IsZero(), !v.Founding.LettersAt.IsZero())
}

// tasks are the steps of the first person with where each stands.
func (v View) tasks(ctx context.Context) (tasks []ui.Task) {
	states := []ui.TaskState{ui.TaskDone, ui.TaskDone, v.organisations(), seen(v.Founding.HolidaysAt), seen(v.Founding.LettersAt)}
	hrefs := []string{"", "/account", "/setup/organisations", "/setup/holidays", "/setup/letters"}
	hints := []string{v.Operator.Name.In(ctx), i18n.T(ctx, "setup.task.person"), i18n.T(ctx, "setup.task.organisations", i18n.Args{"n": len(v.Invited), "m": v.accepted()}),
		i18n.T(ctx, "setup.task.holidays"), i18n.T(ctx, "setup.task.letters")}
	for i, name := range names {
		tasks = append(tasks, ui.Task{Name: i18n.T(ctx, "setup.step."+name), Hint: hints[i], Href: hrefs[i], State: states[i]})
	}
	return tasks
}

func seen(at time.Time) ui.TaskState {
	if at.IsZero() {
		return ui.TaskTodo
	}
	return ui.TaskDone
}

// organisations is done with a town office and a lender.
func (v View) organisations() ui.TaskState {
	switch {
	case v.has(kernel.TownOffice) && v.has(kernel.Bank):
		return ui.TaskDone
	case len(v.Invited) > 0:
		return ui.TaskBegun
	}
	return ui.TaskTodo
}

func (v View) accepted() (n int) {
	for _, i := range v.Invited {
		if i.Accepted {
			n++
		}
	}
	return n
}

func (v View) kindOptions(ctx context.Context) (options []ui.Option) {
	for _, k := range invitable {
		if k == kernel.TownOffice && v.has(k) {
			continue
		}
		options = append(options, ui.Option{Value: string(k), Label: i18n.T(ctx, "setup.kind."+string(k))})
	}
	return options
}

func (v View) items(ctx context.Context, key string, now time.Time, zone *time.Location) (items []ui.ListItem) {
	for _, i := range v.Invited {
		x := ui.ListItem{Icon: "building-bank", Title: i.Party.Name.In(ctx), Text: i.text(ctx, now, zone), End: invitedEnd(i, key)}
		if i.Party.Kind == kernel.TownOffice {
			x.Icon = "building"
		}
		items = append(items, x)
	}
	return items
}

func (i Invited) text(ctx context.Context, now time.Time, zone *time.Location) string {
	who := i.Open.Name.In(ctx)
	if i.Accepted {
		return who
	}
	return who + " · " + i18n.T(ctx, "identity.invite.until", i18n.Args{"at": i18n.Moment(ctx, i.Open.ExpiresAt, now, zone)})
}

// state is the word of an invitation, its tone and icon.
func (i Invited) state() (ui.Tone, string, string) {
	switch {
	case i.Accepted:
		return ui.Ok, "circle-check", "setup.invited.accepted"
	case i.Lapsed:
		return ui.Risk, "alert-circle", "setup.invited.lapsed"
	}
	return ui.Wait, "hourglass", "setup.invited.open"
}

func (v View) yearItems(ctx context.Context) (items []ui.CheckItem) {
	for _, y := range v.Years {
		x := ui.CheckItem{Tone: ui.Ok, Icon: "circle-check", Title: fmt.Sprint(y.Year), Text: y.Notice.In(ctx)}
		if y.Provisional {
			x.Tone, x.Icon, x.Text = ui.Wait, "hourglass", i18n.T(ctx, "setup.year.provisional")
		}
		items = append(items, x)
	}
	return items
}

func (v View) wayItems(ctx context.Context) (items []ui.CheckItem) {
	for _, channel := range []string{"mail", "sms", "chat"} {
		x := ui.CheckItem{Tone: ui.End, Icon: "circle-dashed", Title: i18n.T(ctx, "setup.way."+channel), Text: i18n.T(ctx, "setup.way.none")}
		for _, w := range v.Ways {
			switch {
			case w.Channel == channel && w.Folder != "":
				x.Tone, x.Icon, x.Text = ui.Wait, "hourglass", i18n.T(ctx, "setup.way.folder", i18n.Args{"folder": w.Folder})
			case w.Channel == channel:
				x.Tone, x.Icon, x.Text = ui.Ok, "circle-check", i18n.T(ctx, "setup.way.set")
			}
		}
		items = append(items, x)
	}
	return items
}

func (o Operator) facts(ctx context.Context) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "setup.field.name_zh"), Value: o.NameZh},
		{Label: i18n.T(ctx, "setup.field.name_en"), Value: o.NameEn},
		{Label: i18n.T(ctx, "setup.field.credit_code"), Value: o.CreditCode, Mono: true},
	}
}
