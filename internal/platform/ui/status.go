package ui

// The words of every state: one table for chips, lists, headers and docs.

import "kaigong.example/kaigong/internal/platform/i18n"

// StatusRow says how a state of a machine is shown.
type StatusRow struct {
	Machine, State string
	Tone           Tone
	Icon           string
	Word           i18n.Text
}

// StatusTable lists every state of every machine.
var StatusTable = []StatusRow{
	{"application", "draft", End, "pencil", i18n.Text{Zh: "草稿", En: "Draft"}},
	{"application", "submitted", Wait, "send", i18n.Text{Zh: "已提交", En: "Submitted"}},
	{"application", "returned", Warn, "corner-up-left", i18n.Text{Zh: "退回补充", En: "Returned to you"}},
	{"application", "verified", Wait, "clipboard-check", i18n.Text{Zh: "园区已核实", En: "Verified by park"}},
	{"application", "published", Wait, "eye", i18n.Text{Zh: "匿名发布", En: "Published, no names"}},
	{"application", "in_review", Wait, "hourglass", i18n.Text{Zh: "银行审阅中", En: "With lenders"}},
	{"application", "offers_open", Act, "scale", i18n.Text{Zh: "报价待选", En: "Offers open"}},
	{"application", "offer_chosen", Wait, "checks", i18n.Text{Zh: "已选报价", En: "Offer chosen"}},
	{"application", "contracted", Wait, "file-check", i18n.Text{Zh: "已签约", En: "Contracted"}},
	{"application", "funded", Ok, "circle-check", i18n.Text{Zh: "已放款", En: "Funded"}},
	{"application", "closed", End, "archive", i18n.Text{Zh: "已结清", En: "Closed"}},
	{"application", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Withdrawn"}},
	{"application", "expired", End, "calendar-x", i18n.Text{Zh: "已过期", En: "Expired"}},
	{"application", "declined_by_all", Risk, "circle-x", i18n.Text{Zh: "均未通过", En: "Declined by all"}},
	{"application", "referred", Hold, "arrow-forward", i18n.Text{Zh: "已转介", En: "Referred"}},

	{"lender_case", "invited", Act, "mail", i18n.Text{Zh: "受邀", En: "Invited"}},
	{"lender_case", "interested", Wait, "hand-stop", i18n.Text{Zh: "已表示意向", En: "Interested"}},
	{"lender_case", "file_requested", Wait, "file-search", i18n.Text{Zh: "已请求全档", En: "File requested"}},
	{"lender_case", "consent_granted", Act, "lock-open", i18n.Text{Zh: "已获授权", En: "Consent given"}},
	{"lender_case", "assessing", Act, "search", i18n.Text{Zh: "评估中", En: "Assessing"}},
	{"lender_case", "offered", Wait, "tag", i18n.Text{Zh: "已报价", En: "Offered"}},
	{"lender_case", "declined", End, "circle-x", i18n.Text{Zh: "已婉拒", En: "Declined"}},
	{"lender_case", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},
	{"lender_case", "left", End, "logout", i18n.Text{Zh: "银行已退出", En: "Lender left"}},
	{"lender_case", "frozen", Hold, "lock", i18n.Text{Zh: "授权撤回·冻结", En: "Frozen"}},

	{"offer", "drafted", End, "pencil", i18n.Text{Zh: "草拟", En: "Drafted"}},
	{"offer", "issued", Act, "tag", i18n.Text{Zh: "有效", En: "Open"}},
	{"offer", "accepted", Ok, "circle-check", i18n.Text{Zh: "已接受", En: "Accepted"}},
	{"offer", "rejected", End, "circle-minus", i18n.Text{Zh: "未被选", En: "Not chosen"}},
	{"offer", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Withdrawn"}},
	{"offer", "expired", End, "calendar-x", i18n.Text{Zh: "已过期", En: "Expired"}},

	{"alliance_standing", "member", Ok, "circle-check", i18n.Text{Zh: "成员", En: "Member"}},
	{"alliance_standing", "departure_asked", Wait, "hourglass", i18n.Text{Zh: "退出待确认", En: "Departure to be confirmed"}},
	{"alliance_standing", "departure_asked_town", Wait, "hourglass", i18n.Text{Zh: "退出待园区确认", En: "Departure for the park to confirm"}},
	{"alliance_standing", "leaving", Warn, "calendar-event", i18n.Text{Zh: "即将退出", En: "Leaving"}},
	{"alliance_standing", "left", End, "logout", i18n.Text{Zh: "已退出", En: "Left"}},
	{"alliance_standing", "return_asked", Wait, "hourglass", i18n.Text{Zh: "重新加入待确认", En: "Return to be confirmed"}},
	{"alliance_standing", "return_asked_town", Wait, "hourglass", i18n.Text{Zh: "重新加入待园区确认", En: "Return for the park to confirm"}},

	{"document_request", "requested", Act, "mail", i18n.Text{Zh: "待补充", En: "Asked for"}},
	{"document_request", "supplied", Ok, "circle-check", i18n.Text{Zh: "已补充", En: "Added"}},
	{"document_request", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已取消", En: "Taken back"}},
	{"document_request", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},

	{"pause_request", "asked", Act, "hourglass", i18n.Text{Zh: "待答复", En: "To be answered"}},
	{"pause_request", "agreed", Ok, "circle-check", i18n.Text{Zh: "已确认", En: "Confirmed"}},
	{"pause_request", "refused", End, "circle-x", i18n.Text{Zh: "不同意", En: "Not agreed"}},
	{"pause_request", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已收回", En: "Taken back"}},
	{"pause_request", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},

	{"guarantee_request", "asked", Act, "hourglass", i18n.Text{Zh: "待受理", En: "Asked"}},
	{"guarantee_request", "reading", Wait, "file-search", i18n.Text{Zh: "查阅资料中", En: "File open"}},
	{"guarantee_request", "proposed", Act, "signature", i18n.Text{Zh: "意向书待签发", En: "Letter to be signed"}},
	{"guarantee_request", "stated", Ok, "shield-check", i18n.Text{Zh: "已出具意向书", En: "Letter given"}},
	{"guarantee_request", "declined", End, "circle-x", i18n.Text{Zh: "已婉拒", En: "Declined"}},
	{"guarantee_request", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Taken back by the enterprise"}},
	{"guarantee_request", "frozen", Hold, "lock", i18n.Text{Zh: "授权撤回", En: "Consent revoked"}},
	{"guarantee_request", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},
	{"guarantee_request", "taken_back", End, "corner-up-left", i18n.Text{Zh: "意向书已撤回", En: "Letter taken back"}},
	{"guarantee_request", "expired", End, "calendar-x", i18n.Text{Zh: "意向书已过期", En: "Letter ran out"}},

	{"recommendation", "asked", Act, "hourglass", i18n.Text{Zh: "待答复", En: "Asked"}},
	{"recommendation", "recommended", Ok, "circle-check", i18n.Text{Zh: "已推荐", En: "Recommended"}},
	{"recommendation", "refused", End, "circle-x", i18n.Text{Zh: "未推荐", En: "Not recommended"}},
	{"recommendation", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Taken back"}},
	{"recommendation", "frozen", Hold, "lock", i18n.Text{Zh: "授权撤回", En: "Consent revoked"}},
	{"recommendation", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},

	{"product_version", "drafted", Act, "pencil", i18n.Text{Zh: "待审批", En: "Drafted"}},
	{"product_version", "approved", Ok, "circle-check", i18n.Text{Zh: "已批准", En: "Approved"}},
	{"product_version", "discarded", End, "circle-minus", i18n.Text{Zh: "已放弃", En: "Discarded"}},
	{"product_version", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已下架", En: "Withdrawn"}},

	{"contract", "prepared", Act, "signature", i18n.Text{Zh: "待签", En: "Prepared"}},
	{"contract", "signed_borrower", Wait, "signature", i18n.Text{Zh: "一方已签", En: "Signed by one"}},
	{"contract", "effective", Ok, "file-check", i18n.Text{Zh: "已生效", En: "Effective"}},
	{"contract", "disbursing", Ok, "coins", i18n.Text{Zh: "提款期内", En: "Drawing"}},
	{"contract", "performing", Ok, "circle-check", i18n.Text{Zh: "正常还款", En: "Performing"}},
	{"contract", "in_grace", Warn, "clock-exclamation", i18n.Text{Zh: "宽限期", En: "In grace"}},
	{"contract", "delayed", Warn, "clock-exclamation", i18n.Text{Zh: "延迟", En: "Late (DL)"}},
	{"contract", "delinquent", Risk, "alert-triangle", i18n.Text{Zh: "逾期", En: "In arrears (DQ)"}},
	{"contract", "defaulted", Risk, "alert-octagon", i18n.Text{Zh: "违约", En: "Defaulted (DF)"}},
	{"contract", "claimed", Hold, "shield", i18n.Text{Zh: "已代偿", En: "Claimed"}},
	{"contract", "relief_active", Hold, "player-pause", i18n.Text{Zh: "纾困生效", En: "Relief active"}},
	{"contract", "renewed", Ok, "refresh", i18n.Text{Zh: "已续贷", En: "Renewed"}},
	{"contract", "prepaid", End, "archive", i18n.Text{Zh: "提前结清", En: "Prepaid"}},
	{"contract", "matured", End, "archive", i18n.Text{Zh: "到期结清", En: "Matured"}},
	{"contract", "closed", End, "archive", i18n.Text{Zh: "结清", En: "Closed"}},
	{"contract", "recovered", End, "archive", i18n.Text{Zh: "已收回", En: "Recovered"}},
	{"contract", "written_off", End, "eraser", i18n.Text{Zh: "已核销", En: "Written off"}},
	{"contract", "cancelled", End, "arrow-back", i18n.Text{Zh: "已取消", En: "Cancelled"}},

	{"grant", "asked", Act, "hourglass", i18n.Text{Zh: "等第二人同意", En: "Waits for a second person"}},
	{"grant", "confirmed", Ok, "circle-check", i18n.Text{Zh: "已同意", En: "Agreed"}},
	{"grant", "refused", End, "circle-x", i18n.Text{Zh: "不同意", En: "Refused"}},
	{"grant", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Withdrawn"}},
	{"grant", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},

	{"recovery", "asked", Act, "hourglass", i18n.Text{Zh: "等人确认", En: "Waits for people"}},
	{"recovery", "waiting", Warn, "clock", i18n.Text{Zh: "等一个工作日", En: "A working day goes by"}},
	{"recovery", "done", Ok, "circle-check", i18n.Text{Zh: "已恢复", En: "Back in"}},
	{"recovery", "stopped", End, "hand-stop", i18n.Text{Zh: "已叫停", En: "Stopped"}},
	{"recovery", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},

	{"renewal", "requested", Wait, "send", i18n.Text{Zh: "已申请", En: "Requested"}},
	{"renewal", "reviewed", Wait, "clipboard-check", i18n.Text{Zh: "已审查", En: "Reviewed"}},
	{"renewal", "proposed", Act, "file-text", i18n.Text{Zh: "合同待签", En: "Contract proposed"}},
	{"renewal", "agreed", Wait, "signature", i18n.Text{Zh: "借款人已签", En: "Signed by borrower"}},
	{"renewal", "approved", Ok, "checks", i18n.Text{Zh: "双方已签", En: "Signed by both"}},
	{"renewal", "effective", Ok, "refresh", i18n.Text{Zh: "已续贷", En: "Renewed"}},
	{"renewal", "rejected", Risk, "circle-x", i18n.Text{Zh: "未批准", En: "Rejected"}},
	{"renewal", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Withdrawn"}},
	{"renewal", "lapsed", End, "clock-off", i18n.Text{Zh: "未能续贷", En: "Lapsed"}},
	{"batch", "checked", Act, "clipboard-check", i18n.Text{Zh: "核对无误", En: "Nothing wrong"}},
	{"batch", "ready", Act, "clipboard-check", i18n.Text{Zh: "可以入账", En: "Ready to book"}},
	{"batch", "faulty", Risk, "alert-triangle", i18n.Text{Zh: "有问题", En: "Problems"}},
	{"batch", "accepted", Wait, "hourglass", i18n.Text{Zh: "待复核", En: "Waits for approval"}},
	{"batch", "booked", Ok, "circle-check", i18n.Text{Zh: "已入账", En: "Booked"}},
	{"batch", "refused", Risk, "circle-x", i18n.Text{Zh: "已退回", En: "Refused"}},
	{"batch", "discarded", End, "archive", i18n.Text{Zh: "已作废", En: "Discarded"}},
	{"reconciliation", "open", Act, "git-compare", i18n.Text{Zh: "核对中", En: "Being settled"}},
	{"reconciliation", "faulty", Risk, "alert-triangle", i18n.Text{Zh: "有问题", En: "Problems"}},
	{"reconciliation", "sent", Wait, "hourglass", i18n.Text{Zh: "待复核", En: "To be confirmed"}},
	{"reconciliation", "agreed", Ok, "checks", i18n.Text{Zh: "核对一致", En: "Agreed"}},
	{"reconciliation", "discarded", End, "archive", i18n.Text{Zh: "已作废", En: "Discarded"}},
	{"scheme", "drafted", Act, "pencil", i18n.Text{Zh: "待批准", En: "Drafted"}},
	{"scheme", "in_force", Ok, "circle-check", i18n.Text{Zh: "适用中", En: "In force"}},
	{"scheme", "superseded", End, "archive", i18n.Text{Zh: "已有新版", En: "Superseded"}},
	{"scheme", "ended", End, "circle-minus", i18n.Text{Zh: "停止适用", En: "Ended"}},
	{"scheme", "discarded", End, "trash", i18n.Text{Zh: "已作废", En: "Discarded"}},
	{"drawing", "scheduled", Wait, "calendar", i18n.Text{Zh: "预约中", En: "Scheduled"}},
	{"drawing", "asked", Wait, "hourglass", i18n.Text{Zh: "待银行登记", En: "For the bank to record"}},
	{"drawing", "recorded", Wait, "user-check", i18n.Text{Zh: "待核准", En: "To be agreed"}},
	{"drawing", "paid", Ok, "circle-check", i18n.Text{Zh: "已放款", En: "Paid out"}},
	{"drawing", "refused", End, "circle-x", i18n.Text{Zh: "未同意", En: "Not agreed"}},
	{"drawing", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Taken back"}},
	{"drawing", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},
	{"waiver", "proposed", Wait, "hourglass", i18n.Text{Zh: "待审批", En: "To be decided"}},
	{"waiver", "agreed", Ok, "circle-check", i18n.Text{Zh: "已减免", En: "Waived"}},
	{"waiver", "refused", End, "circle-x", i18n.Text{Zh: "未同意", En: "Not agreed"}},
	{"waiver", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Taken back"}},
	{"waiver", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},
	{"workout", "proposed", Wait, "hourglass", i18n.Text{Zh: "待审批", En: "To be decided"}},
	{"workout", "agreed", Ok, "circle-check", i18n.Text{Zh: "已同意", En: "Agreed"}},
	{"workout", "refused", End, "circle-x", i18n.Text{Zh: "未同意", En: "Not agreed"}},
	{"workout", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Taken back"}},
	{"workout", "lapsed", End, "clock-off", i18n.Text{Zh: "已失效", En: "Lapsed"}},
	{"class_rule", "proposed", Wait, "hourglass", i18n.Text{Zh: "待审批", En: "To be decided"}},
	{"class_rule", "agreed", Ok, "circle-check", i18n.Text{Zh: "已同意", En: "Agreed"}},
	{"class_rule", "refused", End, "circle-x", i18n.Text{Zh: "未同意", En: "Not agreed"}},
	{"class_rule", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Taken back"}},

	{"relief", "requested", Wait, "send", i18n.Text{Zh: "已申请", En: "Requested"}},
	{"relief", "proposed", Act, "git-compare", i18n.Text{Zh: "方案待确认", En: "Terms proposed"}},
	{"relief", "accepted_both", Wait, "checks", i18n.Text{Zh: "双方同意", En: "Agreed by both"}},
	{"relief", "approved", Ok, "circle-check", i18n.Text{Zh: "已批准", En: "Approved"}},
	{"relief", "effective", Hold, "player-pause", i18n.Text{Zh: "生效中", En: "Effective"}},
	{"relief", "noticed", Warn, "alert-triangle", i18n.Text{Zh: "限期整改", En: "To be mended"}},
	{"relief", "breached", Risk, "alert-octagon", i18n.Text{Zh: "整改逾期", En: "Not mended in time"}},
	{"relief", "completed", End, "archive", i18n.Text{Zh: "已完成", En: "Completed"}},
	{"relief", "rejected", Risk, "circle-x", i18n.Text{Zh: "未批准", En: "Rejected"}},
	{"relief", "withdrawn", End, "arrow-back", i18n.Text{Zh: "已撤回", En: "Withdrawn"}},
	{"relief", "revoked", Risk, "ban", i18n.Text{Zh: "已撤销", En: "Revoked"}},
}

// StatusOf finds how a state is shown.
func StatusOf(machine, state string) StatusRow {
	for _, r := range StatusTable {
		if r.Machine == machine && r.State == state {
			return r
		}
	}
	return StatusRow{machine, state, End, "help", i18n.Text{Zh: state, En: state}}
}
