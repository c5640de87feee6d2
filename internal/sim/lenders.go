package sim

// What the lenders of the demo say about themselves on their public pages.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/lender"
)

// said is what each lender publishes. Numbers and addresses are invented.
var said = map[string]lender.PublishProfile{
	Lender: {
		ContactZh: "雷白露，公司业务部", ContactEn: "Bailu Lei, business banking", Phone: "0000-6100 0117", AddressZh: "澄川县城关镇信合路 8 号", AddressEn: "8 Xinhe Road, Chengguan",
		Holder: "贷款归还专户", Bank: "澄川农村商业银行营业部", Account: "0990 1000 0000 2020",
		HoursZh: "工作日 9:00 至 17:00", HoursEn: "working days, 9:00 to 17:00",
		PolicyZh: "到期前三十天可提前审批续贷。\n受疫情影响暂时困难的企业，利息可协商延期。", PolicyEn: "Renewals can be approved up to thirty days ahead.\nWhere work stopped because of the epidemic, interest may be deferred by agreement.",
	},
	"BANK-DY": {
		ContactZh: "詹小满，普惠金融部", ContactEn: "Xiaoman Zhan, inclusive finance", Phone: "0000-6100 0219", AddressZh: "澄川县东屿大道 16 号", AddressEn: "16 Dongyu Avenue",
		Holder: "贷款归还专户", Bank: "东屿银行澄川支行营业部", Account: "0990 2000 0000 2020",
		HoursZh: "工作日 9:00 至 17:00", HoursEn: "working days, 9:00 to 17:00", PolicyZh: "防疫物资企业开绿色通道。", PolicyEn: "Makers of epidemic supplies are served first.",
	},
	"BANK-HM": {
		ContactZh: "季黍安，信贷部", ContactEn: "Shu'an Ji, lending", Phone: "0000-6100 0321", AddressZh: "澄川县禾埠镇镇前街 3 号", AddressEn: "3 Zhenqian Street, Hebu Town",
		Holder: "贷款归还专户", Bank: "澄川汇民村镇银行禾埠支行", Account: "0990 3000 0000 2020",
	},
}

// lenders lets each approver publish its page, with authority limits: a tenth of
// a product's limit at the outlet, half at the branch, all at head office.
func (t *Timeline) lenders(d Data) {
	for _, bank := range d.lenders() {
		t.add(t.at(begin, 9, 40), desks[bank].approver, "publishes the page of "+bank, func(ctx context.Context) error {
			in := said[bank]
			for _, p := range d.Products {
				if most := money.Fen(p.MaxCNY * 100); p.Bank == bank {
					id := t.world.ID(p.ID)
					in.Limits = append(in.Limits, lender.Limit{Product: id, Level: "outlet", UpToFen: most / 10}, lender.Limit{Product: id, Level: "branch", UpToFen: most / 2}, lender.Limit{Product: id, Level: "head_office", UpToFen: most})
				}
			}
			_, err := t.world.App.Lender.Publish(ctx, t.world.ID(bank), in)
			return err
		})
	}
}
