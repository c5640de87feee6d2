// Package geo brings road networks in from GeoJSON (RFC 7946) with a diagnosis
// of what is wrong with them, and takes rounds out as GPX 1.1 and GeoJSON.
//
// Positions are WGS84 longitude and latitude. Maps of Chinese services are
// shifted (GCJ-02); what comes from them has to be converted before.
//
// A network comes from LineString features with properties from, to (junctions;
// without them the ends are joined where they lie close), length_m (measured
// along the line where it is missing), width_m, oneway, access, name,
// spray_required and no_spray_reason. Point features name junctions. The
// diagnosis finds segments that hang together with nothing, that stand twice,
// that have no length, whose coordinates are swapped, or that lie far from the
// site, and draws the offenders on a map of their own.
package geo
