package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"kaigong.example/kaigong/internal/platform/fault"
)

// Metrics counts requests by route pattern; it holds nothing about people.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	csp      prometheus.Counter
}

// NewMetrics makes an empty set of counters.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "kaigong_http_requests_total", Help: "Requests by route and status."}, []string{"method", "route", "status"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "kaigong_http_request_seconds", Help: "Time to answer by route.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}}, []string{"method", "route"}),
		csp:      prometheus.NewCounter(prometheus.CounterOpts{Name: "kaigong_csp_reports_total", Help: "Content security policy violations that browsers reported."}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.csp)
	return m
}

// Gauge adds a figure that is read when the metrics are.
func (m *Metrics) Gauge(name, help string, read func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
}

func (m *Metrics) observe(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(method, route).Observe(took.Seconds())
}

// Handler serves the figures in the Prometheus text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// CSPReport counts what browsers refuse under the content security policy.
func (m *Metrics) CSPReport(w http.ResponseWriter, q *http.Request) {
	m.csp.Inc()
	w.WriteHeader(http.StatusNoContent)
}

func errCrossOrigin() error { return fault.New(fault.Denied, "web.cross_origin") }
