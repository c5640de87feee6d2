package main

// Roads in from GeoJSON, rounds out to navigators and maps.

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/geo"
)

type routeImportCmd struct {
	File  string  `arg:"" help:"Roads as a GeoJSON FeatureCollection, WGS84."`
	Depot string  `help:"The junction where rounds begin and end." required:"" placeholder:"JUNCTION"`
	Name  string  `help:"What the network is called." default:"network"`
	Far   float64 `help:"Kilometres from the middle of the network beyond which nothing is accepted." default:"50"`
	Map   string  `help:"Write the offending segments to this GeoJSON file." placeholder:"FILE"`
	Lang  string  `help:"Language of messages." enum:"en,zh-CN" default:"en"`
}

// Run prints the network in the richer format, to which vehicles are added by
// hand; or it names every mistake, and the exit code is 1.
func (c routeImportCmd) Run() error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := geo.Read(f, geo.Options{Far: c.Far})
	if err != nil {
		return errors.New(said(err, c.Lang))
	}
	if n.Refused() {
		return c.refuse(n)
	}
	n.File.Name, n.File.Depot, n.File.LitresPer = c.Name, c.Depot, 0.2
	n.File.Vehicles = []arcroute.RoundsVehicle{}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", " ")
	return e.Encode(n.File)
}

func (c routeImportCmd) refuse(n *geo.Network) error {
	for _, f := range n.Problems() {
		fmt.Fprintln(os.Stderr, f.Text(c.Lang))
	}
	if c.Map != "" {
		text, err := geo.Map(n.Findings)
		if err == nil {
			err = os.WriteFile(c.Map, text, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return exitError{1}
}

// draw writes a plan for navigators and maps where files are named.
func (c routeSolveCmd) draw(in *arcroute.Instance, p *arcroute.Plan) error {
	for _, out := range []struct {
		name  string
		write func(*arcroute.Instance, *arcroute.Plan) ([]byte, error)
	}{{c.GPX, geo.GPX}, {c.GeoJSON, geo.GeoJSON}} {
		if out.name == "" {
			continue
		}
		text, err := out.write(in, p)
		if err != nil {
			return err
		}
		if err := os.WriteFile(out.name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
