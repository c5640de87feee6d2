package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
)

const fengheRoads = "../../engine/arcroute/testdata/fenghe.json"

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// solvedPark plans Fenghe Park with few iterations and answers the line of JSON.
func solvedPark(t *testing.T) (line string, f *arcroute.PlanFile) {
	t.Helper()
	c := routeSolveCmd{Iterations: 2000, Seed: 1, Lang: "en", JSON: true}
	f, err := c.plan(context.Background(), fengheRoads)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.print(&out, f, true); err != nil {
		t.Fatal(err)
	}
	return out.String(), f
}

func TestRouteSolvePrintsOneObjectALine(t *testing.T) {
	line, f := solvedPark(t)
	var fields map[string]any
	if err := json.Unmarshal([]byte(line), &fields); err != nil || strings.Count(line, "\n") != 1 {
		t.Fatalf("%v: %s", err, line)
	}
	for _, name := range []string{"instance", "cost", "bound", "gap", "seconds_to_best", "iterations", "routes"} {
		if _, there := fields[name]; !there {
			t.Errorf("no field %s", name)
		}
	}
	if again, _ := solvedPark(t); again != line {
		t.Error("the same seed and iterations print other bytes")
	}
	if f.Bound > f.Cost || f.Bound <= 0 || f.Gap <= 0 {
		t.Errorf("cost %d, bound %d, gap %v", f.Cost, f.Bound, f.Gap)
	}
}

func TestRouteVerify(t *testing.T) {
	line, _ := solvedPark(t)
	if err := (routeVerifyCmd{fengheRoads, writeFile(t, "plan", "{\"instance\":\"another\"}\n"+line), "en"}).Run(); err != nil {
		t.Errorf("a good plan: %v", err)
	}
	var code exitError
	bad := strings.Replace(line, `"act":"treat"`, `"act":"drive"`, 1)
	if err := (routeVerifyCmd{fengheRoads, writeFile(t, "plan", bad), "en"}).Run(); !errors.As(err, &code) || code.code != 1 {
		t.Errorf("a segment left out: %v", err)
	}
	foreign := strings.ReplaceAll(line, `"edge":"S02"`, `"edge":"S99"`)
	if err := (routeVerifyCmd{fengheRoads, writeFile(t, "plan", foreign), "zh-CN"}).Run(); err == nil || !strings.Contains(err.Error(), "S99") || !strings.Contains(err.Error(), "路段") {
		t.Errorf("a segment that is not there: %v", err)
	}
	if err := (routeVerifyCmd{fengheRoads, writeFile(t, "plan", `{"instance":"another"}`), "en"}).Run(); err == nil {
		t.Error("a file without a plan of the network")
	}
}

func TestRouteSolveNamesBadFiles(t *testing.T) {
	text, err := os.ReadFile(fengheRoads)
	if err != nil {
		t.Fatal(err)
	}
	zero := writeFile(t, "zero.json", strings.Replace(string(text), `"length_m": 122.8`, `"length_m": 0`, 1))
	_, err = routeSolveCmd{Iterations: 100, Lang: "en"}.plan(context.Background(), zero)
	if err == nil || !strings.Contains(said(err, "zh-CN"), "S01") || !strings.Contains(said(err, "en"), "S01") {
		t.Errorf("got %v", err)
	}
	var code exitError
	err = routeSolveCmd{Files: []string{zero, "missing.json"}, Iterations: 100, Lang: "en"}.Run(context.Background())
	if !errors.As(err, &code) || code.code != 1 {
		t.Errorf("got %v", err)
	}
}

// TestRouteSolveStartsWithYesterday begins with a plan and may not end above it.
func TestRouteSolveStartsWithYesterday(t *testing.T) {
	line, f := solvedPark(t)
	c := routeSolveCmd{Iterations: 500, Seed: 2, Lang: "en", Start: writeFile(t, "plan", line)}
	again, err := c.plan(context.Background(), fengheRoads)
	if err != nil {
		t.Fatal(err)
	}
	if again.Cost > f.Cost {
		t.Errorf("began with %d and ended with %d", f.Cost, again.Cost)
	}
}

// TestRouteDraws writes both drawings, which begin as their formats do.
func TestRouteDraws(t *testing.T) {
	dir := t.TempDir()
	c := routeSolveCmd{Iterations: 500, Seed: 1, Lang: "en", GPX: filepath.Join(dir, "rounds.gpx"), GeoJSON: filepath.Join(dir, "rounds.geojson")}
	if _, err := c.plan(context.Background(), fengheRoads); err != nil {
		t.Fatal(err)
	}
	for name, begins := range map[string]string{c.GPX: "<?xml", c.GeoJSON: `{"type":"FeatureCollection"`} {
		if text, err := os.ReadFile(name); err != nil || !strings.HasPrefix(string(text), begins) {
			t.Errorf("%s: %v, begins %.40s", name, err, text)
		}
	}
}

// TestRouteImportRefuses wants the offenders on a map.
func TestRouteImportRefuses(t *testing.T) {
	text, err := os.ReadFile("../../engine/arcroute/geo/testdata/fenghe.geojson")
	if err != nil {
		t.Fatal(err)
	}
	c := routeImportCmd{File: writeFile(t, "roads", strings.Replace(string(text), `"length_m":122.8`, `"length_m":1228`, 1)), Depot: "J19", Map: filepath.Join(t.TempDir(), "map"), Lang: "en"}
	var code exitError
	if err := c.Run(); !errors.As(err, &code) {
		t.Fatalf("got %v", err)
	}
	if drawn, err := os.ReadFile(c.Map); err != nil || !strings.Contains(string(drawn), `"S01"`) {
		t.Errorf("%v: %s", err, drawn)
	}
}
