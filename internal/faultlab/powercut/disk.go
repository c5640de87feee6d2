// Package powercut is a disk whose power can be cut.
//
// A Disk keeps two contents of every file: what programs see, and what would
// still be there after a power cut. A write changes the first; only a sync of
// the file copies it into the second. Names follow the same rule: a file's
// name outlives a cut once the file or the folder was synced, a removal or a
// new name once the folder was. Mount shows a Disk as a folder, so that a real
// program works on it without knowing.
//
// Cut answers what a machine would find when its power returns. Disks may also
// have written some of what they were never told to: then Cut keeps a random
// part of the unsynced pages, in no order, which is the harder case.
//
// The tests beside it put the database of Kaigong on such a disk and cut the
// power at random operations. Every acknowledged write must be found. The same
// test with SQLite's weaker setting is its control, and must lose some.
package powercut

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
)

// pageBytes is what a disk writes at once.
const pageBytes = 4096

// Op is an operation on a file.
type Op struct {
	Kind string // "write" or "sync"
	Name string // of the file
}

// Disk is a flat folder of files. It is safe for concurrent use. The zero Disk
// is not usable; New makes one.
type Disk struct {
	// Watch, when set before the disk is used, is called before every write
	// and sync while the disk stands still. The operation fails with the error
	// that it answers, 0 being none.
	Watch func(Op, Moment) syscall.Errno

	mu    sync.Mutex
	names map[string]*file // as programs see them
	kept  map[string]*file // as they are after a cut
	inode uint64
}

// file is one content seen and one kept; dirty lists the pages that differ.
type file struct {
	inode uint64
	now   []byte
	kept  []byte
	dirty map[int]bool
}

// Image is what a disk holds: file contents by name.
type Image map[string][]byte

// New makes a disk that holds an image safely.
func New(image Image) *Disk {
	d := &Disk{names: map[string]*file{}, kept: map[string]*file{}}
	for name, body := range image {
		f := d.create(name)
		f.now, f.kept = slices.Clone(body), slices.Clone(body)
		d.kept[name] = f
	}
	return d
}

// Save writes an image into a folder of the machine.
func (i Image) Save(dir string) error {
	for name, body := range i {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Moment is an instant of a disk; it is good only during the call that got it.
type Moment struct{ disk *Disk }

// Seen is the content of a file as programs see it, nil when there is none.
func (m Moment) Seen(name string) []byte {
	if f := m.disk.names[name]; f != nil {
		return slices.Clone(f.now)
	}
	return nil
}

// Cut is what would be left if the power went now. Each unsynced page is kept
// when keep says so; a nil keep loses them all.
func (m Moment) Cut(keep func() bool) Image {
	image := Image{}
	for _, name := range slices.Sorted(maps.Keys(m.disk.kept)) {
		image[name] = m.disk.kept[name].left(keep)
	}
	return image
}

// left is the content of a file after a cut.
func (f *file) left(keep func() bool) []byte {
	body := slices.Clone(f.kept)
	if keep == nil {
		return body
	}
	for _, p := range slices.Sorted(maps.Keys(f.dirty)) {
		if p*pageBytes < len(f.now) && keep() {
			body = f.copyPage(body, p)
		}
	}
	if len(f.now) < len(body) && keep() {
		body = body[:len(f.now)]
	}
	return body
}

// copyPage brings a page of what is seen into body, longer where it must be.
func (f *file) copyPage(body []byte, page int) []byte {
	from := page * pageBytes
	to := min(from+pageBytes, len(f.now))
	if to > len(body) {
		body = append(body, make([]byte, to-len(body))...)
	}
	copy(body[from:to], f.now[from:to])
	return body
}

// Still shows the disk as it is now.
func (d *Disk) Still(look func(Moment)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	look(Moment{d})
}

func (d *Disk) create(name string) *file {
	d.inode++
	f := &file{inode: d.inode + 1, dirty: map[int]bool{}} // the folder itself is 1
	d.names[name] = f
	return f
}

// nameOf is the name under which a file is seen, "" when it was removed.
func (d *Disk) nameOf(f *file) string {
	for name, other := range d.names {
		if other == f {
			return name
		}
	}
	return ""
}

// before lets the watcher look and interfere.
func (d *Disk) before(kind string, f *file) syscall.Errno {
	if d.Watch == nil {
		return 0
	}
	return d.Watch(Op{kind, d.nameOf(f)}, Moment{d})
}

func (d *Disk) write(f *file, body []byte, off int64) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.before("write", f); errno != 0 {
		return errno
	}
	end := int(off) + len(body)
	if end > len(f.now) {
		f.resize(end)
	}
	copy(f.now[off:], body)
	f.touch(int(off), end)
	return 0
}

func (d *Disk) truncate(f *file, size int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f.resize(size)
}

// resize cuts or lengthens what is seen; the difference is unsynced.
func (f *file) resize(size int) {
	old := len(f.now)
	if size > old {
		f.now = append(f.now, make([]byte, size-old)...)
	} else {
		f.now = f.now[:size:size]
	}
	f.touch(min(size, old), max(size, old))
}

func (f *file) touch(from, to int) {
	for p := from / pageBytes; p*pageBytes < to; p++ {
		f.dirty[p] = true
	}
}

// sync makes a file safe, and its name with it, as journalling file systems do
// for a file that is new.
func (d *Disk) sync(f *file) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.before("sync", f); errno != 0 {
		return errno
	}
	for p := range f.dirty {
		if p*pageBytes < len(f.now) {
			f.kept = f.copyPage(f.kept, p)
		}
	}
	f.kept = f.kept[:len(f.now)]
	clear(f.dirty)
	if name := d.nameOf(f); name != "" {
		d.kept[name] = f
	}
	return 0
}

// syncNames makes every name safe as it is seen now.
func (d *Disk) syncNames() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = maps.Clone(d.names)
}

func (d *Disk) read(f *file, dest []byte, off int64) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if int(off) >= len(f.now) {
		return 0
	}
	return copy(dest, f.now[off:])
}

func (d *Disk) size(f *file) uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return uint64(len(f.now))
}
