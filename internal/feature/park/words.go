package park

// The words of the park's choices: one table for pages, exports and messages.

import "kaigong.example/kaigong/internal/platform/i18n"

var words = map[string]i18n.Text{
	"building.factory":   {Zh: "厂房", En: "Factory"},
	"building.warehouse": {Zh: "仓储", En: "Warehouse"},
	"building.service":   {Zh: "服务中心", En: "Service centre"},
	"building.dormitory": {Zh: "食堂宿舍", En: "Canteen and dormitory"},
	"building.civic":     {Zh: "活动中心", En: "Activity centre"},
	"use.production":     {Zh: "生产", En: "Production"},
	"use.office":         {Zh: "办公", En: "Office"},
	"use.storage":        {Zh: "仓储", En: "Storage"},
	"size.micro":         {Zh: "微型", En: "Micro"},
	"size.small":         {Zh: "小型", En: "Small"},
	"size.medium":        {Zh: "中型", En: "Medium"},
	"size.large":         {Zh: "大型", En: "Large"},
	"stage.seed":         {Zh: "苗圃", En: "Seed"},
	"stage.incubating":   {Zh: "在孵", En: "Incubating"},
	"stage.accelerating": {Zh: "加速", En: "Accelerating"},
	"stage.graduated":    {Zh: "毕业", En: "Graduated"},
	"stage.exited":       {Zh: "退出", En: "Exited"},
	"lease.upcoming":     {Zh: "未开始", En: "Not begun"},
	"lease.active":       {Zh: "履行中", En: "In force"},
	"lease.expiring":     {Zh: "将到期", En: "Ends soon"},
	"lease.ended":        {Zh: "已到期", En: "Ended"},
	"lease.cut_short":    {Zh: "提前终止", En: "Ended early"},
	"unit.leased":        {Zh: "已出租", En: "Leased"},
	"unit.vacant":        {Zh: "空置", En: "Vacant"},
	"source.self":        {Zh: "企业自报", En: "Reported by the firm"},
	"source.park":        {Zh: "园区核定", En: "Set by the park"},
	"yes":                {Zh: "是", En: "Yes"},
	"no":                 {Zh: "否", En: "No"},
}

// Word is a choice in both languages: Word("use", "office"). A choice that the
// table lacks shows its own name, so that the gap is seen.
func Word(group, choice string) i18n.Text {
	if t, ok := words[group+"."+choice]; ok {
		return t
	}
	return i18n.Text{Zh: choice, En: choice}
}

func yesNo(b bool) i18n.Text {
	if b {
		return words["yes"]
	}
	return words["no"]
}
