package powercut

import (
	"bytes"
	"testing"
)

func cut(d *Disk, keep func() bool) (image Image) {
	d.Still(func(m Moment) { image = m.Cut(keep) })
	return image
}

func TestOnlyWhatWasSyncedIsLeft(t *testing.T) {
	d := New(Image{"old": []byte("before")})
	old := d.names["old"]
	d.write(old, []byte("AFTER"), 0)
	fresh := d.create("fresh")
	d.write(fresh, []byte("x"), 0)
	if got := cut(d, nil); len(got) != 1 || string(got["old"]) != "before" {
		t.Errorf("nothing was synced: %q", got)
	}
	d.sync(old)
	d.sync(fresh)
	if got := cut(d, nil); string(got["old"]) != "AFTERe" || string(got["fresh"]) != "x" {
		t.Errorf("all was synced: %q", got)
	}
	d.truncate(old, 2)
	if got := cut(d, nil); string(got["old"]) != "AFTERe" {
		t.Errorf("cutting a file short is unsynced too: %q", got)
	}
	d.truncate(old, 4)
	d.sync(old)
	if got := cut(d, nil); string(got["old"]) != "AF\x00\x00" {
		t.Errorf("a file grown again holds zeros: %q", got)
	}
}

func TestNamesNeedTheFolderSynced(t *testing.T) {
	d := New(Image{"a": []byte("1")})
	delete(d.names, "a")
	if got := cut(d, nil); string(got["a"]) != "1" {
		t.Errorf("a removal survived too early: %q", got)
	}
	d.syncNames()
	if got := cut(d, nil); len(got) != 0 {
		t.Errorf("a removal was lost: %q", got)
	}
}

func TestSomeUnsyncedPagesMayBeLeft(t *testing.T) {
	d := New(Image{"f": bytes.Repeat([]byte("."), 2*pageBytes)})
	f := d.names["f"]
	d.write(f, bytes.Repeat([]byte("#"), 3*pageBytes), 0)
	turn := 0
	every2 := func() bool { turn++; return turn%2 == 1 }
	want := bytes.Repeat([]byte("#"), 3*pageBytes)
	copy(want[pageBytes:], bytes.Repeat([]byte("."), pageBytes))
	if got := cut(d, every2)["f"]; !bytes.Equal(got, want) {
		t.Errorf("pages %c %c %c, %d bytes", got[0], got[pageBytes], got[2*pageBytes], len(got))
	}
	if got := cut(d, nil)["f"]; len(got) != 2*pageBytes || got[0] != '.' {
		t.Error("looking must not change the disk")
	}
}
