package ui

// Examples of the case page.

import (
	"github.com/a-h/templ"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
)

func caseExamples() []Example {
	return []Example{
		example("Crumbs", "three steps", func(t say) templ.Component {
			return Crumbs([]Crumb{{t("融资", "Finance"), "#"}, {t("申请", "Applications"), "#"}, {"KG-AP-2020-0009", ""}})
		}),
		example("Stepper", "half way", func(t say) templ.Component { return Stepper(stepExample(t)) }),
		example("CaseHeader", "your move", caseHeadExample),
		example("CaseHeader", "the other side's move", waitingHeadExample),
		example("Panel", "facts, documents", panelExample),
		example("Facts", "verified and stated", func(t say) templ.Component { return Facts(factExample(t), false) }),
		example("Timeline", "three entries", timelineExample),
		example("Thread", "two messages", threadExample),
		example("Offers", "three lenders", offersExample),
		example("Offers", "one lender", offerExample),
		example("StackChart", "principal and interest", stackExample),
		example("BalanceChart", "before and after", balanceExample),
		example("ScaleSwitch", "shared or own", func(t say) templ.Component {
			return around(Row(), Legend(t("本金", "Principal"), t("利息", "Interest")), ScaleSwitch())
		}),
	}
}

func stepExample(t say) []Step {
	return []Step{
		{t("提交", "Submitted"), t("3月10日", "10 Mar"), StepDone}, {t("园区核实", "Verified"), t("3月11日", "11 Mar"), StepDone},
		{t("匿名发布", "Published"), t("3月11日", "11 Mar"), StepDone}, {t("银行审阅", "In review"), t("3月12–23日", "12–23 Mar"), StepDone},
		{t("报价待选", "Offers open"), t("3月30日截止", "until 30 Mar"), StepNow}, {t("签约", "Contract"), "", StepTodo}, {t("放款", "Payout"), "", StepTodo},
	}
}

func caseHeadExample(t say) templ.Component {
	return CaseHeader(CaseHead{
		Ref: "KG-AP-2020-0009", Party: t("川一模具", "Chuanyi Moulds"), Title: t("复工流动资金 60.00 万元", "Working capital, ¥600,000"),
		Machine: "application", State: "offers_open",
		Clock: Clock{ClockRuns, t("剩 4 个工作日", "4 working days left"), t("报价 3月30日 18:00 到期", "offers end 30 Mar, 18:00"), 500},
		Next: Next{Mine: true, Title: t("从 3 份报价中选一份", "Choose one of 3 offers"), Hint: t("不选也可以：到期后回到银行审阅，不影响再次申请。", "Or let them lapse: nothing is lost, you may ask again."),
			Button: Button{Label: t("比较报价", "Compare offers"), Icon: "scale", Href: "#"}},
		Steps: stepExample(t),
		Tabs:  []Tab{{"facts", t("事实", "Facts"), 0}, {"docs", t("材料", "Documents"), 5}},
	})
}

func waitingHeadExample(t say) templ.Component {
	return CaseHeader(CaseHead{
		Ref: "KG-AP-2020-0012", Party: t("稻香粮油", "Daoxiang Grain & Oil"), Title: t("原料采购 20.00 万元", "Raw materials, ¥200,000"),
		Machine: "application", State: "submitted",
		Clock: Clock{ClockSoon, t("剩 6 小时 20 分", "6 h 20 min left"), t("今天 17:30", "today, 17:30"), 860},
		Next:  Next{Title: t("园区联络员核实资料", "The park liaison verifies the papers"), Hint: t("你现在不用做什么。", "Nothing for you to do now.")},
	})
}

func panelExample(t say) templ.Component {
	return around(Cols(MainSide),
		around(Stack(), around(Panel("facts"), around(Card(CardHead{Title: t("融资需求", "The need")}), Facts(factExample(t), false))),
			around(Panel("docs"), around(Card(CardHead{Title: t("材料", "Documents")}), words(t("5 份材料，均已核验。", "Five documents, all checked."))))),
		around(Card(CardHead{Title: t("经过", "What happened")}), timelineExample(t)))
}

func factExample(t say) []Fact {
	return []Fact{
		{Label: t("金额", "Amount"), Body: Exact(60 * wan)},
		{Label: t("期限", "Term"), Value: t("12 个月", "12 months")},
		{Label: t("还款来源", "Repaid from"), Value: t("3 份在手订单回款", "3 orders in hand"), Note: t("合计 187.40 万元", "¥1,874,000 in total")},
		{Label: t("统一社会信用代码", "Credit code"), Value: "91990101000001••••", Mono: true, Source: t("校验位正确", "check character valid")},
		{Label: t("在岗 / 正常用工", "At work / normal"), Value: "11 / 26", Source: t("3月23日日报 · 42%", "report of 23 Mar · 42%")},
		{Label: t("2019 年营收", "Revenue 2019"), Body: Wan(890 * wan), Source: t("企业自报", "stated by the firm"), Self: true},
	}
}

func timelineExample(t say) templ.Component {
	return Timeline([]Event{
		{t("澄川农商行报价 48.00 万元", "Rural Commercial Bank offered ¥480,000"), t("4.35%，6 个月，额度已预留至 3月30日", "4.35%, 6 months, capacity reserved until 30 Mar"), t("3月23日 16:48", "23 Mar, 16:48"), t("潘川一 审批", "approved by Chuanyi Pan"), "#"},
		{t("园区核实租约与用工", "Park verified lease and headcount"), "", t("3月11日 11:20", "11 Mar, 11:20"), t("夏澄之", "Chengzhi Xia"), "#"},
		{t("提交申请，授权 1 家银行", "Submitted, 1 lender consented"), "", t("3月10日 20:44", "10 Mar, 20:44"), t("舒田笙", "Tiansheng Shu"), "#"},
	})
}

func threadExample(t say) templ.Component {
	return Thread([]Message{
		{t("雷", "BL"), t("雷白露", "Bailu Lei"), t("澄川农商行", "Rural Commercial Bank"), t("3月23日 16:52", "23 Mar, 16:52"), t("信用贷单户上限按复工率分档：42% 对应 48 万元。", "Our unsecured limit steps with the share of staff back: 42% means 480,000.")},
		{t("舒", "TS"), t("舒田笙", "Tiansheng Shu"), t("川一模具", "Chuanyi Moulds"), t("3月24日 08:15", "24 Mar, 08:15"), t("外地 6 名员工明天到岗，比例会到 65%。\n48 万可否提高到 60 万？", "Six people from outside arrive tomorrow, which makes 65%.\nCould 480,000 become 600,000?")},
	})
}

func offersExample(t say) templ.Component {
	accept := func(zh, en string) templ.Component {
		return Btn(Button{Label: t("接受"+zh+"报价", "Accept "+en), Href: "#", Block: true})
	}
	return Offers(OfferTable{
		Caption: t("三份报价对比", "Three offers compared"),
		Offers: []OfferColumn{
			{t("澄川汇民村镇银行", "Huimin Village Bank"), t("汇民", "Huimin"), t("小微担保贷", "Guaranteed Micro Loan"), "OF-13", accept("汇民", "Huimin")},
			{t("澄川农村商业银行", "Rural Commercial Bank"), t("农商行", "Rural Com."), t("复工贷", "Resume-Work Loan"), "OF-14", accept("农商行", "Rural Commercial")},
			{t("东屿银行澄川支行", "Dongyu Bank Chengchuan"), t("东屿", "Dongyu"), t("订单贷", "Order Finance"), "OF-15", accept("东屿", "Dongyu")},
		},
		Rows: []OfferRow{
			{t("综合年化成本", "All-in annual cost"), t("综合年化", "All-in cost"), []OfferCell{
				{Value: "6.84%", Size: OfferBig, Brief: "6.84%", Note: t("名义利率 5.05%", "nominal rate 5.05%"), Flag: t("高于你填的上限 5.50%", "above the 5.50% you named")},
				{Value: "4.44%", Size: OfferBig, Brief: "4.44%", Note: t("名义利率 4.35%", "nominal rate 4.35%"), Lowest: true},
				{Value: "4.70%", Size: OfferBig, Brief: "4.70%", Note: t("名义利率 4.60%", "nominal rate 4.60%")}}},
			{t("到手金额", "You receive"), t("到手（万元）", "Receive, ¥k"), []OfferCell{
				{Body: Wan(60 * wan), Size: OfferMid, Brief: t("60.00", "600"), Note: t("足额", "as asked")},
				{Body: Wan(48 * wan), Size: OfferMid, Brief: t("48.00", "480"), Flag: t("比申请少 12.00 万元", "¥120,000 less than asked")},
				{Body: Wan(60 * wan), Size: OfferMid, Brief: t("60.00", "600"), Note: t("足额", "as asked")}}},
			{t("还款节奏（月）", "Payments by month"), "", []OfferCell{{Body: smallStack(t, 24)}, {Body: smallStack(t, 6)}, {Body: smallStack(t, 9)}}},
			{t("条件", "Conditions"), "", []OfferCell{
				{List: []string{t("县担保公司担保，费率 0.8%/年", "County guarantee, fee 0.8% a year"), t("签约前补社保证明", "Social-security proof before signing")}},
				{List: []string{t("信用，无抵押", "Unsecured")}}, {List: []string{t("质押 3 份订单应收账款", "Pledge of 3 orders")}}}},
		},
	})
}

func offerExample(t say) templ.Component {
	return Offers(OfferTable{
		Caption: t("报价", "The offer"),
		Offers:  []OfferColumn{{t("澄川农村商业银行", "Rural Commercial Bank"), t("农商行", "Rural Com."), t("复工贷", "Resume-Work Loan"), "OF-14", Btn(Button{Label: t("看后果，接受报价", "See what follows, accept"), Href: "#", Primary: true})}},
		Rows: []OfferRow{
			{t("综合年化成本", "All-in annual cost"), "", []OfferCell{{Value: "4.44%", Size: OfferBig, Note: t("名义利率 4.35%", "nominal rate 4.35%")}}},
			{t("到手金额", "You receive"), "", []OfferCell{{Body: Wan(80 * wan), Size: OfferMid, Note: t("足额", "as asked")}}},
		},
	})
}

// smallStack draws one payment per month until the last, which is large.
func smallStack(t say, months int) templ.Component {
	d := StackData{Names: [2]string{t("本金", "Principal"), t("利息", "Interest")}, Every: 5, Shared: 70 * wan}
	for i := range 24 {
		principal, interest := money.Fen(0), money.Fen(0)
		switch {
		case months == 24:
			principal, interest = 2_400_000+money.Fen(i)*10_000, 230_000-money.Fen(i)*10_000
		case i == months-1:
			principal, interest = 48*wan, 174_000
		case i < months:
			interest = 174_000
		}
		d.X = append(d.X, digitsOf(i+1))
		d.Principal, d.Interest = append(d.Principal, principal), append(d.Interest, interest)
	}
	return StackChart(Chart{Alt: t("还款柱图：按月列出本金与利息", "Bars of principal and interest by month"), Size: ChartSmall, Table: paymentTable(t, d)}, d)
}

func paymentTable(t say, d StackData) *Table {
	out := Table{Caption: t("每月还款（元）", "Payments by month (CNY)"), Columns: []Column{{Label: t("月", "Month")}, {Label: t("本金", "Principal"), Num: true}, {Label: t("利息", "Interest"), Num: true}}}
	for i, x := range d.X[:3] {
		out.Lines = append(out.Lines, Line{Cells: []Cell{{Text: x}, {Text: i18n.Column(d.Principal[i])}, {Text: i18n.Column(d.Interest[i])}}})
	}
	return &out
}

func stackExample(t say) templ.Component {
	return around(Card(CardHead{Title: t("还款计划", "Schedule"), End: Legend(t("本金", "Principal"), t("利息", "Interest"))}), smallStack(t, 24))
}

func balanceExample(t say) templ.Component {
	d := BalanceData{Names: [2]string{t("现在的计划", "Present plan"), t("提前还款后", "After prepayment")}, Marks: []ChartMark{{4, t("今天", "Today")}}}
	for i := range 13 {
		before := money.Fen(60-5*i) * wan
		after := before
		if i > 4 {
			after = max(0, before-20*wan)
		}
		d.X = append(d.X, digitsOf(i))
		d.Before, d.After = append(d.Before, before), append(d.After, after)
	}
	return around(Stack(), BalanceLegend(d.Names[0], d.Names[1]),
		BalanceChart(Chart{Alt: t("剩余本金：第 4 期后提前还 20 万元，比原计划早 4 期还清", "Principal left: ¥200,000 prepaid after month 4 ends the loan four months early")}, d))
}
