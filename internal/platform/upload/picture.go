package upload

// Pictures are decoded and drawn anew: what stood beside the pixels, such as
// where a phone was, stays behind. How the phone was held is the one thing that
// is read from it first, so that a photographed licence stands upright.

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	_ "image/gif" // recognised, to be refused by name rather than as noise

	scale "golang.org/x/image/draw"
)

const (
	maxMegapixels = 50
	maxSide       = 4096 // of what is kept
	jpegQuality   = 88
)

// redraw decodes a picture within bounds and encodes it anew.
func redraw(media string, body []byte) ([]byte, error) {
	head, format, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil || "image/"+format != media {
		return nil, errMislabelled
	}
	if int64(head.Width)*int64(head.Height) > maxMegapixels*1_000_000 {
		return nil, tooBig{"upload.pixels", maxMegapixels}
	}
	img, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	img = upright(fit(img), orientation(body))
	var b bytes.Buffer
	if media == "image/png" {
		err = png.Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality})
	}
	return b.Bytes(), err
}

// fit makes a picture smaller whose longer side is too long.
func fit(img image.Image) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	longer := max(w, h)
	if longer <= maxSide {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, max(1, w*maxSide/longer), max(1, h*maxSide/longer)))
	scale.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

// upright turns a picture by its EXIF orientation: 1 is upright, 2 to 4 are
// mirrored or turned half round, 5 to 8 lie on their side.
func upright(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	from := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(from, from.Bounds(), img, img.Bounds().Min, draw.Src)
	size := image.Rect(0, 0, w, h)
	if orientation > 4 {
		size = image.Rect(0, 0, h, w)
	}
	to := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := source(orientation, x, y, w, h)
			copy(to.Pix[to.PixOffset(x, y):][:4], from.Pix[from.PixOffset(sx, sy):][:4])
		}
	}
	return to
}

// source is where the pixel (x, y) of the upright picture lies in the stored
// one of w by h pixels.
func source(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	}
	return w - 1 - y, x
}

// orientation reads how a JPEG was held, 1 when it does not say. Markers of
// the file are 0xFF and a letter, then a length that counts itself.
func orientation(body []byte) int {
	const app1, scan = 0xE1, 0xDA
	for at := 2; at+4 <= len(body) && body[at] == 0xFF && body[at+1] != scan; {
		length := int(binary.BigEndian.Uint16(body[at+2:]))
		end := at + 2 + length
		if length < 2 || end > len(body) {
			return 1
		}
		if exif, ok := bytes.CutPrefix(body[at+4:end], []byte("Exif\x00\x00")); ok && body[at+1] == app1 {
			return tiffOrientation(exif)
		}
		at = end
	}
	return 1
}

// tiffOrientation looks for tag 0x0112 in the first directory.
func tiffOrientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 1
}
