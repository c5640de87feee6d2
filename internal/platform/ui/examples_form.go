package ui

// Examples of forms: as they open, and as they come back with errors. The
// errors use message keys of this package alone.

import (
	"net/url"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/fault"
)

func formExamples() []Example {
	return []Example{
		example("Form", "as it opens", func(t say) templ.Component { return formExample(t, Form{Action: "#", Key: "k1"}) }),
		example("Form", "with errors", func(t say) templ.Component { return formExample(t, failedForm()) }),
		example("Form", "every other field", otherFields),
		example("Tasks", "a long form", tasksExample),
	}
}

func failedForm() Form {
	return Form{
		Action: "#", Key: "k2",
		Values: url.Values{"amount": {"30,000,000"}, "purpose": {"restart", "wages"}, "rate": {"5.50"}, "source": {""}},
		Fault: &fault.Fault{Kind: fault.Invalid, Key: "ui.example.invalid", Args: fault.Args{"n": 3}, Fields: []fault.Field{
			{Name: "amount", Key: "ui.example.amount"}, {Name: "term", Key: "ui.example.term"}, {Name: "source", Key: "ui.example.source"},
		}},
	}
}

func formExample(t say, f Form) templ.Component {
	return around(f.Frame(),
		f.Money(Input{Name: "amount", Label: t("需要多少钱？", "How much do you need?"), Hint: t("按元填写；1 万到 300 万元", "in yuan, from 10,000 to 3,000,000")}),
		f.Checks(Choice{Name: "purpose", Label: t("用来做什么？", "What for?"), Hint: t("可多选", "choose any"), Options: []Option{
			{"restart", t("复工复产", "Getting back to work"), ""}, {"wages", t("发工资", "Wages"), ""},
			{"materials", t("买材料", "Materials"), t("3 份在手订单，需要模具钢", "3 orders in hand need mould steel")}}}),
		f.Radios(Choice{Name: "term", Label: t("需要多久？", "For how long?"), Pairs: true, Options: []Option{
			{"6", t("6 个月", "6 months"), ""}, {"12", t("12 个月", "12 months"), ""}, {"24", t("24 个月", "24 months"), ""}, {"other", t("其他", "Other"), ""}}}),
		f.Percent(Input{Name: "rate", Label: t("最高能接受的年化成本", "Highest yearly cost you accept"), Hint: t("含利息、担保费和其他费用。银行看得到这个数。", "Interest, guarantee and other fees. Banks see this number."), Optional: true}),
		f.Area(Input{Name: "source", Label: t("用哪笔收入还？", "Which income repays it?"), Rows: 4}),
		around(Row(), Btn(Button{Label: t("保存并继续", "Save and continue"), Primary: true, Name: "then", Value: "next"}), Btn(Button{Label: t("保存，回到清单", "Save, back to list"), Name: "then", Value: "list"})))
}

func otherFields(t say) templ.Component {
	f := Form{Action: "#", Key: "k3", Upload: true}
	return around(f.Frame(),
		f.Text(Input{Name: "code", Label: t("统一社会信用代码", "Credit code"), Mono: true, MaxLen: 18, Value: "91990101000001000X"}),
		f.Text(Input{Name: "months", Label: t("期限", "Term"), Unit: t("个月", "months"), Numeric: true, Value: "12"}),
		f.Select(Choice{Name: "product", Label: t("产品", "Product"), Prompt: t("请选择", "Choose"), Value: "a", Options: []Option{{"a", t("复工贷", "Resume-Work Loan"), ""}, {"b", t("订单贷", "Order Finance"), ""}}}),
		f.Date(Input{Name: "until", Label: t("授权到哪天", "Consent until"), Value: "2020-06-20", Min: "2020-03-24"}),
		f.File(Input{Name: "file", Label: t("营业执照", "Business licence"), Hint: t("PDF、JPG 或 PNG，最大 10 MB", "PDF, JPG or PNG, at most 10 MB")}, ".pdf,.jpg,.png"),
		f.Password(Input{Name: "password", Label: t("密码", "Password"), Autocomplete: "current-password"}),
		f.Check("true", t("以上内容真实、完整", "What I entered is true and complete"), t("提交后写入记录", "It becomes part of the record"), false),
		f.Hidden("version", "3"),
		around(Row(), Btn(Button{Label: t("提交", "Submit"), Primary: true})))
}

func tasksExample(t say) templ.Component {
	return around(Card(CardHead{Title: t("融资申请", "Application"), Note: "KG-AP-2020-0009", Raw: true}), Tasks([]Task{
		{Name: t("企业", "Company"), Hint: t("园区已有资料，核对即可", "Known to the park: just check"), Href: "#", State: TaskDone},
		{Name: t("需求", "Need"), Hint: t("金额、用途、期限、还款来源", "amount, purpose, term, repayment"), Href: "#", State: TaskWrong, Word: t("有 3 处要改", "3 to fix"), Current: true},
		{Name: t("材料", "Documents"), Hint: t("8 份中 6 份已自动带入", "6 of 8 filled in for you"), Href: "#", State: TaskBegun},
		{Name: t("授权", "Consent"), Hint: t("谁能看什么、看到什么时候", "who sees what, until when"), Href: "#", State: TaskTodo},
		{Name: t("检查并提交", "Check and submit"), Hint: t("约 2 分钟", "about 2 minutes"), State: TaskLocked},
	}))
}
