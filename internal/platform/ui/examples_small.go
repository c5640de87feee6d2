package ui

// Examples of chips, clocks, amounts, buttons and notes.

import "github.com/a-h/templ"

const wan = 10_000_00 // fen

func smallExamples() []Example {
	return []Example{
		example("Chip", "every tone", func(t say) templ.Component {
			return around(Row(),
				Chip(Act, "scale", t("轮到你", "Your move")), Chip(Wait, "hourglass", t("等对方", "Waiting")),
				Chip(Ok, "circle-check", t("已还", "Paid")), Chip(Warn, "clock-exclamation", t("将到期", "Soon")),
				Chip(Risk, "alert-triangle", t("逾期", "In arrears")), Chip(Hold, "lock", t("冻结", "Frozen")),
				Chip(End, "archive", t("已结清", "Closed")))
		}),
		example("Help", "closed", func(t say) templ.Component {
			return Help(t("这里按到期时间列出轮到你办的事。", "What waits for you stands here by due time."))
		}),
		example("Status", "application", func(say) templ.Component { return statuses("application") }),
		example("Status", "lender case", func(say) templ.Component { return statuses("lender_case") }),
		example("Status", "offer", func(say) templ.Component { return statuses("offer") }),
		example("Status", "contract", func(say) templ.Component { return statuses("contract") }),
		example("ClockRing", "every state", clockExample),
		example("Amounts", "overview and exact", func(say) templ.Component {
			return around(Row(), Wan(60*wan), Exact(17_746_27), Wan(8_500_00), Exact(-53_238_81))
		}),
		example("Button", "every kind", buttonExample),
		example("Note", "every tone", noteExample),
		example("Bar", "paid, next and rest", func(t say) templ.Component {
			return Bar([]BarPart{{417, BarDone}, {42, BarMain}}, t("24 期已还 10 期", "10 of 24 instalments paid"))
		}),
		example("QR", "a corner of a code", func(t say) templ.Component {
			return QR([][]bool{{true, true, true}, {true, false, true}, {true, true, false}}, t("核验地址的二维码", "QR code of the address that verifies"))
		}),
		example("LangSwitch", "to the other language", func(say) templ.Component { return LangSwitch("?lang=other") }),
	}
}

func statuses(machine string) templ.Component {
	var all []templ.Component
	for _, r := range StatusTable {
		if r.Machine == machine {
			all = append(all, Status(machine, r.State))
		}
	}
	return around(Row(), all...)
}

func clockExample(t say) templ.Component {
	return around(Row(),
		ClockRing(Clock{ClockRuns, t("剩 3 个工作日", "3 working days left"), t("3月27日 17:30", "27 Mar, 17:30"), 300}),
		ClockRing(Clock{ClockSoon, t("剩 6 小时 20 分", "6 h 20 min left"), t("今天 16:00", "today, 16:00"), 860}),
		ClockRing(Clock{ClockLate, t("超时 1 个工作日", "1 working day over"), t("3月23日 17:30 到期", "was due 23 Mar, 17:30"), 1000}),
		ClockRing(Clock{ClockPaused, t("已暂停", "Paused"), t("等企业补材料", "waiting for the firm"), 500}),
		ClockRing(Clock{ClockMet, t("按时完成", "Met"), t("用时 1.5 个工作日", "took 1.5 working days"), 1000}))
}

func buttonExample(t say) templ.Component {
	return around(Row(),
		Btn(Button{Label: t("比较 3 份报价", "Compare 3 offers"), Icon: "scale", Href: "#", Primary: true}),
		Btn(Button{Label: t("再想想", "Not yet"), Href: "#"}),
		Btn(Button{Label: t("撤回申请", "Withdraw"), Icon: "arrow-back", Href: "#", Danger: true}),
		Btn(Button{Label: t("导出", "Export"), Icon: "download", Href: "#", Small: true, Download: true}),
		PostButton("#", "k1", Button{Label: t("标为已读", "Mark as read"), Icon: "check", Small: true}))
}

func noteExample(t say) templ.Component {
	return around(Stack(),
		around(Note(Act, "shield-lock", t("需要再次确认身份", "Confirm it is you")), words(t("这一步有法律效力，请用通行密钥或密码加验证码确认。", "This step binds your firm. Use your passkey, or your password and code."))),
		around(Note(Wait, "eye-off", t("你看不到这一页", "Not yours to see")), words(t("这是另一家银行的报价。如果觉得不对，告诉园区联络员，编号 E-7F21。", "This is another lender’s offer. If that seems wrong, tell the park liaison: E-7F21."))),
		around(Note(Ok, "circle-check", t("三者一致", "All three agree")), words(t("条款、引擎输入与签署文件的指纹相同。", "Terms, engine input and signed file have the same fingerprint."))),
		around(Note(Warn, "users", t("潘川一 2 分钟前改过这件申请", "Chuanyi Pan changed this case 2 minutes ago")), words(t("先看看改了什么，再决定是否提交。", "See what changed before you submit."))),
		around(Note(Risk, "plug-connected-x", t("没有保存成功", "Not saved")), words(t("网络断了。你填的内容还在本页，恢复后点“再试一次”。", "The connection dropped. What you typed is still on this page; press “Try again” when you are back online."))),
		around(Note(Hold, "lock", t("授权已撤回，档案已冻结", "Consent withdrawn, file frozen")), words(t("你仍能看到自己写的内容，不能再看企业资料。", "You still see what you wrote, no longer the firm’s data."))))
}
