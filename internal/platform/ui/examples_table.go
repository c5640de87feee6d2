package ui

// Examples of tables and of the boxes that explain a number.

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"
)

func tableExamples() []Example {
	return []Example{
		example("DataTable", "rows with a total", func(t say) templ.Component {
			return around(Card(CardHead{Title: t("本月放款 · 明细", "Paid out this month · rows"), Raw: true}), DataTable(paidTable(t)),
				Pages(Pager{PrevHref: "#", NextHref: "#", Text: t("第 21–40 项，共 64 项", "21 to 40 of 64")}))
		}),
		example("DataTable", "schedule with a reason", func(t say) templ.Component {
			return around(Card(CardHead{Title: t("还款计划", "Schedule"), Raw: true}), DataTable(*scheduleTable(t)))
		}),
		example("Multiples", "growth by month", func(t say) templ.Component {
			return around(Card(CardHead{Title: t("按月", "By month")}), Multiples(t("2 月到 5 月累计：收到 9 件，放款 4 件", "February to May, in all: 9 received, 4 paid out"), "2020-02", "2020-05", []Multiple{
				{Label: t("收到", "Received"), Value: "9", Line: []int{333, 555, 777, 1000}, Href: "#"}, {Label: t("放款", "Paid out"), Value: "4", Line: []int{0, 111, -1, 444}, Behind: []int{333, 555, 777, 1000}},
			}))
		}),
		example("ListTools", "filters that the reader kept", func(t say) templ.Component {
			return inTools(Tools{Kept: []Tool{{Label: t("超时的", "Overdue"), Href: "#", On: true, Note: t("默认", "opens first")}, {Label: t("百万以上", "Above a million"), Href: "#", Note: t("共享", "shared")}}, KeepHref: "#", ManageHref: "#"})
		}),
		example("ListTools", "a filter that asks for what the list does not know", func(t say) templ.Component {
			return inTools(Tools{Kept: []Tool{{Label: t("老条件", "Old one"), Href: "#", On: true}}, ManageHref: "#", Ignored: t("“老条件”还要求 colour，这个列表已没有这一项，未加理会。", "“Old one” also asks for colour, which this list does not know any more; it was left out.")})
		}),
		example("Diff", "before and after", func(t say) templ.Component {
			return around(Card(CardHead{Title: t("前后对比", "Before and after"), Raw: true}), Diff(t("前后对比", "Before and after"), []Changed{
				{t("利息合计", "Interest in all"), t("25,910.56 元", "¥25,910.56"), t("29,558.77 元", "¥29,558.77"), t("多 3,648.21 元", "¥3,648.21 more"), ChangeMore},
				{t("4–6 月应还", "Due April to June"), t("53,238.81 元", "¥53,238.81"), t("0.00 元", "¥0.00"), t("推后 3 个月", "put off by 3 months"), ChangeLess},
				{t("之后每期", "Each month after"), t("17,746.27 元", "¥17,746.27"), t("17,746.27 元", "¥17,746.27"), t("不变", "unchanged"), ChangeNone},
			}))
		}),
	}
}

// inTools shows the tools as a list's page does, which finds them in its context.
func inTools(t Tools) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ListTools().Render(WithTools(ctx, func(context.Context) Tools { return t }), w)
	})
}

func paidTable(t say) Table {
	return Table{
		Caption: t("本月放款明细", "Loans paid out this month"),
		Columns: []Column{{Label: t("合同", "Contract"), SortHref: "#", Sorted: Ascending}, {Label: t("企业", "Firm"), SortHref: "#"}, {Label: t("放款日", "Paid out"), Spare: true}, {Label: t("金额（元）", "Amount (CNY)"), Num: true}},
		Lines: []Line{
			{Cells: []Cell{{Text: "KG-C-2020-0004", Href: "#"}, {Text: t("青屿电子", "Qingyu Electronics")}, {Text: "2020-03-09"}, {Text: "1,000,000.00"}}},
			{Cells: []Cell{{Text: "KG-C-2020-0010", Href: "#"}, {Text: t("知禾童鞋", "Zhihe Children's Shoes")}, {Text: "2020-03-22"}, {Text: "700,000.00"}}},
			{Kind: LineTotal, Cells: []Cell{{Text: t("合计 2 笔", "Total, 2 loans")}, {}, {}, {Text: "1,700,000.00"}}},
		},
	}
}

func scheduleTable(t say) *Table {
	why := WhyBox(Why{
		Title: t("第 11 期为什么是 17,746.27 元？", "Why is instalment 11 ¥17,746.27?"),
		Lines: []WhyLine{
			{t("利息", "Interest"), "239,227.14 × 6.10% × 30/360", "1,216.07"},
			{t("本金", "Principal"), "17,746.27 − 1,216.07", "16,530.20"},
			{t("取整", "Rounding"), t("入账时四舍五入到分，尾差归末期", "half up to the fen when posted; the rest goes to the last"), ""},
		},
		Sources: []string{t("合同第 4.2 条 等额本息", "Contract, clause 4.2: equal instalments"), t("天数 30 / 360", "day count 30/360")},
	})
	line := func(no, due, pay, principal, interest string, chip templ.Component) Line {
		return Line{Cells: []Cell{{Text: no}, {Text: due}, {Text: pay}, {Text: principal}, {Text: interest}, {Body: chip}}}
	}
	next := line("11", "2020-04-20", "17,746.27", "16,530.20", "1,216.07", Chip(Act, "arrow-right", t("下一笔", "Next")))
	next.Kind, next.Below = LineNow, why
	paid := line("10", "2020-03-20", "17,746.27", "16,446.60", "1,299.67", Chip(Ok, "circle-check", t("已还", "Paid")))
	paid.Kind = LinePast
	return &Table{
		Caption: t("还款计划表", "Schedule"), Dense: true,
		Columns: []Column{{Label: t("期", "No.")}, {Label: t("应还日", "Due")}, {Label: t("应还（元）", "Payment (CNY)"), Num: true}, {Label: t("本金", "Principal"), Num: true, Spare: true}, {Label: t("利息", "Interest"), Num: true, Spare: true}, {Label: t("状态", "State")}},
		Lines:   []Line{paid, next, line("12", "2020-05-20", "17,746.27", "16,614.23", "1,132.04", Chip(End, "calendar", t("未到期", "Not due")))},
	}
}

func digitsOf(n int) string { return strconv.Itoa(n) }
