package ui

// Examples of boards.

import "github.com/a-h/templ"

func boardExamples() []Example {
	return []Example{
		example("Board", "one column shown on a phone", func(t say) templ.Component {
			return Board(t("申请看板", "Pipeline"), boardExample(t))
		}),
		example("Switch", "board or list", func(t say) templ.Component {
			return Switch(t("显示方式", "View"), []SwitchLink{{t("看板", "Board"), "layout-kanban", "#", true}, {t("列表", "List"), "list-check", "#", false}})
		}),
	}
}

func boardExample(t say) []BoardColumn {
	return []BoardColumn{
		{ID: "invited", Label: t("受邀", "Invited"), Count: 1, Amount: 8 * wan, Href: "#", Shown: true, Cards: []BoardCard{{
			Ref: "LC-0316", Title: t("匿名企业", "Enterprise without a name"), Amount: 8 * wan, State: Status("lender_case", "invited"), Mine: true, Href: "#", Turn: t("轮到你：请求全档", "Your move: request the file"),
			Clock: Clock{ClockSoon, t("剩 6 小时 20 分", "6 h 20 min left"), t("今天 17:00", "today, 17:00"), 860},
		}}},
		{ID: "assessing", Label: t("评估中", "Assessing"), Count: 9, Amount: 165 * wan, Href: "#", MoreHref: "#", More: t("显示全部 9 件", "Show all 9"), Cards: []BoardCard{{
			Ref: "LC-0298", Title: t("立衡仪表", "Liheng Instruments"), Amount: 50 * wan, State: Status("lender_case", "assessing"), Href: "#", Turn: t("审批人", "The approver"),
			Clock: Clock{ClockLate, t("超时 1 个工作日", "1 working day over"), t("3月23日 17:00 到期", "was due 23 Mar, 17:00"), 1000},
		}}},
		{ID: "ended", Label: t("已结束", "Ended"), Href: "#"},
	}
}
