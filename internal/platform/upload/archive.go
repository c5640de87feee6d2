package upload

// Office files are archives: they are counted while unpacking, because a small
// one can hold a very large one and says nothing true about it beforehand.

import (
	"archive/zip"
	"bytes"
	"io"
)

const (
	maxUnpackedMiB = 100
	maxEntries     = 5000
)

// checkArchive wants the main part of a workbook or document, and bounds all
// parts together.
func checkArchive(body []byte, sheet bool) error {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return errMislabelled
	}
	if len(z.File) > maxEntries {
		return tooBig{"upload.unpacked", maxUnpackedMiB}
	}
	main := "word/document.xml"
	if sheet {
		main = "xl/workbook.xml"
	}
	left, found := int64(maxUnpackedMiB<<20), false
	for _, f := range z.File {
		found = found || f.Name == main
		n, err := unpacked(f, left+1)
		if err != nil {
			return errMislabelled
		}
		if left -= n; left < 0 {
			return tooBig{"upload.unpacked", maxUnpackedMiB}
		}
	}
	return must(found)
}

// unpacked counts the bytes of a part, up to a limit.
func unpacked(f *zip.File, limit int64) (int64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(io.Discard, io.LimitReader(r, limit))
}
