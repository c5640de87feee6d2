package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/config"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/sim"
)

// deployment is a folder with the demo's data under keys of its own.
func deployment(t *testing.T) settings {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	s := settings{DataDir: dir, Park: "test.example"}
	cfg, err := s.load(config.Config{})
	if err != nil {
		t.Fatal(err)
	}
	keys := config.Keys{Dir: cfg.KeyDir, Random: rand.Reader, Make: true}
	key, err := keys.Log(cfg.Park + "/log")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := keys.Secret(config.CaseKey)
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, dsn(cfg))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	a, err := sim.Open(ctx, sim.Options{DB: d, LogKey: key, CaseKey: cases, BaseURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := sim.Fenghe()
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.NewWorld(a, nil).Load(ctx, data, sim.Present()); err != nil {
		t.Fatal(err)
	}
	return s
}

// elsewhere is an empty folder with the same keys: keys are kept apart from
// backups of the database.
func elsewhere(t *testing.T, s settings) settings {
	t.Helper()
	other := settings{DataDir: t.TempDir(), Park: s.Park}
	if err := os.CopyFS(filepath.Join(other.DataDir, "keys"), os.DirFS(filepath.Join(s.DataDir, "keys"))); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(other.DataDir, "keys", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.Chmod(f, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return other
}

func TestABackupCountsAfterItWasRestored(t *testing.T) {
	ctx := context.Background()
	s := deployment(t)
	copied := filepath.Join(t.TempDir(), "backup.db")
	if err := (backupCmd{settings: s, To: copied}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	other := elsewhere(t, s)
	if err := (restoreCmd{settings: other, From: copied}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	if err := (verifyCmd{settings: other}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	if err := (restoreCmd{settings: other, From: copied}).Run(ctx); err == nil {
		t.Fatal("a restore must not overwrite a database")
	}
}

// A balance changed inside the backup must keep it from being put in place.
func TestAChangedBackupIsNotPutInPlace(t *testing.T) {
	ctx := context.Background()
	s := deployment(t)
	copied := filepath.Join(t.TempDir(), "backup.db")
	if err := (backupCmd{settings: s, To: copied}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, copied)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE origination_offer SET state = 'accepted' WHERE state = 'expired'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	other := elsewhere(t, s)
	if err := (restoreCmd{settings: other, From: copied}).Run(ctx); err == nil || !strings.Contains(err.Error(), "not put in place") {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(other.DataDir, "kaigong.db")); err == nil {
		t.Fatal("the changed database was put in place")
	}
}

func TestInitInvitesTheFirstAdministrator(t *testing.T) {
	c := initCmd{settings: settings{DataDir: t.TempDir()}, OperatorZh: "园区", OperatorEn: "Park", PersonZh: "甲", PersonEn: "A", BaseURL: "http://localhost:8080"}
	if err := c.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := (doctorCmd{settings: c.settings}).Run(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// The golden is the reference loan of the engine, through the command.
func TestLoanScheduleIsTheReferenceLoan(t *testing.T) {
	p, err := scheduleCmd{Principal: "1,000,000", Rate: "5", Disbursed: "2020-01-10", Term: 12, Repayment: "equal_instalment", DayCount: "A360", Rounding: "half_up"}.plan()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := printTable(&b, p); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../engine/loan/instalment/testdata/reference.golden")
	if err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Fatalf("%v\n%s", err, b.String())
	}
}
