package intake

// The empty files that people fill in.

import (
	"net/http"
	"strings"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// serveTemplate answers loans.xlsx, loans.csv, receipts.xlsx or receipts.csv.
func serveTemplate(w http.ResponseWriter, q *http.Request) error {
	kind, ending, _ := strings.Cut(q.PathValue("file"), ".")
	as, ok := formats[kind]
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return as.Serve(q.Context(), w, i18n.T(q.Context(), "intake.template."+kind), ending)
}
