package ui

// Examples of pages that have nothing to show, wait, or say how a check came
// out; and of the bars around a page.

import (
	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/fault"
)

func stateExamples() []Example {
	return []Example{
		example("Empty", "all done", func(t say) templ.Component {
			return around(Card(CardHead{}), Empty("checks", t("都处理完了", "All done"), t("没有等你处理的事。下一件预计 3月26日：晚粟陶艺报价。", "Nothing waits for you. Next expected: Wansu Ceramics, 26 March."), Button{Label: t("看申请看板", "Open pipeline"), Href: "#"}))
		}),
		example("Skeleton", "loading", func(say) templ.Component { return Skeleton() }),
		example("Progress", "an import", func(t say) templ.Component {
			return Progress(t("导入还款表：18 / 240 行", "Importing repayments: 18 of 240 rows"), 18, 240)
		}),
		example("Verdict", "genuine", func(t say) templ.Component {
			return Verdict(Ok, "rosette-discount-check", t("真实，且现在有效", "Genuine and current"), t("核验时间 2020年3月24日 09:41 · 无需登录", "Checked on 24 Mar 2020, 09:41 · no sign-in needed"))
		}),
		example("Verdict", "withdrawn", func(t say) templ.Component {
			return Verdict(Risk, "circle-x", t("真实，但已作废", "Genuine, but no longer valid"), t("2020年4月2日被撤回。请勿据此放行。", "Withdrawn on 2 Apr 2020. Do not rely on it."))
		}),
		example("CheckList", "how it was checked", func(t say) templ.Component {
			return around(Card(CardHead{Title: t("怎么核验的", "How it was checked")}), CheckList([]CheckItem{
				{Ok, "circle-check", t("签名有效", "Signature valid"), t("密钥在签发时有效", "the key was valid on the day")},
				{Ok, "circle-check", t("已写入公开记录", "In the public record"), t("第 31,877 条 · 树头 #48,213", "entry 31,877 · tree head #48,213")},
				{Risk, "circle-x", t("已被撤回", "Withdrawn"), t("理由：停产", "reason: production stopped")},
			}))
		}),
		example("FaultPage", "not found", func(say) templ.Component {
			return FaultPage(fault.New(fault.NotFound, "ui.example.notfound"), "E-7F21")
		}),
	}
}

func shellExamples() []Example {
	return []Example{
		example("TimeBar", "with personas", func(t say) templ.Component {
			return TimeBar(DemoBar{Date: t("2020年3月24日 周二", "Tue 24 Mar 2020"), Action: "#", Key: "k4", Personas: personaExample(t), SwitchTo: "#"})
		}),
		example("PersonaStrip", "three people", func(t say) templ.Component { return PersonaStrip(personaExample(t), "#", "k5") }),
	}
}

func personaExample(t say) []Persona {
	return []Persona{
		{"p1", t("舒田笙", "Tiansheng Shu"), t("川一模具 · 负责人", "Chuanyi Moulds · owner"), t("舒", "TS"), true},
		{"p2", t("夏澄之", "Chengzhi Xia"), t("联合支部 · 园区联络员", "Joint Branch · park liaison"), t("夏", "CX"), false},
		{"p3", t("雷白露", "Bailu Lei"), t("澄川农商行 · 客户经理", "Rural Commercial Bank · officer"), t("雷", "BL"), false},
	}
}
