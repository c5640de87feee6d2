package ui

// Examples of what home pages are made of.

import "github.com/a-h/templ"

func homeExamples() []Example {
	return []Example{
		example("PageHead", "with count and buttons", func(t say) templ.Component {
			return around(PageHead(t("等你处理", "Waiting for you"), 4, t("3月24日 周二 09:40 · 按到期先后排列 · 时限按工作日计", "Tue 24 Mar, 09:40 · earliest deadline first · clocks run on working days")),
				Btn(Button{Label: t("导出", "Export"), Icon: "download", Href: "#", Small: true}))
		}),
		example("Moves", "overdue, today, later", func(t say) templ.Component {
			return around(Card(CardHead{Raw: true, Foot: t("已暂停的时钟不计时，恢复前排在原位", "a paused clock stands still and keeps its place")}), Moves(moveExample(t)))
		}),
		example("Pipe", "six stages", func(t say) templ.Component {
			return around(Card(CardHead{Title: t("申请看板", "Pipeline"), Note: t("10 件在办", "10 open cases")}), Pipe(pipeExample(t)))
		}),
		example("Figs", "one open", func(t say) templ.Component { return Figs(t("关键数字", "Key figures"), figureExample(t)) }),
		example("List", "notices", listExample),
	}
}

func moveExample(t say) []MoveGroup {
	return []MoveGroup{
		{t("已超时", "Overdue"), []Move{{
			Clock: Clock{ClockLate, t("超时 1 个工作日", "1 working day over"), t("3月23日 17:30 到期", "was due 23 Mar, 17:30"), 1000},
			Title: t("立衡仪表 · 拒绝理由与转介", "Liheng Instruments · reason and re-referral"), Why: "LC-0298 · " + t("拒绝后应在 1 个工作日内给出理由；园区联络员已收到提醒", "a reason is owed within 1 working day; the park liaison has been alerted"),
			Amount: 50 * wan, Href: "#", Label: t("填写理由", "Give reason")}}},
		{t("今天到期", "Due today"), []Move{{
			Clock: Clock{ClockSoon, t("剩 6 小时 20 分", "6 h 20 min left"), t("今天 16:00", "today, 16:00"), 860},
			Title: t("远埠电机 · 登记放款", "Yuanbu Motors · record payout"), Why: "KG-C-2020-0011 · " + t("潘川一已复核，资金渠道回执待上传", "Chuanyi Pan has approved; payment receipt to upload"),
			Amount: 100 * wan, Href: "#", Label: t("登记放款", "Record payout")}}},
		{t("明天到期", "Due tomorrow"), nil},
		{t("之后", "Later"), []Move{{
			Clock: Clock{ClockRuns, t("剩 2 个工作日", "2 working days left"), t("3月26日 周四 17:30", "Thu 26 Mar, 17:30"), 340},
			Title: t("晚粟陶艺 · 报价或婉拒", "Wansu Ceramics · offer or decline"), Why: "LC-0315 · " + t("首贷户 · 已获授权，全档可读至 6月20日", "first-time borrower · consent given, file readable until 20 Jun"),
			Amount: 8 * wan, Href: "#", Label: t("评估", "Assess")}, {
			Clock: Clock{ClockPaused, t("已暂停", "Paused"), t("等企业补 12 个月流水", "firm to add bank statements"), 550},
			Title: t("清禾净化 · 作出决定", "Qinghe Purification · decide"), Why: "LC-0303 · " + t("3月20日起暂停，企业已回执", "paused since 20 Mar, receipted by the firm"),
			Amount: 30 * wan, Href: "#", Label: t("打开", "Open")}}},
	}
}

func pipeExample(t say) []Stage {
	return []Stage{
		{Label: t("受邀", "Invited"), Count: 2, Amount: 23 * wan, Mine: true, Href: "#"}, {Label: t("已表示意向", "Interested"), Count: 1, Amount: 40 * wan, Mine: false, Href: "#"},
		{Label: t("已获全档", "File open"), Count: 2, Amount: 38 * wan, Mine: false, Href: "#"}, {Label: t("评估中", "Assessing"), Count: 3, Amount: 165 * wan, Mine: true, Href: "#"},
		{Label: t("已报价", "Offered"), Count: 2, Amount: 78 * wan, Mine: false, Href: "#"}, {Label: t("待放款", "To pay out"), Count: 0, Amount: 0, Mine: true, Href: "#"},
	}
}

func figureExample(t say) []Figure {
	return []Figure{
		{Label: t("本月放款", "Paid out this month"), Value: t("220.00", "¥2,200,000"), Unit: t("万元", ""), Basis: t("4 笔 · 截至 3月24日", "4 loans · as of 24 Mar"), Href: "#", Open: true},
		{Label: t("首次响应中位数", "Median first response"), Value: "9.6", Unit: t("小时", "hours"), Basis: t("近 30 天 14 件 · 时限 3 个工作日", "14 cases in 30 days · limit 3 working days"), Href: "#"},
		{Label: t("应延尽延", "Relief given / eligible"), Value: "3 / 4", Unit: "75.0%", Basis: t("未办 1 户：青屿电子", "1 still open: Qingyu Electronics"), Href: "#"},
		{Label: t("可用额度", "Capacity left"), Value: t("122.00", "¥1,220,000"), Unit: t("万元", ""), Basis: t("600 万：已放 300 · 预留 178", "6.0m: out 3.0m · reserved 1.78m"), Parts: []BarPart{{500, BarMain}, {297, BarNext}}},
	}
}

func listExample(t say) templ.Component {
	return around(Card(CardHead{Title: t("通知", "Notices"), Raw: true}), List([]ListItem{
		{Icon: "bell", Title: t("错峰用餐安排", "Staggered canteen hours"), Text: t("员工 26 人 · 已读 22 · 已确认 19", "26 staff · 22 read · 19 confirmed"), Href: "#", End: Chip(Warn, "alert-circle", t("缺 7 人", "7 to go"))},
		{Icon: "shield-lock", Title: t("澄川农商行查看了你的用电数据", "Rural Commercial Bank read your power data"), Text: t("3月23日 14:12 · 依据授权 CN09", "23 Mar, 14:12 · under consent CN09")},
		{Initials: t("夏", "CX"), Title: t("夏澄之", "Chengzhi Xia"), Text: t("联合支部 · 园区联络员", "Joint Branch · park liaison")},
	}))
}
