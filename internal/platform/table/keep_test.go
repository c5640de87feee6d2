package table

import (
	"net/url"
	"slices"
	"testing"
)

func TestKeptIsWhatTheListUnderstands(t *testing.T) {
	for address, want := range map[string]struct {
		kept    string
		ignored []string
	}{
		"state=open&sort=-amount&page=3":   {"sort=-amount&state=open", nil},
		"state=gone&from=5":                {"from=5", []string{"state"}},
		"colour=red&state=open":            {"state=open", []string{"colour"}},
		"view=list&state=open":             {"state=open&view=list", nil},
		"sort=name":                        {"", nil},
		"sort=note&q=":                     {"", []string{"sort"}},
		"size=20&q=a":                      {"q=a&size=20", nil},
		"from=x&below=y&view=board&page=0": {"view=board", []string{"below", "from"}},
	} {
		v, _ := url.ParseQuery(address)
		kept, ignored := loans().Kept(v, "view")
		if kept.Encode() != want.kept || !slices.Equal(ignored, want.ignored) {
			t.Errorf("%s: %s without %v, want %s without %v", address, kept.Encode(), ignored, want.kept, want.ignored)
		}
	}
	if kept, ignored := (*Spec)(nil).Kept(url.Values{"show": {"vacant"}, "q": {"x"}}, "show"); kept.Encode() != "show=vacant" || !slices.Equal(ignored, []string{"q"}) {
		t.Errorf("without a Spec: %v without %v", kept, ignored)
	}
}
