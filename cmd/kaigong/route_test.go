package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/geo"
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
	r, err := c.plan(context.Background(), fengheRoads)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.print(&out, r, true); err != nil {
		t.Fatal(err)
	}
	return out.String(), r.file
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
	if again.file.Cost > f.Cost {
		t.Errorf("began with %d and ended with %d", f.Cost, again.file.Cost)
	}
	var out bytes.Buffer
	if err := c.print(&out, again, true); err != nil || !strings.Contains(out.String(), "in another round") {
		t.Errorf("%v, printed %s", err, out.String())
	}
}

// TestRouteListsRounds lists a street of two parts, of which a tank holds one:
// the second is reached over the first.
func TestRouteListsRounds(t *testing.T) {
	c := routeSolveCmd{Iterations: 100, Lang: "en", Rounds: true}
	r, err := c.plan(context.Background(), writeFile(t, "street", `{"name":"street","vertices":3,"depot":0,"capacity":4,"edges":[{"u":0,"v":1,"cost":3,"demand":4},{"u":1,"v":2,"cost":4,"demand":3}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.print(&out, r, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"load 100 %: 0 0-1 1 (0-1) 0\n", "(0-1) 1", "load  75 %: 0 "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// TestRouteImportMakesANetwork imports roads with vehicles: the file is one that
// can be planned. Mistakes in what is asked for are named.
func TestRouteImportMakesANetwork(t *testing.T) {
	const roads = "../../engine/arcroute/geo/testdata/fenghe.geojson"
	for _, x := range []struct {
		depot, vehicle, wrong string
	}{{"J19", "trike=400:vehicle+narrow:narrow", ""}, {"J99", "trike=400:narrow", "J99"}, {"J19", "trike", "trike"}, {"J19", "trike=4:narrow", "more than the largest tank"}} {
		n, err := os.Open(roads)
		if err != nil {
			t.Fatal(err)
		}
		read, err := geo.Read(n, geo.Options{})
		n.Close()
		if err != nil {
			t.Fatal(err)
		}
		vehicles := []string{x.vehicle}
		if x.wrong != "more than the largest tank" {
			vehicles = append(vehicles, "truck=3000:vehicle")
		}
		err = routeImportCmd{Depot: x.depot, Name: "roads", Vehicle: vehicles, Litres: 0.2}.complete(read.File)
		if x.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), x.wrong) {
				t.Errorf("%v: got %v", x, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		in, err := read.File.Instance()
		if err != nil || len(in.Fleet) != 2 || in.Fleet[0].Capacity != 400_000 || !slices.Equal(in.Fleet[0].Treats, []string{"narrow"}) || in.Fleet[1].Treats != nil {
			t.Errorf("%v, %+v", err, in.Fleet)
		}
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
