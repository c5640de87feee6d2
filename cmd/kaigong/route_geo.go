package main

// Roads in from GeoJSON, rounds out to navigators and maps.

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/geo"
)

type routeImportCmd struct {
	File    string   `arg:"" help:"Roads as a GeoJSON FeatureCollection, WGS84."`
	Depot   string   `help:"The junction where rounds begin and end." required:"" placeholder:"JUNCTION"`
	Name    string   `help:"What the network is called." default:"network"`
	Vehicle []string `help:"A type of vehicle: truck=3000 with its tank in litres; truck=3000:road+lane with the classes of segments it fits on; trike=400:road+lane:lane with those it treats as well. Repeat it for each type." sep:"none" placeholder:"ID=LITRES[:FITS[:TREATS]]"`
	Litres  float64  `name:"litres-per-m2" help:"Litres for each square metre of road." default:"0.2"`
	Far     float64  `help:"Kilometres from the middle of the network beyond which nothing is accepted." default:"50"`
	Map     string   `help:"Write the offending segments to this GeoJSON file." placeholder:"FILE"`
	Lang    string   `help:"Language of messages." enum:"en,zh-CN" default:"en"`
}

// Run prints the network in the richer format; or it names every mistake, and
// the exit code is 1.
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
	if err := c.complete(n.File); err != nil {
		return errors.New(said(err, c.Lang))
	}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", " ")
	return e.Encode(n.File)
}

// complete adds what a survey does not hold. With vehicles, the network then
// has to be one that can be planned.
func (c routeImportCmd) complete(f *arcroute.RoundsFile) error {
	f.Name, f.Depot, f.LitresPer, f.Vehicles = c.Name, c.Depot, c.Litres, []arcroute.RoundsVehicle{}
	if !slices.ContainsFunc(f.Junctions, func(j arcroute.RoundsJunction) bool { return j.ID == c.Depot }) {
		return &arcroute.Fault{Key: "arcroute.depot.missing", Detail: c.Depot}
	}
	for _, text := range c.Vehicle {
		v, err := vehicleOf(text)
		if err != nil {
			return err
		}
		f.Vehicles = append(f.Vehicles, v)
	}
	if len(f.Vehicles) == 0 {
		fmt.Fprintln(os.Stderr, "no vehicles yet: add them to the file, or name them with --vehicle")
		return nil
	}
	_, err := f.Instance()
	return err
}

// vehicleOf reads ID=LITRES[:FITS[:TREATS]].
func vehicleOf(text string) (v arcroute.RoundsVehicle, err error) {
	id, rest, _ := strings.Cut(text, "=")
	parts := strings.Split(rest, ":")
	v.ID = id
	if v.Tank, err = strconv.ParseFloat(parts[0], 64); err != nil || id == "" || len(parts) > 3 {
		return v, fmt.Errorf("--vehicle %s: want ID=LITRES[:FITS[:TREATS]], such as trike=400:road+lane:lane", text)
	}
	for i, to := range []*[]string{&v.Access, &v.Treats} {
		if i+1 < len(parts) && parts[i+1] != "" {
			*to = strings.Split(parts[i+1], "+")
		}
	}
	return v, nil
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
