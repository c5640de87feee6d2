package i18n

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
)

func TestLoadRefusesGaps(t *testing.T) {
	good := source(`{"a.b": "甲"}`, `{"a.b": "A"}`)
	if _, err := Load(good, source(`{"c": "丙"}`, `{"c": "C"}`)); err != nil {
		t.Fatalf("two sources with different keys: %v", err)
	}
	for what, sources := range map[string][2]string{
		"no English": {`{"a": "甲", "b": "乙"}`, `{"a": "A"}`},
		"no Chinese": {`{"a": "甲"}`, `{"a": "A", "b": "B"}`},
		"broken":     {`{"a": "甲"`, `{"a": "A"}`},
		"no other":   {`{"a": "甲"}`, `{"a.one": "A"}`},
	} {
		if _, err := Load(source(sources[0], sources[1])); err == nil {
			t.Errorf("%s: loaded", what)
		}
	}
	if _, err := Load(good, good); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a key of two sources must be refused, got %v", err)
	}
}

func TestUneven(t *testing.T) {
	b, err := Load(source(`{"a": "甲 {n} {who}", "b": "{n} 乙", "c": "{n} 丙"}`, `{"a": "A {n}", "b": "{n} B", "c.one": "one C", "c.other": "{n} C"}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Uneven(); len(got) != 1 || got[0] != "a" {
		t.Errorf("got %v, want [a]", got)
	}
}

func TestMessages(t *testing.T) {
	zh := `{"files": "{n} 份材料", "hello": "{name}，上午好", "limit": "最多 {most}，年化 {rate}", "plain": "好", "of": "{bank}的报价"}`
	en := `{"files.one": "{n} document", "files.other": "{n} documents", "hello": "Good morning, {name}", "limit": "At most {most} at {rate}", "plain": "Good", "of": "the offer of {bank}"}`
	for _, x := range []struct {
		key    string
		args   []Args
		zh, en string
	}{
		{"files", []Args{{"n": 1}}, "1 份材料", "1 document"},
		{"files", []Args{{"n": 0}}, "0 份材料", "0 documents"},
		{"files", []Args{{"n": int64(1)}}, "1 份材料", "1 document"},
		{"files", []Args{{"n": 12}}, "12 份材料", "12 documents"},
		{"hello", []Args{{"name": "舒田笙"}}, "舒田笙，上午好", "Good morning, 舒田笙"},
		{"hello", []Args{{"name": "{n}", "n": 3}}, "{n}，上午好", "Good morning, {n}"},
		{"limit", []Args{{"most": money.Fen(300_000_000), "rate": money.PPM(61_000)}}, "最多 3,000,000.00 元，年化 6.10%", "At most ¥3,000,000.00 at 6.10%"},
		{"of", []Args{{"bank": Text{Zh: "农商行", En: "the bank"}}}, "农商行的报价", "the offer of the bank"},
		{"plain", nil, "好", "Good"},
		{"plain", []Args{nil}, "好", "Good"},
		{"none", nil, "none", "none"},
	} {
		if got := T(spoken(t, Zh, zh, en), x.key, x.args...); got != x.zh {
			t.Errorf("%s %v: %q, want %q", x.key, x.args, got, x.zh)
		}
		if got := T(spoken(t, En, zh, en), x.key, x.args...); got != x.en {
			t.Errorf("%s %v: %q, want %q", x.key, x.args, got, x.en)
		}
	}
	if got := T(context.Background(), "plain"); got != "plain" {
		t.Errorf("without a bundle a key shows itself, got %q", got)
	}
}

func TestText(t *testing.T) {
	both, zhOnly, enOnly := Text{"甲", "A"}, Text{Zh: "甲"}, Text{En: "A"}
	for _, x := range []struct{ got, want string }{
		{both.For(Zh), "甲"}, {both.For(En), "A"}, {zhOnly.For(En), "甲"}, {enOnly.For(Zh), "A"}, {Text{}.For(En), ""},
		{both.In(context.Background()), "甲"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

func TestNegotiate(t *testing.T) {
	for _, x := range []struct {
		chosen, accept string
		want           Lang
	}{
		{"", "", Zh}, {"en", "zh-CN", En}, {"zh-CN", "en", Zh}, {"fr", "en-GB,zh;q=0.5", En},
		{"", "en-US,en;q=0.9,zh-CN;q=0.8", En}, {"", "zh-TW,en", Zh}, {"", "fr-FR,de;q=0.9", Zh},
		{"", "fr, en;q=0.3", En}, {"", "zh;q=0.2, en;q=0.8", En}, {"", "en;q=0, zh", Zh}, {"", ";;,,", Zh},
	} {
		if got := Negotiate(x.chosen, x.accept); got != x.want {
			t.Errorf("Negotiate(%q, %q) = %s, want %s", x.chosen, x.accept, got, x.want)
		}
	}
}
