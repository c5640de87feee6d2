package arcroute

// What can be wrong with an instance or a plan, as keys that a caller can say
// in any language, with the offending elements.

import (
	"embed"
	"encoding/json"
	"strconv"
	"strings"
)

// Locales holds the texts of every fault key: locales/zh-CN.json and
// locales/en.json, flat objects with {elements} and {detail} to be filled in.
//
//go:embed locales
var Locales embed.FS

// Fault names what is wrong, with which elements, and says what to do.
type Fault struct {
	Key      string   // a message key of Locales
	Elements []string // the offenders by their IDs
	Detail   string   // a number or a place that the text shows
}

// shown is how many offenders a text lists before it counts the rest.
const shown = 10

// Params are the values for the placeholders of the text.
func (f *Fault) Params() map[string]string {
	list := f.Elements[:min(shown, len(f.Elements))]
	text := strings.Join(list, ", ")
	if n := len(f.Elements) - len(list); n > 0 {
		text += ", +" + itoa(n)
	}
	return map[string]string{"elements": text, "detail": f.Detail}
}

// Error is the text in English.
func (f *Fault) Error() string { return f.Text("en") }

// Text says the fault in a language of Locales, "en" or "zh-CN".
func (f *Fault) Text(language string) string {
	var texts map[string]string
	data, err := Locales.ReadFile("locales/" + language + ".json")
	if err == nil {
		err = json.Unmarshal(data, &texts)
	}
	text, known := texts[f.Key]
	if err != nil || !known {
		return f.Key
	}
	for name, value := range f.Params() {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

func fault(key, detail string, elements ...string) *Fault {
	return &Fault{Key: key, Detail: detail, Elements: elements}
}

func itoa(n int) string { return strconv.Itoa(n) }
