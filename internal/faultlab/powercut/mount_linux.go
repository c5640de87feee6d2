package powercut

// The disk as a folder, through FUSE. A program on it must be another process
// than the one that serves it: a page fault on a shared mapping would stop the
// Go runtime that has to answer it.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// ErrNoFUSE means that this machine cannot mount the disk.
var ErrNoFUSE = errors.New("powercut: this machine mounts no FUSE file system (needs /dev/fuse, and root or fusermount3)")

// Mount shows the disk at dir until unmount is called. Unmounting is forced:
// programs that still hold files do not hold it up.
func Mount(d *Disk, dir string) (unmount func(), err error) {
	if _, err := os.Stat("/dev/fuse"); err != nil {
		return nil, ErrNoFUSE
	}
	server, err := fs.Mount(dir, &folder{disk: d}, &fs.Options{
		MountOptions: fuse.MountOptions{DirectMount: true, FsName: "powercut", Name: "powercut", DisableXAttrs: true},
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNoFUSE, err)
	}
	return func() {
		if server.Unmount() != nil {
			syscall.Unmount(dir, syscall.MNT_DETACH)
		}
	}, nil
}

// folder is the only folder of the disk.
type folder struct {
	fs.Inode
	disk *Disk
}

// entry is a file in it.
type entry struct {
	fs.Inode
	disk *Disk
	file *file
}

var (
	_ fs.NodeLookuper  = (*folder)(nil)
	_ fs.NodeCreater   = (*folder)(nil)
	_ fs.NodeUnlinker  = (*folder)(nil)
	_ fs.NodeRenamer   = (*folder)(nil)
	_ fs.NodeReaddirer = (*folder)(nil)
	_ fs.NodeFsyncer   = (*folder)(nil)

	_ fs.NodeOpener    = (*entry)(nil)
	_ fs.NodeGetattrer = (*entry)(nil)
	_ fs.NodeSetattrer = (*entry)(nil)
	_ fs.NodeReader    = (*entry)(nil)
	_ fs.NodeWriter    = (*entry)(nil)
	_ fs.NodeFsyncer   = (*entry)(nil)
)

func (n *folder) inode(ctx context.Context, f *file) *fs.Inode {
	return n.NewInode(ctx, &entry{disk: n.disk, file: f}, fs.StableAttr{Mode: fuse.S_IFREG, Ino: f.inode})
}

// Lookup finds a file by name.
func (n *folder) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.disk.mu.Lock()
	f := n.disk.names[name]
	n.disk.mu.Unlock()
	if f == nil {
		return nil, syscall.ENOENT
	}
	describe(n.disk, f, &out.Attr)
	return n.inode(ctx, f), 0
}

// Create makes an empty file.
func (n *folder) Create(ctx context.Context, name string, _, _ uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	n.disk.mu.Lock()
	f := n.disk.create(name)
	n.disk.mu.Unlock()
	describe(n.disk, f, &out.Attr)
	return n.inode(ctx, f), nil, 0, 0
}

// Unlink removes a name; the content lives on for those who have it open.
func (n *folder) Unlink(_ context.Context, name string) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if n.disk.names[name] == nil {
		return syscall.ENOENT
	}
	delete(n.disk.names, name)
	return 0
}

// Rename gives a file a name, taking it from another file if it had one.
func (n *folder) Rename(_ context.Context, name string, _ fs.InodeEmbedder, to string, flags uint32) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	f := n.disk.names[name]
	if f == nil {
		return syscall.ENOENT
	}
	if flags != 0 {
		return syscall.EINVAL
	}
	delete(n.disk.names, name)
	n.disk.names[to] = f
	return 0
}

// Readdir lists the files.
func (n *folder) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	var all []fuse.DirEntry
	for _, name := range slices.Sorted(maps.Keys(n.disk.names)) {
		all = append(all, fuse.DirEntry{Mode: fuse.S_IFREG, Name: name, Ino: n.disk.names[name].inode})
	}
	return fs.NewListDirStream(all), 0
}

// Fsync makes the names safe.
func (n *folder) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	n.disk.syncNames()
	return 0
}

func describe(d *Disk, f *file, out *fuse.Attr) {
	out.Ino, out.Mode, out.Nlink, out.Size = f.inode, fuse.S_IFREG|0o600, 1, d.size(f)
	out.Uid, out.Gid = uint32(os.Getuid()), uint32(os.Getgid())
}

// Open needs no handle of its own.
func (e *entry) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, 0, 0
}

// Getattr tells the size.
func (e *entry) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	describe(e.disk, e.file, &out.Attr)
	return 0
}

// Setattr changes the size; owner, mode and times are not kept.
func (e *entry) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		e.disk.truncate(e.file, int(size))
	}
	describe(e.disk, e.file, &out.Attr)
	return 0
}

// Read answers what programs see.
func (e *entry) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	return fuse.ReadResultData(dest[:e.disk.read(e.file, dest, off)]), 0
}

// Write changes what programs see.
func (e *entry) Write(_ context.Context, _ fs.FileHandle, body []byte, off int64) (uint32, syscall.Errno) {
	if errno := e.disk.write(e.file, body, off); errno != 0 {
		return 0, errno
	}
	return uint32(len(body)), 0
}

// Fsync makes the file safe.
func (e *entry) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return e.disk.sync(e.file)
}
