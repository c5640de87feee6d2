package app_test

// One intent for every route that changes something: who sends what, and how
// the stage comes to the point where it is right. A route without one fails.

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/identity/letter"
	"kaigong.example/kaigong/internal/feature/identity/recovery"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/sim"
)

// intent is what somebody means to do once. In paths and bodies {name} stands
// for a wildcard of the path or a name that the stage knows, and «SELECT …» for
// what a query finds; ~ is where another intent under the same key differs.
type intent struct {
	who   string // "" for the owner of the application
	from  int    // an application of its own is brought to this stage; 0 for none
	after string // operations that come first on the same application, by spaces
	path  string // wildcards: name=value, by semicolons; those of an application are known
	body  string // JSON for operations, fields for forms
	watch string // a query that tells the effect where no table grows or shrinks
}

// Stages of an application of its own, counted from 1: 0 is none.
const (
	draft = iota + 1
	submitted
	published
	assessing
	drafted
	offered
	signing
	effective
	performing
)

// What several intents have in common.
const (
	profile  = `"name_zh":"澄川新禾有限公司","name_en":"Xinhe~","short_zh":"新禾","short_en":"Xinhe","industry_code":"C19","industry_name_zh":"制鞋业","industry_name_en":"Footwear","size_class":"small","revenue_2019_fen":100000000,"joined":"2020-06-01","stage":"incubating"`
	profiled = `profile.name_zh=新安&profile.name_en=Xinan&profile.short_zh=新安&profile.short_en=Xinan&profile.industry_code=C19&profile.industry_name_zh=制鞋业&profile.industry_name_en=Footwear&profile.size_class=small&profile.revenue_2019_fen=1000000&profile.joined=2020-06-01&profile.stage=incubating`

	aUnit       = `id=«SELECT building_id FROM park_unit ORDER BY id LIMIT 1»;unit=«SELECT id FROM park_unit ORDER BY id LIMIT 1»`
	freeUnit    = `«SELECT id FROM park_unit u WHERE NOT EXISTS (SELECT 1 FROM park_lease_unit l WHERE l.unit_id = u.id) ORDER BY id LIMIT 1»`
	running     = `FROM park_lease l WHERE to_on > '2020-08-01' AND NOT EXISTS (SELECT 1 FROM park_lease n WHERE n.previous_id = l.id) ORDER BY id LIMIT 1`
	aLease      = `id=«SELECT enterprise_id ` + running + `»;lease=«SELECT id ` + running + `»`
	leaseNow    = `«SELECT version FROM park_lease WHERE id = '{lease}'»`
	firmNow     = `«SELECT version FROM park_enterprise WHERE id = '{id}'»`
	firmCode    = `«SELECT credit_code FROM park_enterprise WHERE id = '{id}'»`
	buildingNow = `«SELECT version FROM park_building WHERE id = '{id}'»`
	unitNow     = `«SELECT version FROM park_unit WHERE id = '{unit}'»`
	draftNow    = `«SELECT version FROM origination_application WHERE id = '{id}'»`

	oldSession = `id=«SELECT id FROM identity_session WHERE person_id = '{P011}' ORDER BY begun_us, id LIMIT 1»`
	itsConsent = `id=«SELECT id FROM identity_consent WHERE case_id = '{application}'»`
	lettersOf  = `SELECT CAST(COUNT(*) AS TEXT) FROM letter_address WHERE person_id = '{` + apptest.Officer + `}' AND state = 'confirmed'`
	workspace  = `SELECT membership_id FROM identity_session WHERE person_id = '{P082}' ORDER BY begun_us DESC, id DESC LIMIT 1`

	aCompany     = `"credit_code":"{code}","headcount_now":20,"headcount_full":40~,"contact":"桑立夏"`
	aNeed        = `"amount_fen":5000000~,"purpose":"order","term_months":12,"needed_on":"","note":"","product":"","rate_cap_ppm":0`
	operating    = `"source":"orders~","sales_fen":1000000,"sales_year_fen":1000000,"orders_fen":0,"debt_fen":0,"security":"credit","first_loan":false,"jobs_kept":10`
	sharing      = `"lenders":["{BANK-RCB}"],"classes":["lease"],"until":"2020-09-30"`
	anOffer      = `"product":"{BP01}","amount_fen":1000000~,"term_months":12,"rate_ppm":43500,"valid_to":"2020-07-10","conditions":"","fee_fen":0,"prepay_ppm":0`
	offerForm    = `product={BP01}&amount=10000&term_months=12&rate=4.35&valid_to=2020-07-10`
	aReason      = `"code":"resumption_low","threshold":60,"found":4~,"note":""`
	aRelief      = `"kind":"cut_rate","reason":"fewer orders","until":"2020-12-31","jobs":20`
	aCut         = `"kind":"cut_rate","from_on":"2020-07-01","rate_ppm":3000`
	aWorkout     = `"kind":"class","class":"doubtful","reason":"works no more~"`
	aRule        = `"from_on":"2020-12-01","special_mention_over":0,"substandard_over":50,"doubtful_over":150,"loss_over":280,"watch_months":12,"reason":"stricter~"`
	aRuleForm    = `from_on=2020-12-02&special_mention_over=0&substandard_over=45&doubtful_over=120&loss_over=270&watch_months=12&reason=从严`
	itsRelief    = `id=«SELECT id FROM relief_case WHERE contract_id = '{contract}'»`
	itsHash      = `«SELECT hash FROM relief_proposal WHERE case_id = '{id}'»`
	someRules    = `"name":{"zh":"延期","en":"Deferral~"},"document":"6号","sizes":[],"industries":[],"states":[],"purposes":[],"max_balance_fen":0,"dues":"any","due_from":"2020-06-01","due_to":"2020-12-31","latest_on":"2021-03-31","actions":["defer_all"],"ask_until":"2020-12-31","reply_days":5,"jobs_percent":0,"jobs_month":"","jobs_until":"","funding":"","budget_fen":0,"reports":""`
	rulesForm    = `name_zh=延期&name_en=Deferral&document=6号&dues=any&due_from=2020-06-01&due_to=2020-12-31&latest_on=2021-03-31&actions=defer_all&ask_until=2020-12-31&reply_days=5`
	schemeNow    = `«SELECT state FROM scheme_version WHERE id = '{id}'»`
	itsRenewal   = `id=«SELECT id FROM renewal_case WHERE contract_id = '{contract}'»`
	itsFile      = `«SELECT file_hash FROM renewal_proposal WHERE case_id = '{id}'»`
	aRenewal     = `"amount_fen":100000,"term_months":12,"reason":"steady orders~"`
	newTerms     = `"amount_fen":100000,"term_months":12,"rate_ppm":4000~,"repayment":"interest_monthly_principal_end"`
	checked      = `"findings":[{"item":"lawful_operation","holds":true,"note":"a"},{"item":"going_concern","holds":true,"note":"b"},{"item":"good_credit","holds":true,"note":"c"},{"item":"no_misuse","holds":true,"note":"d"},{"item":"lending_standard","holds":true,"note":"e~"}]`
	checkForm    = `holds_lawful_operation=yes&note_lawful_operation=甲&holds_going_concern=yes&note_going_concern=乙&holds_good_credit=yes&note_good_credit=丙&holds_no_misuse=yes&note_no_misuse=丁&holds_lending_standard=no&note_lending_standard=戊`
	itsWorkout   = `id=«SELECT id FROM workout_proposal WHERE contract_id = '{contract}'»`
	itsSeal      = `«SELECT p.id || '-' || c.version FROM workout_proposal p, servicing_contract c WHERE c.id = p.contract_id AND p.id = '{id}'»`
	drawnNow     = `«SELECT state FROM drawing_request WHERE id = '{id}'»`
	waivedNow    = `«SELECT state FROM drawing_waiver WHERE id = '{id}'»`
	itsGuarantee = `id=«SELECT id FROM referral_guarantee WHERE application_id = '{application}'»`
	itsTown      = `id=«SELECT id FROM referral_recommendation WHERE application_id = '{application}'»`
	itsLetter    = `«SELECT id || '-' || version FROM referral_guarantee WHERE id = '{id}'»`
	aLetter      = `"coverage_ppm":800000,"max_fen":5000000,"fee_ppm":10000,"valid_to":"2020-09-30","conditions":"a guarantee of its owner~"`
	itsState     = `«SELECT state FROM relief_case WHERE id = '{id}'»`
	reasonForm   = `code=resumption_low&threshold=60&found=42`

	aProduct    = `"name_zh":"新贷","name_en":"New~","purpose_zh":"周转","purpose_en":"turnover","security":"credit","max_fen":10000000,"term_months":[12],"rate_ppm":43500,"repayment":"bullet","day_count":"A360","rounding":"half_up","rules":[{"field":"resumption","comparison":"at_least","threshold":60}]`
	productForm = `name_zh=新贷&name_en=New&security=credit&max=100000&term_months=12&rate=4.35&repayment=bullet&day_count=A360&rounding=half_up&rule_resumption=60&documents=licence`
	aRequest    = `id={case};request=«SELECT id FROM dossier_request WHERE case_id = '{case}'»`
	aPause      = `machine=lender_case;id={case};request=«SELECT id FROM pause_request WHERE case_id = '{case}'»`
	saidNow     = `«SELECT CAST(SUM(version) AS TEXT) FROM lender_profile»`
	soldNow     = `«SELECT CAST(COUNT(*) AS TEXT) FROM catalogue_version WHERE state = 'approved'»`
)

// doors are the pages and the operations, in the order of the routes.
var intents = map[string]intent{
	"POST /account/switch":                          {who: apptest.Convenor, body: "membership={second membership}", watch: workspace},
	"POST /account/sessions/{id}/end":               {who: apptest.Town, path: oldSession},
	"POST /account/codes/start":                     {who: apptest.Auditor},
	"POST /people/invitations/{id}/withdraw":        {who: apptest.Owner, path: "id={invitation 1}"},
	"POST /people/{id}/end":                         {who: apptest.Owner, path: "id={membership 1}", body: "to=2020-07-15"},
	"POST /people/{id}/roles":                       {who: apptest.Owner, path: "id={membership 4}", body: "roles=organisation_admin"},
	"POST /rights/{id}/confirm":                     {who: apptest.Approver, path: "id={grant 1}"},
	"POST /rights/{id}/refuse":                      {who: apptest.Approver, path: "id={grant 2}"},
	"POST /rights/{id}/withdraw":                    {who: apptest.Approver, path: "id={grant 3}"},
	"PUT /api/v1/people/memberships/{id}/roles":     {who: apptest.Owner, path: "id={membership 5}", body: `{"roles":["organisation_admin"]}`},
	"POST /api/v1/rights/{id}/confirm":              {who: apptest.Approver, path: "id={grant 4}", body: `{"seen":"~"}`},
	"POST /api/v1/rights/{id}/refuse":               {who: apptest.Approver, path: "id={grant 5}"},
	"POST /api/v1/rights/{id}/withdraw":             {who: apptest.Approver, path: "id={grant 6}"},
	"POST /recoveries/{id}/confirm":                 {who: apptest.Owner, path: "id={recovery 1}"},
	"POST /recoveries/{id}/stop":                    {who: apptest.Owner, path: "id={recovery 2}", watch: "SELECT state FROM recovery_request WHERE id = '{recovery 2}'"},
	"POST /api/v1/recoveries/{id}/confirm":          {who: apptest.Owner, path: "id={recovery 3}", body: `{"seen":"~"}`},
	"POST /api/v1/recoveries/{id}/stop":             {who: apptest.Owner, path: "id={recovery 4}", watch: "SELECT state FROM recovery_request WHERE id = '{recovery 4}'"},
	"POST /account/letters/address":                 {who: apptest.Convenor, body: "channel=mail&address=convenor%40town.example"},
	"POST /account/letters/drop":                    {who: apptest.Officer, body: "channel=mail", watch: lettersOf},
	"POST /letters/{id}/again":                      {who: apptest.Manager, path: "id={letter 1}", watch: `SELECT state FROM letter_letter WHERE id = '{letter 1}'`},
	"POST /api/v1/account/letters/address":          {who: apptest.Convenor, body: `{"channel":"mail","address":"convenor~@town.example"}`},
	"POST /api/v1/account/letters/drop":             {who: apptest.Owner, body: `{"channel":"sms"}`, watch: strings.ReplaceAll(lettersOf, apptest.Officer, apptest.Owner)},
	"POST /api/v1/letters/{id}/again":               {who: apptest.Manager, path: "id={letter 2}", watch: `SELECT state FROM letter_letter WHERE id = '{letter 2}'`},
	"POST /consents/{id}/revoke":                    {from: assessing, path: itsConsent, body: "reason=资金另有安排"},
	"POST /api/v1/account/switch":                   {who: apptest.Convenor, body: `{"membership":"{second membership}"}`, watch: workspace},
	"DELETE /api/v1/account/sessions/{id}":          {who: apptest.Town, path: oldSession},
	"POST /api/v1/people":                           {who: apptest.Owner, body: `{"ref":"N-1~","name_zh":"桑立冬"}`},
	"POST /api/v1/people/memberships":               {who: apptest.Owner, body: `{"person":"{newcomer 3}","roles":["finance_clerk"]}`},
	"POST /api/v1/people/memberships/{id}/end":      {who: apptest.Owner, path: "id={membership 2}", body: `{"to":"2020-07-15"}`},
	"POST /api/v1/people/invitations/{id}/withdraw": {who: apptest.Owner, path: "id={invitation 2}"},
	"POST /api/v1/consents/{id}/revoke":             {from: assessing, path: itsConsent, body: `{"reason":"other funds~"}`},

	"POST /filters":               {who: apptest.Liaison, body: "list=enterprises&name=新筛选&query=size_class%3Dmicro"},
	"POST /filters/{id}/edit":     {who: apptest.Liaison, path: "id={filter 1}", body: "name=改名", watch: "SELECT name FROM filter_saved WHERE id = '{filter 1}'"},
	"POST /filters/{id}/remove":   {who: apptest.Liaison, path: "id={filter 2}", watch: "SELECT name FROM filter_saved WHERE id = '{filter 2}'"},
	"POST /api/v1/filters":        {who: apptest.Liaison, body: `{"list":"enterprises","name":"more~","query":"size_class=micro"}`},
	"PUT /api/v1/filters/{id}":    {who: apptest.Liaison, path: "id={filter 3}", body: `{"name":"other~","opening":true}`, watch: "SELECT name FROM filter_saved WHERE id = '{filter 3}'"},
	"DELETE /api/v1/filters/{id}": {who: apptest.Liaison, path: "id={filter 4}", watch: "SELECT name FROM filter_saved WHERE id = '{filter 4}'"},

	"POST /enterprises":                                    {who: apptest.Manager, body: profiled + `&profile.credit_code={code 1}`},
	"POST /enterprises/{id}/edit":                          {who: apptest.Manager, path: "id={E02}", body: profiled + `&profile.credit_code=` + firmCode + `&version=` + firmNow, watch: firmNow},
	"POST /enterprises/{id}/headcount":                     {who: apptest.Owner, path: "id={E01}", body: "as_of=2020-06-30&now=7&normal=20"},
	"POST /enterprises/{id}/correction":                    {who: apptest.Liaison, path: "id={E01}", body: "as_of=2020-06-30&now=8&normal=20&reason=现场清点"},
	"POST /enterprises/{id}/leases":                        {who: apptest.Manager, path: "id={E01}", body: "units=" + freeUnit + "&from=2020-07-01&to=2021-06-30&rent_confirmed=1&monthly_rent_fen=5000"},
	"POST /enterprises/{id}/leases/{lease}/renew":          {who: apptest.Manager, path: aLease, body: "version=" + leaseNow + "&to=2028-06-30&rent_confirmed=1&monthly_rent_fen=5000"},
	"POST /enterprises/{id}/leases/{lease}/end":            {who: apptest.Manager, path: aLease, body: "version=" + leaseNow + "&to=2020-07-31&reason=搬迁"},
	"POST /buildings":                                      {who: apptest.Manager, body: "code=N1&name_zh=新楼&name_en=New&kind=factory&floors=2&gross_area_dm2=100"},
	"POST /buildings/{id}/edit":                            {who: apptest.Manager, path: aUnit, body: "version=" + buildingNow + "&code=N3&name_zh=旧楼&name_en=Old&kind=factory&floors=9&gross_area_dm2=90000", watch: buildingNow},
	"POST /buildings/{id}/units":                           {who: apptest.Manager, path: aUnit, body: "code=N1-1&floor=1&use=office&area_dm2=10&rent_per_m2_fen=1"},
	"POST /buildings/{id}/units/{unit}/edit":               {who: apptest.Manager, path: aUnit, body: "version=" + unitNow + "&code=N1-3&floor=1&use=office&area_dm2=10&rent_per_m2_fen=1", watch: unitNow},
	"POST /api/v1/enterprises":                             {who: apptest.Manager, body: `{"credit_code":"{code 2}",` + profile + `}`},
	"PUT /api/v1/enterprises/{id}":                         {who: apptest.Manager, path: "id={E02}", body: `{"version":` + firmNow + `,"credit_code":"` + firmCode + `",` + profile + `}`, watch: firmNow},
	"POST /api/v1/enterprises/{id}/headcounts":             {who: apptest.Owner, path: "id={E01}", body: `{"as_of":"2020-06-30","now":~6,"normal":80}`},
	"POST /api/v1/enterprises/{id}/corrections":            {who: apptest.Liaison, path: "id={E01}", body: `{"as_of":"2020-06-30","now":~9,"normal":80,"reason":"counted"}`},
	"POST /api/v1/enterprises/{id}/leases":                 {who: apptest.Manager, path: "id={E01}", body: `{"units":["` + freeUnit + `"],"from":"2020-07-01","to":"2021-07-01","rent_confirmed":true,"monthly_rent_fen":50000~}`},
	"POST /api/v1/enterprises/{id}/leases/{lease}/renewal": {who: apptest.Manager, path: aLease, body: `{"version":` + leaseNow + `,"to":"2028-07-01","rent_confirmed":true,"monthly_rent_fen":50000~}`},
	"PUT /api/v1/enterprises/{id}/leases/{lease}/end":      {who: apptest.Manager, path: aLease, body: `{"version":` + leaseNow + `,"to":"2020-08-01","reason":"moves~"}`},
	"POST /api/v1/buildings":                               {who: apptest.Manager, body: `{"code":"N2","name_zh":"新楼","name_en":"New~","kind":"factory","floors":2,"gross_area_dm2":10000}`},
	"PUT /api/v1/buildings/{id}":                           {who: apptest.Manager, path: aUnit, body: `{"version":` + buildingNow + `,"code":"N4","name_zh":"旧楼","name_en":"Old~","kind":"factory","floors":9,"gross_area_dm2":9000000}`, watch: buildingNow},
	"POST /api/v1/buildings/{id}/units":                    {who: apptest.Manager, path: aUnit, body: `{"code":"N2-1","floor":1,"use":"office","area_dm2":1000~,"rent_per_m2_fen":100}`},
	"PUT /api/v1/buildings/{id}/units/{unit}":              {who: apptest.Manager, path: aUnit, body: `{"version":` + unitNow + `,"code":"N2-3","floor":1,"use":"office","area_dm2":1000~,"rent_per_m2_fen":100}`, watch: unitNow},

	"POST /pauses/{machine}/{id}":                           {who: apptest.Officer, from: assessing, path: "machine=lender_case;id={case}", body: "reason=等材料&until_on=2020-07-20"},
	"POST /api/v1/pauses/{machine}/{id}":                    {who: apptest.Officer, from: assessing, path: "machine=lender_case;id={case}", body: `{"reason":"away~","until_on":"2020-07-20"}`},
	"POST /pauses/{machine}/{id}/{request}/agree":           {from: assessing, after: "ask-pause", path: aPause},
	"POST /pauses/{machine}/{id}/{request}/refuse":          {from: assessing, after: "ask-pause", path: aPause},
	"POST /pauses/{machine}/{id}/{request}/withdraw":        {who: apptest.Officer, from: assessing, after: "ask-pause", path: aPause},
	"POST /api/v1/pauses/{machine}/{id}/{request}/agree":    {from: assessing, after: "ask-pause", path: aPause},
	"POST /api/v1/pauses/{machine}/{id}/{request}/refuse":   {from: assessing, after: "ask-pause", path: aPause},
	"POST /api/v1/pauses/{machine}/{id}/{request}/withdraw": {who: apptest.Officer, from: assessing, after: "ask-pause", path: aPause},

	"POST /alliance/{id}/depart":         {who: apptest.Manager, path: "id={depart 1}", body: "reason=牌照到期&leaves_on=2020-07-31"},
	"POST /alliance/{id}/return":         {who: apptest.Manager, path: "id={return 1}", body: "reason=牌照已换"},
	"POST /alliance/{id}/confirm":        {who: apptest.Manager, path: "id={confirm 1}"},
	"POST /alliance/{id}/admit":          {who: apptest.Manager, path: "id={admit 1}"},
	"POST /alliance/{id}/cancel":         {who: apptest.Manager, path: "id={cancel 1}"},
	"POST /alliance/{id}/refuse":         {who: apptest.Manager, path: "id={refuse 1}"},
	"POST /api/v1/alliance/{id}/depart":  {who: apptest.Manager, path: "id={depart 2}", body: `{"reason":"the licence~","leaves_on":"2020-07-31"}`},
	"POST /api/v1/alliance/{id}/return":  {who: apptest.Manager, path: "id={return 2}", body: `{"reason":"a new licence~"}`},
	"POST /api/v1/alliance/{id}/confirm": {who: apptest.Manager, path: "id={confirm 2}"},
	"POST /api/v1/alliance/{id}/admit":   {who: apptest.Manager, path: "id={admit 2}"},
	"POST /api/v1/alliance/{id}/cancel":  {who: apptest.Manager, path: "id={cancel 2}"},
	"POST /api/v1/alliance/{id}/refuse":  {who: apptest.Manager, path: "id={refuse 2}"},

	"POST /applications":                              {who: apptest.Owner},
	"POST /applications/{id}/company":                 {from: draft, body: "credit_code={code}&headcount_now=20&headcount_full=40&contact=桑立夏", watch: draftNow},
	"POST /applications/{id}/need":                    {from: draft, body: "amount=50000&purpose=order&term_months=12", watch: draftNow},
	"POST /applications/{id}/operation":               {from: draft, body: "source=orders&sales=10000&sales_year=10000&orders=0&debt=0&security=credit&jobs_kept=10", watch: draftNow},
	"POST /applications/{id}/sharing":                 {from: draft, body: "lenders={BANK-RCB}&classes=lease&until=2020-09-30", watch: draftNow},
	"POST /applications/{id}/submit":                  {from: submitted, after: "return"},
	"POST /applications/{id}/withdraw":                {from: submitted, body: "reason=other"},
	"POST /applications/{id}/discard":                 {from: draft},
	"POST /applications/{id}/verify":                  {who: apptest.Liaison, from: submitted, body: "note=complete"},
	"POST /applications/{id}/publish":                 {who: apptest.Liaison, from: submitted, after: "verify"},
	"POST /applications/{id}/refer":                   {who: apptest.Liaison, from: published, after: "decline"},
	"POST /applications/{id}/reshare":                 {from: published, after: "decline refer", body: "lenders={BANK-DY}&until=2020-09-30"},
	"POST /api/v1/applications/{id}/reshare":          {from: published, body: `{"lenders":["{BANK-DY}~"],"until":"2020-09-30"}`},
	"POST /applications/{id}/return":                  {who: apptest.Liaison, from: submitted, body: "note=请补充"},
	"POST /applications/{id}/messages":                {from: submitted, body: "text=请问"},
	"POST /applications/{id}/accept":                  {from: offered, body: "offer={offer}&terms_hash={terms}"},
	"POST /cases/{id}/interest":                       {who: apptest.Officer, from: published},
	"POST /cases/{id}/request-file":                   {who: apptest.Officer, from: published},
	"POST /cases/{id}/assess":                         {who: apptest.Officer, from: published, after: "request-file"},
	"POST /cases/{id}/offer":                          {who: apptest.Officer, from: assessing, body: offerForm},
	"POST /cases/{id}/decline":                        {who: apptest.Officer, from: published, body: reasonForm},
	"POST /cases/{id}/messages":                       {who: apptest.Officer, from: assessing, body: "text=请问"},
	"POST /cases/{id}/offers/{offer}/issue":           {who: apptest.Approver, from: drafted},
	"POST /cases/{id}/offers/{offer}/discard":         {who: apptest.Approver, from: drafted},
	"POST /cases/{id}/offers/{offer}/withdraw":        {who: apptest.Approver, from: offered},
	"POST /api/v1/applications":                       {who: apptest.Owner},
	"PUT /api/v1/applications/{id}/company":           {from: draft, body: `{` + aCompany + `}`, watch: draftNow},
	"PUT /api/v1/applications/{id}/need":              {from: draft, body: `{` + aNeed + `}`, watch: draftNow},
	"PUT /api/v1/applications/{id}/operation":         {from: draft, body: `{` + operating + `}`, watch: draftNow},
	"PUT /api/v1/applications/{id}/sharing":           {from: draft, body: `{` + sharing + `}`, watch: draftNow},
	"POST /api/v1/applications/{id}/discard":          {from: draft},
	"POST /api/v1/applications/{id}/publish":          {who: apptest.Liaison, from: submitted, after: "verify"},
	"POST /api/v1/applications/{id}/refer":            {who: apptest.Liaison, from: published, after: "decline"},
	"POST /api/v1/applications/{id}/submit":           {from: submitted, after: "return"},
	"POST /api/v1/applications/{id}/verify":           {who: apptest.Liaison, from: submitted, body: `{"note":"complete~"}`},
	"POST /api/v1/applications/{id}/return":           {who: apptest.Liaison, from: submitted, body: `{"note":"more~"}`},
	"POST /api/v1/applications/{id}/withdraw":         {from: submitted, body: `{"note":"other~"}`},
	"POST /api/v1/applications/{id}/accept":           {from: offered, body: `{"offers":["{offer}"],"terms_hash":"{terms}~"}`},
	"POST /api/v1/cases/{id}/interest":                {who: apptest.Officer, from: published},
	"POST /api/v1/cases/{id}/request-file":            {who: apptest.Officer, from: published},
	"POST /api/v1/cases/{id}/assess":                  {who: apptest.Officer, from: published, after: "request-file"},
	"POST /api/v1/cases/{id}/decline":                 {who: apptest.Officer, from: published, body: `{` + aReason + `}`},
	"POST /api/v1/cases/{id}/offer":                   {who: apptest.Officer, from: assessing, body: `{` + anOffer + `}`},
	"POST /api/v1/cases/{id}/offers/{offer}/issue":    {who: apptest.Approver, from: drafted},
	"POST /api/v1/cases/{id}/offers/{offer}/discard":  {who: apptest.Approver, from: drafted},
	"POST /api/v1/cases/{id}/offers/{offer}/withdraw": {who: apptest.Approver, from: offered},

	"POST /lenders/{id}/edit":                                     {who: apptest.Approver, path: "id={BANK-RCB}", body: "contact_zh=雷白露&contact_en=Bailu Lei&phone=0000-6100001&address_zh=澄川县&address_en=Chengchuan&limit_{BP02}_outlet=100000", watch: saidNow},
	"PUT /api/v1/lenders/{id}":                                    {who: apptest.Approver, path: "id={BANK-RCB}", body: `{"contact_zh":"雷白露","contact_en":"Bailu Lei~","phone":"0000-6100001","address_zh":"澄川县","address_en":"Chengchuan","limits":[{"product":"{BP02}","level":"outlet","up_to_fen":10000000}]}`, watch: saidNow},
	"POST /applications/{id}/dossier":                             {from: submitted, body: "FILE"},
	"POST /cases/{id}/dossier/requests":                           {who: apptest.Officer, from: assessing, body: "kind=tax&reason=请补充&due_on=2020-07-10"},
	"POST /cases/{id}/dossier/requests/{request}/withdraw":        {who: apptest.Officer, from: assessing, after: "ask", path: aRequest},
	"POST /api/v1/applications/{id}/dossier":                      {from: submitted, body: `{"kind":"tax","name":"tax~.txt","content":"5rWB5rC0"}`},
	"POST /api/v1/cases/{id}/dossier/requests":                    {who: apptest.Officer, from: assessing, body: `{"kind":"tax","reason":"more~","due_on":"2020-07-10"}`},
	"POST /api/v1/cases/{id}/dossier/requests/{request}/withdraw": {who: apptest.Officer, from: assessing, after: "ask", path: aRequest},
	"POST /products":                                              {who: apptest.Officer, body: "code=N1&" + productForm},
	"POST /products/{id}/change":                                  {who: apptest.Officer, path: "id={BP02}", body: productForm},
	"POST /products/{id}/withdraw":                                {who: apptest.Approver, path: "id={BP04}", body: "reason=停办", watch: soldNow},
	"POST /products/{id}/versions/{version}/approve":              {who: apptest.Approver, path: "id={product 1};version=1", body: "valid_from=2020-06-30"},
	"POST /products/{id}/versions/{version}/discard":              {who: apptest.Officer, path: "id={product 2};version=1"},
	"POST /api/v1/products":                                       {who: apptest.Officer, body: `{"code":"N2",` + aProduct + `}`},
	"POST /api/v1/products/{id}/versions":                         {who: apptest.Officer, path: "id={BP02}", body: `{` + aProduct + `}`},
	"POST /api/v1/products/{id}/withdraw":                         {who: apptest.Approver, path: "id={BP03}", body: `{"reason":"no more~"}`, watch: soldNow},
	"POST /api/v1/products/{id}/versions/{version}/approve":       {who: apptest.Approver, path: "id={product 3};version=1", body: `{"valid_from":"2020-07-01"}`},
	"POST /api/v1/products/{id}/versions/{version}/discard":       {who: apptest.Officer, path: "id={product 4};version=1"},
	"POST /desk/{machine}/{id}/remind":                            {who: apptest.Liaison, path: "machine=lender_case;id={tardy 1}"},
	"POST /api/v1/desk/{machine}/{id}/remind":                     {who: apptest.Liaison, path: "machine=lender_case;id={tardy 2}"},

	"POST /contracts/{id}/sign":                 {who: apptest.Approver, from: signing},
	"POST /contracts/{id}/cancel":               {from: signing},
	"POST /contracts/{id}/disburse":             {who: apptest.Officer, from: effective, body: "value_on=2020-06-30&ref=payout"},
	"POST /contracts/{id}/repay":                {who: apptest.Officer, from: performing, body: "received_on=2020-06-30&amount=123.45&number=R-1"},
	"POST /contracts/{id}/reverse":              {who: apptest.Approver, from: performing, after: "repay", body: "number=R-{id}&reason=wrong"},
	"POST /contracts/{id}/surplus":              {from: performing, after: "repay", body: "way=refund&amount=0.50"},
	"POST /contracts/{id}/refund":               {who: apptest.Officer, from: performing, after: "repay surplus", body: "paid_on=2020-06-30&number=R-5"},
	"POST /contracts/{id}/messages":             {from: effective, body: "text=请问"},
	"POST /contracts/{id}/early":                {from: performing, body: "on=2020-06-30"},
	"POST /contracts/{id}/prepay":               {who: apptest.Officer, from: performing, after: "early", body: "received_on=2020-06-30&amount=100000&number=R-2"},
	"POST /api/v1/contracts/{id}/sign-borrower": {from: offered, after: "accept"},
	"POST /api/v1/contracts/{id}/sign-lender":   {who: apptest.Approver, from: signing},
	"POST /api/v1/contracts/{id}/cancel":        {from: signing},
	"POST /api/v1/contracts/{id}/disburse":      {who: apptest.Officer, from: effective, body: `{"value_on":"2020-06-30","ref":"one payout~"}`},
	"POST /api/v1/contracts/{id}/reverse":       {who: apptest.Approver, from: performing, after: "repay", body: `{"number":"R-{id}","reason":"wrong~"}`},
	"POST /api/v1/contracts/{id}/surplus":       {from: performing, after: "repay", body: `{"way":"keep_maturity","amount_fen":5~}`},
	"POST /api/v1/contracts/{id}/refund":        {who: apptest.Officer, from: performing, after: "repay surplus", body: `{"paid_on":"2020-06-30","number":"R-6~"}`},
	"POST /api/v1/contracts/{id}/messages":      {from: effective, body: `{"text":"when~"}`},
	"POST /api/v1/contracts/{id}/repay":         {who: apptest.Officer, from: performing, body: `{"received_on":"2020-06-30","amount_fen":12345~,"number":"R-3"}`},
	"POST /api/v1/contracts/{id}/prepay":        {who: apptest.Officer, from: performing, after: "early", body: `{"received_on":"2020-06-30","amount_fen":10000000,"number":"R-4~"}`},
	"POST /api/v1/contracts/{id}/early":         {from: performing, body: `{"on":"2020-06-30"}`},
	"POST /lists/{list}/export":                 {who: apptest.Approver, path: "list=contracts", body: "format=csv&reason=reconciliation"},
	"POST /api/v1/lists/{list}/export":          {who: apptest.Manager, path: "list=enterprises", body: `{"format":"xlsx","reason":"other","note":"for the morning~","query":"size_class=micro"}`},
	"POST /calendar":                            {who: apptest.Officer, body: "amounts=1"},
	"POST /api/v1/calendar":                     {who: apptest.Officer, body: `{"names":true}`},
	"POST /statements":                          {who: apptest.Officer, body: "from=2020-06-01&to=2020-06-30"},
	"POST /api/v1/statements":                   {who: apptest.Officer, body: `{"contract":"","from":"2020-06-01~","to":"2020-06-30"}`},
	"POST /books/close":                         {who: apptest.Approver, body: "month=2020-03"},
	"POST /api/v1/books/close":                  {who: apptest.Approver, body: `{"month":"2020-04~"}`},
	"POST /contracts/{id}/relief":               {from: performing, body: "kind=cut_rate&reason=订单减少&until=2020-12-31"},
	"POST /reliefs/{id}/propose":                {who: apptest.Officer, from: performing, after: "relief", path: itsRelief, body: "kind=cut_rate&from_on=2020-07-01&rate=3"},
	"POST /reliefs/{id}/agree":                  {from: performing, after: "relief proposal", path: itsRelief, body: "hash=" + itsHash},
	"POST /intake/loans":                        {who: apptest.Officer, body: "LIST 合同编号,截至日期\nX-1,2020-06-01\n"},
	"POST /intake/receipts":                     {who: apptest.Officer, body: "LIST 合同编号,到账日期,金额,流水号\nX-1,2020-06-01,1,X\n"},
	"POST /intake/{id}/accept":                  {who: apptest.Officer, path: "id={batch checked 1}"},
	"POST /intake/{id}/book":                    {who: apptest.Officer, path: "id={batch ready 1}"},
	"POST /intake/{id}/approve":                 {who: apptest.Approver, path: "id={batch accepted 1}"},
	"POST /intake/{id}/refuse":                  {who: apptest.Approver, path: "id={batch accepted 2}", body: "reason=余额不符"},
	"POST /intake/{id}/discard":                 {who: apptest.Officer, path: "id={batch checked 2}"},
	"POST /contracts/{id}/objections":           {who: apptest.Owner, path: "id={existing loan}", body: "figure=balance&told=99000"},
	"POST /reconciliations":                     {who: apptest.Officer, body: "STATEMENT 起息日,合同编号,业务类型,发生额,余额\n2019-12-02,X-1,还款,1,1\n"},
	"POST /reconciliations/{id}/match":          {who: apptest.Officer, path: "id={reconciliation open 1}"},
	"POST /reconciliations/{id}/explain":        {who: apptest.Officer, path: "id={reconciliation open 2}", body: "item=line 2&digest={digest of reconciliation open 2}&text=在途"},
	"POST /reconciliations/{id}/discard":        {who: apptest.Officer, path: "id={reconciliation open 3}"},
	"POST /reconciliations/{id}/send":           {who: apptest.Officer, path: "id={reconciliation explained 1}"},
	"POST /reconciliations/{id}/agree":          {who: apptest.Officer, path: "id={reconciliation even 1}"},
	"POST /reconciliations/{id}/confirm":        {who: apptest.Approver, path: "id={reconciliation sent 1}"},
	"POST /reconciliations/{id}/return":         {who: apptest.Approver, path: "id={reconciliation sent 2}", body: "reason=写明依据"},
	"POST /reconciliations/{id}/reopen":         {who: apptest.Officer, path: "id={reconciliation agreed 1}"},
	"POST /api/v1/reconciliations":              {who: apptest.Officer, body: `{"file_name":"a~.csv","content":"6LW35oGv5pelLOWQiOWQjOe8luWPtyzkuJrliqHnsbvlnosK","from_on":"2019-12-01","to_on":"2019-12-31"}`},
	"POST /api/v1/reconciliations/{id}/match":   {who: apptest.Officer, path: "id={reconciliation open 4}"},
	"POST /api/v1/reconciliations/{id}/explain": {who: apptest.Officer, path: "id={reconciliation open 5}", body: `{"item":"line 2","digest":"{digest of reconciliation open 5}","text":"in transit~"}`},
	"POST /api/v1/reconciliations/{id}/discard": {who: apptest.Officer, path: "id={reconciliation open 6}"},
	"POST /api/v1/reconciliations/{id}/send":    {who: apptest.Officer, path: "id={reconciliation explained 2}"},
	"POST /api/v1/reconciliations/{id}/agree":   {who: apptest.Officer, path: "id={reconciliation even 2}"},
	"POST /api/v1/reconciliations/{id}/confirm": {who: apptest.Approver, path: "id={reconciliation sent 3}"},
	"POST /api/v1/reconciliations/{id}/return":  {who: apptest.Approver, path: "id={reconciliation sent 4}", body: `{"reason":"by which paper~"}`},
	"POST /api/v1/reconciliations/{id}/reopen":  {who: apptest.Officer, path: "id={reconciliation agreed 2}"},
	"POST /api/v1/intake":                       {who: apptest.Officer, body: `{"kind":"receipts","file_name":"a.csv","content":"5ZCI5ZCM57yW5Y+3LOWIsOi0puaXpeacnwo=","stated_fen":1~}`},
	"POST /api/v1/intake/{id}/accept":           {who: apptest.Officer, path: "id={batch checked 3}"},
	"POST /api/v1/intake/{id}/book":             {who: apptest.Officer, path: "id={batch ready 2}"},
	"POST /api/v1/intake/{id}/approve":          {who: apptest.Approver, path: "id={batch accepted 3}"},
	"POST /api/v1/intake/{id}/refuse":           {who: apptest.Approver, path: "id={batch accepted 4}", body: `{"reason":"not ours~"}`},
	"POST /api/v1/intake/{id}/discard":          {who: apptest.Officer, path: "id={batch checked 4}"},
	"POST /api/v1/contracts/{id}/objections":    {who: apptest.Owner, path: "id={existing loan}", body: `{"figure":"balance","told":"99000~","note":""}`},

	"POST /reliefs/{id}/approve":                    {who: apptest.Approver, from: performing, after: "relief proposal agreed", path: itsRelief, body: "hash=" + itsHash},
	"POST /reliefs/{id}/withdraw":                   {from: performing, after: "relief", path: itsRelief},
	"POST /reliefs/{id}/counter":                    {from: performing, after: "relief proposal", path: itsRelief, body: "note=请展期"},
	"POST /reliefs/{id}/send-back":                  {who: apptest.Approver, from: performing, after: "relief proposal agreed", path: itsRelief, body: "note=请重提"},
	"POST /reliefs/{id}/reject":                     {who: apptest.Officer, from: performing, after: "relief", path: itsRelief, body: "code=documents&note=请补订单"},
	"POST /reliefs/{id}/notice":                     {who: apptest.Officer, path: "id={relief of payroll}", body: "reason=人数不足&cure_by=2020-07-10", watch: itsState},
	"POST /reliefs/{id}/cure":                       {who: apptest.Officer, path: "id={relief of rent}", body: "note=已补足", watch: itsState},
	"POST /reliefs/{id}/revoke":                     {who: apptest.Approver, path: "id={relief of AP04}", body: "hash={revocation of AP04}&reason=未整改"},
	"POST /api/v1/contracts/{id}/relief":            {from: performing, body: `{` + strings.Replace(aRelief, `orders"`, `orders~"`, 1) + `}`},
	"POST /api/v1/reliefs/{id}/propose":             {who: apptest.Officer, from: performing, after: "relief", path: itsRelief, body: `{` + aCut + `~}`},
	"POST /api/v1/reliefs/{id}/agree":               {from: performing, after: "relief proposal", path: itsRelief, body: `{"hash":"` + itsHash + `~"}`},
	"POST /api/v1/reliefs/{id}/approve":             {who: apptest.Approver, from: performing, after: "relief proposal agreed", path: itsRelief, body: `{"hash":"` + itsHash + `~"}`},
	"POST /api/v1/reliefs/{id}/withdraw":            {from: performing, after: "relief", path: itsRelief},
	"POST /api/v1/reliefs/{id}/counter":             {from: performing, after: "relief proposal", path: itsRelief, body: `{"note":"longer~"}`},
	"POST /api/v1/reliefs/{id}/send-back":           {who: apptest.Approver, from: performing, after: "relief proposal agreed", path: itsRelief, body: `{"note":"again~"}`},
	"POST /api/v1/reliefs/{id}/reject":              {who: apptest.Officer, from: performing, after: "relief", path: itsRelief, body: `{"code":"documents","note":"orders~"}`},
	"POST /api/v1/reliefs/{id}/notice":              {who: apptest.Officer, path: "id={relief of materials}", body: `{"reason":"12 are left~","cure_by":"2020-07-10"}`, watch: itsState},
	"POST /api/v1/reliefs/{id}/cure":                {who: apptest.Officer, path: "id={relief of order}", body: `{"note":"21 again~"}`, watch: itsState},
	"POST /api/v1/reliefs/{id}/revoke":              {who: apptest.Approver, path: "id={relief of AP08}", body: `{"hash":"{revocation of AP08}","reason":"not mended~"}`},
	"POST /schemes":                                 {who: apptest.Officer, body: rulesForm},
	"POST /schemes/{id}/approve":                    {who: apptest.Approver, path: "id={scheme 1}", watch: schemeNow},
	"POST /schemes/{id}/discard":                    {who: apptest.Officer, path: "id={scheme 2}", watch: schemeNow},
	"POST /schemes/{id}/end":                        {who: apptest.Approver, path: "id={scheme 5}", watch: schemeNow},
	"POST /api/v1/schemes":                          {who: apptest.Officer, body: `{"rules":{` + someRules + `}}`},
	"POST /api/v1/schemes/{id}/approve":             {who: apptest.Approver, path: "id={scheme 3}", watch: schemeNow},
	"POST /api/v1/schemes/{id}/discard":             {who: apptest.Officer, path: "id={scheme 4}", watch: schemeNow},
	"POST /api/v1/schemes/{id}/end":                 {who: apptest.Approver, path: "id={scheme 6}", watch: schemeNow},
	"POST /contracts/{id}/drawings":                 {who: apptest.Owner, path: "id={line}", body: "amount=30000&draw_on=2020-06-30&purpose=采购钢材"},
	"POST /drawings/{id}/record":                    {who: apptest.Officer, path: "id={drawing 3}", body: "value_on=2020-06-30&number=OUT-3", watch: drawnNow},
	"POST /drawings/{id}/agree":                     {who: apptest.Approver, path: "id={drawing 1}"},
	"POST /drawings/{id}/refuse":                    {who: apptest.Officer, path: "id={drawing 4}", body: "reason=材料不全"},
	"POST /drawings/{id}/withdraw":                  {who: apptest.Owner, path: "id={drawing 5}", watch: drawnNow},
	"POST /api/v1/contracts/{id}/drawings":          {who: apptest.Owner, path: "id={line}", body: `{"amount_fen":3000100,"draw_on":"2020-06-30","purpose":"steel~"}`},
	"POST /api/v1/drawings/{id}/record":             {who: apptest.Officer, path: "id={drawing 6}", body: `{"value_on":"2020-06-30","number":"OUT-6~"}`, watch: drawnNow},
	"POST /api/v1/drawings/{id}/agree":              {who: apptest.Approver, path: "id={drawing 2}"},
	"POST /api/v1/drawings/{id}/refuse":             {who: apptest.Officer, path: "id={drawing 7}", body: `{"reason":"papers~"}`},
	"POST /api/v1/drawings/{id}/withdraw":           {who: apptest.Owner, path: "id={drawing 8}", watch: drawnNow},
	"POST /contracts/{id}/fees":                     {who: apptest.Officer, path: "id={line}", body: "due_on=2021-01-30&amount=1&reason=停工期间"},
	"POST /waivers/{id}/agree":                      {who: apptest.Approver, path: "id={waiver 1}"},
	"POST /waivers/{id}/refuse":                     {who: apptest.Approver, path: "id={waiver 2}", body: "reason=照收"},
	"POST /waivers/{id}/withdraw":                   {who: apptest.Officer, path: "id={waiver 3}", watch: waivedNow},
	"POST /api/v1/contracts/{id}/fees":              {who: apptest.Officer, path: "id={line}", body: `{"due_on":"2021-03-30","amount_fen":100,"reason":"works~"}`},
	"POST /api/v1/waivers/{id}/agree":               {who: apptest.Approver, path: "id={waiver 4}"},
	"POST /api/v1/waivers/{id}/refuse":              {who: apptest.Approver, path: "id={waiver 5}", body: `{"reason":"as agreed~"}`},
	"POST /api/v1/waivers/{id}/withdraw":            {who: apptest.Officer, path: "id={waiver 6}", watch: waivedNow},
	"POST /classes/rules":                           {who: apptest.Approver, body: aRuleForm},
	"POST /classes/rules/{id}/agree":                {who: apptest.Approver, path: "id={class rule 1}"},
	"POST /classes/rules/{id}/refuse":               {who: apptest.Approver, path: "id={class rule 2}", body: "reason=再议"},
	"POST /classes/rules/{id}/withdraw":             {who: apptest.Officer, path: "id={class rule 3}"},
	"POST /api/v1/classes/rules":                    {who: apptest.Approver, body: `{` + aRule + `}`},
	"POST /api/v1/classes/rules/{id}/agree":         {who: apptest.Approver, path: "id={class rule 4}"},
	"POST /api/v1/classes/rules/{id}/refuse":        {who: apptest.Approver, path: "id={class rule 5}", body: `{"reason":"later~"}`},
	"POST /api/v1/classes/rules/{id}/withdraw":      {who: apptest.Officer, path: "id={class rule 6}"},
	"POST /applications/{id}/guarantee":             {from: published, after: "decline refer", body: "guarantor={GUAR-1}&classes=identity&classes=headcount&until=2020-09-30"},
	"POST /applications/{id}/recommendation":        {from: published, after: "decline refer", body: "until=2020-09-30"},
	"POST /guarantees/{id}/request-file":            {who: guarantor, from: published, after: "decline refer guarantee", path: itsGuarantee},
	"POST /guarantees/{id}/propose":                 {who: guarantor, from: published, after: "decline refer guarantee opened", path: itsGuarantee, body: "coverage=80&max=50000&fee=1&valid_to=2020-09-30"},
	"POST /guarantees/{id}/return":                  {who: underwriter, from: published, after: "decline refer guarantee opened letter", path: itsGuarantee, body: "note=期限太长"},
	"POST /guarantees/{id}/state":                   {who: underwriter, from: published, after: "decline refer guarantee opened letter", path: itsGuarantee, body: "seal=" + itsLetter},
	"POST /guarantees/{id}/decline":                 {who: underwriter, from: published, after: "decline refer guarantee opened letter", path: itsGuarantee, body: "code=exposure"},
	"POST /guarantees/{id}/take-back":               {who: underwriter, from: published, after: "decline refer guarantee opened letter stated", path: itsGuarantee, body: "note=额度调整"},
	"POST /guarantees/{id}/withdraw":                {from: published, after: "decline refer guarantee", path: itsGuarantee},
	"POST /recommendations/{id}/recommend":          {who: apptest.Town, from: published, after: "decline refer town", path: itsTown, body: "answer=复工较早"},
	"POST /recommendations/{id}/refuse":             {who: apptest.Town, from: published, after: "decline refer town", path: itsTown, body: "answer=复工不足"},
	"POST /recommendations/{id}/withdraw":           {from: published, after: "decline refer town", path: itsTown},
	"POST /api/v1/applications/{id}/guarantee":      {from: published, after: "decline refer", body: `{"guarantor":"{GUAR-1}","classes":["identity"],"until":"2020-09-30","message":"more orders~"}`},
	"POST /api/v1/applications/{id}/recommendation": {from: published, after: "decline refer", body: `{"until":"2020-09-30","message":"please~"}`},
	"POST /api/v1/guarantees/{id}/request-file":     {who: guarantor, from: published, after: "decline refer guarantee", path: itsGuarantee},
	"POST /api/v1/guarantees/{id}/propose":          {who: guarantor, from: published, after: "decline refer guarantee opened", path: itsGuarantee, body: `{` + aLetter + `}`},
	"POST /api/v1/guarantees/{id}/return":           {who: underwriter, from: published, after: "decline refer guarantee opened letter", path: itsGuarantee, body: `{"note":"too long~"}`},
	"POST /api/v1/guarantees/{id}/state":            {who: underwriter, from: published, after: "decline refer guarantee opened letter", path: itsGuarantee, body: `{"seal":"` + itsLetter + `~"}`},
	"POST /api/v1/guarantees/{id}/decline":          {who: underwriter, from: published, after: "decline refer guarantee opened letter", path: itsGuarantee, body: `{"code":"exposure","note":"full~"}`},
	"POST /api/v1/guarantees/{id}/take-back":        {who: underwriter, from: published, after: "decline refer guarantee opened letter stated", path: itsGuarantee, body: `{"note":"limit~"}`},
	"POST /api/v1/guarantees/{id}/withdraw":         {from: published, after: "decline refer guarantee", path: itsGuarantee},
	"POST /api/v1/recommendations/{id}/recommend":   {who: apptest.Town, from: published, after: "decline refer town", path: itsTown, body: `{"answer":"back to work early~"}`},
	"POST /api/v1/recommendations/{id}/refuse":      {who: apptest.Town, from: published, after: "decline refer town", path: itsTown, body: `{"answer":"too few are back~"}`},
	"POST /api/v1/recommendations/{id}/withdraw":    {from: published, after: "decline refer town", path: itsTown},

	"POST /contracts/{id}/workout":         {who: apptest.Officer, from: performing, body: "kind=class&class=doubtful&reason=经营已停"},
	"POST /workouts/{id}/agree":            {who: apptest.Approver, from: performing, after: "workout", path: itsWorkout, body: "seal=" + itsSeal},
	"POST /workouts/{id}/refuse":           {who: apptest.Approver, from: performing, after: "workout", path: itsWorkout, body: "reason=先走访"},
	"POST /workouts/{id}/withdraw":         {who: apptest.Officer, from: performing, after: "workout", path: itsWorkout},
	"POST /api/v1/contracts/{id}/workout":  {who: apptest.Officer, from: performing, body: `{` + aWorkout + `}`},
	"POST /api/v1/workouts/{id}/agree":     {who: apptest.Approver, from: performing, after: "workout", path: itsWorkout, body: `{"seal":"` + itsSeal + `~"}`},
	"POST /api/v1/workouts/{id}/refuse":    {who: apptest.Approver, from: performing, after: "workout", path: itsWorkout, body: `{"reason":"visit first~"}`},
	"POST /api/v1/workouts/{id}/withdraw":  {who: apptest.Officer, from: performing, after: "workout", path: itsWorkout},
	"POST /contracts/{id}/renewal":         {from: performing, body: "amount=1000&term_months=12&reason=订单稳定"},
	"POST /renewals/{id}/review":           {who: apptest.Officer, from: performing, after: "renewal", path: itsRenewal, body: checkForm},
	"POST /renewals/{id}/propose":          {who: apptest.Officer, from: performing, after: "renewal reviewed", path: itsRenewal, body: "amount=1000&term_months=12&rate=4&repayment=interest_monthly_principal_end"},
	"POST /renewals/{id}/agree":            {from: performing, after: "renewal reviewed renewed", path: itsRenewal, body: "hash=" + itsFile},
	"POST /renewals/{id}/approve":          {who: apptest.Approver, from: performing, after: "renewal reviewed renewed signed", path: itsRenewal, body: "hash=" + itsFile},
	"POST /renewals/{id}/withdraw":         {from: performing, after: "renewal", path: itsRenewal},
	"POST /renewals/{id}/counter":          {from: performing, after: "renewal reviewed renewed", path: itsRenewal, body: "note=利率再低些"},
	"POST /renewals/{id}/send-back":        {who: apptest.Approver, from: performing, after: "renewal reviewed renewed signed", path: itsRenewal, body: "note=请重提"},
	"POST /renewals/{id}/reject":           {who: apptest.Officer, from: performing, after: "renewal", path: itsRenewal, body: "code=standard&note=请补报表"},
	"POST /api/v1/contracts/{id}/renewal":  {from: performing, body: `{` + aRenewal + `}`},
	"POST /api/v1/renewals/{id}/review":    {who: apptest.Officer, from: performing, after: "renewal", path: itsRenewal, body: `{` + checked + `}`},
	"POST /api/v1/renewals/{id}/propose":   {who: apptest.Officer, from: performing, after: "renewal reviewed", path: itsRenewal, body: `{` + newTerms + `}`},
	"POST /api/v1/renewals/{id}/agree":     {from: performing, after: "renewal reviewed renewed", path: itsRenewal, body: `{"hash":"` + itsFile + `~"}`},
	"POST /api/v1/renewals/{id}/approve":   {who: apptest.Approver, from: performing, after: "renewal reviewed renewed signed", path: itsRenewal, body: `{"hash":"` + itsFile + `~"}`},
	"POST /api/v1/renewals/{id}/withdraw":  {from: performing, after: "renewal", path: itsRenewal},
	"POST /api/v1/renewals/{id}/counter":   {from: performing, after: "renewal reviewed renewed", path: itsRenewal, body: `{"note":"lower~"}`},
	"POST /api/v1/renewals/{id}/send-back": {who: apptest.Approver, from: performing, after: "renewal reviewed renewed signed", path: itsRenewal, body: `{"note":"again~"}`},
	"POST /api/v1/renewals/{id}/reject":    {who: apptest.Officer, from: performing, after: "renewal", path: itsRenewal, body: `{"code":"standard","note":"statements~"}`},
	"POST /api/v1/funds":                   {who: apptest.Approver, body: `{"amount_fen":100000~,"ref":"from head office"}`},
}

// before is what may come before an intent on the same application.
var before = map[string]struct{ who, method, path, body string }{
	"return":       {apptest.Liaison, "POST", "/api/v1/applications/{application}/return", `{"note":"more"}`},
	"verify":       {apptest.Liaison, "POST", "/api/v1/applications/{application}/verify", `{"note":"complete"}`},
	"decline":      {apptest.Officer, "POST", "/api/v1/cases/{case}/decline", `{"code":"capacity","threshold":0,"found":0,"note":""}`},
	"refer":        {apptest.Liaison, "POST", "/api/v1/applications/{application}/refer", ``},
	"guarantee":    {"", "POST", "/api/v1/applications/{application}/guarantee", `{"guarantor":"{GUAR-1}","classes":["identity","documents"],"until":"2020-09-30"}`},
	"opened":       {guarantor, "POST", "/api/v1/guarantees/«SELECT id FROM referral_guarantee WHERE application_id = '{application}'»/request-file", ``},
	"letter":       {guarantor, "POST", "/api/v1/guarantees/«SELECT id FROM referral_guarantee WHERE application_id = '{application}'»/propose", `{` + strings.Replace(aLetter, "~", "", 1) + `}`},
	"stated":       {underwriter, "POST", "/api/v1/guarantees/«SELECT id FROM referral_guarantee WHERE application_id = '{application}'»/state", `{"seal":"«SELECT id || '-' || version FROM referral_guarantee WHERE application_id = '{application}'»"}`},
	"town":         {"", "POST", "/api/v1/applications/{application}/recommendation", `{"until":"2020-09-30"}`},
	"ask":          {apptest.Officer, "POST", "/api/v1/cases/{case}/dossier/requests", `{"kind":"lease","reason":"more","due_on":"2020-07-10"}`},
	"ask-pause":    {apptest.Officer, "POST", "/api/v1/pauses/lender_case/{case}", `{"reason":"away","until_on":"2020-07-20"}`},
	"request-file": {apptest.Officer, "POST", "/api/v1/cases/{case}/request-file", ``},
	"accept":       {"", "POST", "/api/v1/applications/{application}/accept", `{"offers":["{offer}"],"terms_hash":"{terms}"}`},
	"repay":        {apptest.Officer, "POST", "/api/v1/contracts/{contract}/repay", `{"received_on":"2020-06-30","amount_fen":100,"number":"R-{contract}"}`},
	"surplus":      {"", "POST", "/api/v1/contracts/{contract}/surplus", `{"way":"refund","amount_fen":60}`},
	"relief":       {"", "POST", "/api/v1/contracts/{contract}/relief", `{` + aRelief + `}`},
	"proposal":     {apptest.Officer, "POST", "/api/v1/reliefs/«SELECT id FROM relief_case WHERE contract_id = '{contract}'»/propose", `{` + aCut + `0}`},
	"agreed":       {"", "POST", "/api/v1/reliefs/«SELECT id FROM relief_case WHERE contract_id = '{contract}'»/agree", `{"hash":"«SELECT hash FROM relief_proposal p, relief_case c WHERE p.case_id = c.id AND c.contract_id = '{contract}'»"}`},
	"renewal":      {"", "POST", "/api/v1/contracts/{contract}/renewal", `{` + strings.Replace(aRenewal, "~", "", 1) + `}`},
	"reviewed":     {apptest.Officer, "POST", "/api/v1/renewals/«SELECT id FROM renewal_case WHERE contract_id = '{contract}'»/review", `{` + strings.Replace(checked, "~", "", 1) + `}`},
	"renewed":      {apptest.Officer, "POST", "/api/v1/renewals/«SELECT id FROM renewal_case WHERE contract_id = '{contract}'»/propose", `{` + strings.Replace(newTerms, "~", "0", 1) + `}`},
	"signed":       {"", "POST", "/api/v1/renewals/«SELECT id FROM renewal_case WHERE contract_id = '{contract}'»/agree", `{"hash":"«SELECT file_hash FROM renewal_proposal p, renewal_case c WHERE p.case_id = c.id AND c.contract_id = '{contract}'»"}`},
	"workout":      {apptest.Officer, "POST", "/api/v1/contracts/{contract}/workout", `{` + strings.Replace(aWorkout, "~", "", 1) + `}`},
	"early":        {"", "POST", "/api/v1/contracts/{contract}/early", `{"on":"2020-06-30"}`},
}

// people and codes that intents without an application find on the stage.
func furnish(t *testing.T, s *apptest.Stage) {
	t.Helper()
	standings(t, s)
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		for n := 1; n <= 5; n++ {
			v, _, err := s.App.Identity.Invite(ctx, identity.Invite{NameZh: "桑立夏", Roles: []kernel.Role{kernel.FinanceClerk}})
			if err != nil {
				return err
			}
			p, err := s.App.Identity.Enrol(ctx, identity.EnrolPerson{Ref: fmt.Sprint("newcomer-", n), NameZh: "桑立秋"})
			if err != nil {
				return err
			}
			s.Know(fmt.Sprint("invitation ", n), v.ID)
			s.Know(fmt.Sprint("newcomer ", n), p.ID)
			if n == 3 {
				continue // joins later
			}
			m, err := s.App.Identity.Join(ctx, identity.JoinParty{Person: p.ID, Party: kernel.From(ctx).Party, Roles: []kernel.Role{kernel.FinanceClerk}})
			if err != nil {
				return err
			}
			s.Know(fmt.Sprint("membership ", n), m.ID)
		}
		return nil
	})
	s.By(t, "", func(ctx context.Context) error {
		m, err := s.App.Identity.Join(ctx, identity.JoinParty{Person: s.ID(apptest.Convenor), Party: s.ID("E02"), Roles: []kernel.Role{kernel.FinanceClerk}})
		s.Know("second membership", m.ID)
		return err
	})
	for n := 1; n <= 4; n++ {
		keep(t, s, fmt.Sprint("filter ", n))
	}
	ask(t, s, 6)
	for n := 1; n <= 4; n++ {
		s.Know(fmt.Sprint("recovery ", n), lost(t, s, apptest.Clerk))
	}
	for n := range 4 {
		s.Product(t, fmt.Sprint("product ", n+1), fmt.Sprint("D", n+1))
	}
	reliefs(t, s)
	policies(t, s, 6, 2)
	tranches(t, s)
	asked(t, s, 8, 2)
	letGo(t, s, 6)
	batches(t, s)
	classRules(t, s, 6)
	reconciliations(t, s)
	for n, purpose := range []string{"rent", "order"} {
		s.Know(fmt.Sprint("tardy ", n+1), tardy(t, s, purpose))
	}
	for n := 1; n <= 2; n++ {
		s.By(t, apptest.Liaison, func(ctx context.Context) error {
			_, err := s.App.Letters.Ask(ctx, letter.AskAddress{Channel: letter.SMS, Address: fmt.Sprint("+861000000002", n)})
			return err
		})
		id := first(t, s, `SELECT MAX(id) FROM letter_letter`)
		run(t, s, `UPDATE letter_letter SET state = 'dead' WHERE id = $1`, id)
		s.Know(fmt.Sprint("letter ", n), id)
	}
	s.Client(t, apptest.Town) // two sessions to end
	s.Client(t, apptest.Town)
	s.Know("code 1", creditCode(t, "91990101000009001"))
	s.Know("code 2", creditCode(t, "91990101000009002"))
}

// tardy is a lender's case of E40 whose first response was due an hour ago.
func tardy(t *testing.T, s *apptest.Stage, purpose string) (lenderCase string) {
	t.Helper()
	s.ApplicationOf(t, s.Data.Enterprises[39], "tardy "+purpose, purpose, apptest.Published)
	lenderCase = first(t, s, `SELECT id FROM origination_lender_case WHERE application_id = '`+s.ID("tardy "+purpose)+`'`)
	due := s.App.Now().Add(-time.Hour).UnixMicro()
	run(t, s, `UPDATE flow_clock SET due_us = $1 WHERE case_id = $2 AND stopped_us = 0`, due, lenderCase)
	run(t, s, `UPDATE flow_task SET due_us = $1 WHERE case_id = $2`, due, lenderCase)
	return lenderCase
}

// creditCode completes a code with its check character.
func creditCode(t *testing.T, body string) string {
	t.Helper()
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code, err := kernel.ParseCreditCode(body + string(c)); err == nil {
			return string(code)
		}
	}
	t.Fatalf("%s has no check character", body)
	return ""
}

// ask lets another administrator of the bank want n newcomers to approve; "grant
// 1" and so on wait for a second person.
func ask(t *testing.T, s *apptest.Stage, n int) {
	t.Helper()
	s.By(t, "", func(ctx context.Context) error {
		p, err := s.App.Identity.Enrol(ctx, identity.EnrolPerson{Ref: "boss of " + sim.Lender, NameZh: "桑立夏"})
		if err == nil {
			_, err = s.App.Identity.Join(ctx, identity.JoinParty{Person: p.ID, Party: s.ID(sim.Lender), Roles: []kernel.Role{kernel.OrgAdmin}})
		}
		s.Know("boss of "+sim.Lender, p.ID)
		return err
	})
	s.By(t, "boss of "+sim.Lender, func(ctx context.Context) error {
		for i := 1; i <= n; i++ {
			p, err := s.App.Identity.Enrol(ctx, identity.EnrolPerson{Ref: fmt.Sprint("approver-", i), NameZh: "桑立秋"})
			if err != nil {
				return err
			}
			if _, err := s.App.Identity.Join(ctx, identity.JoinParty{Person: p.ID, Party: s.ID(sim.Lender), Roles: []kernel.Role{kernel.Officer, kernel.Approver}}); err != nil {
				return err
			}
			s.Know(fmt.Sprint("grant ", i), first(t, s, `SELECT id FROM organisation_grant WHERE person_id = '`+p.ID+`'`))
		}
		return nil
	})
}

// lost lets somebody of the story ask to come back in, and answers the request.
func lost(t *testing.T, s *apptest.Stage, who string) string {
	t.Helper()
	run(t, s, `UPDATE identity_person SET sign_in = LOWER(ref) || '@example.org' WHERE id = $1`, s.ID(who))
	asked, err := s.App.Recovery.Ask(context.Background(), recovery.Ask{Account: who + "@example.org", Lost: recovery.Device, Source: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	return first(t, s, `SELECT id FROM recovery_request WHERE ref = '`+asked.Ref+`'`)
}
