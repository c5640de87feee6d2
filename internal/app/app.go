package app

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kaigong.example/kaigong/internal/feature/export"
	"kaigong.example/kaigong/internal/feature/filter"
	"kaigong.example/kaigong/internal/feature/finance/alliance"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/feature/finance/drawing"
	"kaigong.example/kaigong/internal/feature/finance/dunning"
	"kaigong.example/kaigong/internal/feature/finance/feed"
	"kaigong.example/kaigong/internal/feature/finance/grading"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/lender"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/origination/comparison"
	"kaigong.example/kaigong/internal/feature/finance/origination/response"
	"kaigong.example/kaigong/internal/feature/finance/overview"
	"kaigong.example/kaigong/internal/feature/finance/pause"
	"kaigong.example/kaigong/internal/feature/finance/pipeline"
	"kaigong.example/kaigong/internal/feature/finance/portfolio"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/feature/finance/scheme"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/identity/letter"
	"kaigong.example/kaigong/internal/feature/identity/organisation"
	"kaigong.example/kaigong/internal/feature/identity/recovery"
	"kaigong.example/kaigong/internal/feature/identity/setup"
	"kaigong.example/kaigong/internal/feature/park"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/event"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/notify"
	"kaigong.example/kaigong/internal/platform/sheet"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/conversation"
	"kaigong.example/kaigong/internal/record/document"
	"kaigong.example/kaigong/internal/record/ledger"
	"kaigong.example/kaigong/internal/record/sealed"
	"kaigong.example/kaigong/internal/record/shown"
)

//go:embed locales
var locales embed.FS

// ParkZone is where working days are counted.
const ParkZone = "Asia/Shanghai"

// Config is what an App is made from.
type Config struct {
	DB       *db.DB
	Business *clock.Business
	System   func() time.Time
	LogKey   string // the signing key of the transparency log
	CaseKey  []byte // 32 bytes that wrap the keys of cases
	BaseURL  string
	Proxies  []netip.Prefix // whose X-Forwarded-For counts
	Demo     bool
	Holidays []byte                     // years that were announced after the program was built, nil for none
	Ways     map[string]courier.Courier // "mail", "sms", "chat": out of the house; a channel without one is not offered
	Random   io.Reader                  // nil for the machine's own
	Log      *slog.Logger
}

// App is the whole program behind its handler.
type App struct {
	Config
	Handler        http.Handler
	Guard          *authz.Guard
	Calendar       *clock.Calendar
	Keeper         *flow.Keeper
	Audit          *auditlog.Log
	Jobs           *job.Queue
	Router         *web.Router
	Identity       *identity.Service
	People         *organisation.Service
	Recovery       *recovery.Service
	Setup          *setup.Service
	Letters        *letter.Service
	Park           *park.Service
	Catalogue      *catalogue.Service
	Alliance       *alliance.Service
	Lender         *lender.Service
	Dossier        *dossier.Service
	Origination    *origination.Service
	Servicing      *servicing.Service
	Portfolio      *portfolio.Service
	Feed           *feed.Service
	Books          *books.Service
	Dunning        *dunning.Service
	Intake         *intake.Service
	Reconciliation *reconciliation.Service
	Relief         *relief.Service
	Pause          *pause.Service
	Renewal        *renewal.Service
	Workout        *workout.Service
	Drawing        *drawing.Service
	Grading        *grading.Service
	Referral       *referral.Service
	Scheme         *scheme.Service
	Pipeline       *pipeline.Service
	Overview       *overview.Service
	Exports        *export.Service
	Filters        *filter.Service
	Modules        []module.Module

	metrics   *web.Metrics
	notices   notify.Store
	documents document.Store
	talk      conversation.Store
	bundle    *i18n.Bundle
	newID     func() string
}

// Now is the business time.
func (a *App) Now() time.Time { return a.Business.Now() }

// New migrates the database and builds the program: records, features, handler.
func New(ctx context.Context, c Config) (*App, error) {
	a := &App{Config: c, metrics: web.NewMetrics()}
	if a.Random == nil {
		a.Random = rand.Reader
	}
	for _, step := range []func(context.Context) error{a.migrate, a.calendar, a.records, a.features, a.words, a.routes} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	a.subscribe()
	a.observe()
	return a, nil
}

// migrate brings every package's tables up to date.
func (a *App) migrate(ctx context.Context) error {
	sources := []db.Source{
		{Name: "id", Files: id.Files}, {Name: "web", Files: web.Files}, {Name: "flow", Files: flow.Files}, {Name: job.Name, Files: job.Files}, {Name: notify.Name, Files: notify.Files},
		{Name: auditlog.Name, Files: auditlog.Files}, {Name: ledger.Name, Files: ledger.Files},
		{Name: document.Name, Files: document.Files}, {Name: conversation.Name, Files: conversation.Files}, {Name: sealed.Name, Files: sealed.Files},
	}
	for _, f := range folders {
		sources = append(sources, db.Source{Name: f.name, Files: f.files})
	}
	return a.DB.Migrate(ctx, sources...)
}

func (a *App) calendar(context.Context) error {
	zone, err := clock.Zone(ParkZone)
	if err != nil {
		return err
	}
	if a.Holidays == nil {
		a.Calendar, err = clock.NewCalendar(zone)
	} else {
		a.Calendar, err = clock.NewCalendar(zone, a.Holidays)
	}
	return err
}

// records are the books of truth and what carries work between features.
func (a *App) records(context.Context) (err error) {
	newID := id.New(a.System, a.Random).Next // one source, so that ids grow over all tables
	a.newID = newID
	a.Keeper = &flow.Keeper{Calendar: a.Calendar, Now: a.Now, Opened: a.turnOpened}
	a.notices = notify.Store{NewID: newID, Now: a.Now, Sent: a.noticeSent}
	a.documents = document.Store{NewID: newID, Now: a.Now}
	a.talk = conversation.Store{NewID: newID, Now: a.Now}
	a.Jobs = job.New(a.DB, a.System, newID, a.Log)
	a.Audit, err = auditlog.New(auditlog.Config{DB: a.DB, Key: a.LogKey, Policy: "1", Now: a.Now, Random: a.Random, NewID: newID})
	return err
}

// features are made in the order of their needs; each gets them in its own words.
func (a *App) features(context.Context) (err error) {
	a.Guard, err = guard()
	if err != nil {
		return err
	}
	newID, bus := a.newID, event.New(a.Jobs)
	a.Identity = &identity.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Events: bus, Zone: a.Calendar.Zone(), Now: a.Now, System: a.System, NewID: newID, Random: a.Random, BaseURL: a.BaseURL, Demo: a.Demo}
	people := parties{a.Identity}
	a.Park = &park.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Parties: parkParties{people}, Zone: a.Calendar.Zone(), Now: a.Now, NewID: newID}
	a.Books = &books.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Book: ledger.Book{NewID: newID, Now: a.Now}, Loans: paidOut{}, Parties: loanParties{people}, Zone: a.Calendar.Zone(), Now: a.Now, NewID: newID, Random: a.Random, BaseURL: a.BaseURL}
	a.Servicing = &servicing.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Book: ledger.Book{NewID: newID, Now: a.Now}, Parties: loanParties{people}, Notices: tell{a.notices}, Months: a.Books, Events: bus, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Dunning = &dunning.Service{DB: a.DB, Loans: dues{}, Notices: tell{a.notices}, Zone: a.Calendar.Zone(), Now: a.Now, Before: dunning.Usual}
	a.Catalogue = &catalogue.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Parties: sellerParties{people}, Zone: a.Calendar.Zone(), Now: a.Now, NewID: newID}
	a.Alliance = &alliance.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Parties: allianceParties{people, a.Identity}, Shelf: a.Catalogue, Notices: tell{a.notices}, Zone: a.Calendar.Zone(), Now: a.Now, NewID: newID}
	a.Intake = &intake.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: imports{a.Servicing}, Parties: intakeParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Scheme = &scheme.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: schemeLoans{a.Servicing, a.Park}, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Relief = &relief.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: loans{a.Servicing}, Schemes: schemes{a.Scheme}, Jobs: headcounts{a.Park}, Months: a.Books, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Scheme.Reliefs = granted{a.Relief}
	a.Renewal = &renewal.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: renewable{a.Servicing}, Products: forRenewals{a.Catalogue}, Reliefs: a.Relief, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Origination = &origination.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Consents: consents{a.Identity}, Parties: people, Premises: premises{a.Park}, Products: products{a.Catalogue, a.Alliance}, Contracts: a.Servicing, Capacity: a.Servicing, Alliance: a.Alliance, Documents: files{a.documents}, Vault: &sealed.Vault{Wrapping: a.CaseKey, Random: a.Random, Now: a.Now}, Talk: talk{a.talk}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Catalogue.Alliance, a.Catalogue.Applicants, a.Alliance.Cases = a.Alliance, a.Origination, a.Origination
	a.Dossier = &dossier.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Documents: a.documents, Applications: dossierCases{a.Origination, a.Identity}, Parties: loanParties{people}, Notices: tell{a.notices}, Zone: a.Calendar.Zone(), Now: a.Now, NewID: newID}
	a.Lender = &lender.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Parties: lenderParties{a.Identity, a.Alliance}, Products: soldProducts{a.Catalogue}, Answers: response.Meter{Log: a.Audit, Calendar: a.Calendar}, Zone: a.Calendar.Zone(), Now: a.Now, NewID: newID}
	a.Feed = &feed.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Loans: calendars{}, People: followers{a.Identity}, Parties: loanParties{people}, Key: a.CaseKey, Now: a.Now, System: a.System, NewID: newID, BaseURL: a.BaseURL}
	a.Portfolio = &portfolio.Service{DB: a.DB, Guard: a.Guard, Loans: portfolios{}, Parties: loanParties{people}, Payees: payees{a.Lender}, Audit: a.Audit, Zone: a.Calendar.Zone(), Now: a.Now, NewID: newID}
	a.People = &organisation.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Identity: a.Identity, Turns: a.Keeper, Drafts: drafts{}, Notices: tell{a.notices}, Now: a.Now, NewID: newID}
	a.Identity.Rights, a.Identity.Notices = a.People, tell{a.notices}
	if err := a.letters(); err != nil {
		return err
	}
	a.Recovery = &recovery.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Identity: a.Identity, Calendar: a.Calendar, Notices: tell{a.notices}, Now: a.Now, NewID: newID}
	a.Setup = &setup.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Identity: a.Identity, Calendar: a.Calendar, Letters: outward{a}, NewID: newID}
	a.Pause = &pause.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Cases: clocked{a.Origination, a.Servicing, a.Keeper}, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Pipeline = &pipeline.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Market: market{a.Origination}, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: newID}
	a.Overview = &overview.Service{DB: a.DB, Guard: a.Guard, Alliance: everybodys{a.Identity, a.Park, a.Audit, a.Calendar}, Calendar: a.Calendar, Now: a.Now}
	a.Modules = []module.Module{
		identity.Module(a.Identity),
		a.People.Module(),
		a.Letters.Module(),
		a.Recovery.Module(),
		a.Setup.Module(),
		a.Park.Module(),
		a.Catalogue.Module(),
		a.Alliance.Module(),
		a.Lender.Module(),
		a.Dossier.Module(),
		origination.Module(a.Origination),
		servicing.Module(a.Servicing),
		a.Intake.Module(),
		a.reconciliations(people),
		a.Portfolio.Module(),
		a.Feed.Module(),
		relief.Module(a.Relief),
		a.Scheme.Module(),
		a.Renewal.Module(),
		a.workouts(people),
		a.drawings(people),
		a.gradings(people),
		a.referrals(people, bus),
		a.Books.Module(),
		a.Dunning.Module(),
		a.Pause.Module(),
		a.Pipeline.Module(),
		a.Overview.Module(),
	}
	a.overLists(people)
	a.listen(bus)
	return nil
}

// guard loads the policies of every feature that has doors.
func guard() (*authz.Guard, error) {
	var sources []authz.Source
	for _, f := range folders {
		text, err := fs.ReadFile(f.files, "policy.cedar")
		if errors.Is(err, fs.ErrNotExist) && f.closed {
			continue
		}
		if err != nil {
			return nil, err
		}
		sources = append(sources, authz.Source{Feature: f.name, Text: text})
	}
	return authz.NewGuard(sources...)
}

// words loads every message in both languages.
func (a *App) words(context.Context) (err error) {
	files := []fs.FS{
		locales, ui.Locales(), web.Files, flow.Files, kernel.Files, upload.Files, table.Files, sheet.Files,
		auditlog.Files, ledger.Files, document.Files, conversation.Files, sealed.Files, shown.Files, comparison.Files,
	}
	for _, f := range folders {
		files = append(files, f.files)
	}
	a.bundle, err = i18n.Load(files...)
	return err
}

// subscribe says what runs by itself: sweepers ask what is due by the business
// clock.
func (a *App) subscribe() {
	a.Jobs.Every("origination sweep", 20*time.Second, a.Origination.Sweep)
	a.Jobs.Every("documents that nobody can bring any more", 20*time.Second, a.Dossier.Sweep)
	a.Jobs.Every("documents that run out", time.Minute, a.Dossier.SweepExpiry)
	a.Jobs.Every("answers that are due", 20*time.Second, a.Origination.OpenAnswers)
	a.Jobs.Every("lenders that leave", 20*time.Second, a.Alliance.Sweep)
	a.Jobs.Every("servicing sweep", 20*time.Second, a.Servicing.Sweep)
	a.Jobs.Every("dunning sweep", time.Minute, a.Dunning.Sweep)
	a.Jobs.Every("relief sweep", 20*time.Second, a.Relief.Sweep)
	a.Jobs.Every("pauses that end", 20*time.Second, a.Pause.Sweep)
	a.Jobs.Every("clocks of years that were announced", time.Minute, a.settleClocks)
	a.Jobs.Every("renewal sweep", 20*time.Second, a.Renewal.Sweep)
	a.Jobs.Every("late clocks", 20*time.Second, a.raiseLate)
	a.Jobs.Every("recoveries that lapse", time.Minute, a.Recovery.Sweep)
	a.Jobs.Every("letters that are due", 10*time.Second, a.Letters.Gather)
	a.Jobs.Every("forget letters", time.Hour, a.Letters.Forget)
	a.Jobs.Every("forget answers", time.Hour, a.Router.Once.Forget)
	a.Jobs.Every("spent sessions and tries", 10*time.Minute, a.Identity.Sweep)
}

// Run does background work until ctx ends.
func (a *App) Run(ctx context.Context) {
	go a.Audit.Run(ctx, func(err error) { a.Log.Error("sequencing failed", "err", err) })
	go a.Letters.Run(ctx, func(err error) { a.Log.Error("letters failed", "err", err) })
	a.Jobs.Run(ctx)
}

// Settle does all that is due now, after the clock moved and between steps.
func (a *App) Settle(ctx context.Context) error {
	if err := a.Jobs.Drain(ctx); err != nil {
		return err
	}
	if err := a.Jobs.Sweep(ctx); err != nil {
		return err
	}
	if err := a.Jobs.Drain(ctx); err != nil {
		return err
	}
	if err := a.Letters.Deliver(ctx); err != nil {
		return err
	}
	_, err := a.Audit.Sequence(ctx)
	return err
}

// Verify compares the log with the tables, and the books with each other.
func (a *App) Verify(ctx context.Context) (auditlog.Report, error) {
	r, err := a.Audit.Verify(ctx, a.Sources()...)
	if err != nil {
		return r, err
	}
	return r, a.DB.Read(ctx, a.Servicing.Check)
}

// machines are all state machines, for docs and tests.
func (a *App) machines() []*flow.Machine {
	var all []*flow.Machine
	for _, m := range a.Modules {
		all = append(all, m.Machines...)
	}
	return all
}

// api makes the JSON door with its published contract.
func api(mux *http.ServeMux) huma.API {
	c := huma.DefaultConfig("Kaigong", "1")
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "/api/v1/openapi", "", ""
	c.CreateHooks = nil // no $schema links: answers are plain data
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	return humago.New(mux, c)
}

// schemaName puts the package before a type's name: two features may both have
// a View.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if pkg := path.Base(t.PkgPath()); pkg != "." && t.Name() != "" {
		return strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	return name
}
