package table

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
)

func marked() Sheet {
	s := sheet()
	s.Foot = []any{"合计", money.Fen(79_999_900)}
	s.Mark = &Mark{Number: "KG-X-2020-0001", Line: "KG-X-2020-0001 · 不得外传", About: "说明", Author: "桑立夏", Facts: [][2]string{{"用途", "=1+1\r\n=2+2"}, {"行数", "8"}}}
	return s
}

// TestMarkInAText: the table stands first and whole, and no comment ends before
// its end or begins a formula.
func TestMarkInAText(t *testing.T) {
	plainest := marked()
	plainest.Mark = nil
	want := string(export(t, CSV, plainest)) + "# 用途: =1+1  =2+2\r\n# 行数: 8\r\n"
	if got := string(export(t, CSV, marked())); got != want {
		t.Errorf("%q", strings.TrimPrefix(got, string(export(t, CSV, plainest))))
	}
}

// TestDigestIsOfTheRows: not of what the file says of itself, so that it can say
// the digest; and the foot is no row.
func TestDigestIsOfTheRows(t *testing.T) {
	plainest := marked()
	plainest.Mark = nil
	sum := sha256.Sum256(export(t, CSV, plainest))
	n, hash, err := Digest(marked())
	if n != 8 || hash != hex.EncodeToString(sum[:]) || err != nil {
		t.Errorf("%d rows, %s, %v", n, hash, err)
	}
	changed := marked()
	changed.Foot[1] = money.Fen(79_999_901)
	if _, other, _ := Digest(changed); other == hash {
		t.Error("a sum that differs by a fen has the same digest")
	}
}
