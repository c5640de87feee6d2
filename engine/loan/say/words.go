package say

// The standard's terms as a Chinese loan officer calls them.

var chinese = map[string]string{
	"contractType": "合同类型", "contractRole": "合同角色", "statusDate": "计算起始日", "initialExchangeDate": "放款日", "maturityDate": "到期日", "amortizationDate": "摊还截止日",
	"notionalPrincipal": "本金", "premiumDiscountAtIED": "放款溢价或折价", "nominalInterestRate": "年利率", "accruedInterest": "已计利息", "dayCountConvention": "计息基准",
	"cycleOfInterestPayment": "付息周期", "cycleAnchorDateOfInterestPayment": "首个付息日", "capitalizationEndDate": "利息转本金截止日",
	"cycleOfPrincipalRedemption": "还本周期", "cycleAnchorDateOfPrincipalRedemption": "首个还本日", "nextPrincipalRedemptionPayment": "每期还款额",
	"arrayCycleOfPrincipalRedemption": "分段还本周期", "arrayCycleAnchorDateOfPrincipalRedemption": "分段还本起始日", "arrayNextPrincipalRedemptionPayment": "分段还本额", "arrayIncreaseDecrease": "分段增减方向",
	"interestCalculationBase": "计息基数", "interestCalculationBaseAmount": "计息基数金额", "cycleOfInterestCalculationBase": "计息基数重定周期", "cycleAnchorDateOfInterestCalculationBase": "计息基数首个重定日",
	"cycleOfRateReset": "利率重定周期", "cycleAnchorDateOfRateReset": "首个利率重定日", "nextResetRate": "下期利率", "marketObjectCodeOfRateReset": "参考利率", "rateSpread": "利差", "rateMultiplier": "利率倍数",
	"periodCap": "单次上调上限", "periodFloor": "单次下调下限", "lifeCap": "利率上限", "lifeFloor": "利率下限",
	"scalingEffect": "指数调整范围", "marketObjectCodeOfScalingIndex": "参考指数", "scalingIndexAtContractDealDate": "基期指数", "cycleOfScalingIndex": "指数调整周期", "cycleAnchorDateOfScalingIndex": "首个指数调整日",
	"feeBasis": "收费方式", "feeRate": "费率", "feeAccrued": "已计费用", "cycleOfFee": "收费周期", "cycleAnchorDateOfFee": "首个收费日",
	"prepaymentEffect": "提前还款方式", "penaltyType": "违约金类型", "penaltyRate": "违约金费率", "cycleOfOptionality": "提前还款周期", "objectCodeOfPrepaymentModel": "提前还款模型",
	"endOfMonthConvention": "月末规则", "businessDayConvention": "营业日规则", "purchaseDate": "受让日", "terminationDate": "终止日", "priceAtPurchaseDate": "受让价款", "priceAtTerminationDate": "终止价款",
	"xDayNotice": "提前通知期", "settlementPeriod": "结算期", "contractStructure": "合同关联", "creditEventTypeCovered": "所保信用事件", "coverageOfCreditEnhancement": "增信比例", "guaranteedExposure": "增信范围",
	"contractPerformance": "履约状态", "schedule": "日程", "eventsObserved": "已发生事件", "principal": "本金", "rate": "年利率", "term": "期限", "disbursed": "放款日", "dayCount": "计息基准",
	"rounding": "舍入方式", "repayment": "还款方式", "settlement": "结清日", "amount": "金额", "resumes": "恢复还款日", "budget": "预算", "subsidyRate": "贴息率", "to": "计算截止日",
	"limit": "额度", "drawUntil": "提款截止日", "drawingFee": "提款手续费", "commitmentFee": "承诺费", "commitmentFeeCycle": "承诺费收取周期", "revolves": "循环使用",
}

// Term names a term in "zh"; in any other language it is the standard's name.
func Term(term, language string) string {
	if name, ok := chinese[term]; ok && language == "zh" {
		return name
	}
	return term
}
