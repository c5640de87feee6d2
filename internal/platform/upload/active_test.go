package upload

import "testing"

// The names and their hex form are those of ISO 32000-1, 7.3.5 and 12.6.4.
func TestAPDFThatDoesSomethingIsRefused(t *testing.T) {
	for body, want := range map[string]string{
		"%PDF-1.7\n<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>": "upload.active",
		"%PDF-1.7\n<</S /J#61vaScript>>":                                           "upload.active",
		"%PDF-1.7\n<</S/Launch/F(calc.exe)>>":                                      "upload.active",
		"%PDF-1.7\n<</Type/EmbeddedFile>>":                                         "upload.active",
		"%PDF-1.7\n<</S/SubmitForm>>":                                              "upload.active",
		"%PDF-1.7\n<</Type/Catalog/Pages 2 0 R>>":                                  "",
		"%PDF-1.7\n(JavaScript in a text) /JSX /Launcher":                          "",
		"%PDF-1.7\n/S/GoTo /":                                                      "",
		"%PDF-1.7\nstream\n/JS \nendstream /Pages":                                 "",
		"%PDF-1.7\nstream\nx\nendstream <</S/JavaScript>>":                         "upload.active",
	} {
		if _, err := Clean("file", "a.pdf", []byte(body)); key(err) != want {
			t.Errorf("%q: %q, want %q", body, key(err), want)
		}
	}
}
